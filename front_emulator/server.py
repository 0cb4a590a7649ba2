"""A WSGI app served from threads of this process."""

import contextlib
import logging
import re
import socket
import ssl
import threading
from functools import partial
from typing import Any, Self

from cheroot.makefile import StreamReader, StreamWriter
from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.ssl import Adapter
from cheroot.wsgi import Gateway_10
from cheroot.wsgi import Server as CherootServer

_POLL_SECONDS = 0.02
THREADS = 16
"""How many requests are worked on at once."""
_LENGTH = re.compile(rb"[0-9]{1,15}")
_NO_TLS = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
    b"This emulator serves https.\n"
)
_LOG = logging.getLogger("front_emulator.server")


class WsgiServer:
    """Serves a WSGI app on `host` and `port` (0 picks a free one) until it is stopped.

    Also a context manager. The address is bound by `start` itself: a busy port is an
    `OSError` there and then.
    """

    def __init__(
        self,
        app: Any,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._scheme = "http" if tls is None else "https"
        self.host = host
        self.port = port
        self._server = _Server(
            (host, port), app, numthreads=THREADS, request_queue_size=128, timeout=75
        )
        if tls is not None:
            self._server.ssl_adapter = _Tls(tls)
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address without a trailing slash."""
        return f"{self._scheme}://{_url_host(self.host)}:{self.port}"

    def start(self) -> None:
        """Bind the port and serve. Raises `OSError` that says why the port is not to be had."""
        try:
            self._server.prepare()
        except OSError as error:
            # Cheroot's own has neither a number nor a text without its Python tuples.
            raise self._server.refusal or error from None
        self.port = self._server.bind_addr[1]
        self._thread = threading.Thread(
            target=self._server.serve, name="front-emulator-server", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Finish the requests under way (5 s at most) and close the port."""
        if self._thread is not None:
            self._server.stop()
            self._thread.join()
            self._thread = None


class _Tls(Adapter):
    """TLS whose handshake is left to a worker, so that a client that dawdles holds up no other."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context

    def bind(self, sock: socket.socket) -> socket.socket:
        return sock

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, Any]]:
        wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, self.get_environ()

    def get_environ(self) -> dict[str, Any]:
        return {"wsgi.url_scheme": "https", "HTTPS": "on"}

    def makefile(self, sock: socket.socket, mode: str = "r", bufsize: int = -1) -> Any:
        return (StreamReader if "r" in mode else StreamWriter)(sock, mode, bufsize)


class _Headers(dict[bytes, bytes]):
    """A request's headers; `ValueError`, which is a 400, where its end or its Host is in doubt."""

    def __setitem__(self, name: bytes, value: bytes) -> None:
        if name == b"Content-Length" and _LENGTH.fullmatch(value) is None:
            raise ValueError("Malformed Content-Length header.")
        if name in (b"Content-Length", b"Host") and self.get(name, value) != value:
            raise ValueError(f"More than one {name.decode()} header.")
        super().__setitem__(name, value)


class _Request(HTTPRequest):
    """Refuses broken framing that cheroot lets through or trips over."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.inheaders = _Headers()

    def parse_request(self) -> None:
        try:
            super().parse_request()
        # A target such as //[ and a first header line that starts with a space.
        except (ValueError, UnboundLocalError):
            self.simple_response("400 Bad Request", "Malformed request.")

    def simple_response(self, status: str, msg: str = "") -> None:
        """What the server itself answers. A version or coding it does not know is the client's
        mistake, as Node's parser has it.
        """
        if status[:3] in ("501", "505"):
            status, msg = "400 Bad Request", f"{status[4:]}. {msg}".rstrip()
        super().simple_response(status, msg)

    def respond(self) -> None:
        super().respond()
        if self.chunked_read:
            self._end_chunks()

    def _end_chunks(self) -> None:
        """Pass over trailers. What follows chunks that broke off is not a request."""
        try:
            are_trailers = all(b":" in line for line in self.rfile.read_trailer_lines())
        except ValueError:
            are_trailers = False
        self.close_connection = self.close_connection or not are_trailers


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request
    is_taken = False
    is_greeted = False

    def communicate(self) -> bool:
        if not self.is_greeted and isinstance(self.socket, ssl.SSLSocket):
            try:
                self.socket.do_handshake()
            except OSError as error:
                if getattr(error, "reason", None) == "HTTP_REQUEST":
                    # Beside TLS, which there is none of.
                    socket.socket.send(self.socket, _NO_TLS)
                return False
        self.is_greeted = True
        keep_open: bool = super().communicate()  # type: ignore[no-untyped-call]
        return keep_open

    def close(self) -> None:
        # What could not be sent to a client that hung up; from Python 3.13 on, the writer would
        # complain of it when it is collected, in whatever runs at that moment.
        self.wfile._write_buf.clear()  # noqa: SLF001 - cheroot has no other way to drop it
        # Cheroot leaves the writer to be collected, and the socket is open for as long.
        with contextlib.suppress(OSError):
            self.wfile.close()
        if self.is_taken:
            self.rfile.close()
        else:
            super().close()


class _Gateway(Gateway_10):
    def get_environ(self) -> Any:
        environ = super().get_environ()  # type: ignore[no-untyped-call]
        environ["front_emulator.take_connection"] = partial(_take_connection, self.req)
        return environ

    def start_response(self, status: Any, headers: Any, exc_info: Any = None) -> Any:
        if self.req.conn.is_taken:
            return self.write
        return super().start_response(status, headers, exc_info)


def _take_connection(request: HTTPRequest) -> socket.socket:
    """The client's connection: the server writes no answer and forgets it, the caller closes it.

    It costs no thread of the server from then on. The app must answer with an empty body.
    """
    request.sent_headers = True
    request.close_connection = True
    request.conn.is_taken = True
    taken: socket.socket = request.conn.socket
    return taken


class _Server(CherootServer):
    ConnectionClass = _Connection
    expiration_interval = _POLL_SECONDS
    keep_alive_conn_limit = 10_000
    max_request_header_size = 256 * 1024

    refusal: OSError | None = None

    def bind(self, *address: Any) -> Any:
        try:
            return super().bind(*address)
        except OSError as error:
            self.refusal = error
            raise

    @staticmethod
    def bind_socket(socket_: socket.socket, bind_addr: Any) -> socket.socket:
        """Let go of a socket whose port is busy, too, which cheroot does not."""
        try:
            socket_.bind(bind_addr)
        except OSError:
            socket_.close()
            raise
        return socket_

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.gateway = _Gateway

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        _LOG.log(level, "%s", msg, exc_info=traceback)


def _url_host(host: str) -> str:
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - read here, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
