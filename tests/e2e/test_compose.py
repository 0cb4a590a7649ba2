"""A teammate's new message: off by default, and its answers do not thread into it."""

import pytest

from front_emulator import FrontEmulator, NotAllowed, Refusal
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver, error


def compose_path(front: FrontEmulator) -> str:
    return f"/channels/{front.channel.id}/messages"


def test_compose_is_a_403_by_default(front: FrontEmulator, api: Api, receiver: Receiver) -> None:
    """Allow new messages is off, as in the guide; the refusal says why and leaves nothing."""
    refused = api.post(compose_path(front), {"to": ["leela"], "body": "News!"})
    assert refused.status_code == 403
    assert refused.json() == {
        "_error": {
            "status": 403,
            "title": "Forbidden",
            "message": f"Channel {front.channel.id} does not allow new messages",
        }
    }
    with pytest.raises(NotAllowed, match="does not allow new messages"):
        front.compose("leela", "News!")
    assert (front.conversations, front.messages, front.deliveries) == ([], [], [])
    assert receiver.requests == []


def test_compose_is_allowed_by_a_patch_of_the_settings(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """`compose_mode` normal is the setting; others keep their values."""
    before = api.get(f"/channels/{front.channel.id}").json()["settings"]
    api.patch(f"/channels/{front.channel.id}", {"settings": {"compose_mode": "normal"}})
    after = api.get(f"/channels/{front.channel.id}").json()["settings"]
    assert after == before | {"compose_mode": "normal"}
    assert front.channel.allow_new_messages
    assert api.post(compose_path(front), {"to": ["leela"], "body": "News!"}).status_code == 202
    assert receiver.wait_for(1)[0].message["text"] == "News!"


@pytest.mark.front(allow_new_messages=True)
def test_compose_by_api_is_accepted_with_a_uid_and_posted(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """The 202 names the message that is POSTed, in a conversation of its own, archived."""
    accepted = api.post(compose_path(front), {"to": ["leela"], "body": "News!", "subject": "Hey"})
    assert accepted.status_code == 202
    assert set(accepted.json()) == {"status", "message_uid"}
    [posted] = receiver.wait_for(1)
    assert posted.message["message_uid"] == accepted.json()["message_uid"]
    assert posted.message["subject"] == "Hey"
    [conversation] = front.conversations
    assert (conversation.status, conversation.recipient.handle) == ("archived", "leela")


@pytest.mark.front(allow_new_messages=True)
def test_composed_message_replies_to_nothing(front: FrontEmulator, receiver: Receiver) -> None:
    """No `message_replied_to`, `in_reply_to` null, no subject unless given, an outbound event."""
    delivery = front.compose("leela", "News!")
    assert delivery.ok
    [message] = receiver.messages
    assert "message_replied_to" not in message["_links"]["related"]
    assert message["metadata"] == {"headers": {"in_reply_to": None}}
    assert message["subject"] == ""
    assert [(r["role"], r["handle"]) for r in message["recipients"]] == [
        ("from", front.channel.address),
        ("to", "leela"),
    ]
    assert front.events[-1].type == "outbound"
    assert delivery.message.version is None


@pytest.mark.front(allow_new_messages=True)
@pytest.mark.parametrize("thread_ref", [None, "session-1"])
def test_answer_to_a_composed_message_starts_its_own_conversation(
    front: FrontEmulator, thread_ref: str | None
) -> None:
    """Answers to new messages of a custom channel are not threaded with them."""
    composed = front.compose("leela", "News!").message
    answer = front.receive("What news?", sender="leela", thread_ref=thread_ref)
    assert answer.conversation_id != composed.conversation_id
    again = front.receive("Hello?", sender="leela", thread_ref=thread_ref)
    assert again.conversation_id == answer.conversation_id


@pytest.mark.front(allow_new_messages=True)
def test_compose_starts_a_conversation_each_time(front: FrontEmulator) -> None:
    """Even to somebody who wrote, or was written to, before."""
    front.receive(sender="leela")
    front.compose("leela", "One")
    front.compose("leela", "Two")
    assert len(front.conversations) == 3


@pytest.mark.front(allow_new_messages=True)
def test_compose_goes_to_several_recipients(front: FrontEmulator, receiver: Receiver) -> None:
    """One message, one POST, all of them in `recipients`."""
    front.compose(["leela", "fry"], "News!")
    [message] = receiver.messages
    assert [r["handle"] for r in message["recipients"][1:]] == ["leela", "fry"]


@pytest.mark.front(allow_new_messages=True)
def test_compose_to_nobody_is_refused(front: FrontEmulator, api: Api) -> None:
    """At least one recipient is needed, by API and by Python."""
    assert api.post(compose_path(front), {"to": [], "body": "News!"}).status_code == 400
    with pytest.raises(Refusal, match=r"body\.to: missing"):
        front.compose([], "News!")
    assert front.conversations == []


@pytest.mark.front(allow_new_messages=True, contact_type="phone")
def test_compose_to_a_phone_number_without_plus_goes_to_the_us(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """Handles follow the channel's contact type."""
    front.compose("(415) 555-2671", "News!")
    assert receiver.messages[0]["recipients"][1]["handle"] == "+14155552671"


@pytest.mark.front(allow_new_messages=True)
def test_composed_message_can_fail_and_be_sent_again(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """The same rules as for replies."""
    receiver.answers(error("forbidden", "blocked"))
    failed = front.compose("leela", "News!")
    assert (failed.error_type, failed.reason) == ("forbidden", "blocked")
    receiver.answers(error("success"))
    assert front.resend(failed).ok
    assert [message["id"] for message in receiver.messages] == [failed.message_id] * 2


@pytest.mark.front(allow_new_messages=True, reply_mode="unsupported")
def test_replies_and_new_messages_are_allowed_separately(front: FrontEmulator) -> None:
    """A channel may take new messages and no replies."""
    composed = front.compose("leela", "News!")
    with pytest.raises(NotAllowed, match="does not allow replies"):
        front.reply(composed.message, "More news!")


@pytest.mark.front(allow_new_messages=True)
def test_compose_on_an_unknown_channel_is_a_404(front: FrontEmulator, api: Api) -> None:
    """Front's words for it."""
    refused = api.post("/channels/cha_0/messages", {"to": ["leela"], "body": "News!"})
    assert refused.status_code == 404
    assert refused.json()["_error"]["message"] == "Unknown channel ID cha_0"
