"""Tags: made, put on conversations, taken off again."""

from typing import Any

import pytest

from tests.web.client import Api


def made(api: Api, name: str = "refund", **fields: Any) -> dict[str, Any]:
    answer = api.call("POST", "/tags", json={"name": name, **fields})
    assert answer.status_code == 201, answer.text
    tag: dict[str, Any] = answer.json()
    return tag


def test_a_tag_is_made_with_what_was_asked_for(api: Api) -> None:
    tag = made(api, description="money back", highlight="light-blue")
    base = api.front.url
    link = f"{base}/tags/{tag['id']}"
    assert tag["id"].startswith("tag_")
    assert tag == {
        "_links": {
            "self": link,
            "related": {
                "conversations": f"{link}/conversations",
                "owner": f"{base}/teams/{api.front.company.team_id}",
                "parent_tag": None,
                "children": None,
            },
        },
        "id": tag["id"],
        "name": "refund",
        "description": "money back",
        "highlight": "light-blue",
        "is_private": False,
        "is_visible_in_conversation_lists": False,
        "created_at": round(api.front.clock.now(), 3),
        "updated_at": round(api.front.clock.now(), 3),
    }
    assert api.get(f"/tags/{tag['id']}") == tag


@pytest.mark.parametrize("path", ["/tags", "/company/tags"])
def test_tags_are_listed_latest_first_page_by_page(api: Api, path: str) -> None:
    ids = [made(api, name)["id"] for name in ("a", "b", "c")]
    pages = [[tag["id"] for tag in page["_results"]] for page in api.walk(f"{path}?limit=2")]
    assert pages == [[ids[2], ids[1]], [ids[0]]]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "body.name: missing"),
        ({"name": "x" * 65}, "body.name"),
        ({"name": ""}, "body.name"),
        ({"name": "x", "highlight": "mauve"}, "body.highlight"),
    ],
)
def test_a_tag_that_cannot_be_is_refused(api: Api, body: dict[str, Any], detail: str) -> None:
    error = api.refused("POST", "/tags", json=body)
    assert error["status"] == 400
    assert detail in error["details"][0]
    assert api.get("/tags")["_results"] == []


def test_tags_are_put_on_a_conversation_and_taken_off(api: Api) -> None:
    message = api.receive()
    link = message["_links"]["related"]["conversation"]
    refund, bug = made(api), made(api, "bug")
    for method, tag_ids, left in (
        ("POST", [refund["id"], refund["id"]], [refund]),
        ("POST", [bug["id"], refund["id"]], [refund, bug]),
        ("DELETE", [refund["id"]], [bug]),
        ("DELETE", [refund["id"]], [bug]),
    ):
        answer = api.call(method, f"{link}/tags", json={"tag_ids": tag_ids})
        assert (answer.status_code, answer.content) == (204, b"")
        assert api.conversation_of(message)["tags"] == left
    listed = api.get(f"{link}/events")["_results"]
    told = [(event["type"], event["target"]["data"]) for event in listed[:-1]]
    assert told == [("untag", refund), ("tag", bug), ("tag", refund)]
    assert [event["source"]["_meta"]["type"] for event in listed[:-1]] == ["api"] * 3


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_an_unknown_tag_changes_nothing(api: Api, method: str) -> None:
    message = api.receive()
    link = message["_links"]["related"]["conversation"]
    known = made(api)["id"]
    error = api.refused(method, f"{link}/tags", json={"tag_ids": [known, "tag_0"]})
    assert (error["status"], error["message"]) == (404, "Unknown tag ID tag_0")
    assert api.conversation_of(message)["tags"] == []


def test_a_patch_replaces_the_whole_set(api: Api) -> None:
    message = api.receive()
    link = message["_links"]["related"]["conversation"]
    first, second = made(api, "first"), made(api, "second")
    api.call("PATCH", link, json={"tag_ids": [first["id"]]})
    api.call("PATCH", link, json={"tag_ids": [second["id"]]})
    assert api.conversation_of(message)["tags"] == [second]
    assert [event.type for event in api.front.events] == ["inbound", "tag", "untag", "tag"]


def test_the_conversations_of_a_tag_are_listed_latest_first(api: Api) -> None:
    tag = made(api)
    conversations = [api.conversation_of(api.receive(sender=name)) for name in ("a", "b", "c")]
    for conversation in conversations[:2]:
        api.call("POST", f"{conversation['_links']['self']}/tags", json={"tag_ids": [tag["id"]]})
    path = f"/tags/{tag['id']}/conversations?limit=1"
    pages = [[each["id"] for each in page["_results"]] for page in api.walk(path)]
    assert pages == [[conversations[1]["id"]], [conversations[0]["id"]]]
    api.receive(sender="a")
    assert api.ids(path) == [conversations[0]["id"]]


def test_an_unknown_tag_is_not_found(api: Api) -> None:
    for path in ("/tags/tag_0", "/tags/tag_0/conversations"):
        assert api.refused("GET", path)["message"] == "Unknown tag ID tag_0"


def test_a_reset_forgets_tags(api: Api) -> None:
    made(api)
    api.front.reset()
    assert api.get("/tags")["_results"] == []
