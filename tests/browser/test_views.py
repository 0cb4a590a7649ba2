"""Every view in light and dark and at the width of a phone: usable by all, and kept as pictures.

The pictures are in `$INBOX_PICTURES`, or in build/inbox/ of the checkout, for people to look at.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from front_emulator import FrontEmulator, Upload
from tests.browser.inbox import Inbox
from tests.browser.pictures import LABEL
from tests.e2e.receiver import SUCCESS, Receiver, error

if TYPE_CHECKING:
    from playwright.sync_api import Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
expect = sync_api.expect

PICTURES = Path(os.environ.get("INBOX_PICTURES") or Path(__file__).parents[2] / "build" / "inbox")
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
SCHEMES: "tuple[Literal['light', 'dark'], ...]" = ("light", "dark")


def thread(inbox: Inbox) -> None:
    front = inbox.front
    inbox.receiver.answers(SUCCESS, error("not_found", "Leela closed this chat."), SUCCESS)
    leela: dict[str, Any] = {
        "sender": "leela@planet.test",
        "name": "Turanga Leela",
        "thread_ref": "chat-2291",
    }
    message = front.receive(
        "Is my parcel **lost**? It was due on Monday.", subject="Order 2291", **leela
    )
    front.reply(message, "Let me check that for you.", archive=False)
    label = Upload("label.png", "image/png", LABEL)
    front.receive("Here is the label.", attachments=[label], **leela)
    amy = front.teammates[1]
    front.update_conversation(message, assignee=amy, author=amy)
    front.reply(message, "It went to Mars, sorry!", author=amy, archive=False)
    front.channel.undo_send_time = 60
    front.clock.freeze()
    front.reply(message, "A new one is on its way.", author=amy, archive=False, wait=False)
    inbox.open(f"inbox/{message.conversation_id}")
    expect(inbox.message("A new one is on its way.")).to_be_visible()
    expect(inbox.message("Here is the label.").locator("img")).to_be_visible()


def empty_inbox(inbox: Inbox) -> None:
    expect(inbox.page.get_by_text("Nothing here yet").first).to_be_attached()


def listed(inbox: Inbox) -> None:
    for _ in range(9):
        inbox.front.receive()
    expect(inbox.rows).to_have_count(9)


def faults(inbox: Inbox) -> None:
    inbox.front.faults.add(status=429, times=3)
    inbox.page.reload()
    inbox.page.get_by_role("button", name=re.compile("^Make Front fail")).click()
    expect(inbox.button("Remove all")).to_be_visible()


def clock(inbox: Inbox) -> None:
    inbox.front.clock.freeze()
    inbox.page.reload()
    inbox.page.get_by_role("button", name="Clock: frozen").click()
    expect(inbox.button("+1 day")).to_be_visible()


def visitor(inbox: Inbox) -> None:
    inbox.page.keyboard.press("n")
    expect(inbox.page.get_by_role("dialog")).to_be_visible()


def keys(inbox: Inbox) -> None:
    inbox.page.keyboard.press("?")
    expect(inbox.page.get_by_role("dialog")).to_be_visible()


def compose(inbox: Inbox) -> None:
    inbox.page.keyboard.press("m")
    expect(inbox.page.get_by_role("dialog")).to_contain_text("does not allow new messages")


def wire(inbox: Inbox) -> None:
    inbox.receiver.answers(error("authentication_required", "The signature is wrong."))
    sent = inbox.front.reply(inbox.front.receive("Hello", sender="fry"), "Hi Fry")
    inbox.open(f"wire/{sent.id}")
    expect(inbox.page.get_by_role("region", name="Signature")).to_be_visible()


def contract(inbox: Inbox) -> None:
    inbox.open("contract")
    inbox.button("Run").click()
    expect(inbox.page.get_by_role("region", name="Findings")).to_be_visible(timeout=60_000)
    inbox.page.locator(".finding summary").first.click()


def channels(inbox: Inbox) -> None:
    inbox.open("channels")
    expect(inbox.page.get_by_role("form")).to_be_visible()


def lost(inbox: Inbox) -> None:
    expect(inbox.page.get_by_text("Nothing here yet").first).to_be_attached()
    inbox.page.context.set_offline(True)
    expect(inbox.page.get_by_role("alert")).to_be_visible()
    # It covers nothing.
    inbox.page.get_by_role("searchbox").click(trial=True)


VIEWS = (
    thread, empty_inbox, listed, faults, clock, visitor, keys, compose, wire, contract, channels,
    lost,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_a_view_can_be_used_by_all_and_looks_like_this(
    front: FrontEmulator,
    receiver: Receiver,
    new_page: "Callable[..., Page]",
    view: Callable[[Inbox], None],
    size: str,
) -> None:
    width, height = SIZES[size]
    page = new_page(
        expected=("ERR_INTERNET_DISCONNECTED",),
        viewport={"width": width, "height": height},
    )
    inbox = Inbox(front, page, receiver).open()
    view(inbox)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        picture = PICTURES / f"{view.__name__}-{scheme}-{size}.png"
        page.screenshot(path=picture, animations="disabled")
        if view is not lost:
            assert serious(page) == [], scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def serious(page: "Page") -> list[str]:
    """What axe finds of the serious kind: the rule, and where."""
    found: dict[str, Any] = axe.Axe().run(page).response
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
