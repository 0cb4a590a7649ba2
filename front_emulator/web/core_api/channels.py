"""Channels and their settings."""

from flask import Response

from front_emulator.domain import channels
from front_emulator.web.answers import answer, no_content
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.wire import serializers


def index(call: Call) -> Response:
    """Front page: dev.frontapp.com/reference/list-channels"""
    with call.company.lock:
        shown = [
            serializers.channel(call.company, call.base, channel)
            for channel in call.company.store.channels.values()
            if not channel.is_deleted
        ]
    return answer(serializers.unpaged(call.self_link, shown))


def show(call: Call, channel: str) -> Response:
    """Front page: dev.frontapp.com/reference/get-channel"""
    found = lookup.channel(call.company, channel)
    return answer(serializers.channel(call.company, call.base, found))


def update(call: Call, channel: str) -> Response:
    """Front page: dev.frontapp.com/reference/update-channel"""
    found = lookup.channel(call.company, channel)
    data, _ = call.body("channel_update")
    channels.update(
        call.company,
        found.id,
        name=data.get("name"),
        inbox_id=data.get("inbox_id"),
        settings=data.get("settings"),
        status=data.get("status"),
    )
    return no_content()


ROUTES = (
    Route("GET", "/channels", index),
    Route("GET", "/channels/<channel>", show, is_for_channels=True),
    Route("PATCH", "/channels/<channel>", update, is_for_channels=True),
)
