"""Snapshots while the emulator is at work."""

import threading

import pytest

from front_emulator import FrontEmulator
from tests.e2e import receiver as r
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver


@pytest.mark.front(undo_send_time=60)
def test_what_is_pending_is_pending_again(front: FrontEmulator, receiver: Receiver) -> None:
    """A reply within its undo window, sent once for each time one goes back."""
    front.clock.freeze()
    front.reply(front.receive(sender="leela"), "Hello")
    front.snapshots.take("pending")
    for times in range(1, 4):
        [delivery] = front.clock.advance(60)
        assert delivery.ok
        assert len(receiver.requests) == times
        front.snapshots.restore("pending")
        assert delivery.state == "scheduled"
    assert front.snapshots.diff("pending") == {}


def test_what_is_under_way_is_broken_off_and_sent_again(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """The late answer of the first POST says nothing about the second."""
    receiver.answers(r.hang(then=r.error("forbidden")), r.SUCCESS)
    delivery = front.reply(front.receive(sender="leela"), "Hello", wait=False)
    receiver.wait_for(1)
    front.snapshots.take("under way")
    front.snapshots.restore("under way")
    front.wait_for_message(sender="leela")
    receiver.wait_for(2)
    receiver.release()
    with front.company.changed:
        assert front.company.changed.wait_for(lambda: not delivery.is_pending, 5)
    assert delivery.ok
    assert len(receiver.requests) == 2


def test_a_running_clock_runs_what_a_snapshot_has_pending(front: FrontEmulator, api: Api) -> None:
    front.configure(processing_delay=0.05)
    path = f"/channels/{front.channel.id}/incoming_messages"
    front.clock.freeze()
    uid = api.post(path, {"sender": {"handle": "leela"}, "body": "Hi"}).json()["message_uid"]
    front.snapshots.take("accepted")
    front.clock.advance(1)
    front.snapshots.restore("accepted")
    assert api.get(f"/messages/alt:uid:{uid}").status_code == 404
    front.clock.resume()
    assert front.wait_for_message(sender="leela").uid == uid


def test_snapshots_can_be_taken_while_messages_come_in(front: FrontEmulator) -> None:
    """Each is of one moment: every message has its conversation, every event its message."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            front.receive("Hi", sender=f"visitor {number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(50):
            store = front.snapshots.take(str(number % 2)).store
            for message in store.messages.values():
                assert message.conversation_id in store.conversations
            for event in store.events.values():
                assert event.message_id is None or event.message_id in store.messages
    finally:
        stop.set()
        writer.join()


def test_snapshots_outlive_a_reset(front: FrontEmulator) -> None:
    front.receive("Hi", sender="leela")
    front.snapshots.take("one")
    front.reset()
    assert front.messages == []
    front.snapshots.restore("one")
    assert [message.text for message in front.messages] == ["Hi"]
