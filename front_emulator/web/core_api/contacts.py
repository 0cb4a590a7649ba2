"""Contacts."""

from flask import Response

from front_emulator.web.answers import answer
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.wire import serializers


def show(call: Call, contact: str) -> Response:
    """Front page: dev.frontapp.com/reference/get-contact"""
    return answer(serializers.contact(call.base, lookup.contact(call.company, contact)))


ROUTES = (Route("GET", "/contacts/<contact>", show),)
