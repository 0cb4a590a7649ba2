"""An application that agrees to everything, in a process of its own."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from front_emulator import ApplicationChannel, FrontEmulator

INBOUND = (
    b'{"sender":{"handle":"leela","name":"Leela"},"body":"Is my parcel lost?",'
    b'"metadata":{"external_id":"m-1","external_conversation_id":"c-1"}}'
)


@contextmanager
def connected(front: FrontEmulator) -> Iterator[ApplicationChannel]:
    """A channel of it."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    served = context.Process(target=_serve, args=(there,))
    served.start()
    url: str = here.recv()
    try:
        yield front.create_application("SMS", server_url=f"{url}/front").connect()
    finally:
        here.send(None)
        served.join()


def _serve(there: Connection) -> None:
    from flask import Flask, Response

    from front_emulator import WsgiServer

    app = Flask("application")
    app.post("/front")(lambda: Response('{"type":"success"}', content_type="application/json"))
    with WsgiServer(app) as server:
        there.send(server.url)
        there.recv()
