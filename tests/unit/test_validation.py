"""Request bodies are checked, and what is wrong is said in Front's words."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from front_emulator import resources
from front_emulator.domain.errors import InvalidBody
from front_emulator.wire.validation import _known, _shape_of, checked

SMALLEST = {"sender": {"handle": "u8"}, "body": "Hi"}
NO_CHOICE = "should match at least 1 condition"


def refused(schema: str, body: Any, *, textual: bool = False) -> list[str]:
    with pytest.raises(InvalidBody) as refusal:
        checked(schema, body, textual=textual)
    return list(refusal.value.details)


def test_the_smallest_incoming_message_is_taken() -> None:
    assert checked("incoming_message", SMALLEST) == SMALLEST


def test_every_field_of_an_incoming_message_is_taken() -> None:
    body = {
        "sender": {"handle": "u8", "name": "Bo", "contact_id": "crd_1"},
        "subject": "",
        "body": "<b>Hi</b>",
        "body_format": "html",
        "metadata": {"thread_ref": "t1", "headers": {"any": [1, {"thing": None}]}},
    }
    assert checked("incoming_message", body) == body


def test_unknown_keys_are_tolerated_and_dropped_at_every_level() -> None:
    body = {
        "sender": {"handle": "u8", "age": 7},
        "body": "Hi",
        "metadata": {"external_id": "e1", "thread_ref": "t1"},
        "sender.handle": "x",
        "to": 5,
    }
    assert checked("incoming_message", body) == {**SMALLEST, "metadata": {"thread_ref": "t1"}}


def test_the_given_body_is_left_as_it_was() -> None:
    body = {"sender": {"handle": "u8", "name": None}, "body": "Hi", "extra": 1}
    before = deepcopy(body)
    checked("incoming_message", body)
    assert body == before


def test_null_on_an_optional_field_is_an_absent_field() -> None:
    body = {"sender": {"handle": "u8", "name": None}, "body": "Hi", "metadata": None}
    assert checked("incoming_message", body) == SMALLEST


def test_null_stays_where_it_means_something() -> None:
    assert checked("conversation_update", {"assignee_id": None}) == {"assignee_id": None}
    settings = {"webhook_url": None, "undo_send_time": None}
    assert checked("channel_update", {"settings": settings}) == {"settings": {"webhook_url": None}}


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({}, ["body.sender: missing", "body.body: missing"]),
        ({"sender": None, "body": None}, ["body.sender: missing", "body.body: missing"]),
        ({"sender": {}, "body": "x"}, ["body.sender.handle: missing"]),
        ({"sender": {"handle": None}, "body": "x"}, ["body.sender.handle: missing"]),
        ({"sender": {"handle": ""}, "body": "x"}, ["body.sender.handle: missing"]),
        (
            {"sender": {"handle": " \n"}, "body": "\t"},
            ["body.sender.handle: missing", "body.body: missing"],
        ),
        ({"sender": {"handle": "u8"}}, ["body.body: missing"]),
        ({"sender": "u8", "body": "x"}, ["body.sender: should be an object"]),
        (
            {"sender": {"handle": 5}, "body": {}},
            ["body.sender.handle: should be a string", "body.body: should be a string"],
        ),
        ([], ["body: should be an object"]),
        ("text", ["body: should be an object"]),
        (None, ["body: should be an object"]),
        ({**SMALLEST, "body_format": "rtf"}, ["body.body_format: " + NO_CHOICE]),
        ({**SMALLEST, "body_format": 5}, ["body.body_format: " + NO_CHOICE]),
        (
            {**SMALLEST, "metadata": {"thread_ref": 1, "headers": "x"}},
            [
                "body.metadata.thread_ref: should be a string",
                "body.metadata.headers: should be an object",
            ],
        ),
    ],
)
def test_each_wrong_field_of_an_incoming_message_is_named(body: Any, details: list[str]) -> None:
    assert refused("incoming_message", body) == details


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({}, ["body.to: missing", "body.body: missing"]),
        ({"to": [], "body": "x"}, ["body.to: missing"]),
        ({"to": None, "cc": None, "bcc": None, "body": "x"}, ["body.to: missing"]),
        ({"to": "u8", "body": "x"}, ["body.to: should be an array"]),
        (
            {"to": [1, "u8", None], "body": "x"},
            ["body.to[0]: should be a string", "body.to[2]: should be a string"],
        ),
        ({"to": ["u8"], "body": " "}, ["body.body: missing"]),
        (
            {"to": ["u8"], "body": "x", "options": {"archive": "true"}},
            ["body.options.archive: should be a boolean"],
        ),
        (
            {"to": ["u8"], "body": "x", "options": {"archive": 1, "tag_ids": [{}]}},
            [
                "body.options.archive: should be a boolean",
                "body.options.tag_ids[0]: should be a string",
            ],
        ),
    ],
)
def test_each_wrong_field_of_a_new_message_is_named(body: Any, details: list[str]) -> None:
    assert refused("message", body) == details


def test_elements_are_named_in_numeric_order() -> None:
    details = refused("message", {"to": [0] * 12, "body": "x"})
    assert details == [f"body.to[{index}]: should be a string" for index in range(12)]


@pytest.mark.parametrize("name", ["to", "cc", "bcc"])
def test_one_kind_of_recipient_is_enough(name: str) -> None:
    body = {name: ["u8"], "body": "x"}
    assert checked("message", body) == body


def test_a_reply_needs_nothing_but_a_body() -> None:
    assert checked("reply", {"body": "x", "to": None}) == {"body": "x"}
    assert refused("reply", {"to": ["u8"]}) == ["body.body: missing"]


@pytest.mark.parametrize("seconds", [0, 5, 10, 15, 30, 60])
def test_fronts_undo_send_times_are_taken(seconds: int) -> None:
    body = {"settings": {"undo_send_time": seconds}}
    assert checked("channel_update", body) == body


@pytest.mark.parametrize("seconds", [1, 61, -5, 5.5, "5", True, False, []])
def test_any_other_undo_send_time_is_refused(seconds: Any) -> None:
    details = refused("channel_update", {"settings": {"undo_send_time": seconds}})
    assert details == ["body.settings.undo_send_time: " + NO_CHOICE]


def test_wrong_settings_are_named_in_the_schemas_order() -> None:
    settings = {"auto_assign_on_reply": "yes", "compose_mode": "x", "webhook_url": 5}
    assert refused("channel_update", {"settings": settings, "name": 1}) == [
        "body.name: should be a string",
        "body.settings.webhook_url: should be a string",
        "body.settings.compose_mode: " + NO_CHOICE,
        "body.settings.auto_assign_on_reply: should be a boolean",
    ]


def test_an_unknown_status_of_a_conversation_is_refused() -> None:
    details = refused("conversation_update", {"status": "closed", "assignee_id": 5})
    assert details == [
        "body.assignee_id: should be a string",
        "body.status: " + NO_CHOICE,
    ]


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("1", True), ("false", False), ("0", False)]
)
def test_form_text_becomes_a_boolean(text: str, value: bool) -> None:
    body = {"body": "x", "options": {"archive": text}}
    assert checked("reply", body, textual=True)["options"] == {"archive": value}


def test_form_text_becomes_a_number() -> None:
    body = {"settings": {"undo_send_time": "30"}}
    assert checked("channel_update", body, textual=True) == {"settings": {"undo_send_time": 30}}


def test_one_form_value_stands_for_a_list_of_one() -> None:
    body = {"to": "u8", "body": "1", "options": {"tag_ids": "tag_1"}}
    assert checked("message", body, textual=True) == {
        "to": ["u8"],
        "body": "1",
        "options": {"tag_ids": ["tag_1"]},
    }


@pytest.mark.parametrize("text", ["yes", "", "TRUE", "2"])
def test_form_text_that_is_no_boolean_is_refused(text: str) -> None:
    details = refused("reply", {"body": "x", "options": {"archive": text}}, textual=True)
    assert details == ["body.options.archive: should be a boolean"]


@pytest.mark.parametrize("text", ["five", "", "5,0", "9" * 5000, "\u0665"])
def test_form_text_that_is_no_number_is_refused(text: str) -> None:
    details = refused("channel_update", {"settings": {"undo_send_time": text}}, textual=True)
    assert details == ["body.settings.undo_send_time: " + NO_CHOICE]


def test_text_in_json_is_never_converted() -> None:
    assert refused("message", {"to": "u8", "body": "x"}) == ["body.to: should be an array"]


def test_other_rules_of_a_schema_are_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    code = {"type": "string", "pattern": "^[a-z]+$", "maxLength": 3}
    schema = {"type": "object", "properties": {"code": code, "name": {**code, "pattern": ""}}}
    monkeypatch.setattr(resources, "schema", {"only_in_this_test": schema}.get)
    assert refused("only_in_this_test", {"code": "A", "name": "long"}) == [
        "body.code: should match /^[a-z]+$/",
        "body.name: failed maxLength",
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["sender", "handle", "body", "to", "metadata", "settings", "options"]),
            inner,
            max_size=4,
        )
    ),
)
schemas = st.sampled_from(
    ["incoming_message", "message", "reply", "channel_update", "conversation_update"]
)


@given(schemas, anything, st.booleans())
def test_whatever_comes_is_checked_data_or_a_refusal_with_details(
    schema: str, body: Any, textual: bool
) -> None:
    try:
        data = checked(schema, body, textual=textual)
    except InvalidBody as refusal:
        details = refusal.details
    else:
        assert checked(schema, data) == data
        return
    assert details
    assert all(detail.startswith("body") and ": " in detail for detail in details)
    assert len(set(details)) == len(details)


def values_like(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What the schema means, and what it does not."""
    anything = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    near: list[st.SearchStrategy[Any]] = [anything]
    if "enum" in schema:
        near.append(st.sampled_from(schema["enum"]))
    if "pattern" in schema:
        near.append(st.from_regex(schema["pattern"]))
    if "properties" in schema:
        members = {name: values_like(member) for name, member in schema["properties"].items()}
        near.append(st.fixed_dictionaries({}, optional=members))
    if "items" in schema:
        near.append(st.lists(values_like(schema["items"]), max_size=3))
    return st.one_of(near)


@pytest.mark.parametrize(
    "schema",
    [
        "call_update",
        "channel",
        "channel_update",
        "conversation_update",
        "inbound_message",
        "incoming_message",
        "message",
        "message_status",
        "outbound_message",
        "reply",
    ],
)
@given(data=st.data())
def test_a_body_is_refused_exactly_when_its_schema_refuses_it(
    schema: str, data: st.DataObject
) -> None:
    document = resources.schema(schema)
    body = data.draw(st.fixed_dictionaries({}, optional=members_of(document)))
    # What counts as absent is taken out first: a null where the schema gives it no meaning.
    is_right = Draft202012Validator(document).is_valid(_known(_shape_of(schema), body, False))
    try:
        checked(schema, body)
    except InvalidBody:
        assert not is_right
    else:
        assert is_right


def members_of(document: Any) -> dict[str, st.SearchStrategy[Any]]:
    return {name: values_like(member) for name, member in document["properties"].items()}
