"""Teammates."""

from flask import Response

from front_emulator.web.answers import answer
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.wire import serializers


def index(call: Call) -> Response:
    """Front page: dev.frontapp.com/reference/list-teammates"""
    with call.company.lock:
        shown = [serializers.teammate(call.base, t) for t in call.company.store.teammates.values()]
    return answer(serializers.unpaged(call.self_link, shown))


def show(call: Call, teammate: str) -> Response:
    """Front page: dev.frontapp.com/reference/get-teammate"""
    return answer(serializers.teammate(call.base, lookup.teammate(call.company, teammate)))


ROUTES = (
    Route("GET", "/teammates", index),
    Route("GET", "/teammates/<teammate>", show),
)
