"""A teammate's reply, by API or by Python, reaches the integration and changes what Front has."""

import re
from typing import Any

import pytest

from front_emulator import FrontEmulator, NotAllowed, NotFound, Upload
from tests.e2e.api import Api
from tests.e2e.receiver import SUCCESS, Received, Receiver, first

FROZEN_PAST_ANY_DELIVERY = 1.0


def reply_path(conversation_id: str) -> str:
    return f"/conversations/{conversation_id}/messages"


def test_reply_by_api_is_accepted_with_a_uid_and_posted(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """The 202 carries status and message_uid; the message with that uid is what is POSTed."""
    question = front.receive("Is my parcel lost?", sender="leela")
    accepted = api.post(reply_path(question.conversation_id), {"body": "It is on its way."})
    assert accepted.status_code == 202
    assert accepted.json() == {"status": "accepted", "message_uid": accepted.json()["message_uid"]}
    uid = accepted.json()["message_uid"]
    assert re.fullmatch(r"[0-9a-f]{32}", uid)
    [posted] = receiver.wait_for(1)
    assert (posted.method, posted.target) == ("POST", "/front/outgoing")
    assert posted.message["message_uid"] == uid
    assert posted.message["text"] == "It is on its way."


def test_reply_by_python_waits_until_the_integration_has_answered(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """`reply` comes back with an outcome, not with a promise."""
    delivery = front.reply(front.receive(sender="leela"), "It is on its way.")
    assert delivery.ok
    assert (delivery.error_type, delivery.reason, delivery.warning) == (None, None, None)
    assert delivery.status == 200
    assert delivery.duration is not None
    assert delivery.duration > 0
    assert receiver.texts == ["It is on its way."]


def test_reply_by_api_and_by_python_deliver_the_same_message(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """Both ways lead through the same code: only ids and times differ."""
    question = front.receive("Hello", sender="leela")
    front.reply(question, "Good news!", author="amy")
    author_id = front.teammates[1].id
    api.post(reply_path(question.conversation_id), {"body": "Good news!", "author_id": author_id})
    receiver.wait_for(2)

    def timeless(message: dict[str, Any]) -> dict[str, Any]:
        changing = ("id", "message_uid", "created_at", "version", "_links")
        return {key: value for key, value in message.items() if key not in changing}

    one, other = receiver.messages
    assert timeless(one) == timeless(other)


def test_reply_takes_a_message_a_conversation_or_its_id(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """Whatever of the three a test has at hand is answered."""
    question = front.receive(sender="leela")
    [conversation] = front.conversations
    for to in (question, conversation, conversation.id):
        assert front.reply(to, "Here").message.conversation_id == conversation.id
    assert len(receiver.requests) == 3


@pytest.mark.parametrize("options", [None, {}, {"archive": True}, {"tag_ids": []}])
def test_reply_by_api_archives_unless_told_otherwise(
    front: FrontEmulator, api: Api, options: dict[str, Any] | None
) -> None:
    """`options.archive` is true by default."""
    question = front.receive(sender="leela")
    body = {"body": "Done."} if options is None else {"body": "Done.", "options": options}
    api.post(reply_path(question.conversation_id), body)
    assert api.conversation(question.conversation_id)["status"] == "archived"


def test_reply_by_api_leaves_the_conversation_open_when_asked(
    front: FrontEmulator, api: Api
) -> None:
    """`options.archive` false: the conversation stays as it was."""
    question = front.receive(sender="leela")
    body = {"body": "More soon.", "options": {"archive": False}}
    api.post(reply_path(question.conversation_id), body)
    assert api.conversation(question.conversation_id)["status"] == "unassigned"


def test_reply_by_form_fields_reads_archive_as_text(front: FrontEmulator, api: Api) -> None:
    """Multipart has `options[archive]` as the word "false"."""
    question = front.receive(sender="leela")
    fields = {"body": (None, "More soon."), "options[archive]": (None, "false")}
    accepted = api.post(reply_path(question.conversation_id), files=fields)
    assert accepted.status_code == 202, accepted.text
    assert api.conversation(question.conversation_id)["status"] == "unassigned"


@pytest.mark.parametrize(("archive", "status"), [(True, "archived"), (False, "unassigned")])
def test_reply_by_python_archives_unless_told_otherwise(
    front: FrontEmulator, archive: bool, status: str
) -> None:
    """The Python operation has the same option."""
    question = front.receive(sender="leela")
    front.reply(question, "Done.", archive=archive)
    assert [conversation.status for conversation in front.conversations] == [status]


def test_uid_of_a_reply_resolves_as_a_draft_before_delivery(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """There is no 404 for what Front itself writes; the draft becomes the sent message."""
    question = front.receive(sender="leela")
    front.clock.freeze()
    accepted = api.post(reply_path(question.conversation_id), {"body": "Soon."})
    uid = accepted.json()["message_uid"]
    draft = api.message(uid)
    assert receiver.requests == []
    assert (draft["is_draft"], draft["draft_mode"], draft["error_type"]) == (True, "private", None)
    assert draft["version"]
    front.clock.advance(FROZEN_PAST_ANY_DELIVERY)
    sent = api.message(uid)
    assert sent["id"] == draft["id"]
    assert (sent["is_draft"], sent["draft_mode"], sent["version"]) == (False, None, None)


def test_integration_can_read_the_draft_while_it_handles_the_delivery(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """Inside the handler the message is what was POSTed, its conversation archived already."""
    seen: list[dict[str, Any]] = []

    def look_up(received: Received) -> None:
        posted = received.message
        seen.append(api.message(posted["message_uid"]))
        seen.append(api.get(posted["_links"]["related"]["conversation"]).json())

    receiver.answers(first(look_up))
    delivery = front.reply(front.receive(sender="leela"), "Soon.")
    assert delivery.ok
    message, conversation = seen
    assert message == receiver.messages[0]
    assert message["is_draft"]
    assert conversation["status"] == "archived"


def test_sent_reply_is_no_draft_and_has_an_event(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """Sent: `is_draft` false, `version` null, an `out_reply` event."""
    delivery = front.reply(front.receive(sender="leela"), "Done.")
    shown = api.get(f"/messages/{delivery.message_id}").json()
    assert (shown["is_draft"], shown["version"], shown["error_type"]) == (False, None, None)
    assert [event.type for event in front.events] == ["inbound", "archive", "out_reply"]
    assert front.events[-1].message_id == delivery.message_id


def test_reply_goes_to_whoever_wrote(front: FrontEmulator, receiver: Receiver) -> None:
    """Recipients are the channel's address first, then the sender of the last message."""
    front.receive("Hello", sender="leela", name="Turanga Leela", thread_ref="family")
    question = front.receive("Me too", sender="amy", thread_ref="family")
    front.reply(question, "Hello you two")
    [message] = receiver.messages
    assert [(r["role"], r["handle"]) for r in message["recipients"]] == [
        ("from", front.channel.address),
        ("to", "amy"),
    ]


def test_reply_by_api_can_name_its_recipients(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """`to` replaces the default recipient."""
    question = front.receive(sender="leela")
    api.post(reply_path(question.conversation_id), {"body": "Hi", "to": ["fry", "bender"]})
    [posted] = receiver.wait_for(1)
    recipients = [r["handle"] for r in posted.message["recipients"]]
    assert recipients == [front.channel.address, "fry", "bender"]


def test_reply_goes_to_the_last_sender_even_after_one_to_somebody_else(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """Whom an earlier reply named does not become the default."""
    question = front.receive(sender="leela")
    path = reply_path(question.conversation_id)
    api.post(path, {"body": "Do you know?", "to": ["fry"]})
    api.post(path, {"body": "We ask around."})
    receiver.wait_for(2)
    to = [message["recipients"][1]["handle"] for message in receiver.messages]
    assert to == ["fry", "leela"]


@pytest.mark.parametrize(
    ("subject", "replied"),
    [(None, "Re: "), ("Parcel", "Re: Parcel"), ("Re: Parcel", "Re: Parcel"), ("RE: x", "RE: x")],
)
def test_reply_carries_the_subject_with_one_re(
    front: FrontEmulator, receiver: Receiver, subject: str | None, replied: str
) -> None:
    """A reply to no subject has `Re: `, one to a reply gets no second `Re:`."""
    front.reply(front.receive(sender="leela", subject=subject), "Hi")
    assert receiver.messages[0]["subject"] == replied


def test_reply_mode_unsupported_is_a_403_that_says_why(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """Cannot reply: refused by API and by Python, nothing stored, nothing sent."""
    question = front.receive(sender="leela")
    changed = api.patch(
        f"/channels/{front.channel.id}", {"settings": {"reply_mode": "unsupported"}}
    )
    assert changed.status_code == 204
    refused = api.post(reply_path(question.conversation_id), {"body": "Hi"})
    assert refused.status_code == 403
    assert refused.json() == {
        "_error": {
            "status": 403,
            "title": "Forbidden",
            "message": f"Channel {front.channel.id} does not allow replies",
        }
    }
    with pytest.raises(NotAllowed, match="does not allow replies"):
        front.reply(question, "Hi")
    assert [message.id for message in front.messages] == [question.id]
    assert front.deliveries == []
    assert receiver.requests == []


def test_reply_through_another_channel_is_refused(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """Replies leave by the channel they came in on."""
    other = front.create_channel(outgoing_url=receiver.url)
    question = front.receive(sender="leela")
    refused = api.post(reply_path(question.conversation_id), {"body": "Hi", "channel_id": other.id})
    assert refused.status_code == 403
    assert refused.json()["_error"]["message"] == (
        f"Replies in this conversation must use channel {front.channel.id}"
    )
    assert receiver.requests == []


@pytest.mark.parametrize("named", ["{id}", "alt:address:{address}"])
def test_reply_may_name_the_channel_it_came_in_on(
    front: FrontEmulator, api: Api, receiver: Receiver, named: str
) -> None:
    """The conversation's own channel is accepted, by id or by address."""
    channel = named.format(id=front.channel.id, address=front.channel.address)
    question = front.receive(sender="leela")
    accepted = api.post(reply_path(question.conversation_id), {"body": "Hi", "channel_id": channel})
    assert accepted.status_code == 202, accepted.text
    receiver.wait_for(1)


def test_reply_leaves_by_the_channel_it_came_in_on(
    front: FrontEmulator, receiver: Receiver, other_receiver: Receiver
) -> None:
    """Each channel has its own Outgoing URL."""
    other = front.create_channel(outgoing_url=other_receiver.url)
    front.reply(front.receive(sender="leela", channel=other), "Hi")
    assert other_receiver.texts == ["Hi"]
    assert other_receiver.messages[0]["recipients"][0]["handle"] == other.address
    assert receiver.requests == []


def test_reply_without_an_outgoing_url_fails_and_says_so(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """It is accepted; the send fails, as Front has nowhere to POST to."""
    front.channel.outgoing_url = None
    question = front.receive(sender="leela")
    accepted = api.post(reply_path(question.conversation_id), {"body": "Hi"})
    assert accepted.status_code == 202
    delivery = front.reply(question, "Hi")
    assert not delivery.ok
    assert delivery.error_type == "internal_error"
    assert delivery.reason == "The channel has no Outgoing URL to send messages to"
    assert (delivery.request, delivery.response, delivery.status) == (None, None, None)
    assert delivery.message.error_type == "webhook_error"
    assert receiver.requests == []


def test_outgoing_url_is_read_when_the_message_leaves(
    front: FrontEmulator, receiver: Receiver, other_receiver: Receiver
) -> None:
    """A URL that changes within the undo window counts."""
    front.channel.undo_send_time = 5
    front.clock.freeze()
    front.reply(front.receive(sender="leela"), "Hi")
    front.channel.outgoing_url = other_receiver.url
    front.clock.advance(5)
    assert (receiver.texts, other_receiver.texts) == ([], ["Hi"])


def test_reply_to_an_unknown_conversation_is_a_404(front: FrontEmulator, api: Api) -> None:
    """By API in Front's words, by Python as `NotFound`."""
    refused = api.post(reply_path("cnv_123"), {"body": "Hi"})
    assert refused.status_code == 404
    assert refused.json()["_error"]["message"] == "Unknown conversation ID cnv_123"
    with pytest.raises(NotFound, match="Unknown conversation ID cnv_123"):
        front.reply("cnv_123", "Hi")


def test_author_of_a_reply_is_whom_python_names(front: FrontEmulator, receiver: Receiver) -> None:
    """A teammate, their username, email or id; the first teammate if nobody is named."""
    question = front.receive(sender="leela")
    amy = front.teammates[1]
    for author in (None, amy, amy.username, amy.email, amy.id):
        front.reply(question, "Hi", author=author)
    names = [message["author"]["username"] for message in receiver.messages]
    assert names == ["leela", "amy", "amy", "amy", "amy"]
    with pytest.raises(NotFound, match="Unknown teammate zoidberg; there are leela, amy, hermes"):
        front.reply(question, "Hi", author="zoidberg")


def test_reply_by_api_without_an_author_has_none(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """The API speaks for nobody unless `author_id` says for whom."""
    question = front.receive(sender="leela")
    api.post(reply_path(question.conversation_id), {"body": "Hi"})
    assert receiver.wait_for(1)[0].message["author"] is None


def test_reply_by_api_of_an_unknown_author_is_refused(front: FrontEmulator, api: Api) -> None:
    """An author has to be a teammate."""
    question = front.receive(sender="leela")
    body = {"body": "Hi", "author_id": "tea_0"}
    refused = api.post(reply_path(question.conversation_id), body)
    assert refused.status_code == 404
    assert refused.json()["_error"]["message"] == "Unknown teammate ID tea_0"


class TestAutoAssign:
    """The setting "Auto-assign conversations on first reply"."""

    def test_is_off_by_default(self, front: FrontEmulator) -> None:
        """A reply leaves the conversation to nobody."""
        front.reply(front.receive(sender="leela"), "Hi", archive=False)
        assert front.conversations[0].assignee_id is None

    @pytest.mark.front(auto_assign_on_reply=True)
    def test_assigns_an_unassigned_conversation_to_who_replies(
        self, front: FrontEmulator, api: Api
    ) -> None:
        """The replier becomes the assignee, with an event; the status follows."""
        question = front.receive(sender="leela")
        front.reply(question, "Hi", author="amy", archive=False)
        shown = api.conversation(question.conversation_id)
        assert shown["assignee"]["username"] == "amy"
        assert shown["status"] == "assigned"
        assert "assign" in [event.type for event in front.events]

    @pytest.mark.front(auto_assign_on_reply=True)
    def test_assigns_on_the_first_reply_only(self, front: FrontEmulator) -> None:
        """Who replies later does not take the conversation over."""
        question = front.receive(sender="leela")
        front.reply(question, "Hi", author="amy")
        front.reply(question, "Me too", author="hermes")
        assert front.conversations[0].assignee_id == front.teammates[1].id

    @pytest.mark.front(auto_assign_on_reply=True)
    def test_leaves_an_assigned_conversation_alone(self, front: FrontEmulator, api: Api) -> None:
        """Somebody has it already."""
        question = front.receive(sender="leela")
        hermes = front.teammates[2]
        api.patch(f"/conversations/{question.conversation_id}", {"assignee_id": hermes.id})
        front.reply(question, "Hi", author="amy")
        assert front.conversations[0].assignee_id == hermes.id

    @pytest.mark.front(auto_assign_on_reply=True)
    def test_assigns_nobody_for_a_reply_without_an_author(
        self, front: FrontEmulator, api: Api, receiver: Receiver
    ) -> None:
        """The API speaks for nobody."""
        question = front.receive(sender="leela")
        api.post(reply_path(question.conversation_id), {"body": "Hi"})
        receiver.wait_for(1)
        assert front.conversations[0].assignee_id is None


@pytest.mark.parametrize("text", ["", " \n"])
def test_files_without_text_leave_with_the_word_attachment(
    front: FrontEmulator, receiver: Receiver, text: str
) -> None:
    label = Upload("label.png", "image/png", b"png")
    front.reply(front.receive(), text, attachments=[label])
    [sent] = receiver.wait_for()
    assert (sent.message["text"], sent.message["blurb"]) == ("Attachment", "Attachment")
    assert front.messages[-1].text == "Attachment"


def test_attachments_of_a_reply_can_be_downloaded_by_the_integration(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """The payload lists each file; its URL gives the bytes, even inside the handler."""
    downloads: list[bytes] = []

    def download(received: Received) -> None:
        files = received.message["attachments"]
        downloads.extend(api.get(file["url"]).content for file in files)

    receiver.answers(first(download, then=SUCCESS))
    label = Upload("label é.png", "image/png", bytes(range(256)))
    delivery = front.reply(front.receive(sender="leela"), "See", attachments=[label])
    assert delivery.ok
    [file] = receiver.messages[0]["attachments"]
    assert (file["filename"], file["content_type"], file["size"]) == (
        "label é.png",
        "image/png",
        256,
    )
    assert downloads == [label.data]
