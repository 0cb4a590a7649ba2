"""Broken HTTP: at most a 400-class answer, and the server goes on."""

import logging
import socket
import struct

import pytest

from tests.web.client import Api, exchange, status_of

GOOD = b'{"sender":{"handle":"leela"},"body":"Hi"}'
REFUSED = (None, 400, 403, 413, 414, 431)


def head(api: Api, *lines: bytes, request_line: bytes | None = None) -> bytes:
    """The head of a POST to the Incoming URL, with these header lines added."""
    path = f"/channels/{api.front.channel.id}/incoming_messages"
    first = request_line or f"POST {path} HTTP/1.1".encode()
    token = f"Authorization: Bearer {api.front.api_token}".encode()
    common = (b"Host: localhost", token, b"Content-Type: application/json")
    return b"\r\n".join([first, *common, *lines, b"", b""])


def check_alive(api: Api) -> None:
    """Nothing failed inside, nothing was stored, and the next request is answered."""
    assert api.call("GET", "/me").status_code == 200
    assert api.front.company.failures == []
    api.front.clock.advance(1)
    assert api.front.messages == []


@pytest.mark.parametrize(
    "line",
    [
        b"NONSENSE",
        b"GET /me",
        b"GET /me HTTP/1.1 HTTP/1.1",
        b"GET  /me HTTP/1.1",
        b"GET /me HTTP/x.y",
        b"GET /me FTP/1.1",
        b"GET me HTTP/1.1",
        b"get /me HTTP/1.1",
        b"GET //[ HTTP/1.1",
        b"GET /me#fragment HTTP/1.1",
        b"GET /m\xff HTTP/1.1",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        bytes(range(256)),
        b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1",
    ],
)
def test_a_broken_request_line_is_refused(api: Api, line: bytes) -> None:
    answer = exchange(api.front.server.port, head(api, request_line=line))
    assert status_of(answer) in REFUSED
    check_alive(api)


@pytest.mark.parametrize(
    "line",
    [
        b"header without colon",
        b" folded first",
        b"X: " + b"a" * 1_000_000,
        b"Content-Length: x",
        b"Content-Length: -5",
        b"Content-Length: +41",
        b"Content-Length: 4_1",
        b"Content-Length: 4 1",
        b"Content-Length:",
        b"Content-Length: 99999999999999999999",
        b"Content-Length: 41\r\nContent-Length: 5",
        b"Content-Length: 41\r\nHost: example.com",
        b"Content-Length: 100",
    ],
)
def test_a_broken_header_is_refused(api: Api, line: bytes) -> None:
    answer = exchange(api.front.server.port, head(api, line) + GOOD)
    assert status_of(answer) in REFUSED
    check_alive(api)


def test_a_first_header_that_is_a_continuation_is_refused(api: Api) -> None:
    request = b"GET /me HTTP/1.1\r\n folded\r\nHost: localhost\r\n\r\n"
    assert status_of(exchange(api.front.server.port, request)) in REFUSED
    check_alive(api)


@pytest.mark.parametrize(
    "chunks",
    [
        b"zz\r\n" + GOOD + b"\r\n0\r\n\r\n",
        b"\r\n" + GOOD + b"\r\n0\r\n\r\n",
        b"-29\r\n" + GOOD + b"\r\n0\r\n\r\n",
        b"5\r\n" + GOOD + b"\r\n0\r\n\r\n",
        b"ff\r\n" + GOOD,
        b"29\r\n" + GOOD + b"\r\n",
        b"29\r\n" + GOOD,
        b"f" * 40 + b"\r\n" + GOOD,
        b"",
        GOOD,
    ],
)
def test_broken_chunks_are_refused_and_what_follows_is_no_request(api: Api, chunks: bytes) -> None:
    smuggled = head(api, b"Content-Length: 41") + GOOD
    data = head(api, b"Transfer-Encoding: chunked") + chunks
    for rest in (b"", smuggled):
        answer = exchange(api.front.server.port, data + rest)
        assert status_of(answer) in REFUSED
        assert b" 202 " not in answer
    check_alive(api)


def test_chunks_may_end_in_trailers(api: Api) -> None:
    chunks = b"29;ext=1\r\n" + GOOD + b"\r\n0\r\nX-Trailer: 1\r\n\r\n"
    request = head(api, b"Transfer-Encoding: chunked") + chunks
    answer = exchange(api.front.server.port, request + request)
    assert answer.count(b"HTTP/1.1 202 ") == 2


def test_a_transfer_encoding_other_than_chunked_is_refused(api: Api) -> None:
    data = head(api, b"Transfer-Encoding: gzip") + GOOD
    assert status_of(exchange(api.front.server.port, data)) == 400
    check_alive(api)


def test_a_version_that_there_is_not_is_refused(api: Api) -> None:
    data = head(api, b"Content-Length: 0").replace(b"HTTP/1.1", b"HTTP/3.0")
    answer = exchange(api.front.server.port, data)
    assert status_of(answer) == 400
    assert b"Version" in answer
    check_alive(api)


def test_chunked_wins_over_a_content_length(api: Api) -> None:
    headers = head(api, b"Content-Length: 3", b"Transfer-Encoding: chunked")
    answer = exchange(api.front.server.port, headers + b"29\r\n" + GOOD + b"\r\n0\r\n\r\n")
    assert status_of(answer) == 202
    assert answer.count(b"HTTP/1.1") == 1


def test_two_equal_content_lengths_are_one(api: Api) -> None:
    request = head(api, b"Content-Length: 41", b"Content-Length: 41") + GOOD
    assert status_of(exchange(api.front.server.port, request)) == 202


def test_requests_may_be_pipelined(api: Api) -> None:
    request = head(api, b"Content-Length: 41") + GOOD
    answer = exchange(api.front.server.port, request * 3)
    assert answer.count(b"HTTP/1.1 202 ") == 3


def test_a_client_that_expects_100_continue_gets_it(api: Api) -> None:
    request = head(api, b"Content-Length: 41", b"Expect: 100-continue") + GOOD
    answer = exchange(api.front.server.port, request)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 ")


@pytest.mark.parametrize("line", [b"Content-Length: 100", b"Transfer-Encoding: chunked"])
def test_a_client_that_hangs_up_in_its_body_is_no_failure_of_the_emulator(
    api: Api, line: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection(("127.0.0.1", api.front.server.port)) as connection:
        reset_on_close = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset_on_close)
        connection.sendall(head(api, line) + b"29\r\n{")
    api.front.wait_for_request("POST", status=400)
    check_alive(api)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_nothing_broken_is_answered_with_a_traceback_or_logged_as_an_error(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    broken = (
        head(api, request_line=b"GET //[ HTTP/1.1"),
        b"GET /me HTTP/1.1\r\n folded\r\n\r\n",
        head(api, b"Content-Length: -5") + GOOD,
        head(api, b"Content-Length: 99999999999999999999") + GOOD,
        head(api, b"Transfer-Encoding: chunked") + b"zz\r\n",
    )
    for request in broken:
        answer = exchange(api.front.server.port, request)
        assert b"Traceback" not in answer
        assert b" 500 " not in answer
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
