"""The signature of a delivery, taken apart."""

import base64
import hashlib
import hmac

import pytest

from front_emulator import FrontEmulator, FrontServer
from front_emulator.handles import Delivery
from tests.admin.client import Admin
from tests.e2e.receiver import Receiver


@pytest.fixture
def front(server: FrontServer, receiver: Receiver) -> FrontEmulator:
    return FrontEmulator(server=server, outgoing_url=receiver.url)


def sent(front: FrontEmulator) -> Delivery:
    return front.reply(front.receive("Hello", sender="leela"), "Grüße")


def path(delivery: Delivery) -> str:
    return f"/companies/latest/deliveries/{delivery.id}/signature"


def test_a_custom_channels_body_is_signed(
    admin: Admin, front: FrontEmulator, receiver: Receiver
) -> None:
    shown = admin.get(path(sent(front)))
    [request] = receiver.requests
    assert base64.b64decode(shown["signed_base64"]) == request.body
    assert (shown["signed"], shown["signed_size"]) == (request.body.decode(), len(request.body))
    assert (shown["key"], shown["key_name"]) == (front.api_secret, "API secret")
    digest = hmac.digest(front.api_secret.encode(), request.body, hashlib.sha1)
    assert shown["expected"] == base64.b64encode(digest).decode()
    assert shown["sent"] == request.header("X-Front-Signature") == shown["expected"]
    assert (shown["algorithm"], shown["timestamp"], shown["is_right"]) == ("HMAC-SHA1", None, True)


def test_with_sha256_the_timestamp_is_signed_too(
    admin: Admin, front: FrontEmulator, receiver: Receiver
) -> None:
    front.configure(delivery_signature="sha256")
    shown = admin.get(path(sent(front)))
    [request] = receiver.requests
    timestamp = request.header("X-Front-Request-Timestamp") or ""
    signed = timestamp.encode() + b":" + request.body
    digest = hmac.digest(front.api_secret.encode(), signed, hashlib.sha256)
    assert base64.b64decode(shown["signed_base64"]) == signed
    assert shown["sent"] == shown["expected"] == base64.b64encode(digest).decode()
    assert (shown["algorithm"], shown["timestamp"]) == ("HMAC-SHA256", timestamp)


def test_a_wrong_signature_is_told_from_the_right_one(admin: Admin, front: FrontEmulator) -> None:
    front.faults.add(delivery="wrong_signature")
    shown = admin.get(path(sent(front)))
    assert shown["sent"] != shown["expected"]
    assert shown["is_right"] is False


def test_what_has_not_left_has_no_signature(admin: Admin, front: FrontEmulator) -> None:
    front.channel.undo_send_time = 60
    waiting = front.reply(front.receive("Hello"), "Later", wait=False)
    problem = admin.refused("GET", path(waiting))
    assert (problem["status"], "nothing is signed yet" in problem["detail"]) == (409, True)


def test_an_unknown_delivery_is_not_found(admin: Admin, front: FrontEmulator) -> None:
    problem = admin.refused("GET", "/companies/latest/deliveries/dlv_0/signature")
    assert (problem["status"], problem["detail"]) == (404, "Unknown delivery ID dlv_0")
