"""The text message service by itself: whom it believes, and what it says when it cannot."""

import json
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from front_emulator.sample.sms import Config, create_app
from front_emulator.sample.sms.signature import MAX_AGE, is_from_front, sign

SECRET = "secret"
BODY = b'{"type":"authorization","payload":{"channel_id":"cha_1"}}'
MESSAGE: dict[str, Any] = {
    "type": "message",
    "payload": {
        "id": "msg_1",
        "text": "Hello",
        "recipients": [
            {"handle": "0123456789abcdef", "role": "from"},
            {"handle": "+14155550123", "role": "to"},
        ],
    },
}


@pytest.fixture
def client() -> FlaskClient:
    return create_app(Config(app_uid="app", app_secret=SECRET)).test_client()


def send(
    client: FlaskClient,
    path: str,
    body: bytes,
    *,
    method: str = "POST",
    signed: bytes | None = None,
) -> TestResponse:
    timestamp = str(int(time.time() * 1000))
    headers = {
        "X-Front-Request-Timestamp": timestamp,
        "X-Front-Signature": sign(SECRET, timestamp, body if signed is None else signed),
    }
    return client.open(path, method=method, data=body, headers=headers)


def test_it_agrees_to_a_channel_and_says_where_messages_go(client: FlaskClient) -> None:
    answer = send(client, "/front", BODY)
    assert answer.json == {"type": "success", "webhook_url": "http://localhost/front/messages"}


@pytest.mark.parametrize(("method", "path"), [
    ("POST", "/front"), ("POST", "/front/messages"), ("DELETE", "/front/messages"),
])  # fmt: skip
def test_it_believes_nobody_else(client: FlaskClient, method: str, path: str) -> None:
    answer = send(client, path, BODY, method=method, signed=b"something else")
    assert (answer.status_code, answer.json and answer.json["type"]) == (
        401,
        "authentication_required",
    )


@pytest.mark.parametrize(
    ("timestamp", "is_fresh"),
    [("0", False), ("1000000", True), ("1000", False), ("soon", False), ("", False), ("²", False)],
)
def test_old_and_strange_times_are_not_believed(timestamp: str, is_fresh: bool) -> None:
    """Seconds in place of milliseconds are long ago."""
    signature = sign(SECRET, timestamp, BODY)
    assert is_from_front(SECRET, timestamp, BODY, signature, 1000.0) is is_fresh


@pytest.mark.parametrize(("age", "is_fresh"), [(299, True), (301, False), (-301, False)])
def test_five_minutes_is_too_old(age: int, is_fresh: bool) -> None:
    timestamp = str(1_000_000_000)
    signature = sign(SECRET, timestamp, BODY)
    now = 1_000_000 + age
    assert is_from_front(SECRET, timestamp, BODY, signature, now) is is_fresh
    assert MAX_AGE == 300


def test_a_message_sent_twice_is_one_text_message(client: FlaskClient) -> None:
    body = json.dumps(MESSAGE).encode()
    first, second = (send(client, "/front/messages", body).json for _ in range(2))
    assert first == second
    assert first is not None
    assert first["external_conversation_id"] == "sms:+14155550123"
    listed = client.get("/carrier/messages").json
    assert listed is not None
    assert [each["id"] for each in listed] == [first["external_id"]]


@pytest.mark.parametrize("signed", [b"undefined", BODY])
def test_it_forgets_a_channel_that_is_no_more(client: FlaskClient, signed: bytes) -> None:
    send(client, "/front", BODY)
    assert send(client, "/front/messages", BODY, method="DELETE", signed=signed).status_code == 200
    answer = client.post("/carrier/calls", json={"from": "1", "id": "2", "status": "ringing"})
    assert answer.status_code == 404
    assert answer.json == {
        "type": "not_found",
        "message": "Front has not connected a channel yet",
    }


def test_the_end_of_another_channel_is_not_that_of_its_own(client: FlaskClient) -> None:
    send(client, "/front", BODY)
    other = BODY.replace(b"cha_1", b"cha_2")
    ended = send(client, "/front/messages", other, method="DELETE", signed=b"undefined")
    assert ended.status_code == 200
    answer = client.post("/carrier/calls", json={"from": "1", "id": "2", "status": "queued"})
    assert answer.status_code != 404


@pytest.mark.parametrize("payload", [{}, {"recipients": [], "text": "x"}, {"recipients": 7}])
def test_a_message_it_cannot_read_is_a_bad_request(client: FlaskClient, payload: object) -> None:
    body = json.dumps({"type": "message", "payload": payload}).encode()
    answer = send(client, "/front/messages", body)
    assert (answer.status_code, answer.json and answer.json["type"]) == (400, "bad_request")


def test_it_does_not_start_without_its_secret() -> None:
    with pytest.raises(ValueError, match="must not be empty"):
        Config(app_uid="app", app_secret="")
    with pytest.raises(ValueError, match="FRONT_APP_UID is not set"):
        Config.from_env({})
    env = {"FRONT_APP_UID": "a", "FRONT_APP_SECRET": "s", "FRONT_API_BASE_URL": "http://x/"}
    assert Config.from_env(env).api_base_url == "http://x"
