"""Snapshots of a company: taken, gone back to, compared."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from front_emulator.domain.clock import ClockState
from front_emulator.domain.company import Company
from front_emulator.domain.entities import DeliveryRecord, Handshake, RequestRecord, WebhookCall
from front_emulator.domain.errors import NotFound
from front_emulator.domain.faults import FaultState
from front_emulator.domain.journal import Journal
from front_emulator.domain.schedule import Schedule
from front_emulator.domain.setting_kinds import nearest
from front_emulator.domain.settings import Settings
from front_emulator.domain.store import Store


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a company was at a moment; entities and the bytes of files are shared with it.

    `taken_at` is Unix seconds of the company's clock.
    """

    taken_at: float
    settings: Settings
    clock: ClockState
    store: Store = field(repr=False)
    schedule: Schedule = field(repr=False)
    requests: Journal[RequestRecord] = field(repr=False)
    deliveries: Journal[DeliveryRecord] = field(repr=False)
    webhook_calls: Journal[WebhookCall] = field(repr=False)
    handshakes: Journal[Handshake] = field(repr=False)
    faults: tuple[FaultState, ...] = ()


def capture(company: Company) -> Snapshot:
    """The company as it is. What is under way to an integration counts as due.

    A request to Front and a challenge under way count not at all.
    """
    with company.lock:
        snapshot = Snapshot(
            taken_at=company.clock.timestamp(),
            settings=company.settings,
            clock=company.clock.state,
            store=copy(company.store),
            schedule=copy(company.schedule),
            requests=copy(company.requests),
            deliveries=copy(company.deliveries),
            webhook_calls=copy(company.webhook_calls),
            handshakes=copy(company.handshakes),
            faults=company.faults.states,
        )
    for asked in snapshot.requests:
        if not asked.is_over:
            snapshot.requests.remove(asked.id)
    for record in snapshot.deliveries:
        if not record.is_over and record.id not in snapshot.schedule:
            due = replace(record, state="scheduled", request=None, started_at=None, fault=None)
            snapshot.deliveries.put(due)
            snapshot.schedule.add(due.due_at, "deliver", due.id)
    for call in snapshot.webhook_calls:
        if call.is_over or call.id in snapshot.schedule:
            continue
        if call.type == "sync":
            snapshot.webhook_calls.remove(call.id)
            continue
        again = replace(call, state="scheduled", request=None, started_at=None)
        snapshot.webhook_calls.put(again)
        snapshot.schedule.add(call.due_at, "tell", call.id)
    return snapshot


def restore(company: Company, snapshot: Snapshot) -> None:
    """Put the company back to a snapshot; what is under way is broken off and no longer counts.

    Ids go on counting: an integration that remembers ids never meets one for two things. A
    frozen clock is put back to where it stood, a running one keeps its distance to the machine's.
    """
    with company.changed:
        company.restarts += 1
        company.settings = snapshot.settings
        company.store = copy(snapshot.store)
        company.schedule = copy(snapshot.schedule)
        company.requests = copy(snapshot.requests)
        company.deliveries = copy(snapshot.deliveries)
        company.webhook_calls = copy(snapshot.webhook_calls)
        company.handshakes = copy(snapshot.handshakes)
        company.clock.restore(snapshot.clock)
        crossed = (*company.requests, *company.deliveries, *company.webhook_calls)
        records = (*crossed, *company.handshakes, *company.store.events.values())
        company.number_from(max((each.number for each in records), default=0))
        company.changed.notify_all()
    company.faults.restore(snapshot.faults)
    company.on_cancelled()
    company.on_scheduled()


