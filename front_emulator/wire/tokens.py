"""The tokens of applications: JSON Web Tokens, HS256 under the application's secret.

Front page: dev.frontapp.com/docs/application-channel-authentication
"""

import base64
import binascii
import hmac
import json
from dataclasses import dataclass
from math import isnan
from typing import Any

LIFETIME = 30.0
"""Seconds ahead at most that a token may expire."""


class InvalidToken(Exception):
    """What is wrong with a token, for a person."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it was sent, nothing of it verified yet."""

    signed: bytes
    signature: bytes
    header: dict[str, Any]
    claims: dict[str, Any]


def parsed(text: str) -> Token | None:
    """The parts of a JSON Web Token; None for a text that is none."""
    segments = text.split(".")
    if len(segments) != 3:
        return None
    try:
        header, claims = (json.loads(_decoded(segment)) for segment in segments[:2])
        signature = _decoded(segments[2])
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        return None
    return Token(".".join(segments[:2]).encode(), signature, header, claims)


def signed(claims: dict[str, Any], secret: str) -> str:
    """A token with these claims."""
    parts = [_encoded(_json(part)) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signature = hmac.digest(secret.encode(), ".".join(parts).encode(), "sha256")
    return ".".join([*parts, _encoded(signature)])


def subject(token: Token, secret: str, now: float) -> str:
    """The channel that a token is for, at a moment in Unix seconds. Raises `InvalidToken`."""
    if token.header.get("alg") != "HS256":
        raise InvalidToken(f"alg: {token.header.get('alg')!r} should be HS256")
    expected = hmac.digest(secret.encode(), token.signed, "sha256")
    if not hmac.compare_digest(expected, token.signature):
        raise InvalidToken("the signature does not fit: sign with the application's secret")
    left = _time(token, "exp") - now
    if left <= 0:
        raise InvalidToken(f"exp: the token expired {abs(left):.0f} s ago")
    if left > LIFETIME:
        raise InvalidToken(
            f"exp: {left:.0f} s ahead; it should be {LIFETIME:.0f} at most (seconds, not ms)"
        )
    if "nbf" in token.claims and _time(token, "nbf") > now:
        raise InvalidToken("nbf: the token does not count yet")
    channel = token.claims.get("sub")
    if not isinstance(channel, str) or not channel:
        raise InvalidToken("sub: missing; it is the channel's id, such as cha_123")
    return channel


def _time(token: Token, claim: str) -> float:
    value = token.claims.get(claim)
    if value is None:
        raise InvalidToken(f"{claim}: missing")
    if isinstance(value, bool) or not isinstance(value, int | float) or isnan(value):
        raise InvalidToken(f"{claim}: should be a number of Unix seconds")
    return float(value)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(segment: str) -> bytes:
    return base64.b64decode(segment + "=" * (-len(segment) % 4), altchars=b"-_", validate=True)
