"""Lists in pages: `limit`, an opaque `page_token`, an absolute link to the next page."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.client import Api


def conversation_path(api: Api) -> str:
    return f"/conversations/{api.front.conversations[0].id}/messages"


def received(api: Api, count: int, sender: str = "leela") -> list[str]:
    """The ids of so many new messages of one conversation, newest first."""
    return [api.front.receive("Hi", sender=sender).id for _ in range(count)][::-1]


@pytest.mark.parametrize("limit", [None, 7, 50, 99, 100])
def test_a_walk_shows_each_message_once_while_new_ones_arrive(api: Api, limit: int | None) -> None:
    expected = received(api, 250)
    path = conversation_path(api) + ("" if limit is None else f"?limit={limit}")
    pages = []
    for page in api.walk(path):
        pages.append([message["id"] for message in page["_results"]])
        received(api, 2)
    assert [message_id for page in pages for message_id in page] == expected
    assert {len(page) for page in pages[:-1]} == {limit or 50}


def test_a_walk_from_the_oldest_meets_the_new_ones_too(api: Api) -> None:
    expected = received(api, 60)
    seen = []
    for number, page in enumerate(api.walk(conversation_path(api) + "?sort_order=asc&limit=25")):
        seen += [message["id"] for message in page["_results"]]
        if number == 0:
            expected = received(api, 5) + expected
    assert seen == expected[::-1]


def test_messages_of_one_moment_are_all_shown(api: Api) -> None:
    uids = [api.post(str(number)) for number in range(12)]
    api.front.clock.advance(1)
    found = [
        message["message_uid"]
        for page in api.walk(conversation_path(api) + "?limit=5")
        for message in page["_results"]
    ]
    assert found == uids[::-1]


def test_a_page_leads_to_the_next_by_an_absolute_link(api: Api) -> None:
    received(api, 3)
    path = conversation_path(api)
    page = api.get(f"{path}?limit=2&unknown=%20")
    assert list(page) == ["_pagination", "_links", "_results"]
    assert page["_links"] == {"self": f"{api.front.url}{path}?limit=2&unknown=%20"}
    following = page["_pagination"]["next"]
    assert following.startswith(f"{api.front.url}{path}?")
    query = parse_qs(urlsplit(following).query)
    assert query.pop("page_token")
    assert query == {"limit": ["2"], "unknown": [" "]}
    assert api.get(following)["_pagination"] == {"next": None}


def test_a_page_that_is_just_full_is_the_last(api: Api) -> None:
    received(api, 2)
    assert api.get(f"{conversation_path(api)}?limit=2")["_pagination"] == {"next": None}


@pytest.mark.parametrize("query", ["", "?", "?&undefined", "?limit=50&", "?a=%C3%A9&b=é"])
def test_self_repeats_the_request(api: Api, query: str) -> None:
    answer = api.call("GET", "/conversations" + query)
    sent = answer.request.path_url
    assert answer.json() == {
        "_pagination": {"next": None},
        "_links": {"self": api.front.url + sent},
        "_results": [],
    }


def test_a_bare_question_mark_is_repeated(api: Api) -> None:
    page = api.get("/conversations/?")
    assert page["_links"]["self"].startswith(f"{api.front.url}/conversations/")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", "²", "1" * 5000, "%00", "1e1"])
def test_a_limit_beyond_1_to_100_is_a_400(api: Api, limit: str) -> None:
    error = api.refused("GET", f"/conversations?limit={limit}")
    assert error["message"] == "query.limit: should be a number between 1 and 100"
    assert (error["status"], error["title"]) == (400, "Bad request")


@pytest.mark.parametrize("limit", ["", "1", "100"])
def test_a_limit_within_1_to_100_is_taken(api: Api, limit: str) -> None:
    api.get(f"/conversations?limit={limit}")


@pytest.mark.parametrize("token", ["x", "é", "%ff", "====", "MTIz", "bmFuOng", "A" * 5000])
def test_a_page_token_of_ones_own_making_is_a_400(api: Api, token: str) -> None:
    answer = api.call("GET", f"/conversations?page_token={token}")
    assert (answer.status_code, answer.json()["_error"]["message"]) == (
        400,
        "query.page_token: invalid",
    )
    assert "_pagination.next" in answer.headers["X-Front-Emulator-Hint"]


def test_an_unknown_sort_order_is_a_400(api: Api) -> None:
    error = api.refused("GET", "/conversations?sort_order=up")
    assert error["message"] == "query.sort_order: should be asc or desc"


def test_conversations_are_listed_by_latest_activity(api: Api) -> None:
    first, second, third = (api.receive(sender=name) for name in ("leela", "amy", "fry"))
    order = [api.conversation_of(m)["id"] for m in (third, second, first)]
    assert api.ids("/conversations") == order
    api.receive(sender="amy")
    moved = [order[1], order[0], order[2]]
    assert api.ids("/conversations") == moved
    assert api.ids("/conversations?sort_order=asc") == moved[::-1]


def test_a_walk_over_conversations_shows_each_once(api: Api) -> None:
    for number in range(30):
        received(api, 1, sender=f"visitor {number}")
    expected = [conversation.id for conversation in api.front.conversations][::-1]
    seen = []
    for page in api.walk("/conversations?limit=7"):
        seen += [conversation["id"] for conversation in page["_results"]]
        received(api, 1, sender="visitor 29")
        received(api, 1, sender=f"late {len(seen)}")
    assert seen == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["open", "taken", "done"]),
        ("q[statuses][]=archived", ["done"]),
        ("q[statuses][0]=archived&q[statuses][1]=deleted", ["done", "gone"]),
        ("q[statuses]=assigned", ["taken"]),
        ("q[statuses][]=trashed", ["gone"]),
        ("q%5Bstatuses%5D%5B%5D=unassigned", ["open"]),
        ("q={}", ["open", "taken", "done"]),
        ('q={"statuses":["unassigned","assigned"]}', ["open", "taken"]),
        ('q={"statuses":[]}', ["open", "taken", "done"]),
        ("q=", ["open", "taken", "done"]),
    ],
)
def test_conversations_are_filtered_by_status(api: Api, query: str, expected: list[str]) -> None:
    names = {}
    for name in ("gone", "done", "taken", "open"):
        names[api.conversation_of(api.receive(sender=name))["id"]] = name
    by_name = {name: conversation_id for conversation_id, name in names.items()}
    teammate = api.front.teammates[0].id
    for name, patch in (
        ("gone", {"status": "deleted"}),
        ("done", {"status": "archived"}),
        ("taken", {"assignee_id": teammate}),
    ):
        assert api.call("PATCH", f"/conversations/{by_name[name]}", json=patch).ok
    inbox_id = next(iter(api.front.company.store.inboxes))
    for path in ("/conversations", f"/inboxes/{inbox_id}/conversations"):
        assert [names[found] for found in api.ids(f"{path}?{query}")] == expected


def test_the_filter_stays_on_over_pages(api: Api) -> None:
    for number in range(6):
        message = api.receive(sender=str(number))
        if number % 2:
            link = message["_links"]["related"]["conversation"]
            assert api.call("PATCH", link, json={"status": "archived"}).ok
    pages = list(api.walk("/conversations?q[statuses][]=archived&limit=2"))
    assert [len(page["_results"]) for page in pages] == [2, 1]
    statuses = {entry["status"] for page in pages for entry in page["_results"]}
    assert statuses == {"archived"}


@pytest.mark.parametrize(
    ("q", "message"),
    [
        ("{", "query.q: should be an object"),
        ("[]", "query.q: should be an object"),
        ("[" * 20_000, "query.q: should be an object"),
        ("5", "query.q: should be an object"),
        ('{"statuses":"archived"}', "query.q.statuses: should be an array"),
        ('{"statuses":null}', "query.q.statuses: should be an array"),
        (
            '{"statuses":["\\ud800"]}',
            "query.q.statuses: should match at least 1 condition (\ud800)",
        ),
        ('{"statuses":[{}]}', "query.q.statuses: should match at least 1 condition ({})"),
    ],
)
def test_a_filter_front_does_not_know_is_a_400(api: Api, q: str, message: str) -> None:
    error = api.refused("GET", "/conversations", params={"q": q})
    assert (error["status"], error["message"]) == (400, message)


def test_a_status_front_does_not_know_is_a_400_that_names_it(api: Api) -> None:
    answer = api.call("GET", "/conversations?q[statuses][]=archived&q[statuses][]=closed")
    assert "(closed)" in answer.json()["_error"]["message"]
    assert "archived" in answer.headers["X-Front-Emulator-Hint"]


def test_a_json_filter_is_repeated_in_the_next_link(api: Api) -> None:
    for number in range(2):
        api.receive(sender=str(number))
    page = api.call(
        "GET", "/conversations", params={"q": json.dumps({"statuses": ["unassigned"]}), "limit": 1}
    ).json()
    assert parse_qs(urlsplit(page["_pagination"]["next"]).query)["q"] == [
        '{"statuses": ["unassigned"]}'
    ]
