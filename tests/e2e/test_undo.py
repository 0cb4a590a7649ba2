"""The undo window: nothing leaves before it ends, and within it a message can be taken back."""

from typing import Any

import pytest

from front_emulator import Conflict, DeliveryPending, FrontEmulator, InvalidSetting
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver, error, hang


@pytest.mark.parametrize("seconds", [5, 10, 15, 30, 60])
def test_nothing_is_posted_before_the_undo_window_ends(
    front: FrontEmulator, receiver: Receiver, seconds: int
) -> None:
    """A millisecond before, nothing; at the end of the window, the POST."""
    front.channel.undo_send_time = seconds
    front.clock.freeze()
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert front.clock.advance(seconds - 0.001) == []
    assert receiver.requests == []
    assert delivery.is_pending
    assert front.clock.advance(0.001) == [delivery]
    assert delivery.ok
    assert receiver.texts == ["Hi"]


def test_without_an_undo_window_a_message_leaves_at_once(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """0 is the default: no time has to pass."""
    assert front.channel.undo_send_time == 0
    question = front.receive(sender="leela")
    front.clock.freeze()
    delivery = front.reply(question, "Hi")
    assert front.clock.advance(0) == [delivery]
    assert receiver.texts == ["Hi"]


@pytest.mark.front(undo_send_time=5)
def test_steps_of_a_frozen_clock_add_up_to_the_undo_window(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """Fifty tenths of a second are five seconds, whatever binary fractions make of them."""
    front.clock.freeze()
    front.reply(front.receive(sender="leela"), "Hi")
    for _ in range(49):
        assert front.clock.advance(0.1) == []
    [delivery] = front.clock.advance(0.1)
    assert delivery.ok


@pytest.mark.parametrize("wrong", [1, -5, 61, 5.5, "5", None])
def test_other_undo_times_are_refused(front: FrontEmulator, api: Api, wrong: Any) -> None:
    """Front offers 0, 5, 10, 15, 30 and 60 seconds."""
    with pytest.raises(InvalidSetting, match="undo_send_time"):
        front.channel.undo_send_time = wrong
    if wrong is not None:
        path = f"/channels/{front.channel.id}"
        assert api.patch(path, {"settings": {"undo_send_time": wrong}}).status_code == 400
    assert front.channel.undo_send_time == 0


@pytest.mark.front(undo_send_time=10)
def test_undo_cancels_the_message(front: FrontEmulator, api: Api, receiver: Receiver) -> None:
    """Nothing is ever posted; the message stays as a draft that did not fail."""
    front.clock.freeze()
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    front.clock.advance(9.999)
    assert front.undo(delivery) == delivery
    assert delivery.state == "undone"
    assert not delivery.is_pending
    assert front.clock.advance(60) == []
    assert receiver.requests == []
    draft = api.message(delivery.message.uid)
    assert (draft["is_draft"], draft["error_type"]) == (True, None)
    with pytest.raises(DeliveryPending, match="taken back, never sent"):
        _ = delivery.ok


@pytest.mark.front(undo_send_time=10, auto_assign_on_reply=True)
def test_undo_restores_the_conversation(front: FrontEmulator, api: Api) -> None:
    """Open again, unassigned again, and still waiting for an answer."""
    front.clock.freeze()
    question = front.receive(sender="leela")
    kept = ("status", "assignee", "waiting_since")
    before = {key: api.conversation(question.conversation_id)[key] for key in kept}
    delivery = front.reply(question, "Hi", author="amy")
    during = api.conversation(question.conversation_id)
    assert (during["status"], during["assignee"]["username"]) == ("archived", "amy")
    assert "waiting_since" not in during
    front.clock.advance(3)
    front.undo(delivery)
    after = api.conversation(question.conversation_id)
    assert {key: after[key] for key in kept} == before


@pytest.mark.front(undo_send_time=10, auto_assign_on_reply=True)
def test_undo_leaves_alone_what_the_reply_did_not_change(front: FrontEmulator, api: Api) -> None:
    """A conversation that was archived and assigned before stays so."""
    front.clock.freeze()
    question = front.receive(sender="leela")
    hermes = front.teammates[2].id
    archived = {"status": "archived", "assignee_id": hermes}
    api.patch(f"/conversations/{question.conversation_id}", archived)
    front.undo(front.reply(question, "Hi", author="amy"))
    [conversation] = front.conversations
    assert (conversation.status, conversation.assignee_id) == ("archived", hermes)


@pytest.mark.front(undo_send_time=10)
def test_undo_returns_a_trashed_conversation_to_the_trash(front: FrontEmulator, api: Api) -> None:
    """What the reply archived goes back to where it was."""
    front.clock.freeze()
    question = front.receive(sender="leela")
    api.patch(f"/conversations/{question.conversation_id}", {"status": "deleted"})
    front.undo(front.reply(question, "Hi"))
    assert front.conversations[0].status == "deleted"


@pytest.mark.front(undo_send_time=10)
def test_undo_keeps_a_conversation_open_that_a_message_reopened(front: FrontEmulator) -> None:
    """Somebody wrote within the window: they wait, and since their first message."""
    front.clock.freeze()
    question = front.receive("Hello?", sender="leela")
    delivery = front.reply(question, "Hi")
    front.receive("Anybody?", sender="leela")
    front.undo(delivery)
    [conversation] = front.conversations
    assert conversation.status == "unassigned"
    assert conversation.waiting_since == question.created_at


@pytest.mark.front(undo_send_time=10)
def test_undo_leaves_a_conversation_where_it_was_moved_meanwhile(
    front: FrontEmulator, api: Api
) -> None:
    """Trashed by hand within the window, it stays in the trash."""
    front.clock.freeze()
    question = front.receive(sender="leela")
    delivery = front.reply(question, "Hi")
    api.patch(f"/conversations/{question.conversation_id}", {"status": "deleted"})
    front.undo(delivery)
    assert front.conversations[0].status == "deleted"


@pytest.mark.front(undo_send_time=10)
def test_undo_leaves_a_trashed_conversation_open_that_a_message_restored(
    front: FrontEmulator, api: Api
) -> None:
    """Nobody's question goes to the trash unread."""
    front.clock.freeze()
    question = front.receive(sender="leela")
    api.patch(f"/conversations/{question.conversation_id}", {"status": "deleted"})
    delivery = front.reply(question, "Hi")
    front.receive("Anybody?", sender="leela")
    front.undo(delivery)
    assert front.conversations[0].status == "unassigned"


@pytest.mark.front(undo_send_time=5)
def test_undo_after_the_window_is_a_conflict(front: FrontEmulator, receiver: Receiver) -> None:
    """Too late: the message is sent, and stays so."""
    front.clock.freeze()
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    front.clock.advance(5)
    with pytest.raises(Conflict, match=f"Delivery {delivery.id} is sent: too late to undo"):
        front.undo(delivery)
    assert delivery.ok


def test_undo_of_what_is_on_the_wire_is_a_conflict(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """The POST is under way: the integration may have it already."""
    receiver.answers(hang())
    delivery = front.reply(front.receive(sender="leela"), "Hi", wait=False)
    receiver.wait_for(1)
    with pytest.raises(Conflict, match="is in_flight: too late to undo"):
        front.undo(delivery)


@pytest.mark.front(undo_send_time=5)
def test_undo_takes_the_message_too_and_works_once(front: FrontEmulator) -> None:
    """A message stands for its latest send; what is taken back cannot be taken back again."""
    front.clock.freeze()
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    front.undo(delivery.message)
    with pytest.raises(Conflict, match="is undone: too late to undo"):
        front.undo(delivery.message)


@pytest.mark.front(undo_send_time=5)
def test_undone_message_can_be_sent_after_all(front: FrontEmulator, receiver: Receiver) -> None:
    """Under the same id, after another undo window."""
    front.clock.freeze()
    undone = front.reply(front.receive(sender="leela"), "Hi")
    front.undo(undone)
    again = front.resend(undone)
    assert front.clock.advance(4.999) == []
    assert front.clock.advance(0.001) == [again]
    assert again.ok
    [message] = receiver.messages
    assert (message["id"], message["error_type"]) == (undone.message_id, None)


@pytest.mark.front(undo_send_time=5)
def test_undo_window_applies_to_a_send_again_after_a_failure(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """A re-send can be taken back as well, and is a failed draft then as before."""
    receiver.answers(error("internal_error"))
    front.clock.freeze()
    failed = front.reply(front.receive(sender="leela"), "Hi")
    front.clock.advance(5)
    again = front.resend(failed)
    front.undo(again)
    assert front.clock.advance(60) == []
    assert len(receiver.requests) == 1
    assert again.message.error_type == "webhook_error"


@pytest.mark.front(undo_send_time=5)
def test_undo_window_passes_by_itself_on_a_running_clock(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """A clock moved by hand and let go delivers what has fallen due."""
    front.clock.freeze()
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    front.clock.advance(4.99)
    front.clock.resume()
    receiver.wait_for(1)
    front.channel.undo_send_time = 0
    front.reply(delivery.message, "And more")
    assert delivery.ok
