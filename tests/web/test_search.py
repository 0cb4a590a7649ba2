"""Search: conversations by words and by filters."""

from urllib.parse import quote

import pytest

from tests.web.client import Api


def found(api: Api, query: str) -> list[str]:
    """The handles of the conversations a search finds, in its order."""
    answer = api.get(f"/conversations/search/{quote(query, safe='')}")
    assert answer["_total"] == len(answer["_results"])
    return [each["recipient"]["handle"] for each in answer["_results"]]


@pytest.fixture
def company(api: Api) -> Api:
    """Four visitors: leela wrote last, fry's conversation is archived, bob's trashed."""
    api.receive("My ship is late", "leela@planet.test", name="Turanga Leela")
    fry = api.receive("Where is the pizza?", "fry", subject="Delivery")
    api.receive("A late pizza, and a robot", "bender")
    bob = api.receive("Late as well", "bob")
    api.receive("Still waiting", "leela@planet.test")
    for message, status in ((fry, "archived"), (bob, "deleted")):
        link = message["_links"]["related"]["conversation"]
        assert api.call("PATCH", link, json={"status": status}).status_code == 204
    return api


LEELA = "leela@planet.test"


@pytest.mark.parametrize(
    ("query", "handles"),
    [
        ("pizza", ["bender", "fry"]),
        ("LATE", [LEELA, "bender"]),
        ("late pizza", ["bender"]),
        ("piz", ["bender", "fry"]),
        ("izza", []),
        ("delivery", ["fry"]),
        ("turanga", [LEELA]),
        (LEELA, [LEELA]),
        ("?", []),
        ("is:open", [LEELA, "bender"]),
        ("is:archived", ["fry"]),
        ("is:open pizza", ["bender"]),
        ("is:trashed", ["bob"]),
        ("is:trashed late", ["bob"]),
        ("is:open is:archived", []),
        ("recipient:fry", ["fry"]),
        ("from:FRY", ["fry"]),
        ("after:0", [LEELA, "bender", "fry"]),
        ("before:0", []),
        ("https://nowhere.test", []),
    ],
)
def test_a_search_finds_what_fits_all_of_it(company: Api, query: str, handles: list[str]) -> None:
    assert found(company, query) == handles


def test_a_search_by_tag_assignee_and_inbox(company: Api) -> None:
    tag_id = company.call("POST", "/tags", json={"name": "late"}).json()["id"]
    amy = company.front.teammates[1].id
    inbox_id = company.ids("/inboxes")[0]
    link = company.get("/conversations/search/bender")["_results"][0]["_links"]["self"]
    company.call("PATCH", link, json={"assignee_id": amy, "tag_ids": [tag_id]})
    assert found(company, f"tag:{tag_id}") == ["bender"]
    assert found(company, f"tag:{tag_id} ship") == []
    assert found(company, f"assignee:{amy} is:assigned") == ["bender"]
    assert found(company, f"inbox:{inbox_id} pizza") == ["bender", "fry"]
    assert found(company, "inbox:inb_0 pizza") == []
    assert found(company, f"inbox:inb_0 inbox:{inbox_id} is:archived") == ["fry"]


def test_a_search_finds_what_came_after_an_earlier_one(company: Api) -> None:
    assert found(company, "zoidberg") == []
    company.receive("Why not zoidberg?", "john")
    assert found(company, "zoidberg") == ["john"]


def test_a_search_is_paged_and_says_how_many_there_are(company: Api) -> None:
    pages = list(company.walk("/conversations/search/after:0?limit=2"))
    assert [len(page["_results"]) for page in pages] == [2, 1]
    assert [page["_total"] for page in pages] == [3, 3]


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ("is:lost", 400, "unknown state is:lost"),
        ("before:noon", 400, "before should be a time in Unix seconds"),
        ("mention:tea_1", 501, "does not emulate the search filter mention"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(api: Api, query: str, status: int, text: str) -> None:
    error = api.refused("GET", f"/conversations/search/{query}")
    assert error["status"] == status
    assert text in error["message"]
