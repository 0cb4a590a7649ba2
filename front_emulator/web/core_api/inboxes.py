"""Inboxes, their channels and conversations."""

from flask import Response

from front_emulator.web.answers import answer
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.web.core_api.conversations import listing
from front_emulator.wire import serializers


def index(call: Call) -> Response:
    """Front page: dev.frontapp.com/reference/list-inboxes"""
    with call.company.lock:
        shown = [
            serializers.inbox(call.company, call.base, inbox)
            for inbox in call.company.store.inboxes.values()
        ]
    return answer(serializers.unpaged(call.self_link, shown))


def show(call: Call, inbox: str) -> Response:
    """Front page: dev.frontapp.com/reference/get-inbox"""
    found = lookup.inbox(call.company, inbox)
    return answer(serializers.inbox(call.company, call.base, found))


def channels(call: Call, inbox: str) -> Response:
    """Front page: dev.frontapp.com/reference/list-inbox-channels"""
    with call.company.lock:
        found = lookup.inbox(call.company, inbox)
        shown = [
            serializers.channel(call.company, call.base, channel)
            for channel in call.company.store.channels.values()
            if channel.inbox_id == found.id
        ]
    return answer(serializers.unpaged(call.self_link, shown))


def conversations(call: Call, inbox: str) -> Response:
    """Front page: dev.frontapp.com/reference/list-inbox-conversations"""
    return listing(call, inbox_id=lookup.inbox(call.company, inbox).id)


ROUTES = (
    Route("GET", "/inboxes", index),
    Route("GET", "/inboxes/<inbox>", show),
    Route("GET", "/inboxes/<inbox>/channels", channels),
    Route("GET", "/inboxes/<inbox>/conversations", conversations),
)
