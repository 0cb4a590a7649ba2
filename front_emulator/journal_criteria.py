"""What an entry of the journal should be like, and where one is not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from typing import Any

from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.setting_kinds import nearest
from front_emulator.journal_entries import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What an entry should be like; what is not given does not matter.

    `path` may hold `*`; without it is looked for within the path. `text` is looked for in the
    body, `message` is an id or a uid.
    """

    kind: str | None = None
    direction: str | None = None
    method: str | None = None
    path: str | None = None
    status: int | None = None
    error_type: str | None = None
    state: str | None = None
    type: str | None = None
    message: str | None = None
    conversation: str | None = None
    channel: str | None = None
    text: str | None = None
    since: float | None = None

    def __str__(self) -> str:
        return ", ".join(f"{name}={value!r}" for name, value in self._given()) or "anything"

    def matches(self, entry: Entry) -> bool:
        return all(_FITS[name](entry, wanted) for name, wanted in self._given())

    def misses(self, entry: Entry) -> list[str]:
        """Which criteria an entry does not meet, and what it is instead."""
        return [
            f"{name} is {_SHOWN.get(name, _attribute(name))(entry)!r}, not {wanted!r}"
            for name, wanted in self._given()
            if not _FITS[name](entry, wanted)
        ]

    def _given(self) -> Iterator[tuple[str, Any]]:
        for each in fields(self):
            value = getattr(self, each.name)
            if value is not None:
                yield each.name, value


def of(wanted: Mapping[str, Any]) -> Criteria:
    """Criteria by name. Raises `InvalidSetting` that names the nearest one there is."""
    names = [each.name for each in fields(Criteria)]
    for name in wanted:
        if name not in names:
            raise InvalidSetting(
                f"{name}: no such criterion; the nearest is {nearest(name, names)}"
            )
    return Criteria(**wanted)


def _attribute(name: str) -> Callable[[Entry], Any]:
    return lambda entry: getattr(entry, name)


def _same(name: str) -> Callable[[Entry, Any], bool]:
    return lambda entry, wanted: getattr(entry, name) == wanted


def _has_path(entry: Entry, wanted: str) -> bool:
    path = entry.path or ""
    if "*" in wanted:
        return fnmatchcase(path, wanted) or fnmatchcase(path.partition("?")[0], wanted)
    return wanted in path


_FITS: Mapping[str, Callable[[Entry, Any], bool]] = {
    **{name: _same(name) for name in ("kind", "direction", "status", "error_type")},
    **{name: _same(name) for name in ("state", "type")},
    "method": lambda entry, wanted: entry.method == wanted.upper(),
    "path": _has_path,
    "message": lambda entry, wanted: wanted in (entry.message_id, entry.message_uid),
    "conversation": lambda entry, wanted: entry.conversation_id == wanted,
    "channel": lambda entry, wanted: entry.channel_id == wanted,
    "text": lambda entry, wanted: wanted in entry.body,
    "since": lambda entry, wanted: entry.at >= wanted,
}
_SHOWN: Mapping[str, Callable[[Entry], Any]] = {
    "message": _attribute("message_id"),
    "conversation": _attribute("conversation_id"),
    "channel": _attribute("channel_id"),
    "text": lambda entry: entry.body[:80],
    "since": _attribute("at"),
}
