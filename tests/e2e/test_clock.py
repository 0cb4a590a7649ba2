"""The clock in a test's hands: held, moved on, let go; and what pending deliveries say of it."""

import re
import threading

import pytest

from front_emulator import DeliveryPending, FrontEmulator, InvalidSetting
from front_emulator.domain import receiving
from tests.e2e import receiver as r
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver


@pytest.mark.front(processing_delay=5)
def test_frozen_clock_holds_messages_back(front: FrontEmulator, api: Api) -> None:
    """Accepted, a 404 until the processing delay has passed, then there."""
    front.clock.freeze()
    path = f"/channels/{front.channel.id}/incoming_messages"
    uid = api.post(path, {"sender": {"handle": "leela"}, "body": "Hi"}).json()["message_uid"]
    front.clock.advance(4.999)
    assert api.get(f"/messages/alt:uid:{uid}").status_code == 404
    front.clock.advance(0.001)
    assert api.message(uid)["text"] == "Hi"


def test_advance_returns_the_deliveries_in_order_with_their_outcomes(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """What fell due first comes first, whatever was asked first; nothing else is in the list."""
    receiver.answers(r.SUCCESS, r.error("forbidden", "No"), r.answer(503))
    front.clock.freeze()
    questions = [front.receive(sender=name) for name in ("leela", "fry", "bender")]
    deliveries = []
    for seconds, question in zip((30, 5, 10), questions, strict=True):
        front.channel.undo_send_time = seconds
        deliveries.append(front.reply(question, f"in {seconds} s"))
    last, first, second = deliveries
    assert front.clock.advance(60) == [first, second, last]
    assert receiver.texts == ["in 5 s", "in 10 s", "in 30 s"]
    assert [(d.ok, d.error_type) for d in (first, second, last)] == [
        (True, None),
        (False, "forbidden"),
        (False, "internal_error"),
    ]


def test_advance_runs_what_falls_due_because_of_it(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """A reply that is made while the clock is moved on leaves within the same step."""
    front.clock.freeze()
    question = front.receive(sender="leela")
    receiver.answers(r.first(lambda _: front.reply(question, "second")), r.SUCCESS)
    front.reply(question, "first")
    assert [delivery.ok for delivery in front.clock.advance(1)] == [True, True]
    assert receiver.texts == ["first", "second"]


def test_advance_puts_the_clock_at_each_moment_it_passes(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """A message that leaves after 5 s was sent at that time, though the step was a minute."""
    front.clock.freeze()
    begin = front.clock.now()
    front.channel.undo_send_time = 5
    front.reply(front.receive(sender="leela"), "Hi")
    front.clock.advance(60)
    assert front.clock.now() == pytest.approx(begin + 60)
    assert front.events[-1].type == "out_reply"
    assert front.events[-1].emitted_at == pytest.approx(begin + 5, abs=0.002)


def test_advance_of_a_running_clock_moves_it_on_and_lets_it_run(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """A test need not freeze the clock to skip an undo window."""
    front.channel.undo_send_time = 60
    delivery = front.reply(front.receive(sender="leela"), "Hi", wait=False)
    assert front.clock.advance(60) == [delivery]
    assert not front.clock.is_frozen
    front.channel.undo_send_time = 0
    assert front.reply(delivery.message, "And more").ok


def test_time_does_not_go_back(front: FrontEmulator) -> None:
    """Neither by `advance` nor by itself."""
    front.clock.freeze()
    now = front.clock.now()
    with pytest.raises(InvalidSetting, match="advance: -1 s is back in time"):
        front.clock.advance(-1)
    assert front.clock.now() == now
    front.clock.resume()
    assert front.clock.now() >= now


def test_resume_runs_what_has_fallen_due(front: FrontEmulator, receiver: Receiver) -> None:
    """Let go, the clock sends what was held."""
    front.clock.freeze()
    front.reply(front.receive(sender="leela"), "Hi")
    assert receiver.requests == []
    front.clock.resume()
    receiver.wait_for(1)


def test_receive_under_a_frozen_clock_brings_the_message_about(front: FrontEmulator) -> None:
    """It advances the clock by the processing delay, so that the message exists."""
    front.clock.freeze()
    assert front.receive("Hello", sender="leela") in front.messages


@pytest.mark.front(undo_send_time=10)
def test_outcome_read_early_says_when_it_falls_due(front: FrontEmulator) -> None:
    """`ok`, `error_type`, `reason`, `status` and `duration` have no value before the outcome."""
    front.clock.freeze()
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    front.clock.advance(2.5)
    says = re.escape(
        f"message {delivery.message_id} is not sent yet: due in 7.500 s; "
        "the clock is frozen, clock.advance(7.500) brings it about"
    )
    for name in ("ok", "error_type", "reason", "warning", "status", "duration"):
        with pytest.raises(DeliveryPending, match=says):
            getattr(delivery, name)
    assert delivery.request is None
    assert delivery.response is None


@pytest.mark.front(undo_send_time=5)
def test_advice_of_a_pending_delivery_is_right_to_the_millisecond(front: FrontEmulator) -> None:
    """Advancing by the seconds it names does bring the delivery about."""
    question = front.receive(sender="leela")
    delivery = front.reply(question, "Hi", wait=False)
    for odd in (0.0, 0.1234567, 1.0004, 1.3333333):
        front.clock.freeze()
        front.clock.advance(odd)
    with pytest.raises(DeliveryPending) as caught:
        _ = delivery.ok
    advice = re.search(r"clock\.advance\(([0-9.]+)\)", str(caught.value))
    assert advice is not None
    assert front.clock.advance(float(advice[1])) == [delivery]


@pytest.mark.front(undo_send_time=60)
def test_outcome_read_early_on_a_running_clock_says_to_wait(front: FrontEmulator) -> None:
    """Nobody has to move a clock that runs."""
    delivery = front.reply(front.receive(sender="leela"), "Hi", wait=False)
    with pytest.raises(DeliveryPending, match=r"is not sent yet: due in (60\.000|59\.\d+) s; wait"):
        _ = delivery.ok


def test_outcome_of_what_is_on_the_wire_is_pending(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """The POST is under way."""
    receiver.answers(r.hang())
    delivery = front.reply(front.receive(sender="leela"), "Hi", wait=False)
    receiver.wait_for(1)
    with pytest.raises(DeliveryPending, match=f"POST of message {delivery.message_id} is under"):
        _ = delivery.ok


def test_reply_waits_for_its_turn_behind_a_slow_one(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """Its own outcome is returned, after that of the message before it."""
    receiver.answers(r.hang(), r.SUCCESS)
    question = front.receive(sender="leela")
    slow = front.reply(question, "slow", wait=False)
    receiver.wait_for(1)
    outcomes: list[tuple[bool, bool]] = []

    def reply() -> None:
        following = front.reply(question, "next")
        outcomes.append((slow.ok, following.ok))

    waiting = threading.Thread(target=reply)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    receiver.release()
    waiting.join(r.WAIT)
    assert outcomes == [(True, True)]


@pytest.mark.slow
def test_a_day_with_ten_thousand_messages_passes_in_order(front: FrontEmulator) -> None:
    """Each appears at its own moment, and in the order of those, whatever was accepted first."""
    front.clock.freeze()
    began, day, count = front.clock.now(), 86_400.0, 10_000
    # 7919 is prime to the count, so each delay comes once.
    delays = [day * (number * 7919 % count) / count for number in range(count)]
    for delay in delays:
        incoming = receiving.IncomingMessage(handle="leela", body=f"{delay:.2f}")
        receiving.accept(front.company, front.channel.id, incoming, delay=delay)
    front.clock.advance(day / 2)
    assert len(front.messages) == count // 2 + 1
    front.clock.advance(day / 2)
    assert [message.text for message in front.messages] == [
        f"{each:.2f}" for each in sorted(delays)
    ]
    moments = [event.emitted_at for event in front.events if event.type == "inbound"]
    assert moments == pytest.approx([began + delay for delay in sorted(delays)], abs=0.002)
