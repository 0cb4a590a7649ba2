"""The journal over HTTP: found, counted, waited for without polling, followed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from front_emulator import FrontEmulator, FrontServer
from front_emulator.server import THREADS
from tests.admin.client import Admin
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver

JOURNAL = "/companies/latest/journal"


@pytest.fixture
def front(server: FrontServer, receiver: Receiver) -> FrontEmulator:
    return FrontEmulator(server=server, processing_delay=0, outgoing_url=receiver.url)


def test_entries_are_found_and_counted(
    admin: Admin, front: FrontEmulator, receiver: Receiver
) -> None:
    receiver.answers(r.error("too_many_requests", "SMS quota reached", 429))
    message = front.receive("Hi", sender="leela")
    sent = front.reply(message, "Hello")
    found = admin.get(JOURNAL)
    assert (len(found["entries"]), found["total"]) == (4, 4)
    [entry] = admin.get(JOURNAL, kind="delivery", status=429)["entries"]
    assert (entry["id"], entry["error_type"], entry["reason"]) == (
        sent.id,
        "too_many_requests",
        "SMS quota reached",
    )
    assert entry["request"]["body"].encode() == receiver.requests[0].body
    assert (entry["message_id"], entry["conversation_id"]) == (
        sent.message_id,
        message.conversation_id,
    )
    assert admin.get(f"{JOURNAL}/count", type="inbound") == {"count": 1}
    assert admin.get(f"{JOURNAL}/{sent.id}") == entry
    latest = admin.get(JOURNAL, limit=1)
    assert ([each["type"] for each in latest["entries"]], latest["total"]) == (
        ["sending_error"],
        4,
    )


def test_an_unknown_entry_is_a_404(admin: Admin, front: FrontEmulator) -> None:
    assert admin.refused("GET", f"{JOURNAL}/req_1")["detail"] == "Unknown entry ID req_1"


def test_a_wait_is_answered_when_it_happens(admin: Admin, front: FrontEmulator) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(admin.post, f"{JOURNAL}/wait", type="inbound", timeout=30)
        front.receive("Hi", sender="leela")
        assert waiting.result()["message_id"] == front.messages[0].id


def test_a_wait_in_vain_is_a_422_that_shows_what_there_is(
    admin: Admin, front: FrontEmulator
) -> None:
    front.receive("Hi", sender="leela")
    problem = admin.refused("POST", f"{JOURNAL}/wait", json={"type": "archive", "timeout": 0})
    assert problem["status"] == 422
    assert "type is 'inbound', not 'archive'" in problem["detail"]
    steps = {"steps": [{"type": "inbound"}, {"type": "archive"}], "timeout": 0}
    problem = admin.refused("POST", f"{JOURNAL}/sequence", json=steps)
    assert problem["detail"].startswith("no entry with type='archive' after\n")


def test_a_sequence_is_found_in_order(admin: Admin, front: FrontEmulator) -> None:
    front.reply(front.receive("Hi", sender="leela"), "Hello")
    steps = [{"type": "inbound"}, {"kind": "delivery"}]
    found = admin.post(f"{JOURNAL}/sequence", steps=steps)
    assert [entry["kind"] for entry in found["entries"]] == ["event", "delivery"]


def test_never_is_quiet_or_a_422(admin: Admin, front: FrontEmulator) -> None:
    front.receive("Hi", sender="leela")
    assert admin.post(f"{JOURNAL}/never", type="archive") is None
    problem = admin.refused("POST", f"{JOURNAL}/never", json={"type": "inbound"})
    assert problem["status"] == 422


def test_a_follower_hears_of_news_as_they_happen(admin: Admin, front: FrontEmulator) -> None:
    first = admin.get(f"{JOURNAL}/follow")
    assert (first["entries"], first["goes_on"]) == ([], True)
    with ThreadPoolExecutor(1) as pool:
        news = pool.submit(admin.get, f"{JOURNAL}/follow", after=first["cursor"], wait=30)
        front.receive("Hi", sender="leela")
        found = news.result()
    assert [entry["type"] for entry in found["entries"]] == ["inbound"]
    assert found["cursor"] != first["cursor"]


def test_whoever_waits_leaves_room_for_what_is_waited_for(
    admin: Admin, front: FrontEmulator
) -> None:
    """Half of the server's threads may wait; the next is told to try again."""
    at_once = THREADS // 2
    told: list[int] = []
    refused = threading.Event()

    def wait() -> None:
        told.append(
            admin.call(
                "POST", f"{JOURNAL}/wait", json={"type": "inbound", "timeout": 30}
            ).status_code
        )
        if told[-1] == 503:
            refused.set()

    with ThreadPoolExecutor(at_once + 1) as pool:
        for _ in range(at_once + 1):
            pool.submit(wait)
        assert refused.wait(30), "one more than may wait should have been refused"
        assert told == [503]
        # The account of the waits is served all the same.
        assert admin.get("/companies/latest/clock")["is_frozen"] is False
        front.receive("Hi", sender="leela")
    assert sorted(told) == [200] * at_once + [503]


def test_a_wait_ends_with_its_company(admin: Admin, front: FrontEmulator) -> None:
    company = admin.get("/companies/latest")["id"]
    with ThreadPoolExecutor(1) as pool:
        path = f"/companies/{company}/journal/wait"
        waiting = pool.submit(admin.call, "POST", path, json={"type": "inbound", "timeout": 30})
        admin.call("DELETE", f"/companies/{company}")
        assert waiting.result().status_code in (404, 422)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind=explosion&limit=0", "query.limit: 0 is less than the minimum of 1"),
        ("status=many", "query.status: 'many' is not of type 'integer'"),
        ("statu=1", "query.statu: no such parameter"),
    ],
)
def test_criteria_that_are_none_are_refused(
    admin: Admin, front: FrontEmulator, query: str, said: str
) -> None:
    assert said in admin.refused("GET", f"{JOURNAL}?{query}")["detail"]
