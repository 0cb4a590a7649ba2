"""Whatever is done in whatever order, Front has what a simple model of it has."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from front_emulator import FrontEmulator, FrontServer
from front_emulator.domain import receiving
from front_emulator.domain.conversations import archive as archive_conversation
from front_emulator.domain.entities import Message
from front_emulator.domain.receiving import IncomingMessage
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver

PROCESSING_DELAY = 2
UNDO_TIMES = (0, 5, 10)
STEPS = (0, 0.5, 1, 2, 3, 5, 10, 60)
SENDERS = ("leela", "fry", "bender")

SMALL = settings(
    max_examples=100,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@dataclass
class Thread:
    """What the model knows of a conversation."""

    state: Literal["open", "archived"] = "open"
    is_assigned: bool = False
    texts: list[str] = field(default_factory=list)

    @property
    def status(self) -> str:
        if self.state == "archived":
            return "archived"
        return "assigned" if self.is_assigned else "unassigned"


@dataclass
class Send:
    """What the model knows of a teammate's message."""

    text: str
    thread: Thread
    undo_send_time: int
    archived: bool = False
    state: Literal["scheduled", "sent", "failed", "undone"] = "scheduled"
    has_failed: bool = False


@dataclass
class Model:
    """Front in a few lines: lists, and a schedule that is sorted when it is read."""

    now: float = 0
    undo_send_time: int = 0
    integration_works: bool = True
    by_sender: dict[str, Thread] = field(default_factory=dict)
    threads: list[Thread] = field(default_factory=list)
    sends: list[Send] = field(default_factory=list)
    posted: list[tuple[str, str | None]] = field(default_factory=list)
    schedule: list[tuple[float, int, str | Send, str]] = field(default_factory=list)
    scheduled: int = 0

    def add(self, delay: float, what: str | Send, text: str) -> None:
        self.scheduled += 1
        self.schedule.append((self.now + delay, self.scheduled, what, text))

    def hand_in(self, send: Send, *, archive: bool) -> None:
        self.sends.append(send)
        send.thread.texts.append(send.text)
        send.archived = archive and send.thread.state == "open"
        if archive:
            send.thread.state = "archived"
        self.add(send.undo_send_time, send, send.text)

    def undo(self, send: Send) -> None:
        self.schedule = [entry for entry in self.schedule if entry[2] is not send]
        send.state = "undone"
        if send.archived and send.thread.state == "archived":
            send.thread.state = "open"
        send.archived = False

    def advance(self, seconds: float) -> None:
        self.now += seconds
        due = sorted(
            (entry for entry in self.schedule if entry[0] <= self.now), key=lambda e: e[:2]
        )
        self.schedule = [entry for entry in self.schedule if entry[0] > self.now]
        for _, _, what, text in due:
            if isinstance(what, Send):
                self.post(what)
            else:
                self.appear(what, text)

    def appear(self, sender: str, text: str) -> None:
        if sender not in self.by_sender:
            self.by_sender[sender] = Thread()
            self.threads.append(self.by_sender[sender])
        self.by_sender[sender].state = "open"
        self.by_sender[sender].texts.append(text)

    def post(self, send: Send) -> None:
        self.posted.append((send.text, "webhook_error" if send.has_failed else None))
        send.state = "sent" if self.integration_works else "failed"
        send.has_failed = not self.integration_works


