"""The files in schemas/ are schemas, and say what they are."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from front_emulator import resources

NAMES = sorted(
    path.stem for path in resources.path("schemas", "message.json").parent.glob("*.json")
)


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_valid_draft_2020_12(name: str) -> None:
    schema = resources.schema(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_says_what_it_is(name: str) -> None:
    schema = resources.schema(name)
    assert schema["$id"]
    assert schema["title"]
    assert schema["description"]


def test_no_two_schemas_share_an_id() -> None:
    ids = [resources.schema(name)["$id"] for name in NAMES]
    assert len(set(ids)) == len(ids)


def test_the_schemas_lie_beside_the_package_or_in_it() -> None:
    assert Path(resources.path("schemas", "message.json")).is_file()


LINK = "https://acme.api.frontapp.com"
OUTGOING: dict[str, Any] = {
    "_links": {
        "self": f"{LINK}/messages/msg_2b",
        "related": {
            "conversation": f"{LINK}/conversations/cnv_1a",
            "message_replied_to": f"{LINK}/messages/msg_2b/parent",
        },
    },
    "id": "msg_2b",
    "message_uid": "1eab543f84a0785f7b6b8967cc18f4d2",
    "type": "custom",
    "is_inbound": False,
    "created_at": 1602100742.249,
    "blurb": "Hi there",
    "body": "Hi there",
    "text": "Hi there",
    "error_type": None,
    "version": "6e4b054926f829a8720cd56d911b7631-318607-1602100742100-a010",
    "subject": "Re: ",
    "draft_mode": "private",
    "metadata": {"headers": {"in_reply_to": None}},
    "author": None,
    "recipients": [
        {
            "_links": {"related": {"contact": None}},
            "name": None,
            "handle": "ba490680fd1da827",
            "role": "from",
        },
        {
            "_links": {"related": {"contact": f"{LINK}/contacts/crd_3c"}},
            "name": "Bo",
            "handle": "u8",
            "role": "to",
        },
    ],
    "attachments": [],
    "signature": None,
    "is_draft": True,
}


def _is_outgoing(message: dict[str, Any]) -> bool:
    return Draft202012Validator(resources.schema("outgoing_message")).is_valid(message)


def test_a_drafted_reply_is_an_outgoing_message() -> None:
    assert _is_outgoing(OUTGOING)


@pytest.mark.parametrize("key", sorted(OUTGOING))
def test_an_outgoing_message_has_every_key(key: str) -> None:
    assert not _is_outgoing({name: value for name, value in OUTGOING.items() if name != key})


@pytest.mark.parametrize(
    "change",
    [
        {"is_draft": False},
        {"is_inbound": True},
        {"version": None},
        {"error_type": "id_usurpation"},
        {"metadata": {"headers": {"in_reply_to": None}, "thread_ref": "t1"}},
        {"metadata": {}},
        {"recipients": OUTGOING["recipients"][::-1]},
        {"recipients": OUTGOING["recipients"][:1]},
        {"blurb": "x" * 201},
        {"delivered_at": 1},
    ],
    ids="-".join,
)
def test_what_front_never_sends_is_no_outgoing_message(change: dict[str, Any]) -> None:
    assert not _is_outgoing({**deepcopy(OUTGOING), **change})
