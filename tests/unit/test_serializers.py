"""Entities as Front shows them: fields, their order, and links on the given base."""

import re
from dataclasses import replace
from typing import Any

import pytest

from front_emulator.domain import sending
from front_emulator.domain.company import Company
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import Inbox, Message, Outcome, Upload
from front_emulator.wire import serializers
from tests.unit.companies import BEGIN, channel_of, make_company, received, teammate_ids

BASE = "https://planet-express.api.frontapp.com"

MESSAGE_KEYS = [
    "_links",
    "id",
    "message_uid",
    "type",
    "is_inbound",
    "created_at",
    "blurb",
    "body",
    "text",
    "error_type",
    "version",
    "subject",
    "draft_mode",
    "metadata",
    "author",
    "recipients",
    "attachments",
    "signature",
    "is_draft",
]


def shown(company: Company, message: Message) -> dict[str, Any]:
    return serializers.message(company, BASE, message)


def replied(company: Company, question: Message, **more: Any) -> Message:
    outgoing = OutgoingMessage("Hello", **more)
    record = sending.reply(company, question.conversation_id, outgoing)
    return company.store.messages[record.message_id]


class TestMessage:
    """One function for API answers and for what is delivered."""

    def test_keys_come_in_recorded_order(self) -> None:
        """For received and for sent messages alike."""
        company = make_company()
        question = received(company)
        assert list(shown(company, question)) == MESSAGE_KEYS
        assert list(shown(company, replied(company, question))) == MESSAGE_KEYS

    def test_received_message(self) -> None:
        """HTML body, no author, not a draft; the sender's contact is linked, the channel's not."""
        company = make_company()
        message = shown(company, received(company, name="Fry", thread_ref="t-1", subject="Hey"))
        contact = next(iter(company.store.contacts))
        conversation = next(iter(company.store.conversations))
        assert message == {
            "_links": {
                "self": f"{BASE}/messages/{message['id']}",
                "related": {
                    "conversation": f"{BASE}/conversations/{conversation}",
                    "message_seen": f"{BASE}/messages/{message['id']}/seen",
                },
            },
            "id": message["id"],
            "message_uid": message["message_uid"],
            "type": "custom",
            "is_inbound": True,
            "created_at": BEGIN,
            "blurb": "Hi",
            "body": "<p>Hi</p>\n",
            "text": "Hi",
            "error_type": None,
            "version": None,
            "subject": "Hey",
            "draft_mode": None,
            "metadata": {"thread_ref": "t-1"},
            "author": None,
            "recipients": [
                {
                    "_links": {"related": {"contact": f"{BASE}/contacts/{contact}"}},
                    "name": "Fry",
                    "handle": "fry",
                    "role": "from",
                },
                {
                    "_links": {"related": {"contact": None}},
                    "name": None,
                    "handle": channel_of(company).address,
                    "role": "to",
                },
            ],
            "attachments": [],
            "signature": None,
            "is_draft": False,
        }

    @pytest.mark.parametrize(
        ("given", "metadata"),
        [
            ({}, {}),
            ({"thread_ref": "t"}, {"thread_ref": "t"}),
            ({"headers": {"k": 1}}, {"headers": {"k": 1}}),
            ({"thread_ref": "t", "headers": {}}, {"thread_ref": "t", "headers": {}}),
        ],
    )
    def test_metadata_of_a_received_message_is_what_came(
        self, given: dict[str, Any], metadata: dict[str, Any]
    ) -> None:
        """Nothing is added to it."""
        company = make_company()
        assert shown(company, received(company, **given))["metadata"] == metadata

    def test_reply_before_and_after_it_is_sent(self) -> None:
        """A private draft with a version, then neither."""
        company = make_company()
        author = teammate_ids(company)[0]
        message = replied(company, received(company), author_id=author)
        draft = shown(company, message)
        assert (draft["is_draft"], draft["draft_mode"]) == (True, "private")
        assert draft["version"] == message.version
        assert draft["author"]["username"] == "leela"
        record = company.last_attempt(message.id)
        assert record is not None
        sending.finish(company, record.id, Outcome())
        sent = shown(company, company.store.messages[message.id])
        assert sent == draft | {"is_draft": False, "draft_mode": None, "version": None}

    def test_links_of_a_reply_lead_to_what_it_answers(self) -> None:
        """Under the reply's own id."""
        company = make_company()
        message = replied(company, received(company))
        links = shown(company, message)["_links"]
        assert list(links["related"]) == ["conversation", "message_replied_to", "message_seen"]
        assert links["related"]["message_replied_to"] == f"{BASE}/messages/{message.id}/parent"

    def test_attachment_names_its_own_message_in_its_link(self) -> None:
        """Id, name, address, type and size."""
        company = make_company()
        file = Upload("label.png", "image/png", b"12345")
        message = replied(company, received(company), attachments=(file,))
        [attachment] = shown(company, message)["attachments"]
        assert attachment == {
            "id": attachment["id"],
            "filename": "label.png",
            "url": f"{BASE}/messages/{message.id}/download/{attachment['id']}",
            "content_type": "image/png",
            "size": 5,
            "metadata": {"is_inline": False},
        }

    def test_reference_is_forty_hexadecimal_digits_of_the_uid(self) -> None:
        """The same for the same message, another for another."""
        one, other = serializers.message_reference("a"), serializers.message_reference("b")
        assert re.fullmatch(r"imported@frontapp\.com_[0-9a-f]{40}", one)
        assert one != other
        assert one == serializers.message_reference("a")


