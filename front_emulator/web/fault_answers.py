"""The answers Front gives when something is wrong, made on purpose.

Front pages: dev.frontapp.com/docs/errors, dev.frontapp.com/docs/rate-limiting
"""

import re
from http import HTTPStatus
from math import ceil

from flask import Request, Response

from front_emulator.domain.errors import AskedFor
from front_emulator.domain.fault_effects import AnswerEffect
from front_emulator.web.answers import HINT_HEADER, error, header_text
from front_emulator.wire.rate_limits import refusal_text

_TITLES = {
    400: "Bad request",
    401: "Unauthenticated",
    404: "Not found",
    413: "Payload too large",
    429: "Too many requests",
    500: "Internal server error",
}
_UNKNOWN = re.compile(r"/(?P<noun>[a-z]+)s/(?P<id>[^/]+)")


def refusal(request: Request, effect: AnswerEffect, response: Response) -> Response:
    """What an effect with a status answers instead of `response`, whose limits it keeps."""
    status = effect.code or 500
    if effect.body is not None:
        made = Response(effect.body, status=status, content_type="application/json; charset=utf-8")
    else:
        text, details = _text(request, effect, status)
        made = error(status, _title(status), effect.message or text, details)
    made.headers.extend(
        (name, value) for name, value in response.headers if name.lower().startswith("x-ratelimit")
    )
    if effect.wait is not None:
        made.headers["Retry-After"] = _plainly(effect.wait)
    if status == 429:
        _use_up(made, effect)
    return made


def asked_for(request: Request, refusal_: AskedFor) -> Response:
    """What a request gets that asks for an error by its type."""
    made = refusal(request, AnswerEffect(error=refusal_.error_type), Response())
    made.headers[HINT_HEADER] = header_text(refusal_.hint or "")
    return made


def _plainly(seconds: float) -> str:
    return str(int(seconds) if seconds == int(seconds) else seconds)


def _text(request: Request, effect: AnswerEffect, status: int) -> tuple[str, tuple[str, ...]]:
    """Front's message for a status, and the details of it."""
    if status == 400:
        return "Body did not satisfy requirements", ("body.body: missing",)
    if status == 401:
        return "Invalid token", ()
    if status == 403:
        kind = "read" if request.method == "GET" else "write"
        return f"Missing required scopes: [messages:*:{kind}]", ()
    if status == 404:
        found = _UNKNOWN.match(request.path)
        known = f"{found['noun']} ID {found['id']}" if found else f"path {request.path}"
        return f"Unknown {known}", ()
    if status == 429:
        milliseconds = ceil((effect.wait or 0) * 1000)
        return refusal_text(milliseconds, is_tiered=effect.is_tiered), ()
    return _title(status), ()


def _use_up(response: Response, effect: AnswerEffect) -> None:
    """A company's allowance is used up; that of a tier may be while the company's is not."""
    if effect.is_tiered:
        response.headers["x-front-tier"] = "2"
        return
    response.headers["x-ratelimit-remaining"] = "0"
    response.headers["x-ratelimit-burst-remaining"] = "0"


def _title(status: int) -> str:
    try:
        return _TITLES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"
