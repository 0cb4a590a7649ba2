"""Contract runs over HTTP: started, followed, stopped, reported."""

import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from jsonschema import Draft202012Validator

from front_emulator import FrontEmulator, FrontServer, resources
from tests.admin.client import Admin
from tests.apps.right import SECRET
from tests.apps.right_handshake import SERVER_PATH, RightHandshake
from tests.apps.serving import serving
from tests.apps.wrong_handshakes import TellsWhatItExpected
from tests.e2e.receiver import Receiver, hang

PATH = "/companies/latest/contract"
FEW = {"only": ["FE-CTL-01", "FE-SIG-01"]}


@pytest.fixture
def front(server: FrontServer, receiver: Receiver) -> Iterator[FrontEmulator]:
    front = FrontEmulator(server=server, outgoing_url=receiver.url)
    yield front
    front.check_background()


def ended(admin: Admin) -> dict[str, Any]:
    """The run once it has ended, followed as a page would."""
    shown: dict[str, Any] = admin.get(PATH)
    while shown["state"] == "running":
        shown = admin.get(PATH, after=shown["done"], wait=30)
    return shown


def test_a_run_is_followed_to_its_end(admin: Admin, front: FrontEmulator) -> None:
    begun = admin.call("POST", PATH, json=FEW)
    assert begun.status_code == 202
    assert begun.json()["state"] == "running"
    shown = ended(admin)
    assert (shown["state"], shown["error"], shown["stopped_early"]) == ("finished", None, None)
    assert shown["target"] == front.channel.outgoing_url
    assert shown["total"] == shown["done"] == len(shown["results"]) == 2
    verdicts = {each["id"]: each["verdict"] for each in shown["results"]}
    assert verdicts["FE-SIG-01"] == "FAIL", "the receiver takes whatever comes"
    assert shown["ok"] is False


@pytest.mark.parametrize("kind", ["html", "json", "junit", "markdown", "sarif"])
def test_a_run_is_reported_in_every_form(admin: Admin, front: FrontEmulator, kind: str) -> None:
    admin.call("POST", PATH, json=FEW)
    ended(admin)
    file = admin.get(f"{PATH}/reports/{kind}")
    assert "FE-SIG-01" in file["content"]
    assert front.api_secret not in file["content"]
    if kind == "json":
        report = json.loads(file["content"])
        Draft202012Validator(resources.schema("contract_report")).validate(report)
        assert len(report["error_types"]) >= 7


def test_a_run_is_stopped_and_reported_as_far_as_it_came(
    admin: Admin, front: FrontEmulator, receiver: Receiver
) -> None:
    receiver.answers(hang())
    admin.call("POST", PATH, json={"only": ["FE-CTL"], "keep_going": True})
    problem = admin.refused("GET", f"{PATH}/reports/html")
    assert (problem["status"], "not ended" in problem["detail"]) == (409, True)
    again = admin.refused("POST", PATH, json=FEW)
    assert (again["status"], "under way" in again["detail"]) == (409, True)
    assert admin.call("DELETE", PATH).status_code == 204
    receiver.release()
    shown = ended(admin)
    assert (shown["state"], shown["stopped_early"]) == ("finished", "stopped by hand")
    assert 0 < shown["done"] < shown["total"]
    assert "stopped by hand" in admin.get(f"{PATH}/reports/markdown")["content"]


def test_a_run_ends_with_its_account(admin: Admin, server: FrontServer, receiver: Receiver) -> None:
    """After the scenario it is at; an account made of the same seed knows nothing of it."""
    receiver.answers(hang())
    front = FrontEmulator(server=server, outgoing_url=receiver.url)
    admin.call("POST", PATH, json={"only": ["FE-CTL"], "keep_going": True})
    receiver.wait_for(1)
    assert admin.call("DELETE", f"/companies/{front.company.id}").status_code == 204
    FrontEmulator(server=server)
    assert admin.get(PATH)["state"] == "none"
    [run] = [each for each in threading.enumerate() if each.name == "contract run"]
    receiver.release()
    run.join(60)
    assert not run.is_alive()
    assert len(receiver.requests) == 1


def test_a_connected_application_is_judged_with_its_own_secret(
    admin: Admin, front: FrontEmulator
) -> None:
    with serving(TellsWhatItExpected()) as url:
        server_url = urljoin(url, SERVER_PATH)
        front.create_application("SMS", server_url=server_url, secret=SECRET).connect()
        options = {"kind": "application", "only": ["FE-CTL-01", "FE-HSK"]}
        begun = admin.call("POST", PATH, json=options).json()
        shown = ended(admin)
    assert (begun["target"], begun["total"]) == (url, 12)
    assert (shown["state"], shown["ok"], shown["done"]) == ("finished", False, 12)
    verdicts = {each["id"]: each["verdict"] for each in shown["results"]}
    assert (verdicts["FE-HSK-01"], verdicts["FE-HSK-08"]) == ("PASS", "FAIL")
    report = admin.get(f"{PATH}/reports/json")["content"]
    assert json.loads(report)["kind"] == "application"
    assert SECRET not in report


def test_the_handshake_goes_where_it_is_told_to(admin: Admin, front: FrontEmulator) -> None:
    with serving(RightHandshake()) as url:
        server_url = urljoin(url, SERVER_PATH)
        front.create_application("SMS", server_url=server_url, secret=SECRET).connect()
        elsewhere = {"kind": "application", "server_url": f"{server_url}/not", "url": url}
        admin.call("POST", PATH, json={**elsewhere, "only": ["FE-HSK-01"]})
        [result] = ended(admin)["results"]
    assert (result["id"], result["verdict"]) == ("FE-HSK-01", "FAIL")


def test_an_integration_that_is_not_there_is_said(admin: Admin, front: FrontEmulator) -> None:
    admin.call("POST", PATH, json={"url": "http://127.0.0.1:1/"})
    shown = ended(admin)
    assert (shown["state"], shown["ok"]) == ("failed", None)
    assert "cannot be reached" in shown["error"]


@pytest.mark.parametrize(
    ("options", "detail"),
    [
        ({"only": ["FE-XXX-01"]}, "FE-XXX-01"),
        ({"url": "nowhere"}, "nowhere"),
        ({"burst": 0}, "body.burst"),
        ({"kind": "webhook"}, "body.kind"),
        ({"kind": "application"}, "no connected channel of an application"),
        ({"server_url": "http://localhost:1"}, "a custom channel has no handshake"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_options_that_cannot_be_are_refused(
    admin: Admin, front: FrontEmulator, options: dict[str, Any], detail: str
) -> None:
    problem = admin.refused("POST", PATH, json=options)
    assert problem["status"] == 400
    assert detail in problem["detail"]
    assert admin.get(PATH)["state"] == "none"


def test_without_an_outgoing_url_there_is_nothing_to_test(
    admin: Admin, front: FrontEmulator
) -> None:
    front.channel.outgoing_url = None
    assert "no Outgoing URL" in admin.refused("POST", PATH, json={})["detail"]


def test_an_unknown_report_names_those_there_are(admin: Admin, front: FrontEmulator) -> None:
    assert "junit" in admin.refused("GET", f"{PATH}/reports/pdf")["detail"]


def test_a_server_alone_plays_none_and_says_who_does(server: FrontServer, admin: Admin) -> None:
    admin.post("/companies", seed="x")
    problem = admin.refused("POST", PATH, json={})
    assert (problem["status"], "front-emulator serve" in problem["detail"]) == (404, True)
