"""How long the web inbox takes to show its conversations, in an installed Chromium."""

import multiprocessing
import shutil
import statistics
from collections.abc import Iterator
from multiprocessing.connection import Connection

from front_emulator import FrontEmulator

_CONVERSATIONS = 60
_VISITS = 15
# Notes when the first row is there, and what had been asked for by then.
_WATCH = """
window.listed = new Promise((done) => {
  new MutationObserver((_, observer) => {
    if (document.querySelector(".row") === null) return;
    observer.disconnect();
    const fetched = performance.getEntries().filter((each) => "transferSize" in each);
    const bytes = fetched.reduce((sum, each) => sum + each.transferSize, 0);
    done([performance.now(), fetched.length, bytes]);
  }).observe(document, { childList: true, subtree: true });
});
"""


def measure() -> Iterator[str]:
    """The median over visits of browsers that have nothing in their cache."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        yield "no Chromium is installed"
        return
    with FrontEmulator(processing_delay=0) as front:
        for number in range(_CONVERSATIONS):
            front.receive("Hello", sender=f"visitor {number}")
        visits = _visits(chromium, front.url)
    times, requests, sizes = (statistics.median(each) for each in zip(*visits, strict=True))
    yield f"{_CONVERSATIONS} conversations      {times:8.0f} ms  (under 300)"
    yield f"asked for until then  {requests:8.0f} requests, {sizes / 1000:.0f} kB  (under 100)"


def _visits(chromium: str, url: str) -> list[tuple[float, int, int]]:
    """What the page noted each time; whoever drives the browser has a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    driver = context.Process(target=_visit, args=(chromium, url, there))
    driver.start()
    visits: list[tuple[float, int, int]] = here.recv()
    driver.join()
    return visits


def _visit(chromium: str, url: str, there: Connection) -> None:
    from playwright.sync_api import sync_playwright

    visits = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        # The first visit waits for the browser itself.
        for _ in range(1 + _VISITS):
            with browser.new_context(viewport={"width": 1360, "height": 860}) as context:
                page = context.new_page()
                page.add_init_script(_WATCH)
                page.goto(f"{url}/")
                visits.append(page.evaluate("() => window.listed"))
        browser.close()
    there.send(visits[1:])
