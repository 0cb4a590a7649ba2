"""Which requests and which deliveries a fault is about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from front_emulator.domain.errors import InvalidSetting

Headers = Iterable[tuple[str, str]]

_ON = re.compile(r"(?:(?P<method>[A-Z]+|\*) )?(?P<path>[/*]\S*)")
_METHODS = frozenset({"*", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_WILD = re.compile(r"(\*\*|\*|\{[^/{}]*\})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What must be so; everything that is given.

    - `on`: `POST /channels/*/incoming_messages`, or a path alone; `*` and `{channel_id}` stand
      for anything within a segment, `**` for any number of segments.
    - `containing`: a text of the body.
    - `header`: `Name`, which must be there, or `Name: value`, which it must be.
    - `channel`, `conversation`: ids, of deliveries alone.

    Raises `InvalidSetting`.
    """

    on: str = "*"
    containing: str | None = None
    header: str | None = None
    channel: str | None = None
    conversation: str | None = None

    def __post_init__(self) -> None:
        _check_on(self.on)
        if self.header is not None and not self.header.partition(":")[0].strip():
            raise InvalidSetting(f"header: {self.header!r} should be 'Name' or 'Name: value'")

    def concerns_request(self, method: str, path: str, body: bytes, headers: Headers = ()) -> bool:
        """Whether it is about such a request; `path` is without query and decoded."""
        return (
            re.fullmatch(_pattern(self.on), f"{method} {path}") is not None
            and self._is_in(body)
            and self._is_among(headers)
        )

    def concerns_delivery(self, channel_id: str, conversation_id: str, body: bytes) -> bool:
        """Whether it is about a delivery with this body."""
        return (
            self.channel in (None, channel_id)
            and self.conversation in (None, conversation_id)
            and self._is_in(body)
        )

    def _is_in(self, body: bytes) -> bool:
        return self.containing is None or self.containing.encode() in body

    def _is_among(self, headers: Headers) -> bool:
        if self.header is None:
            return True
        wanted, colon, value = (part.strip() for part in self.header.partition(":"))
        found = (text for name, text in headers if name.lower() == wanted.lower())
        return any(not colon or text.strip() == value for text in found)


def _check_on(on: str) -> None:
    match = _ON.fullmatch(on)
    if match is None:
        raise InvalidSetting(
            f"on: {on!r} is neither a path nor METHOD and path, as in "
            "'POST /channels/*/incoming_messages'"
        )
    if match["method"] not in (None, *_METHODS):
        raise InvalidSetting(f"on: {match['method']!r} in {on!r} is no method")


def _pattern(on: str) -> str:
    method, _, path = on.rpartition(" ")
    verb = "[A-Z]+" if method in ("", "*") else method
    parts = _WILD.split("**" if path == "*" else path)
    return f"{verb} " + "".join(map(_part_pattern, parts))


def _part_pattern(part: str) -> str:
    if part == "**":
        return ".*"
    return "[^/]*" if part == "*" or part.startswith("{") else re.escape(part)
