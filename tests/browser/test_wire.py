"""The wire: each request and delivery as it happens, and why it is as it is."""

import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.browser.inbox import Inbox, incoming
from tests.e2e.receiver import SUCCESS, Receiver, error
from tests.web.client import new_session

if TYPE_CHECKING:
    from playwright.sync_api import Locator

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


def entries(inbox: Inbox, text: str = "") -> "Locator":
    list_ = inbox.page.get_by_role("region", name="Requests and deliveries")
    return list_.get_by_role("listitem").filter(has_text=text)


def detail(inbox: Inbox) -> "Locator":
    return inbox.page.get_by_role("region", name="Exchange")


@pytest.fixture
def wire(inbox: Inbox) -> Inbox:
    inbox.view("Wire")
    expect(inbox.page.get_by_text("Nothing on the wire yet")).to_be_visible()
    return inbox


def test_both_directions_show_up_as_they_happen(wire: Inbox, receiver: Receiver) -> None:
    assert incoming(wire).status_code == 202
    expect(entries(wire, "incoming_messages")).to_contain_text("202")
    receiver.answers(error("not_found", "Gone."))
    wire.front.reply(wire.front.wait_for_message(), "Hi")
    expect(entries(wire, receiver.url)).to_contain_text("not_found")
    expect(entries(wire, receiver.url)).to_contain_text("Gone.")
    expect(entries(wire)).to_have_count(2)


def test_what_went_before_is_there_too(inbox: Inbox, receiver: Receiver) -> None:
    assert incoming(inbox).status_code == 202
    inbox.front.reply(inbox.front.wait_for_message(), "Hi")
    inbox.view("Wire")
    expect(entries(inbox).first).to_contain_text(receiver.url)
    expect(entries(inbox).last).to_contain_text("incoming_messages")
    expect(entries(inbox)).to_have_count(2)


def test_filters_narrow_it_down(wire: Inbox, receiver: Receiver) -> None:
    front, page = wire.front, wire.page
    incoming(wire)
    first = front.wait_for_message()
    other = front.receive("Hi", sender="fry")
    receiver.answers(error("not_found"), SUCCESS)
    front.reply(first, "One")
    front.reply(other, "Two")
    expect(entries(wire)).to_have_count(3)
    page.get_by_label("Direction").select_option("From Front")
    expect(entries(wire)).to_have_count(2)
    page.get_by_label("Outcome").select_option("Went wrong")
    expect(entries(wire)).to_have_count(1)
    page.get_by_label("Outcome").select_option("Any outcome")
    wire.open(f"wire?conversation={other.conversation_id}")
    page.get_by_label("Direction").select_option("Both ways")
    expect(entries(wire)).to_have_count(1)
    page.get_by_role("button", name="All conversations").click()
    expect(entries(wire)).to_have_count(3)


def test_a_request_shows_what_went_out_and_what_came_back(wire: Inbox) -> None:
    incoming(wire, "Grüße")
    entries(wire).get_by_role("link").click()
    request = detail(wire).get_by_role("region", name="Request")
    expect(request).to_contain_text("Authorization")
    expect(request).to_contain_text("application/json")
    answer = detail(wire).get_by_role("region", name="Answer")
    expect(answer).to_contain_text('"status": "accepted"')
    expect(detail(wire)).to_contain_text("took")
    wire.button("As sent", request).click()
    expect(request.locator("pre")).to_contain_text('"body": "Gr')


def test_a_refusal_shows_its_hint(wire: Inbox) -> None:
    url = wire.front.channel.incoming_url
    with new_session() as session:
        session.post(url, json={}, headers={"Authorization": "Bearer nobody"}, timeout=10)
    entries(wire).get_by_role("link").click()
    expect(detail(wire)).to_contain_text("no company of this emulator has this token")


def test_a_signature_is_explained_step_by_step(wire: Inbox, receiver: Receiver) -> None:
    front = wire.front
    front.reply(front.receive("Hi", sender="fry"), "Hello")
    entries(wire, receiver.url).get_by_role("link").click()
    steps = detail(wire).get_by_role("region", name="Signature")
    sent = receiver.requests[0].header("X-Front-Signature") or ""
    expect(steps.get_by_role("listitem")).to_have_count(4)
    expect(steps.get_by_text(sent)).to_have_count(2)
    expect(steps).to_contain_text("right")
    expect(steps).not_to_contain_text(front.api_secret)
    wire.button("Show", steps).click()
    expect(steps).to_contain_text(front.api_secret)


def test_a_wrong_signature_is_seen_to_be_wrong(wire: Inbox, receiver: Receiver) -> None:
    front = wire.front
    front.faults.add(delivery="wrong_signature")
    front.reply(front.receive("Hi", sender="fry"), "Hello")
    entries(wire, receiver.url).get_by_role("link").click()
    steps = detail(wire).get_by_role("region", name="Signature")
    expect(steps).to_contain_text("wrong on purpose")


def test_a_request_is_copied_as_a_command_that_runs(wire: Inbox) -> None:
    wire.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    incoming(wire, 'It\'s "quoted" $HOME')
    entries(wire).get_by_role("link").click()
    wire.button("Copy as curl").click()
    expect(wire.page.get_by_text("Copied", exact=True)).to_be_visible()
    command = wire.page.evaluate("navigator.clipboard.readText()")
    options = ["--silent", "--noproxy", "*", "--max-time", "10"]
    parts = shlex.split(command)
    done = subprocess.run([parts[0], *options, *parts[1:]], capture_output=True, text=True)
    assert '"status":"accepted"' in done.stdout, done
    expect(entries(wire)).to_have_count(2)
    texts = {message.text for message in wire.front.messages}
    assert texts == {'It\'s "quoted" $HOME'}


def test_a_request_is_sent_again(wire: Inbox) -> None:
    incoming(wire, "Once more")
    entries(wire).get_by_role("link").click()
    wire.button("Send again").click()
    expect(entries(wire)).to_have_count(2)
    expect(entries(wire, "202")).to_have_count(2)


def test_a_failed_delivery_is_sent_again(wire: Inbox, receiver: Receiver) -> None:
    front = wire.front
    receiver.answers(error("not_found", "Gone."), SUCCESS)
    front.reply(front.receive("Hi", sender="fry"), "Hello")
    entries(wire, "not_found").get_by_role("link").click()
    wire.button("Send again").click()
    expect(entries(wire, receiver.url)).to_have_count(2)
    expect(entries(wire, "200")).to_have_count(1)
    expect(detail(wire).get_by_role("alert")).to_have_count(0)


def test_a_message_leads_to_its_delivery_and_back(inbox: Inbox, receiver: Receiver) -> None:
    inbox.front.reply(inbox.front.receive("Hi", sender="fry"), "Hello", archive=False)
    inbox.choose("fry")
    inbox.message("Hello").get_by_role("link", name="On the wire").click()
    expect(detail(inbox)).to_contain_text(receiver.url)
    detail(inbox).get_by_role("link", name=re.compile("conversation")).click()
    expect(inbox.message("Hello")).to_be_visible()
