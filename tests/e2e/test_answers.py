"""The answer table: what Front makes of each way an integration can answer a delivery."""

import socket
from collections.abc import Iterable
from typing import Any

import pytest

from front_emulator import FrontEmulator, InvalidSetting
from tests.e2e import receiver as r
from tests.e2e.api import Api
from tests.e2e.receiver import Answer, Receiver

STATUS_OF_TYPE = {
    "bad_request": 400,
    "authentication_required": 401,
    "forbidden": 403,
    "not_found": 404,
    "request_timeout": 408,
    "too_many_requests": 429,
    "internal_error": 500,
}
KNOWN = ", ".join(STATUS_OF_TYPE)

SENT: dict[str, Answer] = {
    "success": r.SUCCESS,
    "success with more keys": r.answer_json({"type": "success", "external_id": "x"}),
    "empty 200": r.answer(200),
    "empty 201": r.answer(201),
    "empty 202": r.answer(202),
    "204": r.raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "text": r.answer(200, "OK"),
    "HTML": r.answer(200, "<html>bad_request</html>"),
    "broken JSON": r.answer(200, '{"type":"bad_request"'),
    "not UTF-8": r.answer(200, b"\xff\xfe\x00"),
    "JSON without type": r.answer_json({"data": {"messages": []}}),
    "JSON null": r.answer_json(None),
    "JSON string": r.answer_json("bad_request"),
    "JSON array": r.answer_json([{"type": "bad_request"}]),
    "type null": r.answer_json({"type": None}),
    "type in a deeper place": r.answer_json({"error": {"type": "bad_request"}}),
    "until the connection ends": r.raw(b'HTTP/1.1 200 OK\r\n\r\n{"type":"success"}'),
    "HTTP/1.0": r.raw(b'HTTP/1.0 200 OK\r\n\r\n{"type":"success"}'),
    "chunked": r.raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b'9\r\n{"type":"\r\n9\r\nsuccess"}\r\n0\r\n\r\n'
    ),
    "after 100 Continue": r.raw(
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    ),
    "huge": r.huge(8 * 1024 * 1024),
}


@pytest.mark.parametrize("answer", SENT.values(), ids=SENT)
def test_2xx_without_an_error_type_is_sent(
    front: FrontEmulator, receiver: Receiver, answer: Answer
) -> None:
    """Whatever else the body is, the message is delivered, and nothing was odd."""
    receiver.answers(answer)
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert (delivery.ok, delivery.error_type, delivery.reason) == (True, None, None)
    assert delivery.warning is None
    assert delivery.message.version is None


@pytest.mark.parametrize("status", [200, 503, "fitting"])
@pytest.mark.parametrize("error_type", STATUS_OF_TYPE)
def test_error_type_with_a_message_fails_with_both_whatever_the_status(
    front: FrontEmulator, receiver: Receiver, error_type: str, status: int | str
) -> None:
    """Type and message of the body are what a teammate gets to see."""
    code = STATUS_OF_TYPE[error_type] if isinstance(status, str) else status
    receiver.answers(r.error(error_type, "SMS quota reached", code))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert (delivery.ok, delivery.error_type) == (False, error_type)
    assert delivery.reason == "SMS quota reached"
    assert (delivery.status, delivery.warning) == (code, None)


@pytest.mark.parametrize("status", [200, "fitting"])
@pytest.mark.parametrize("error_type", STATUS_OF_TYPE)
def test_error_type_without_a_message_fails_and_says_so(
    front: FrontEmulator, receiver: Receiver, error_type: str, status: int | str
) -> None:
    """`message` is optional."""
    code = STATUS_OF_TYPE[error_type] if isinstance(status, str) else status
    receiver.answers(r.error(error_type, None, code))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.error_type == error_type
    assert delivery.reason == f"{error_type}, without a message"


@pytest.mark.parametrize("message", ["", None, 5, ["no"], {"text": "no"}])
def test_message_that_is_no_text_counts_as_none(
    front: FrontEmulator, receiver: Receiver, message: Any
) -> None:
    """Only a string can be shown to a teammate."""
    receiver.answers(r.answer_json({"type": "forbidden", "message": message}))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert (delivery.error_type, delivery.reason) == ("forbidden", "forbidden, without a message")


