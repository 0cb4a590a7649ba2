"""PATCH of a conversation: its status and its assignee."""

import pytest

from tests.web.client import Api


@pytest.mark.parametrize(
    ("status", "shown", "event"),
    [("archived", "archived", "archive"), ("deleted", "deleted", "trash")],
)
def test_a_status_is_set_and_taken_back(api: Api, status: str, shown: str, event: str) -> None:
    message = api.receive()
    link = message["_links"]["related"]["conversation"]
    answer = api.call("PATCH", link, json={"status": status})
    assert (answer.status_code, answer.content) == (204, b"")
    assert api.conversation_of(message)["status"] == shown
    assert api.front.events[-1].type == event
    assert api.call("PATCH", link, json={"status": "open"}).status_code == 204
    assert api.conversation_of(message)["status"] == "unassigned"


def test_a_status_it_has_already_is_no_event(api: Api) -> None:
    link = api.receive()["_links"]["related"]["conversation"]
    for _ in range(2):
        assert api.call("PATCH", link, json={"status": "archived"}).status_code == 204
    assert [event.type for event in api.front.events] == ["inbound", "archive"]


def test_a_conversation_is_assigned_and_unassigned(api: Api) -> None:
    message = api.receive()
    link = message["_links"]["related"]["conversation"]
    amy = api.front.teammates[1]
    for reference in (amy.id, f"alt:email:{amy.email}"):
        assert api.call("PATCH", link, json={"assignee_id": reference}).status_code == 204
        conversation = api.conversation_of(message)
        assert conversation["status"] == "assigned"
        assert conversation["assignee"] == api.get(f"/teammates/{amy.id}")
        assert api.call("PATCH", link, json={"assignee_id": None}).status_code == 204
        assert api.conversation_of(message)["assignee"] is None


def test_a_change_moves_updated_at_and_nothing_else_in_the_order(api: Api) -> None:
    older = api.receive(sender="leela")
    api.receive(sender="amy")
    order = api.ids("/conversations")
    api.front.clock.advance(10)
    link = older["_links"]["related"]["conversation"]
    assert api.call("PATCH", link, json={"status": "archived"}).status_code == 204
    assert api.ids("/conversations") == order
    conversation = api.conversation_of(older)
    assert conversation["updated_at"] == round(api.front.clock.now(), 3)


@pytest.mark.parametrize(
    ("patch", "status", "text"),
    [
        ({"status": "closed"}, 400, "body.status: should match at least 1 condition"),
        ({"status": 5}, 400, "body.status: should match at least 1 condition"),
        ({"assignee_id": 5}, 400, "body.assignee_id: should be a string"),
        ({"assignee_id": "tea_0"}, 404, "Unknown teammate ID tea_0"),
        ({"status": "spam"}, 501, "does not emulate status spam"),
        ({"tag_ids": [], "inbox_id": "x"}, 501, "does not emulate inbox_id"),
        ({"status": "archived", "tag_ids": ["tag_0"]}, 404, "Unknown tag ID tag_0"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(
    api: Api, patch: dict[str, object], status: int, text: str
) -> None:
    message = api.receive()
    before = api.conversation_of(message)
    error = api.refused("PATCH", message["_links"]["related"]["conversation"], json=patch)
    assert error["status"] == status
    assert text in " ".join([error["message"], *error.get("details", [])])
    assert api.conversation_of(message) == before


def test_a_change_with_an_unknown_teammate_changes_nothing_at_all(api: Api) -> None:
    message = api.receive()
    link = message["_links"]["related"]["conversation"]
    patch = {"status": "archived", "assignee_id": "tea_0"}
    assert api.call("PATCH", link, json=patch).status_code == 404
    assert api.conversation_of(message)["status"] == "unassigned"


def test_unknown_keys_and_no_keys_change_nothing(api: Api) -> None:
    message = api.receive()
    link = message["_links"]["related"]["conversation"]
    before = api.conversation_of(message)
    for patch in ({}, {"unknown": 1}):
        assert api.call("PATCH", link, json=patch).status_code == 204
    assert api.conversation_of(message) == before
