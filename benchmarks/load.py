"""A client that keeps a number of connections busy, in a process of its own."""

import multiprocessing
import socket
import threading
import time
from multiprocessing.connection import Connection

_READ = 65536


def requests_per_second(request: bytes, address: tuple[str, int], *, seconds: float) -> float:
    """How many times a second 16 keep-alive connections get `request` answered."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    client = context.Process(target=_load, args=(request, address, seconds, there))
    client.start()
    rate: float = here.recv()
    client.join()
    return rate


def _load(request: bytes, address: tuple[str, int], seconds: float, there: Connection) -> None:
    counts = [0] * 16
    started = time.monotonic()
    deadline = started + seconds
    threads = [
        threading.Thread(target=_ask, args=(request, address, deadline, counts, number))
        for number in range(len(counts))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    there.send(sum(counts) / (time.monotonic() - started))


def _ask(
    request: bytes, address: tuple[str, int], deadline: float, counts: list[int], number: int
) -> None:
    connection = socket.create_connection(address)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while time.monotonic() < deadline:
        connection.sendall(request)
        answer = connection.recv(_READ)
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(answer[:300])
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += connection.recv(_READ)
        counts[number] += 1
    connection.close()


def post(path: str, body: bytes, token: str) -> bytes:
    """A POST of JSON as bytes for the socket."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
