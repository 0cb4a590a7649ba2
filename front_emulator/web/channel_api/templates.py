"""Message templates of applications.

Front page: dev.frontapp.com/docs/application-channel-message-templates
"""

from flask import Response

from front_emulator.domain import applications, templates
from front_emulator.domain.entities import MessageTemplate
from front_emulator.web.answers import answer, no_content
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup


def sync(call: Call, channel: str) -> Response:
    """Front page: dev.frontapp.com/reference/sync-application-message-template"""
    channel_id = _channel(call, channel)
    data, _ = call.body("message_template")
    return _answer(templates.sync(call.company, channel_id, data["external_id"], data))


def update(call: Call, channel: str, external: str) -> Response:
    """Front page: dev.frontapp.com/reference/update-application-message-template"""
    channel_id = _channel(call, channel)
    data, _ = call.body("message_template_update")
    return _answer(templates.update(call.company, channel_id, external, data))


def remove(call: Call, channel: str, external: str) -> Response:
    templates.remove(call.company, _channel(call, channel), external)
    return no_content()


def _channel(call: Call, channel: str) -> str:
    found = lookup.channel(call.company, channel)
    applications.check_can(call.company, found, "templates")
    return found.id


def _answer(template: MessageTemplate) -> Response:
    return answer({"template_id": template.id})


_ALL = "/channels/<channel>/application_message_templates"
_ONE = f"{_ALL}/<external>"

ROUTES = (
    Route("PUT", _ALL, sync, is_for_channels=True),
    Route("PATCH", _ONE, update, is_for_channels=True),
    Route("DELETE", _ONE, remove, is_for_channels=True),
)
