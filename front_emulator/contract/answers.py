"""What an answer is, apart from whether it was right: accepted, refused, a crash, a leak."""

import base64
import hmac
import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from front_emulator.contract.bench import SIGNATURE, TIMESTAMP
from front_emulator.contract.model import Exchange
from front_emulator.domain.entities import WireRequest
from front_emulator.wire.applications import signable
from front_emulator.wire.outcomes import ERROR_TYPES

Json = dict[str, Any]

_TELLING = 8
"""A secret of fewer characters may stand in an answer by chance."""


def accepted(exchange: Exchange) -> bool:
    """Whether Front takes the message for sent."""
    return exchange.outcome.error_type is None


def documented_type(exchange: Exchange) -> str | None:
    """The one of Front's seven error types that the answer names."""
    named = _answer(exchange).get("type")
    return named if isinstance(named, str) and named in ERROR_TYPES else None


def is_documented(exchange: Exchange) -> bool:
    """Whether a refusal has the documented shape: a known type, and a text if any."""
    message = _answer(exchange).get("message")
    is_text = message is None or isinstance(message, str)
    return documented_type(exchange) is not None and is_text


def crashed(exchange: Exchange) -> bool:
    """No complete answer, or a 5xx that names no documented type."""
    response = exchange.response
    if response is None:
        return True
    return response.status >= 500 and documented_type(exchange) is None


def leaks(exchange: Exchange, secret: str) -> bool:
    """Whether the answer contains the secret or a signature that the request should have had.

    What the request itself said is no news to whoever sent it.
    """
    response = exchange.response
    if response is None:
        return False
    headers = "\n".join(value for _, value in response.headers)
    text = f"{headers}\n{response.body.decode('utf-8', 'replace')}".replace("\\/", "/")
    sent = "\n".join(value for name, value in exchange.request.headers if name == SIGNATURE)
    return any(
        form in text and form not in sent for form in _secret_forms(secret, exchange.request)
    )


def described(exchange: Exchange) -> str:
    """The answer in a few words that are the same in every run."""
    if exchange.unreachable:
        return "nobody takes the connection"
    if exchange.timed_out:
        return "no answer within the time limit"
    response = exchange.response
    if response is None:
        return "the connection breaks before a whole answer"
    status = _named(response.status)
    if accepted(exchange):
        return status
    named = documented_type(exchange)
    return f"{status} without one of Front's types" if named is None else f"{status}, {named}"


def _answer(exchange: Exchange) -> Json:
    try:
        answer = json.loads(exchange.response.body if exchange.response else b"")
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _secret_forms(secret: str, request: WireRequest) -> Iterator[str]:
    if len(secret) >= _TELLING:
        yield secret
    times = [value for name, value in request.headers if name == TIMESTAMP]
    bodies = signable(request.method, request.body)
    stamped = [("sha256", f"{time}:".encode() + each) for time in times for each in bodies]
    for algorithm, signed in (("sha1", request.body), *stamped):
        digest = hmac.digest(secret.encode(), signed, algorithm)
        yield base64.b64encode(digest).decode().rstrip("=")
        yield base64.urlsafe_b64encode(digest).decode().rstrip("=")
        yield digest.hex()


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
