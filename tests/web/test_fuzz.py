"""Whatever a client sends, the answer is Front's and the emulator does not fail."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from unittest import TestCase
from urllib.parse import quote

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.test import create_environ, run_wsgi_app

from front_emulator import FrontEmulator, FrontServer, Upload
from tests.web.client import exchange, status_of

NUMBERS = count()

FIELDS = [
    "sender",
    "handle",
    "name",
    "contact_id",
    "subject",
    "body",
    "body_format",
    "metadata",
    "thread_ref",
    "headers",
    "to",
    "cc",
    "bcc",
    "options",
    "archive",
    "tag_ids",
    "author_id",
    "channel_id",
    "sender_name",
    "attachments",
    "settings",
    "webhook_url",
    "undo_send_time",
    "contact_type",
    "reply_mode",
    "status",
    "assignee_id",
    "inbox_id",
    "signature_id",
    "highlight",
    "is_pinned",
]
VALUES = ["markdown", "html", "archived", "open", "deleted", "spam", "custom", "same_channel"]
ROUTES = [
    ("POST", "/channels/{channel}/incoming_messages"),
    ("POST", "/channels/{channel}/messages"),
    ("POST", "/conversations/{conversation}/messages"),
    ("PATCH", "/channels/{channel}"),
    ("PATCH", "/conversations/{conversation}"),
    ("GET", "/conversations"),
    ("GET", "/conversations/{conversation}"),
    ("GET", "/conversations/{conversation}/messages"),
    ("GET", "/inboxes/{inbox}/conversations"),
    ("GET", "/inboxes/{inbox}/channels"),
    ("GET", "/messages/{message}"),
    ("GET", "/messages/{message}/download/{attachment}"),
    ("GET", "/download/{attachment}"),
    ("GET", "/contacts/{contact}"),
    ("GET", "/teammates/{teammate}"),
    ("GET", "/conversations/search/{message}"),
    ("POST", "/tags"),
    ("POST", "/conversations/{conversation}/tags"),
    ("DELETE", "/conversations/{conversation}/tags"),
    ("POST", "/conversations/{conversation}/comments"),
    ("GET", "/conversations/{conversation}/comments"),
    ("GET", "/me"),
    ("POST", "/__admin/reset"),
    ("GET", "/__admin/{message}"),
    ("GET", "/{message}"),
]
METHODS = ["GET", "POST", "PATCH", "HEAD", "PUT", "DELETE", "OPTIONS", "X"]
ALIASES = ["alt:uid:", "alt:ref:", "alt:address:", "alt:email:", "alt:custom:", "alt:phone:", "alt"]
KINDS = ["channel", "inbox", "teammate", "conversation", "message", "attachment", "contact"]

texts = st.text(st.characters(codec="utf-8"), max_size=20)
latin = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=30)
references = st.one_of(
    st.sampled_from(KINDS),
    st.builds("".join, st.tuples(st.sampled_from(ALIASES), texts)),
    texts,
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(VALUES),
    st.text(max_size=20),
)
names = st.one_of(st.sampled_from(FIELDS), st.text(max_size=8))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5)
)
objects = st.fixed_dictionaries(
    {
        "sender": st.fixed_dictionaries({"handle": st.text(min_size=1, max_size=9)}),
        "body": st.text(min_size=1, max_size=99),
        "to": st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=3),
    },
    optional={
        "metadata": st.dictionaries(names, values, max_size=3),
        "options": st.dictionaries(names, values, max_size=3),
        "settings": st.dictionaries(names, values, max_size=3),
        "status": st.sampled_from(VALUES),
        "assignee_id": st.none() | texts,
        "body_format": st.sampled_from(["markdown", "html"]),
        "subject": st.text(max_size=9),
    },
)
spoilt = st.builds(lambda good, wrong: good | wrong, objects, st.dictionaries(names, values))
field_names = st.one_of(
    st.sampled_from(["sender[handle]", "body", "to[]", "attachments", "attachments[0]", "to[0]"]),
    st.builds("{}[{}]".format, names, names),
    names,
)


def written_form(parts: list[tuple[str, str, bool]]) -> bytes:
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"'
        f"{'; filename=x' if is_file else ''}\r\n\r\n{value}\r\n"
        for name, value, is_file in parts
    )
    return f"{body}--b--\r\n".encode("utf-8", "replace")


bodies = st.one_of(
    st.tuples(st.just("application/json"), objects.map(lambda o: json.dumps(o).encode())),
    st.tuples(st.just("application/json"), spoilt.map(lambda o: json.dumps(o).encode())),
    st.tuples(st.just("application/json"), values.map(lambda v: json.dumps(v).encode())),
    st.tuples(st.just("application/json"), st.binary(max_size=60)),
    st.tuples(
        st.just("multipart/form-data; boundary=b"),
        st.lists(st.tuples(field_names, st.text(max_size=20), st.booleans())).map(written_form),
    ),
    st.tuples(st.just("multipart/form-data; boundary=b"), st.binary(max_size=60)),
    st.tuples(latin, st.binary(max_size=60)),
)
queries = st.one_of(
    st.just(""),
    latin,
    st.builds(
        "{}={}".format,
        st.sampled_from(["limit", "page_token", "sort_order", "q", "q[statuses][]", "q[x"]),
        st.one_of(st.integers().map(str), latin, values.map(lambda v: quote(json.dumps(v)))),
    ),
)


@dataclass(frozen=True)
class Sent:
    """A request; `other` has what stands in its path instead of the account's own ids."""

    route: tuple[str, str]
    method: str | None
    other: dict[str, str]
    query: str
    content: tuple[str, bytes]
    headers: dict[str, str]
    announced: int | None


