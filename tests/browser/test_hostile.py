"""Nothing that comes from outside scripts the page, and no foreign page drives it."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from front_emulator import FrontEmulator, FrontServer, Upload
from tests.browser.inbox import Inbox

if TYPE_CHECKING:
    from playwright.sync_api import Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

BODIES = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "<svg onload='window.hit = 1'><script>window.hit = 1</script></svg>",
    "<iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "<a href='javascript:window.hit = 1' id=trap>press</a>",
    "<a href='data:text/html,<script>opener.hit = 1</script>'>press</a>",
    "<form action='javascript:window.hit = 1'><button>press</button></form>",
    "<style>* { display: none }</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror='window.hit=1'></style></table></math>",
    "<noscript><p title='</noscript><img src=x onerror=window.hit=1>'></noscript>",
    "<details open ontoggle='window.hit = 1'>x</details>",
    "<base href='http://evil.test/'><meta http-equiv=refresh content='0;url=http://evil.test/'>",
    "<div style='position:fixed;inset:0;background:red' class='bar' id='app'>over</div>",
]


@pytest.mark.parametrize("body", BODIES)
def test_no_body_runs_or_loads_or_covers_anything(
    front: FrontEmulator, new_page: "Callable[..., Page]", body: str
) -> None:
    front.configure(sanitise_html=False)
    # The parser complains of what it does not let through.
    page = new_page(expected=("Content Security Policy",), viewport={"width": 1360, "height": 860})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    inbox = Inbox(front, page).open()
    front.receive(f"{body}<p>The end.</p>", sender="eve", body_format="html")
    inbox.choose("eve")
    message = inbox.message("The end.")
    expect(message).to_be_visible()
    for link in message.locator(".body a").all():
        assert link.get_attribute("href") is None
        link.click()
    assert message.locator("script, style, iframe, img, svg, form, base, meta").count() == 0
    assert message.locator(".body [style], .body [class]:not(.kept-out), .body [id]").count() == 0
    assert page.evaluate("window.hit") is None
    assert [url for url in asked if not url.startswith(front.url)] == []
    assert page.url.startswith(front.url)


NAMES = ["<img src=x onerror=window.hit=1>", "Eve\u202egnp.exe", "x" * 300]


@pytest.mark.parametrize("name", NAMES)
def test_names_handles_and_subjects_are_text(inbox: Inbox, name: str) -> None:
    front = inbox.front
    message = front.receive("Hello", sender=name, name=name, subject=name, thread_ref=name)
    front.reply(message, name, archive=False)
    inbox.choose(name[:20])
    expect(inbox.message("Hello")).to_be_visible()
    inbox.view("Wire")
    assert inbox.page.evaluate("window.hit") is None


FILES = [
    ("page.html", "text/html", b"<script>opener.hit = 1</script>"),
    ("picture.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='hit=1'/>"),
    ("page.png", "image/png", b"<script>hit = 1</script>"),
    ("<img src=x onerror=hit=1>.txt", "text/plain", b"text"),
    ("script.xml", "application/xhtml+xml", b"<html xmlns='http://www.w3.org/1999/xhtml'/>"),
]


@pytest.mark.parametrize(("filename", "content_type", "data"), FILES)
def test_a_file_is_saved_and_never_opened(
    inbox: Inbox, filename: str, content_type: str, data: bytes
) -> None:
    inbox.front.receive(
        "See file", sender="eve", attachments=[Upload(filename, content_type, data)]
    )
    inbox.choose("eve")
    file = inbox.message("See file").get_by_role("button", name=filename)
    expect(file).to_be_visible()
    with inbox.page.expect_download() as started:
        file.click()
    assert started.value.path().read_bytes() == data
    expect(inbox.message("See file").locator("img")).to_have_count(0)
    assert inbox.page.evaluate("window.hit") is None
    assert len(inbox.page.context.pages) == 1


@pytest.fixture
def foreign_page(front: FrontEmulator) -> Iterator[str]:
    """The address of a page of another site that tries to drive the emulator."""
    company = f"{front.url}/__admin/companies/latest"
    script = f"""
        const tries = [
          fetch("{company}/reset", {{method: "POST", mode: "no-cors"}}),
          fetch("{company}/receive", {{method: "POST", mode: "no-cors", body: "{{}}"}}),
          fetch("{company}", {{mode: "cors"}}).then((answer) => answer.text()),
          fetch("{front.url}/me", {{mode: "no-cors"}}),
          new Promise((done, failed) => {{
            const image = new Image();
            image.onload = done; image.onerror = failed;
            image.src = "{front.url}/__inbox/icon.svg";
          }}),
        ];
        const frame = document.createElement("iframe");
        frame.src = "{front.url}/";
        document.body.append(frame);
        Promise.allSettled(tries).then((ends) => {{
          document.title = ends.map((end) => end.value?.type ?? end.status).join(" ");
        }});
    """

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = f"<!doctype html><title></title><body><script>{script}</script>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # Another site by its name, on this machine by the browser's resolver.
        yield f"http://foreign.test:{server.server_address[1]}/"
        server.shutdown()


def test_a_foreign_page_can_neither_drive_it_nor_read_it(
    front: FrontEmulator, foreign_page: str, new_page: "Callable[..., Page]"
) -> None:
    front.receive("Hello", sender="leela")
    page = new_page(
        expected=("403", "CORS", "ERR_FAILED", "frame", "Framing", "ERR_BLOCKED", "fetch")
    )
    page.goto(foreign_page)
    page.wait_for_function("document.title !== ''")
    # The first, second and fourth are answers the page may not look into, and refusals all.
    assert page.title() == "opaque opaque rejected opaque rejected"
    assert [message.text for message in front.messages] == ["Hello"]
    assert front.requests == [] or all(each.status == 403 for each in front.requests)
    frame = page.frames[1]
    assert frame.locator("#app").count() == 0


def test_beyond_loopback_the_page_asks_for_the_admin_token(
    new_page: "Callable[..., Page]",
) -> None:
    # A server that stops ends its accounts first: who follows one is told so.
    ended = ("404", "ERR_CONNECTION_REFUSED")
    page = new_page(expected=("401", *ended))
    with FrontServer(host="0.0.0.0") as server:
        front = FrontEmulator(server=server)
        front.receive("Hello", sender="leela")
        page.goto(f"{server.url}/")
        page.get_by_label("Admin token").fill("wrong")
        page.get_by_role("button", name="Open the inbox").click()
        expect(page.get_by_label("Admin token")).to_be_visible()
        page.get_by_label("Admin token").fill(server.admin_token)
        page.get_by_role("button", name="Open the inbox").click()
        expect(Inbox(front, page).row("leela")).to_be_visible()
        other = new_page(expected=ended)
        other.goto(f"{server.url}/#admin_token={server.admin_token}")
        expect(Inbox(front, other).row("leela")).to_be_visible()
        assert server.admin_token not in other.url
