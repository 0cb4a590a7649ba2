"""A company as one JSON file: written, checked and read back; schemas/state.json describes it.

What is in it follows from the fields of the entities and of the store, so that a new one comes
along by itself.
"""

import json
from dataclasses import dataclass, fields, make_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from front_emulator import __version__
from front_emulator.domain import snapshots
from front_emulator.domain.clock import ClockState
from front_emulator.domain.company import Company
from front_emulator.domain.entities import DeliveryRecord, Handshake, RequestRecord, WebhookCall
from front_emulator.domain.errors import InvalidSetting, InvalidState
from front_emulator.domain.fault import Fault
from front_emulator.domain.faults import FaultState
from front_emulator.domain.journal import Journal, Record
from front_emulator.domain.schedule import Action, Schedule
from front_emulator.domain.settings import Settings, changed, document
from front_emulator.domain.snapshots import Diff, Snapshot
from front_emulator.domain.store import Store
from front_emulator.files import write_whole
from front_emulator.wire import setting_schemas

FORMAT = "front-emulator state"
VERSION = 1

Json = dict[str, Any]
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which account it is; ids go on from where `counts` are."""

    seed: str
    id: str
    team_id: str
    name: str
    slug: str
    api_token: str
    api_secret: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class SavedFault:
    """A fault in force: its options, how often it was met and fired, and when it ends."""

    id: str
    fault: dict[str, Any]
    met: int
    fired: int
    ends_at: float | None


@dataclass(frozen=True, slots=True)
class SavedDue:
    """What will happen, in that order; `key` is a uid or the id of a delivery."""

    at: float
    action: Action
    key: str


@dataclass(frozen=True, slots=True)
class State:
    """What a state file says, checked."""

    identity: Identity
    snapshot: Snapshot


def export(company: Company) -> Json:
    """All of a company as JSON has it."""
    with company.lock:
        snapshot = snapshots.capture(company)
        identity = Identity(
            seed=company.seed,
            id=company.id,
            team_id=company.team_id,
            name=company.name,
            slug=company.slug,
            api_token=company.api_token,
            api_secret=company.api_secret,
            counts=company.ids.counts,
        )
    told = {
        "format": FORMAT,
        "version": VERSION,
        "written_by": __version__,
        "company": identity,
        "taken_at": snapshot.taken_at,
        "settings": document(snapshot.settings),
        "clock": snapshot.clock,
        "store": _stored(snapshot.store),
        "schedule": [SavedDue(due.at, due.action, due.key) for due in snapshot.schedule],
        "requests": list(snapshot.requests),
        "deliveries": list(snapshot.deliveries),
        "webhook_calls": list(snapshot.webhook_calls),
        "handshakes": list(snapshot.handshakes),
        "faults": [
            SavedFault(f.id, f.fault.options, f.met, f.fired, f.ends_at) for f in snapshot.faults
        ],
    }
    exported: Json = msgspec.to_builtins(told)
    return exported


def save(company: Company, path: Path) -> None:
    """Write a company to a file, which is whole whatever happens. Raises `OSError`."""
    write_whole(path, json.dumps(export(company), allow_nan=False).encode())


def load(path: Path) -> State:
    """What a file written by `save` says. Raises `InvalidState` in one line, and `OSError`."""
    try:
        return read(json.loads(path.read_bytes()))
    except (ValueError, RecursionError) as error:
        what = str(error) if isinstance(error, InvalidState) else f"no JSON ({error})"
        raise InvalidState(f"{path}: {what}") from error


def read(told: Any) -> State:
    """What an exported company says. Raises `InvalidState`, which says where it is wrong."""
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise InvalidState(f'no state of front-emulator: it should say "format": "{FORMAT}"')
    if told.get("version") != VERSION:
        raise InvalidState(
            f"version {told.get('version')!r} of the format; this front-emulator reads {VERSION}"
        )
    try:
        file = msgspec.convert(told, _file_type())
        return State(file.company, _snapshot(file))
    except (msgspec.ValidationError, InvalidSetting) as error:
        raise InvalidState(f"not as schemas/state.json has it: {error}") from error


def restore(company: Company, state: State) -> None:
    """Put a company to a state; its own token, secret and name stay, and ids count on from both."""
    with company.lock:
        if state.identity.seed == company.seed:
            company.ids.go_on_from(state.identity.counts)
        snapshots.restore(company, state.snapshot)
        company.settle()


def adopt(company: Company, state: State) -> None:
    """Make a new company of the state's seed the one that was saved, name, token and all."""
    identity = state.identity
    company.id, company.team_id = identity.id, identity.team_id
    company.name, company.slug = identity.name, identity.slug
    restore(company, state)


def schema() -> Json:
    """The JSON Schema of an exported company."""
    _, definitions = msgspec.json.schema_components([_file_type()], ref_template="#/$defs/{name}")
    root = definitions.pop("File")
    root["properties"]["settings"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": setting_schemas.properties(),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:front-emulator:schema:state",
        **root,
        "title": "The state of an account",
        "description": "What `serve --state` keeps and `GET /__admin/companies/{company}/state` "
        "answers with. Times are Unix seconds, bytes are base64.",
        "$defs": definitions,
    }


