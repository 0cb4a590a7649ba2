"""How long the web inbox takes to show its conversations, in an installed Chromium."""

import shutil
import statistics
from collections.abc import Iterator

from front_emulator import FrontEmulator, FrontServer

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
    from playwright.sync_api import sync_playwright

    visits = []
    with FrontServer() as server, sync_playwright() as playwright:
        front = FrontEmulator(server=server, processing_delay=0)
        for number in range(_CONVERSATIONS):
            front.receive("Hello", sender=f"visitor {number}")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        # The first visit waits for the browser itself.
        for _ in range(1 + _VISITS):
            with browser.new_context(viewport={"width": 1360, "height": 860}) as context:
                page = context.new_page()
                page.add_init_script(_WATCH)
                page.goto(f"{front.url}/")
                visits.append(page.evaluate("() => window.listed"))
        browser.close()
    times, requests, sizes = (statistics.median(each) for each in zip(*visits[1:], strict=True))
    yield f"{_CONVERSATIONS} conversations shown {times:6.0f} ms  (under 300)"
    yield f"asked for until then  {requests:6.0f} requests, {sizes / 1000:.0f} kB  (under 100)"