def sometimes(strategy: st.SearchStrategy[Any], otherwise: Any) -> st.SearchStrategy[Any]:
    """One time in four."""
    return st.integers(0, 3).flatmap(lambda n: strategy if n == 0 else st.just(otherwise))


requests = st.builds(
    Sent,
    route=st.sampled_from(ROUTES),
    method=sometimes(st.sampled_from(METHODS), None),
    other=sometimes(st.dictionaries(st.sampled_from(KINDS), references), {}),
    query=queries,
    content=bodies,
    headers=sometimes(
        st.dictionaries(
            st.sampled_from(["HTTP_HOST", "HTTP_ORIGIN", "HTTP_AUTHORIZATION", "HTTP_ACCEPT"]),
            latin,
            max_size=1,
        ),
        {},
    ),
    announced=sometimes(st.integers(0, 100), None),
)


@contextmanager
def account(server: FrontServer) -> Iterator[FrontEmulator]:
    """An account with a conversation in it, about which the emulator logs no error."""
    with (
        TestCase().assertNoLogs("front_emulator", "ERROR"),
        FrontEmulator(server=server, seed=f"fuzz {next(NUMBERS)}") as front,
    ):
        front.clock.freeze()
        front.channel.allow_new_messages = True
        front.receive("Hi", sender="leela", attachments=[Upload("a", "text/plain", b"a")])
        yield front
        front.clock.advance(1)


def ids_of(front: FrontEmulator) -> dict[str, str]:
    message = front.messages[0]
    return {
        "channel": front.channel.id,
        "inbox": next(iter(front.company.store.inboxes)),
        "teammate": front.teammates[0].id,
        "conversation": message.conversation_id,
        "message": message.id,
        "attachment": message.attachments[0].id,
        "contact": str(message.recipients[0].contact_id),
    }


def environ_of(front: FrontEmulator, ids: dict[str, str], sent: Sent) -> dict[str, Any]:
    method, template = sent.route
    other = {kind: ids.get(reference, reference) for kind, reference in sent.other.items()}
    path = template.format(**(ids | other))
    content_type, body = sent.content
    environ = create_environ(method=sent.method or method, data=body, content_type=content_type)
    raw_path = path.encode().decode("latin-1")
    environ |= {
        "PATH_INFO": raw_path,
        "QUERY_STRING": sent.query,
        "REQUEST_URI": quote(path) + (f"?{sent.query}" if sent.query else ""),
        "HTTP_AUTHORIZATION": f"Bearer {front.api_token}",
        **sent.headers,
    }
    if sent.announced is not None:
        environ["CONTENT_LENGTH"] = str(sent.announced)
    return environ


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
@given(st.lists(requests, min_size=1, max_size=6))
@example([Sent(("GET", "/{message}"), None, {"message": ""}, "", ("", b""), {}, None)])
def test_any_request_gets_an_answer_of_fronts(front_server: FrontServer, sent: list[Sent]) -> None:
    with account(front_server) as front:
        ids = ids_of(front)
        for each in sent:
            environ = environ_of(front, ids, each)
            chunks, status_line, headers = run_wsgi_app(front_server.app, environ, buffered=True)
            body, status = b"".join(chunks), int(status_line[:3])
            assert status < 500 or status == 501, body
            path = environ["PATH_INFO"]
            # The web inbox is at /, and all else that is the emulator's own begins with this.
            is_own = path in ("", "/") or path.startswith("/__")
            assert is_own or "x-ratelimit-limit" in headers
            if status >= 400 and environ["REQUEST_METHOD"] != "HEAD" and not is_own:
                assert isinstance(json.loads(body)["_error"]["message"], str)
            front.clock.advance(1)


WHOLE = (
    b"POST /channels/{channel}/incoming_messages HTTP/1.1\r\nHost: localhost\r\n"
    b"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    b'Content-Length: 41\r\n\r\n{"sender":{"handle":"leela"},"body":"Hi"}'
)
CHUNKED = (
    b"POST /channels/{channel}/incoming_messages HTTP/1.1\r\nHost: localhost\r\n"
    b"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
    b'29\r\n{"sender":{"handle":"leela"},"body":"Hi"}\r\n0\r\n\r\n'
)


@dataclass(frozen=True)
class Edit:
    """Some bytes at a place, given as a part of the whole, replaced by others."""

    at: float
    length: int
    by: bytes

    def made(self, data: bytes) -> bytes:
        start = int(self.at * len(data))
        return data[:start] + self.by + data[start + self.length :]


edits = st.builds(
    Edit,
    at=st.floats(0, 1),
    length=st.integers(0, 12),
    by=st.binary(max_size=6) | st.sampled_from([b"\r\n", b" ", b":", b"\x00", b"-", b"/", b"\r"]),
)


@settings(max_examples=100, deadline=None, database=None)
@given(st.sampled_from([WHOLE, CHUNKED]), st.lists(edits, max_size=4))
def test_any_bytes_are_refused_at_most(
    front_server: FrontServer, whole: bytes, edited: list[Edit]
) -> None:
    with account(front_server) as front:
        data = whole.replace(b"{channel}", front.channel.id.encode())
        data = data.replace(b"{token}", front.api_token.encode())
        intact = data
        for edit in edited:
            data = edit.made(data)
        answer = exchange(front_server.port, data)
        status = status_of(answer)
        assert status is None or status < 500, answer
        assert b"Traceback" not in answer
        assert status_of(exchange(front_server.port, intact)) == 202
