"""Form fields named in brackets, nested as Front's form parser nests them.

Front page: dev.frontapp.com/docs/attachments-1
"""

import re
from collections.abc import Iterable
from typing import Any

MAX_DEPTH = 5
"""Brackets that are read; what stands in deeper ones stays one name."""

_BRACKETED = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")
_ATTACHMENT = re.compile(r"attachments(?:\[[0-9]*\])?")
_INDEX = re.compile(r"[0-9]{1,18}")

_Path = tuple[str, ...]
_Entry = tuple[_Path, str]


def nest(fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Nested data from form fields in the order they arrived; every leaf is text.

    - `sender[handle]` is a member of an object, five levels deep at most.
    - `to[]` appends, `to[0]` orders by index and closes gaps, and a plain name used twice is a
      list; the three may be mixed, indexed ones come first.
    - A number among names (`headers[1]` next to `headers[x]`) is a name.
    - Where a field is both a value and an object, the last use wins.
    - Any other name, say `sender.handle` or `sender[handle`, is a name as it stands.

    Never raises.
    """
    return _object([(_path(name), value) for name, value in fields])


def is_attachment_field(name: str) -> bool:
    """Whether form fields of this name are attachments, in any spelling Front takes."""
    return _ATTACHMENT.fullmatch(name) is not None


def _path(name: str) -> _Path:
    match = _BRACKETED.fullmatch(name)
    if match is None:
        return (name,)
    steps = match[2][1:-1].split("][", MAX_DEPTH)
    deeper = [f"[{names}]" for names in steps[MAX_DEPTH:]]
    return (match[1], *steps[:MAX_DEPTH], *deeper)


def _object(entries: list[_Entry]) -> dict[str, Any]:
    members: dict[str, list[_Entry]] = {}
    for path, value in entries:
        members.setdefault(path[0], []).append((path[1:], value))
    return {name: _value(below) for name, below in members.items()}


def _value(entries: list[_Entry]) -> Any:
    """What all the fields that share a name amount to."""
    # An index fits a list as well as an object, so the others decide.
    deciding = [path for path, _ in entries if not _is_index(path)]
    if deciding and _is_named(deciding[-1]):
        return _object([(path, value) for path, value in entries if path and path[0]])
    listed = [(path, value) for path, value in entries if not _is_named(path)]
    if len(listed) == 1 and not listed[0][0]:
        return listed[0][1]
    return _array(listed)


def _array(entries: list[_Entry]) -> list[Any]:
    indexed: dict[int, list[_Entry]] = {}
    for path, value in entries:
        if _is_index(path):
            indexed.setdefault(int(path[0]), []).append((path[1:], value))
    appended = [[(path[1:], value)] for path, value in entries if not _is_index(path)]
    in_order = [indexed[index] for index in sorted(indexed)]
    return [_value(below) for below in (*in_order, *appended)]


def _is_index(path: _Path) -> bool:
    return bool(path) and _INDEX.fullmatch(path[0]) is not None


def _is_named(path: _Path) -> bool:
    return bool(path) and path[0] != "" and not _is_index(path)
