"""What teammates write leaves for the application in its envelope; its answer decides threading."""

import json
from typing import Any

import pytest

from front_emulator import ApplicationChannel, ConnectedApplication, FrontEmulator
from tests.applications.partner import Partner, inbound
from tests.applications.test_handshake import is_signed
from tests.e2e.receiver import Receiver, answer, answer_json, error, hang

Json = dict[str, Any]


def success(external_id: object = "s-1", conversation: object = "c-1") -> Any:
    ids = {"external_id": external_id, "external_conversation_id": conversation}
    return answer_json({"type": "success", **{k: v for k, v in ids.items() if v != "absent"}})


def test_a_reply_is_enveloped_signed_and_names_the_conversation(
    front: FrontEmulator,
    application: ConnectedApplication,
    partner: Partner,
    receiver: Receiver,
) -> None:
    question = partner.receive("Is my parcel lost?", subject="Parcel")
    receiver.answers(success())
    delivery = front.reply(question, "It is on its way")
    [request] = receiver.requests
    assert request.request_line == "POST /front/outgoing HTTP/1.1"
    assert is_signed(request, application.secret)
    sent = json.loads(request.body)
    assert list(sent) == ["type", "payload", "metadata"]
    assert sent["type"] == "message"
    assert sent["metadata"] == {
        "external_conversation_id": "c-1",
        "external_conversation_ids": ["c-1"],
    }
    payload = sent["payload"]
    assert (payload["id"], payload["type"]) == (delivery.message_id, "custom")
    assert (payload["is_draft"], payload["is_inbound"], payload["draft_mode"]) == (
        True,
        False,
        "private",
    )
    assert payload["version"]
    assert payload["subject"] == "Parcel"
    assert payload["_links"]["related"]["message_replied_to"].endswith("/parent")
    reference = payload["metadata"]["headers"]["in_reply_to"]
    assert reference.startswith("external_message_m-1@")
    assert reference.endswith(".ext.frontapp.com")
    assert request.body == json.dumps(sent, separators=(",", ":"), ensure_ascii=False).encode()
    assert delivery.ok
    assert delivery.warning is None


def test_a_new_message_names_no_conversation_until_it_is_answered(
    front: FrontEmulator, channel: ApplicationChannel, partner: Partner, receiver: Receiver
) -> None:
    """And what follows threads by the id of the answer."""
    receiver.answers(success("s-1", "c-7"))
    delivery = front.compose("kif", "Hello Kif", channel=channel)
    sent = json.loads(receiver.requests[0].body)
    assert sent["metadata"] == {"external_conversation_ids": []}
    assert sent["payload"]["metadata"] == {"headers": {"in_reply_to": None}}
    assert "message_replied_to" not in sent["payload"]["_links"]["related"]
    answered = partner.receive("Hello", conversation="c-7")
    assert answered.conversation_id == delivery.message.conversation_id
    front.reply(answered, "Bye")
    metadata = json.loads(receiver.requests[1].body)["metadata"]
    assert metadata["external_conversation_ids"] == ["c-7"]
    shown = partner.get(f"/messages/{delivery.message_id}")
    assert shown["metadata"]["external_id"] == "s-1"


def test_a_conversation_may_go_by_several_ids(
    front: FrontEmulator, partner: Partner, receiver: Receiver
) -> None:
    question = partner.receive()
    receiver.answers(success("s-1", "c-2"), success("s-2", "c-2"))
    front.reply(question, "One")
    front.reply(question, "Two")
    assert json.loads(receiver.requests[1].body)["metadata"] == {
        "external_conversation_id": "c-2",
        "external_conversation_ids": ["c-1", "c-2"],
    }
    for number, conversation in enumerate(("c-1", "c-2")):
        more = partner.receive(external_id=f"more-{number}", conversation=conversation)
        assert more.conversation_id == question.conversation_id