class TestConversation:
    """Front's conversation object."""

    def test_fields_and_links(self) -> None:
        """Unassigned, waiting, with its last message."""
        company = make_company()
        question = received(company, subject="Hey")
        [conversation] = company.store.conversations.values()
        serialized = serializers.conversation(company, BASE, conversation)
        link = f"{BASE}/conversations/{conversation.id}"
        assert serialized["_links"] == {
            "self": link,
            "related": {
                "events": f"{link}/events",
                "followers": f"{link}/followers",
                "messages": f"{link}/messages",
                "comments": f"{link}/comments",
                "inboxes": f"{link}/inboxes",
                "last_message": f"{BASE}/messages/{question.id}?referer=conversation",
            },
        }
        assert (serialized["status"], serialized["assignee"]) == ("unassigned", None)
        assert (serialized["subject"], serialized["recipient"]["role"]) == ("Hey", "from")
        assert serialized["waiting_since"] == question.created_at

    def test_waiting_since_is_absent_when_nobody_waits(self) -> None:
        """Answered: there is no such key."""
        company = make_company()
        replied(company, received(company), archive=False)
        [conversation] = company.store.conversations.values()
        assert "waiting_since" not in serializers.conversation(company, BASE, conversation)

    def test_assignee_is_a_teammate_object(self) -> None:
        """As the author of a message is."""
        company = make_company()
        received(company)
        [conversation] = company.store.conversations.values()
        amy = teammate_ids(company)[1]
        given = replace(conversation, assignee_id=amy)
        serialized = serializers.conversation(company, BASE, given)
        assert serialized["assignee"] == serializers.teammate(BASE, company.store.teammates[amy])
        assert serialized["status"] == "assigned"


def test_channel_shows_every_setting() -> None:
    """By the names that `PATCH /channels/{id}` takes."""
    company = make_company(webhook_url="http://localhost/out", undo_send_time=5)
    channel = channel_of(company)
    serialized = serializers.channel(company, BASE, channel)
    assert (serialized["address"], serialized["send_as"]) == (channel.address, channel.address)
    assert re.fullmatch(r"[0-9a-f]{16}", channel.address)
    assert serialized["settings"] == {
        "undo_send_time": 5,
        "all_teammates_can_reply": False,
        "contact_type": "custom",
        "reply_mode": "same_channel",
        "compose_mode": "unsupported",
        "auto_assign_on_reply": False,
        "webhook_url": "http://localhost/out",
    }


def test_identity_inbox_and_contact_link_to_themselves() -> None:
    """Each on the base that the request came by."""
    company = make_company()
    received(company, name="Fry")
    inbox: Inbox = next(iter(company.store.inboxes.values()))
    contact = next(iter(company.store.contacts.values()))
    assert serializers.identity(company, BASE)["_links"]["self"] == f"{BASE}/me"
    assert serializers.inbox(company, BASE, inbox)["_links"]["self"] == f"{BASE}/inboxes/{inbox.id}"
    serialized = serializers.contact(BASE, contact)
    assert serialized["_links"]["self"] == f"{BASE}/contacts/{contact.id}"
    assert serialized["handles"] == [{"handle": "fry", "source": "custom"}]


def test_lists_have_results_and_their_own_link() -> None:
    """A page says where the next one is; a whole list has no pagination."""
    whole = serializers.unpaged("self", [{"id": 1}])
    assert whole == {"_links": {"self": "self"}, "_results": [{"id": 1}]}
    last = serializers.page("self", [], path="p", query=None)
    assert last == {"_pagination": {"next": None}, "_links": {"self": "self"}, "_results": []}
    more = serializers.page("self", [], path="p", query=[("limit", "2"), ("page_token", "a=&")])
    assert more["_pagination"] == {"next": "p?limit=2&page_token=a%3D%26"}
