"""JSON is written and read as a Node.js service does it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from front_emulator.wire import js_json

NODE = shutil.which("node")


class Level(IntEnum):
    LOW = 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, True, False, None, "x"]}, '{"a":[1,true,false,null,"x"]}'),
        ({}, "{}"),
        ([], "[]"),
        ([[], {}], "[[],{}]"),
        (None, "null"),
        (("a", "b"), '["a","b"]'),
        (MappingProxyType({"a": MappingProxyType({"b": 1})}), '{"a":{"b":1}}'),
        (Level.LOW, "1"),
    ],
)
def test_containers_are_written_without_spaces(value: Any, expected: str) -> None:
    assert js_json.dumps(value) == expected.encode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.0, "1"),
        (0.0, "0"),
        (-0.0, "0"),
        (1602126660.31, "1602126660.31"),
        (1603216662.672, "1603216662.672"),
        (0.1 + 0.2, "0.30000000000000004"),
        (0.0001, "0.0001"),
        (0.00001, "0.00001"),
        (0.000001, "0.000001"),
        (1.5e-6, "0.0000015"),
        (1e-7, "1e-7"),
        (-1.25e-10, "-1.25e-10"),
        (5e-324, "5e-324"),
        (1e16, "10000000000000000"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e21, "1e+21"),
        (-1.5e300, "-1.5e+300"),
        (sys.float_info.max, "1.7976931348623157e+308"),
        (float("nan"), "null"),
        (float("inf"), "null"),
        (float("-inf"), "null"),
        (2**53, "9007199254740992"),
        (2**53 + 1, "9007199254740992"),
        (-(2**53) - 1, "-9007199254740992"),
        (2**63 - 1, "9223372036854776000"),
        (10**21, "1e+21"),
        (10**400, "null"),
    ],
)
def test_numbers_are_printed_as_javascript_prints_doubles(value: float, expected: str) -> None:
    assert js_json.dumps([value]) == f"[{expected}]".encode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("é 😀 /", '"é 😀 /"'),
        ('"\\', '"\\"\\\\"'),
        ("\b\t\n\f\r", '"\\b\\t\\n\\f\\r"'),
        ("\x00\x1f\x7f", '"\\u0000\\u001f\x7f"'),
        ("\u2028\u2029", '"\u2028\u2029"'),
        ("\ud83d", '"\\ud83d"'),
        ("\ude00\ud83d", '"\\ude00\\ud83d"'),
        ("\ud83d\ude00", '"😀"'),
        ("😀\ud83d!", '"😀\\ud83d!"'),
    ],
)
def test_text_is_raw_utf8_and_only_what_must_be_is_escaped(value: str, expected: str) -> None:
    assert js_json.dumps([value]) == f"[{expected}]".encode()
    assert js_json.dumps({value: 0}) == f"{{{expected}:0}}".encode()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["b", "a"], ["b", "a"]),
        (["b", "10", "9", "a", "0"], ["0", "9", "10", "b", "a"]),
        (["x", "4294967295", "4294967294"], ["4294967294", "x", "4294967295"]),
        (
            ["x", "01", "-1", "1.5", "1 ", "", "٣", "1"],
            ["1", "x", "01", "-1", "1.5", "1 ", "", "٣"],
        ),
    ],
)
def test_array_indices_come_first_and_ascending(names: list[str], expected: list[str]) -> None:
    assert list(json.loads(js_json.dumps(dict.fromkeys(names)))) == expected


def test_array_indices_at_every_level_do_not_multiply_the_work() -> None:
    nested: dict[str, Any] = {}
    for _ in range(100):
        nested = {"b": 1, "1": nested, "0": 2}
    assert js_json.dumps(nested).startswith(b'{"0":2,"1":{"0":2,"1":')


@pytest.mark.parametrize("value", [object(), {"a": {1, 2}}, [b"bytes"], {1: "a"}])
def test_what_json_has_no_form_for_is_a_type_error(value: Any) -> None:
    with pytest.raises(TypeError):
        js_json.dumps(value)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", {}),
        (b"\xef\xbb\xbf", {}),
        (b'\xef\xbb\xbf{"a":1}', {"a": 1}),
        (b' \t\r\n{"a" : [ 1 ] }\n', {"a": [1]}),
        (b'{"a":1,"b":2,"a":3}', {"a": 3, "b": 2}),
        (b'["\\ud83d\\ude00\\ud83d"]', ["😀\ud83d"]),
        (b'["a\xffb\xc3"]', ["a\ufffdb\ufffd"]),
        (b'["\xed\xa0\x80"]', ["\ufffd\ufffd\ufffd"]),
        (b"[9007199254740993]", [9007199254740992.0]),
        (b"[1e400,-1e400]", [float("inf"), float("-inf")]),
    ],
)
def test_a_body_is_read_as_body_parser_and_json_parse_read_it(body: bytes, expected: Any) -> None:
    assert js_json.loads(body) == expected


@pytest.mark.parametrize("count", [309, 310, 399, 400, 4301, 100_000])
def test_any_number_of_digits_is_read(count: int) -> None:
    digits = b"9" * count
    assert js_json.loads(b"[" + digits + b",-" + digits + b"]") == [float("inf"), float("-inf")]
    assert js_json.dumps(js_json.loads(b"[" + digits + b"]")) == b"[null]"


def test_an_integer_of_any_size_is_written() -> None:
    assert js_json.dumps([-(10**5000)]) == b"[null]"


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
@pytest.mark.parametrize("closing", ["", "]"])
def test_very_deep_nesting_is_refused_and_never_overflows_the_stack(
    opening: str, closing: str
) -> None:
    with pytest.raises(js_json.JsonSyntaxError, match="nested more than 200 levels deep"):
        js_json.loads(((opening * 100_000) + closing * 100_000).encode())


def test_the_deepest_nesting_that_is_read_can_be_written_again() -> None:
    body = b'{"a":[' * (js_json.MAX_DEPTH // 2) + b"]}" * (js_json.MAX_DEPTH // 2)
    assert js_json.dumps(js_json.loads(body)) == body


def test_brackets_in_text_and_side_by_side_are_not_nesting() -> None:
    body = b'[["[[[\\"[{"' + b',[],{"[":"{"}' * 1000 + b"]]"
    assert js_json.dumps(js_json.loads(body)) == body


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=3) | st.integers(0, 2**33).map(str), inner, max_size=4)
    ),
    max_leaves=12,
)
json_like = st.text(alphabet='{}[]:,"\\truefalsn0159-+.E \n\x01é😀u', max_size=30)


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_what_was_written_reads_and_writes_the_same(value: dict[str, Any]) -> None:
    written = js_json.dumps(value)
    assert js_json.dumps(js_json.loads(written)) == written


@given(st.binary() | json_like.map(str.encode) | json_like.map(lambda text: f"[{text}".encode()))
def test_no_input_raises_anything_but_a_json_syntax_error(body: bytes) -> None:
    with suppress(js_json.JsonSyntaxError):
        js_json.dumps(js_json.loads(body))


@given(json_like.map(lambda text: f"[{text}]"))
def test_exactly_the_json_that_python_accepts_is_accepted(text: str) -> None:
    assert _accepts(js_json.loads, text.encode()) == _accepts(_strictly, text)


def _strictly(text: str) -> Any:
    def refused(constant: str) -> None:
        raise ValueError(constant)

    return json.loads(text, parse_constant=refused)


def _accepts(read: Callable[[Any], Any], body: str | bytes) -> bool:
    try:
        read(body)
    except ValueError:
        return False
    return True


def _documents() -> list[str]:
    doubles = [m * 10.0**e for m in (1, -1.5, 1.2345678901234567) for e in range(-30, 31)]
    integers = [
        sign * 2**power + step for power in range(80) for sign in (1, -1) for step in (0, 1)
    ]
    numbers = [repr(number) for number in (*doubles, *integers, 5e-324, 1.7976931348623157e308)]
    texts = [json.dumps(chr(code)) for code in (*range(0x100), 0x2028, 0xD83D, 0xFEFF, 0x1F600)]
    names = ["b", "1", "0", "4294967295", "4294967294", "01", "-1", "", "é", "2", "1.0"]
    objects = ["{" + ",".join(f'"{name}":{{"z":1,"3":2}}' for name in names) + "}"]
    odd = ["[1e400,-0,-0.0,1E5,1e-400]", '{"a":1,"b":2,"a":3}', '{"__proto__":1,"constructor":2}']
    return [f"[{item}]" for item in (*numbers, *texts)] + objects + odd


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_node_gives_the_same_bytes_for_the_same_documents() -> None:
    documents = _documents()
    script = (
        "const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const out = texts.map((text) => JSON.stringify(JSON.parse(text)));"
        "process.stdout.write(out.join('\\n'));"
    )
    answer = _node(script, json.dumps(documents).encode())
    ours = [js_json.dumps(js_json.loads(document.encode())) for document in documents]
    assert ours == answer.split(b"\n")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_node_decodes_broken_utf8_the_same_way() -> None:
    lead, tail = (0x41, 0x80, 0xC3, 0xE2, 0xED, 0xF0, 0xF4, 0xFF), (0x41, 0x80, 0xA0, 0xBF, 0xC3)
    bodies = [
        b'["' + bytes([a, b, c, d]) + b'"]' for a in lead for b in tail for c in tail for d in tail
    ]
    script = (
        "const hex = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const read = (text) => JSON.parse(Buffer.from(text, 'hex').toString('utf8'));"
        "process.stdout.write(hex.map((text) => JSON.stringify(read(text))).join('\\n'));"
    )
    answer = _node(script, json.dumps([body.hex() for body in bodies]).encode())
    assert [js_json.dumps(js_json.loads(body)) for body in bodies] == answer.split(b"\n")


def _node(script: str, given_to_it: bytes) -> bytes:
    assert NODE is not None
    run = subprocess.run(
        [NODE, "-e", script], input=given_to_it, capture_output=True, check=True, timeout=60
    )
    return run.stdout
