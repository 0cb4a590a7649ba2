"""Webhooks over HTTP, as in Python."""

from front_emulator import FrontServer
from tests.admin.client import Admin
from tests.e2e.receiver import Exchange, Receiver, answer, answer_json

ALL = "/companies/latest/webhooks"


def _meets(exchange: Exchange) -> None:
    answer_json({"challenge": exchange.request.header("X-Front-Challenge")})(exchange)


def test_a_rule_s_webhook(server: FrontServer, admin: Admin, receiver: Receiver) -> None:
    admin.post("/companies", settings={"processing_delay": 0})
    made = admin.post(ALL, url=receiver.url, types=["inbound"], preview=True)
    assert (made["application"], made["preview"], made["is_disabled"]) == (None, True, False)
    admin.post("/companies/latest/receive", sender="leela", body="Hello")
    entry = admin.post("/companies/latest/journal/wait", kind="webhook", state="sent")
    assert (entry["type"], entry["status"]) == ("inbound", 200)
    assert entry["duration"] > 0
    assert '"type":"inbound"' in entry["request"]["body"]
    shown = admin.get(f"{ALL}/{made['id']}")
    assert shown["calls"] == [entry["id"]]
    assert admin.call("DELETE", f"{ALL}/{made['id']}").status_code == 204
    assert admin.get(ALL) == {"webhooks": []}
    assert admin.call("GET", f"{ALL}/{made['id']}").status_code == 404


def test_an_application_s_webhook(server: FrontServer, admin: Admin, receiver: Receiver) -> None:
    admin.post("/companies")
    admin.post("/companies/latest/applications", server_url=receiver.url, uid="sms")
    receiver.answers(_meets, answer(500))
    made = admin.post(ALL, url=receiver.url, application="sms", types=["inbound_received"])
    assert made["application"] == "sms"
    assert admin.post(f"{ALL}/{made['id']}/enable")["is_disabled"] is False
    refused = admin.call("POST", ALL, json={"url": receiver.url, "application": "sms"})
    assert refused.status_code == 400
    assert "it answered 500" in refused.json()["detail"]
    unknown = admin.call("POST", ALL, json={"url": receiver.url, "application": "another"})
    assert unknown.status_code == 404
    wrong = admin.call("POST", ALL, json={"url": receiver.url, "types": ["inbond"]})
    assert wrong.status_code == 400
    assert "the nearest is inbound" in wrong.json()["detail"]
