"""Every operation of Front's Channel API file is there, and answers as the file says.

FRONT_CHANNEL_API_SPEC is the path of the file (github.com/frontapp/front-api-specs); the errors
of each operation are tried without it, too.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from front_emulator import ApplicationChannel, FrontEmulator
from tests.applications.partner import TEMPLATE, Partner, call, inbound, outbound

Json = dict[str, Any]
VARIABLE = "FRONT_CHANNEL_API_SPEC"

_LINE = {
    "speaker_name": "Kif",
    "content": "Sigh",
    "start_time_seconds": 0.5,
    "speaker_type": "external",
}
_AUDIO = {"attachments": ("call.mp3", b"ID3", "audio/mpeg")}

# What each operation is called with, by its path in the file.
RIGHT: dict[tuple[str, str], Json] = {
    ("patch", "/channels/{channel_id}"): {"json": {"status": "ok"}},
    ("put", "/channels/{channel_id}/application_message_templates"): {"json": TEMPLATE},
    ("patch", "/channels/{channel_id}/application_message_templates/{external_id}"): {
        "json": {"name": "Renamed"}
    },
    ("post", "/channels/{channel_id}/calls"): {"json": call("call-2")},
    ("patch", "/channels/{channel_id}/calls/{external_call_id}"): {
        "json": {"call_status": "connected"}
    },
    ("post", "/channels/{channel_id}/calls/{external_call_id}/recording"): {
        "data": {"recording_type": "call"},
        "files": _AUDIO,
    },
    ("post", "/channels/{channel_id}/calls/{external_call_id}/summary"): {"json": {"content": "x"}},
    ("post", "/channels/{channel_id}/calls/{external_call_id}/transcript"): {
        "json": {"lines": [_LINE]}
    },
    (
        "put",
        "/channels/{channel_id}/conversations/{conv_ext_id}/messages/{message_ext_id}/status",
    ): {"json": {"status": "failed"}},
    ("post", "/channels/{channel_id}/inbound_messages"): {"json": inbound(external_id="m-7")},
    ("post", "/channels/{channel_id}/outbound_messages"): {"json": outbound(external_id="m-8")},
}
WRONG: Json = {
    "status": "strange",
    "is_disabled": "perhaps",
    "call_status": "strange",
    "content": 7,
    "lines": [],
}
NAMED = {
    "external_id": "t-1",
    "external_call_id": "call-1",
    "conv_ext_id": "c-1",
    "message_ext_id": "m-2",
}
OPERATIONS = list(RIGHT)
IDS = [f"{method} {path}" for method, path in OPERATIONS]


def filled(path: str, channel_id: str, **named: str) -> str:
    return path.format(channel_id=channel_id, **(NAMED | named))


@pytest.fixture
def there(partner: Partner) -> Partner:
    """There is a message that was sent, a template and a call."""
    partner.send(external_id="m-2")
    partner.call("PUT", "{channel}/application_message_templates", json=TEMPLATE)
    partner.begin_call("call-1")
    return partner


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=IDS)
def test_each_operation_answers_as_the_file_says(
    there: Partner, channel: ApplicationChannel, method: str, path: str
) -> None:
    if VARIABLE not in os.environ:
        pytest.skip(f"{VARIABLE} does not say where the file is")
    file = json.loads(Path(os.environ[VARIABLE]).read_text("utf-8"))
    operations = {
        (verb, each)
        for each, verbs in file["paths"].items()
        for verb in verbs
        if verb != "parameters"
    }
    assert operations == set(RIGHT)
    answer = there.call(method, filled(path, channel.id), **RIGHT[method, path])
    documented = file["paths"][path][method]["responses"]
    assert str(answer.status_code) in documented
    described = documented[str(answer.status_code)]
    if "$ref" in described:
        described = file["components"]["responses"][described["$ref"].rpartition("/")[2]]
    if "content" not in described:
        assert answer.content == b""
        return
    schema = {
        **described["content"]["application/json"]["schema"],
        "components": file["components"],
    }
    assert answer.json()
    Draft202012Validator(schema).validate(answer.json())


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=IDS)
def test_each_operation_refuses_what_is_wrong(
    there: Partner, channel: ApplicationChannel, method: str, path: str
) -> None:
    error = there.refused(400, method, filled(path, channel.id), json=WRONG)
    assert (error["title"], error["message"]) == (
        "Bad request",
        "Body did not satisfy requirements",
    )
    assert error["details"]


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=IDS)
def test_each_operation_wants_a_token(
    there: Partner, channel: ApplicationChannel, method: str, path: str
) -> None:
    right = RIGHT[method, path]
    token = channel.token(lifetime=-1)
    error = there.refused(401, method, filled(path, channel.id), token=token, **right)
    assert error["title"] == "Unauthenticated"


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=IDS)
def test_each_operation_wants_the_token_of_its_channel(
    front: FrontEmulator, there: Partner, method: str, path: str
) -> None:
    right = RIGHT[method, path]
    error = there.refused(403, method, filled(path, front.channel.id), **right)
    assert error["title"] == "Forbidden"


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=IDS)
def test_each_operation_knows_what_is_not_there(
    there: Partner, channel: ApplicationChannel, method: str, path: str
) -> None:
    right = RIGHT[method, path]
    missing = [filled(path, "cha_none")]
    missing += [
        filled(path, channel.id, **{name: "none"}) for name in NAMED if f"{{{name}}}" in path
    ]
    for each in missing:
        assert there.refused(404, method, each, **right)["title"] == "Not found"


def test_what_is_refused_changes_nothing(there: Partner, channel: ApplicationChannel) -> None:
    before = there.front.export_state()["store"]
    for method, path in OPERATIONS:
        there.call(method, filled(path, channel.id), json=WRONG)
        there.call(method, filled(path, channel.id), token="none", **RIGHT[method, path])
    assert there.front.export_state()["store"] == before


def test_a_channel_says_that_it_is_offline(there: Partner, channel: ApplicationChannel) -> None:
    for status, is_valid in (("offline", False), ("ok", True)):
        answer = there.call("PATCH", "{channel}", json={"status": status})
        assert (answer.status_code, answer.content) == (204, b"")
        assert channel.status == status
        assert there.get("{channel}")["is_valid"] is is_valid
