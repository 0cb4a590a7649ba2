"""Messages: received, composed, read."""

from flask import Response

from front_emulator.domain import receiving, sending
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.errors import NotAllowed, NotFound
from front_emulator.web.answers import accepted, answer
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.wire import requests


def receive(call: Call, channel: str) -> Response:
    """Front page: dev.frontapp.com/reference/receive-custom-messages"""
    found = lookup.channel(call.company, channel)
    is_refused = call.company.settings.incoming_on_application == "refuse"
    if found.application_uid is not None and is_refused:
        raise NotAllowed(
            f"Channel {found.id} is not a custom channel",
            hint="an application's channel has inbound_messages",
        )
    incoming = requests.incoming_message(*call.body("incoming_message"))
    taken = receiving.accept(call.company, found.id, incoming, delay=call.processing_delay)
    reference = receiving.conversation_reference(call.company, taken)
    if call.company.settings.legacy_conversation_reference and reference is not None:
        return accepted(taken.uid, conversation_reference=reference)
    return accepted(taken.uid)


def compose(call: Call, channel: str) -> Response:
    """Front page: dev.frontapp.com/reference/create-message"""
    found = lookup.channel(call.company, channel)
    record = sending.compose(call.company, found.id, outgoing(call, "message"))
    return accepted(call.company.store.messages[record.message_id].uid)


def reply(call: Call, conversation: str) -> Response:
    """Front page: dev.frontapp.com/reference/create-message-reply"""
    found = lookup.conversation(call.company, conversation)
    record = sending.reply(call.company, found.id, outgoing(call, "reply"))
    return accepted(call.company.store.messages[record.message_id].uid)


def show(call: Call, message: str) -> Response:
    """Front page: dev.frontapp.com/reference/get-message"""
    with call.company.lock:
        found = lookup.message(call.company, message)
        shown = call.message(found)
    return answer(shown)


def parent(call: Call, message: str) -> Response:
    """The message a reply answers: where its link `message_replied_to` leads.

    Front page: dev.frontapp.com/docs/creating-a-custom-channel
    """
    with call.company.lock:
        found = lookup.message(call.company, message)
        answered = call.company.store.message_by_uid(found.in_reply_to or "")
        if answered is None:
            raise NotFound(f"Unknown message ID {message}/parent")
        shown = call.message(answered)
    return answer(shown)


def outgoing(call: Call, schema: str) -> OutgoingMessage:
    """The body of a reply or a new message, with its aliases looked up."""
    data, uploads = call.body(schema)
    if data.get("signature_id") is not None:
        raise NotAllowed(
            "Signatures are only supported on email channels", hint="leave out signature_id"
        )
    for field, find in (("author_id", lookup.teammate), ("channel_id", lookup.channel)):
        if data.get(field) is not None:
            data[field] = find(call.company, data[field]).id
    return requests.outgoing_message(data, uploads)


ROUTES = (
    Route("POST", "/channels/<channel>/incoming_messages", receive, is_for_channels=True),
    Route("POST", "/channels/<channel>/messages", compose),
    Route("POST", "/conversations/<conversation>/messages", reply),
    Route("GET", "/messages/<message>", show, is_for_channels=True),
    Route("GET", "/messages/<message>/parent", parent, is_for_channels=True),
)
