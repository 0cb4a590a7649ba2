"""One HTTP request put on the wire exactly as given, and its answer within a time limit."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any, Self, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError
from urllib3.util import SKIP_HEADER

from front_emulator.domain.entities import WireRequest, WireResponse

ANSWER_LIMIT = 1024 * 1024
_PIECE = 64 * 1024
_LEADING_TEXT = re.compile(r": (?![^\[\]]*\])")


class NoAnswer(Exception):
    """There was no complete answer; `timed_out` says whether the time limit was the reason.

    `status` is the answer's status where that much had arrived; `is_unreachable` says that
    nobody took the connection.
    """

    def __init__(
        self,
        text: str,
        *,
        timed_out: bool = False,
        status: int | None = None,
        is_unreachable: bool = False,
    ) -> None:
        super().__init__(text)
        self.timed_out = timed_out
        self.status = status
        self.is_unreachable = is_unreachable


def send(
    request: WireRequest,
    *,
    timeout: float,
    follow_redirects: bool = False,
    use_environment_proxies: bool = False,
    on_start: Callable[["Deadline"], None] | None = None,
) -> WireResponse:
    """Send a request and read at most 1 MiB of its answer, all within `timeout` seconds.

    `on_start` gets what can cut it short, before anything is sent.
    Raises `NoAnswer` on a refused or broken connection, an answer that breaks off, a URL
    nothing can be sent to, and when the time is up.
    """
    with requests.Session() as session, Deadline(timeout) as deadline:
        if on_start is not None:
            on_start(deadline)
        session.trust_env = use_environment_proxies
        session.headers.clear()
        session.mount("http://", _DeadlineAdapter(deadline))
        session.mount("https://", _DeadlineAdapter(deadline))
        status: int | None = None
        try:
            with session.request(
                request.method,
                request.url,
                data=request.body,
                headers=_headers(request),
                timeout=timeout,
                allow_redirects=follow_redirects,
                stream=True,
            ) as answer:
                status = answer.status_code
                body = _body(answer)
                headers = tuple((name, value) for name, value in answer.raw.headers.items())
        except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
            raise no_answer(error, deadline, status) from error
        if deadline.is_over:
            raise NoAnswer(f"no answer within {timeout:g} s", timed_out=True, status=status)
        return WireResponse(status, headers, body)


def _headers(request: WireRequest) -> dict[str, str]:
    """The request's own; the HTTP client is told to add none of its own accord."""
    given = dict(request.headers)
    names = {name.lower() for name in given}
    usual = ("Accept-Encoding", "User-Agent")
    return given | {name: SKIP_HEADER for name in usual if name.lower() not in names}


def _body(answer: requests.Response) -> bytes:
    """Its first bytes, and where those are all of them the certainty that it is complete."""
    body = bytearray()
    for piece in answer.raw.stream(_PIECE, decode_content=False):
        body += piece
        if len(body) >= ANSWER_LIMIT:
            break
    return bytes(body[:ANSWER_LIMIT])


class Deadline:
    """Cuts the connections it watches when the time is up, however slowly they trickle."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self.has_connected = False
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connected: socket.socket) -> None:
        with self._lock:
            self.has_connected = True
            self._sockets.append(connected)
            late = self.is_over
        if late:
            self.cut()

    def cut(self) -> None:
        """End it now, as if the time was up."""
        with self._lock:
            self.is_over = True
            watched = list(self._sockets)
        for each in watched:
            with contextlib.suppress(OSError):
                # Not the one of a TLS socket, which another thread may be reading from.
                socket.socket.shutdown(each, socket.SHUT_RDWR)


class _LastLine:
    """A stream that keeps the last line read from it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.line = b""

    def readline(self, limit: int) -> bytes:
        self.line = self._stream.readline(limit)
        return self.line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _OnlyAnswer(HTTPResponse):
    """The only answer on its connection, whether or not its head says so.

    The standard library would take a head that breaks off for one that ends.
    """

    def begin(self) -> None:
        stream: Any = self.fp
        lines: Any = _LastLine(stream)
        self.fp = lines
        super().begin()
        if not lines.line:
            raise IncompleteRead(b"")
        if self.fp is lines:
            self.fp = stream
        self.will_close = True


class _Watched:
    deadline: Deadline
    sock: Any
    response_class: type[HTTPResponse] = _OnlyAnswer

    def __init__(self, *args: Any, deadline: Deadline, **options: Any) -> None:
        super().__init__(*args, **options)
        self.deadline = deadline

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.deadline.watch(self.sock)


class _WatchedHTTP(_Watched, HTTPConnection):
    pass


class _WatchedHTTPS(_Watched, HTTPSConnection):
    pass


class _DeadlineAdapter(HTTPAdapter):
    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> HTTPConnectionPool:
        pool = cast(HTTPConnectionPool, super().get_connection_with_tls_context(*args, **options))
        pool.ConnectionCls = _WatchedHTTPS if pool.scheme == "https" else _WatchedHTTP
        pool.conn_kw["deadline"] = self._deadline
        return pool


def no_answer(error: Exception, deadline: Deadline, status: int | None) -> NoAnswer:
    """What an error of the connection means: a time limit, nobody there, an answer cut short."""
    if deadline.is_over or isinstance(error, requests.Timeout | TimeoutError):
        return NoAnswer(
            "the time limit was reached",
            timed_out=True,
            status=status,
            is_unreachable=not deadline.has_connected,
        )
    cause = _cause(error)
    if isinstance(cause, NameResolutionError | socket.gaierror):
        return NoAnswer(f"the host is unknown ({_short(cause)})", is_unreachable=True)
    if isinstance(cause, NewConnectionError | socket.gaierror | ConnectionRefusedError):
        return NoAnswer(f"the connection was refused ({_short(cause)})", is_unreachable=True)
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return NoAnswer(f"nothing can be sent to this URL ({_short(error)})")
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.MissingSchema):
        return NoAnswer(f"nothing can be sent to this URL ({_short(error)})")
    if isinstance(error, requests.TooManyRedirects):
        return NoAnswer("the redirects do not end")
    if status is None:
        return NoAnswer(f"the connection broke before there was an answer ({_short(cause)})")
    return NoAnswer(_short(cause), status=status)


def _cause(error: BaseException) -> BaseException:
    """The innermost error: libraries wrap what the system said three times."""
    inner = getattr(error, "reason", None) or (error.args[0] if error.args else None)
    if not isinstance(inner, BaseException):
        inner = next((a for a in error.args if isinstance(a, BaseException)), None)
    return error if inner is None or isinstance(error, NewConnectionError) else _cause(inner)


def _short(error: BaseException) -> str:
    text = _LEADING_TEXT.split(str(error).rpartition("> ")[2])[-1] or type(error).__name__
    return text[:120]
