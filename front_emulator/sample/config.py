"""What the live chat must be told, and what it may be told."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self

from .refusals import ErrorType

MAGIC_HANDLES: Final[Mapping[str, ErrorType]] = MappingProxyType(
    {
        "visitor-bad-request": "bad_request",
        "visitor-authentication-required": "authentication_required",
        "visitor-forbidden": "forbidden",
        "visitor-not-found": "not_found",
        "visitor-request-timeout": "request_timeout",
        "visitor-too-many-requests": "too_many_requests",
        "visitor-internal-error": "internal_error",
    }
)


class MissingSettingError(ValueError):
    """A setting the chat cannot work without is missing; the message names it."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """All settings. The first three come from the channel's and the company's settings in Front."""

    incoming_url: str
    """The channel's Incoming URL, where visitors' messages are posted."""
    api_token: str = field(repr=False)
    """An API token of the company, with the scopes messages:write and messages:read."""
    api_secret: str = field(repr=False)
    """The company's API secret, which signs what Front posts to us."""
    api_base_url: str = ""
    """Where Front's API is. Left empty, it is the Incoming URL up to `/channels/`."""

    timeout: float = 5.0
    """Seconds to wait for Front. Front only checks a message before it answers."""
    retry_pauses: tuple[float, ...] = (0.5, 1, 2, 4, 8, 16)
    """Seconds between attempts to send; when they are used up, the message has failed."""
    max_retry_after: float = 900.0
    """A Retry-After beyond so many seconds is not waited for: the visitor is told instead."""
    lookup_pauses: tuple[float, ...] = (0.25, 0.5, 1, 2, 3, *(5.0,) * 10)
    """Seconds before each look for a message that Front accepted and has not created yet."""

    accept_unknown: bool = False
    """Take replies to people who never wrote, too, and keep them for the day they do."""
    known_handles: frozenset[str] = frozenset()
    """Handles that count as visitors from the start; their chat's id is the handle itself.

    For tests: anybody who can guess the handle can read that chat.
    """
    refuse: Mapping[str, ErrorType] = field(default_factory=lambda: MAGIC_HANDLES)
    """Recipients that are always refused, and how: one for each error type, to try them out."""

    replies_per_second: float = 100.0
    """Replies from Front we take in the long run ..."""
    replies_at_once: int = 1000
    """... and in one burst; beyond that they are refused with too_many_requests."""
    push_timeout: float = 3.0
    """Seconds a reply may take to get into the chat. Front itself gives up after 7."""

    max_chats: int = 500
    """Chats kept; the one that was quiet for longest makes room."""
    max_messages: int = 1000
    """Messages kept per chat; the oldest one makes room."""
    max_unread: int = 500
    """Replies no page has fetched yet; beyond that they are refused with too_many_requests."""
    max_pending: int = 20
    """Messages of one chat that may wait to be sent."""
    max_text: int = 20_000
    """Characters of one message of a visitor."""
    max_body: int = 16 * 1024 * 1024
    """Bytes of one request."""
    max_wait: float = 25.0
    """Seconds one request of the page may wait for news."""
    max_waiting: int = 8
    """Requests that may wait at once; keep it below the number of the server's threads."""

    def __post_init__(self) -> None:
        # An empty secret would verify what anybody signs, so no setting may be empty.
        for name in ("incoming_url", "api_token", "api_secret"):
            if not getattr(self, name):
                raise MissingSettingError(f"Config.{name} is empty.")
        if not self.incoming_url.startswith(("http://", "https://")):
            raise ValueError(f"Config.incoming_url is no URL: {self.incoming_url!r}.")
        if not self.api_base_url:
            object.__setattr__(self, "api_base_url", self.incoming_url.split("/channels/")[0])

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read FRONT_INCOMING_URL, FRONT_API_TOKEN, FRONT_API_SECRET and FRONT_API_BASE_URL.

        Raises MissingSettingError, which names the variable; only the last one is optional.
        """
        env = os.environ if environ is None else environ
        return cls(
            incoming_url=_required(env, "FRONT_INCOMING_URL"),
            api_token=_required(env, "FRONT_API_TOKEN"),
            api_secret=_required(env, "FRONT_API_SECRET"),
            api_base_url=env.get("FRONT_API_BASE_URL", "").strip().rstrip("/"),
        )


def _required(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise MissingSettingError(f"The environment variable {name} is not set.")
    return value
