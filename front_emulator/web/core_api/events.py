"""Events: what happened, in the company and to one conversation."""

from collections.abc import Iterator
from functools import partial
from itertools import islice, takewhile

from flask import Response

from front_emulator.domain.entities import Event
from front_emulator.domain.errors import InvalidQuery, NotFound
from front_emulator.domain.store import Position
from front_emulator.web import query_object
from front_emulator.web.answers import answer
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.web.paging import paged
from front_emulator.wire import events

MOST = 15


def index(call: Call) -> Response:
    """Front page: dev.frontapp.com/reference/list-events"""
    find = _Wanted(call)
    serialize = partial(events.event, call.company, call.base)
    return paged(call, find.page, serialize, most=MOST, default=MOST)


def show(call: Call, event: str) -> Response:
    """Front page: dev.frontapp.com/reference/get-event"""
    with call.company.lock:
        found = call.company.store.events.get(event)
        if found is None:
            raise NotFound(f"Unknown event ID {event}")
        shown = events.event(call.company, call.base, found)
    return answer(shown)


def of_conversation(call: Call, conversation: str) -> Response:
    """Front page: dev.frontapp.com/reference/list-conversation-events"""
    company = call.company
    found = lookup.conversation(company, conversation)
    return paged(
        call,
        lambda limit, after, descending: company.store.events_of(
            found.id, limit, after, descending=descending
        ),
        partial(events.event, company, call.base),
    )


class _Wanted:
    """Which events the query asks for: `types`, `inboxes`, `after` and `before` a moment."""

    def __init__(self, call: Call) -> None:
        self._store = call.company.store
        self._types = query_object.texts(call, "types") or None
        self._inboxes = frozenset(query_object.texts(call, "inboxes"))
        self._after = query_object.moment(call, "after")
        self._before = query_object.moment(call, "before")
        unknown = [each for each in self._types or () if each not in events.TYPES]
        if unknown:
            raise InvalidQuery(
                f"query.q.types: should match at least 1 condition ({', '.join(unknown)})",
                hint=f"known types: {', '.join(events.TYPES)}",
            )

    def page(
        self, limit: int, at: Position | None, descending: bool
    ) -> list[tuple[Position, Event]]:
        in_order = takewhile(
            lambda found: self._is_within_reach(found[1], descending),
            self._from(at, descending),
        )
        return list(islice((found for found in in_order if self._is_wanted(found[1])), limit))

    def _from(self, at: Position | None, descending: bool) -> Iterator[tuple[Position, Event]]:
        first = self._before if descending else self._after
        if at is None and first is not None:
            at = (first, -1 if descending else 2**63)
        return self._store.events_in_order(at, types=self._types, descending=descending)

    def _is_within_reach(self, event: Event, descending: bool) -> bool:
        if descending:
            return self._after is None or event.emitted_at > self._after
        return self._before is None or event.emitted_at < self._before

    def _is_wanted(self, event: Event) -> bool:
        inbox_id = self._store.conversations[event.conversation_id].inbox_id
        return not self._inboxes or inbox_id in self._inboxes


ROUTES = (
    Route("GET", "/events", index),
    Route("GET", "/events/<event>", show),
    Route("GET", "/conversations/<conversation>/events", of_conversation),
)