def test_an_id_of_another_conversation_stays_with_that_one(
    front: FrontEmulator, channel: ApplicationChannel, partner: Partner, receiver: Receiver
) -> None:
    question = partner.receive()
    receiver.answers(success("s-1", "c-1"))
    delivery = front.compose("amy", "Hello Amy", channel=channel)
    assert delivery.ok
    assert f"is that of conversation {question.conversation_id}" in str(delivery.warning)
    again = partner.receive("More", external_id="2")
    assert again.conversation_id == question.conversation_id


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (success("absent", "absent"), "external_id and external_conversation_id"),
        (success("s-1", None), "without external_conversation_id"),
        (success("", "c-1"), "without external_id"),
        (success(7, "c-1"), "without external_id"),
    ],
)
def test_a_success_without_its_ids_is_one_and_is_shown_as_what_it_is(
    front: FrontEmulator, partner: Partner, receiver: Receiver, script: Any, said: str
) -> None:
    question = partner.receive()
    receiver.answers(script)
    delivery = front.reply(question, "Hi")
    assert delivery.ok
    assert said in str(delivery.warning)


@pytest.mark.parametrize(
    ("script", "error_type", "reason"),
    [
        (error("too_many_requests", "Quota"), "too_many_requests", "Quota"),
        (answer_json({"type": "not_found", "message": "Gone"}, 404), "not_found", "Gone"),
        (answer(200), "internal_error", "The channel answered 200 OK without a type"),
        (answer(502), "internal_error", "The channel answered 502 Bad Gateway"),
    ],
)
def test_failures_are_those_of_custom_channels_and_an_answer_must_be_one(
    front: FrontEmulator,
    partner: Partner,
    receiver: Receiver,
    script: Any,
    error_type: str,
    reason: str,
) -> None:
    question = partner.receive()
    receiver.answers(script)
    delivery = front.reply(question, "Hi")
    assert (delivery.error_type, delivery.reason) == (error_type, reason)
    assert delivery.message.is_draft
    receiver.answers(success())
    again = front.resend(delivery)
    assert again.ok
    assert json.loads(receiver.requests[1].body)["payload"]["error_type"] == "webhook_error"


def test_an_answer_that_does_not_come(
    front: FrontEmulator, partner: Partner, receiver: Receiver
) -> None:
    question = partner.receive()
    receiver.answers(hang(success()))
    front.configure(delivery_timeout=0.05)
    assert front.reply(question, "Hi").error_type == "request_timeout"


def test_what_came_the_custom_way_is_answered_without_ids(
    front: FrontEmulator, channel: ApplicationChannel, receiver: Receiver
) -> None:
    message = front.receive("Hi", sender="kif", channel=channel)
    receiver.answers(success("s-1", "absent"))
    front.reply(message, "Hi")
    assert json.loads(receiver.requests[0].body)["metadata"] == {"external_conversation_ids": []}


def test_the_answer_of_a_rule_says_that_it_is_one(
    front: FrontEmulator, partner: Partner, receiver: Receiver
) -> None:
    """Without an id and a link to itself; the conversation stays open."""
    question = partner.receive()
    receiver.answers(success())
    delivery = front.autoreply(question, "We are asleep")
    sent = json.loads(receiver.requests[0].body)
    assert sent["type"] == "message_autoreply"
    payload = sent["payload"]
    assert (payload["type"], payload["is_inbound"], payload["author"]) == (
        "auto_reply",
        False,
        None,
    )
    assert "id" not in payload
    assert "self" not in payload["_links"]
    related = payload["_links"]["related"]
    assert related["conversation"].endswith(question.conversation_id)
    assert related["message_replied_to"].endswith("/parent")
    assert sent["metadata"]["external_conversation_id"] == "c-1"
    assert delivery.ok
    assert partner.get(f"/messages/{delivery.message_id}")["type"] == "custom"
    assert front.company.store.conversations[question.conversation_id].state == "open"


def test_an_application_may_lack_messages(front: FrontEmulator, receiver: Receiver) -> None:
    silent = front.create_application(server_url=receiver.url, capabilities=["calls"])
    partner = Partner(front, silent.connect())
    refused = partner.refused(403, "POST", "{channel}/inbound_messages", json=inbound())
    assert "lacks the capability messages" in refused["hint"]


def test_ids_and_channels_outlive_the_process(
    front: FrontEmulator, partner: Partner, receiver: Receiver
) -> None:
    """The state has the application, so that its tokens and its threads go on."""
    first = partner.receive()
    with FrontEmulator(seed="other", processing_delay=0) as later:
        later.import_state(front.export_state())
        elsewhere = Partner(later, partner.channel)
        again = elsewhere.receive(external_id="2")
        assert again.conversation_id == first.conversation_id
