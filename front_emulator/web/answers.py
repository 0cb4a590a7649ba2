"""Answers in Front's formats."""

import re
from typing import Any

from flask import Response

from front_emulator.domain import errors
from front_emulator.wire import js_json

HINT_HEADER = "X-Front-Emulator-Hint"

_HEADER_LENGTH = 500
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa1-\xff]")

_STATUSES: tuple[tuple[type[errors.Refusal], int, str], ...] = (
    (errors.MalformedBody, 400, "Bad request"),
    (errors.InvalidBody, 400, "Bad request"),
    (errors.InvalidQuery, 400, "Bad request"),
    (errors.WrongChannel, 400, "Bad request"),
    (errors.NotConnected, 400, "Bad request"),
    (errors.Unauthenticated, 401, "Unauthenticated"),
    (errors.NotAllowed, 403, "Forbidden"),
    (errors.NotFound, 404, "Not found"),
    (errors.Conflict, 409, "Conflict"),
    (errors.InvalidAttachments, 400, "Bad request"),
    (errors.TooLarge, 413, "Payload too large"),
    (errors.AskedFor, 400, "Bad request"),
    (errors.NotEmulated, 501, "Not implemented"),
)


def answer(value: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(
        js_json.dumps(value), status=status, content_type="application/json; charset=utf-8"
    )


def no_content() -> Response:
    return Response(status=204)


def accepted(message_uid: str, **more: str) -> Response:
    """Front page: dev.frontapp.com/reference/messages#creating-a-new-message"""
    return answer({"status": "accepted", "message_uid": message_uid, **more}, 202)


def refused(refusal: errors.Refusal) -> Response:
    """Front's error envelope. A body that is not JSON gets one with nothing but a message."""
    if isinstance(refusal, errors.MalformedBody):
        response = answer({"_error": {"message": refusal.message}}, 400)
    else:
        status, title = status_and_title(refusal)
        response = error(status, title, refusal.message, refusal.details)
    if refusal.hint:
        response.headers[HINT_HEADER] = header_text(refusal.hint)
    return response


def status_and_title(refusal: errors.Refusal) -> tuple[int, str]:
    """The HTTP status of a refusal, and what Front calls it."""
    return next((status, title) for kind, status, title in _STATUSES if isinstance(refusal, kind))


def error(status: int, title: str, message: str, details: tuple[str, ...] = ()) -> Response:
    """`_error` with status, title, message and, where there are any, details."""
    envelope: dict[str, Any] = {"status": status, "title": title, "message": message}
    if details:
        envelope["details"] = list(details)
    return answer({"_error": envelope}, status)


def header_text(text: str) -> str:
    """`text` as one line of what a header may carry."""
    line = text if len(text) <= _HEADER_LENGTH else f"{text[:_HEADER_LENGTH]}..."
    return _UNPRINTABLE.sub("?", " ".join(line.split()))
