"""One authenticated request to Front's API, as the views get it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from flask import Request, Response

from front_emulator.domain.accounts import Accounts
from front_emulator.domain.company import Company
from front_emulator.domain.entities import Message, Upload
from front_emulator.domain.errors import Unauthenticated
from front_emulator.web import bodies
from front_emulator.wire import serializers, tokens

View = Callable[..., Response]


@dataclass(frozen=True)
class Route:
    """An operation: `view` gets the Call, and the path's variables by name.

    `is_for_channels` says that an application may use it with a token of its channel.
    """

    method: str
    path: str
    view: View
    is_for_channels: bool = False


@dataclass(frozen=True)
class Call:
    """A request with the company it belongs to."""

    request: Request
    company: Company
    find_base: Callable[[], str]
    raw_body: bytes
    processing_delay: float | None = None
    """Seconds until what the request asks for exists, where a fault says so."""
    of_channel: str | None = None
    """The channel whose application sent the request, where its token says so."""

    def body(self, schema: str) -> tuple[dict[str, Any], tuple[Upload, ...]]:
        """The body's fields, checked against a schema, and its files."""
        allow_blank = self.company.settings.allow_blank_body
        return bodies.parsed(self.request, self.raw_body, schema, allow_blank=allow_blank)

    def message(self, shown: Message) -> dict[str, Any]:
        """A message as whoever calls is shown it."""
        is_application = self.of_channel is not None
        return serializers.message(self.company, self.base, shown, for_application=is_application)

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


class Caller(NamedTuple):
    """Whose token a request carries: a company's, or one for a channel of an application's."""

    company: Company
    channel_id: str | None = None


def caller_of(request: Request, accounts: Accounts) -> Caller:
    """Who sent the request.

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
        return Caller(company)
    parsed = tokens.parsed(token)
    if parsed is None:
        raise Unauthenticated(
            "JSON Web Token error", hint="no company of this emulator has this token; it is no JWT"
        )
    try:
        return _application_of(parsed, accounts)
    except tokens.InvalidToken as error:
        raise Unauthenticated("Invalid token", hint=str(error)) from error


def _application_of(token: tokens.Token, accounts: Accounts) -> Caller:
    """The application whose channel a token is for. Raises `InvalidToken`.

    Front page: dev.frontapp.com/docs/application-channel-authentication
    """
    uid = token.claims.get("iss")
    company = accounts.by_application(uid) if isinstance(uid, str) else None
    application = None if company is None else company.store.applications.get(str(uid))
    if company is None or application is None:
        raise tokens.InvalidToken(
            f"no company of this emulator has this token, nor is its iss, {uid!r}, the uid of an "
            "application"
        )
    channel_id = tokens.subject(token, application.secret, company.signing_time())
    channel = company.store.channels.get(channel_id)
    if channel is None or channel.is_deleted or channel.application_uid != uid:
        raise tokens.InvalidToken(f"sub: {channel_id!r} is no channel of application {uid}")
    return Caller(company, channel_id)
