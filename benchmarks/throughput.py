"""incoming_messages, and inbound_messages of an application, against a bare Flask view.

On the same server, 16 connections.
"""

import statistics
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask, Response

from benchmarks import application, load
from front_emulator import FrontEmulator, WsgiServer

_SECONDS = 3.0
_ROUNDS = 3
_BODY = b'{"sender":{"handle":"leela","name":"Leela"},"body":"Is my parcel lost?"}'


def measure() -> Iterator[str]:
    """All are asked in turn, so that a slow moment of the machine hits all."""
    rates = [(_bare(), _incoming_messages(), _inbound_messages()) for _ in range(_ROUNDS)]
    bare, incoming, inbound = map(statistics.median, zip(*rates, strict=True))
    yield f"bare Flask view       {bare:8.0f} requests/s"
    yield f"incoming_messages     {incoming:8.0f} requests/s"
    yield f"ratio                 {incoming / bare:8.2f}  (at least 0.5)"
    yield f"inbound_messages      {inbound:8.0f} requests/s"
    yield f"ratio                 {inbound / bare:8.2f}"


def _bare() -> float:
    app = Flask("bare")
    answer = b'{"status":"accepted"}'
    app.post("/bare")(lambda: Response(answer, 202, content_type="application/json"))
    with WsgiServer(app) as server:
        request = load.post("/bare", _BODY, "none")
        return load.requests_per_second(request, ("127.0.0.1", server.port), seconds=_SECONDS)


def _incoming_messages() -> float:
    with FrontEmulator() as front:
        path = urlsplit(front.channel.incoming_url).path
        request = load.post(path, _BODY, front.api_token)
        port = front.server.port
        return load.requests_per_second(request, ("127.0.0.1", port), seconds=_SECONDS)


def _inbound_messages() -> float:
    """With `message_imported`, which the application is sent meanwhile."""
    with FrontEmulator() as front, application.connected(front) as channel:
        path = urlsplit(channel.inbound_url).path
        request = load.post(path, application.INBOUND, channel.token(lifetime=25))
        port = front.server.port
        return load.requests_per_second(request, ("127.0.0.1", port), seconds=_SECONDS)
