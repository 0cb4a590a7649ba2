"""Page tokens: what was given out is read back, anything else is refused."""

import pytest
from flask import Request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import create_environ

from front_emulator.domain.company import Company
from front_emulator.domain.errors import InvalidQuery
from front_emulator.domain.store import Position
from front_emulator.web import paging
from front_emulator.web.call import Call


def call(query: str) -> Call:
    request = Request(create_environ(path="/list", query_string=query))
    company = Company("seed", name="Planet Express", slug="planet-express")
    return Call(request, company, lambda: "http://localhost", b"")


@given(st.floats(0, 1e11), st.integers(0, 10**12))
def test_a_token_says_where_to_go_on(first: float, second: int) -> None:
    position: Position = (first, second)
    token = paging._token(position)
    assert token.replace("-", "").replace("_", "").isalnum(), "opaque, and needs no escaping"
    assert paging._position(call(f"page_token={token}")) == position


@given(st.text(st.characters(codec="latin-1"), min_size=1))
def test_any_other_token_is_refused_or_read(token: str) -> None:
    try:
        position = paging._position(call(f"page_token={token}"))
    except InvalidQuery as refusal:
        assert refusal.message == "query.page_token: invalid"  # noqa: PT017 - or it is read
    else:
        assert position is None or position[0] == position[0]


@given(st.text(st.characters(codec="latin-1")))
def test_a_limit_is_1_to_100_or_refused(text: str) -> None:
    try:
        limit = paging._limit(call(f"limit={text}"), 50, 100)
    except InvalidQuery:
        return
    assert 1 <= limit <= 100


def test_the_last_of_repeated_parameters_counts() -> None:
    assert paging._limit(call("limit=5&limit=7"), 50, 100) == 7
    assert not paging._descending(call("sort_order=desc&sort_order=asc"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {}),
        ("?&undefined", {"?": [""], "undefined": [""]}),
        ("a=1&a=2&b=", {"a": ["1", "2"], "b": [""]}),
        ("q[statuses][]=x&q[statuses][0]=y&q[statuses]=z", {"q[statuses]": ["x", "y", "z"]}),
        ("q%5Bstatuses%5D%5B%5D=x+y", {"q[statuses]": ["x y"]}),
        ("q[a=%ff", {"q[a": ["\ufffd"]}),
    ],
)
def test_a_query_is_read_with_its_lists(query: str, found: dict[str, list[str]]) -> None:
    assert call(query).query == found
