"""A scripted integration: a real HTTP server that keeps what arrives and answers as told."""

import contextlib
import json
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

WAIT = 30.0
_DRIP_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came: the bytes of its head, and of its body."""

    head: bytes
    body: bytes

    @property
    def request_line(self) -> str:
        return self.head.split(b"\r\n", 1)[0].decode("latin-1")

    @property
    def method(self) -> str:
        return self.request_line.split(" ")[0]

    @property
    def target(self) -> str:
        return self.request_line.split(" ")[1]

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Names in the case and order they were sent in."""
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        pairs = (line.partition(":") for line in lines if line)
        return [(name, value.strip()) for name, _, value in pairs]

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def message(self) -> dict[str, Any]:
        """The body's JSON."""
        message: dict[str, Any] = json.loads(self.body)
        return message


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the connection to answer it on; `released` ends what hangs or drips."""

    request: Received
    connection: socket.socket
    released: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)


Answer = Callable[[Exchange], None]


def _head(status: int, headers: Iterable[tuple[str, str]]) -> bytes:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unheard Of"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def raw(data: bytes) -> Answer:
    """These bytes, then the end of the connection."""
    return lambda exchange: exchange.send(data)


def answer(
    status: int = 200,
    body: bytes | str = b"",
    headers: Iterable[tuple[str, str]] = (),
) -> Answer:
    """A complete answer."""
    data = body.encode() if isinstance(body, str) else body
    return raw(_head(status, (*headers, ("Content-Length", str(len(data))))) + data)


def answer_json(value: object, status: int = 200) -> Answer:
    """A complete answer in JSON."""
    return answer(status, json.dumps(value), [("Content-Type", "application/json")])


def error(error_type: str, message: str | None = None, status: int = 200) -> Answer:
    """What the guide has an integration answer when it cannot deliver a message."""
    told = {} if message is None else {"message": message}
    return answer_json({"type": error_type, **told}, status)


SUCCESS = answer_json({"type": "success"})


def redirect(location: str, status: int = 301) -> Answer:
    return answer(status, headers=[("Location", location)])


def hang(then: Answer = SUCCESS) -> Answer:
    """Answer only once the receiver is released."""

    def wait(exchange: Exchange) -> None:
        exchange.released.wait(WAIT * 2)
        then(exchange)

    return wait


def first(act: Callable[[Received], object], then: Answer = SUCCESS) -> Answer:
    """Do something before answering."""

    def act_and_answer(exchange: Exchange) -> None:
        act(exchange.request)
        then(exchange)

    return act_and_answer


def reset(exchange: Exchange) -> None:
    """Break the connection with an RST."""
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    exchange.connection.close()


def hang_up(exchange: Exchange) -> None:
    """Close the connection without an answer."""


def truncated(status: int = 200, body: bytes = b'{"type":"succ') -> Answer:
    """A body that ends before its Content-Length."""
    return raw(_head(status, [("Content-Length", str(len(body) + 100))]) + body)


def truncated_chunks(status: int = 200) -> Answer:
    """A chunked body without its last chunk."""
    return raw(_head(status, [("Transfer-Encoding", "chunked")]) + b"5\r\n{}   \r\n")


def dripping_head(exchange: Exchange) -> None:
    """A header that never ends, a byte at a time."""
    exchange.send(b"HTTP/1.1 200 OK\r\nX-Endless: ")
    _drip(exchange)


def dripping_body(status: int = 200, *, has_length: bool = True) -> Answer:
    """A body that never ends, a byte at a time; without a length only the connection ends it."""

    def drip(exchange: Exchange) -> None:
        exchange.send(_head(status, [("Content-Length", "1000000")] if has_length else []))
        _drip(exchange)

    return drip


def huge(size: int, status: int = 200) -> Answer:
    """A body of `size` spaces around a success."""
    return answer(status, b'{"type":"success"}'.center(size))


class Receiver:
    """Listens on a free port of 127.0.0.1 for as long as its `with` block lasts.

    The n-th request gets the n-th of the `answers`, the last of which serves all further
    ones. What a script raises is raised again at the end of the block.
    """

    def __init__(self) -> None:
        self.requests: list[Received] = []
        self.failures: list[BaseException] = []
        self.released = threading.Event()
        self._answers: list[Answer] = [SUCCESS]
        self._arrived = threading.Condition()
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True
        )

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.origin}/front/outgoing"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The delivered messages in the order they arrived."""
        return [received.message for received in self.requests]

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages]

    def answers(self, *script: Answer) -> None:
        with self._arrived:
            self._answers = list(script)

    def release(self) -> None:
        """Let what hangs or drips come to its end."""
        self.released.set()

    def wait_for(self, count: int = 1) -> list[Received]:
        """The requests, as soon as there are `count` of them."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.requests) >= count, WAIT):
                raise AssertionError(f"{len(self.requests)} of {count} requests in {WAIT:g} s")
            return list(self.requests)

    def serve(self, connection: socket.socket) -> None:
        """Take one request and answer it."""
        received = _read(connection)
        if received is None:
            return
        with self._arrived:
            self.requests.append(received)
            script = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            self._arrived.notify_all()
        try:
            script(Exchange(received, connection, self.released))
        except ConnectionError:
            pass  # the other side may leave whenever it has had enough
        except BaseException as error:
            self.failures.append(error)
            raise

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()
        if self.failures and error is None:
            raise self.failures[0]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The receiver keeps what its scripts raise; the rest is a client that left."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.server.receiver.serve(self.request)


def _read(connection: socket.socket) -> Received | None:
    """The request on a connection; None where it breaks off, or is TLS."""
    if connection.recv(1, socket.MSG_PEEK) == b"\x16":
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return None
    with contextlib.suppress(ConnectionError), connection.makefile("rb") as stream:
        lines = []
        while (line := stream.readline()) not in (b"\r\n", b""):
            lines.append(line)
        if not lines:
            return None
        head = b"".join(lines)
        bare = Received(head, b"")
        length = int(bare.header("Content-Length") or 0)
        body = stream.read(length)
        return Received(head, body) if len(body) == length else None
    return None


def _drip(exchange: Exchange) -> None:
    while not exchange.released.wait(_DRIP_PAUSE):
        exchange.send(b" ")
