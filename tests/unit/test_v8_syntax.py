"""What is no JSON is refused in the words of Front's JavaScript engine."""

import pytest

from front_emulator.wire import js_json

# What Node 18.4 answered, with body-parser's check of the first character. A half of a
# character outside the BMP is recorded as U+FFFD, which it becomes on the wire.
RECORDED = [
    ("{", "Unexpected end of JSON input"),
    ("[", "Unexpected end of JSON input"),
    ('{"a"', "Unexpected end of JSON input"),
    ('{"a":', "Unexpected end of JSON input"),
    ('{"a":1', "Unexpected end of JSON input"),
    ('{"a":1,', "Unexpected end of JSON input"),
    ('["abc', "Unexpected end of JSON input"),
    ('["\\u12', "Unexpected end of JSON input"),
    ('["\\', "Unexpected end of JSON input"),
    ("[nul", "Unexpected end of JSON input"),
    (" \t\n", "Unexpected end of JSON input"),
    ('{"a" "b"}', "Unexpected string in JSON at position 5"),
    ('{"a":1 "b":2}', "Unexpected string in JSON at position 7"),
    ('[1 "2"]', "Unexpected string in JSON at position 3"),
    ('[t"]', "Unexpected string in JSON at position 2"),
    ('[1e"]', "Unexpected string in JSON at position 3"),
    ('{"sender":{"handle":"u8"},"body":"Hi" "x":1}', "Unexpected string in JSON at position 38"),
    ("{1:2}", "Unexpected number in JSON at position 1"),
    ('{"a" 1}', "Unexpected number in JSON at position 5"),
    ("[1 2]", "Unexpected number in JSON at position 3"),
    ("[01]", "Unexpected number in JSON at position 2"),
    ("[--1]", "Unexpected number in JSON at position 2"),
    ("[true1]", "Unexpected number in JSON at position 5"),
    ("[t1]", "Unexpected number in JSON at position 2"),
    ('{"a":1,}', "Unexpected token } in JSON at position 7"),
    ("{a:1}", "Unexpected token a in JSON at position 1"),
    ("{'a':1}", "Unexpected token ' in JSON at position 1"),
    ("[1,]", "Unexpected token ] in JSON at position 3"),
    ("[,1]", "Unexpected token , in JSON at position 1"),
    ("[1]]", "Unexpected token ] in JSON at position 3"),
    ('{"a":1}x', "Unexpected token x in JSON at position 7"),
    ('{"a":1} {', "Unexpected token { in JSON at position 8"),
    ("[tru]", "Unexpected token ] in JSON at position 4"),
    ("[NaN]", "Unexpected token N in JSON at position 1"),
    ("[-Infinity]", "Unexpected token I in JSON at position 2"),
    ("[undefined]", "Unexpected token u in JSON at position 1"),
    ("[-]", "Unexpected token ] in JSON at position 2"),
    ("[- 1]", "Unexpected token   in JSON at position 2"),
    ("[+1]", "Unexpected token + in JSON at position 1"),
    ("[1.]", "Unexpected token ] in JSON at position 3"),
    ("[1.e5]", "Unexpected token e in JSON at position 3"),
    ("[.5]", "Unexpected token . in JSON at position 1"),
    ("[1e]", "Unexpected token ] in JSON at position 3"),
    ("[1e+]", "Unexpected token ] in JSON at position 4"),
    ("[0x10]", "Unexpected token x in JSON at position 2"),
    ('["a\nb"]', "Unexpected token \n in JSON at position 3"),
    ('["a\tb"]', "Unexpected token \t in JSON at position 3"),
    ('["\\x41"]', "Unexpected token x in JSON at position 3"),
    ('["\\u12G4"]', "Unexpected token G in JSON at position 6"),
    ('["é" é]', "Unexpected token é in JSON at position 5"),
    ('["😀" x]', "Unexpected token x in JSON at position 6"),
    ("[😀]", "Unexpected token \ufffd in JSON at position 1"),
    ('{"a":1;"b":2}', "Unexpected token ; in JSON at position 6"),
    ('{"body":"a" // no\n}', "Unexpected token / in JSON at position 12"),
    ("[1]\xa0", "Unexpected token \xa0 in JSON at position 3"),
    ("\u2028[]", "Unexpected token \u2028 in JSON at position 0"),
    ('"text"', 'Unexpected token " in JSON at position 0'),
    ("12", "Unexpected token 1 in JSON at position 0"),
    ("-1", "Unexpected token - in JSON at position 0"),
    ("true", "Unexpected token t in JSON at position 0"),
    ("  null", "Unexpected token n in JSON at position 2"),
    ("😀", "Unexpected token \ufffd in JSON at position 0"),
]


@pytest.mark.parametrize(("body", "message"), RECORDED)
def test_what_is_no_json_is_refused_in_v8s_words(body: str, message: str) -> None:
    with pytest.raises(js_json.JsonSyntaxError) as refusal:
        js_json.loads(body.encode())
    assert str(refusal.value) == message
