"""Front posts a reply: what the sample shows, and how it turns a request down."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from front_emulator.sample import outgoing as outgoing_module
from front_emulator.sample.chats import Chats
from front_emulator.sample.config import MAGIC_HANDLES
from front_emulator.sample.payload import read_reply
from front_emulator.sample.refusals import STATUS_OF, ErrorType, Refusal
from front_emulator.sample.signature import sign
from tests.sample.actors import (
    JSON,
    SECRET,
    FlyingTime,
    Visitor,
    as_bytes,
    body_of,
    conversation,
    deliver,
    post,
    reply_to,
)
from tests.sample.conftest import MakeApp, Settings


def assert_refused(answer: TestResponse, error_type: ErrorType) -> None:
    assert answer.status_code == STATUS_OF[error_type]
    assert answer.mimetype == JSON
    assert body_of(answer)["type"] == error_type
    assert body_of(answer)["message"]
    assert set(body_of(answer)) == {"type", "message"}


def test_a_reply_gets_to_its_visitor(app: Flask, visitor: Visitor) -> None:
    answer = deliver(app, reply_to(visitor.handle))
    assert (answer.status_code, answer.json) == (200, {"type": "success"})
    [shown] = visitor.messages()
    assert shown["sender"] == "teammate"
    assert shown["text"] == "On its way."
    assert shown["name"] == "Amy"
    assert shown["attachments"] == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"text": "Grüße 😀 שלום e\u0301 \u0000"}, "Grüße 😀 שלום e\u0301 \u0000"),
        ({"text": "x" * 1_000_000}, "x" * 1_000_000),
        ({"text": None, "body": "<p>One<br>Two</p>\n<p>a &lt; b</p>"}, "One\nTwo\na < b"),
        ({"text": ..., "body": "<style>p{}</style><b>Hi</b> there"}, "Hi there"),
        ({"body": None}, "On its way."),
        ({"body": ...}, "On its way."),
        ({"text": "\n Hi\n"}, "Hi"),
    ],
)
def test_the_text_is_shown(
    app: Flask, visitor: Visitor, changes: dict[str, Any], text: str
) -> None:
    assert deliver(app, reply_to(visitor.handle, **changes)).status_code == 200
    assert visitor.texts() == [text]


def test_a_large_body_of_tags_is_read_in_time(app: Flask, visitor: Visitor) -> None:
    message = reply_to(visitor.handle, text="", body="<b>" * 100_000 + "Hi")
    assert deliver(app, message).status_code == 200
    assert visitor.texts() == ["Hi"]


def test_attachments_without_text_are_shown_by_name(app: Flask, visitor: Visitor) -> None:
    files = [{"filename": "label.pdf"}, {"filename": None}, {}]
    message = reply_to(visitor.handle, text="", body="", attachments=files)
    assert deliver(app, message).status_code == 200
    assert visitor.messages()[0]["attachments"] == ["label.pdf", "attachment", "attachment"]


@pytest.mark.parametrize(
    "changes",
    [
        {"author": None},
        {"author": ...},
        {"author": {"first_name": None}},
        {"attachments": None},
        {"attachments": ...},
        {"subject": None, "metadata": None, "version": None, "draft_mode": None, "blurb": None},
        {"subject": ..., "metadata": ..., "version": ..., "is_draft": ..., "created_at": ...},
        {"is_draft": False, "version": None},
        {"type": "email", "is_inbound": True},
        {"shiny": {"new": ["field", 1e308, 10**30]}},
        {"error_type": "webhook_error"},
    ],
)
def test_what_may_be_null_absent_or_new_is_no_mistake(
    app: Flask, visitor: Visitor, changes: dict[str, Any]
) -> None:
    assert deliver(app, reply_to(visitor.handle, **changes)).json == {"type": "success"}
    assert visitor.texts() == ["On its way."]


def test_names_of_headers_may_be_written_in_any_case(app: Flask, visitor: Visitor) -> None:
    raw = as_bytes(reply_to(visitor.handle))
    headers = {"x-fRONT-sIGNATURE": sign(SECRET, raw), "CONTENT-TYPE": "Application/JSON; x=y"}
    answer = app.test_client().post("/front/outgoing", data=raw, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        lambda _: None,
        lambda _: "",
        lambda _: "garbage",
        lambda _: "ü",
        lambda raw: sign(SECRET, raw)[:-4],
        lambda raw: sign("another secret", raw),
        lambda raw: sign(SECRET, raw + b"\n"),
        lambda raw: sign(SECRET, raw.lower()),
        lambda raw: f"{sign(SECRET, raw)},{sign(SECRET, b'other')}",
        lambda raw: f"{sign(SECRET, b'other')}, {sign(SECRET, raw)}",
    ],
)
def test_a_wrong_signature_is_refused(
    app: Flask, visitor: Visitor, wrong: Callable[[bytes], str | None]
) -> None:
    raw = as_bytes(reply_to(visitor.handle))
    signature = wrong(raw)
    headers = {"Content-Type": JSON}
    if signature is not None:
        headers["X-Front-Signature"] = signature
    answer = app.test_client().post("/front/outgoing", data=raw, headers=headers)
    assert_refused(answer, "authentication_required")
    assert sign(SECRET, raw) not in answer.text
    assert visitor.messages() == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not JSON",
        b"[]",
        b"null",
        b"7",
        b'"text"',
        b"{}",
        b'{"text": NaN}',
        b'{"text": "\xff"}',
        b"\xef\xbb\xbf{}",
        b'{"a":' * 100_000,
        b'{"id": ' + b"9" * 5000 + b"}",
    ],
)
def test_bytes_that_are_no_message_are_refused(app: Flask, raw: bytes) -> None:
    assert_refused(post(app, raw), "bad_request")


@pytest.mark.parametrize(
    "changes",
    [
        {"text": None, "body": None},
        {"text": ..., "body": ...},
        {"text": "", "body": "", "attachments": []},
        {"text": 7},
        {"body": ["x"]},
        {"id": ...},
        {"id": None},
        {"id": 7},
        {"id": ""},
        {"type": ...},
        {"type": 7},
        {"_links": ...},
        {"_links": []},
        {"_links": {"related": {}}},
        {"_links": {"related": {"conversation": 7}}},
        {"recipients": ...},
        {"recipients": []},
        {"recipients": "leela"},
        {"recipients": ["leela"]},
        {"recipients": [{"handle": "leela", "role": "from"}]},
        {"recipients": [{"role": "to"}]},
        {"recipients": [{"handle": 7, "role": "to"}]},
        {"attachments": "label.pdf"},
        {"attachments": {"filename": "label.pdf"}},
        {"attachments": ["label.pdf"]},
        {"attachments": [{"filename": 7}]},
        {"author": "Amy"},
        {"author": ["Amy"]},
        {"author": {"first_name": 7}},
    ],
)
def test_a_message_with_a_mistake_is_refused(
    app: Flask, visitor: Visitor, changes: dict[str, Any]
) -> None:
    assert_refused(deliver(app, reply_to(visitor.handle, **changes)), "bad_request")
    assert visitor.messages() == []


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_refused(app: Flask, visitor: Visitor, content_type: str) -> None:
    raw = as_bytes(reply_to(visitor.handle))
    assert_refused(post(app, raw, Content_Type=content_type), "bad_request")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_in_json(app: Flask, method: str) -> None:
    answer = app.test_client().open("/front/outgoing", method=method)
    assert answer.status_code == 405
    assert body_of(answer)["type"] == "bad_request"
    assert "POST" in answer.headers["Allow"]


def test_a_body_too_large_is_refused(make_app: MakeApp) -> None:
    answer = post(make_app(max_body=1000), b" " * 1001)
    assert answer.status_code == 413
    assert body_of(answer)["type"] == "bad_request"


def test_a_stranger_is_not_found(app: Flask, visitor: Visitor) -> None:
    answer = deliver(app, reply_to("nobody"))
    assert_refused(answer, "not_found")
    assert "nobody" in body_of(answer)["message"]


def test_a_chat_that_has_ended_is_forbidden(app: Flask, visitor: Visitor) -> None:
    visitor.browser.post(f"/api/chats/{visitor.chat_id}/close", json={})
    assert_refused(deliver(app, reply_to(visitor.handle)), "forbidden")
    assert visitor.messages() == []


def test_a_chat_that_is_stuck_is_a_request_timeout(settings: Settings) -> None:
    chats = Chats(settings(push_timeout=0.01))
    reply = read_reply(as_bytes(reply_to(chats.create("leela").handle)))
    with ThreadPoolExecutor(1) as pool, chats._changed:
        error = pool.submit(chats.deliver, reply).exception(10)
    assert isinstance(error, Refusal)
    assert error.error_type == "request_timeout"
    chats.deliver(reply)


def test_a_burst_beyond_our_limit_is_too_many_requests(make_app: MakeApp, time: FlyingTime) -> None:
    app = make_app(replies_at_once=2, replies_per_second=1)
    visitor = Visitor(app)
    answers = [deliver(app, reply_to(visitor.handle, id=f"msg_{n}")) for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert_refused(answers[2], "too_many_requests")
    assert answers[2].headers["Retry-After"] == "1"
    time.pause(1)
    assert deliver(app, reply_to(visitor.handle, id="msg_2")).status_code == 200


def test_strangers_do_not_use_up_the_limit(make_app: MakeApp) -> None:
    app = make_app(replies_at_once=1, replies_per_second=0)
    visitor = Visitor(app)
    for _ in range(3):
        app.test_client().post("/front/outgoing", data=b"{}")
    assert deliver(app, reply_to(visitor.handle)).status_code == 200


def test_too_many_unread_replies_are_too_many_requests_until_they_are_read(
    make_app: MakeApp,
) -> None:
    app = make_app(max_unread=2)
    visitor = Visitor(app)
    answers = [deliver(app, reply_to(visitor.handle, id=f"msg_{n}")) for n in range(3)]
    assert_refused(answers[2], "too_many_requests")
    visitor.browser.get(f"{visitor.url}?after=2")
    assert deliver(app, reply_to(visitor.handle, id="msg_2")).status_code == 200
    assert len(visitor.messages()) == 3


def test_a_mistake_of_ours_is_an_internal_error_that_tells_nothing(
    app: Flask,
    visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("the secret is slurm")

    monkeypatch.setattr(outgoing_module, "read_reply", crash)
    answer = deliver(app, reply_to(visitor.handle))
    assert_refused(answer, "internal_error")
    assert "slurm" not in answer.text
    assert "slurm" in caplog.text


@pytest.mark.parametrize(("handle", "error_type"), MAGIC_HANDLES.items())
def test_each_error_type_has_a_handle_to_try_it_out(
    app: Flask, handle: str, error_type: ErrorType
) -> None:
    assert_refused(deliver(app, reply_to(handle)), error_type)


def test_the_handles_to_try_things_out_can_be_turned_off(make_app: MakeApp) -> None:
    app = make_app(refuse={"sms-quota": "too_many_requests"})
    assert_refused(deliver(app, reply_to("sms-quota")), "too_many_requests")
    assert_refused(deliver(app, reply_to("visitor-forbidden")), "not_found")


def test_there_is_a_handle_for_every_error_type() -> None:
    assert set(MAGIC_HANDLES.values()) == set(STATUS_OF)


def test_the_same_message_twice_is_shown_once(app: Flask, visitor: Visitor) -> None:
    first = deliver(app, reply_to(visitor.handle))
    again = deliver(app, reply_to(visitor.handle, error_type="webhook_error"))
    assert first.json == again.json == {"type": "success"}
    assert len(visitor.messages()) == 1


def test_the_same_message_from_twenty_sides_at_once_is_shown_once(
    app: Flask, visitor: Visitor
) -> None:
    together = threading.Barrier(20)

    def send(_: int) -> Any:
        together.wait(10)
        return deliver(app, reply_to(visitor.handle)).json

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(send, range(20))) == [{"type": "success"}] * 20
    assert len(visitor.messages()) == 1


def test_a_burst_of_twenty_is_all_shown(app: Flask, visitor: Visitor) -> None:
    def send(number: int) -> int:
        message = reply_to(visitor.handle, id=f"msg_{number}", text=str(number))
        return deliver(app, message).status_code

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(send, range(20))) == [200] * 20
    assert sorted(map(int, visitor.texts())) == list(range(20))


def test_a_refused_message_may_be_sent_again(make_app: MakeApp) -> None:
    app = make_app(max_unread=1)
    visitor = Visitor(app)
    deliver(app, reply_to(visitor.handle, id="msg_1"))
    assert deliver(app, reply_to(visitor.handle, id="msg_2")).status_code == 429
    visitor.browser.get(f"{visitor.url}?after=1")
    assert deliver(app, reply_to(visitor.handle, id="msg_2")).status_code == 200
    assert len(visitor.messages()) == 2


def test_several_recipients_each_get_the_message_once(app: Flask) -> None:
    leela, fry = Visitor(app), Visitor(app)
    people = [
        {"handle": "ba490680fd1da827", "role": "from"},
        {"handle": leela.handle, "role": "to"},
        {"handle": leela.handle, "role": "to"},
        {"handle": fry.handle, "role": "to"},
        {"handle": "nobody", "role": "to"},
        {"handle": "a colleague", "role": "cc"},
    ]
    assert deliver(app, reply_to("", recipients=people)).status_code == 200
    assert leela.texts() == fry.texts() == ["On its way."]


def test_a_reply_goes_to_the_chat_that_is_its_conversation(app: Flask, visitor: Visitor) -> None:
    visitor.write("Hello")
    visitor.wait_for("received")
    first_chat = visitor.url
    visitor.begin()
    deliver(app, reply_to(visitor.handle))
    assert visitor.messages() == []
    assert len(body_of(visitor.browser.get(first_chat))["messages"]) == 2


def test_a_reply_that_is_faster_than_the_look_up_goes_to_the_new_chat(
    app: Flask, visitor: Visitor
) -> None:
    visitor.write("Hello")
    visitor.wait_for("received")
    visitor.begin()
    deliver(app, reply_to(visitor.handle, _links=conversation("cnv_2")))
    assert visitor.texts() == ["On its way."]


def test_a_new_message_of_a_teammate_goes_to_the_open_chat(app: Flask, visitor: Visitor) -> None:
    visitor.write("Hello")
    visitor.wait_for("received")
    deliver(app, reply_to(visitor.handle, _links=conversation("cnv_9")))
    assert visitor.texts() == ["Hello", "On its way."]


def test_a_conversation_does_not_carry_a_message_to_another_visitor(
    app: Flask, visitor: Visitor
) -> None:
    visitor.write("Hello")
    visitor.wait_for("received")
    other = Visitor(app)
    deliver(app, reply_to(other.handle))
    assert visitor.texts() == ["Hello"]
    assert other.texts() == ["On its way."]


def test_a_known_handle_can_be_written_to_from_the_start(make_app: MakeApp) -> None:
    app = make_app(known_handles=frozenset({"contract-visitor"}))
    url = "/api/chats/contract-visitor/messages"
    assert app.test_client().get(url).json == {"next": 0, "closed": False, "messages": []}
    assert deliver(app, reply_to("contract-visitor")).status_code == 200
    assert len(body_of(app.test_client().get(url))["messages"]) == 1


def test_unknown_visitors_are_accepted_if_asked_for(make_app: MakeApp) -> None:
    app = make_app(accept_unknown=True)
    assert deliver(app, reply_to("nobody")).json == {"type": "success"}


def test_every_answer_of_the_api_is_json(app: Flask) -> None:
    answer = app.test_client().get("/nowhere")
    assert answer.status_code == 404
    assert json.loads(answer.data)["type"] == "not_found"