class Conversations(RuleBasedStateMachine):
    """Does the same with Front and with the model, and compares them after each step."""

    def __init__(self, server: FrontServer, receiver: Receiver) -> None:
        super().__init__()
        receiver.requests.clear()
        receiver.answers(r.SUCCESS)
        self.receiver = receiver
        self.model = Model()
        self.kept: dict[str, Model] = {}
        self.exported: Any = None
        self.numbers = 0
        self.front = FrontEmulator(
            server=server,
            seed="model",
            processing_delay=PROCESSING_DELAY,
            outgoing_url=receiver.url,
            allow_new_messages=True,
        )
        self.front.clock.freeze()

    def teardown(self) -> None:
        self.front.stop()
        self.front.check_background()

    def next_text(self) -> str:
        self.numbers += 1
        return f"message {self.numbers}"

    @rule(sender=st.sampled_from(SENDERS))
    def accept(self, sender: str) -> None:
        text = self.next_text()
        incoming = IncomingMessage(handle=sender, body=text)
        receiving.accept(self.front.company, self.front.channel.id, incoming)
        self.model.add(PROCESSING_DELAY, sender, text)

    @rule(seconds=st.sampled_from(STEPS))
    def advance(self, seconds: float) -> None:
        posted = len(self.model.posted)
        self.model.advance(seconds)
        caused = self.front.clock.advance(seconds)
        assert [delivery.message.text for delivery in caused] == [
            text for text, _ in self.model.posted[posted:]
        ]
        assert not any(delivery.is_pending for delivery in caused)

    @rule(seconds=st.sampled_from(UNDO_TIMES))
    def set_undo_send_time(self, seconds: int) -> None:
        self.front.channel.undo_send_time = seconds
        self.model.undo_send_time = seconds

    @rule(works=st.booleans())
    def let_the_integration_work(self, works: bool) -> None:
        self.receiver.answers(r.SUCCESS if works else r.error("internal_error"))
        self.model.integration_works = works

    @precondition(lambda self: self.model.threads)
    @rule(data=st.data(), archive=st.booleans())
    def reply(self, data: st.DataObject, archive: bool) -> None:
        number = data.draw(st.integers(0, len(self.model.threads) - 1))
        text = self.next_text()
        self.front.reply(self.front.conversations[number], text, archive=archive)
        thread = self.model.threads[number]
        self.model.hand_in(Send(text, thread, self.model.undo_send_time), archive=archive)

    @rule(sender=st.sampled_from(SENDERS), archive=st.booleans())
    def compose(self, sender: str, archive: bool) -> None:
        text = self.next_text()
        self.front.compose(sender, text, archive=archive)
        thread = Thread(is_assigned=True)
        self.model.threads.append(thread)
        self.model.hand_in(Send(text, thread, self.model.undo_send_time), archive=archive)

    @precondition(lambda self: any(send.state == "scheduled" for send in self.model.sends))
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        pending = [send for send in self.model.sends if send.state == "scheduled"]
        send = data.draw(st.sampled_from(pending))
        self.front.undo(self.message_with(send))
        self.model.undo(send)

    @precondition(lambda self: any(s.state in ("failed", "undone") for s in self.model.sends))
    @rule(data=st.data())
    def resend(self, data: st.DataObject) -> None:
        drafts = [send for send in self.model.sends if send.state in ("failed", "undone")]
        send = data.draw(st.sampled_from(drafts))
        self.front.resend(self.message_with(send))
        send.state, send.archived = "scheduled", False
        self.model.add(self.model.undo_send_time, send, send.text)

    @precondition(lambda self: self.model.threads)
    @rule(data=st.data())
    def archive(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(self.model.threads) - 1))
        with self.front.company.lock:
            archive_conversation(self.front.company, self.front.conversations[number].id)
        self.model.threads[number].state = "archived"

    @rule(name=st.sampled_from(("a", "b")))
    def take_a_snapshot(self, name: str) -> None:
        self.front.snapshots.take(name)
        self.kept[name] = deepcopy(self.model)

    @precondition(lambda self: self.front.snapshots)
    @rule(data=st.data())
    def go_back_to_a_snapshot(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.front.snapshots)))
        self.front.snapshots.restore(name)
        self.go_back_to(self.kept[name])
        assert self.front.snapshots.diff(name) == {}

    @rule()
    def export(self) -> None:
        self.exported = json.dumps(self.front.export_state()), deepcopy(self.model)

    @precondition(lambda self: self.exported)
    @rule()
    def import_what_was_exported(self) -> None:
        exported, model = self.exported
        self.front.import_state(json.loads(exported))
        self.go_back_to(model)

    def go_back_to(self, model: Model) -> None:
        """The world outside does not go back: what was posted, whether the integration works."""
        now = self.model
        self.model = deepcopy(model)
        self.model.posted, self.model.integration_works = now.posted, now.integration_works

    def message_with(self, send: Send) -> Message:
        return next(message for message in self.front.messages if message.text == send.text)

    @invariant()
    def what_was_posted_is_what_should_have_been_in_order(self) -> None:
        posted = [(m["text"], m["error_type"]) for m in self.receiver.messages]
        assert posted == self.model.posted

    @invariant()
    def conversations_have_their_messages_and_status(self) -> None:
        company = self.front.company
        seen = []
        for conversation in self.front.conversations:
            page = company.store.messages_of(conversation.id, 1000, descending=False)
            seen.append((conversation.status, sorted(message.text for _, message in page)))
        assert seen == [(t.status, sorted(t.texts)) for t in self.model.threads]

    @invariant()
    def drafts_are_what_was_not_sent(self) -> None:
        by_text = {message.text: message for message in self.front.messages}
        assert len(by_text) == len(self.front.messages)
        for send in self.model.sends:
            message = by_text[send.text]
            assert message.is_draft == (send.state != "sent")
            assert (message.error_type == "webhook_error") == send.has_failed

    @invariant()
    def last_attempts_are_in_the_state_they_should_be(self) -> None:
        company = self.front.company
        for send in self.model.sends:
            attempt = company.last_attempt(self.message_with(send).id)
            assert attempt is not None
            assert attempt.state == send.state


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def test_front_does_what_the_model_does(front_server: FrontServer, receiver: Receiver) -> None:
    """Order, no message lost or doubled, statuses: over real sockets, on a frozen clock."""
    machine: Any = partial(Conversations, front_server, receiver)
    run_state_machine_as_test(machine, settings=SMALL)
