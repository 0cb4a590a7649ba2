"""Front's pagination: `limit`, an opaque `page_token`, an absolute link to the next page."""

import base64
import binascii
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response

from front_emulator.domain.errors import InvalidQuery
from front_emulator.domain.store import Position
from front_emulator.web.answers import answer
from front_emulator.web.call import Call
from front_emulator.wire import serializers

DEFAULT_LIMIT = 50
MOST = 100

T = TypeVar("T")
ReadPage = Callable[[int, Position | None, bool], list[tuple[Position, T]]]


def paged(
    call: Call,
    read_page: ReadPage[T],
    serialize: Callable[[T], dict[str, Any]],
    *,
    default: int = DEFAULT_LIMIT,
    most: int = MOST,
    total: int | None = None,
) -> Response:
    """Answer with one page; `read_page` gets the limit, the position to go on from, the order.

    `default` and `most` are the limits where the query names none, and the highest it may name;
    `total` is how many there are on all pages, where Front says so.

    Raises `InvalidQuery`. Front page: dev.frontapp.com/docs/pagination
    """
    limit, after, descending = _limit(call, default, most), _position(call), _descending(call)
    with call.company.lock:
        found = read_page(limit + 1, after, descending)
        results = [serialize(entity) for _, entity in found[:limit]]
    is_last = len(found) <= limit
    query = None if is_last else _next_query(call, limit, found[limit - 1][0])
    return answer(
        serializers.page(call.self_link, results, path=call.path_link, query=query, total=total)
    )


def _next_query(call: Call, limit: int, position: Position) -> list[tuple[str, str]]:
    kept = [
        (name, value)
        for name, values in call.query.items()
        if name not in ("limit", "page_token")
        for value in values
    ]
    return [*kept, ("limit", str(limit)), ("page_token", _token(position))]


def _limit(call: Call, default: int, most: int) -> int:
    text = call.query.get("limit", [""])[-1]
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
        raise InvalidQuery(f"query.limit: should be a number between 1 and {most}")
    return int(text)


def _descending(call: Call) -> bool:
    order = call.query.get("sort_order", ["desc"])[-1]
    if order not in ("asc", "desc"):
        raise InvalidQuery("query.sort_order: should be asc or desc")
    return order == "desc"


def _token(position: Position) -> str:
    return base64.urlsafe_b64encode(f"{position[0]!r}:{position[1]}".encode()).decode().rstrip("=")


def _position(call: Call) -> Position | None:
    token = call.query.get("page_token", [""])[-1]
    if not token:
        return None
    try:
        decoded = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
        first, _, second = decoded.partition(":")
        return float(first), int(second)
    except (ValueError, binascii.Error) as error:
        raise InvalidQuery(
            "query.page_token: invalid", hint="follow _pagination.next instead of building URLs"
        ) from error
