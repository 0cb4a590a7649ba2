"""What a teammate does in Front, and what becomes of it."""

import re
from pathlib import Path

import pytest

from tests.browser.inbox import Inbox
from tests.e2e.receiver import SUCCESS, Receiver, error

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


@pytest.fixture
def chat(inbox: Inbox) -> Inbox:
    """The inbox with a conversation that is open."""
    inbox.front.receive("Is my parcel lost?", sender="leela", name="Leela", subject="Order 1")
    return inbox.choose("Leela")


def test_a_reply_is_delivered_and_archives(chat: Inbox, receiver: Receiver) -> None:
    chat.write("It is on its way.")
    expect(chat.message("It is on its way.")).to_contain_text("Sent")
    [request] = receiver.requests
    assert request.message["text"] == "It is on its way."
    assert request.message["author"]["username"] == "leela"
    expect(chat.page.get_by_text("archived", exact=True)).to_be_visible()
    expect(chat.row("Leela")).to_have_count(0)


def test_a_reply_takes_files_along_and_another_author(
    chat: Inbox, receiver: Receiver, tmp_path: Path
) -> None:
    with chat.page.expect_file_chooser() as chosen:
        chat.button("Attach files").click()
    (tmp_path / "label.txt").write_bytes(b"To Mars")
    chosen.value.set_files(tmp_path / "label.txt")
    chat.page.get_by_label("As which teammate").select_option(label="Amy Wong")
    chat.page.get_by_label("and archive").uncheck()
    chat.write("See the label.")
    expect(chat.message("See the label.")).to_contain_text("label.txt")
    [request] = receiver.requests
    assert [each["filename"] for each in request.message["attachments"]] == ["label.txt"]
    assert request.message["author"]["username"] == "amy"
    expect(chat.row("Leela")).to_be_visible()


def test_a_failed_message_says_why_and_goes_out_again(chat: Inbox, receiver: Receiver) -> None:
    receiver.answers(error("not_found", "Leela has left the chat."), SUCCESS)
    chat.write("Hello?")
    failed = chat.message("Hello?").get_by_role("group", name="The message failed to send")
    expect(failed).to_contain_text("not_found")
    expect(failed).to_contain_text("Leela has left the chat.")
    colour = failed.locator(".what").evaluate("each => getComputedStyle(each).color")
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    assert red > 2 * green
    assert red > 2 * blue
    chat.button("Send again", failed).click()
    expect(failed).to_have_count(0)
    expect(chat.message("Hello?")).to_contain_text("Sent")
    assert len(receiver.requests) == 2


def test_undo_counts_down_on_the_company_clock(chat: Inbox, receiver: Receiver) -> None:
    chat.front.clock.freeze()
    chat.front.channel.undo_send_time = 30
    chat.write("Too early")
    bar = chat.page.locator(".undo-bar")
    expect(bar).to_contain_text("Sending in 30 s")
    chat.front.clock.advance(12)
    chat.page.get_by_role("button", name=re.compile("^Clock")).click()
    chat.button("+1 s").click()
    expect(bar).to_contain_text("Sending in 17 s")
    chat.page.keyboard.press("Escape")
    chat.page.keyboard.press("z")
    expect(chat.message("Too early")).to_contain_text("Taken back")
    expect(bar).to_have_count(0)
    chat.front.clock.advance(60)
    assert receiver.requests == []


def test_status_assignee_and_tags_change_as_a_teammate(chat: Inbox) -> None:
    page, front = chat.page, chat.front
    page.get_by_role("button", name="Assign", exact=True).click()
    page.get_by_role("button", name=re.compile("^Amy Wong")).click()
    expect(page.get_by_role("button", name="Assigned to Amy Wong")).to_be_visible()
    page.get_by_label("Add a tag", exact=True).fill("refund")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove tag refund")).to_be_visible()
    expect(chat.row("Leela")).to_contain_text("refund")
    chat.button("Remove tag refund").click()
    expect(chat.button("Remove tag refund")).to_have_count(0)
    expect(chat.button("Archive (e)")).to_be_enabled()
    page.keyboard.press("e")
    expect(page.get_by_text("archived", exact=True)).to_be_visible()
    # While it is at it still, it takes no second key.
    expect(chat.button("Open again (e)")).to_be_enabled()
    page.keyboard.press("e")
    expect(page.get_by_text("assigned", exact=True)).to_be_visible()
    done = [event for event in front.events if event.type != "inbound"]
    assert [event.type for event in done] == ["assign", "tag", "untag", "archive", "reopen"]
    assert {event.teammate_id for event in done} == {front.teammates[0].id}


def test_a_comment_stays_within_front(chat: Inbox, receiver: Receiver) -> None:
    chat.write("Refund by Friday", "Comment", "Comment")
    expect(chat.thread.locator("li.note")).to_contain_text("Refund by Friday")
    assert receiver.requests == []


def test_a_new_message_needs_a_channel_that_allows_it(inbox: Inbox, receiver: Receiver) -> None:
    inbox.page.keyboard.press("m")
    dialog = inbox.page.get_by_role("dialog", name="New message")
    expect(dialog).to_contain_text("does not allow new messages")
    expect(inbox.button("Send", dialog)).to_be_disabled()
    inbox.button("Close", dialog).click()
    inbox.front.channel.allow_new_messages = True
    inbox.page.reload()
    inbox.page.get_by_role("button", name="Write a new message (m)").click()
    dialog.get_by_label("To", exact=True).fill("fry, bender")
    dialog.get_by_label("Subject").fill("Delivery")
    dialog.get_by_label("Message", exact=True).fill("Good news, everyone!")
    inbox.button("Send", dialog).click()
    expect(inbox.row("Delivery")).to_be_visible()
    inbox.choose("Delivery")
    expect(inbox.message("Good news, everyone!")).to_contain_text("Sent")
    [request] = receiver.requests
    handles = [each["handle"] for each in request.message["recipients"] if each["role"] == "to"]
    assert handles == ["fry", "bender"]


def test_a_channel_without_replies_says_so(chat: Inbox) -> None:
    chat.front.channel.reply_mode = "unsupported"
    chat.page.reload()
    expect(chat.page.get_by_text("This channel takes no replies")).to_be_visible()
