"""An application is asked before it has a channel, over a real connection."""

import base64
import hashlib
import hmac
import json
import re
import time

import pytest

from front_emulator import (
    ApplicationChannel,
    ConnectedApplication,
    FrontEmulator,
    InvalidSetting,
    NotAllowed,
    NotConnected,
    NotFound,
    narration,
)
from tests.applications.partner import Partner
from tests.e2e.api import Api
from tests.e2e.receiver import (
    SUCCESS,
    Received,
    Receiver,
    answer,
    answer_json,
    error,
    hang_up,
)


def is_signed(request: Received, secret: str, signed: bytes | None = None) -> bool:
    timestamp = request.header("X-Front-Request-Timestamp") or ""
    assert abs(int(timestamp) / 1000 - time.time()) < 60
    data = timestamp.encode() + b":" + (request.body if signed is None else signed)
    digest = hmac.new(secret.encode(), data, hashlib.sha256).digest()
    return request.header("X-Front-Signature") == base64.b64encode(digest).decode()


def test_the_application_is_asked_with_the_channels_id_and_says_where_messages_go(
    application: ConnectedApplication, receiver: Receiver, front: FrontEmulator
) -> None:
    channel = application.connect("Text messages", contact_type="phone")
    [request] = receiver.requests
    assert request.request_line == "POST /front HTTP/1.1"
    expected = {"type": "authorization", "payload": {"channel_id": channel.id}}
    assert json.loads(request.body) == expected
    assert is_signed(request, application.secret)
    assert request.header("Authorization") is None
    assert channel.outgoing_url == receiver.url
    assert channel.contact_type == "phone"
    assert [each.id for each in application.channels] == [channel.id]
    [handshake] = application.handshakes
    assert (handshake.type, handshake.refusal) == ("authorization", None)
    assert handshake.request.body == request.body
    assert [each.uid for each in front.applications] == [application.uid]


def test_without_a_webhook_url_messages_go_to_the_server_itself(
    application: ConnectedApplication, receiver: Receiver
) -> None:
    receiver.answers(SUCCESS)
    assert application.connect().outgoing_url == application.server_url


def test_the_services_own_authorization_goes_along(
    application: ConnectedApplication, receiver: Receiver, front: FrontEmulator
) -> None:
    channel = application.connect(authorization="Bearer a-key")
    front.compose("kif", "Hi", channel=channel)
    assert [each.header("Authorization") for each in receiver.requests] == ["Bearer a-key"] * 2


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (error("bad_request", "No SMS plan"), "it answered 200, bad_request: No SMS plan"),
        (answer(500), "it answered 500, internal_error"),
        (answer(200, "{}"), "200 OK without a type"),
        (hang_up, "could not be asked: the connection broke"),
        (answer_json({"type": "success", "webhook_url": "nowhere"}), "'nowhere' is not a URL"),
    ],
)
def test_a_refusal_says_why_and_leaves_no_channel(
    application: ConnectedApplication, receiver: Receiver, script: object, said: str
) -> None:
    receiver.answers(script)  # type: ignore[arg-type]
    with pytest.raises(NotConnected, match=f"did not connect channel cha_.*{said}"):
        application.connect()
    assert application.channels == []
    assert application.handshakes[0].refusal is not None


def test_an_application_that_is_not_there(front: FrontEmulator) -> None:
    gone = front.create_application(server_url="http://127.0.0.1:9/front")
    with pytest.raises(NotConnected, match="could not be asked: the connection was refused"):
        gone.connect()


def test_what_an_application_cannot_be_made_of(
    front: FrontEmulator, application: ConnectedApplication
) -> None:
    with pytest.raises(InvalidSetting, match="server_url: 'here' is not a URL"):
        front.create_application(server_url="here")
    with pytest.raises(InvalidSetting, match="capabilities: 'fax' is none of messages, temp"):
        front.create_application(server_url="http://localhost/", capabilities=["fax"])
    with pytest.raises(InvalidSetting, match="uid: there is an application"):
        front.create_application(server_url="http://localhost/", uid=application.uid)
    with pytest.raises(InvalidSetting, match="contact_type: 'fax'"):
        application.connect(contact_type="fax")
    with pytest.raises(NotFound, match="Unknown inbox ID inb_none"):
        application.connect(inbox_id="inb_none")


def test_authorizing_again_takes_the_new_address(
    channel: ApplicationChannel, receiver: Receiver
) -> None:
    moved = f"{receiver.origin}/moved"
    receiver.answers(answer_json({"type": "success", "webhook_url": moved}))
    channel.authorize_again()
    assert json.loads(receiver.requests[0].body)["payload"] == {"channel_id": channel.id}
    assert channel.outgoing_url == moved
    receiver.answers(error("forbidden"))
    with pytest.raises(NotConnected):
        channel.authorize_again()
    assert channel.outgoing_url == moved


