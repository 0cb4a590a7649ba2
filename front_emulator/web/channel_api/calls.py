"""Calls of an application's channel."""

from flask import Response

from front_emulator.domain import applications, calls
from front_emulator.domain.entities import Upload
from front_emulator.domain.errors import InvalidBody
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.wire import requests


def create(call: Call, channel: str) -> Response:
    """Front page: dev.frontapp.com/reference/create-call"""
    channel_id = _channel(call, channel)
    data, _ = call.body("call")
    calls.create(call.company, channel_id, requests.new_call(data))
    return _accepted()


def update(call: Call, channel: str, external: str) -> Response:
    """Front page: dev.frontapp.com/reference/update-call"""
    channel_id = _channel(call, channel)
    data, _ = call.body("call_update")
    calls.update(
        call.company,
        channel_id,
        external,
        data["call_status"],
        occurred_at=requests.seconds(data.get("occurred_at")),
        agent_email=data.get("agent_email_address"),
    )
    return _accepted()


def record(call: Call, channel: str, external: str) -> Response:
    """Front page: dev.frontapp.com/reference/add-call-recording"""
    channel_id = _channel(call, channel)
    data, uploads = call.body("call_recording")
    file = _only_audio(uploads)
    calls.record(call.company, channel_id, external, data["recording_type"], file)
    return _accepted()


def summarise(call: Call, channel: str, external: str) -> Response:
    """Front page: dev.frontapp.com/reference/add-call-summary"""
    channel_id = _channel(call, channel)
    data, _ = call.body("call_summary")
    calls.summarise(call.company, channel_id, external, data["content"])
    return _accepted()


def transcribe(call: Call, channel: str, external: str) -> Response:
    """Front page: dev.frontapp.com/reference/add-call-transcript"""
    channel_id = _channel(call, channel)
    data, _ = call.body("call_transcript")
    calls.transcribe(call.company, channel_id, external, requests.transcript(data))
    return _accepted()


def _channel(call: Call, channel: str) -> str:
    found = lookup.channel(call.company, channel)
    applications.check_can(call.company, found, "calls")
    return found.id


def _only_audio(uploads: tuple[Upload, ...]) -> Upload:
    """The one audio file that a recording is. Raises `InvalidBody`."""
    if not uploads:
        hint = "send multipart/form-data with the recording as the file attachments"
        raise InvalidBody(("body.attachments: missing",), hint=hint)
    if len(uploads) > 1:
        hint = f"{len(uploads)} files came; a recording is exactly one"
        raise InvalidBody(("body.attachments: failed maxItems",), hint=hint)
    if not uploads[0].content_type.lower().startswith("audio/"):
        hint = f"its content type is {uploads[0].content_type}; a recording is audio/*"
        raise InvalidBody(("body.attachments: should match /^audio\\//",), hint=hint)
    return uploads[0]


def _accepted() -> Response:
    """Front's 202 of calls has no body."""
    return Response(status=202)


_ALL = "/channels/<channel>/calls"
_ONE = f"{_ALL}/<external>"

ROUTES = (
    Route("POST", _ALL, create, is_for_channels=True),
    Route("PATCH", _ONE, update, is_for_channels=True),
    Route("POST", f"{_ONE}/recording", record, is_for_channels=True),
    Route("POST", f"{_ONE}/summary", summarise, is_for_channels=True),
    Route("POST", f"{_ONE}/transcript", transcribe, is_for_channels=True),
)
