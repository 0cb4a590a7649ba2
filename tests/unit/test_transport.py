"""One HTTP request on the wire, and its answer within a limit for all of it."""

import socket
import threading
from collections.abc import Iterator

import pytest

from front_emulator import transport
from front_emulator.domain.clock import monotonic
from front_emulator.domain.entities import WireRequest
from front_emulator.transport import Deadline, NoAnswer
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver

HEADERS = (("X-One", "1"), ("Accept", "a/b"), ("X-Two", "zwei"), ("Connection", "close"))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def post(url: str, body: bytes = b"{}") -> WireRequest:
    return WireRequest("POST", url, HEADERS, body)


def test_request_has_the_given_headers_and_no_others(receiver: Receiver) -> None:
    """In their order; only Host, first, and Content-Length, last, are added."""
    transport.send(post(receiver.url, b"1234"), timeout=5)
    assert receiver.requests[0].headers == [
        ("Host", f"127.0.0.1:{receiver.port}"),
        *HEADERS,
        ("Content-Length", "4"),
    ]


@pytest.mark.parametrize("body", [b"", b"\x00\xff", "ü".encode(), b"x" * 1_000_000])
def test_body_is_sent_byte_for_byte(receiver: Receiver, body: bytes) -> None:
    """Whatever the bytes are."""
    transport.send(post(receiver.url, body), timeout=5)
    assert receiver.requests[0].body == body


def test_answer_is_kept_as_it_came(receiver: Receiver) -> None:
    """Doubled headers stay two; an encoded body is not decoded."""
    headers = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Content-Encoding", "gzip")]
    receiver.answers(r.answer(207, b"no gzip", headers))
    response = transport.send(post(receiver.url), timeout=5)
    assert (response.status, response.body) == (207, b"no gzip")
    assert response.headers[:3] == tuple(headers)


def test_answer_is_read_up_to_one_mebibyte(receiver: Receiver) -> None:
    """The rest of a huge one is left where it is."""
    receiver.answers(r.answer(200, b"x" * (1024 * 1024)), r.answer(200, b"x" * (1024 * 1024 + 1)))
    sizes = [len(transport.send(post(receiver.url), timeout=5).body) for _ in range(2)]
    assert sizes == [1024 * 1024] * 2


@pytest.mark.parametrize(
    "answer",
    [r.hang(), r.dripping_head, r.dripping_body(), r.dripping_body(has_length=False)],
    ids=["silence", "head", "body", "body without length"],
)
def test_limit_is_for_everything_together(receiver: Receiver, answer: r.Answer) -> None:
    """However the time is spent."""
    receiver.answers(answer)
    began = monotonic()
    with pytest.raises(NoAnswer) as caught:
        transport.send(post(receiver.url), timeout=1)
    assert 0.99 < monotonic() - began < r.WAIT
    assert caught.value.timed_out
    assert not caught.value.is_unreachable


def test_limit_is_for_a_redirect_and_what_follows_together(receiver: Receiver) -> None:
    """A second request does not begin the time anew: one deadline watches both."""
    receiver.answers(r.redirect("/again", 307), r.hang())
    deadlines: list[Deadline] = []
    with pytest.raises(NoAnswer) as caught:
        transport.send(
            post(receiver.url), timeout=0.3, follow_redirects=True, on_start=deadlines.append
        )
    assert caught.value.timed_out
    assert len(receiver.requests) == 2
    assert [len(deadline._sockets) for deadline in deadlines] == [2]


def test_server_that_takes_no_connection_times_out_as_unreachable() -> None:
    """Its backlog is full: nobody answers the knock."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        address = server.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        try:
            for each in waiting:
                each.setblocking(False)
                each.connect_ex(address)
            with pytest.raises(NoAnswer) as caught:
                transport.send(post(f"http://127.0.0.1:{address[1]}/"), timeout=0.2)
        finally:
            for each in waiting:
                each.close()
    assert caught.value.timed_out
    assert caught.value.is_unreachable


def test_refused_connection_is_unreachable() -> None:
    """The text has what the system said."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NoAnswer, match=r"the connection was refused \(\[Errno \d+\]") as caught:
        transport.send(post(f"http://127.0.0.1:{port}/"), timeout=5)
    assert caught.value.is_unreachable
    assert not caught.value.timed_out


def test_unknown_host_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text says that it is the name."""

    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(NoAnswer, match=r"the host is unknown .*'nowhere\.test'") as caught:
        transport.send(post("http://nowhere.test/"), timeout=5)
    assert caught.value.is_unreachable


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (r.reset, None),
        (r.hang_up, None),
        (r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1"), None),
        (r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"), None),
        (r.truncated(200), 200),
        (r.truncated(404, b""), 404),
        (r.truncated_chunks(500), 500),
    ],
)
def test_answer_that_breaks_off_is_none(
    receiver: Receiver, answer: r.Answer, status: int | None
) -> None:
    """Its status is known where the head was complete."""
    receiver.answers(answer)
    with pytest.raises(NoAnswer) as caught:
        transport.send(post(receiver.url), timeout=5)
    assert caught.value.status == status
    assert not caught.value.timed_out
    assert str(caught.value)


@pytest.mark.parametrize("host", ["a..b", ".example", "exa mple", "*"])
def test_url_nothing_can_be_sent_to_is_no_answer(host: str) -> None:
    """Not an error of another kind."""
    with pytest.raises(NoAnswer):
        transport.send(post(f"http://{host}/"), timeout=5)


def test_connection_is_used_once(receiver: Receiver) -> None:
    """Also for a redirect to the same place, whose answer does not say that it closes."""
    receiver.answers(*[r.redirect("/again", 307)] * 20, r.SUCCESS)
    assert transport.send(post(receiver.url), timeout=5, follow_redirects=True).status == 200
    assert len(receiver.requests) == 21


def test_request_cut_before_it_connects_sends_nothing(receiver: Receiver) -> None:
    """`on_start` gets the deadline in time."""
    with pytest.raises(NoAnswer):
        transport.send(post(receiver.url), timeout=5, on_start=Deadline.cut)
    assert receiver.requests == []


def test_request_cut_while_it_waits_ends_at_once(receiver: Receiver) -> None:
    """By another thread, as if the time was up."""
    receiver.answers(r.hang())
    deadlines: list[Deadline] = []

    def cut() -> None:
        receiver.wait_for(1)
        deadlines[0].cut()

    threading.Thread(target=cut).start()
    with pytest.raises(NoAnswer) as caught:
        transport.send(post(receiver.url), timeout=5, on_start=deadlines.append)
    assert caught.value.timed_out
