"""Faults of deliveries: what the integration gets, what Front shows, what the journal says."""

import base64
import hmac
import json
from collections.abc import Sequence
from typing import Any

import pytest

from front_emulator import Conflict, Delivery, FrontEmulator
from front_emulator.narration import delivery_line
from tests.e2e import receiver as r
from tests.e2e.receiver import Received, Receiver


@pytest.fixture
def front(front: FrontEmulator) -> FrontEmulator:
    front.clock.freeze()
    return front


def send(front: FrontEmulator, *texts: str) -> list[Delivery]:
    """Replies in one conversation, handed in before the first leaves."""
    question = front.receive("Is my parcel lost?", sender="leela")
    return [front.reply(question, text) for text in texts]


def is_signed(front: FrontEmulator, received: Received) -> bool:
    digest = hmac.digest(front.api_secret.encode(), received.body, "sha1")
    return received.header("X-Front-Signature") == base64.b64encode(digest).decode()


def test_a_delivery_is_delayed_and_others_pass_it(front: FrontEmulator, receiver: Receiver) -> None:
    rule = front.faults.add(delivery="delay", delay=30, containing="First", times=1)
    first, second = send(front, "First", "Second")
    assert front.clock.advance(29.9) == [second]
    assert first.is_pending
    assert first.fault == f"fault {rule.id}, 1 of 1: delayed by 30 s"
    with pytest.raises(Conflict, match="too late"):
        front.undo(first)
    assert front.clock.advance(0.1) == [first]
    assert first.ok
    assert first.fault == f"fault {rule.id}, 1 of 1: delayed by 30 s"
    assert receiver.texts == ["Second", "First"]


def test_a_delay_is_waited_for(front: FrontEmulator, receiver: Receiver) -> None:
    """Also while the clock runs, and without limit of times: each message is held up once."""
    front.clock.resume()
    front.faults.add(delivery="delay", delay=0.01)
    assert [delivery.ok for delivery in send(front, "First", "Second")] == [True, True]
    assert receiver.texts == ["First", "Second"]


def test_a_delivery_leaves_after_the_next_of_its_conversation(
    front: FrontEmulator, receiver: Receiver
) -> None:
    front.faults.add(delivery="reorder", delay=60)
    elsewhere = front.receive("Hi", sender="fry")
    first, second, third = send(front, "First", "Second", "Third")
    other = front.reply(elsewhere, "Another")
    assert front.clock.advance(0) == [second, first, third]
    assert other.is_pending
    assert front.clock.advance(60) == [other]
    assert receiver.texts == ["Second", "First", "Third", "Another"]


def test_a_delivery_arrives_twice_and_the_first_answer_counts(
    front: FrontEmulator, receiver: Receiver
) -> None:
    front.faults.add(delivery="duplicate", times=1)
    receiver.answers(r.SUCCESS, r.error("bad_request", status=400))
    [delivery] = send(front, "Hello")
    front.clock.advance(0)
    first, copy = receiver.requests
    assert (first.body, first.headers) == (copy.body, copy.headers)
    assert delivery.ok
    assert delivery.fault is not None
    assert delivery.fault.endswith("the first answer counts; the copy was answered 400")


@pytest.mark.parametrize("arrives", [False, True])
def test_a_delivery_is_lost(front: FrontEmulator, receiver: Receiver, arrives: bool) -> None:
    """It, or the answer: Front sees none in time either way, and is told so at once."""
    front.faults.add(delivery="drop", takes_effect=arrives, times=1)
    [delivery] = send(front, "Hello")
    front.clock.advance(0)
    assert len(receiver.requests) == arrives
    assert delivery.error_type == "request_timeout"
    assert delivery.reason == "The channel did not answer within 7 s"
    assert delivery.response is None
    assert delivery.message.error_type == "webhook_error"
    again = front.resend(delivery)
    front.clock.advance(0)
    assert again.ok
    assert again.fault is None


def test_one_letter_is_changed_after_signing(front: FrontEmulator, receiver: Receiver) -> None:
    front.faults.add(delivery="tamper", times=1)
    receiver.answers(r.error("forbidden", "wrong signature", status=401), r.SUCCESS)
    [tampered] = send(front, "Hello")
    front.clock.advance(0)
    front.resend(tampered)
    front.clock.advance(0)
    got, right = receiver.requests
    assert not is_signed(front, got)
    assert is_signed(front, right)
    assert tampered.request is not None
    assert tampered.request.body == got.body
    assert shape(json.loads(got.body)) == shape(json.loads(right.body))
    # The second try differs by itself: it says that the first has failed.
    assert b'"error_type":"webhook_error"' in right.body
    assert (tampered.error_type, tampered.reason) == ("forbidden", "wrong signature")


def shape(value: Any) -> Any:
    """A JSON value without its texts."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items() if key != "error_type"}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return "text" if isinstance(value, str) else value


@pytest.mark.parametrize("scheme", ["sha1", "sha256"])
def test_a_signature_is_wrong(front: FrontEmulator, receiver: Receiver, scheme: str) -> None:
    front.configure(delivery_signature=scheme)
    front.faults.add(delivery="wrong_signature", times=1)
    [delivery] = send(front, "Hello")
    front.clock.advance(0)
    [got] = receiver.requests
    assert not is_signed(front, got)
    signature = base64.b64decode(got.header("X-Front-Signature") or "", validate=True)
    assert len(signature) == (20 if scheme == "sha1" else 32)
    assert delivery.ok, "whatever the integration answers counts"


def test_a_delivery_fails_without_being_sent(front: FrontEmulator, receiver: Receiver) -> None:
    rule = front.faults.add(delivery="fail", error="forbidden", message="Blocked", times=1)
    front.channel.outgoing_url = None
    [delivery] = send(front, "Hello")
    front.clock.advance(0)
    assert (delivery.error_type, delivery.reason) == ("forbidden", "Blocked")
    assert (delivery.request, delivery.response) == (None, None)
    assert receiver.requests == []
    line = delivery_line(front.company.deliveries.get(delivery.id))  # type: ignore[arg-type]
    assert f"(fault {rule.id}, 1 of 1: failed as forbidden without being sent)" in line


def test_each_try_meets_it_anew(front: FrontEmulator, receiver: Receiver) -> None:
    front.configure(delivery_retries=2, retry_pause=1)
    rule = front.faults.add(delivery="drop", times=2)
    send(front, "Hello")
    tries: Sequence[Delivery] = front.clock.advance(10)
    assert [each.ok for each in tries] == [False, False, True]
    assert rule.fired == 2


def test_only_what_it_is_about_meets_it(front: FrontEmulator, receiver: Receiver) -> None:
    other = front.create_channel(outgoing_url=receiver.url)
    rule = front.faults.add(delivery="drop", channel=other.id)
    [delivery] = send(front, "Hello")
    front.clock.advance(0)
    assert delivery.ok
    reply = front.reply(front.receive("Hi", channel=other), "Hello")
    front.clock.advance(0)
    assert not reply.ok
    assert rule.fired == 1


def test_a_reset_forgets_what_is_held_up(front: FrontEmulator, receiver: Receiver) -> None:
    front.faults.add(delivery="reorder", delay=60)
    send(front, "Hello")
    front.clock.advance(0)
    front.reset()
    front.clock.freeze()
    send(front, "Again")
    assert len(front.clock.advance(120)) == 1
    assert receiver.texts == ["Again"]
