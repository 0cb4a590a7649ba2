import base64
import hmac
import json

import pytest

from front_emulator.contract import answers
from front_emulator.wire import signing
from tests.apps.right import SECRET
from tests.contract.conftest import MakeExchange

BODY = b'{"id":"msg_1"}'
EXPECTED = signing.custom_channel_signature(SECRET, BODY)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_2xx_without_an_error_type_is_accepted(exchange: MakeExchange, status: int) -> None:
    assert answers.accepted(exchange(status))
    assert not answers.crashed(exchange(status))


def test_an_error_type_refuses_whatever_the_status(exchange: MakeExchange) -> None:
    refused = exchange(200, {"type": "forbidden"})
    assert not answers.accepted(refused)
    assert answers.documented_type(refused) == "forbidden"
    assert answers.is_documented(refused)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<h1>Forbidden</h1>",
        {"type": "invalid"},
        {"type": 403},
        {"message": "No."},
        [{"type": "forbidden"}],
        b"[" * 100_000,
    ],
)
def test_other_answers_have_not_the_documented_shape(exchange: MakeExchange, body: object) -> None:
    assert answers.documented_type(exchange(403, body)) is None
    assert not answers.is_documented(exchange(403, body))


def test_a_message_that_is_no_text_is_not_the_documented_shape(exchange: MakeExchange) -> None:
    assert not answers.is_documented(exchange(400, {"type": "bad_request", "message": ["No."]}))


def test_a_5xx_without_a_type_is_a_crash_and_with_one_a_refusal(exchange: MakeExchange) -> None:
    assert answers.crashed(exchange(500, b"<h1>Internal Server Error</h1>"))
    assert answers.crashed(exchange(502))
    assert not answers.crashed(exchange(500, {"type": "internal_error"}))


@pytest.mark.parametrize("timed_out", [True, False])
def test_no_answer_is_a_crash(exchange: MakeExchange, timed_out: bool) -> None:
    assert answers.crashed(exchange(None, timed_out=timed_out))


@pytest.mark.parametrize(
    "told",
    [
        EXPECTED,
        EXPECTED.rstrip("="),
        EXPECTED.replace("+", "-").replace("/", "_"),
        hmac.digest(SECRET.encode(), BODY, "sha1").hex(),
        json.dumps(EXPECTED).replace("/", "\\/"),
        SECRET,
    ],
)
def test_the_expected_signature_and_the_secret_are_leaks(exchange: MakeExchange, told: str) -> None:
    by_body = exchange(403, f"expected {told}".encode(), sent=BODY, signature="wrong")
    by_header = exchange(403, headers=(("X-Debug", told),), sent=BODY, signature="wrong")
    assert answers.leaks(by_body, SECRET)
    assert answers.leaks(by_header, SECRET)


def test_what_the_request_said_is_no_leak(exchange: MakeExchange) -> None:
    digest = base64.b64decode(EXPECTED).hex()
    assert not answers.leaks(exchange(403, f"not {digest}".encode(), signature=digest), SECRET)
    assert not answers.leaks(exchange(403, b"not abc", sent=BODY, signature="abc"), SECRET)
    assert not answers.leaks(exchange(None), SECRET)


def test_a_short_secret_may_stand_in_an_answer_by_chance(exchange: MakeExchange) -> None:
    assert not answers.leaks(exchange(403, b"no", signature="wrong"), "o")


@pytest.mark.parametrize(
    ("answer", "described"),
    [
        ((200, {"type": "success"}), "200 OK"),
        ((403, {"type": "forbidden"}), "403 Forbidden, forbidden"),
        ((403, b"<h1>"), "403 Forbidden without one of Front's types"),
        ((599, None), "599 without one of Front's types"),
        ((None,), "the connection breaks before a whole answer"),
    ],
)
def test_an_answer_in_a_few_words(
    exchange: MakeExchange, answer: tuple[object, ...], described: str
) -> None:
    assert answers.described(exchange(*answer)) == described


def test_a_time_limit_in_a_few_words(exchange: MakeExchange) -> None:
    assert answers.described(exchange(None, timed_out=True)) == "no answer within the time limit"
