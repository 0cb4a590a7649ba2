"""A teammate's message in the domain: drafted, held, sent or failed, without any HTTP."""

import re

import pytest

from front_emulator.domain import sending
from front_emulator.domain.company import Company
from front_emulator.domain.conversations import assign
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import DeliveryRecord, Message, Outcome, Upload
from front_emulator.domain.errors import Conflict, InvalidBody, NotAllowed, NotFound, TooLarge
from front_emulator.domain.settings import Settings
from tests.unit.companies import BEGIN, channel_of, make_company, received, teammate_ids

SENT = Outcome()
FAILED = Outcome("forbidden", "No")


def reply(company: Company, to: Message, body: str = "Hello", **more: object) -> DeliveryRecord:
    outgoing = OutgoingMessage(body=body, **more)  # type: ignore[arg-type]
    return sending.reply(company, to.conversation_id, outgoing)


def message_of(company: Company, record: DeliveryRecord) -> Message:
    return company.store.messages[record.message_id]


def run(company: Company, record: DeliveryRecord, outcome: Outcome) -> DeliveryRecord:
    """What the courier does with a delivery, but for the POST."""
    assert company.schedule.cancel(record.id)
    return sending.finish(company, record.id, outcome)


def test_reply_is_a_draft_until_it_is_sent() -> None:
    """`version` makes the draft: hex, a number, milliseconds, hex."""
    company = make_company()
    message = message_of(company, reply(company, received(company)))
    assert message.is_draft
    assert message.version is not None
    assert re.fullmatch(r"[0-9a-f]{32}-\d+-1602100742249-[0-9a-f]{4}", message.version)
    assert (message.is_inbound, message.is_reply, message.error_type) == (False, True, None)
    assert message.created_at == BEGIN


def test_reply_falls_due_when_the_undo_window_ends() -> None:
    """The window is that of the channel at the time of the reply."""
    company = make_company(undo_send_time=15)
    record = reply(company, received(company))
    assert (record.state, record.due_at) == ("scheduled", BEGIN + 15)
    due = company.schedule.next()
    assert due is not None
    assert (due.at, due.action, due.key) == (BEGIN + 15, "deliver", record.id)


def test_reply_names_the_last_received_message_as_its_parent() -> None:
    """However many replies came after it, within a page of them."""
    company = make_company()
    received(company, "One")
    last = received(company, "Two")
    for _ in range(40):
        message = message_of(company, reply(company, last))
        assert message.in_reply_to == last.uid


def test_reply_ends_the_waiting_and_bumps_the_conversation() -> None:
    """It is listed first again, and nobody waits any more."""
    company = make_company()
    first = received(company, handle="fry")
    received(company, handle="bender")
    reply(company, first, archive=False)
    page = company.store.conversations_page(10)
    assert page[0][1].id == first.conversation_id
    assert page[0][1].waiting_since is None
    assert page[0][1].recipient.role == "to"


def test_reply_with_too_many_bytes_is_refused_before_anything_is_stored() -> None:
    """The limit is for the sum of the files."""
    company = make_company(Settings(attachments_limit=10))
    question = received(company)
    files = (Upload("a", "text/plain", b"123456"), Upload("b", "text/plain", b"12345"))
    with pytest.raises(TooLarge):
        reply(company, question, attachments=files)
    assert list(company.store.messages) == [question.id]


def test_reply_of_an_unknown_author_stores_nothing() -> None:
    """A refusal leaves no draft behind."""
    company = make_company()
    question = received(company)
    with pytest.raises(NotFound, match="Unknown teammate ID tea_0"):
        reply(company, question, author_id="tea_0")
    assert list(company.store.messages) == [question.id]
    assert len(company.schedule) == 0


def test_refused_replies_say_which_setting_it_is_in_a_hint() -> None:
    """Front's text for the client, an explanation for who reads the journal."""
    company = make_company(reply_mode="unsupported")
    with pytest.raises(NotAllowed) as caught:
        reply(company, received(company))
    assert caught.value.hint is not None
    assert "reply_mode" in caught.value.hint


def test_refused_compose_says_which_setting_it_is_in_a_hint() -> None:
    """The guide's name of the setting, and the API's."""
    company = make_company()
    with pytest.raises(NotAllowed) as caught:
        sending.compose(company, channel_of(company).id, OutgoingMessage("Hi", to=("fry",)))
    assert caught.value.hint is not None
    assert "Allow new messages" in caught.value.hint
    assert "compose_mode" in caught.value.hint


def test_compose_without_a_recipient_stores_nothing() -> None:
    """There is no conversation with nobody."""
    company = make_company(compose_mode="normal")
    with pytest.raises(InvalidBody, match=r"body\.to: missing"):
        sending.compose(company, channel_of(company).id, OutgoingMessage("Hi"))
    assert (company.store.conversations, company.store.messages) == ({}, {})


