"""JSON as a Node.js service reads and writes it.

Front's own service is JavaScript, and so are most integrations: they verify a signature over
`JSON.stringify(JSON.parse(body))`. What is sent must therefore be the bytes that gives, and what
is refused must be refused in V8's words.

Front page: dev.frontapp.com/docs/creating-a-custom-channel
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring as _quoted
from typing import Any, NoReturn

from front_emulator.wire import v8_syntax
from front_emulator.wire.v8_syntax import JsonSyntaxError

__all__ = ["MAX_DEPTH", "JsonSyntaxError", "dumps", "loads"]

MAX_DEPTH = 200
"""How many arrays and objects may lie inside each other."""

_SAFE_INTEGER = 2**53
_LAST_ARRAY_INDEX = 2**32 - 2
_ARRAY_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_BRACKET = re.compile(r"[\[\]{}]")
_WHOLE_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)


def dumps(value: Any) -> bytes:
    """The bytes of `JSON.stringify(JSON.parse(text))`, where `value` is what `text` says.

    Mapping keys are strings. A number no double can hold is `null`. Raises TypeError for
    anything JSON has no form for.
    """
    text = _written(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _with_surrogates_escaped(text).encode()


def loads(data: bytes) -> Any:
    """What a Node.js service with the usual body parser understands `data` to be.

    Numbers are doubles, the last of duplicate keys counts, invalid UTF-8 becomes U+FFFD, no
    body at all is `{}`, and the top level must be an object or an array. Raises JsonSyntaxError
    and nothing else.
    """
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    if not text:
        return {}
    v8_syntax.check_top_level(text)
    _check_depth(text)
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        v8_syntax.check(text)
        raise JsonSyntaxError("JSON is nested too deep to be read here") from None


# Writing


def _written(value: Any) -> str:
    kind = value.__class__
    if kind is str:
        return _quoted(value)
    if kind is dict:
        return _object(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if kind is list:
        return "[" + ",".join([_written(item) for item in value]) + "]"
    if kind is float:
        return _double(value)
    if kind is int:
        return _integer(value)
    return _written(_as_json_type(value))


def _as_json_type(value: Any) -> Any:
    """The plain form of a subclass or look-alike, so that the usual types stay the fast ones."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (list, tuple)):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _object(value: dict[str, Any]) -> str:
    members = [f"{_quoted(name)}:{_written(member)}" for name, member in value.items()]
    # Cheap and nearly always false: only "0" to "9" and some signs sort before ":".
    if value and min(value) < ":":
        members = _in_js_order(dict(zip(value, members, strict=True)))
    return f"{{{','.join(members)}}}"


def _in_js_order(members: dict[str, str]) -> list[str]:
    """JavaScript keeps array indices first and ascending, then the rest as inserted."""
    indices = sorted(filter(_is_array_index, members), key=int)
    return [members[name] for name in dict.fromkeys((*indices, *members))]


def _is_array_index(name: str) -> bool:
    return _ARRAY_INDEX.fullmatch(name) is not None and int(name) <= _LAST_ARRAY_INDEX


def _integer(value: int) -> str:
    if -_SAFE_INTEGER <= value <= _SAFE_INTEGER:
        return int.__repr__(value)
    try:
        return _double(float(value))
    except OverflowError:
        return "null"


def _double(value: float) -> str:
    size = abs(value)
    text = float.__repr__(value)
    if 1e-4 <= size < 1e16:
        return text.removesuffix(".0")
    if size == 0:
        return "0"
    if not size < float("inf"):
        return "null"
    if 1e-6 <= size < 1e21:
        return format(Decimal(text), "f")
    return text.replace("e-0", "e-")


def _with_surrogates_escaped(text: str) -> str:
    """Halves that follow each other are one character; one that stands alone is escaped."""
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", paired)


# Reading


def _number_from(digits: str) -> int | float:
    value = float(digits)
    return int(digits) if abs(value) < _SAFE_INTEGER else value


def _refused_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_int=_number_from, parse_constant=_refused_constant)


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for sign in _BRACKET.finditer(_WHOLE_STRING.sub("", text)):
        depth += 1 if sign[0] in "[{" else -1
        if depth > MAX_DEPTH:
            raise JsonSyntaxError(f"JSON is nested more than {MAX_DEPTH} levels deep")
