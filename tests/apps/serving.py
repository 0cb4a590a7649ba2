"""Serves an app on a free port, one connection per request, as long as a test runs."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from werkzeug.serving import BaseWSGIServer, ThreadedWSGIServer, WSGIRequestHandler

App = Callable[..., Any]


class _Handler(WSGIRequestHandler):
    def make_environ(self) -> dict[str, Any]:
        """With the names of headers as they came, which WSGI does not keep."""
        environ: dict[str, Any] = super().make_environ()
        environ["tests.headers"] = dict(self.headers.items())
        return environ

    def log(self, *_: Any) -> None:
        """Nobody wants to read it."""


class _OneAtATime(BaseWSGIServer):
    def log(self, *_: Any) -> None:
        """Apps crash on purpose."""


class _Threaded(ThreadedWSGIServer):
    def log(self, *_: Any) -> None:
        """Apps crash on purpose."""


@contextlib.contextmanager
def serving(app: App, *, is_threaded: bool = True) -> Iterator[str]:
    """The address of the app, which is served until the block ends."""
    kind = _Threaded if is_threaded else _OneAtATime
    server = kind("127.0.0.1", 0, app, handler=_Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/front/outgoing"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
