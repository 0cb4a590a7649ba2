"""Strange and valid input works, or is refused clearly."""

import json
from typing import Any

import pytest

from tests.web.client import Api, Json, accepted_uid


def sent(api: Api, raw: bytes | str) -> Json:
    """The message made by a body of exactly these bytes."""
    data = raw if isinstance(raw, bytes) else raw.encode()
    answer = api.send(data=data, headers={"Content-Type": "application/json"})
    return api.appear(accepted_uid(answer))


def test_4_byte_unicode_comes_back(api: Api) -> None:
    text = "😀👩‍👩‍👧 𝕳𝖊𝖑𝖑𝖔 𐍈 \U0010ffff"
    message = api.receive(text, sender="😀", name=text, thread_ref="💬", subject="🎁")
    assert (message["text"], message["subject"]) == (text, "🎁")
    assert message["recipients"][0]["handle"] == "😀"
    assert message["recipients"][0]["name"] == text
    assert message["metadata"] == {"thread_ref": "💬"}
    assert api.get("/contacts/alt:custom:😀")["name"] == text


def test_escaped_and_raw_unicode_are_the_same(api: Api) -> None:
    raw = '{"sender":{"handle":"\\ud83d\\ude00"},"body":"caf\\u00e9 ☕\\u2028."}'
    message = sent(api, raw)
    assert (message["recipients"][0]["handle"], message["text"]) == ("😀", "café ☕\u2028.")


@pytest.mark.parametrize("body_format", ["markdown", "html"])
def test_half_a_surrogate_pair_becomes_a_replacement_character(api: Api, body_format: str) -> None:
    half = "a\\ud800b"
    raw = (
        f'{{"sender":{{"handle":"{half}","name":"{half}"}},"body":"{half}","subject":"{half}",'
        f'"body_format":"{body_format}",'
        f'"metadata":{{"thread_ref":"{half}","headers":{{"{half}":["{half}"]}}}}}}'
    )
    message = sent(api, raw)
    whole = "a\ufffdb"
    assert (message["text"], message["blurb"], message["subject"]) == (whole, whole, whole)
    assert message["recipients"][0]["handle"] == message["recipients"][0]["name"] == whole
    assert message["metadata"] == {"thread_ref": whole, "headers": {whole: [whole]}}
    assert json.dumps(api.get("/conversations")).count("ufffd") > 0


def test_nul_is_taken_everywhere(api: Api) -> None:
    message = sent(
        api,
        '{"sender":{"handle":"a\\u0000b","name":"\\u0000"},"body":"a\\u0000b","subject":"\\u0000",'
        '"metadata":{"thread_ref":"\\u0000","headers":{"\\u0000":"\\u0000"}}}',
    )
    assert message["text"] == "a\ufffdb", "as CommonMark has it"
    assert message["recipients"][0]["handle"] == "a\x00b"
    assert message["metadata"] == {"thread_ref": "\x00", "headers": {"\x00": "\x00"}}
    assert api.get("/contacts/alt:custom:a%00b")["name"] == "\x00"


@pytest.mark.parametrize(
    ("unit", "body_format"),
    [
        ("a", "markdown"),
        ("😀", "markdown"),
        ("A line of a log, about as long as such lines are: <INFO> & so on.\n" * 9, "markdown"),
        ("a", "html"),
        ("<p>A line of a log, about as <b>long</b> as such lines are: &lt;INFO&gt;</p>\n", "html"),
    ],
)
def test_a_body_of_1_mb_is_taken(api: Api, unit: str, body_format: str) -> None:
    body = unit * (1_000_000 // len(unit.encode()))
    message = api.receive(body, body_format=body_format)
    assert len(message["text"]) > 200_000
    assert len(message["blurb"]) == 200


def test_a_body_of_a_million_spaces_is_taken_at_once(api: Api) -> None:
    body = "<p>x" + " " * 1_000_000 + "x</p>"
    message = api.receive(body, body_format="html")
    assert (message["body"], len(message["text"])) == (body, 1_000_002)


@pytest.mark.parametrize("length", [1000, 100_000])
def test_very_long_handles_refs_and_names_are_taken(api: Api, length: int) -> None:
    long = "x" * length
    message = api.receive(sender=long, name=long, thread_ref=long, subject=long)
    assert message["recipients"][0]["handle"] == long
    assert message["metadata"]["thread_ref"] == long
    assert api.get(f"/contacts/alt:custom:{long}")["name"] == long
    ref = f"/conversations/alt:ref:imported@frontapp.com_t:{long}"
    assert api.get(ref)["subject"] == long


def test_the_last_of_duplicate_keys_counts(api: Api) -> None:
    raw = '{"body":"first","sender":{"handle":"a","handle":"leela"},"body":"last"}'
    message = sent(api, raw)
    assert (message["text"], message["recipients"][0]["handle"]) == ("last", "leela")


def test_a_byte_order_mark_is_passed_over(api: Api) -> None:
    assert sent(api, b'\xef\xbb\xbf{"sender":{"handle":"x"},"body":"Hi"}')["text"] == "Hi"


def test_bytes_that_are_no_utf_8_become_replacement_characters(api: Api) -> None:
    assert sent(api, b'{"sender":{"handle":"x"},"body":"a\xff"}')["text"] == "a\ufffd"


@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_deep_nesting_is_refused_clearly(api: Api, pair: str) -> None:
    opening = pair[0] if pair == "[]" else '{"a":'
    for depth in (1000, 100_000):
        nested = opening * depth + "1" + pair[1] * depth
        raw = f'{{"sender":{{"handle":"x"}},"body":"y","metadata":{{"headers":{{"a":{nested}}}}}}}'
        answer = api.send(data=raw, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
        assert "nested" in answer.json()["_error"]["message"]


@pytest.mark.parametrize(
    "number", ["1e999", "-0", "1.0", "1e21", "123456789012345678901234567890", "0.1e-7"]
)
def test_any_number_in_headers_reads_as_javascript_has_it(api: Api, number: str) -> None:
    message = sent(
        api,
        f'{{"sender":{{"handle":"x"}},"body":"y","metadata":{{"headers":{{"n":{number}}}}}}}',
    )
    value = message["metadata"]["headers"]["n"]
    assert value is None if number == "1e999" else value == float(number)


@pytest.mark.parametrize("key", ["__proto__", "constructor", "", "😀", "a.b", "a[b]", "10"])
def test_any_key_in_headers_comes_back(api: Api, key: str) -> None:
    headers: dict[str, Any] = {key: {key: [key]}}
    uid = accepted_uid(
        api.send(json={"sender": {"handle": "x"}, "body": "y", "metadata": {"headers": headers}})
    )
    assert api.appear(uid)["metadata"]["headers"] == headers


def test_a_form_may_have_ten_thousand_fields(api: Api) -> None:
    fields = {"sender[handle]": "leela", "body": "Hi"}
    fields |= {f"metadata[headers][x{number}]": "x" for number in range(10_000)}
    uid = accepted_uid(api.send(data={}, files={name: (None, v) for name, v in fields.items()}))
    assert len(api.appear(uid)["metadata"]["headers"]) == 10_000


def test_form_fields_may_be_large_and_hold_any_bytes(api: Api) -> None:
    text = "é" * 500_000
    fields = {"sender[handle]": (None, b"a\xff"), "body": (None, text)}
    message = api.appear(accepted_uid(api.send(files=fields)))
    assert message["recipients"][0]["handle"] == "a\ufffd"
    assert message["text"] == text
