"""What an application received or sent shows in Front, threaded by the application's own ids."""

from typing import Any

import pytest

from front_emulator import ApplicationChannel, FrontEmulator, waits
from front_emulator.domain.entities import External
from tests.applications.partner import Partner, inbound, outbound
from tests.e2e.api import Api

Json = dict[str, Any]


def events(front: FrontEmulator, conversation_id: str) -> list[str]:
    return [each.type for each in front.events if each.conversation_id == conversation_id]


def test_messages_with_one_conversation_id_are_one_conversation(
    front: FrontEmulator, partner: Partner
) -> None:
    first = partner.receive("One", external_id="1")
    again = partner.receive("Two", external_id="2", handle="amy")
    other = partner.receive("Three", external_id="3", conversation="c-2")
    assert first.conversation_id == again.conversation_id != other.conversation_id
    conversation = front.company.store.conversations[first.conversation_id]
    assert conversation.external_ids == ("c-1",)
    assert first.external == External("1", "c-1")


def test_a_message_is_shown_with_all_that_was_said(front: FrontEmulator, partner: Partner) -> None:
    message = partner.receive(
        "<b>Hi</b><script>x()</script>", subject="Parcel", delivered_at=1602100742
    )
    shown = Api(front).message(message.uid)
    assert (shown["type"], shown["is_inbound"]) == ("custom", True)
    assert (shown["body"], shown["text"]) == ("<b>Hi</b>", "Hi")
    assert (shown["subject"], shown["created_at"]) == ("Parcel", 1602100742)
    assert [each["handle"] for each in shown["recipients"]] == ["kif", partner.channel.address]
    plain = partner.receive("One *line*\nand two", external_id="2")
    assert (plain.body, plain.text) == ("One *line*\nand two",) * 2


def test_a_referenced_message_is_kept(partner: Partner) -> None:
    metadata = {
        "external_id": "2",
        "external_conversation_id": "c-1",
        "referenced_message_external_id": "1",
    }
    answer = partner.call(
        "POST", "{channel}/inbound_messages", json=inbound() | {"metadata": metadata}
    )
    assert partner.appeared(answer).external == External("2", "c-1", "1")


def test_an_email_finds_the_contact_who_has_it(front: FrontEmulator, partner: Partner) -> None:
    """So that one person on two channels is one contact; an unknown address makes no other."""
    mail = front.create_channel("Mail", contact_type="email")
    by_mail = front.receive("Hi", sender="Kif@doop.example", channel=mail)
    sender = {"handle": "kif", "name": "Kif", "email": "kif@DOOP.example"}
    message = partner.receive(sender=sender)
    assert message.recipients[0].contact_id == by_mail.recipients[0].contact_id
    contact = front.company.store.contacts[message.recipients[0].contact_id or ""]
    assert set(contact.handles) == {("email", "kif@doop.example"), ("custom", "kif")}
    unknown = {"handle": "zapp", "email": "zapp@doop.example"}
    stranger = partner.receive(external_id="2", sender=unknown)
    assert stranger.recipients[0].contact_id != contact.id


def test_both_ways_in_one_conversation(front: FrontEmulator, partner: Partner) -> None:
    received = partner.receive("A question")
    leela = front.teammates[0]
    sent = partner.send("An answer", author_id=leela.id, sender_name="Planet Express")
    assert sent.conversation_id == received.conversation_id
    assert (sent.is_inbound, sent.is_draft, sent.author_id) == (False, False, leela.id)
    assert [(r.role, r.handle) for r in sent.recipients] == [
        ("from", partner.channel.address),
        ("to", "kif"),
    ]
    assert sent.recipients[0].name == "Planet Express"
    assert events(front, sent.conversation_id) == ["inbound", "out_reply"]
    assert front.deliveries == []
    fresh = partner.send("Out of the blue", conversation="c-2", external_id="9")
    assert events(front, fresh.conversation_id) == ["outbound"]
    answer = partner.receive("Who is this?", conversation="c-2", external_id="10")
    assert answer.conversation_id == fresh.conversation_id


def test_who_it_went_to_may_stand_without_a_list(partner: Partner) -> None:
    """As Front's own template sends it, in JSON and as a form."""
    to = {"handle": "kif", "name": "Kif"}
    assert partner.send(to=to).to == ("kif",)
    data = {
        "to[handle]": "amy",
        "body": "Hi",
        "metadata[external_id]": "3",
        "metadata[external_conversation_id]": "c-3",
        "delivered_at": "1602100742",
    }
    files = [("attachments", ("a.png", b"\x89PNG", "image/png"))]
    answer = partner.call("POST", "{channel}/outbound_messages", data=data, files=files)
    message = partner.appeared(answer)
    assert (message.to, message.created_at) == (("amy",), 1602100742)
    assert [(file.filename, file.data) for file in message.attachments] == [("a.png", b"\x89PNG")]
    listed = {"to[0][handle]": "a", "to[1][handle]": "b"}
    del data["to[handle]"]
    answer = partner.call(
        "POST", "{channel}/outbound_messages", data=data | listed, files={"x": b""}
    )
    assert partner.appeared(answer).to == ("a", "b")