ODDLY_WRITTEN: dict[str, tuple[bytes, str]] = {
    "byte order mark": (b'\xef\xbb\xbf{"type":"forbidden","message":"No"}', "No"),
    "not UTF-8": (b'{"type":"forbidden","message":"caf\xe9"}', "caf\ufffd"),
    "duplicate keys": (b'{"type":"success","type":"forbidden","message":"No"}', "No"),
    "number of many digits": (
        b'{"type":"forbidden","message":"No","id":%s}' % (b"9" * 5000),
        "No",
    ),
    "spaces around it": (b' \r\n {"type":"forbidden","message":"No"} \n', "No"),
    "escaped emoji": (b'{"type":"forbidden","message":"\\ud83d\\ude00"}', "😀"),
    "half a surrogate pair": (b'{"type":"forbidden","message":"\\ud83d!"}', "\ufffd!"),
}


@pytest.mark.parametrize(("body", "reason"), ODDLY_WRITTEN.values(), ids=ODDLY_WRITTEN)
def test_error_type_is_read_as_javascript_would(
    front: FrontEmulator, receiver: Receiver, body: bytes, reason: str
) -> None:
    """Strange JSON that a Node.js service reads is read here; the reason can be printed."""
    receiver.answers(r.answer(200, body))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert (delivery.error_type, delivery.reason) == ("forbidden", reason)


