"""Who takes part in the tests: a visitor, a teammate's reply, and a time that flies."""

import json
import threading
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from front_emulator.sample.signature import sign

SECRET = "our api secret"
JSON = "application/json"


class FlyingTime:
    """Waits by moving its clock on; `pauses` says how long each wait was."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.pauses: list[float] = []
        self._lock = threading.Lock()

    def clock(self) -> float:
        """Seconds that only grow."""
        return self.now

    def pause(self, seconds: float) -> None:
        """Wait, in no time."""
        with self._lock:
            self.now += seconds
            self.pauses.append(round(seconds, 6))


class Visitor:
    """A person with a browser: a cookie jar and one chat."""

    def __init__(self, app: Flask) -> None:
        self.browser = app.test_client()
        self.begin()

    def begin(self) -> None:
        """Begin a new chat."""
        answer = self.browser.post("/api/chats", json={})
        assert answer.status_code == 201
        self.chat_id: str = body_of(answer)["chat_id"]
        self.thread_ref: str = body_of(answer)["thread_ref"]
        self.handle: str = body_of(answer)["handle"]

    @property
    def url(self) -> str:
        """Where the messages of the chat are."""
        return f"/api/chats/{self.chat_id}/messages"

    def write(self, text: str, **more: str) -> TestResponse:
        """Write a message."""
        return self.browser.post(self.url, json={"text": text, **more})

    def messages(self) -> list[dict[str, Any]]:
        """What the page shows."""
        answer = self.browser.get(self.url)
        assert answer.status_code == 200
        shown: list[dict[str, Any]] = body_of(answer)["messages"]
        return shown

    def texts(self) -> list[str]:
        """The texts the page shows."""
        return [message["text"] for message in self.messages()]

    def wait_for(self, state: str, number: int = 0) -> dict[str, Any]:
        """The visitor's message of a number, once it is in a state; each change is waited for."""
        after, seen = 0, dict[int, dict[str, Any]]()
        while True:
            news = body_of(self.browser.get(f"{self.url}?after={after}&wait=5"))
            assert news["next"] > after, f"no {state} message {number} among {seen}"
            after = news["next"]
            seen.update((message["id"], message) for message in news["messages"])
            mine = [message for message in seen.values() if message["sender"] == "visitor"]
            if len(mine) > number and mine[number]["state"] == state:
                return mine[number]


def body_of(answer: TestResponse) -> Any:
    """The JSON of an answer."""
    return answer.json


def reply_to(handle: str, **changes: Any) -> dict[str, Any]:
    """A reply as Front posts it; a change to `...` leaves the field out."""
    message: dict[str, Any] = {
        "_links": {
            "self": "https://acme.api.test/messages/msg_7",
            "related": {
                "conversation": "https://acme.api.test/conversations/cnv_1",
                "message_replied_to": "https://acme.api.test/messages/msg_7/parent",
            },
        },
        "id": "msg_7",
        "type": "custom",
        "is_inbound": False,
        "created_at": 1602100742.249,
        "blurb": "On its way.",
        "body": "On its way.",
        "text": "On its way.",
        "error_type": None,
        "version": "6e4b054926f829a8720cd56d911b7631-318607-1602100742100-a010",
        "subject": "Re: ",
        "draft_mode": "private",
        "metadata": {"headers": {"in_reply_to": None}},
        "author": {"id": "tea_1", "first_name": "Amy"},
        "recipients": [
            {
                "_links": {"related": {"contact": None}},
                "handle": "ba490680fd1da827",
                "role": "from",
            },
            {"_links": {"related": {"contact": None}}, "handle": handle, "role": "to"},
        ],
        "attachments": [],
        "is_draft": True,
    }
    changed = {**message, **changes}
    return {name: value for name, value in changed.items() if value is not ...}


def conversation(conversation_id: str) -> dict[str, Any]:
    """The `_links` of a message in a conversation."""
    link = f"https://acme.api.test/conversations/{conversation_id}"
    return {"self": "https://acme.api.test/messages/msg_7", "related": {"conversation": link}}


def as_bytes(message: Any) -> bytes:
    """The bytes Front makes of a message."""
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


def post(app: Flask, raw: bytes, **headers: str) -> TestResponse:
    """Post rightly signed bytes to the Outgoing URL."""
    own = {"X-Front-Signature": sign(SECRET, raw), "Content-Type": JSON}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().post("/front/outgoing", data=raw, headers={**own, **named})


def deliver(app: Flask, message: Any) -> TestResponse:
    """Post a message to the Outgoing URL as Front does."""
    return post(app, as_bytes(message))
