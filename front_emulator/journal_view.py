"""The journal as a test reads it: found, counted, waited for, followed, with the near misses."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from front_emulator import journal_criteria, journal_digest, waits
from front_emulator.domain.company import Company
from front_emulator.domain.errors import InvalidSetting, Unexpected
from front_emulator.journal_criteria import Criteria
from front_emulator.journal_entries import Entry, Record, entry

DEFAULT_WAIT = 5.0
NOW = "now"
"""The cursor that leaves out all there is."""
_NEAR = 5
_CURSOR = re.compile(r"(\d{1,9})" + r"-(\d{1,18})" * 5, re.ASCII)

Page = tuple[list[Entry], str, bool]


class JournalView:
    """Everything that crossed the wire, and the events it brought about, oldest first.

    Criteria are those of `Criteria`, by name: `front.journal.find(status=429)`.
    """

    def __init__(self, company: Company, advance: Callable[[float], object]) -> None:
        self._company = company
        self._advance = advance

    def __repr__(self) -> str:
        return "\n".join(["<Journal", *(f"  {each}" for each in self), ">"])

    def __iter__(self) -> Iterator[Entry]:
        with self._company.lock:
            return iter(self._in_order())

    def __len__(self) -> int:
        company = self._company
        crossed = len(company.requests) + len(company.deliveries) + len(company.webhook_calls)
        return crossed + len(company.handshakes) + len(company.store.events)

    def find(self, **wanted: Any) -> list[Entry]:
        """The entries that meet all criteria. Raises `InvalidSetting` for an unknown one."""
        sought = journal_criteria.of(wanted)
        return [each for each in self if sought.matches(each)]

    def count(self, **wanted: Any) -> int:
        """How many entries meet all criteria."""
        return len(self.find(**wanted))

    def get(self, entry_id: str) -> Entry | None:
        """The entry of a request, a delivery, a webhook call, a handshake or an event."""
        company = self._company
        with company.lock:
            record = (
                company.requests.get(entry_id)
                or company.deliveries.get(entry_id)
                or company.webhook_calls.get(entry_id)
                or company.handshakes.get(entry_id)
                or company.store.events.get(entry_id)
            )
        return None if record is None else entry(company, record)

    def comparable(self) -> list[dict[str, Any]]:
        """What happened without what differs from run to run: times, ports, headers."""
        return journal_digest.comparable(each.record for each in self)

    def digest(self) -> str:
        """SHA-256 of that: same seed and same calls, same digest."""
        return journal_digest.digest(each.record for each in self)

    def wait(self, *, timeout: float = DEFAULT_WAIT, **wanted: Any) -> Entry:
        """The first entry that meets all criteria, as soon as there is one.

        Raises `WaitTimeout` after `timeout` seconds, which names the nearest and what each of
        them misses.
        """
        __tracebackhide__ = True
        sought = journal_criteria.of(wanted)
        find = _Search(self, sought).first
        return waits.until(self._company, find, timeout, lambda: self._missing([sought], timeout))

    def sequence(self, *steps: Mapping[str, Any], timeout: float = DEFAULT_WAIT) -> list[Entry]:
        """Entries that meet the steps' criteria one after the other, as soon as there are.

        Others may stand between them. Raises `WaitTimeout`, which names the step that is missing.
        """
        __tracebackhide__ = True
        sought = [journal_criteria.of(step) for step in steps]

        def find() -> list[Entry] | None:
            found = self._in_turn(sought)
            return found if len(found) == len(sought) else None

        return waits.until(self._company, find, timeout, lambda: self._missing(sought, timeout))

    def never(self, *, within: float = 0.0, advance: float | None = None, **wanted: Any) -> None:
        """Raise `Unexpected` if an entry meets all criteria, now or `within` so many seconds.

        With `advance`, the company's clock is moved on by as much instead of waiting.
        """
        __tracebackhide__ = True
        sought = journal_criteria.of(wanted)
        if advance is not None:
            self._advance(advance)
        found = waits.within(self._company, lambda: self._first(sought), within)
        if found is not None:
            raise Unexpected(f"there should be no entry with {sought}, and there is\n  {found}")

    def since(self, cursor: str | None, limit: int = 10_000) -> Page:
        """What was added or changed after a cursor, the next cursor, and whether it goes on.

        At most `limit` of each kind; the next cursor leads to the rest. It does not go on where
        everything was replaced by a reset or a snapshot: then all there is comes anew.
        """
        company = self._company
        with company.lock:
            marks = _Marks.read(cursor, company)
            requests, requests_read = company.requests.put_since(marks.requests, limit)
            deliveries, deliveries_read = company.deliveries.put_since(marks.deliveries, limit)
            calls, calls_read = company.webhook_calls.put_since(marks.webhook_calls, limit)
            asked, asked_read = company.handshakes.put_since(marks.handshakes, limit)
            new = max(len(company.store.events) - marks.events, 0)
            newest = list(islice(reversed(company.store.events.values()), new))
        events = newest[: -limit - 1 : -1]
        events_read = marks.events + len(events)
        read = _Marks(
            marks.restarts, requests_read, deliveries_read, calls_read, asked_read, events_read
        )
        records: list[Record] = [*requests, *deliveries, *calls, *asked, *events]
        found = [entry(company, each) for each in sorted(records, key=_number)]
        return found, str(read), marks.goes_on

    def follow(self, cursor: str | None, wait: float, limit: int = 10_000) -> Page:
        """As `since`, once there is something new, at most `wait` seconds later."""

        def news() -> Page | None:
            found = self.since(cursor, limit)
            return found if found[0] or not found[2] else None

        return waits.within(self._company, news, wait) or self.since(cursor, limit)

    def _in_order(self) -> list[Entry]:
        company = self._company
        records: list[Record] = [
            *company.requests,
            *company.deliveries,
            *company.webhook_calls,
            *company.handshakes,
            *company.store.events.values(),
        ]
        return [entry(company, record) for record in sorted(records, key=_number)]

    def _first(self, sought: Criteria) -> Entry | None:
        return next((each for each in self if sought.matches(each)), None)

    def _in_turn(self, sought: Sequence[Criteria]) -> list[Entry]:
        found: list[Entry] = []
        for each in self:
            if len(found) < len(sought) and sought[len(found)].matches(each):
                found.append(each)
        return found

    def _missing(self, sought: Sequence[Criteria], timeout: float) -> str:
        # Even if all of them have come by now: they came too late.
        found = self._in_turn(sought)[: len(sought) - 1]
        wanted = sought[len(found)]
        after = f" after\n  {found[-1]}\n" if found else ""
        lines = [f"no entry with {wanted}{after} within {timeout:g} s", *self._nearest(wanted)]
        return "\n".join(lines)

    def _nearest(self, wanted: Criteria) -> list[str]:
        missed = [(wanted.misses(each), each) for each in self]
        nearest_ones = sorted(
            (each for each in missed if each[0]), key=lambda each: (len(each[0]), -each[1].at)
        )[:_NEAR]
        lines = [f"  {each}\n    {'; '.join(why)}" for why, each in nearest_ones]
        return ["the nearest:", *lines] if lines else []


class _Search:
    """Looks for an entry again and again, each time only at what may have changed since."""

    def __init__(self, journal: JournalView, sought: Criteria) -> None:
        self._journal = journal
        self._sought = sought
        self._cursor: str | None = None
        self._untied: dict[str, Entry] = {}

    def first(self) -> Entry | None:
        while True:
            news, self._cursor, goes_on = self._journal.since(self._cursor)
            if not goes_on:
                self._untied.clear()
            looked_at = {
                each.id: entry(each.company, each.record) for each in self._untied.values()
            }
            looked_at |= {each.id: each for each in news}
            for each in looked_at.values():
                if self._sought.matches(each):
                    return each
            self._untied = {each.id: each for each in looked_at.values() if each.is_untied}
            if not news:
                return None


@dataclass(frozen=True, slots=True)
class _Marks:
    """How far a follower has read: what a cursor stands for."""

    restarts: int
    requests: int
    deliveries: int
    webhook_calls: int
    handshakes: int
    events: int
    goes_on: bool = True

    def __str__(self) -> str:
        crossed = (self.requests, self.deliveries, self.webhook_calls, self.handshakes)
        return "-".join(str(each) for each in (self.restarts, *crossed, self.events))

    @classmethod
    def read(cls, cursor: str | None, company: Company) -> "_Marks":
        if cursor is None:
            return cls(company.restarts, 0, 0, 0, 0, 0)
        if cursor == NOW:
            return cls(
                company.restarts,
                company.requests.puts,
                company.deliveries.puts,
                company.webhook_calls.puts,
                company.handshakes.puts,
                len(company.store.events),
            )
        match = _CURSOR.fullmatch(cursor)
        if match is None:
            raise InvalidSetting(f"after: {cursor!r} is no cursor of the journal")
        restarts, requests, deliveries, calls, asked, events = map(int, match.groups())
        marks = cls(restarts, requests, deliveries, calls, asked, events)
        if marks.restarts != company.restarts:
            return cls(company.restarts, 0, 0, 0, 0, 0, goes_on=False)
        return marks


def _number(record: Record) -> int:
    return record.number
