"""Over HTTP as in Python: write in, answer, write first, take back, send again."""

import base64

import pytest

from front_emulator import FrontEmulator, FrontServer
from tests.admin.client import Admin
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver

LATEST = "/companies/latest"


@pytest.fixture
def front(server: FrontServer, receiver: Receiver) -> FrontEmulator:
    return FrontEmulator(
        server=server, processing_delay=0, outgoing_url=receiver.url, allow_new_messages=True
    )


def test_a_message_comes_in(admin: Admin, front: FrontEmulator) -> None:
    file = {"filename": "a.txt", "content_type": "text/plain", "data_base64": "aGk="}
    message = admin.post(
        f"{LATEST}/receive",
        body="Is my *parcel* lost?",
        sender="leela",
        name="Turanga Leela",
        thread_ref="chat-1",
        attachments=[file],
    )
    assert message["body"] == "<p>Is my <em>parcel</em> lost?</p>\n"
    assert message["metadata"]["thread_ref"] == "chat-1"
    assert message["recipients"][0]["name"] == "Turanga Leela"
    [kept] = front.messages
    assert (kept.id, kept.attachments[0].data) == (message["id"], b"hi")


def test_what_is_not_given_is_made_up(admin: Admin, front: FrontEmulator) -> None:
    message = admin.post(f"{LATEST}/receive")
    assert message["text"]
    assert message["recipients"][0]["handle"]


def test_a_teammate_replies_by_conversation_message_or_uid(
    admin: Admin, front: FrontEmulator, receiver: Receiver
) -> None:
    message = front.receive("Hi", sender="leela")
    for to in (message.conversation_id, message.id, message.uid):
        delivery = admin.post(f"{LATEST}/reply", to=to, body="Hello", author="amy")
        assert (delivery["ok"], delivery["status"]) == (True, 200)
        assert delivery["conversation_id"] == message.conversation_id
    assert len(receiver.requests) == 3


def test_a_reply_that_fails_says_what_a_teammate_sees(
    admin: Admin, front: FrontEmulator, receiver: Receiver
) -> None:
    receiver.answers(r.error("forbidden", "not you", 403), r.answer(200, b"{}"))
    message = front.receive("Hi", sender="leela")
    failed = admin.post(f"{LATEST}/reply", to=message.id, body="Hello")
    assert (failed["error_type"], failed["reason"]) == ("forbidden", "not you")
    again = admin.post(f"{LATEST}/messages/{failed['message_id']}/resend")
    assert (again["ok"], again["message_id"], again["attempt"]) == (True, failed["message_id"], 2)
    problem = admin.refused("POST", f"{LATEST}/messages/{failed['message_id']}/resend")
    assert (problem["status"], problem["title"]) == (409, "Conflict")


def test_a_teammate_writes_first(admin: Admin, front: FrontEmulator, receiver: Receiver) -> None:
    delivery = admin.post(f"{LATEST}/compose", to=["leela", "fry"], body="Hello")
    assert delivery["ok"] is True
    message = front.messages[0]
    assert message.to == ("leela", "fry")
    front.channel.allow_new_messages = False
    problem = admin.refused("POST", f"{LATEST}/compose", json={"to": "leela", "body": "Hi"})
    assert problem["status"] == 403
    assert "compose_mode" in problem["detail"]


def test_a_message_is_taken_back(admin: Admin, front: FrontEmulator, receiver: Receiver) -> None:
    front.clock.freeze()
    front.channel.undo_send_time = 10
    message = front.receive("Hi", sender="leela")
    pending = admin.post(f"{LATEST}/reply", to=message.id, body="Hello")
    assert (pending["ok"], pending["state"]) == (None, "scheduled")
    undone = admin.post(f"{LATEST}/deliveries/{pending['id']}/undo")
    assert undone["state"] == "undone"
    assert admin.post(f"{LATEST}/clock/advance", seconds=60)["deliveries"] == []
    problem = admin.refused("POST", f"{LATEST}/deliveries/{pending['id']}/undo")
    assert problem["status"] == 409


def test_a_held_message_is_released(admin: Admin, front: FrontEmulator) -> None:
    front.configure(processing_delay="manual")
    front.clock.freeze()
    assert admin.post(f"{LATEST}/release") == {"released": []}
    problem = admin.refused("POST", f"{LATEST}/release", json={"uid": "0"})
    assert problem["status"] == 404


def test_another_channel_has_settings_of_its_own(admin: Admin, front: FrontEmulator) -> None:
    channel = admin.post(f"{LATEST}/channels", name="SMS", contact_type="phone")
    assert channel["name"] == "SMS"
    message = admin.post(f"{LATEST}/receive", sender="4155550100", channel=channel["id"])
    assert message["recipients"][0]["handle"] == "+14155550100"


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("reply", {"to": "cnv_1", "body": "Hi"}, 404, "Unknown conversation ID cnv_1"),
        ("receive", {"channel": "cha_1"}, 404, "Unknown channel ID cha_1"),
        ("receive", {"contact_id": "crd_1"}, 404, "Unknown contact ID crd_1"),
        ("compose", {"to": [], "body": "Hi"}, 400, "body.to"),
        ("compose", {"to": "leela", "body": "Hi", "author": "zoidberg"}, 404, "Unknown teammate"),
        ("messages/msg_1/resend", {}, 404, "Unknown message ID msg_1"),
        ("deliveries/dlv_1/undo", None, 404, "Unknown delivery ID dlv_1"),
        ("channels", {"undo_send_time": 7}, 400, "body.undo_send_time"),
    ],
)
def test_what_cannot_be_done_says_why(
    admin: Admin,
    front: FrontEmulator,
    path: str,
    body: dict[str, object] | None,
    status: int,
    said: str,
) -> None:
    problem = admin.refused("POST", f"{LATEST}/{path}", json=body)
    assert (problem["status"], said in problem["detail"]) == (status, True), problem
    assert front.messages == []


def test_a_file_that_is_no_base64_is_refused(admin: Admin, front: FrontEmulator) -> None:
    files = [{"filename": "a", "data_base64": base64.b64encode(b"a").decode() + "!"}]
    problem = admin.refused("POST", f"{LATEST}/receive", json={"attachments": files})
    assert problem["detail"].startswith("body.attachments[0].data_base64: ")
