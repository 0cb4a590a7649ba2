"""The web inbox as files: what is served, and what a browser is told it may do with it."""

import posixpath
import re
from pathlib import Path

import pytest

from front_emulator import inbox
from tests.web.client import Api

STATIC = Path(inbox.__file__).parent / "static"
FILES = sorted(
    path.relative_to(STATIC).as_posix()
    for path in STATIC.rglob("*")
    if path.suffix in (".css", ".html", ".js", ".svg")
)


def test_the_page_is_at_the_root_and_needs_no_token(api: Api) -> None:
    answer = api.call("GET", "/", headers={"Authorization": ""})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b'<div id="app">' in answer.content


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_served_for_what_it_is_and_nothing_else(api: Api, name: str) -> None:
    answer = api.call("GET", f"/__inbox/{name}")
    kinds = {"css": "text/css", "html": "text/html", "js": "javascript", "svg": "image/svg+xml"}
    assert answer.status_code == 200
    assert kinds[name.rpartition(".")[2]] in answer.headers["Content-Type"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_file_that_has_not_changed_is_not_sent_again(api: Api) -> None:
    first = api.call("GET", "/__inbox/main.js")
    again = api.call("GET", "/__inbox/main.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.js", "../__init__.py", "%2e%2e/__init__.py", ""])
def test_what_is_not_part_of_the_page_is_not_found(api: Api, name: str) -> None:
    assert api.call("GET", f"/__inbox/{name}").status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    text = (STATIC / name).read_text()
    addresses = re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"'`)]*", text)
    allowed = ("//www.w3.org/", "http://www.w3.org/")
    assert [each for each in addresses if not each.startswith(allowed)] == []


def test_a_client_gets_a_file_in_the_form_it_takes(api: Api) -> None:
    plain = api.call("GET", "/__inbox/main.js", headers={"Accept-Encoding": "identity"})
    squeezed = api.call("GET", "/__inbox/main.js", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert plain.content == squeezed.content == (STATIC / "main.js").read_bytes()
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_the_page_leaves_no_trace(api: Api) -> None:
    for path in ("/", "/__inbox/main.js", "/__inbox/nothing.js"):
        api.call("GET", path)
    assert api.front.requests == []


def test_an_observer_reads_beside_faults_limits_and_journal(api: Api) -> None:
    api.receive()
    fault = api.front.faults.add(status=503)
    seen = len(api.front.requests)
    for _ in range(3):
        answer = api.call(
            "GET", "/conversations", headers={"X-Front-Emulator-Observer": "dashboard"}
        )
        assert answer.status_code == 200
    assert (fault.fired, len(api.front.requests)) == (0, seen)
    assert api.call("GET", "/conversations").status_code == 503


def test_an_observer_needs_the_token_like_anybody(api: Api) -> None:
    headers = {"X-Front-Emulator-Observer": "x", "Authorization": "Bearer nobody"}
    assert api.call("GET", "/conversations", headers=headers).status_code == 401


def test_what_the_first_page_imports_is_fetched_at_once() -> None:
    page = (STATIC / "index.html").read_text()
    fetched = re.findall(
        r'(?:modulepreload" href|script type="module" src)="/__inbox/([^"]+)"', page
    )
    assert sorted(fetched) == sorted(imported("main.js"))


def imported(name: str, known: frozenset[str] = frozenset()) -> set[str]:
    """A module and all that it imports before it runs."""
    found = {name}
    text = (STATIC / name).read_text()
    for path in re.findall(r'^import\b[^;]*?from "(\.[^"]+)";', text, re.MULTILINE):
        module = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        if module not in known:
            found |= imported(module, known | found)
    return found
