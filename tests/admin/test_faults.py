"""Faults over HTTP: put in force, listed with how often they fired, ended."""

from typing import Any

import pytest
import requests

from front_emulator import FrontEmulator, FrontServer
from tests.admin.client import Admin
from tests.e2e.receiver import Receiver

FAULTS = "/companies/latest/faults"


@pytest.fixture
def front(server: FrontServer, receiver: Receiver) -> FrontEmulator:
    return FrontEmulator(server=server, processing_delay=0, outgoing_url=receiver.url)


def me(front: FrontEmulator) -> int:
    headers = {"Authorization": f"Bearer {front.api_token}"}
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{front.url}/me", headers=headers, timeout=10).status_code


def test_a_fault_happens_and_is_counted(admin: Admin, front: FrontEmulator) -> None:
    added = admin.post(FAULTS, on="GET /me", status=503, skip=1, times=1)
    assert added["options"] == {"on": "GET /me", "status": 503, "skip": 1, "times": 1}
    assert [me(front) for _ in range(3)] == [200, 503, 200]
    [shown] = admin.get(FAULTS)["faults"]
    assert (shown["id"], shown["met"], shown["fired"]) == (added["id"], 2, 1)
    assert shown["is_spent"]
    assert admin.get(f"{FAULTS}/{added['id']}") == shown


def test_a_fault_of_deliveries_is_seen_in_the_delivery(admin: Admin, front: FrontEmulator) -> None:
    before = front.clock.now()
    rule = admin.post(FAULTS, delivery="duplicate", lasts=60)
    assert before + 59.999 <= rule["ends_at"] <= front.clock.now() + 60.001
    front.reply(front.receive(), "Hello")
    [delivery] = admin.get("/companies/latest/deliveries")["deliveries"]
    assert f"fault {rule['id']}, 1: sent twice" in delivery["fault"]


def test_one_is_removed_or_all(admin: Admin, front: FrontEmulator) -> None:
    first, second = (admin.post(FAULTS, error=name) for name in ("forbidden", "not_found"))
    assert me(front) == 403
    assert admin.call("DELETE", f"{FAULTS}/{first['id']}").status_code == 204
    assert me(front) == 404
    assert admin.refused("DELETE", f"{FAULTS}/{first['id']}")["status"] == 404
    assert admin.call("DELETE", FAULTS).status_code == 204
    assert admin.get(FAULTS) == {"faults": []}
    assert admin.refused("GET", f"{FAULTS}/{second['id']}")["status"] == 404
    assert me(front) == 200


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"status": 99}, "body.status"),
        ({"colour": "red"}, "'colour' was unexpected"),
        ({"on": "FETCH /me", "status": 500}, "on: 'FETCH'"),
        ({"delivery": "drop", "status": 500}, "status: is about answers"),
        ({"times": 2}, "nothing would happen"),
        ({"latency": [3, 2]}, "latency: [3, 2] should be"),
        ({"status": 500, "containing": "\ud800"}, "containing: '\\ud800' should be a text"),
    ],
)
def test_what_makes_no_sense_is_named(
    admin: Admin, front: FrontEmulator, options: dict[str, Any], named: str
) -> None:
    assert named in admin.refused("POST", FAULTS, json=options)["detail"]
    assert admin.get(FAULTS) == {"faults": []}


def test_every_option_of_python_is_one_over_http_and_the_other_way_round(admin: Admin) -> None:
    from front_emulator.domain.fault import FaultOptions

    described = admin.document["components"]["schemas"]["NewFault"]["properties"]
    assert set(described) == set(FaultOptions.__annotations__)


def test_what_is_shown_can_be_sent_again(admin: Admin, front: FrontEmulator) -> None:
    for options in (
        {"latency": {"median": 0.2, "sigma": 0.5}, "answer": "drip", "processing_delay": "never"},
        {"latency": [0.1, 0.2], "header": "X-A: b", "probability": 0.5},
        {"delivery": "fail", "error": "forbidden", "message": "No.", "channel": front.channel.id},
    ):
        shown = admin.post(FAULTS, **options)
        assert shown["options"] == options
        assert admin.post(FAULTS, **shown["options"])["options"] == options
