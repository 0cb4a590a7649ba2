"""Front's API as these tests call it: over a socket, on a clock that stands still."""

import socket
from collections.abc import Iterable
from typing import Any

import requests

from front_emulator import CustomChannel, FrontEmulator

Json = dict[str, Any]

DELAY = 0.05
"""The processing delay of an account that was given no other, in seconds."""


class Api:
    """One account's API, with its token. `path` may also be a whole URL, as links are."""

    def __init__(self, front: FrontEmulator, session: requests.Session) -> None:
        self.front = front
        self.headers = {"Authorization": f"Bearer {front.api_token}"}
        self._session = session

    def call(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any
    ) -> requests.Response:
        url = path if path.startswith("http") else self.front.url + path
        sent = {**self.headers, **(headers or {})}
        return self._session.request(method, url, headers=sent, timeout=10, **options)

    def get(self, path: str, **options: Any) -> Any:
        """The JSON of a 200."""
        answer = self.call("GET", path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, method: str, path: str, **options: Any) -> Json:
        """The content of the `_error` of a refusal."""
        answer = self.call(method, path, **options)
        assert answer.status_code >= 400, answer.text
        error: Json = answer.json()["_error"]
        assert error.get("status", 400) == answer.status_code
        return error

    def send(self, channel: CustomChannel | None = None, **options: Any) -> requests.Response:
        """POST to the channel's Incoming URL."""
        return self.call("POST", (channel or self.front.channel).incoming_url, **options)

    def post(
        self,
        body: str = "Hello",
        sender: str = "leela",
        *,
        channel: CustomChannel | None = None,
        thread_ref: str | None = None,
        name: str | None = None,
        contact_id: str | None = None,
        **fields: Any,
    ) -> str:
        """Have a message accepted; its uid."""
        who = {"handle": sender, "name": name, "contact_id": contact_id}
        data: Json = {"sender": who, "body": body, **fields}
        if thread_ref is not None:
            data["metadata"] = {"thread_ref": thread_ref}
        return accepted_uid(self.send(channel, json=data))

    def receive(self, body: str = "Hello", sender: str = "leela", **fields: Any) -> Json:
        """Have a message accepted and let it appear; the message as Front shows it."""
        return self.appear(self.post(body, sender, **fields))

    def appear(self, uid: str) -> Json:
        """Let time pass until accepted messages exist; the one with this uid."""
        self.front.clock.advance(DELAY)
        message: Json = self.get(f"/messages/alt:uid:{uid}")
        return message

    def conversation_of(self, message: Json) -> Json:
        conversation: Json = self.get(message["_links"]["related"]["conversation"])
        return conversation

    def ids(self, path: str) -> list[str]:
        """The ids on the first page of a list."""
        return [entry["id"] for entry in self.get(path)["_results"]]

    def walk(self, path: str) -> Iterable[Json]:
        """The pages of a list, each asked for when it is wanted."""
        link: str | None = path
        while link is not None:
            page: Json = self.get(link)
            yield page
            link = page["_pagination"]["next"]


def accepted_uid(answer: requests.Response) -> str:
    """The uid in a 202."""
    assert answer.status_code == 202, answer.text
    uid: str = answer.json()["message_uid"]
    return uid


def new_session() -> requests.Session:
    """A session that heeds no proxy of this machine."""
    session = requests.Session()
    session.trust_env = False
    return session


def exchange(port: int, data: bytes) -> bytes:
    """What the server answers to these bytes on a connection of their own, to its end."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except TimeoutError:
            raise
        except OSError:
            return b""


def status_of(answer: bytes) -> int | None:
    """The status of a raw answer, or None where the connection was closed without one."""
    return int(answer.split(b" ", 2)[1]) if answer else None


Part = tuple[str, bytes | str, str | None, str | None]
"""A form part: name, content, file name as it stands in the header, content type."""


def form(*parts: Part, boundary: str = "b0undary") -> tuple[bytes, dict[str, str]]:
    """A multipart body written out by hand, and its Content-Type header."""
    body = b""
    for name, content, filename, content_type in parts:
        file = "" if filename is None else f'; filename="{filename}"'
        kind = "" if content_type is None else f"Content-Type: {content_type}\r\n"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n{kind}\r\n'
        data = content if isinstance(content, bytes) else content.encode()
        body += head.encode() + data + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def field(name: str, value: str) -> Part:
    return name, value, None, None


HANDLE = field("sender[handle]", "leela")
BODY = field("body", "See file")
