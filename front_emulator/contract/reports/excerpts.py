"""An exchange as the few lines a person needs to see, with the changed part marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from front_emulator.contract.model import Exchange
from front_emulator.contract.reports.text import cut, one_line, printable
from front_emulator.domain.entities import WireRequest, WireResponse

BODY_SHOWN = 360
"""Bytes of a body that are shown."""

_HEADER_SHOWN = 200
_HEADERS_OF_ANSWER = ("content-type", "location", "retry-after", "x-front-signature")
_BYTE = re.compile(r"byte (\d+)")
_HEADER_NAME = re.compile(r"[A-Z][a-z]*(?:-[A-Z][A-Za-z]*)+")
_LONGEST_CHARACTER = 4
_SPACE = "␠"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; `is_changed` says that it is what was wrong about the request."""

    text: str
    is_changed: bool = False

    def __str__(self) -> str:
        return f"»{self.text}«" if self.is_changed else self.text


Line = tuple[Part, ...]


def request_lines(exchange: Exchange) -> list[Line]:
    """The request: its line, its headers, its body."""
    request, changed = exchange.request, exchange.changed or ""
    lines = [(Part(f"{request.method} {request.url}"),), *_request_headers(request, changed)]
    lines += _body_lines(request.body, _changed_byte(changed))
    if changed:
        lines.append((Part(f"(changed: {changed})"),))
    return lines


def answer_lines(exchange: Exchange) -> list[Line]:
    """The answer, or why there was none, and what Front makes of it."""
    response, outcome = exchange.response, exchange.outcome
    lines = _response_lines(response) if response else []
    if exchange.failure or not lines:
        lines.append((Part(exchange.failure or "no answer"),))
    if outcome.error_type:
        lines.append((Part(f"({outcome.error_type}; a teammate reads: {outcome.reason})"),))
    return lines


def _response_lines(response: WireResponse) -> list[Line]:
    headers = (
        (Part(_header(name, value)),)
        for name, value in response.headers
        if name.lower() in _HEADERS_OF_ANSWER
    )
    return [(Part(status_line(response)),), *headers, *_body_lines(response.body, None)]


def plain(line: Line) -> str:
    """The line as text; the changed part stands between » and «."""
    return "".join(map(str, line))


def plain_lines(exchange: Exchange) -> list[str]:
    """Request and answer as lines of text, for reports that have nothing better."""
    sent = [plain(line) for line in request_lines(exchange)]
    answered = [plain(line) for line in answer_lines(exchange)]
    return [*_with_arrow("→", sent), *_with_arrow("←", answered)]


def status_line(response: WireResponse) -> str:
    """Such as `404 Not Found`."""
    try:
        return f"{response.status} {HTTPStatus(response.status).phrase}"
    except ValueError:
        return str(response.status)


def body_text(body: bytes, limit: int = BODY_SHOWN) -> str:
    """The beginning of a body, with a note where that is not all of it."""
    return "\n".join(plain(line) for line in _body_lines(body, None, limit))


def _request_headers(request: WireRequest, changed: str) -> Iterator[Line]:
    there = False
    for name, value in request.headers:
        is_changed = name.lower() == changed.lower()
        there = there or is_changed
        yield (Part(_header(name, value), is_changed),)
    if not there and _HEADER_NAME.fullmatch(changed):
        yield (Part(f"{changed} (not sent)", is_changed=True),)


def _header(name: str, value: str) -> str:
    return cut(f"{name}: {value}" if value else f"{name}: (empty)", _HEADER_SHOWN)


def _changed_byte(changed: str) -> int | None:
    match = _BYTE.search(changed)
    return int(match[1]) if match else None


def _body_lines(body: bytes, changed: int | None, limit: int = BODY_SHOWN) -> list[Line]:
    if not body:
        return [(Part("(no body)"),)]
    at = changed if changed is not None and changed < len(body) else None
    start = max(0, (at or 0) - limit // 2) if len(body) > limit else 0
    end = min(len(body), start + limit)
    start, end = _at_character(body, start), _at_character(body, end)
    parts = [Part("…")] if start else []
    parts += [Part(_shown(body[start:end]))] if at is None else _marked(body, start, at, end)
    parts += [Part(f"… ({len(body):,} bytes in all)")] if (start, end) != (0, len(body)) else []
    return list(_split(parts))


def _marked(body: bytes, start: int, at: int, end: int) -> list[Part]:
    first = _at_character(body, at)
    after = first + 1
    while after < end and _is_continuation(body[after]) and after - first < _LONGEST_CHARACTER:
        after += 1
    return [
        Part(_shown(body[start:first])),
        Part(one_line(_decoded(body[first:after])).replace(" ", _SPACE), is_changed=True),
        Part(_shown(body[after:end])),
    ]


def _at_character(body: bytes, at: int) -> int:
    """Where the character begins that byte `at` belongs to."""
    first = at
    while 0 < first < len(body) and _is_continuation(body[first]) and at - first < 3:
        first -= 1
    return first


def _is_continuation(byte: int) -> bool:
    return byte & 0xC0 == 0x80


def _shown(data: bytes) -> str:
    return printable(_decoded(data).replace("\r\n", "\n"))


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _split(parts: list[Part]) -> Iterator[Line]:
    """Lines at the line ends in the parts; blank ones are left out."""
    line: list[Part] = []
    for part in parts:
        first, *rest = part.text.split("\n")
        line.append(Part(first, part.is_changed))
        for text in rest:
            yield from _unless_blank(line)
            line = [Part(text, part.is_changed)]
    yield from _unless_blank(line)


def _unless_blank(line: list[Part]) -> Iterator[Line]:
    if any(part.text.strip() for part in line):
        yield tuple(part for part in line if part.text)


def _with_arrow(arrow: str, lines: list[str]) -> list[str]:
    first, *rest = lines
    return [f"{arrow} {first}", *(f"  {line}" for line in rest)]