class Snapshots(Mapping[str, Snapshot]):
    """A company's snapshots by name, in memory, until the account ends."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def __repr__(self) -> str:
        return f"<Snapshots {', '.join(self) or 'none'}>"

    def __getitem__(self, name: str) -> Snapshot:
        return self._company.snapshots[name]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._company.snapshots))

    def __len__(self) -> int:
        return len(self._company.snapshots)

    def take(self, name: str) -> Snapshot:
        """Keep the account as it is under a name; one of that name before is replaced."""
        snapshot = self._company.snapshots[name] = capture(self._company)
        return snapshot

    def restore(self, name: str) -> None:
        """Go back to a snapshot, as often as you like. Raises `NotFound`.

        What is under way is broken off; ids go on counting.
        """
        restore(self._company, self._known(name))

    def remove(self, name: str) -> None:
        """Forget a snapshot. Raises `NotFound`."""
        self._known(name)
        self._company.snapshots.pop(name, None)

    def diff(self, before: str, after: str | None = None) -> "Diff":
        """What is different in `after`, or now, from `before`. Raises `NotFound`."""
        older = self._known(before)
        return diff(older, capture(self._company) if after is None else self._known(after))

    def _known(self, name: str) -> Snapshot:
        snapshot = self._company.snapshots.get(name)
        if snapshot is None:
            near = f"the nearest is {nearest(name, list(self))}" if self else "there is none yet"
            raise NotFound(f"There is no snapshot {name!r}; {near}")
        return snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """A field that has another value."""

    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class KindDiff:
    """What is different among the entities of one kind, by id."""

    added: Mapping[str, Any] = field(default_factory=dict)
    removed: Mapping[str, Any] = field(default_factory=dict)
    changed: Mapping[str, Mapping[str, Change]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


class Diff(dict[str, KindDiff]):
    """What is different, by kind: `messages`, `conversations`, `settings` and so on."""

    def __str__(self) -> str:
        """A line for each difference, for a person."""
        return "\n".join(_lines(self)) or "no difference"


def diff(before: Snapshot, after: Snapshot) -> Diff:
    """What is different in `after` from `before`."""
    kinds = {
        each.name: _kind_diff(getattr(before.store, each.name), getattr(after.store, each.name))
        for each in fields(Store)
        if not each.metadata.get("is_index") and isinstance(getattr(after.store, each.name), dict)
    }
    kinds["deliveries"] = _kind_diff(_by_id(before.deliveries), _by_id(after.deliveries))
    settings = _changes(before.settings, after.settings)
    kinds["settings"] = KindDiff(changed={"settings": settings} if settings else {})
    return Diff({name: found for name, found in kinds.items() if found})


def _by_id(journal: Journal[DeliveryRecord]) -> dict[str, DeliveryRecord]:
    return {record.id: record for record in journal}


def _kind_diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> KindDiff:
    """Entities only: what is no dataclass is an index of the store's own."""
    added = {key: each for key, each in after.items() if key not in before}
    removed = {key: each for key, each in before.items() if key not in after}
    changed = {
        key: _changes(before[key], each)
        for key, each in after.items()
        if key in before and before[key] is not each and is_dataclass(each)
    }
    return KindDiff(
        {key: each for key, each in added.items() if is_dataclass(each)},
        {key: each for key, each in removed.items() if is_dataclass(each)},
        {key: change for key, change in changed.items() if change},
    )


def _changes(before: Any, after: Any) -> dict[str, Change]:
    pairs = {
        each.name: (getattr(before, each.name), getattr(after, each.name)) for each in fields(after)
    }
    return {name: Change(*pair) for name, pair in pairs.items() if pair[0] != pair[1]}


def _lines(found: Diff) -> Iterator[str]:
    for kind, difference in found.items():
        yield from (f"+ {kind} {key}{_about(each)}" for key, each in difference.added.items())
        yield from (f"- {kind} {key}{_about(each)}" for key, each in difference.removed.items())
        for key, changes in difference.changed.items():
            for name, change in changes.items():
                yield f"~ {kind} {key} {name}: {_short(change.before)} → {_short(change.after)}"


def _about(entity: Any) -> str:
    named = ("blurb", "name", "email", "type", "state", "subject")
    said = next((getattr(entity, name) for name in named if getattr(entity, name, None)), None)
    return "" if said is None else f" {_short(said)}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
