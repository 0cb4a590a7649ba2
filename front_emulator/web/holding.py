"""Connections that are kept waiting on purpose, without keeping a thread of the server's busy."""

import contextlib
import selectors
import socket
import struct
import sys
import threading
from collections.abc import Callable

from front_emulator.domain.clock import monotonic


class Held:
    """A client's connection that hears nothing until `end` is called, in a thread of its own.

    That is when `seconds` are over or `release` is called, and, if `watches_client`, as soon
    as the client hangs up.
    """

    def __init__(
        self,
        connection: socket.socket,
        seconds: float,
        end: Callable[[], None],
        *,
        watches_client: bool,
    ) -> None:
        self._connection = connection
        self._seconds = seconds
        self._end = end
        self._watches_client = watches_client
        self._released, self._release = socket.socketpair()

    def start(self) -> None:
        """Begin to wait, and return."""
        threading.Thread(target=self._run, name="front-emulator-held", daemon=True).start()

    def release(self) -> None:
        """Let it end now."""
        self._release.close()

    def pause(self, seconds: float) -> bool:
        """Wait on, from within `end`; False once it was released."""
        self._released.settimeout(seconds)
        try:
            self._released.recv(1)
        except (TimeoutError, BlockingIOError):
            return True
        return False

    def _run(self) -> None:
        try:
            self._wait()
            self._end()
        finally:
            self._released.close()
            self._release.close()

    def _wait(self) -> None:
        deadline = monotonic() + self._seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._released, selectors.EVENT_READ)
            if self._watches_client:
                selector.register(self._connection, selectors.EVENT_READ)
            while (left := deadline - monotonic()) > 0:
                ready = {key.fileobj for key, _ in selector.select(left)}
                if self._released in ready:
                    return
                if self._connection in ready:
                    if self._has_hung_up():
                        return
                    # The next request, in advance: nobody will read it.
                    selector.unregister(self._connection)

    def _has_hung_up(self) -> bool:
        try:
            # Beneath TLS, where there is some: it cannot be peeked into.
            return not socket.socket.recv(self._connection, 1, socket.MSG_PEEK)
        except OSError:
            return True


def close(connection: socket.socket) -> None:
    """Hang up politely."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def reset(connection: socket.socket) -> None:
    """Break the connection off: the client sees it reset."""
    linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.close()


def send_and_close(connection: socket.socket, data: bytes) -> None:
    """Send what may still reach somebody, and hang up."""
    with contextlib.suppress(OSError):
        connection.sendall(data)
    close(connection)


def drip_and_close(
    connection: socket.socket, head: bytes, body: bytes, held: Held, pause: float
) -> None:
    """Send the body a byte at a time with these pauses, all the rest once `held` is released."""
    with contextlib.suppress(OSError):
        connection.sendall(head)
        for sent in range(len(body)):
            if not held.pause(pause):
                connection.sendall(body[sent:])
                break
            connection.sendall(body[sent : sent + 1])
    close(connection)
