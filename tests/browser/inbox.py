"""The web inbox as these tests use it: by what a person sees and presses."""

import re
from typing import TYPE_CHECKING, Self

import requests

from front_emulator import FrontEmulator
from tests.e2e.receiver import Receiver
from tests.web.client import new_session

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Inbox:
    """The page of one account."""

    def __init__(
        self, front: FrontEmulator, page: "Page", receiver: Receiver | None = None
    ) -> None:
        self.front = front
        self.page = page
        self._receiver = receiver

    @property
    def receiver(self) -> Receiver:
        """The integration at the channel's Outgoing URL."""
        assert self._receiver is not None
        return self._receiver

    def open(self, place: str = "") -> Self:
        """Go to a place of the page, such as `wire`."""
        self.page.goto(f"{self.front.url}/#/{self.front.company.id}/{place}")
        self.page.get_by_role("navigation").wait_for()
        return self

    def button(self, name: str, within: "Locator | None" = None) -> "Locator":
        return (within or self.page).get_by_role("button", name=name, exact=True)

    @property
    def rows(self) -> "Locator":
        """The conversations that the list shows."""
        return self.page.get_by_role("region", name="Conversations").get_by_role("listitem")

    def row(self, text: str) -> "Locator":
        return self.rows.filter(has_text=text)

    def choose(self, text: str) -> Self:
        """Open the conversation whose row has this text."""
        self.row(text).get_by_role("link").click()
        self.page.get_by_role("region", name="Messages").wait_for()
        return self

    @property
    def thread(self) -> "Locator":
        return self.page.get_by_role("region", name="Messages")

    def message(self, text: str) -> "Locator":
        """A message of the thread, with what stands below it."""
        return self.thread.locator("li.message").filter(has_text=text)

    def write(self, text: str, mode: str = "Reply", press: str = "Send") -> Self:
        """Write in the composer and send it off."""
        composer = self.page.get_by_role("region", name="Write")
        modes = composer.get_by_role("group", name="What to write")
        self.button(mode, modes).click()
        composer.get_by_role("textbox").fill(text)
        composer.locator("form").get_by_role("button", name=press, exact=True).click()
        return self

    def view(self, name: str) -> Self:
        """Go to another view by the navigation."""
        self.page.get_by_role("navigation").get_by_role("link", name=re.compile(name)).click()
        return self


def incoming(inbox: Inbox, text: str = "Hello") -> requests.Response:
    """What the integration passes on."""
    front = inbox.front
    with new_session() as session:
        return session.post(
            front.channel.incoming_url,
            json={"sender": {"handle": "leela"}, "body": text},
            headers={"Authorization": f"Bearer {front.api_token}"},
            timeout=10,
        )