@pytest.mark.parametrize("form", ["undefined", "body"])
def test_the_end_of_a_channel_is_told_with_either_signature(
    front: FrontEmulator,
    application: ConnectedApplication,
    channel: ApplicationChannel,
    receiver: Receiver,
    partner: Partner,
    form: str,
) -> None:
    message = partner.receive()
    token = channel.token()
    front.configure(delete_signature=form)
    assert channel.delete().refusal is None
    [request] = receiver.requests
    assert request.request_line == "DELETE /front/outgoing HTTP/1.1"
    assert json.loads(request.body) == {"type": "delete", "payload": {"channel_id": channel.id}}
    assert is_signed(request, application.secret, b"undefined" if form == "undefined" else None)
    assert channel.is_deleted
    assert application.channels == []
    api = Api(front)
    assert api.get(f"/channels/{channel.id}").status_code == 404
    assert channel.id not in api.get("/channels").text
    assert "is no channel of" in partner.refused(401, "GET", "/me", token=token)["hint"]
    with pytest.raises(NotAllowed, match="has been deleted"):
        front.reply(message, "Hi")
    with pytest.raises(NotAllowed, match="has been deleted"):
        front.compose("kif", "Hi", channel=channel)


def test_a_channel_ends_also_where_the_application_is_gone(
    channel: ApplicationChannel, receiver: Receiver
) -> None:
    receiver.answers(answer(500))
    assert "it answered 500" in (channel.delete().refusal or "")
    assert channel.is_deleted


def test_the_core_api_makes_channels_too(
    front: FrontEmulator, application: ConnectedApplication, receiver: Receiver
) -> None:
    """With the handshake for those of an application."""
    api, inbox = Api(front), next(iter(front.company.store.inboxes))
    path = f"/inboxes/{inbox}/channels"
    body = {
        "type": "custom",
        "name": "From the API",
        "application_uid": application.uid,
        "credentials": {"username": "kif", "password": "sigh"},
        "settings": {"undo_send_time": 5},
    }
    assert api.post(path, body).status_code == 204
    [channel] = application.channels
    assert (channel.name, channel.undo_send_time) == ("From the API", 5)
    basic = base64.b64encode(b"kif:sigh").decode()
    assert receiver.requests[0].header("Authorization") == f"Basic {basic}"
    receiver.answers(error("bad_request", "No more numbers"))
    refused = api.post(path, {"type": "custom", "application_uid": application.uid})
    assert refused.status_code == 400
    assert "No more numbers" in refused.json()["_error"]["message"]
    url = "http://localhost:3000/outgoing"
    assert api.post(path, {"type": "custom", "settings": {"webhook_url": url}}).status_code == 204
    channels = api.get(path).json()["_results"]
    assert [each["settings"]["webhook_url"] for each in channels] == [None, receiver.url, url]


def test_what_the_core_api_refuses_to_make(
    front: FrontEmulator, application: ConnectedApplication
) -> None:
    api, inbox = Api(front), next(iter(front.company.store.inboxes))
    path = f"/inboxes/{inbox}/channels"
    for body, status, said in (
        ({}, 400, "body.type: missing"),
        ({"type": "fax"}, 400, "body.type: should match"),
        ({"type": "twilio"}, 501, "channels of type twilio"),
        ({"type": "custom", "settings": {"undo_send_time": 7}}, 400, "undo_send_time"),
        ({"type": "custom", "settings": {"webhook_url": "x"}}, 400, "'x' is not a URL"),
        ({"type": "custom", "application_uid": "none"}, 404, "Unknown application UID none"),
        (
            {"type": "custom", "application_uid": application.uid, "credentials": {"pin": "1"}},
            400,
            "body.credentials",
        ),
    ):
        refused = api.post(path, body)
        assert refused.status_code == status, refused.text
        assert said in refused.text
    assert api.post("/inboxes/inb_none/channels", {"type": "custom"}).status_code == 404


def test_a_reset_leaves_what_was_settled(
    front: FrontEmulator, application: ConnectedApplication, channel: ApplicationChannel
) -> None:
    front.company.settle()
    front.create_application(server_url="http://localhost/")
    front.reset()
    assert [each.uid for each in front.applications] == [application.uid]
    assert [each.id for each in application.channels] == [channel.id]


def test_a_person_is_told_of_it(
    front: FrontEmulator,
    application: ConnectedApplication,
    channel: ApplicationChannel,
    receiver: Receiver,
) -> None:
    receiver.answers(error("forbidden", "No plan"))
    with pytest.raises(NotConnected):
        channel.authorize_again()
    agreed, refused = narration.journal(front.company)
    url = application.server_url
    assert re.search(rf"← POST {url}  200  authorization  [\d.]+ ms  {channel.id}$", agreed)
    assert "it answered 200, forbidden: No plan" in refused


def test_each_handshake_is_in_the_journal_in_its_turn(
    front: FrontEmulator, application: ConnectedApplication, receiver: Receiver
) -> None:
    channel = application.connect()
    _, cursor, _ = front.journal.since(None)
    receiver.answers(error("forbidden", "No plan"))
    with pytest.raises(NotConnected):
        channel.authorize_again()
    channel.delete()
    asked = front.journal.find(kind="handshake")
    assert [(each.type, each.state, each.status) for each in asked] == [
        ("authorization", "sent", 200),
        ("authorization", "failed", 200),
        ("delete", "failed", 200),
    ]
    assert {each.channel_id for each in asked} == {channel.id}
    assert asked[1].path == application.server_url
    assert front.journal.get(asked[0].id) is not None
    news, _, goes_on = front.journal.since(cursor)
    assert ([each.id for each in news], goes_on) == ([each.id for each in asked[1:]], True)
    assert front.journal.count(channel=channel.id, kind="handshake") == 3
    assert "No plan" in str(asked[1])
    assert [each["kind"] for each in front.journal.comparable()] == ["handshake"] * 3
    front.reset()
    assert front.journal.find(kind="handshake") == []
