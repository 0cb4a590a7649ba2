"""A company's clock over HTTP: held, moved, put to a moment, and what is due."""

import pytest

from front_emulator import FrontEmulator, FrontServer
from front_emulator.domain import receiving
from front_emulator.domain.errors import InvalidSetting
from tests.admin.client import Admin
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver

CLOCK = "/companies/latest/clock"


@pytest.fixture
def front(server: FrontServer, receiver: Receiver) -> FrontEmulator:
    """An account whose clock stands still, and whose messages take ten seconds to appear."""
    front = FrontEmulator(server=server, processing_delay=10, outgoing_url=receiver.url)
    front.clock.freeze()
    return front


def _accept(front: FrontEmulator, sender: str) -> str:
    incoming = receiving.IncomingMessage(handle=sender, body="Hi")
    return receiving.accept(front.company, front.channel.id, incoming).uid


def test_a_clock_is_frozen_and_runs_again(admin: Admin, front: FrontEmulator) -> None:
    assert admin.get(CLOCK) == {"now": round(front.clock.now(), 3), "is_frozen": True}
    assert admin.post(f"{CLOCK}/resume")["is_frozen"] is False
    assert front.clock.is_frozen is False
    assert admin.post(f"{CLOCK}/freeze")["is_frozen"] is True


def test_what_is_due_is_listed_in_order_and_runs_when_the_time_is_moved(
    admin: Admin, front: FrontEmulator
) -> None:
    began = front.clock.now()
    uids = [_accept(front, "leela"), _accept(front, "fry")]
    schedule = admin.get("/companies/latest/schedule")
    assert [(due["action"], due["key"]) for due in schedule["due"]] == [
        ("appear", uids[0]),
        ("appear", uids[1]),
    ]
    assert {due["in"] for due in schedule["due"]} == {10}
    assert schedule["total"] == 2
    assert len(admin.get("/companies/latest/schedule?limit=1")["due"]) == 1
    moved = admin.post(f"{CLOCK}/advance", seconds=9)
    assert (moved["now"], moved["deliveries"]) == (round(began + 9, 3), [])
    assert front.messages == []
    admin.post(f"{CLOCK}/advance", seconds=1)
    assert [message.uid for message in front.messages] == uids
    assert admin.get("/companies/latest/schedule") == {"due": [], "total": 0}


def test_an_advance_answers_with_the_deliveries_it_caused(
    admin: Admin, front: FrontEmulator, receiver: Receiver
) -> None:
    receiver.answers(r.answer(200, b"{}"), r.error("forbidden", "not you", 403))
    front.channel.undo_send_time = 5
    sent = [front.reply(front.receive(sender=name), "Hi") for name in ("leela", "fry")]
    moved = admin.post(f"{CLOCK}/advance", seconds=5)
    # The second waited for its message to be received, ten seconds more.
    assert [each["id"] for each in moved["deliveries"]] == [sent[1].id]
    [delivery] = moved["deliveries"]
    assert (delivery["ok"], delivery["error_type"], delivery["reason"]) == (
        False,
        "forbidden",
        "not you",
    )
    assert sent[0].ok is True


def test_a_clock_is_put_to_a_moment_before_anything_has_happened(
    admin: Admin, front: FrontEmulator
) -> None:
    assert admin.post(f"{CLOCK}/set", now=1_600_000_000)["now"] == 1_600_000_000
    message = front.receive(sender="leela")
    assert message.created_at == 1_600_000_000
    moved = admin.post(f"{CLOCK}/set", now=1_600_000_100.5)
    assert (moved["now"], front.clock.now()) == (1_600_000_100.5, 1_600_000_100.5)


def test_a_clock_never_runs_back_past_a_message(admin: Admin, front: FrontEmulator) -> None:
    front.receive(sender="leela")
    problem = admin.refused("POST", f"{CLOCK}/set", json={"now": 1_600_000_000})
    assert problem["status"] == 400
    assert "messages have times already" in problem["detail"]
    with pytest.raises(InvalidSetting, match="before the first message"):
        front.clock.set(1_600_000_000)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("advance", {"seconds": -1}, "body.seconds"),
        ("advance", {"seconds": "5"}, "body.seconds"),
        ("advance", {}, "body"),
        ("set", {"now": None}, "body.now"),
    ],
)
def test_a_move_that_is_none_is_refused(
    admin: Admin, front: FrontEmulator, path: str, body: dict[str, object], field: str
) -> None:
    before = front.clock.now()
    problem = admin.refused("POST", f"{CLOCK}/{path}", json=body)
    assert problem["errors"][0]["field"] == field
    assert front.clock.now() == before


def test_a_move_without_a_body_says_what_is_missing(admin: Admin, front: FrontEmulator) -> None:
    problem = admin.refused("POST", f"{CLOCK}/advance")
    assert problem["detail"] == "body: missing; send a JSON object"
