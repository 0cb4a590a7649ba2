"""A message that failed stays a draft, says why, and can be sent again under its id."""

import pytest

from front_emulator import Conflict, FrontEmulator, NotFound
from tests.e2e import receiver as r
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver


def test_failed_message_stays_a_draft_with_an_error_type(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """`error_type` is webhook_error whatever the integration called it; the draft is unchanged."""
    receiver.answers(r.error("too_many_requests", "SMS quota reached"))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert (delivery.state, delivery.ok) == ("failed", False)
    shown = api.get(f"/messages/{delivery.message_id}").json()
    assert shown == receiver.messages[0] | {"error_type": "webhook_error"}
    assert shown["is_draft"]


def test_failed_message_has_a_sending_error_event(front: FrontEmulator, receiver: Receiver) -> None:
    """The event names message and teammate; there is no out_reply."""
    receiver.answers(r.error("forbidden"))
    delivery = front.reply(front.receive(sender="leela"), "Hi", author="amy")
    event = front.events[-1]
    assert event.type == "sending_error"
    assert event.message_id == delivery.message_id
    assert event.teammate_id == front.teammates[1].id
    assert "out_reply" not in [event.type for event in front.events]


def test_failed_message_can_be_sent_again_under_its_id(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """The payload of the re-send has the same id, and `error_type` set; then it is sent."""
    receiver.answers(r.answer(500), r.SUCCESS)
    failed = front.reply(front.receive(sender="leela"), "Hi")
    again = front.resend(failed)
    assert again.ok
    assert again != failed
    assert not failed.ok
    first, second = receiver.messages
    assert first["error_type"] is None
    assert second == first | {"error_type": "webhook_error"}
    shown = api.get(f"/messages/{failed.message_id}").json()
    assert (shown["is_draft"], shown["version"], shown["error_type"]) == (False, None, None)
    assert [event.type for event in front.events][-2:] == ["sending_error", "out_reply"]
    assert [message.id for message in front.messages if not message.is_inbound] == [
        failed.message_id
    ]


def test_message_can_fail_as_often_as_it_is_sent(front: FrontEmulator, receiver: Receiver) -> None:
    """Each attempt is a delivery of its own with its own outcome."""
    receiver.answers(r.error("forbidden", "one"), r.error("not_found", "two"), r.SUCCESS)
    front.reply(front.receive(sender="leela"), "Hi")
    for _ in range(2):
        front.resend(front.deliveries[-1])
    assert [(d.error_type, d.reason) for d in front.deliveries] == [
        ("forbidden", "one"),
        ("not_found", "two"),
        (None, None),
    ]


def test_resend_takes_a_message_too(front: FrontEmulator, receiver: Receiver) -> None:
    """Of a message, what failed last is sent again."""
    receiver.answers(r.answer(500), r.SUCCESS)
    failed = front.reply(front.receive(sender="leela"), "Hi")
    assert front.resend(failed.message).ok


def test_resend_uses_the_url_the_channel_has_then(front: FrontEmulator, receiver: Receiver) -> None:
    """A wrong Outgoing URL can be put right."""
    front.channel.outgoing_url = None
    failed = front.reply(front.receive(sender="leela"), "Hi")
    assert not failed.ok
    front.channel.outgoing_url = receiver.url
    assert front.resend(failed).ok
    assert receiver.messages[0]["error_type"] == "webhook_error"


def test_resend_of_a_sent_message_is_a_conflict(front: FrontEmulator, receiver: Receiver) -> None:
    """What has been sent is no draft any more."""
    sent = front.reply(front.receive(sender="leela"), "Hi")
    with pytest.raises(Conflict, match=f"Message {sent.message_id} has been sent"):
        front.resend(sent)
    assert len(receiver.requests) == 1


def test_resend_of_a_received_message_is_a_conflict(front: FrontEmulator) -> None:
    """Only teammates' messages are sent."""
    question = front.receive(sender="leela")
    with pytest.raises(Conflict, match="was received, not sent"):
        front.resend(question)


def test_resend_of_a_message_on_its_way_is_a_conflict(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """Neither while it waits for its undo window nor while its POST is under way."""
    receiver.answers(r.hang())
    question = front.receive(sender="leela")
    under_way = front.reply(question, "Hi", wait=False)
    receiver.wait_for(1)
    front.clock.freeze()
    scheduled = front.reply(question, "And more")
    for delivery in (under_way, scheduled):
        with pytest.raises(Conflict, match="is on its way already"):
            front.resend(delivery)


def test_resend_of_an_unknown_message_is_not_found(front: FrontEmulator) -> None:
    """A message that a reset has forgotten is not there any more."""
    question = front.receive(sender="leela")
    front.reset()
    with pytest.raises(NotFound, match=f"Unknown message ID {question.id}"):
        front.resend(question)


def test_failure_leaves_the_conversation_as_the_reply_made_it(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """Archived when the reply was handed in; the draft is its latest message."""
    receiver.answers(r.answer(503))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    shown = api.conversation(delivery.message.conversation_id)
    assert shown["status"] == "archived"
    listed = api.get(f"/conversations/{shown['id']}/messages").json()["_results"]
    assert listed[0]["id"] == delivery.message_id
