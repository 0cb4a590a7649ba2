"""List and thread: what is there is shown, and shown at once when it changes."""

import re

import pytest

from front_emulator import FrontEmulator, Upload
from tests.browser.inbox import Inbox
from tests.browser.pictures import LABEL

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


def test_an_account_without_conversations_says_how_to_begin(inbox: Inbox) -> None:
    expect(inbox.page.get_by_text("Nothing here yet")).to_be_visible()
    expect(inbox.page.get_by_text("No conversation is open")).to_be_visible()


def test_a_message_shows_up_without_a_reload(inbox: Inbox) -> None:
    expect(inbox.page.get_by_text("Nothing here yet")).to_be_visible()
    inbox.front.receive("Is my parcel lost?", sender="leela", name="Turanga Leela")
    row = inbox.row("Turanga Leela")
    expect(row).to_contain_text("Is my parcel lost?")
    expect(inbox.page).to_have_title("(1) Inbox · front-emulator")


def test_a_thread_shows_both_sides_and_follows(inbox: Inbox) -> None:
    front = inbox.front
    message = front.receive("**Lost**?", sender="leela", name="Leela", thread_ref="chat 7")
    inbox.choose("Leela")
    expect(inbox.message("Lost?").locator("strong", has_text="Lost")).to_be_visible()
    expect(inbox.message("Lost?")).to_contain_text("chat 7")
    front.reply(message, "It is on its way.", archive=False)
    expect(inbox.message("It is on its way.")).to_contain_text("Sent")
    front.receive("Thanks!", sender="leela", thread_ref="chat 7")
    expect(inbox.message("Thanks!")).to_be_visible()


def test_a_thread_stays_at_its_end_when_a_picture_makes_it_longer(inbox: Inbox) -> None:
    for number in range(12):
        inbox.front.receive(f"Message {number}", sender="leela", thread_ref="chat 7")
    label = Upload("label.png", "image/png", LABEL)
    for text in ("One", "Two", "Three"):
        message = inbox.front.receive(
            text, sender="leela", thread_ref="chat 7", attachments=[label]
        )
    inbox.open(f"inbox/{message.conversation_id}")
    expect(inbox.thread.locator("img")).to_have_count(3)
    expect(inbox.message("Three").locator("img")).to_be_in_viewport(ratio=1)


def test_details_show_where_a_conversation_came_from(inbox: Inbox) -> None:
    message = inbox.front.receive("Hello", sender="leela", name="Leela", thread_ref="chat 7")
    inbox.choose("Leela")
    details = inbox.page.get_by_role("complementary", name="Details")
    for text in ("chat 7", message.conversation_id, "Leela", "leela"):
        expect(details.get_by_text(text, exact=True).first).to_be_visible()


def test_events_stand_in_line(inbox: Inbox) -> None:
    front = inbox.front
    message = front.receive("Hello", sender="leela")
    inbox.choose("leela")
    amy = front.teammates[1]
    front.update_conversation(message, status="archived", author=amy)
    expect(inbox.thread.get_by_text("Amy Wong archived it")).to_be_visible()


def test_reading_a_conversation_makes_it_read(inbox: Inbox) -> None:
    inbox.front.receive("Hello", sender="leela")
    inbox.front.receive("Hi", sender="fry")
    expect(inbox.row("fry")).to_contain_text("unread")
    inbox.choose("fry")
    expect(inbox.row("fry")).not_to_contain_text("unread")
    inbox.button("Unread").click()
    expect(inbox.rows).to_have_count(1)
    expect(inbox.row("leela")).to_be_visible()


def test_the_number_of_unread_says_where_it_is_not_all(inbox: Inbox) -> None:
    front = inbox.front
    for number in range(101):
        front.reply(front.receive("Hello", sender=f"visitor {number}"), "Hi", archive=False)
    front.receive("Hello", sender="leela")
    inbox.page.reload()
    expect(inbox.page).to_have_title("(1+) Inbox · front-emulator")
    inbox.button("Unread").click()
    expect(inbox.page).to_have_title("(1) Inbox · front-emulator")
    expect(inbox.rows).to_have_count(1)


def test_a_status_narrows_the_list(inbox: Inbox) -> None:
    front = inbox.front
    front.update_conversation(front.receive("Hello", sender="leela"), status="archived")
    front.receive("Hi", sender="fry")
    expect(inbox.rows).to_have_count(1)
    inbox.page.get_by_role("button", name="Which conversations: Open").click()
    inbox.button("Archived").click()
    expect(inbox.rows).to_have_count(1)
    expect(inbox.row("leela")).to_be_visible()


@pytest.mark.complains("400")
def test_a_search_finds_words_and_filters(inbox: Inbox) -> None:
    front = inbox.front
    front.receive("The pizza is cold", sender="fry")
    front.receive("My ship is late", sender="leela")
    expect(inbox.rows).to_have_count(2)
    inbox.page.keyboard.press("/")
    inbox.page.keyboard.type("piz")
    expect(inbox.rows).to_have_count(1)
    expect(inbox.row("fry")).to_be_visible()
    inbox.page.get_by_role("searchbox").fill("nothing like it")
    expect(inbox.page.get_by_text("Nothing found")).to_be_visible()
    inbox.page.get_by_role("searchbox").fill("is:lost")
    expect(inbox.page.get_by_text(re.compile("unknown state is:lost"))).to_be_visible()


def test_keys_walk_through_the_list(inbox: Inbox) -> None:
    for name in ("amy", "fry", "leela"):
        inbox.front.receive(f"From {name}", sender=name)
    expect(inbox.rows).to_have_count(3)
    for key, name in (("j", "leela"), ("j", "fry"), ("j", "amy"), ("j", "amy"), ("k", "fry")):
        inbox.page.keyboard.press(key)
        expect(inbox.page.get_by_role("heading", level=1)).to_have_text(name)
    inbox.page.keyboard.press("?")
    expect(inbox.page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_another_company_is_another_inbox(inbox: Inbox) -> None:
    other = FrontEmulator(server=inbox.front.server, seed="other")
    inbox.front.receive("Hello", sender="leela")
    other.receive("Hi", sender="fry")
    expect(inbox.row("leela")).to_be_visible()
    inbox.page.get_by_role("button", name=re.compile("^Company")).click()
    inbox.button("Look for new ones").click()
    inbox.page.get_by_role("button", name=re.compile(other.company.id)).click()
    expect(inbox.row("fry")).to_be_visible()
    expect(inbox.rows).to_have_count(1)


def test_a_reset_empties_the_page(inbox: Inbox) -> None:
    inbox.front.receive("Hello", sender="leela")
    expect(inbox.row("leela")).to_be_visible()
    inbox.front.reset()
    expect(inbox.page.get_by_text("Nothing here yet")).to_be_visible()
