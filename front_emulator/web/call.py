"""One authenticated request to Front's API, as the views get it."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from flask import Request, Response

from front_emulator.domain.accounts import Accounts
from front_emulator.domain.company import Company
from front_emulator.domain.entities import Upload
from front_emulator.domain.errors import Unauthenticated
from front_emulator.web import bodies

View = Callable[..., Response]


@dataclass(frozen=True)
class Route:
    """An operation: `view` gets the Call, and the path's variables by name."""

    method: str
    path: str
    view: View


@dataclass(frozen=True)
class Call:
    """A request with the company it belongs to."""

    request: Request
    company: Company
    find_base: Callable[[], str]
    raw_body: bytes
    processing_delay: float | None = None
    """Seconds until what the request asks for exists, where a fault says so."""

    def body(self, schema: str) -> tuple[dict[str, Any], tuple[Upload, ...]]:
        """The body's fields, checked against a schema, and its files."""
        allow_blank = self.company.settings.allow_blank_body
        return bodies.parsed(self.request, self.raw_body, schema, allow_blank=allow_blank)

    @cached_property
    def base(self) -> str:
        """What links in the answer start with."""
        return self.find_base()

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """The query's parameters; `q[statuses][]` and `q[statuses][0]` count as `q[statuses]`."""
        found: dict[str, list[str]] = {}
        text = self.request.query_string.decode("utf-8", "replace")
        for name, value in parse_qsl(text, keep_blank_values=True):
            is_list = name.startswith("q[") and name.count("[") > 1
            found.setdefault(name[: name.rindex("[")] if is_list else name, []).append(value)
        return found

    @property
    def self_link(self) -> str:
        """The request's own URL, with its query just as it was sent."""
        target = str(self.request.environ.get("REQUEST_URI") or self.request.full_path)
        if target.startswith("/"):
            return self.base + target
        parts = urlsplit(target)
        return self.base + urlunsplit(("", "", parts.path, parts.query, ""))

    @property
    def path_link(self) -> str:
        return self.self_link.partition("?")[0]


def company_of(request: Request, accounts: Accounts) -> Company:
    """The company whose API token the request carries.

    Raises `Unauthenticated` with the text Front has for a token of this shape.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated(
            "JSON Web Token error", hint="send the header Authorization: Bearer <API token>"
        )
    company = accounts.by_token(token)
    if company is not None:
        return company
    if _is_jwt(token):
        raise Unauthenticated("Invalid token", hint="no company of this emulator has this token")
    raise Unauthenticated(
        "JSON Web Token error", hint="no company of this emulator has this token; it is no JWT"
    )


def _is_jwt(token: str) -> bool:
    segments = token.split(".")
    if len(segments) != 3:
        return False
    try:
        header = json.loads(base64.urlsafe_b64decode(segments[0] + "=" * (-len(segments[0]) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return False
    return isinstance(header, dict) and "alg" in header
