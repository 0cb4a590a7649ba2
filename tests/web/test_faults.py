"""Faults as a client meets them, over a socket."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from math import inf

import pytest
import requests

from front_emulator import FrontEmulator, FrontServer
from front_emulator.domain.company import Company
from front_emulator.domain.entities import RequestRecord
from front_emulator.narration import request_line
from tests.web.client import DELAY, Api, accepted_uid, exchange, new_session, status_of

SENDING = "POST /channels/*/incoming_messages"
THREADS = 16
"""Of the server."""


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(THREADS + 4) as pool:
        yield pool


@pytest.fixture
def send(api: Api) -> Callable[[], requests.Response]:
    """POST a message on a connection of its own."""

    def post() -> requests.Response:
        with new_session() as session:
            return Api(api.front, session).send(json={"sender": {"handle": "x"}, "body": "Hi"})

    return post


def last(front: FrontEmulator) -> RequestRecord:
    return front.requests[-1]


def wait_until(front: FrontEmulator, happened: Callable[[], bool]) -> None:
    with front.company.changed:
        assert front.company.changed.wait_for(happened, 10)


def count(front: FrontEmulator) -> int:
    """How many messages there are or will be."""
    return len(front.company.store.accepted) + len(front.messages)


@pytest.mark.parametrize(
    ("status", "title", "message", "details"),
    [
        (400, "Bad request", "Body did not satisfy requirements", ["body.body: missing"]),
        (401, "Unauthenticated", "Invalid token", None),
        (403, "Forbidden", "Missing required scopes: [messages:*:write]", None),
        (404, "Not found", "Unknown channel ID {channel}", None),
        (413, "Payload too large", "Payload too large", None),
        (500, "Internal server error", "Internal server error", None),
        (503, "Service Unavailable", "Service Unavailable", None),
        (599, "Status 599", "Status 599", None),
    ],
)
def test_an_error_has_front_s_text(
    api: Api, status: int, title: str, message: str, details: list[str] | None
) -> None:
    api.front.faults.add(on=SENDING, status=status)
    answer = api.send(json={"sender": {"handle": "x"}, "body": "Hi"})
    expected = {
        "status": status,
        "title": title,
        "message": message.format(channel=api.front.channel.id),
        "details": details,
    }
    assert answer.status_code == status
    assert answer.json()["_error"] == {k: v for k, v in expected.items() if v is not None}
    assert count(api.front) == 0


def test_other_operations_get_texts_of_their_own(api: Api) -> None:
    api.front.faults.add(status=404, times=2)
    api.front.faults.add(status=403)
    assert api.refused("GET", "/messages/alt:uid:3f")["message"] == (
        "Unknown message ID alt:uid:3f"
    )
    assert api.refused("GET", "/me")["message"] == "Unknown path /me"
    assert api.refused("GET", "/me")["message"] == "Missing required scopes: [messages:*:read]"


def test_the_text_and_the_body_can_be_given(api: Api) -> None:
    api.front.faults.add(status=422, message="No.", times=1)
    assert api.refused("GET", "/me")["message"] == "No."
    api.front.faults.add(status=200, body="<h1>Maintenance</h1>")
    assert api.call("GET", "/me").text == "<h1>Maintenance</h1>"


def test_a_429_says_seconds_in_its_header_and_milliseconds_in_its_text(api: Api) -> None:
    api.front.faults.add(status=429, retry_after=2_000_000)
    answer = api.call("GET", "/me")
    assert answer.json()["_error"] == {
        "status": 429,
        "title": "Too many requests",
        "message": "Rate limit exceeded. Please retry in 2000000000 milliseconds.",
    }
    assert answer.headers["Retry-After"] == "2000000"
    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert answer.headers["x-ratelimit-limit"] == "100"
    assert "x-front-tier" not in answer.headers


def test_a_429_of_the_burst_tier_leaves_the_company_s_allowance_alone(api: Api) -> None:
    api.front.faults.add(status=429, retry_after=0.341, is_tiered=True)
    answer = api.call("GET", "/me")
    assert answer.json()["_error"]["message"] == (
        "Rate limit exceeded for tier-2 route. Please retry in 341 milliseconds."
    )
    assert answer.headers["x-front-tier"] == "2"
    assert answer.headers["x-ratelimit-remaining"] == "100"


def test_a_fault_is_in_the_journal(api: Api) -> None:
    rule = api.front.faults.add(status=500, times=3)
    answer = api.call("GET", "/me")
    hint = f"fault {rule.id}, 1 of 3: answered 500; the request had no effect"
    assert answer.headers["X-Front-Emulator-Hint"] == hint
    assert last(api.front).hint == hint
    assert last(api.front).status == 500


def test_after_its_times_all_is_well(api: Api) -> None:
    rule = api.front.faults.add(status=500, times=2)
    statuses = [api.call("GET", "/me").status_code for _ in range(3)]
    assert statuses == [500, 500, 200]
    assert rule.fired == 2


def test_only_what_it_is_on_meets_it(api: Api) -> None:
    with api.front.faults.add(on=SENDING, status=500, containing="Bad news"):
        assert api.call("GET", "/me").status_code == 200
        api.post("Good news")
        assert api.send(json={"sender": {"handle": "x"}, "body": "Bad news"}).status_code == 500
    api.post("Bad news")


def test_other_accounts_and_the_admin_api_do_not_meet_it(
    api: Api, front_server: FrontServer
) -> None:
    api.front.faults.add(status=500)
    assert api.call("GET", "/__admin/health").status_code == 200
    with FrontEmulator(server=front_server) as other, new_session() as session:
        assert Api(other, session).call("GET", "/me").status_code == 200


def test_a_request_can_take_effect_all_the_same(api: Api) -> None:
    api.front.faults.add(on=SENDING, status=500, takes_effect=True, times=1)
    assert api.send(json={"sender": {"handle": "x"}, "body": "Hi"}).status_code == 500
    assert count(api.front) == 1
    assert "took effect, its answer was 202" in (last(api.front).hint or "")


def test_what_front_refuses_anyway_has_no_effect(api: Api) -> None:
    api.front.faults.add(on=SENDING, status=500, takes_effect=True)
    assert api.send(json={}).status_code == 500
    assert count(api.front) == 0
    assert "its answer was 400" in (last(api.front).hint or "")


@pytest.mark.parametrize("takes_effect", [False, True])
def test_a_connection_is_reset(
    api: Api, send: Callable[[], requests.Response], takes_effect: bool
) -> None:
    api.front.faults.add(on=SENDING, answer="reset", takes_effect=takes_effect, times=1)
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        send()
    assert count(api.front) == takes_effect
    assert last(api.front).status is None
    assert last(api.front).is_over
    assert send().status_code == 202


def test_a_reset_after_others_on_the_same_connection(api: Api) -> None:
    assert api.get("/me")
    api.front.faults.add(answer="reset", times=1)
    with pytest.raises(requests.ConnectionError):
        api.call("GET", "/me")
    assert api.get("/me")


def test_an_answer_hangs_until_the_client_gives_up(api: Api) -> None:
    api.front.faults.add(on="GET /me", answer="hang")
    with new_session() as session, pytest.raises(requests.ReadTimeout):
        session.get(f"{api.front.url}/me", headers=api.headers, timeout=(10, 0.05))
    wait_until(api.front, lambda: last(api.front).is_over)
    assert last(api.front).status is None
    assert (last(api.front).duration or 0) < 10
    assert "→ GET /me  -  " in request_line(last(api.front))


def test_a_hanging_answer_has_an_end_without_the_client(api: Api) -> None:
    api.front.faults.add(answer="hang", held_for=0.05)
    with pytest.raises(requests.ConnectionError, match="without response"):
        api.call("GET", "/me")
    assert (last(api.front).duration or 0) >= 0.05


def test_what_hangs_is_in_the_journal_meanwhile(
    api: Api, pool: ThreadPoolExecutor, send: Callable[[], requests.Response]
) -> None:
    rule = api.front.faults.add(answer="hang", takes_effect=True)
    sent = pool.submit(send)
    wait_until(api.front, lambda: len(api.front.requests) == 1)
    assert not last(api.front).is_over
    assert count(api.front) == 1
    rule.remove()
    assert_hung_up(sent)


def test_hanging_answers_take_no_thread_of_the_server(
    api: Api, pool: ThreadPoolExecutor, send: Callable[[], requests.Response]
) -> None:
    rule = api.front.faults.add(on=SENDING, answer="hang")
    sent = [pool.submit(send) for _ in range(THREADS + 4)]
    wait_until(api.front, lambda: rule.fired == len(sent))
    assert api.get("/me")
    rule.remove()
    for each in sent:
        assert_hung_up(each)
    wait_until(api.front, lambda: all(record.is_over for record in api.front.requests))


def test_the_end_of_the_account_ends_what_hangs(
    front_server: FrontServer, pool: ThreadPoolExecutor
) -> None:
    with FrontEmulator(server=front_server) as front, new_session() as session:
        rule = front.faults.add(answer="hang")
        asked = pool.submit(Api(front, session).call, "GET", "/me")
        wait_until(front, lambda: rule.fired == 1)
    assert_hung_up(asked)


def test_a_reset_of_the_account_ends_faults_and_forgets_what_hung(
    api: Api, pool: ThreadPoolExecutor, send: Callable[[], requests.Response]
) -> None:
    api.front.faults.add(answer="hang")
    sent = pool.submit(send)
    wait_until(api.front, lambda: len(api.front.requests) == 1)
    api.front.reset()
    assert_hung_up(sent)
    assert api.front.requests == []
    assert api.get("/me")


def assert_hung_up(sent: "Future[requests.Response]") -> None:
    with pytest.raises(requests.ConnectionError):
        sent.result(10)


def test_an_answer_comes_late(api: Api) -> None:
    api.front.faults.add(on=SENDING, latency=0.08, times=1)
    answer = api.send(json={"sender": {"handle": "x"}, "body": "Hi"})
    assert accepted_uid(answer)
    assert answer.elapsed.total_seconds() >= 0.08
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    record = last(api.front)
    assert record.status == 202
    assert (record.duration or 0) >= 0.08
    assert api.get("/me")


def test_an_error_can_be_late_too(api: Api) -> None:
    api.front.faults.add(status=503, latency=0.05, times=1)
    answer = api.call("GET", "/me")
    assert answer.status_code == 503
    assert answer.elapsed.total_seconds() >= 0.05


def test_what_is_late_comes_at_once_when_the_fault_is_removed(
    api: Api, pool: ThreadPoolExecutor, send: Callable[[], requests.Response]
) -> None:
    rule = api.front.faults.add(latency=3600)
    sent = pool.submit(send)
    wait_until(api.front, lambda: len(api.front.requests) == 1)
    rule.remove()
    assert sent.result(10).status_code == 202


def test_a_message_exists_later_than_others(api: Api) -> None:
    api.front.faults.add(on=SENDING, processing_delay=30, times=1)
    late, other = api.post("Late"), api.post("In time")
    api.appear(other)
    assert api.refused("GET", f"/messages/alt:uid:{late}")["status"] == 404
    api.front.clock.advance(30 - 2 * DELAY)
    assert api.refused("GET", f"/messages/alt:uid:{late}")["status"] == 404
    api.appear(late)


def test_a_message_never_exists(api: Api) -> None:
    api.front.faults.add(on=SENDING, processing_delay=inf, times=1)
    uid = api.post("Lost")
    api.front.clock.advance(1e6)
    assert api.refused("GET", f"/messages/alt:uid:{uid}")["status"] == 404


def test_requests_that_got_no_answer_are_told_of(pool: ThreadPoolExecutor) -> None:
    told: list[RequestRecord] = []
    heard = threading.Semaphore(0)

    def on_request(company: Company, record: RequestRecord) -> None:
        told.append(record)
        heard.release()

    server = FrontServer(on_request=on_request)
    server.start()
    try:
        front = FrontEmulator(server=server)
        front.faults.add(answer="reset", times=1)
        front.faults.add(answer="hang", held_for=0.05, times=1)
        with new_session() as session:
            for _ in range(2):
                with pytest.raises(requests.ConnectionError):
                    Api(front, session).call("GET", "/me")
                assert heard.acquire(timeout=10)
    finally:
        server.stop()
    assert [record.status for record in told] == [None, None]


def test_where_the_server_cannot_withhold_an_answer_it_says_so(api: Api) -> None:
    api.front.faults.add(answer="reset")
    client = api.front.server.app.test_client()
    answer = client.get("/me", headers=api.headers, base_url=api.front.url)
    assert answer.status_code == 501
    assert "front-emulator's own server" in answer.headers["X-Front-Emulator-Hint"]


@pytest.mark.parametrize(
    ("error_type", "status"),
    [
        ("bad_request", 400),
        ("authentication_required", 401),
        ("forbidden", 403),
        ("not_found", 404),
        ("request_timeout", 408),
        ("too_many_requests", 429),
        ("internal_error", 500),
    ],
)
def test_an_error_type_has_its_status(api: Api, error_type: str, status: int) -> None:
    api.front.faults.add(error=error_type)
    answer = api.call("GET", "/me")
    assert (answer.status_code, answer.json()["_error"]["status"]) == (status, status)
    assert answer.headers.get("Retry-After") == ("1" if status == 429 else None)


def test_a_header_decides(api: Api) -> None:
    api.front.faults.add(status=500, header="X-Attempt: 1")
    assert api.call("GET", "/me", headers={"X-Attempt": "1"}).status_code == 500
    assert api.call("GET", "/me", headers={"X-Attempt": "2"}).status_code == 200


def test_a_connection_is_closed_without_an_answer(
    api: Api, send: Callable[[], requests.Response]
) -> None:
    api.front.faults.add(on=SENDING, answer="empty", times=1)
    with pytest.raises(requests.ConnectionError, match="without response"):
        send()
    assert count(api.front) == 0
    assert last(api.front).status is None


def test_an_answer_breaks_off(api: Api, send: Callable[[], requests.Response]) -> None:
    """The request took effect; half of the answer's body arrives."""
    api.front.faults.add(on=SENDING, answer="truncated", times=1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        send()
    assert count(api.front) == 1
    assert last(api.front).status == 202
    assert "the answer broke off" in (last(api.front).hint or "")


def test_an_answer_is_no_json(api: Api) -> None:
    api.front.faults.add(answer="malformed", times=1)
    answer = api.call("GET", "/me")
    assert answer.status_code == 200
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()
    assert answer.text.startswith('{"_links":')
    assert last(api.front).response_body == answer.content


def test_an_answer_comes_byte_by_byte(api: Api) -> None:
    api.front.faults.add(on="GET /me", answer="drip", held_for=0.05, times=1)
    answer = api.call("GET", "/me", stream=True)
    pieces = list(answer.iter_content(1))
    assert b"".join(pieces) == api.call("GET", "/me").content
    assert "byte by byte over 0.05 s" in (api.front.requests[0].hint or "")


def test_what_drips_already_comes_at_once_when_the_fault_is_removed(api: Api) -> None:
    """However far it has come: here its head has, and the body takes an hour."""
    rule = api.front.faults.add(on="GET /me", answer="drip", held_for=3600)
    with api.call("GET", "/me", stream=True) as answer:
        assert answer.status_code == 200
        rule.remove()
        assert answer.json()["id"] == api.front.company.id


def test_what_drips_comes_at_once_when_the_fault_is_removed(
    api: Api, pool: ThreadPoolExecutor, send: Callable[[], requests.Response]
) -> None:
    rule = api.front.faults.add(answer="drip", held_for=3600)
    sent = pool.submit(send)
    wait_until(api.front, lambda: len(api.front.requests) == 1)
    rule.remove()
    assert sent.result(10).status_code == 202


def test_a_fault_ends_by_the_accounts_clock(api: Api) -> None:
    api.front.faults.add(status=500, lasts=60)
    api.front.clock.advance(59)
    assert api.call("GET", "/me").status_code == 500
    api.front.clock.advance(1)
    assert api.call("GET", "/me").status_code == 200


def test_what_has_no_body_stays_without(api: Api) -> None:
    """Neither half of one, nor one on a connection that goes on."""
    path = f"/channels/{api.front.channel.id}"
    api.front.faults.add(answer="malformed", times=1)
    answer = api.call("PATCH", path, json={"name": "x"})
    assert (answer.status_code, answer.content) == (204, b"")
    api.front.faults.add(on="HEAD /me", latency=0.01, times=1)
    head = f"HEAD /me HTTP/1.1\r\nHost: localhost\r\nAuthorization: {api.headers['Authorization']}"
    got = exchange(api.front.server.port, f"{head}\r\n\r\n".encode())
    assert status_of(got) == 200
    assert got.endswith(b"\r\n\r\n")
