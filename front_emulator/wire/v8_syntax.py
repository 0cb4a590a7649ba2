"""Why V8 refuses a text as JSON, in its words up to Node 18: those Front answers with.

Only text that was refused comes here, so clarity goes before speed.
"""

import re
from typing import NoReturn

_CLOSER = {"{": "}", "[": "]"}
_LITERAL = {"t": "true", "f": "false", "n": "null"}
_DIGIT = frozenset("0123456789")
_ESCAPED = frozenset('"\\/bfnrt')
_SPACE = re.compile(r"[ \t\n\r]*+")
_DIGITS = re.compile(r"[0-9]*+")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*+')
_HEX = re.compile(r"[0-9a-fA-F]{0,4}+")


class JsonSyntaxError(ValueError):
    """Text that is no JSON; its `str()` is what V8 said up to Node 18."""


def check_top_level(text: str) -> None:
    """Raise JsonSyntaxError where a body parser in strict mode wants `{` or `[`."""
    start = _after_space(text, 0)
    if text[start : start + 1] not in ("{", "[", ""):
        raise JsonSyntaxError(_unexpected_token(text, start))


def check(text: str) -> None:
    """Raise JsonSyntaxError at the first place where V8 would have stopped."""
    open_ends: list[str] = []
    at = _after_space(text, 0)
    while True:
        if closer := _CLOSER.get(text[at : at + 1]):
            at = _after_space(text, at + 1)
            if text[at : at + 1] != closer:
                open_ends.append(closer)
                at = _start_of_member(text, at, closer)
                continue
            at += 1
        else:
            at = _after_scalar(text, at)
        at = _after_space(text, at)
        while open_ends and text[at : at + 1] == open_ends[-1]:
            open_ends.pop()
            at = _after_space(text, at + 1)
        if not open_ends:
            break
        at = _after_space(text, _after(",", text, at))
        at = _start_of_member(text, at, open_ends[-1])
    if at < len(text):
        _fail(text, at)


def _start_of_member(text: str, at: int, closer: str) -> int:
    """Where the value starts: at once in an array, after the name and its colon in an object."""
    if closer == "]":
        return at
    at = _after_space(text, _after_string(text, _after('"', text, at)))
    return _after_space(text, _after(":", text, at))


def _after_space(text: str, at: int) -> int:
    return _end(_SPACE, text, at)


def _after(sign: str, text: str, at: int) -> int:
    if not text.startswith(sign, at):
        _fail(text, at)
    return at + 1


def _after_scalar(text: str, at: int) -> int:
    first = text[at : at + 1]
    if first == '"':
        return _after_string(text, at + 1)
    if first in _LITERAL:
        return _after_literal(text, at, _LITERAL[first])
    if first != "-" and not _is_digit(text, at):
        _fail(text, at)
    return _after_number(text, at)


def _after_literal(text: str, at: int, literal: str) -> int:
    for sign in literal:
        at = _after(sign, text, at)
    return at


def _after_number(text: str, at: int) -> int:
    at += text[at] == "-"
    if text.startswith("0", at):
        at += 1
        if _is_digit(text, at):
            _fail(text, at)
    else:
        at = _after_digits(text, at)
    if text.startswith(".", at):
        at = _after_digits(text, at + 1)
    if text.startswith(("e", "E"), at):
        at += 1
        at = _after_digits(text, at + text.startswith(("+", "-"), at))
    return at


def _is_digit(text: str, at: int) -> bool:
    return text[at : at + 1] in _DIGIT


def _after_digits(text: str, at: int) -> int:
    if not _is_digit(text, at):
        _fail(text, at)
    return _end(_DIGITS, text, at)


def _after_string(text: str, at: int) -> int:
    while True:
        at = _end(_PLAIN, text, at)
        if text.startswith('"', at):
            return at + 1
        at = _after_escape(text, _after("\\", text, at))


def _after_escape(text: str, at: int) -> int:
    if not text.startswith("u", at):
        if text[at : at + 1] not in _ESCAPED:
            _fail(text, at)
        return at + 1
    end = _end(_HEX, text, at + 1)
    if end < at + 5:
        _fail(text, end)
    return end


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where the match of a pattern that matches at least nothing ends."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _fail(text: str, at: int) -> NoReturn:
    sign = text[at : at + 1]
    if not sign:
        raise JsonSyntaxError("Unexpected end of JSON input")
    if sign == '"':
        raise JsonSyntaxError(f"Unexpected string in JSON at position {_utf16_units(text, at)}")
    if sign == "-" or _is_digit(text, at):
        raise JsonSyntaxError(f"Unexpected number in JSON at position {_utf16_units(text, at)}")
    raise JsonSyntaxError(_unexpected_token(text, at))


def _unexpected_token(text: str, at: int) -> str:
    # V8 names half of a character outside the BMP, which on the wire becomes U+FFFD.
    sign = text[at] if text[at] <= "\uffff" else "\ufffd"
    return f"Unexpected token {sign} in JSON at position {_utf16_units(text, at)}"


def _utf16_units(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