def test_a_message_from_before_leaves_the_last_one_last(
    front: FrontEmulator, partner: Partner
) -> None:
    latest = partner.receive("Now")
    older = partner.receive("Long ago", external_id="2", delivered_at=1500000000)
    conversation = front.company.store.conversations[latest.conversation_id]
    assert conversation.last_message_id == latest.id
    page = Api(front).get(f"/conversations/{conversation.id}/messages").json()["_results"]
    assert [each["id"] for each in page] == [latest.id, older.id]


def test_an_archived_conversation_opens_again(front: FrontEmulator, partner: Partner) -> None:
    message = partner.receive()
    front.reply(message, "Bye")
    assert front.company.store.conversations[message.conversation_id].state == "archived"
    partner.receive("Wait", external_id="2")
    assert front.company.store.conversations[message.conversation_id].state == "open"


METADATA = "metadata"


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"sender": None}, "body.sender: missing"),
        ({"sender": {"handle": ""}}, "body.sender.handle: missing"),
        ({"body": " "}, "body.body: missing"),
        ({METADATA: {"external_id": "1"}}, "body.metadata.external_conversation_id: missing"),
        ({METADATA: {"external_conversation_id": "1"}}, "body.metadata.external_id: missing"),
        (
            {METADATA: {"external_id": "x" * 201, "external_conversation_id": "1"}},
            "body.metadata.external_id: failed maxLength",
        ),
        (
            {METADATA: {"external_id": "1", "external_conversation_id": "x" * 201}},
            "body.metadata.external_conversation_id: failed maxLength",
        ),
        ({"delivered_at": "now"}, "body.delivered_at: should be a number"),
        ({"delivered_at": 1.5}, "body.delivered_at: should be a number"),
    ],
)
def test_fields_that_are_wrong(partner: Partner, changed: Json, detail: str) -> None:
    error = partner.refused(400, "POST", "{channel}/inbound_messages", json=inbound() | changed)
    assert error["details"] == [detail]


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"to": None}, "body.to: missing"),
        ({"to": []}, "body.to: missing"),
        ({"to": "kif"}, "body.to: should be an array"),
        ({"to": [{"name": "Kif"}]}, "body.to[0].handle: missing"),
        ({"to": {"name": "Kif"}}, "body.to[0].handle: missing"),
    ],
)
def test_recipients_that_are_wrong(partner: Partner, changed: Json, detail: str) -> None:
    error = partner.refused(400, "POST", "{channel}/outbound_messages", json=outbound() | changed)
    assert error["details"] == [detail]


def test_two_hundred_characters_are_not_too_many(partner: Partner) -> None:
    message = partner.receive(external_id="é" * 200, conversation="x" * 200)
    assert message.external == External("é" * 200, "x" * 200)


def test_an_author_nobody_knows(partner: Partner) -> None:
    body = outbound(author_id="tea_none")
    error = partner.refused(404, "POST", "{channel}/outbound_messages", json=body)
    assert error["message"] == "Unknown teammate ID tea_none"


def test_a_custom_channel_has_none_of_this(front: FrontEmulator) -> None:
    api = Api(front)
    for name, body in (("inbound_messages", inbound()), ("outbound_messages", outbound())):
        refused = api.post(f"/channels/{front.channel.id}/{name}", body)
        assert refused.status_code == 403
        assert "does not allow this endpoint" in refused.json()["_error"]["message"]


def test_the_companys_token_does_as_well(front: FrontEmulator, channel: ApplicationChannel) -> None:
    answer = Api(front).post(channel.inbound_url, inbound())
    assert answer.status_code == 202


def test_the_custom_channels_endpoint_is_tolerated_or_not(
    front: FrontEmulator, channel: ApplicationChannel, partner: Partner
) -> None:
    body = {"sender": {"handle": "kif"}, "body": "Hi"}
    assert partner.appeared(partner.call("POST", channel.incoming_url, json=body)).text == "Hi"
    front.configure(incoming_on_application="refuse")
    error = partner.refused(403, "POST", channel.incoming_url, json=body)
    assert error["hint"] == "an application's channel has inbound_messages"


def test_a_held_message_that_was_sent_is_released(front: FrontEmulator, partner: Partner) -> None:
    front.configure(processing_delay="manual")
    answer = partner.call("POST", "{channel}/outbound_messages", json=outbound())
    uid = answer.json()["message_uid"]
    assert partner.refused(404, "GET", f"/messages/alt:uid:{uid}")["hint"]
    assert front.release() == [uid]
    company = front.company
    find = company.store.message_by_uid
    assert waits.until(company, lambda: find(uid), 5.0, "not there").text == "Hello"
