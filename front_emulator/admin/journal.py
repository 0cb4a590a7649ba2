"""The journal: found, counted, waited for, followed."""

from collections.abc import Iterable
from typing import Any

from front_emulator import journal_criteria
from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation, Parameter
from front_emulator.domain.errors import NotFound
from front_emulator.journal_entries import Entry

_LONGEST_WAIT = 30
_MOST = 1000

_TEXTS = {
    "kind": "request, delivery, webhook, handshake or event.",
    "direction": "to_front or from_front.",
    "method": "The method of a request.",
    "path": "Part of its path, or all of it with `*`.",
    "error_type": "One of Front's seven, of a delivery that failed.",
    "state": "scheduled, in_flight, sent, failed, undone or cancelled.",
    "type": "The type of a webhook, a handshake or an event.",
    "message": "The id or uid of the message that it is about.",
    "conversation": "The id of the conversation that it is about.",
    "channel": "The id of the channel that it is about.",
    "text": "What its body contains.",
}
CRITERIA = (
    *(Parameter(name, meaning, {"type": "string"}) for name, meaning in _TEXTS.items()),
    Parameter("status", "The HTTP status.", {"type": "integer"}),
    Parameter("since", "Not before this moment, Unix seconds.", {"type": "number"}),
)
_LIMIT = Parameter(
    "limit",
    "How many at most, the latest of them.",
    {"type": "integer", "minimum": 1, "maximum": _MOST, "default": 100},
)
_PAGE = Parameter(
    "limit",
    "How many of each kind at most; the cursor leads to the rest.",
    {"type": "integer", "minimum": 1, "maximum": _MOST, "default": 100},
)
_AFTER = Parameter(
    "after",
    "The cursor of an earlier answer: only what was added or changed since then; or `now`.",
    {"type": "string"},
)
_WAIT = Parameter(
    "wait",
    "Seconds to wait until there is something after the cursor.",
    {"type": "number", "minimum": 0, "maximum": _LONGEST_WAIT, "default": 0},
)


def index(call: AdminCall) -> Json:
    wanted = dict(call.query)
    limit = wanted.pop("limit", 100)
    found = call.account.journal.find(**wanted)
    return {"entries": _shown(found[-limit:]), "total": len(found)}


def count(call: AdminCall) -> Json:
    return {"count": call.account.journal.count(**call.query)}


def digest(call: AdminCall) -> Json:
    return {"sha256": call.account.journal.digest(), "entries": len(call.account.journal)}


def follow(call: AdminCall) -> Json:
    wanted = dict(call.query)
    cursor, wait, limit = wanted.pop("after", None), wanted.pop("wait", 0), wanted.pop("limit", 100)
    news, cursor, goes_on = call.account.journal.follow(cursor, wait, limit)
    sought = journal_criteria.of(wanted)
    entries = [entry for entry in news if sought.matches(entry)]
    return {"entries": _shown(entries), "cursor": cursor, "goes_on": goes_on}


def show(call: AdminCall) -> Json:
    entry_id = call.variables["entry"]
    entry = call.account.journal.get(entry_id)
    if entry is None:
        raise NotFound(f"Unknown entry ID {entry_id}")
    return serialize.entry(entry)


def wait(call: AdminCall) -> Json:
    wanted = dict(call.body)
    timeout = wanted.pop("timeout", 5)
    return serialize.entry(call.account.journal.wait(timeout=timeout, **wanted))


def sequence(call: AdminCall) -> Json:
    timeout = call.body.get("timeout", 5)
    found = call.account.journal.sequence(*call.body["steps"], timeout=timeout)
    return {"entries": _shown(found)}


def never(call: AdminCall) -> None:
    call.account.journal.never(**call.body)


def _shown(entries: Iterable[Entry]) -> list[Any]:
    return [serialize.entry(entry) for entry in entries]


OPERATIONS = (
    Operation(
        method="GET",
        path="/companies/{company}/journal",
        name="journal_find",
        view=index,
        summary="Requests, deliveries and events that meet all criteria, oldest first.",
        answer="Entries",
        query=(*CRITERIA, _LIMIT),
    ),
    Operation(
        method="GET",
        path="/companies/{company}/journal/digest",
        name="journal_digest",
        view=digest,
        summary="A hash of it, without times, ports and headers: same seed, same calls, same hash.",
        answer="JournalDigest",
    ),
    Operation(
        method="GET",
        path="/companies/{company}/journal/count",
        name="journal_count",
        view=count,
        summary="How many there are.",
        answer="Count",
        query=CRITERIA,
    ),
    Operation(
        method="GET",
        path="/companies/{company}/journal/follow",
        name="journal_follow",
        view=follow,
        summary="What was added or changed after a cursor, as soon as there is something.",
        answer="News",
        query=(_AFTER, _WAIT, *CRITERIA, _PAGE),
        waits=True,
    ),
    Operation(
        method="GET",
        path="/companies/{company}/journal/{entry}",
        name="journal_get",
        view=show,
        summary="One entry, by the id of its request, delivery or event.",
        answer="Entry",
    ),
    Operation(
        method="POST",
        path="/companies/{company}/journal/wait",
        name="journal_wait",
        view=wait,
        summary="The first entry that meets all criteria, as soon as there is one.",
        answer="Entry",
        body="Wait",
        needs_body=True,
        waits=True,
        fails=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/journal/sequence",
        name="journal_sequence",
        view=sequence,
        summary="Entries that meet the steps one after the other, as soon as there are.",
        answer="Sequence",
        body="Steps",
        needs_body=True,
        waits=True,
        fails=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/journal/never",
        name="journal_never",
        view=never,
        summary="A 422 if an entry meets all criteria, now or within so many seconds.",
        body="Never",
        needs_body=True,
        waits=True,
        fails=True,
    ),
)
