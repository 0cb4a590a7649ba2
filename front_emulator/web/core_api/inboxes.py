"""Inboxes, their channels and conversations."""

from flask import Response

from front_emulator import connecting
from front_emulator.domain import applications
from front_emulator.domain import channels as channels_domain
from front_emulator.web.answers import answer, no_content
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.web.core_api.conversations import listing
from front_emulator.wire import requests, serializers


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
            if channel.inbox_id == found.id and not channel.is_deleted
        ]
    return answer(serializers.unpaged(call.self_link, shown))


def create_channel(call: Call, inbox: str) -> Response:
    """Front page: dev.frontapp.com/reference/create-a-channel"""
    found = lookup.inbox(call.company, inbox)
    data, _ = call.body("channel")
    options = requests.new_channel(data)
    if "application_uid" in data:
        application = applications.known_application(call.company, data["application_uid"])
        connecting.connect(call.company, application, inbox_id=found.id, **options)
    else:
        channels_domain.create(call.company, found.id, **options)
    return no_content()


def conversations(call: Call, inbox: str) -> Response:
    """Front page: dev.frontapp.com/reference/list-inbox-conversations"""
    return listing(call, inbox_id=lookup.inbox(call.company, inbox).id)


ROUTES = (
    Route("GET", "/inboxes", index),
    Route("GET", "/inboxes/<inbox>", show),
    Route("GET", "/inboxes/<inbox>/channels", channels),
    Route("POST", "/inboxes/<inbox>/channels", create_channel),
    Route("GET", "/inboxes/<inbox>/conversations", conversations),
)
