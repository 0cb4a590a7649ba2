"""Calls: begun, followed, recorded; each is a message of its conversation."""

from typing import Any

import pytest

from front_emulator import ApplicationChannel, FrontEmulator
from tests.applications.partner import Partner, call
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver

Json = dict[str, Any]
ALL = "{channel}/calls"
ONE = f"{ALL}/call-1"
RECORDING_TYPE = "body.recording_type: should match at least 1 condition"
AUDIO = ("call.mp3", b"ID3", "audio/mpeg")


def follow(partner: Partner, *statuses: str) -> None:
    for status in statuses:
        answer = partner.call("PATCH", ONE, json={"call_status": status})
        assert (answer.status_code, answer.content) == (202, b""), answer.text


def events(front: FrontEmulator) -> list[str]:
    return [each.type for each in front.events]


def test_an_inbound_call_is_a_message_of_type_call(front: FrontEmulator, partner: Partner) -> None:
    message = partner.begin_call(started_at=1602100742249)
    shown = Api(front).message(message.uid)
    assert (shown["type"], shown["is_inbound"]) == ("call", True)
    assert shown["created_at"] == 1602100742.249
    assert shown["text"] == "Call from Kif: ringing"
    assert [(r["role"], r["handle"], r["name"]) for r in shown["recipients"]] == [
        ("from", "+14155550123", "Kif"),
        ("to", partner.channel.address, None),
    ]
    conversation = Api(front).conversation(message.conversation_id)
    assert conversation["recipient"]["handle"] == "+14155550123"
    assert events(front) == ["call_started"]


def test_an_outbound_call_has_the_teammate_who_made_it(
    front: FrontEmulator, partner: Partner
) -> None:
    leela = front.teammates[0]
    answer = partner.call(
        "POST",
        ALL,
        json={
            "external_call_id": "out",
            "parent_external_call_id": "out",
            "initial_status": "queued",
            "direction": "outbound",
            "to": {"handle": "kif"},
            "agent_email_address": leela.email,
        },
    )
    assert answer.status_code == 202
    message = partner.call_message("out")
    assert (message.is_inbound, message.author_id, message.to) == (False, leela.id, ("kif",))
    assert message.text == "Call to kif: queued"
    assert events(front) == ["call_started", "call_queued"]


def test_a_call_is_followed_to_its_end(
    front: FrontEmulator, partner: Partner, channel: ApplicationChannel
) -> None:
    partner.begin_call()
    follow(partner, "queued", "ringing", "connected", "hold", "connected", "hangup")
    assert events(front) == [
        "call_started",
        "call_queued",
        "call_connected",
        "call_on_hold",
        "call_resumed",
        "call_hangup",
    ]
    assert channel.calls[0].status == "hangup"
    assert partner.call_message().text == "Call from Kif: hangup"
    shown = Api(front).get("/events").json()["_results"][0]
    assert shown["type"] == "call_hangup"
    assert shown["target"]["data"]["type"] == "call"


def test_a_status_may_come_twice_and_says_when_and_who(
    front: FrontEmulator, partner: Partner, channel: ApplicationChannel
) -> None:
    partner.begin_call()
    leela = front.teammates[0]
    body = {
        "call_status": "connected",
        "occurred_at": 1602100742249,
        "agent_email_address": leela.email,
    }
    for _ in range(2):
        assert partner.call("PATCH", ONE, json=body).status_code == 202
    [made] = channel.calls
    assert (made.changed_at, made.agent_id) == (1602100742.249, leela.id)
    assert events(front) == ["call_started", "call_connected"]
    assert front.events[-1].teammate_id == leela.id


@pytest.mark.parametrize("end", ["hangup", "abandoned", "missed", "transferred"])
def test_nothing_follows_the_end(partner: Partner, end: str) -> None:
    partner.begin_call()
    follow(partner, end)
    error = partner.refused(400, "PATCH", ONE, json={"call_status": "connected"})
    assert error["details"] == ["body.call_status: should match at least 1 condition"]
    assert "what may follow is nothing: it is over" in error["hint"]


@pytest.mark.parametrize(
    ("before", "after"),
    [((), "hold"), (("connected",), "ringing"), (("connected",), "missed"),
     (("connected", "hold"), "queued")],
)  # fmt: skip
def test_statuses_have_an_order(partner: Partner, before: tuple[str, ...], after: str) -> None:
    partner.begin_call()
    follow(partner, *before)
    assert (
        "what may follow" in partner.refused(400, "PATCH", ONE, json={"call_status": after})["hint"]
    )


def test_calls_thread_by_the_one_they_follow_on_from(partner: Partner) -> None:
    """An unknown one begins a thread, which others that name it join."""
    first = partner.begin_call("a")
    transferred = partner.begin_call("b", parent_external_call_id="a")
    further = partner.begin_call("c", parent_external_call_id="b")
    other = partner.begin_call("d", parent_external_call_id="elsewhere")
    beside = partner.begin_call("e", parent_external_call_id="elsewhere")
    assert first.conversation_id == transferred.conversation_id == further.conversation_id
    assert other.conversation_id == beside.conversation_id != first.conversation_id


