"""A Front that answers what a test told it to, over real sockets."""

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CONVERSATION = {
    "_links": {"related": {"conversation": "https://acme.api.test/conversations/cnv_1"}}
}


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    headers: Message
    body: Any


ACCEPTED = Answer(202, {"status": "accepted", "message_uid": "0123abcd"})
FOUND = Answer(200, {"id": "msg_1", **CONVERSATION})
NOT_YET = Answer(404, {"_error": {"status": 404, "title": "Not found", "message": "Unknown"}})
BROKEN_OFF = Answer(0)
HANGING = Answer(-1)


def error(status: int, message: str, *details: str, **headers: str) -> Answer:
    """An error in Front's envelope."""
    body: dict[str, Any] = {"status": status, "title": "Error", "message": message}
    if details:
        body["details"] = list(details)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"_error": body}, named)


class FakeFront:
    """Answers posts from `posts` and look-ups from `gets`, then 202 and 200 for ever."""

    def __init__(self) -> None:
        self.posts: deque[Answer] = deque()
        self.gets: deque[Answer] = deque()
        self.received: list[Received] = []
        self.let_go = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.incoming_url = f"{self.url}/channels/cha_1/incoming_messages"

    def close(self) -> None:
        """Stop answering."""
        self.let_go.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def next_answer(self, method: str) -> Answer:
        """What to answer to a request."""
        waiting, otherwise = (self.posts, ACCEPTED) if method == "POST" else (self.gets, FOUND)
        return waiting.popleft() if waiting else otherwise

    @property
    def bodies(self) -> list[Any]:
        """The posted messages, in order."""
        return [one.body for one in self.received if one.method == "POST"]

    @property
    def lookups(self) -> list[str]:
        """The paths that were looked up, in order."""
        return [one.path for one in self.received if one.method == "GET"]


def _handler(front: FakeFront) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(raw) if raw else None
            front.received.append(Received(self.command, self.path, self.headers, body))
            answer = front.next_answer(self.command)
            if answer is HANGING:
                front.let_go.wait(60)
            if answer.status > 0:
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            raw = json.dumps(answer.body).encode() if answer.body is not None else b"<h1>?</h1>"
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
