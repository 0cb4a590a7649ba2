"""From the integration's answer to sent, or failed with a type and a reason."""

import json

import pytest

from front_emulator.domain.entities import Outcome
from front_emulator.wire import outcomes

SENT = Outcome()


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
@pytest.mark.parametrize(
    "body", [b"", b"OK", b"{", b"{}", b"[]", b"null", b'"x"', b"1", b'{"type":"success"}']
)
def test_2xx_without_an_error_type_is_sent(status: int, body: bytes) -> None:
    """The body need not be JSON, nor anything at all."""
    assert outcomes.of_answer(status, body) == SENT


@pytest.mark.parametrize("status", [100, 200, 204, 301, 400, 404, 500, 999])
@pytest.mark.parametrize("error_type", outcomes.ERROR_TYPES)
def test_error_type_decides_whatever_the_status(status: int, error_type: str) -> None:
    """With its message, or with the lack of one as the reason."""
    told = json.dumps({"type": error_type, "message": "No"}).encode()
    assert outcomes.of_answer(status, told) == Outcome(error_type, "No")
    silent = json.dumps({"type": error_type}).encode()
    without = Outcome(error_type, f"{error_type}, without a message")
    assert outcomes.of_answer(status, silent) == without


def test_the_seven_error_types_are_those_of_the_guide() -> None:
    """In the guide's order."""
    assert outcomes.ERROR_TYPES == (
        "bad_request",
        "authentication_required",
        "forbidden",
        "not_found",
        "request_timeout",
        "too_many_requests",
        "internal_error",
    )


@pytest.mark.parametrize("body", [b"", b"Bad Request", b'{"type":"forbidden"', b'{"a":1}', b"[]"])
@pytest.mark.parametrize(
    ("status", "error_type"),
    [
        (100, "internal_error"),
        (199, "internal_error"),
        (300, "internal_error"),
        (399, "internal_error"),
        (400, "bad_request"),
        (401, "authentication_required"),
        (402, "bad_request"),
        (403, "forbidden"),
        (404, "not_found"),
        (408, "request_timeout"),
        (410, "bad_request"),
        (429, "too_many_requests"),
        (499, "bad_request"),
        (500, "internal_error"),
        (504, "internal_error"),
        (600, "internal_error"),
    ],
)
def test_status_decides_without_a_usable_body(status: int, error_type: str, body: bytes) -> None:
    """The reason names the status."""
    outcome = outcomes.of_answer(status, body)
    assert outcome.error_type == error_type
    assert outcome.reason is not None
    assert outcome.reason.startswith(f"The channel answered {status}")
    assert outcome.warning is None


@pytest.mark.parametrize("answer_type", ["quota", "Forbidden", "", 5, True, [], {}, "\ud83d"])
def test_unknown_type_is_reported_and_decides_nothing(answer_type: object) -> None:
    """A warning that can be printed, beside what the status makes of it."""
    body = json.dumps({"type": answer_type, "message": "No"}).encode()
    sent, failed = outcomes.of_answer(200, body), outcomes.of_answer(500, body)
    assert (sent.error_type, sent.reason) == (None, None)
    assert (failed.error_type, failed.reason) == ("internal_error", "No")
    assert sent.warning == failed.warning
    assert sent.warning is not None
    assert sent.warning.startswith("unknown type ")
    sent.warning.encode()


def test_long_unknown_type_is_shortened() -> None:
    """A warning stays one line."""
    warning = outcomes.of_answer(200, json.dumps({"type": "x" * 10_000}).encode()).warning
    assert warning is not None
    assert len(warning) < 300


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 100_000, b'{"type":"forbidden","n":' + b"[" * 5000]
)
def test_deeply_nested_body_is_no_usable_body(body: bytes) -> None:
    """Nor does it break anything."""
    assert outcomes.of_answer(200, body) == SENT
    assert outcomes.of_answer(403, body).error_type == "forbidden"


def test_timeout_says_how_long_was_waited() -> None:
    """In seconds, without needless decimals."""
    assert outcomes.of_timeout(7.0) == Outcome(
        "request_timeout", "The channel did not answer within 7 s"
    )
    assert outcomes.of_timeout(1.5).reason == "The channel did not answer within 1.5 s"


@pytest.mark.parametrize(
    ("status", "error_type"), [(200, "internal_error"), (404, "not_found"), (503, "internal_error")]
)
def test_broken_answer_fails_by_its_status_and_a_success_too(status: int, error_type: str) -> None:
    """A 200 whose body breaks off is no success."""
    outcome = outcomes.of_broken_answer(status, "connection reset")
    assert outcome.error_type == error_type
    assert outcome.reason is not None
    assert outcome.reason.endswith(": connection reset")