def test_error_type_is_read_whatever_the_content_type(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """The body decides, not its header."""
    body = '{"type":"forbidden","message":"No"}'
    receiver.answers(r.answer(200, body, [("Content-Type", "text/html")]))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert (delivery.error_type, delivery.reason) == ("forbidden", "No")


@pytest.mark.parametrize(
    ("answer_type", "shown"),
    [
        ("sms_quota", '"sms_quota"'),
        ("BAD_REQUEST", '"BAD_REQUEST"'),
        ("", '""'),
        (400, "400"),
        (["bad_request"], '["bad_request"]'),
        ({"bad_request": 1}, '{"bad_request": 1}'),
    ],
)
def test_unknown_type_with_200_is_sent_and_reported(
    front: FrontEmulator, receiver: Receiver, answer_type: Any, shown: str
) -> None:
    """Front sends the message; the emulator says that the integration meant something else."""
    receiver.answers(r.answer_json({"type": answer_type, "message": "Quota reached"}))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.ok
    assert delivery.warning == f"unknown type {shown}: neither success nor one of {KNOWN}"


@pytest.mark.parametrize(
    ("status", "error_type"),
    [(400, "bad_request"), (429, "too_many_requests"), (500, "internal_error")],
)
def test_unknown_type_with_an_error_status_fails_by_status_and_is_reported(
    front: FrontEmulator, receiver: Receiver, status: int, error_type: str
) -> None:
    """The status decides; the message of the body is the reason."""
    receiver.answers(r.error("sms_quota", "Quota reached", status))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert (delivery.error_type, delivery.reason) == (error_type, "Quota reached")
    assert delivery.warning == f'unknown type "sms_quota": neither success nor one of {KNOWN}'


BY_STATUS: Iterable[tuple[int, str, str]] = [
    (300, "internal_error", "The channel answered 300 Multiple Choices"),
    (304, "internal_error", "The channel answered 304 Not Modified"),
    (400, "bad_request", "The channel answered 400 Bad Request"),
    (401, "authentication_required", "The channel answered 401 Unauthorized"),
    (403, "forbidden", "The channel answered 403 Forbidden"),
    (404, "not_found", "The channel answered 404 Not Found"),
    (405, "bad_request", "The channel answered 405 Method Not Allowed"),
    (408, "request_timeout", "The channel answered 408 Request Timeout"),
    (409, "bad_request", "The channel answered 409 Conflict"),
    (418, "bad_request", "The channel answered 418 I'm a Teapot"),
    (429, "too_many_requests", "The channel answered 429 Too Many Requests"),
    (499, "bad_request", "The channel answered 499"),
    (500, "internal_error", "The channel answered 500 Internal Server Error"),
    (502, "internal_error", "The channel answered 502 Bad Gateway"),
    (503, "internal_error", "The channel answered 503 Service Unavailable"),
    (504, "internal_error", "The channel answered 504 Gateway Timeout"),
    (599, "internal_error", "The channel answered 599"),
    (999, "internal_error", "The channel answered 999"),
]


@pytest.mark.parametrize(("status", "error_type", "reason"), BY_STATUS)
def test_other_statuses_fail_with_the_type_that_fits(
    front: FrontEmulator, receiver: Receiver, status: int, error_type: str, reason: str
) -> None:
    """Without a usable body the status is all there is to say."""
    receiver.answers(r.answer(status, b"" if status == 304 else b"No JSON"))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert (delivery.ok, delivery.error_type, delivery.reason) == (False, error_type, reason)
    assert (delivery.status, delivery.warning) == (status, None)


@pytest.mark.parametrize("body", [b"", b'{"type":"forbidden"', b'{"error":"no"}', b"\xff"])
def test_unusable_body_of_an_error_answer_changes_nothing(
    front: FrontEmulator, receiver: Receiver, body: bytes
) -> None:
    """Empty, broken, without a type or not even text."""
    receiver.answers(r.answer(404, body))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.error_type == "not_found"
    assert delivery.reason == "The channel answered 404 Not Found"


@pytest.mark.parametrize("answer_type", ["success", None])
def test_message_of_an_error_answer_is_the_reason_without_an_error_type_too(
    front: FrontEmulator, receiver: Receiver, answer_type: str | None
) -> None:
    """Not the type but the status fails it; `message` still says more than the status."""
    receiver.answers(r.answer_json({"type": answer_type, "message": "Quota reached"}, 503))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert (delivery.error_type, delivery.reason) == ("internal_error", "Quota reached")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(
    front: FrontEmulator, receiver: Receiver, other_receiver: Receiver, status: int
) -> None:
    """Front POSTs to the Outgoing URL and nowhere else."""
    receiver.answers(r.redirect(other_receiver.url, status))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.error_type == "internal_error"
    assert delivery.reason is not None
    assert delivery.reason.startswith(f"The channel answered {status} ")
    assert delivery.status == status
    assert other_receiver.requests == []


BROKEN: dict[str, tuple[Answer, str, str]] = {
    "reset": (
        r.reset,
        "internal_error",
        "The channel could not be reached: the connection broke before there was an answer",
    ),
    "hung up": (
        r.hang_up,
        "internal_error",
        "The channel could not be reached: the connection broke before there was an answer",
    ),
    "no HTTP": (
        r.raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
        "internal_error",
        "The channel could not be reached: the connection broke before there was an answer",
    ),
    "headers break off": (
        r.raw(b"HTTP/1.1 200 OK\r\nContent-Le"),
        "internal_error",
        "The channel could not be reached: the connection broke before there was an answer",
    ),
    "truncated": (
        r.truncated(200),
        "internal_error",
        "The channel's answer broke off after 200 OK",
    ),
    "nothing of the body": (
        r.truncated(200, b""),
        "internal_error",
        "The channel's answer broke off after 200 OK",
    ),
    "truncated error": (
        r.truncated(404),
        "not_found",
        "The channel's answer broke off after 404 Not Found",
    ),
    "truncated 503": (
        r.truncated(503),
        "internal_error",
        "The channel's answer broke off after 503 Service Unavailable",
    ),
    "truncated chunks": (
        r.truncated_chunks(200),
        "internal_error",
        "The channel's answer broke off after 200 OK",
    ),
}


@pytest.mark.parametrize(("answer", "error_type", "reason"), BROKEN.values(), ids=BROKEN)
def test_broken_answer_fails_and_says_where_it_broke(
    front: FrontEmulator, receiver: Receiver, answer: Answer, error_type: str, reason: str
) -> None:
    """A connection that ends too early is no success, whatever its status was."""
    receiver.answers(answer)
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.error_type == error_type
    assert delivery.reason is not None
    assert delivery.reason.startswith(reason)
    assert len(receiver.requests) == 1


TOO_SLOW: dict[str, Answer] = {
    "no answer": r.hang(),
    "headers drip": r.dripping_head,
    "body drips": r.dripping_body(),
    "body of an error drips": r.dripping_body(500),
    "body without a length drips": r.dripping_body(has_length=False),
}


@pytest.mark.front(delivery_timeout=1)
@pytest.mark.parametrize("answer", TOO_SLOW.values(), ids=TOO_SLOW)
def test_too_slow_an_answer_times_out_in_sum(
    front: FrontEmulator, receiver: Receiver, answer: Answer
) -> None:
    """The limit is for the whole answer: bytes that trickle in do not prolong it."""
    receiver.answers(answer)
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.error_type == "request_timeout"
    assert delivery.reason == "The channel did not answer within 1 s"
    assert delivery.duration is not None
    assert 0.99 < delivery.duration < r.WAIT


def test_seven_seconds_are_the_default_limit(front: FrontEmulator) -> None:
    """As Front documents for its channels."""
    assert front.company.settings.delivery_timeout == 7


def test_refused_connection_fails(front: FrontEmulator) -> None:
    """Nobody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    front.channel.outgoing_url = f"http://127.0.0.1:{port}/outgoing"
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.error_type == "internal_error"
    assert delivery.reason is not None
    assert delivery.reason.startswith(
        "The channel could not be reached: the connection was refused"
    )
    assert (delivery.status, delivery.response) == (None, None)


def test_unknown_host_fails(front: FrontEmulator) -> None:
    """The name does not resolve; the reason names it."""
    front.channel.outgoing_url = "http://integration.invalid/outgoing"
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.error_type == "internal_error"
    assert delivery.reason is not None
    assert delivery.reason.startswith(
        "The channel could not be reached: the host is unknown (Failed to resolve 'integration.inv"
    )


def test_plain_http_behind_https_fails(front: FrontEmulator, receiver: Receiver) -> None:
    """A TLS error is told as one."""
    front.channel.outgoing_url = f"https://127.0.0.1:{receiver.port}/outgoing"
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.error_type == "internal_error"
    assert delivery.reason is not None
    assert "SSL" in delivery.reason


@pytest.mark.parametrize(
    "url", ["http://exa mple/", "http://.example/", "http://a..b/", "http://*/"]
)
def test_url_nothing_can_be_sent_to_fails(front: FrontEmulator, url: str) -> None:
    """What only looks like a URL is found out when the message leaves."""
    front.channel.outgoing_url = url
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.error_type == "internal_error"
    assert delivery.reason is not None
    assert delivery.reason.startswith("The channel could not be reached: ")


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "/front/outgoing",
        "localhost:3000/outgoing",
        "ftp://localhost/outgoing",
        "http://",
        "http:///outgoing",
        "http://localhost:port/",
        "http://localhost:99999/",
        "http://[::1/",
        "javascript:alert(1)",
    ],
)
def test_malformed_outgoing_url_is_refused_when_it_is_set(
    front: FrontEmulator, api: Api, receiver: Receiver, url: str
) -> None:
    """By Python and by API; the URL it had stays."""
    with pytest.raises(InvalidSetting, match=r"outgoing_url: .* is not a URL"):
        front.channel.outgoing_url = url
    refused = api.patch(f"/channels/{front.channel.id}", {"settings": {"webhook_url": url}})
    assert refused.status_code == 400
    [detail] = refused.json()["_error"]["details"]
    assert detail.startswith("body.settings.webhook_url: ")
    with pytest.raises(InvalidSetting, match="outgoing_url"):
        front.create_channel(outgoing_url=url)
    assert front.channel.outgoing_url == receiver.url


def test_answer_is_kept_with_the_delivery(front: FrontEmulator, receiver: Receiver) -> None:
    """Status, headers and body are there to be looked at, at most 1 MiB of them."""
    receiver.answers(r.answer(500, b"x" * (3 * 1024 * 1024), [("X-Request-Id", "abc")]))
    delivery = front.reply(front.receive(sender="leela"), "Hi")
    assert delivery.response is not None
    assert delivery.response.body == b"x" * (1024 * 1024)
    assert ("X-Request-Id", "abc") in delivery.response.headers