def test_messages_and_calls_of_one_id_are_two_conversations(partner: Partner) -> None:
    message = partner.receive(conversation="call-1")
    assert partner.begin_call("call-1").conversation_id != message.conversation_id


def test_a_recording_is_a_file_of_the_message(
    front: FrontEmulator, partner: Partner, channel: ApplicationChannel
) -> None:
    partner.begin_call()
    data = {"recording_type": "call"}
    answer = partner.call("POST", f"{ONE}/recording", data=data, files={"attachments": AUDIO})
    assert answer.status_code == 202
    message = partner.call_message()
    [file] = partner.get(f"/messages/{message.id}")["attachments"]
    assert (file["filename"], file["content_type"]) == ("call.mp3", "audio/mpeg")
    assert partner.call("GET", file["url"]).content == b"ID3"
    assert channel.calls[0].recording_type == "call"


@pytest.mark.parametrize(
    ("data", "files", "detail"),
    [
        ({"recording_type": "call"}, [], "body.attachments: missing"),
        ({"recording_type": "call"}, [AUDIO, AUDIO], "body.attachments: failed maxItems"),
        (
            {"recording_type": "call"},
            [("a.txt", b"x", "text/plain")],
            "body.attachments: should match /^audio\\//",
        ),
        ({}, [AUDIO], "body.recording_type: missing"),
        ({"recording_type": "memo"}, [AUDIO], RECORDING_TYPE),
    ],
)  # fmt: skip
def test_recordings_that_are_none(
    partner: Partner, data: Json, files: list[Any], detail: str
) -> None:
    partner.begin_call()
    parts = [("attachments", file) for file in files] or [("other", ("", b"", None))]
    error = partner.refused(400, "POST", f"{ONE}/recording", data=data, files=parts)
    assert error["details"] == [detail]


def test_summary_and_transcript_are_in_the_message(front: FrontEmulator, partner: Partner) -> None:
    partner.begin_call()
    answer = partner.call("POST", f"{ONE}/summary", json={"content": "Kif <sighed>"})
    assert answer.status_code == 202
    line = {"start_time_seconds": 0.5, "speaker_type": "external"}
    lines = [
        {"speaker_name": "Kif", "content": "Sigh", **line},
        {"speaker_name": "Leela", "content": "Hello?", **line, "speaker_type": "internal"},
    ]
    answer = partner.call("POST", f"{ONE}/transcript", json={"lines": lines})
    assert answer.status_code == 202
    message = partner.call_message()
    assert message.text.split("\n\n")[1:] == ["Kif <sighed>", "Kif: Sigh", "Leela: Hello?"]
    assert "<p>Kif &lt;sighed&gt;</p>" in message.body
    assert events(front)[-1] == "call_transcript_added"


def test_the_transcript_of_a_voicemail_is_told_apart(
    front: FrontEmulator, partner: Partner
) -> None:
    partner.begin_call()
    data = {"recording_type": "voicemail"}
    partner.call("POST", f"{ONE}/recording", data=data, files={"attachments": AUDIO})
    line = {
        "speaker_name": "Kif",
        "content": "Sigh",
        "start_time_seconds": 0,
        "speaker_type": "external",
    }
    partner.call("POST", f"{ONE}/transcript", json={"lines": [line]})
    assert events(front)[-1] == "call_voicemail_transcript_added"


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"external_call_id": ""}, "body.external_call_id: missing"),
        ({"parent_external_call_id": None}, "body.parent_external_call_id: missing"),
        ({"initial_status": "hold"}, "body.initial_status: should match at least 1 condition"),
        ({"direction": "sideways"}, "body.direction: should match at least 1 condition"),
        ({"from": None}, "body.from: missing"),
        ({"direction": "outbound"}, "body.to: missing"),
        ({"from": {"name": "Kif"}}, "body.from.handle: missing"),
        ({"started_at": "now"}, "body.started_at: should be a number"),
    ],
)
def test_calls_that_are_wrong(partner: Partner, changed: Json, detail: str) -> None:
    error = partner.refused(400, "POST", ALL, json=call() | changed)
    assert error["details"] == [detail]


def test_an_id_is_one_calls_only(partner: Partner) -> None:
    partner.begin_call()
    error = partner.refused(400, "POST", ALL, json=call())
    assert error["details"] == ["body.external_call_id: should be unique"]


def test_a_channel_without_calls(front: FrontEmulator, receiver: Receiver) -> None:
    application = front.create_application(server_url=receiver.url, capabilities=["messages"])
    lacking = Partner(front, application.connect())
    error = lacking.refused(400, "POST", ALL, json=call())
    assert error["message"].endswith("does not support calls")
    custom = f"/channels/{front.channel.id}/calls"
    error = lacking.refused(400, "POST", custom, json=call(), token=front.api_token)
    assert error["message"].endswith("is not an application channel")


def test_a_call_opens_an_archived_conversation(front: FrontEmulator, partner: Partner) -> None:
    first = partner.begin_call("a")
    api = Api(front)
    api.patch(f"/conversations/{first.conversation_id}", {"status": "archived"})
    partner.begin_call("b", parent_external_call_id="a")
    assert api.conversation(first.conversation_id)["status"] == "unassigned"
