"""What no HTTP client sends on purpose."""

import socket

import pytest

from front_emulator.contract import raw
from front_emulator.domain.entities import WireRequest
from front_emulator.transport import NoAnswer
from tests.e2e.receiver import (
    Receiver,
    answer,
    dripping_body,
    dripping_head,
    hang,
    hang_up,
    reset,
    truncated,
    truncated_chunks,
)

HEADERS = (("X-Twice", "one"), ("X-Twice", "two"), ("X-eMPTY", ""))


def request_to(url: str, body: bytes = b"0123456789") -> WireRequest:
    return WireRequest("POST", url, HEADERS, body)


def test_headers_go_out_as_given(receiver: Receiver) -> None:
    receiver.answers(answer(201, "done", [("X-Answer", "yes")]))
    response = raw.send(request_to(f"{receiver.url}?a=1"), 3.0)
    assert (response.status, response.body) == (201, b"done")
    assert ("X-Answer", "yes") in response.headers
    (request,) = receiver.requests
    assert request.target == "/front/outgoing?a=1"
    assert [pair for pair in request.headers if pair in HEADERS] == list(HEADERS)
    assert request.body == b"0123456789"


def test_credentials_of_the_url_are_sent(receiver: Receiver) -> None:
    url = receiver.url.replace("//", "//user:p%40ss@")
    raw.send(request_to(url), 3.0)
    assert receiver.requests[0].header("Authorization") == "Basic dXNlcjpwQHNz"


def test_drips_arrive_as_one_body(receiver: Receiver) -> None:
    response = raw.drip(request_to(receiver.url), 3.0, seconds=0.05, pieces=4)
    assert response.status == 200
    assert receiver.requests[0].body == b"0123456789"


@pytest.mark.parametrize("how", [reset, hang_up, truncated(), truncated_chunks()])
def test_a_connection_that_breaks_is_no_answer(receiver: Receiver, how: object) -> None:
    receiver.answers(how)  # type: ignore[arg-type]
    with pytest.raises(NoAnswer) as caught:
        raw.send(request_to(receiver.url), 3.0)
    assert not caught.value.timed_out
    assert not caught.value.is_unreachable


@pytest.mark.parametrize("how", [hang(), dripping_body(), dripping_head])
def test_the_time_limit_holds(receiver: Receiver, how: object) -> None:
    receiver.answers(how)  # type: ignore[arg-type]
    with pytest.raises(NoAnswer) as caught:
        raw.send(request_to(receiver.url), 0.1)
    assert caught.value.timed_out


def test_nobody_there_is_unreachable() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/"
        with pytest.raises(NoAnswer) as caught:
            raw.send(request_to(url), 3.0)
    assert caught.value.is_unreachable


def test_half_a_body_is_cut_off_and_the_answer_read(receiver: Receiver) -> None:
    with pytest.raises(NoAnswer, match="before there was an answer"):
        raw.cut_off(request_to(receiver.url), 3.0)
    assert receiver.requests == []


def test_nobody_waits_after_hanging_up(receiver: Receiver) -> None:
    with pytest.raises(NoAnswer, match="not waited for"):
        raw.hang_up(request_to(receiver.url), 3.0)
    assert receiver.wait_for()[0].body == b"0123456789"


def test_others_get_through_beside_a_stalled_one(receiver: Receiver) -> None:
    with raw.stalled(request_to(receiver.url), 3.0):
        assert raw.send(request_to(receiver.url), 3.0).status == 200
    assert len(receiver.requests) == 1
