"""The web inbox in a real browser: an installed Chromium, driven by Playwright.

Nothing here sleeps: each step waits for what the page shows. A page that complains in its
console fails its test.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from front_emulator import FrontEmulator, FrontServer
from tests.browser.inbox import Inbox
from tests.e2e.receiver import Receiver

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PATIENCE = 60_000
"""Milliseconds that a step may take on a slow machine."""


def _missing(why: str, unless: str = "REQUIRE_BROWSER") -> None:
    if unless in os.environ:
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    if CHROMIUM is None:
        _missing("no Chromium is installed")
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        _missing("playwright is not installed: pip install -e '.[browser]'", "REQUIRE_PLAYWRIGHT")
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--host-resolver-rules=MAP foreign.test 127.0.0.1",
    ]
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: "Browser") -> "Iterator[Callable[..., Page]]":
    """Makes pages; what they complain of fails the test, unless it is `expected`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(*, expected: Iterable[str] = (), **options: Any) -> "Page":
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()

        def complain(text: str) -> None:
            if not any(each in text for each in expected):
                complaints.append(text)

        def hear(message: "ConsoleMessage") -> None:
            if message.type in ("error", "warning"):
                complain(message.text)

        page.on("pageerror", lambda error: complain(str(error)))
        page.on("console", hear)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def front(receiver: Receiver) -> Iterator[FrontEmulator]:
    """An account on a server of its own whose Outgoing URL is a receiver's."""
    with FrontServer() as server:
        front = FrontEmulator(server=server, outgoing_url=receiver.url)
        yield front
        front.check_background()


@pytest.fixture
def inbox(
    front: FrontEmulator, new_page: "Callable[..., Page]", request: pytest.FixtureRequest
) -> Inbox:
    """The page, opened in a window of a common size.

    `@pytest.mark.complains("text")` names what a test has the browser complain of.
    """
    marks = request.node.iter_markers("complains")
    expected = [text for mark in marks for text in mark.args]
    page = new_page(expected=expected, viewport={"width": 1360, "height": 860})
    return Inbox(front, page).open()
