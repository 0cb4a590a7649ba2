"""Form fields in brackets become nested data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from front_emulator.wire.multipart import MAX_DEPTH, is_attachment_field, nest

Fields = list[tuple[str, str]]


def test_brackets_nest() -> None:
    fields = [
        ("sender[handle]", "u8"),
        ("body", "Hi"),
        ("sender[name]", "Bo"),
        ("metadata[thread_ref]", "t1"),
        ("metadata[headers][x]", "1"),
    ]
    assert nest(fields) == {
        "sender": {"handle": "u8", "name": "Bo"},
        "body": "Hi",
        "metadata": {"thread_ref": "t1", "headers": {"x": "1"}},
    }


@pytest.mark.parametrize(
    "fields",
    [
        [("to[]", "a"), ("to[]", "b")],
        [("to", "a"), ("to", "b")],
        [("to[0]", "a"), ("to[1]", "b")],
        [("to[1]", "b"), ("to[0]", "a")],
        [("to[999999999]", "b"), ("to[7]", "a")],
        [("to", "a"), ("to[]", "b")],
        [("to[]", "b"), ("to[0]", "a")],
    ],
)
def test_every_spelling_of_a_list_is_a_list_in_order(fields: Fields) -> None:
    assert nest(fields) == {"to": ["a", "b"]}


@pytest.mark.parametrize("name", ["to[]", "to[0]", "to[3]"])
def test_one_element_in_brackets_is_a_list(name: str) -> None:
    assert nest([(name, "a")]) == {"to": ["a"]}


def test_one_plain_value_is_no_list() -> None:
    assert nest([("to", "a")]) == {"to": "a"}


def test_elements_of_a_list_can_be_objects() -> None:
    fields = [("to[1][handle]", "b"), ("to[0][handle]", "a"), ("to[0][name]", "A")]
    assert nest(fields) == {"to": [{"handle": "a", "name": "A"}, {"handle": "b"}]}


def test_a_member_given_twice_is_a_list() -> None:
    assert nest([("a[b]", "1"), ("a[b]", "2")]) == {"a": {"b": ["1", "2"]}}


@pytest.mark.parametrize(
    "name",
    [
        "sender.handle",
        "sender_handle",
        "sender[handle",
        "sender]",
        "[handle]",
        "a[b]c",
        "a[[b]]",
        "",
    ],
)
def test_any_other_name_is_a_name_as_it_stands(name: str) -> None:
    assert nest([(name, "u8")]) == {name: "u8"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([("a", "x"), ("a[b]", "y")], {"a": {"b": "y"}}),
        ([("a[b]", "y"), ("a", "x")], {"a": "x"}),
        ([("a[]", "x"), ("a[b]", "y")], {"a": {"b": "y"}}),
        ([("a[b]", "y"), ("a[]", "x")], {"a": ["x"]}),
        ([("a[b]", "x"), ("a[b][c]", "y")], {"a": {"b": {"c": "y"}}}),
    ],
)
def test_between_a_value_and_an_object_the_last_use_wins(
    fields: Fields, expected: dict[str, Any]
) -> None:
    assert nest(fields) == expected


def test_a_number_among_names_is_a_name() -> None:
    assert nest([("h[1]", "a"), ("h[x]", "b")]) == {"h": {"1": "a", "x": "b"}}


def test_a_number_too_long_for_an_index_is_a_name() -> None:
    digits = "9" * 5000
    assert nest([(f"to[{digits}]", "a")]) == {"to": {digits: "a"}}


def test_brackets_beyond_the_fifth_stay_one_name() -> None:
    assert nest([("a[b][c][d][e][f][g][h]", "1")]) == {
        "a": {"b": {"c": {"d": {"e": {"f": {"[g][h]": "1"}}}}}}
    }


def test_absurd_nesting_stays_shallow() -> None:
    nested: Any = nest([("a" + "[b]" * 100_000, "x")])
    depth = 0
    while isinstance(nested, dict):
        (nested,) = nested.values()
        depth += 1
    assert (depth, nested) == (MAX_DEPTH + 2, "x")


@given(st.lists(st.tuples(st.text("ab[]01.", max_size=8), st.text(max_size=3)), max_size=8))
def test_no_fields_raise_and_no_name_is_lost(fields: Fields) -> None:
    nested = nest(fields)
    assert len(nested) <= len(fields)
    assert bool(nested) == bool(fields)


@given(st.lists(st.text(min_size=1), min_size=1), st.randoms(use_true_random=False))
def test_indexed_values_come_out_by_index_however_they_arrive(values: list[str], rnd: Any) -> None:
    fields = [(f"to[{index}]", value) for index, value in enumerate(values)]
    rnd.shuffle(fields)
    assert nest(fields) == {"to": values}


@pytest.mark.parametrize(
    "name", ["attachments", "attachments[]", "attachments[0]", "attachments[12]"]
)
def test_a_file_is_an_attachment_in_each_of_fronts_spellings(name: str) -> None:
    assert is_attachment_field(name)


@pytest.mark.parametrize(
    "name",
    [
        "attachment",
        "attachments[a]",
        "attachments[0][x]",
        "attachments.0",
        "xattachments",
        "attachments\n",
    ],
)
def test_no_other_field_is_an_attachment(name: str) -> None:
    assert not is_attachment_field(name)