def diff_document(diff: Diff) -> Json:
    """What is different between two snapshots, as JSON has it."""
    told: Json = msgspec.to_builtins(
        {
            kind: {
                "added": dict(each.added),
                "removed": dict(each.removed),
                "changed": {key: dict(change) for key, change in each.changed.items()},
            }
            for kind, each in diff.items()
        }
    )
    return told


@cache
def _store_type() -> Any:
    """The store's fields, but for the indices; keys that JSON has not make a list of pairs."""
    hints = get_type_hints(Store)
    kept = [each for each in fields(Store) if not each.metadata.get("is_index")]
    types = [(each.name, _json_type(hints[each.name])) for each in kept]
    return make_dataclass("StoreState", types, frozen=True)


def _json_type(hint: Any) -> Any:
    if get_origin(hint) is dict and get_args(hint)[0] is not str:
        return list[tuple[get_args(hint)]]  # type: ignore[misc]
    return hint


def _stored(store: Store) -> Any:
    values = {each.name: getattr(store, each.name) for each in fields(_store_type())}
    hints = get_type_hints(_store_type())
    return {
        name: list(value.items()) if get_origin(hints[name]) is list else value
        for name, value in values.items()
    }


@cache
def _file_type() -> Any:
    return make_dataclass(
        "File",
        [
            ("format", Literal["front-emulator state"]),
            ("version", Literal[1]),
            ("written_by", str),
            ("company", Identity),
            ("taken_at", float),
            ("settings", dict[str, Any]),
            ("clock", ClockState),
            ("store", _store_type()),
            ("schedule", list[SavedDue]),
            ("requests", list[RequestRecord]),
            ("deliveries", list[DeliveryRecord]),
            ("webhook_calls", list[WebhookCall]),
            ("handshakes", list[Handshake]),
            ("faults", list[SavedFault]),
        ],
        frozen=True,
    )


def _snapshot(file: Any) -> Snapshot:
    store = Store(
        **{
            each.name: _as_in_store(each.name, getattr(file.store, each.name))
            for each in fields(file.store)
        }
    )
    _check_references(store, file)
    store.index()
    schedule = Schedule()
    for due in file.schedule:
        schedule.add(due.at, due.action, due.key)
    return Snapshot(
        taken_at=file.taken_at,
        settings=changed(Settings(), file.settings),
        clock=file.clock,
        store=store,
        schedule=schedule,
        requests=_journal(file.requests),
        deliveries=_journal(file.deliveries),
        webhook_calls=_journal(file.webhook_calls),
        handshakes=_journal(file.handshakes),
        faults=tuple(
            FaultState(f.id, Fault.of(**f.fault), f.met, f.fired, f.ends_at) for f in file.faults
        ),
    )


def _as_in_store(name: str, value: Any) -> Any:
    return dict(value) if get_origin(get_type_hints(Store)[name]) is dict else value


def _journal(records: list[R]) -> Journal[R]:
    journal = Journal[R]()
    for record in records:
        journal.put(record)
    return journal


def _check_references(store: Store, file: Any) -> None:
    """What names something else names what is there. Raises `InvalidState`."""
    deliveries = {record.id for record in file.deliveries}
    named = [
        *(("channel", c.id, "inboxes", c.inbox_id) for c in store.channels.values()),
        *(("conversation", c.id, "channels", c.channel_id) for c in store.conversations.values()),
        *(("conversation", c.id, "inboxes", c.inbox_id) for c in store.conversations.values()),
        *(("message", m.id, "channels", m.channel_id) for m in store.messages.values()),
        *(("message", m.id, "conversations", m.conversation_id) for m in store.messages.values()),
        *(("accepted message", a.uid, "channels", a.channel_id) for a in store.accepted.values()),
        *(("delivery", d.id, "messages", d.message_id) for d in file.deliveries if not d.is_over),
        *(
            ("webhook call", c.id, "events", c.event_id)
            for c in file.webhook_calls
            if not c.is_over and c.event_id is not None
        ),
        *(
            ("webhook call", c.id, "messages", c.message_id)
            for c in file.webhook_calls
            if not c.is_over and c.event_id is None
        ),
        *(("due event", d.key, "accepted", d.key) for d in file.schedule if d.action == "appear"),
    ]
    for kind, own, others, named_id in named:
        if named_id not in getattr(store, others):
            raise InvalidState(f"{kind} {own} names {named_id}, which is not among its {others}")
    calls = {call.id for call in file.webhook_calls}
    for due in file.schedule:
        if due.action == "deliver" and due.key not in deliveries:
            raise InvalidState(f"due event {due.key} is not among its deliveries")
        if due.action == "tell" and due.key not in calls:
            raise InvalidState(f"due event {due.key} is not among its webhook_calls")
    if not store.channels or not store.teammates:
        raise InvalidState("an account has a channel and a teammate at least")
