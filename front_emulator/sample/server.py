"""A web server for trying the chat out; behind a real site runs a real WSGI server."""

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


class _RequestHandler(WSGIRequestHandler):
    """Gives up on a client that sends nothing for half a minute."""

    timeout = 30

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the page asks for news all the time."""


def local_server(app: Flask, port: int = 0) -> BaseWSGIServer:
    """Bind the app to 127.0.0.1; port 0 picks a free one, which `server_port` tells.

    Call `serve_forever()`, and from another thread `shutdown()`, then `server_close()`.
    """
    return make_server("127.0.0.1", port, app, threaded=True, request_handler=_RequestHandler)
