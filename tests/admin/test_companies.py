"""Companies made, used and ended while the server runs."""

from typing import Any

import pytest
import requests

from front_emulator import FrontEmulator, FrontServer
from tests.admin.client import Admin, Json
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver


def _front(company: Json, path: str, method: str = "GET", **options: Any) -> requests.Response:
    """A call of Front's API with the company's token."""
    base = company["channel"]["incoming_url"].partition("/channels/")[0]
    with requests.Session() as session:
        session.trust_env = False
        headers = {"Authorization": f"Bearer {company['api_token']}"}
        return session.request(method, base + path, headers=headers, timeout=10, **options)


def test_a_company_is_usable_as_it_comes(admin: Admin) -> None:
    company = admin.post("/companies", settings={"processing_delay": 0}, name="Mom's")
    sent = {"sender": {"handle": "leela"}, "body": "Hi"}
    channel_path = f"/channels/{company['channel']['id']}/incoming_messages"
    assert company["channel"]["incoming_url"].endswith(channel_path)
    assert _front(company, channel_path, "POST", json=sent).status_code == 202
    admin.post(f"/companies/{company['id']}/clock/advance", seconds=1)
    shown = admin.get(f"/companies/{company['id']}")
    assert (shown["name"], shown["conversations"], shown["messages"]) == ("Mom's", 1, 1)
    assert _front(company, "/me").json()["name"] == "Mom's"


def test_what_is_asked_for_is_what_it_has(admin: Admin) -> None:
    company = admin.post(
        "/companies",
        seed="nibbler",
        api_token="token",
        api_secret="secret",
        people=2,
        settings={"delivery_timeout": 3.5},
        channel={"outgoing_url": "http://localhost:1/out", "contact_type": "phone"},
    )
    assert (company["seed"], company["api_token"], company["api_secret"]) == (
        "nibbler",
        "token",
        "secret",
    )
    assert company["channel"]["outgoing_url"] == "http://localhost:1/out"
    assert len(_front(company, "/teammates").json()["_results"]) == 5
    [channel] = _front(company, "/channels").json()["_results"]
    assert channel["settings"]["contact_type"] == "phone"


def test_a_whole_number_may_have_a_point(admin: Admin) -> None:
    """`2.0` is an integer in JSON Schema as in JavaScript."""
    headers = {"Content-Type": "application/json"}
    answer = admin.call("POST", "/companies", data=b'{"people": 2.0}', headers=headers)
    assert len(_front(answer.json(), "/teammates").json()["_results"]) == 5


def test_companies_never_see_each_other(admin: Admin) -> None:
    one, other = admin.post("/companies"), admin.post("/companies")
    assert {one[key] for key in ("id", "api_token", "api_secret")}.isdisjoint(
        {other[key] for key in ("id", "api_token", "api_secret")}
    )
    admin.post(f"/companies/{one['id']}/clock/freeze")
    assert admin.get(f"/companies/{one['id']}/clock")["is_frozen"] is True
    assert admin.get(f"/companies/{other['id']}/clock")["is_frozen"] is False
    assert _front(other, f"/channels/{one['channel']['id']}").status_code == 404


def test_latest_is_the_one_made_last(admin: Admin) -> None:
    one, other = admin.post("/companies"), admin.post("/companies")
    assert admin.get("/companies/latest")["id"] == other["id"]
    assert [each["id"] for each in admin.get("/companies")["companies"]] == [one["id"], other["id"]]
    admin.call("DELETE", f"/companies/{other['id']}")
    assert admin.get("/companies/latest")["id"] == one["id"]


def test_a_company_made_in_python_is_the_same_thing(server: FrontServer, admin: Admin) -> None:
    front = FrontEmulator(server=server, seed="bender")
    company = admin.get(f"/companies/{front.company.id}")
    assert (company["api_token"], company["seed"]) == (front.api_token, "bender")
    assert company["channel"]["incoming_url"] == front.channel.incoming_url