def test_compose_assigns_the_conversation_to_its_author() -> None:
    """Whoever begins a conversation has it."""
    company = make_company(compose_mode="normal")
    author = teammate_ids(company)[1]
    outgoing = OutgoingMessage("Hi", to=("fry",), author_id=author, archive=False)
    sending.compose(company, channel_of(company).id, outgoing)
    [conversation] = company.store.conversations.values()
    assert (conversation.assignee_id, conversation.status) == (author, "assigned")


def test_sent_message_is_no_draft() -> None:
    """`version` and `error_type` are null; the event is out_reply."""
    company = make_company()
    record = run(company, reply(company, received(company)), SENT)
    message = message_of(company, record)
    assert (record.state, record.outcome) == ("sent", SENT)
    assert (message.version, message.error_type) == (None, None)
    assert [event.type for event in company.store.events.values()][-1] == "out_reply"


def test_failed_message_keeps_its_version() -> None:
    """The same draft, with error_type webhook_error; the event is sending_error."""
    company = make_company()
    scheduled = reply(company, received(company))
    before = message_of(company, scheduled)
    record = run(company, scheduled, FAILED)
    message = message_of(company, record)
    assert (record.state, record.outcome) == ("failed", FAILED)
    assert (message.version, message.error_type) == (before.version, "webhook_error")
    assert [event.type for event in company.store.events.values()][-1] == "sending_error"


def test_success_after_a_failure_clears_the_error_type() -> None:
    """What is sent in the end did not fail."""
    company = make_company()
    record = run(company, reply(company, received(company)), FAILED)
    again = run(company, sending.resend(company, record.message_id), SENT)
    assert again.attempt == 2
    assert message_of(company, again).error_type is None


def test_retries_double_their_pause_and_end() -> None:
    """As many as the settings say, after 1, 2, 4… pauses."""
    company = make_company(Settings(delivery_retries=2, retry_pause=3))
    record = run(company, reply(company, received(company)), FAILED)
    pauses = []
    while (due := company.schedule.next()) is not None:
        retry = sending.known_delivery(company, due.key)
        pauses.append(due.at - company.clock.now())
        record = run(company, retry, FAILED)
    assert pauses == [3, 6]
    assert record.attempt == 3


def test_retry_does_not_wait_for_another_undo_window() -> None:
    """Nobody takes back what Front repeats by itself."""
    company = make_company(Settings(delivery_retries=1), undo_send_time=60)
    run(company, reply(company, received(company)), FAILED)
    due = company.schedule.next()
    assert due is not None
    assert due.at == BEGIN + 1


def test_undo_of_an_unknown_delivery_is_not_found() -> None:
    """There is nothing to take back."""
    with pytest.raises(NotFound, match="Unknown delivery ID dlv_0"):
        sending.undo(make_company(), "dlv_0")


def test_undo_emits_what_it_reverts() -> None:
    """The conversation is reopened and unassigned, as events show."""
    company = make_company(undo_send_time=5, auto_assign_on_reply=True)
    record = reply(company, received(company), author_id=teammate_ids(company)[0])
    sending.undo(company, record.id)
    types = [event.type for event in company.store.events.values()]
    assert types == ["inbound", "assign", "archive", "reopen", "unassign"]


def test_undo_leaves_the_conversation_to_whom_it_was_given_meanwhile() -> None:
    """Somebody else took it within the window."""
    company = make_company(undo_send_time=5, auto_assign_on_reply=True)
    leela, amy = teammate_ids(company)
    record = reply(company, received(company), author_id=leela)
    with company.lock:
        assign(company, record.conversation_id, amy)
    sending.undo(company, record.id)
    assert company.store.conversations[record.conversation_id].assignee_id == amy


def test_undo_of_a_resend_does_not_touch_the_conversation() -> None:
    """It was the reply that archived it, and the reply has been tried."""
    company = make_company(undo_send_time=5)
    failed = run(company, reply(company, received(company)), FAILED)
    sending.undo(company, sending.resend(company, failed.message_id).id)
    assert company.store.conversations[failed.conversation_id].state == "archived"


def test_resend_while_a_retry_is_pending_is_a_conflict() -> None:
    """One message is not on its way twice."""
    company = make_company(Settings(delivery_retries=1))
    failed = run(company, reply(company, received(company)), FAILED)
    with pytest.raises(Conflict, match="on its way already"):
        sending.resend(company, failed.message_id)


def test_whoever_runs_the_schedule_is_told_outside_the_lock() -> None:
    """Reply, compose, resend and a retry each announce what they scheduled."""
    company = make_company(Settings(delivery_retries=1), compose_mode="normal")
    told: list[bool] = []
    question = received(company)
    company.on_scheduled = lambda: told.append(company.lock._is_owned())  # type: ignore[attr-defined]
    record = reply(company, question)
    sending.compose(company, channel_of(company).id, OutgoingMessage("Hi", to=("fry",)))
    run(company, record, FAILED)
    sending.undo(company, company.store.last_attempts[record.message_id])
    sending.resend(company, record.message_id)
    assert told == [False] * 4
