"""Channels and their settings, as the form of Front's guide has them."""

import pytest

from tests.browser.inbox import Inbox
from tests.e2e.api import Api

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


def test_every_setting_of_the_guide_is_shown_and_saved(inbox: Inbox) -> None:
    front, page = inbox.front, inbox.page
    inbox.view("Channels")
    form = page.get_by_role("form", name=f"Settings of {front.channel.name}")
    expect(form.get_by_label("Incoming", exact=True)).to_have_value(front.channel.incoming_url)
    expect(form.get_by_label("Channel contact type")).to_be_disabled()
    form.get_by_label("Undo send timing").select_option("30 seconds")
    form.get_by_label("Channel reply mode").select_option("Cannot reply")
    form.get_by_label("Auto-assign conversations on first reply").check()
    form.get_by_label("Allow new messages from channel").check()
    form.get_by_label("Outgoing").fill("http://localhost:3000/other")
    inbox.button("Save", form).click()
    expect(page.get_by_text("is saved")).to_be_visible()
    expect(inbox.button("Save", form)).to_be_disabled()
    channel = front.channel
    assert (channel.undo_send_time, channel.reply_mode) == (30, "unsupported")
    assert (channel.auto_assign_on_reply, channel.allow_new_messages) == (True, True)
    assert channel.outgoing_url == "http://localhost:3000/other"


def test_what_is_not_saved_yet_stays_while_the_channel_changes(inbox: Inbox) -> None:
    inbox.view("Channels")
    form = inbox.page.get_by_role("form")
    form.get_by_label("Undo send timing").select_option("30 seconds")
    Api(inbox.front).patch(f"/channels/{inbox.front.channel.id}", {"name": "Chat"})
    expect(inbox.page.get_by_role("form", name="Settings of Chat")).to_be_visible()
    expect(form.get_by_label("Undo send timing")).to_have_value("30")
    inbox.button("Save", form).click()
    expect(inbox.page.get_by_text("Chat is saved")).to_be_visible()
    assert (inbox.front.channel.undo_send_time, inbox.front.channel.name) == (30, "Chat")


@pytest.mark.complains("400")
def test_a_setting_that_cannot_be_is_refused_in_words(inbox: Inbox) -> None:
    inbox.view("Channels")
    form = inbox.page.get_by_role("form")
    form.get_by_label("Outgoing").fill("http://localhost:0/")
    inbox.button("Save", form).click()
    expect(inbox.page.locator(".toast.bad")).to_contain_text("webhook_url")
    inbox.button("Discard", form).click()
    expect(form.get_by_label("Outgoing")).to_have_value(inbox.front.channel.outgoing_url or "")


def test_a_channel_is_added(inbox: Inbox) -> None:
    inbox.view("Channels")
    inbox.button("Add a channel").click()
    dialog = inbox.page.get_by_role("dialog", name="Add a custom channel")
    dialog.get_by_label("Name").fill("Phone")
    dialog.get_by_label("Channel contact type").select_option("Phone")
    inbox.button("Add", dialog).click()
    form = inbox.page.get_by_role("form", name="Settings of Phone")
    expect(form.get_by_label("Channel contact type")).to_have_value("phone")


def test_credentials_are_shown_on_demand(inbox: Inbox) -> None:
    inbox.view("Channels")
    card = inbox.page.get_by_role("region", name="Credentials")
    secret = card.get_by_label("API secret", exact=True)
    expect(secret).not_to_have_value(inbox.front.api_secret)
    card.get_by_role("button", name="Show").last.click()
    expect(secret).to_have_value(inbox.front.api_secret)