def test_an_ended_company_delivers_nothing_and_has_no_token(
    admin: Admin, server: FrontServer, receiver: Receiver
) -> None:
    receiver.answers(r.hang())
    front = FrontEmulator(server=server, processing_delay=0, outgoing_url=receiver.url)
    sent = front.reply(front.receive(sender="leela"), "Hi", wait=False)
    receiver.wait_for(1)
    front.clock.freeze()
    front.receive(sender="fry")
    company = admin.get("/companies/latest")
    answer = admin.call("DELETE", f"/companies/{company['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert _front(company, "/me").status_code == 401
    assert admin.refused("GET", f"/companies/{company['id']}")["status"] == 404
    assert len(front.company.schedule) == 0
    assert server.courier.drain(10), "its delivery under way was not cut off"
    assert sent.is_pending, "an outcome after its end counts no more"


def test_a_company_is_reset_by_itself(admin: Admin, server: FrontServer) -> None:
    fronts = [FrontEmulator(server=server, processing_delay=0) for _ in range(2)]
    for front in fronts:
        front.receive(sender="leela")
    # Accounts of one seed have one id; the last is meant.
    admin.post(f"/companies/{fronts[0].company.id}/reset")
    assert [len(front.messages) for front in fronts] == [1, 0]


def test_deliveries_of_a_company_are_its_own(
    admin: Admin, server: FrontServer, receiver: Receiver
) -> None:
    fronts = [
        FrontEmulator(server=server, seed=seed, processing_delay=0, outgoing_url=receiver.url)
        for seed in "ab"
    ]
    sent = [front.reply(front.receive(sender="leela"), "Hi") for front in fronts]
    path = f"/companies/{fronts[0].company.id}/deliveries"
    [delivery] = admin.get(path)["deliveries"]
    assert (delivery["id"], delivery["ok"], delivery["state"]) == (sent[0].id, True, "sent")
    assert admin.get(f"{path}/{sent[0].id}") == delivery
    assert admin.refused("GET", f"{path}/dlv_1")["detail"] == "Unknown delivery ID dlv_1"


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ({"people": -1}, "body.people", "minimum"),
        ({"peopel": 1}, "body", "additionalProperties"),
        ({"channel": {"undo_send_time": 7}}, "body.channel.undo_send_time", "enum"),
        ({"settings": []}, "body.settings", "type"),
    ],
)
def test_a_body_that_does_not_fit_is_told_by_field_and_rule(
    admin: Admin, body: Json, field: str, rule: str
) -> None:
    problem = admin.refused("POST", "/companies", json=body)
    assert problem["status"] == 400
    [error] = problem["errors"]
    assert (error["field"], error["rule"]) == (field, rule)
    assert problem["detail"].startswith(f"{field}: ")
    assert admin.get("/companies")["companies"] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"settings": {"procesing_delay": 1}}, "the nearest is processing_delay"),
        ({"settings": {"delivery_timeout": 0}}, "delivery_timeout: "),
        ({"channel": {"outgoing_url": "nowhere"}}, "outgoing_url: 'nowhere' is not a URL"),
    ],
)
def test_a_setting_that_is_none_is_refused(admin: Admin, body: Json, said: str) -> None:
    problem = admin.refused("POST", "/companies", json=body)
    assert (problem["status"], said in problem["detail"]) == (400, True)


def test_a_token_belongs_to_one_company(admin: Admin) -> None:
    admin.post("/companies", api_token="token")
    problem = admin.refused("POST", "/companies", json={"api_token": "token"})
    assert "another company" in problem["detail"]


@pytest.mark.parametrize(
    ("content_type", "data", "status"),
    [
        ("application/json", b"{", 400),
        ("application/json", b"\xff", 400),
        ("application/json", b"[]", 400),
        ("application/json", b'{"people": NaN}', 400),
        ("text/plain", b"{}", 415),
        ("application/x-www-form-urlencoded", b"people=1", 415),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(
    admin: Admin, content_type: str, data: bytes, status: int
) -> None:
    headers = {"Content-Type": content_type}
    problem = admin.refused("POST", "/companies", data=data, headers=headers)
    assert problem["status"] == status


def test_an_unknown_company_names_those_there_are(admin: Admin) -> None:
    company = admin.post("/companies")
    problem = admin.refused("GET", "/companies/cmp_1")
    assert problem["detail"] == f"Unknown company ID cmp_1 (there are: {company['id']})"


def test_an_unknown_parameter_of_the_query_is_refused(admin: Admin) -> None:
    admin.post("/companies")
    problem = admin.refused("GET", "/companies/latest/schedule?lmit=5")
    assert problem["detail"] == "query.lmit: no such parameter; there are: limit"
