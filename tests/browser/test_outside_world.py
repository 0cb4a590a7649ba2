"""The outside world: visitors who write, a Front that fails, a clock that is held and moved."""

import re

import pytest

from tests.browser.inbox import Inbox, incoming
from tests.e2e.receiver import Receiver

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


def test_a_visitor_writes_in(inbox: Inbox) -> None:
    inbox.page.keyboard.press("n")
    dialog = inbox.page.get_by_role("dialog", name="Write in as a visitor")
    dialog.get_by_label("Message").fill("Where is my *pizza*?")
    dialog.get_by_label("Handle").fill("fry")
    dialog.get_by_label("Name").fill("Philip Fry")
    dialog.get_by_label("thread_ref").fill("chat 7")
    dialog.get_by_label("Subject").fill("Delivery")
    inbox.button("Write", dialog).click()
    inbox.choose("Philip Fry")
    [message] = inbox.front.messages
    assert (message.sender, message.thread_ref, message.subject) == ("fry", "chat 7", "Delivery")
    assert message.text == "Where is my pizza?"


def test_a_visitor_is_made_up(inbox: Inbox) -> None:
    inbox.page.keyboard.press("n")
    inbox.button("Make one up").click()
    expect(inbox.rows).to_have_count(1)


def test_a_visitor_answers_in_the_same_thread(inbox: Inbox) -> None:
    first = inbox.front.receive("Hello", sender="fry", thread_ref="chat 7")
    inbox.choose("fry").write("Still there?", "As the visitor", "Write")
    expect(inbox.message("Still there?")).to_be_visible()
    second = inbox.front.messages[-1]
    assert (second.conversation_id, second.thread_ref) == (first.conversation_id, "chat 7")


@pytest.mark.parametrize(
    ("error_type", "status"),
    [
        ("bad_request", 400),
        ("authentication_required", 401),
        ("forbidden", 403),
        ("not_found", 404),
        ("request_timeout", 408),
        ("too_many_requests", 429),
        ("internal_error", 500),
    ],
)
def test_one_click_makes_front_answer_with_an_error_type(
    inbox: Inbox, error_type: str, status: int
) -> None:
    inbox.button("Make Front fail").click()
    inbox.button(error_type).click()
    panel = inbox.page.get_by_role("group", name=re.compile("Make Front fail"))
    expect(panel).to_contain_text("0 of 1")
    assert incoming(inbox).status_code == status
    assert incoming(inbox).status_code == 202
    expect(panel).to_contain_text("spent")


def test_a_delivery_is_made_to_fail_and_the_fault_removed(inbox: Inbox, receiver: Receiver) -> None:
    message = inbox.front.receive("Hello", sender="leela")
    inbox.choose("leela")
    inbox.button("Make Front fail").click()
    inbox.page.get_by_label("What goes wrong").select_option("Deliveries to the integration")
    inbox.page.get_by_label("How often").select_option("until removed")
    inbox.button("forbidden").click()
    panel = inbox.page.get_by_role("group", name=re.compile("Make Front fail"))
    expect(panel).to_contain_text("0 so far")
    inbox.front.reply(message, "Lost", archive=False)
    expect(inbox.message("Lost").get_by_role("group")).to_contain_text("forbidden")
    inbox.button("Remove all").click()
    expect(inbox.button("Remove all")).to_have_count(0)
    assert inbox.front.reply(message, "Found").ok
    assert receiver.texts == ["Found"]


def test_a_page_that_looks_on_uses_up_no_fault_and_leaves_no_trace(inbox: Inbox) -> None:
    fault = inbox.front.faults.add(status=503)
    inbox.front.receive("Hello", sender="leela")
    inbox.choose("leela")
    inbox.view("Channels")
    expect(inbox.page.get_by_role("form")).to_have_count(1)
    assert fault.fired == 0
    assert inbox.front.requests == []


def test_the_clock_is_frozen_moved_and_run_again(inbox: Inbox) -> None:
    front = inbox.front
    front.configure(processing_delay=30)
    inbox.button("Freeze the clock").click()
    expect(inbox.button("Let the clock run")).to_be_visible()
    assert front.company.clock.is_frozen
    incoming(inbox, "Slow")
    forward = inbox.page.get_by_role("button", name=re.compile("^Go to what falls due next"))
    expect(forward).to_have_attribute("aria-label", re.compile('leela appears: "Slow"'))
    before = front.clock.now()
    forward.click()
    expect(inbox.row("leela")).to_contain_text("Slow")
    assert front.clock.now() == pytest.approx(before + 30, abs=0.01)
    inbox.button("Let the clock run").click()
    expect(inbox.button("Freeze the clock")).to_be_visible()
    assert not front.company.clock.is_frozen


def test_what_is_due_is_listed(inbox: Inbox) -> None:
    inbox.front.configure(processing_delay=30)
    inbox.front.clock.freeze()
    for text in ("One", "Two"):
        incoming(inbox, text)
    inbox.page.get_by_role("button", name=re.compile("^Clock")).click()
    panel = inbox.page.get_by_role("group", name=re.compile("^Clock"))
    expect(panel.get_by_role("listitem")).to_have_count(2)
    expect(panel).to_contain_text('"Two"')


@pytest.mark.complains("ERR_INTERNET_DISCONNECTED")
def test_a_lost_emulator_is_said_and_found_again(inbox: Inbox) -> None:
    page = inbox.page
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_role("alert")).to_contain_text("The emulator does not answer")
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_have_count(0)
    inbox.front.receive("Back again", sender="leela")
    expect(inbox.row("leela")).to_be_visible()
