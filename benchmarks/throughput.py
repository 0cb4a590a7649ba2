"""incoming_messages against a bare Flask view on the same server, 16 connections."""

import statistics
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask, Response

from benchmarks import load
from front_emulator import FrontEmulator, WsgiServer

_SECONDS = 3.0
_ROUNDS = 3
_BODY = b'{"sender":{"handle":"leela","name":"Leela"},"body":"Is my parcel lost?"}'


def measure() -> Iterator[str]:
    """Both are asked in turn, so that a slow moment of the machine hits both."""
    bare, ours = [], []
    for _ in range(_ROUNDS):
        bare.append(_bare())
        ours.append(_incoming_messages())
    bare_rate, our_rate = statistics.median(bare), statistics.median(ours)
    yield f"bare Flask view       {bare_rate:8.0f} requests/s"
    yield f"incoming_messages     {our_rate:8.0f} requests/s"
    yield f"ratio                 {our_rate / bare_rate:8.2f}  (at least 0.5)"


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
