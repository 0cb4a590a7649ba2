"""The web inbox: a page of static files, and a client of the public APIs like any other."""

import gzip
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

PREFIX = "/__inbox"

_FILES = Path(__file__).parent / "static"

# Nothing but the page's own files runs or is loaded; `blob:` is for previews of attachments,
# whose type the page sets itself. Trusted types leave no way to write a string into the page.
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types message-html",
)
_HEADERS = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


def create_inbox() -> Blueprint:
    """The page at `/`, and what it is made of under `/__inbox/`."""
    inbox = Blueprint("inbox", __name__)

    @cache
    def squeezed(content: bytes) -> bytes:
        """Content as it is sent, worked out once."""
        return gzip.compress(content, mtime=0)

    @inbox.get("/")
    def page() -> Response:
        return _file("index.html", squeezed)

    @inbox.get(f"{PREFIX}/<path:name>")
    def asset(name: str) -> Response:
        return _file(name, squeezed)

    return inbox


def _file(name: str, squeezed: Callable[[bytes], bytes]) -> Response:
    """A file, to be asked for anew each time, at the price of a 304: the emulator may be newer."""
    response = send_from_directory(_FILES, name)
    response.headers.update(_HEADERS)
    takes_gzip = request.accept_encodings["gzip"] > 0
    if takes_gzip and response.status_code == 200 and request.method == "GET":
        response.direct_passthrough = False
        response.set_data(squeezed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
    return response
