"""What no HTTP client sends on purpose: doubled headers, slow drips, requests cut off halfway."""

import contextlib
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from urllib.parse import unquote, urlsplit

from front_emulator.domain.entities import WireRequest, WireResponse
from front_emulator.transport import ANSWER_LIMIT, Deadline, NoAnswer, no_answer

_ANSWER_TO_HALF = 3.0
"""Seconds an answer to half a request is waited for; there need not be one."""


def send(request: WireRequest, timeout: float) -> WireResponse:
    """Send a request with exactly its headers, doubled ones too. Raises `NoAnswer`."""
    with _wire(request, timeout) as wire:
        wire.send(request.body)
        return wire.answer()


def drip(request: WireRequest, timeout: float, *, seconds: float, pieces: int) -> WireResponse:
    """Send a body in `pieces` over `seconds`; `timeout` runs from the last. Raises `NoAnswer`."""
    size = -(-len(request.body) // pieces)
    with _wire(request, seconds + timeout) as wire:
        for start in range(0, len(request.body), size):
            if start:
                threading.Event().wait(seconds / (pieces - 1))
            wire.send(request.body[start : start + size])
        return wire.answer()


def cut_off(request: WireRequest, timeout: float) -> WireResponse:
    """Send half a body and end; the answer, if there is one. Raises `NoAnswer`."""
    with _wire(request, min(timeout, _ANSWER_TO_HALF)) as wire:
        wire.send(request.body[: len(request.body) // 2])
        wire.end()
        return wire.answer()


def hang_up(request: WireRequest, timeout: float) -> WireResponse:
    """Send all of a request and close without reading the answer. Raises `NoAnswer`."""
    with _wire(request, timeout) as wire:
        wire.send(request.body)
    raise NoAnswer("the answer was not waited for")


@contextlib.contextmanager
def stalled(request: WireRequest, timeout: float) -> Iterator[None]:
    """Hold a connection on which half a body has been sent. Raises `NoAnswer`.

    `timeout` is for what happens meanwhile: the connection is held for longer.
    """
    with _wire(request, 2 * timeout) as wire:
        wire.send(request.body[: len(request.body) // 2])
        yield


class _Wire:
    def __init__(self, connection: HTTPConnection, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline
        self.status: int | None = None

    def begin(self, request: WireRequest) -> None:
        parts = urlsplit(request.url)
        self._connection.connect()
        self._deadline.watch(self._connection.sock)
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        self._connection.putrequest(request.method, path, skip_accept_encoding=True)
        for name, value in request.headers:
            self._connection.putheader(name, value)
        if parts.username is not None:
            self._connection.putheader("Authorization", _basic(parts.username, parts.password))
        self._connection.putheader("Content-Length", str(len(request.body)))
        self._connection.endheaders()

    def send(self, data: bytes) -> None:
        # An integration may answer, and close, before it has read everything.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._connection.send(data)

    def end(self) -> None:
        """Say that nothing follows; TLS cannot end one half and go on reading the other."""
        if isinstance(self._connection, HTTPSConnection):
            self._connection.close()
            raise ConnectionAbortedError("cut off on purpose")
        self._connection.sock.shutdown(socket.SHUT_WR)

    def answer(self) -> WireResponse:
        """The whole answer, or its first MiB."""
        answer = self._connection.getresponse()
        self.status = answer.status
        body = answer.read(ANSWER_LIMIT)
        if self._deadline.is_over:
            raise TimeoutError
        if answer.length and len(body) < ANSWER_LIMIT:
            raise IncompleteRead(body, answer.length)
        return WireResponse(answer.status, tuple(answer.getheaders()), body)


@contextlib.contextmanager
def _wire(request: WireRequest, timeout: float) -> Iterator[_Wire]:
    with (
        contextlib.closing(_connection(request.url, timeout)) as connection,
        Deadline(timeout) as deadline,
    ):
        wire = _Wire(connection, deadline)
        try:
            wire.begin(request)
            yield wire
        except (HTTPException, OSError, ValueError) as error:
            raise no_answer(error, deadline, wire.status) from error


def _connection(url: str, timeout: float) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "http":
        return HTTPConnection(host, parts.port, timeout=timeout)
    import ssl

    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    return HTTPSConnection(host, parts.port, timeout=timeout, context=context)


def _basic(username: str, password: str | None) -> str:
    credentials = f"{unquote(username)}:{unquote(password or '')}"
    return f"Basic {b64encode(credentials.encode()).decode()}"
