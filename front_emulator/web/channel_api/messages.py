"""Messages that an application received or sent, and what became of them."""

from flask import Response

from front_emulator.domain import applications, receiving, syncing
from front_emulator.web.answers import accepted, no_content
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.wire import requests


def receive(call: Call, channel: str) -> Response:
    """Front page: dev.frontapp.com/reference/sync-inbound-message"""
    channel_id = own_channel(call, channel)
    incoming = requests.inbound_message(*call.body("inbound_message"))
    taken = receiving.accept(call.company, channel_id, incoming, delay=call.processing_delay)
    return accepted(taken.uid)


def send(call: Call, channel: str) -> Response:
    """Front page: dev.frontapp.com/reference/sync-outbound-message"""
    channel_id = own_channel(call, channel)
    data, uploads = call.body("outbound_message")
    if data.get("author_id") is not None:
        data["author_id"] = lookup.teammate(call.company, data["author_id"]).id
    sent = requests.outbound_message(data, uploads)
    taken = syncing.accept(call.company, channel_id, sent, delay=call.processing_delay)
    return accepted(taken.uid)


def set_status(call: Call, channel: str, external_conversation: str, external: str) -> Response:
    """Front page: dev.frontapp.com/reference/update-external-message-status"""
    channel_id = own_channel(call, channel)
    data, _ = call.body("message_status")
    syncing.fail(call.company, channel_id, external_conversation, external, data.get("reason"))
    return no_content()


def own_channel(call: Call, channel: str) -> str:
    """The id of a channel of an application that has messages."""
    found = lookup.channel(call.company, channel)
    applications.check_can(call.company, found, "messages")
    return found.id


_STATUS = "/channels/<channel>/conversations/<external_conversation>/messages/<external>/status"

ROUTES = (
    Route("POST", "/channels/<channel>/inbound_messages", receive, is_for_channels=True),
    Route("POST", "/channels/<channel>/outbound_messages", send, is_for_channels=True),
    Route("PUT", _STATUS, set_status, is_for_channels=True),
)
