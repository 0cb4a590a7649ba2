"""Applications over HTTP, as in Python."""

import json

from front_emulator import FrontServer
from tests.admin.client import Admin
from tests.applications.partner import inbound
from tests.e2e.receiver import Receiver, answer_json, error


def test_an_application_from_its_making_to_its_channels_end(
    server: FrontServer, admin: Admin, receiver: Receiver
) -> None:
    admin.post("/companies", settings={"processing_delay": 0})
    company = "/companies/latest"
    receiver.answers(answer_json({"type": "success", "webhook_url": receiver.url}))
    made = admin.post(
        f"{company}/applications", server_url=f"{receiver.origin}/front", uid="sms", secret="s"
    )
    assert (made["uid"], made["secret"], made["channels"]) == ("sms", "s", [])
    assert made["capabilities"] == ["messages", "templates", "calls"]
    one = f"{company}/applications/sms"
    channel = admin.post(f"{one}/channels", name="Text messages", contact_type="phone")
    assert channel["outgoing_url"] == receiver.url
    expected = {"type": "authorization", "payload": {"channel_id": channel["id"]}}
    assert json.loads(receiver.requests[0].body) == expected

    headers = {"Authorization": f"Bearer {channel['token']}"}
    body = inbound(handle="+14155550123")
    sent = admin._session.post(channel["inbound_url"], json=body, headers=headers, timeout=10)
    assert sent.status_code == 202

    moved = f"{receiver.origin}/moved"
    receiver.answers(answer_json({"type": "success", "webhook_url": moved}))
    again = admin.post(f"{one}/channels/{channel['id']}/authorize")
    assert again["outgoing_url"] == moved
    shown = admin.get(one)
    assert [each["id"] for each in shown["channels"]] == [channel["id"]]
    assert [each["refusal"] for each in shown["handshakes"]] == [None, None]
    assert [each["uid"] for each in admin.get(f"{company}/applications")["applications"]] == ["sms"]

    told = admin.call("DELETE", f"{one}/channels/{channel['id']}").json()
    assert (told["type"], told["request"]["method"]) == ("delete", "DELETE")
    assert admin.get(one)["channels"] == []


def test_what_is_refused(admin: Admin, receiver: Receiver, server: FrontServer) -> None:
    admin.post("/companies")
    all_of_them = "/companies/latest/applications"
    admin.post(all_of_them, server_url=receiver.url, uid="sms")
    receiver.answers(error("forbidden", "No plan"))
    refused = admin.refused("POST", f"{all_of_them}/sms/channels", json={})
    assert refused["status"] == 400
    assert "forbidden: No plan" in refused["detail"]
    wrong = admin.refused("POST", all_of_them, json={"server_url": "here"})
    assert "server_url: 'here' is not a URL" in wrong["detail"]
    assert admin.refused("POST", all_of_them, json={})["status"] == 400
    assert admin.refused("GET", f"{all_of_them}/none")["status"] == 404
    assert admin.refused("DELETE", f"{all_of_them}/sms/channels/cha_none")["status"] == 404


def test_a_rule_answers(admin: Admin, server: FrontServer) -> None:
    company = "/companies/latest"
    with Receiver() as receiver:
        admin.post("/companies", channel={"outgoing_url": receiver.url})
        message = admin.post(f"{company}/receive", sender="leela", body="Hi")
        sent = admin.post(f"{company}/autoreply", to=message["message_uid"], body="We are asleep")
        assert sent["ok"] is True
        assert [each["author"] for each in receiver.messages] == [None]


def test_an_application_may_want_a_token(admin: Admin) -> None:
    admin.post("/companies")
    oauth = {"client_id": "front", "client_secret": "hush", "token_url": "/tokens"}
    made = admin.post(
        "/companies/latest/applications", server_url="http://localhost:1", oauth=oauth
    )
    assert made["oauth"] == oauth | {
        "authorize_url": "/oauth/authorize",
        "introspect_url": "/oauth/token/introspect",
        "redirect_uri": "https://app.frontapp.com/oauth/callback",
    }
