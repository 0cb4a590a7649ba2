"""A suite whose processes share one server: accounts apart, and nothing left of them."""

import gc
from weakref import WeakSet

import pytest

from front_emulator import FrontServer
from front_emulator.domain.company import Company
from front_emulator.domain.entities import RequestRecord
from tests.e2e.receiver import Receiver

TESTS = 500

# All accounts have the same people, texts and settings but for the number that is theirs.
SUITE = """
import os
import pytest
import requests

ADMIN, OUTGOING = os.environ["ADMIN"], os.environ["OUTGOING"]


@pytest.fixture(scope="session")
def client():
    with requests.Session() as client:
        client.trust_env = False
        yield client


@pytest.fixture
def company(client):
    made = {"settings": {"processing_delay": 3600}, "channel": {"outgoing_url": OUTGOING}}
    company = client.post(f"{ADMIN}/companies", json=made).json()
    yield company
    assert client.delete(f"{ADMIN}/companies/{company['id']}").status_code == 204


@pytest.mark.parametrize("number", range(%d))
def test_it(client, company, number):
    own = f"{ADMIN}/companies/{company['id']}"
    incoming = company["channel"]["incoming_url"]
    headers = {"Authorization": f"Bearer {company['api_token']}"}
    sent = {"sender": {"handle": "leela"}, "body": f"question {number}"}
    uid = client.post(incoming, json=sent, headers=headers).json()["message_uid"]
    client.post(f"{own}/clock/advance", json={"seconds": 3600})
    reply = {"to": uid, "body": f"answer {number}"}
    assert client.post(f"{own}/reply", json=reply).json()["ok"] is True
    listed = client.get(incoming.partition("/channels")[0] + "/conversations", headers=headers)
    [conversation] = listed.json()["_results"]
    listed = client.get(conversation["_links"]["related"]["messages"], headers=headers)
    texts = [message["text"].strip() for message in listed.json()["_results"]]
    assert sorted(texts) == [f"answer {number}", f"question {number}"]
    events = client.get(f"{own}/journal", params={"kind": "event"}).json()["entries"]
    assert [event["type"] for event in events] == ["inbound", "archive", "out_reply"]
    # What is still to come when an account is ended is never seen again.
    client.post(incoming, json=sent, headers=headers)
"""


@pytest.mark.slow
def test_two_processes_share_a_server_and_leave_nothing_behind(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: set[str] = set()
    alive: WeakSet[Company] = WeakSet()

    def note(company: Company, _: RequestRecord) -> None:
        made.add(company.id)
        alive.add(company)

    pytester.makepyfile(SUITE % TESTS)
    without = [f"-pno:{name}" for name in ("faker", "hypothesispytest", "anyio", "randomly")]
    with Receiver() as receiver, FrontServer(on_request=note) as server:
        monkeypatch.setenv("ADMIN", f"{server.url}/__admin")
        monkeypatch.setenv("OUTGOING", receiver.url)
        pytester.runpytest_subprocess("-n", "2", *without).assert_outcomes(passed=TESTS)
        assert len(made) == TESTS
        assert sorted(receiver.texts) == sorted(f"answer {number}" for number in range(TESTS))
        assert server.accounts.all() == []
        assert server.courier.drain(10)
        gc.collect()
        assert len(alive) == 0
