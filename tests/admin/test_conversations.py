"""Conversations at a glance, and what a teammate does to them."""

from typing import Any

import pytest

from front_emulator import FrontEmulator, FrontServer
from tests.admin.client import Admin

PATH = "/companies/latest/conversations"


@pytest.fixture
def front(server: FrontServer) -> FrontEmulator:
    return FrontEmulator(server=server)


def handles(admin: Admin, **query: Any) -> list[str]:
    shown = admin.get(PATH, **query)["conversations"]
    return [each["recipient"]["handle"] for each in shown]


def test_a_conversation_at_a_glance(admin: Admin, front: FrontEmulator) -> None:
    message = front.receive("Hello", sender="leela", name="Leela", subject="Order")
    [shown] = admin.get(PATH)["conversations"]
    conversation = front.conversations[0]
    assert shown == {
        "id": conversation.id,
        "channel_id": front.channel.id,
        "order": conversation.bump,
        "subject": "Order",
        "status": "unassigned",
        "recipient": {"handle": "leela", "name": "Leela"},
        "assignee": None,
        "tags": [],
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "last_message": {
            "id": message.id,
            "is_inbound": True,
            "is_draft": False,
            "created_at": message.created_at,
            "blurb": "Hello",
            "error_type": None,
        },
    }
    assert admin.get(f"{PATH}/{conversation.id}") == shown


def test_they_are_listed_latest_first_page_by_page(admin: Admin, front: FrontEmulator) -> None:
    for name in ("amy", "fry", "leela"):
        front.receive("Hello", sender=name)
    first = admin.get(PATH, limit=2)
    assert [each["recipient"]["handle"] for each in first["conversations"]] == ["leela", "fry"]
    assert handles(admin, limit=2, after=first["next"]) == ["amy"]
    assert admin.get(PATH, limit=3)["next"] is None


def test_they_are_found_by_status_and_by_words(admin: Admin, front: FrontEmulator) -> None:
    front.update_conversation(front.receive("Cold pizza", sender="fry"), status="archived")
    front.update_conversation(front.receive("Hot pizza", sender="amy"), status="deleted")
    front.receive("Late pizza", sender="leela")
    assert handles(admin) == ["leela"]
    assert handles(admin, status="archived") == ["fry"]
    assert handles(admin, status="deleted") == ["amy"]
    assert handles(admin, search="piz") == ["leela"]
    assert handles(admin, search="pizza", status="deleted") == ["amy"]
    assert handles(admin, search="pizza is:archived") == ["fry"]
    found = admin.get(PATH, search="pizza after:0", limit=1)
    assert handles(admin, search="pizza after:0", limit=1, after=found["next"] or 0) == []


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ({"status": "lost"}, "query.status"),
        ({"search": "is:lost"}, "unknown state is:lost"),
        ({"limit": 0}, "query.limit"),
        ({"after": "x"}, "query.after"),
    ],
)
def test_a_query_that_cannot_be_is_refused(
    admin: Admin, front: FrontEmulator, query: dict[str, Any], detail: str
) -> None:
    problem = admin.refused("GET", PATH, params=query)
    assert problem["status"] == 400
    assert detail in problem["detail"]


def test_a_teammate_moves_assigns_and_tags(admin: Admin, front: FrontEmulator) -> None:
    conversation_id = front.receive("Hello", sender="leela").conversation_id
    path = f"{PATH}/{conversation_id}"
    change = {"status": "archived", "assignee": "amy", "author": "hermes"}
    shown = admin.call("PATCH", path, json=change).json()
    assert (shown["status"], shown["assignee"]["username"]) == ("archived", "amy")
    shown = admin.call("PATCH", path, json={"assignee": None, "status": "open"}).json()
    assert (shown["status"], shown["assignee"]) == ("unassigned", None)
    leela, _, hermes = (teammate.id for teammate in front.teammates)
    done = [(event.type, event.teammate_id) for event in front.events[1:]]
    assert done == [("archive", hermes), ("assign", hermes), ("reopen", leela), ("unassign", leela)]


@pytest.mark.parametrize(
    ("change", "status", "detail"),
    [
        ({}, 400, "body"),
        ({"status": "lost"}, 400, "body.status"),
        ({"assignee": "nobody"}, 404, "Unknown teammate nobody"),
        ({"tag_ids": ["tag_0"], "status": "archived"}, 404, "Unknown tag ID tag_0"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(
    admin: Admin, front: FrontEmulator, change: dict[str, Any], status: int, detail: str
) -> None:
    path = f"{PATH}/{front.receive('Hello').conversation_id}"
    before = admin.get(path)
    problem = admin.refused("PATCH", path, json=change)
    assert problem["status"] == status
    assert detail in problem["detail"]
    assert admin.get(path) == before


def test_the_latest_send_of_each_message(admin: Admin, front: FrontEmulator) -> None:
    front.channel.outgoing_url = "http://127.0.0.1:1/"
    message = front.receive("Hello", sender="leela")
    first = front.reply(message, "One")
    second = front.reply(message, "Two")
    again = front.resend(first)
    shown = admin.get(f"{PATH}/{message.conversation_id}/deliveries")["deliveries"]
    assert [each["id"] for each in shown] == [second.id, again.id]


@pytest.mark.parametrize("rest", ["", "/deliveries"])
def test_an_unknown_one_is_not_found(admin: Admin, front: FrontEmulator, rest: str) -> None:
    problem = admin.refused("GET", f"{PATH}/cnv_0{rest}")
    assert (problem["status"], problem["detail"]) == (404, "Unknown conversation ID cnv_0")
