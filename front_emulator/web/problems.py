"""Errors of the emulator's own API: RFC 9457 problem details."""

from typing import Any

from flask import Response

from front_emulator.domain.errors import Refusal
from front_emulator.web.answers import status_and_title
from front_emulator.wire import js_json

PREFIX = "/__admin"
"""Where the emulator's own API begins."""


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """A problem; `detail` says what was wrong, where, and what to do."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return Response(js_json.dumps(body), status=status, content_type="application/problem+json")


def refused(refusal: Refusal) -> Response:
    """A refusal of the domain, with all that is known about it."""
    status, title = status_and_title(refusal)
    said = str(refusal)
    return problem(status, title, f"{said} ({refusal.hint})" if refusal.hint else said)
