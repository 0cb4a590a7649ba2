"""Snapshots: what was is there again, ids go on, and a diff says what is different."""

from copy import copy
from dataclasses import fields
from typing import Any

import pytest

from front_emulator.domain import (
    applications,
    calls,
    comments,
    receiving,
    sending,
    tags,
    templates,
    webhooks,
)
from front_emulator.domain.calls import NewCall
from front_emulator.domain.company import Company
from front_emulator.domain.conversations import archive, assign
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import (
    External,
    Handshake,
    Outcome,
    Party,
    TranscriptLine,
    Upload,
    WireRequest,
)
from front_emulator.domain.errors import NotFound
from front_emulator.domain.rate_limits import RateLimits
from front_emulator.domain.receiving import IncomingMessage
from front_emulator.domain.snapshots import Snapshots, capture, restore
from front_emulator.domain.store import Ordering, Orderings, Store
from front_emulator.domain.words import WordIndex
from tests.unit.companies import BEGIN, channel_of, make_company, received, teammate_ids


def content(store: Store) -> dict[str, Any]:
    """Everything a store has, indices and all, to be compared."""
    found = {each.name: getattr(store, each.name) for each in fields(store)}
    for name, value in found.items():
        if isinstance(value, Ordering):
            found[name] = list(value.walk(None))
        if isinstance(value, WordIndex):
            found[name] = [store.conversations_with(word) for word in ("fry", "hello", "three")]
            found["_without_words"] = []
        if isinstance(value, Orderings):
            listed = {key: list(entries.walk(None)) for key, entries in value._all.items()}
            found[name] = {key: entries for key, entries in listed.items() if entries}
    return found


def rich_company() -> Company:
    """A company in which there is something of everything."""
    company = make_company(compose_mode="normal", webhook_url="http://localhost/", undo_send_time=5)
    upload = Upload("a.bin", "application/octet-stream", bytes(range(256)))
    first = received(company, "One", "fry", attachments=(upload,), headers={"a": [1, None]})
    received(company, "Two", "bender", thread_ref="x/y", subject="Re: it")
    received(company, "Three", "fry")
    leela = teammate_ids(company)[0]
    with company.lock:
        assign(company, first.conversation_id, leela)
    reply = OutgoingMessage("Hello", author_id=leela, attachments=(upload,))
    waiting = sending.reply(company, first.conversation_id, reply)
    company.store.overtaken[first.conversation_id] = waiting.id
    sent = sending.compose(company, channel_of(company).id, OutgoingMessage("New", to=("amy",)))
    company.schedule.cancel(sent.id)
    sending.finish(company, sent.id, Outcome("forbidden", "No"))
    receiving.accept(company, channel_of(company).id, IncomingMessage("zoidberg", "Later"))
    never = IncomingMessage("nobody", "Never")
    receiving.accept(company, channel_of(company).id, never, delay=float("inf"))
    company.faults.add(status=429, retry_after=1, times=2)
    company.faults.take_request("GET", "/me", b"")
    company.configure(link_host="api2", rate_limits="starter")
    RateLimits(company).take(channel_of(company).id)
    tags.add(company, first.conversation_id, [tags.create(company, "urgent").id])
    comments.add(company, first.conversation_id, "A comment", author_id=leela)
    put_application(company)
    return company


def put_application(company: Company) -> None:
    """An application with a channel that has a message, a template and a call."""
    application = applications.create(company, "SMS", "http://localhost/front")
    inbox_id = next(iter(company.store.inboxes))
    planned = applications.planned_channel(company, application, inbox_id=inbox_id)
    channel = applications.connected(company, planned, "http://localhost/front/messages")
    request = WireRequest("POST", "http://localhost/front", (), b"{}")
    applications.note(
        company,
        Handshake("hsk_1", "authorization", application.uid, channel.id, BEGIN, 0.1, request),
    )
    external = External("m-1", "c-1")
    incoming = IncomingMessage("kif", "Sigh", external=external, delivered_at=BEGIN)
    accepted = receiving.accept(company, channel.id, incoming)
    company.schedule.cancel(accepted.uid)
    with company.lock:
        receiving.appear(company, accepted.uid)
    template = {
        "name": "Hi", "blurb": "Hi", "is_disabled": False, "status_name": "APPROVED",
        "variable_mappings": [{"uid": "1", "name": "n", "type": "t"}], "template_preview": "Hi",
    }  # fmt: skip
    templates.sync(company, channel.id, "t-1", template)
    calls.create(company, channel.id, NewCall("a", "a", "inbound", Party("kif"), "ringing"))
    line = TranscriptLine("Kif", "Sigh", 0.5, "external")
    calls.transcribe(company, channel.id, "a", (line,))
    webhooks.put(company, webhooks.plan(company, "http://localhost/hook", ("comment",)))
    comments.add(company, next(iter(company.store.conversations)), "Told of")


def test_what_was_is_there_again_whatever_has_happened_since() -> None:
    """As often as one goes back."""
    company = rich_company()
    before = content(copy(company.store))
    snapshot = capture(company)
    for _ in range(2):
        received(company, "More", "fry")
        received(company, "New", "nibbler")
        with company.lock:
            archive(company, next(iter(company.store.conversations)))
        company.configure(link_host="company")
        company.faults.clear()
        company.schedule.clear()
        company.deliveries.clear()
        company.clock.move_to(BEGIN + 1000)
        assert content(company.store) != before
        restore(company, snapshot)
        assert content(company.store) == before
        assert company.settings.link_host == "api2"
        [rule] = company.faults
        assert rule.fault.options == {"status": 429, "retry_after": 1, "times": 2}
        assert (rule.met, rule.fired) == (1, 1)
        assert [due.action for due in company.schedule] == ["tell", "tell", "appear", "deliver"]
        assert len(company.deliveries) == 2
        assert company.clock.now() == BEGIN


