"""FE-BAD: rightly signed requests with something wrong in them, to be refused, never to crash."""

from collections.abc import Callable

from front_emulator.contract import hints, plays, verdicts
from front_emulator.contract.bench import Bench, Letter
from front_emulator.contract.model import Exchange, Play, Scenario, Verdict
from front_emulator.contract.scenarios import fields, pages
from front_emulator.contract.scenarios.fields import EITHER, NO_MESSAGE, REFUSES

Spoil = Callable[[Bench, Letter], bytes]

_DEPTH = 100_000
_DIGITS = 5_000


def _body(what: str, spoil: Spoil, accepting: Verdict = Verdict.FAIL) -> Play:
    def wrong(bench: Bench, letter: Letter) -> Exchange:
        body = spoil(bench, letter)
        return bench.post(what, body, changed=_place(letter.body, body))

    return plays.paired(wrong, _refuses(what, accepting))


def _method(method: str, what: str) -> Play:
    def wrong(bench: Bench, letter: Letter) -> Exchange:
        content: Letter | bytes = b"" if method == "GET" else letter
        return bench.post(what, content, method=method, changed=f"the method {method}")

    return plays.paired(wrong, _refuses(what, hint=hints.ONLY_POST))


def _refuses(what: str, accepting: Verdict = Verdict.FAIL, hint: str = hints.CATCH) -> plays.Judge:
    return lambda exchange, _: verdicts.unreadable(exchange, what, accepting=accepting, hint=hint)


def _place(right: bytes, wrong: bytes) -> str:
    """Where they part ways."""
    pairs = enumerate(zip(right, wrong, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(right), len(wrong)))
    return f"byte {at} and what follows" if at else "the whole body"


def _as_text(bench: Bench, letter: Letter) -> Exchange:
    changed = "Content-Type"
    return bench.post("text/plain", letter, content_type="text/plain", changed=changed)


def _no_json(bench: Bench, _: Letter) -> bytes:
    return bench.phrase("this is not JSON").encode()


def _half(_: Bench, letter: Letter) -> bytes:
    return letter.body[: len(letter.body) // 2]


def _nothing(_: Bench, __: Letter) -> bytes:
    return b""


def _array(_: Bench, letter: Letter) -> bytes:
    return b"[" + letter.body + b"]"


def _null(_: Bench, __: Letter) -> bytes:
    return b"null"


def _latin_1(_: Bench, letter: Letter) -> bytes:
    return letter.body.replace(b"Monday", "s\u00e1bado".encode("latin-1"))


def _nested(_: Bench, letter: Letter) -> bytes:
    return _with_field(letter, b"[" * _DEPTH + b"]" * _DEPTH)


def _huge_number(_: Bench, letter: Letter) -> bytes:
    return _with_field(letter, b"7" * _DIGITS)


def _with_field(letter: Letter, value: bytes) -> bytes:
    return letter.body[:-1] + b',"contract_extra":' + value + b"}"


def _scenario(
    number: int, title: str, sent: str, why: str, play: Play, right: str = REFUSES
) -> Scenario:
    return Scenario(f"FE-BAD-{number:02}", title, sent, right, why, pages.MESSAGE, play)


SCENARIOS = (
    _scenario(
        1,
        "Not JSON",
        "A body that is a sentence, rightly signed.",
        NO_MESSAGE,
        _body("a body that is not JSON", _no_json),
    ),
    _scenario(
        2,
        "Half of the JSON",
        "The first half of a message, signed as it is.",
        NO_MESSAGE,
        _body("a body that is half of a JSON text", _half),
    ),
    _scenario(
        3,
        "An empty body",
        "No body, with the signature of no bytes.",
        NO_MESSAGE,
        _body("an empty body", _nothing),
    ),
    _scenario(
        4,
        "An array",
        "A list with one message in it, rightly signed.",
        NO_MESSAGE,
        _body("a body that is an array", _array),
    ),
    _scenario(
        5,
        "null",
        "A body that is null, rightly signed.",
        NO_MESSAGE,
        _body("a body that is null", _null),
    ),
    _scenario(
        6,
        "Invalid UTF-8",
        "A message with a letter in Latin-1, rightly signed.",
        "JSON is UTF-8; decoded with replacement characters it is not what a teammate wrote.",
        _body("a body that is not UTF-8", _latin_1),
    ),
    *fields.SCENARIOS,
    _scenario(
        22,
        "Another content type",
        "A right message as text/plain.",
        "Front sends application/json; who takes anything also takes what browsers send.",
        plays.paired(
            _as_text, _refuses("a message sent as text/plain", Verdict.WARN, hints.CONTENT_TYPE)
        ),
    ),
    _scenario(
        23,
        "GET",
        "A GET of the Outgoing URL, with the signature of no bytes.",
        "Front only POSTs; where a GET succeeds, crawlers and previews are taken for Front.",
        _method("GET", "a GET"),
    ),
    _scenario(
        24,
        "PUT",
        "A right message by PUT.",
        "Front only POSTs.",
        _method("PUT", "a PUT"),
    ),
    _scenario(
        25,
        "A deeply nested field",
        f"A right message with an unknown field of {_DEPTH:,} arrays inside each other.",
        "Parsers run out of stack, which is not a parse error in every language.",
        _body("a deeply nested unknown field", _nested, Verdict.PASS),
        EITHER,
    ),
    _scenario(
        26,
        "A huge number",
        f"A right message with an unknown field that is a number of {_DIGITS:,} digits.",
        "Some parsers refuse long numbers with an error of their own.",
        _body("a huge number in an unknown field", _huge_number, Verdict.PASS),
        EITHER,
    ),
)
