"""An application is told, in its envelope, of each message that it synced."""

import json

import pytest

from front_emulator import ApplicationChannel, ConnectedApplication, FrontEmulator
from front_emulator.domain import receiving
from front_emulator.domain.entities import External
from front_emulator.wire import signing
from tests.applications.partner import Partner, call
from tests.e2e.receiver import Receiver, answer, answer_json, error, hang, redirect


@pytest.mark.parametrize("way", ["receive", "send"])
def test_what_was_synced_is_told_in_an_envelope(
    front: FrontEmulator, application: ConnectedApplication, partner: Partner, way: str
) -> None:
    message = getattr(partner, way)("Hi")
    [told] = partner.imports
    assert list(told.message) == ["type", "payload", "metadata"]
    assert told.message["type"] == "message_imported"
    assert told.message["metadata"] == {
        "external_conversation_id": "c-1",
        "external_conversation_ids": ["c-1"],
    }
    payload = told.message["payload"]
    shown = partner.get(f"/messages/{message.id}")
    assert payload == shown
    assert payload["metadata"]["external_id"] in ("m-1", "m-2")
    assert (payload["is_draft"], payload["is_inbound"]) == (False, way == "receive")
    stamp = str(told.header("X-Front-Request-Timestamp"))
    signed = signing.application_signature(application.secret, stamp, told.body)
    assert told.header("X-Front-Signature") == signed
    assert (told.request_line.split(" ")[0], told.target) == ("POST", "/front/outgoing")


def test_it_is_in_the_journal_and_among_the_imports(
    front: FrontEmulator, channel: ApplicationChannel, partner: Partner
) -> None:
    message = partner.receive()
    entry = front.journal.wait(kind="webhook", state="sent")
    [call] = channel.imports
    assert (call.id, call.type, call.message_id) == (entry.id, "message_imported", message.id)
    assert front.deliveries == []


def test_a_conversation_is_told_of_under_all_its_ids(
    front: FrontEmulator, receiver: Receiver, partner: Partner
) -> None:
    ids = {"external_id": "2", "external_conversation_id": "c-2"}
    receiver.answers(answer_json({"type": "success", **ids}))
    message = partner.receive("One", external_id="1")
    assert front.reply(message, "Two").ok
    partner.receive("Three", external_id="3", conversation="c-2")
    assert [each.message["metadata"] for each in partner.imports] == [
        {"external_conversation_id": "c-1", "external_conversation_ids": ["c-1"]},
        {"external_conversation_id": "c-2", "external_conversation_ids": ["c-1", "c-2"]},
    ]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (answer(200), None),
        (answer(204), None),
        (answer(500, "no"), "it answered 500"),
        (error("bad_request", "What is this?", 400), "it answered 400"),
        (redirect("/elsewhere"), "it answered 301"),
    ],
)
def test_any_2xx_will_do_and_nothing_is_told_twice(
    front: FrontEmulator,
    channel: ApplicationChannel,
    receiver: Receiver,
    partner: Partner,
    said: object,
    reason: str | None,
) -> None:
    receiver.answers(said)  # type: ignore[arg-type]
    message = partner.receive()
    [call] = channel.imports
    assert (call.state, call.reason) == ("failed" if reason else "sent", reason)
    front.clock.advance(3600)
    assert len(channel.imports) == 1
    assert front.messages == [message]
    assert message.error_type is None


def test_who_does_not_answer_has_as_long_as_for_a_message(
    front: FrontEmulator, channel: ApplicationChannel, receiver: Receiver, partner: Partner
) -> None:
    front.configure(delivery_timeout=0.2)
    receiver.answers(hang())
    partner.receive()
    [call] = channel.imports
    assert (call.state, call.reason) == ("failed", "the time limit was reached")
    receiver.release()


def test_calls_and_what_was_not_synced_are_not_told_of(
    front: FrontEmulator, channel: ApplicationChannel, partner: Partner
) -> None:
    partner.call("POST", "{channel}/calls", json=call())
    front.receive("Written in Front's stead", channel=channel)
    assert channel.imports == []


def test_the_end_of_a_channel_is_the_end_of_its_imports(
    front: FrontEmulator, channel: ApplicationChannel, receiver: Receiver
) -> None:
    front.clock.freeze()
    external = External("m-1", "c-1")
    incoming = receiving.IncomingMessage("kif", "Sigh", external=external)
    accepted = receiving.accept(front.company, channel.id, incoming)
    with front.company.lock:
        front.company.schedule.cancel(accepted.uid)
        receiving.appear(front.company, accepted.uid)
    channel.delete()
    [call] = channel.imports
    assert (call.state, call.reason) == ("cancelled", "the channel was deleted")
    front.clock.advance(1)
    assert [json.loads(each.body)["type"] for each in receiver.requests] == ["delete"]
