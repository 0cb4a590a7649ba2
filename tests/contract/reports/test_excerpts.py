"""What of an exchange is shown, and how the changed part of it is marked."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from front_emulator.contract.reports import excerpts
from front_emulator.domain.entities import Outcome


def sent(exchange: Any) -> list[str]:
    return [excerpts.plain(line) for line in excerpts.request_lines(exchange)]


def answered(exchange: Any) -> list[str]:
    return [excerpts.plain(line) for line in excerpts.answer_lines(exchange)]


def test_a_changed_byte_stands_between_marks(make: Any) -> None:
    exchange = make.exchange(request=make.request(b'{"text":"pay 9"}'), changed="byte 13")
    assert '{"text":"pay »9«"}' in sent(exchange)
    assert "(changed: byte 13)" in sent(exchange)


def test_a_changed_byte_is_shown_with_the_character_it_is_in(make: Any) -> None:
    exchange = make.exchange(request=make.request("pay 9 €".encode()), changed="byte 7")
    assert "pay 9 »€«" in sent(exchange)


def test_a_changed_space_or_line_feed_or_broken_byte_is_visible(make: Any) -> None:
    space = make.exchange(request=make.request(b'{"a": 1}'), changed="byte 5 (a space)")
    assert '{"a":»␠«1}' in sent(space)
    feed = make.exchange(request=make.request(b"{}\n"), changed="byte 2 (a line feed)")
    assert "{}»\\n«" in sent(feed)
    broken = make.exchange(request=make.request(b"a\xffb"), changed="byte 1")
    assert "a»\\xff«b" in sent(broken)


def test_a_large_body_is_shown_around_the_changed_byte(make: Any) -> None:
    body = b"a" * 500_000 + b"X" + b"b" * 500_000
    shown = "".join(sent(make.exchange(request=make.request(body), changed="byte 500000")))
    assert "aaa»X«bbb" in shown
    assert "(1,000,001 bytes in all)" in shown
    assert len(shown) < 1000


def test_a_changed_header_is_marked_and_a_missing_one_named(make: Any) -> None:
    there = make.exchange(
        request=make.request(headers=(("x-front-signature", "*** (3 characters)"),)),
        changed="X-Front-Signature",
    )
    assert "»x-front-signature: *** (3 characters)«" in sent(there)
    absent = make.exchange(request=make.request(headers=()), changed="X-Front-Signature")
    assert "»X-Front-Signature (not sent)«" in sent(absent)
    empty = make.exchange(
        request=make.request(headers=(("X-Front-Signature", ""),)), changed="X-Front-Signature"
    )
    assert "»X-Front-Signature: (empty)«" in sent(empty)


@pytest.mark.parametrize("changed", ["the order of the keys", "byte 9999", "the method: GET"])
def test_what_cannot_be_marked_is_said(make: Any, changed: str) -> None:
    lines = sent(make.exchange(changed=changed))
    assert lines[-1] == f"(changed: {changed})"
    assert not any("»" in line for line in lines)


def test_an_answer_shows_what_front_makes_of_it(make: Any) -> None:
    exchange = make.exchange(
        response=make.answer(429, b'{"type":"too_many_requests"}', Retry_After="3", Server="x"),
        outcome=Outcome("too_many_requests", "Wait a little"),
    )
    assert answered(exchange) == [
        "429 Too Many Requests",
        "Content-Type: application/json",
        "Retry-After: 3",
        '{"type":"too_many_requests"}',
        "(too_many_requests; a teammate reads: Wait a little)",
    ]


def test_no_answer_says_why(make: Any) -> None:
    assert answered(make.exchange(response=None, failure="the connection was refused")) == [
        "the connection was refused"
    ]


def test_a_page_of_html_keeps_its_lines_and_loses_blank_ones(make: Any) -> None:
    exchange = make.exchange(response=make.answer(599, b"<h1>\r\n\r\nOops</h1>"))
    assert answered(exchange)[0] == "599"
    assert answered(exchange)[2:] == ["<h1>", "Oops</h1>"]


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=1200), st.integers(0, 1300))
def test_any_body_can_be_shown(make: Any, body: bytes, at: int) -> None:
    lines = sent(make.exchange(request=make.request(body), changed=f"byte {at}"))
    assert any("»" in line for line in lines) == (at < len(body))
    assert not set("".join(lines)) & set("\x00\x1b\x07\r\n\x85")