def test_there_is_something_of_everything_to_try_it_with() -> None:
    """A new kind of entity belongs into `rich_company`, so that these tests are about it too."""
    store = rich_company().store
    assert [each.name for each in fields(store) if not getattr(store, each.name)] == []


def test_ids_go_on_counting() -> None:
    """An integration that remembers ids never meets one for two things."""
    company = make_company()
    snapshot = capture(company)
    first = received(company)
    restore(company, snapshot)
    assert company.store.messages == {}
    again = received(company)
    assert (again.id, again.uid, again.conversation_id) != (
        first.id,
        first.uid,
        first.conversation_id,
    )


def test_entities_and_the_bytes_of_files_are_shared() -> None:
    company = rich_company()
    snapshot = capture(company)
    for message_id, message in company.store.messages.items():
        assert snapshot.store.messages[message_id] is message


def test_an_ordering_is_copied_when_either_side_changes_it() -> None:
    """Until then a snapshot costs nothing for it."""
    here = Orderings[str]()
    here.changing("a").add((1, 0), "x")
    there = copy(here)
    assert there.get("a") is here.get("a")
    here.changing("a").add((2, 0), "y")
    there.changing("a").add((3, 0), "z")
    there.changing("b").add((4, 0), "w")

    def ids(orderings: Orderings[str], key: str) -> list[str]:
        return [entity_id for _, entity_id in (orderings.get(key) or Ordering()).walk(None)]

    assert (ids(here, "a"), ids(there, "a")) == (["y", "x"], ["z", "x"])
    assert (ids(here, "b"), ids(there, "b")) == ([], ["w"])


def test_a_delivery_under_way_is_due_again_in_the_snapshot() -> None:
    """Its POST is broken off when the snapshot is gone back to."""
    company = make_company(webhook_url="http://localhost/")
    question = received(company)
    record = sending.reply(company, question.conversation_id, OutgoingMessage("Hello"))
    assert company.schedule.pop(BEGIN) is not None
    with company.lock:
        sending.begin(company, record.id, WireRequest("POST", "http://localhost/", (), b""))
    snapshot = capture(company)
    known = sending.known_delivery(company, record.id)
    assert known.state == "in_flight"
    cancelled = list[str]()
    company.on_cancelled = lambda: cancelled.append("what is under way")
    restore(company, snapshot)
    assert cancelled == ["what is under way"]
    known = sending.known_delivery(company, record.id)
    assert (known.state, known.request) == ("scheduled", None)
    assert [due.key for due in company.schedule] == [record.id]


def test_a_running_clock_keeps_its_distance_to_the_machines() -> None:
    company = make_company()
    company.clock.resume()
    company.clock.move_to(company.clock.now() + 1000)
    snapshot = capture(company)
    company.clock.move_to(company.clock.now() + 5000)
    restore(company, snapshot)
    assert not company.clock.is_frozen
    assert company.clock.state.ahead == pytest.approx(snapshot.clock.ahead, abs=0.5)


def test_a_diff_says_what_is_added_removed_and_changed() -> None:
    company = make_company()
    fry = received(company, "One", "fry")
    snapshots = Snapshots(company)
    snapshots.take("before")
    with company.lock:
        archive(company, fry.conversation_id)
    bender = received(company, "Two", "bender")
    company.configure(reply_subject="unchanged")
    found = snapshots.diff("before")
    assert list(found["messages"].added) == [bender.id]
    change = found["conversations"].changed[fry.conversation_id]
    assert (change["state"].before, change["state"].after) == ("open", "archived")
    assert found["settings"].changed["settings"]["reply_subject"].after == "unchanged"
    lines = str(found).split("\n")
    assert f"+ messages {bender.id} 'Two'" in lines
    assert f"~ conversations {fry.conversation_id} state: 'open' → 'archived'" in lines
    assert "~ settings settings reply_subject: 're' → 'unchanged'" in lines
    snapshots.take("after")
    back = snapshots.diff("after", "before")
    assert list(back["messages"].removed) == [bender.id]
    assert f"- messages {bender.id} 'Two'" in str(back)


def test_nothing_is_different_at_once() -> None:
    company = rich_company()
    snapshots = Snapshots(company)
    snapshots.take("now")
    found = snapshots.diff("now")
    assert not found
    assert str(found) == "no difference"


def test_snapshots_are_known_by_name() -> None:
    company = make_company()
    snapshots = Snapshots(company)
    with pytest.raises(NotFound, match="There is no snapshot 'one'; there is none yet"):
        snapshots.restore("one")
    snapshots.take("one")
    taken = snapshots.take("one")
    assert dict(snapshots) == {"one": taken}
    assert repr(snapshots) == "<Snapshots one>"
    for fails in (snapshots.restore, snapshots.remove, snapshots.diff):
        with pytest.raises(NotFound, match="There is no snapshot 'ome'; the nearest is one"):
            fails("ome")
    snapshots.remove("one")
    assert len(snapshots) == 0
