"""Who the token belongs to."""

from flask import Response

from front_emulator.web.answers import answer
from front_emulator.web.call import Call, Route
from front_emulator.wire import serializers


def show(call: Call) -> Response:
    """Front page: dev.frontapp.com/reference/api-token-details"""
    return answer(serializers.identity(call.company, call.base))


ROUTES = (Route("GET", "/me", show),)
