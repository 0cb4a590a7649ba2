"""What Front makes of an integration's answer.

Front page: dev.frontapp.com/docs/creating-a-custom-channel ("Sending messages")
"""

import json
from http import HTTPStatus
from typing import Any

from front_emulator.domain.entities import Outcome
from front_emulator.domain.error_types import STATUS_OF
from front_emulator.wire import js_json

ERROR_TYPES = tuple(STATUS_OF)

_BY_STATUS = {status: error_type for error_type, status in STATUS_OF.items()}


def of_answer(status: int, body: bytes, *, needs_type: bool = False) -> Outcome:
    """The outcome of a complete answer: sent, or failed with one of the seven error types.

    With `needs_type`, a 2xx is sent only if it says `{"type": "success"}`.
    """
    answer = json_object(body)
    answer_type = None if answer is None else answer.get("type")
    message = None if answer is None else _reason(answer)
    if isinstance(answer_type, str) and answer_type in ERROR_TYPES:
        return Outcome(answer_type, message or f"{answer_type}, without a message")
    warning = _unknown_type(answer_type)
    if 200 <= status < 300 and needs_type and answer_type != "success":
        return Outcome("internal_error", f"The channel answered {_named(status)} without a type")
    if 200 <= status < 300:
        return Outcome(warning=warning)
    return Outcome(
        error_type_of(status), message or f"The channel answered {_named(status)}", warning
    )


def of_broken_answer(status: int, how: str) -> Outcome:
    """An answer with this status began and did not come to its end; `how` is for a person."""
    return Outcome(
        error_type_of(status), f"The channel's answer broke off after {_named(status)}: {how}"
    )


def of_timeout(limit: float) -> Outcome:
    """The answer did not come, or did not end, within `limit` seconds."""
    return Outcome("request_timeout", f"The channel did not answer within {limit:g} s")


def of_failure(what_happened: str) -> Outcome:
    """There was no answer to read; `what_happened` is for a person."""
    return Outcome("internal_error", what_happened)


def error_type_of(status: int) -> str:
    """The error type that fits an HTTP status without a usable body."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return "bad_request" if 400 <= status < 500 else "internal_error"


def json_object(body: bytes) -> dict[str, Any] | None:
    """An answer's JSON object, None where it is anything else."""
    try:
        answer = js_json.loads(body)
    except js_json.JsonSyntaxError:
        return None
    return answer if isinstance(answer, dict) else None


def _reason(answer: dict[str, Any]) -> str | None:
    message = answer.get("message")
    if not isinstance(message, str) or not message:
        return None
    # Half a surrogate pair cannot be printed.
    return message.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unknown_type(answer_type: object) -> str | None:
    if answer_type in (None, "success"):
        return None
    known = ", ".join(ERROR_TYPES)
    return f"unknown type {json.dumps(answer_type)[:80]}: neither success nor one of {known}"


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
