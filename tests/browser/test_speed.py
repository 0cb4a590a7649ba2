"""The page stays light, however much there is to show. Sizes and counts, no stopwatch."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from front_emulator import FrontEmulator
from tests.browser.inbox import Inbox

if TYPE_CHECKING:
    from playwright.sync_api import Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

FIRST_PAGE_BYTES = 100_000
FIRST_PAGE_FILES = 20
MANY = 10_000
SIZES = """() => performance.getEntries()
    .filter((each) => "transferSize" in each)
    .map((each) => [new URL(each.name).pathname, each.transferSize])"""


def test_the_first_page_takes_few_files_and_less_than_100_kilobytes(
    front: FrontEmulator, new_page: "Callable[..., Page]"
) -> None:
    front.configure(processing_delay=0)
    for number in range(60):
        front.receive("Hello", sender=f"visitor {number}")
    page = new_page()
    inbox = Inbox(front, page).open()
    expect(inbox.row("visitor 59")).to_be_visible()
    fetched = page.evaluate(SIZES)
    assert 10_000 < sum(size for _, size in fetched) < FIRST_PAGE_BYTES
    assert 5 < sum(path.startswith("/__inbox/") for path, _ in fetched) <= FIRST_PAGE_FILES


@pytest.mark.slow
def test_ten_thousand_conversations_scroll_without_ten_thousand_rows(
    front: FrontEmulator, new_page: "Callable[..., Page]"
) -> None:
    front.configure(processing_delay=0)
    for number in range(MANY):
        front.receive("Hello", sender=f"visitor {number}")
    page = new_page(viewport={"width": 1360, "height": 860})
    inbox = Inbox(front, page).open()
    expect(inbox.row(f"visitor {MANY - 1}")).to_be_visible()
    box = page.locator(".rows")
    for _ in range(15):
        before = box.evaluate("each => each.scrollHeight")
        box.evaluate("each => { each.scrollTop = each.scrollHeight; }")
        page.wait_for_function(
            "before => document.querySelector('.rows').scrollHeight > before", arg=before
        )
        assert inbox.rows.count() < 60
    front.receive("The latest", sender="leela")
    box.evaluate("each => { each.scrollTop = 0; }")
    expect(inbox.row("The latest")).to_be_visible()
    assert inbox.rows.count() < 60
