"""FE-SIG: messages that Front did not sign like this, to be refused."""

import base64
import hmac
import json
import re
import string
from collections.abc import Callable

from front_emulator.contract import plays, raw, verdicts
from front_emulator.contract.answers import accepted
from front_emulator.contract.bench import SIGNATURE, Bench, Letter
from front_emulator.contract.model import EVERY_KIND, Exchange, Finding, Play, Scenario, Verdict
from front_emulator.contract.scenarios import pages
from front_emulator.wire import js_json, signing

Sign = Callable[[Letter, str], str]
"""A wrong signature of a message, from the message and the right secret."""

_RIGHT = 'Refuses it with the type "authentication_required" or "forbidden".'
_WHY = "Anybody can POST to the Outgoing URL; only the signature says that it is Front."
_ANYBODY = "whoever knows the URL can write to visitors as your team"
_GUESSED = "a few characters are found by trying, and then anybody can write to visitors"
_LENIENT = "a spelling that Front never sends passes for Front's"
_CHANGED = "what a teammate wrote can be changed on its way"
_REWRITTEN = "what is verified is not the body as it came"
_REUSED = "whoever has seen one signature can write anything to visitors"
_FOR_EVER = "whoever has seen a message can send it again at any time"
_TRIES = 500
_BASE64 = f"{string.ascii_uppercase}{string.ascii_lowercase}{string.digits}+/"


def _signed(
    what: str, sign: Sign, make: plays.Make = plays.a_reply, meaning: str = _ANYBODY
) -> Play:
    def wrong(bench: Bench, letter: Letter) -> Exchange:
        signature = sign(letter, bench.target.secret)
        return bench.post(what, letter, signatures=(signature,), at=letter.at, changed=SIGNATURE)

    return plays.paired(wrong, _refuses(what, meaning), make)


def _body_changed(
    what: str,
    change: Callable[[Letter], tuple[bytes, str]],
    *,
    accepting: Verdict = Verdict.FAIL,
    make: plays.Make = plays.a_reply,
    meaning: str,
) -> Play:
    def wrong(bench: Bench, letter: Letter) -> Exchange:
        body, changed = change(letter)
        return bench.post(what, body, signatures=(letter.signature,), at=letter.at, changed=changed)

    return plays.paired(wrong, _refuses(what, meaning, accepting), make)


def _refuses(what: str, meaning: str = _ANYBODY, accepting: Verdict = Verdict.FAIL) -> plays.Judge:
    return lambda exchange, target: verdicts.forged(
        exchange, target.secret, what, accepting=accepting, meaning=meaning
    )


def _with_another_secret(bench: Bench, letter: Letter) -> Exchange:
    signature = bench.target.kind.signature(f"{bench.target.secret}x", letter.body, letter.at)
    what = "a message signed with another secret"
    return bench.post(what, letter, signatures=(signature,), at=letter.at, changed=SIGNATURE)


def _unsigned(bench: Bench, letter: Letter) -> Exchange:
    return bench.post("no signature", letter, signatures=(), changed=SIGNATURE)


def _with_the_signature_of_another(bench: Bench) -> Finding:
    what = "a message with the signature of another one"
    other = plays.a_reply(bench)
    before = bench.post("another message, right", other, at=other.at)
    if not accepted(before):
        return verdicts.inconclusive(before, "just before it")
    letter = plays.a_reply(bench)
    exchange = bench.post(
        what, letter, signatures=(other.signature,), at=other.at, changed=SIGNATURE
    )
    finding = verdicts.forged(exchange, bench.target.secret, what, meaning=_REUSED)
    return plays.settled(bench, letter, exchange, finding)


def _twice(bench: Bench, letter: Letter) -> Exchange:
    wrong = _with_the_tail_changed(letter, "")
    request = bench.request(letter, signatures=(wrong, letter.signature), at=letter.at)
    return bench.exchange("two signatures", request, changed=SIGNATURE, send=raw.send)


def _nothing(_: Letter, __: str) -> str:
    return ""


def _garbage(_: Letter, __: str) -> str:
    return "%%not base64%%"


def _truncated(letter: Letter, _: str) -> str:
    return letter.signature[:-10]


def _with_the_tail_changed(letter: Letter, _: str) -> str:
    half = len(letter.signature) // 2
    # By four, so that what does not fit into the last byte stays zero.
    others = str.maketrans(_BASE64, _BASE64[4:] + _BASE64[:4])
    return letter.signature[:half] + letter.signature[half:].translate(others)


def _with_sha256(letter: Letter, secret: str) -> str:
    digest = hmac.digest(secret.encode(), letter.body, "sha256")
    return base64.b64encode(digest).decode()


def _with_sha1(letter: Letter, secret: str) -> str:
    return signing.custom_channel_signature(secret, letter.body)


def _in_hex(letter: Letter, _: str) -> str:
    return base64.b64decode(letter.signature).hex()


def _url_safe(letter: Letter, _: str) -> str:
    return letter.signature.translate(str.maketrans("+/", "-_"))


def _with_a_sign(bench: Bench) -> Letter:
    """A reply whose right signature has a + or / early on: the url-safe one differs there."""
    for number in range(1, _TRIES):
        letter = bench.reply(bench.phrase(f"your parcel no. {number} has left."))
        if re.search("[+/]", letter.signature[:4]):
            return letter
    raise AssertionError(f"{_TRIES} signatures that do not begin with + or /")


def _about_money(bench: Bench) -> Letter:
    return bench.reply(bench.phrase("please pay 10 credits, not more."))


def _one_byte(letter: Letter) -> tuple[bytes, str]:
    at = letter.body.index(b"10 credits", letter.body.index(b'"text":'))
    return letter.body[:at] + b"9" + letter.body[at + 1 :], f"byte {at}"


def _reordered(letter: Letter) -> tuple[bytes, str]:
    return js_json.dumps(dict(reversed(json.loads(letter.body).items()))), "the order of the keys"


def _with_a_space(letter: Letter) -> tuple[bytes, str]:
    at = letter.body.index(b'":"') + 2
    return letter.body[:at] + b" " + letter.body[at:], f"byte {at} (a space)"


def _with_a_line_feed(letter: Letter) -> tuple[bytes, str]:
    return letter.body + b"\n", f"byte {len(letter.body)} (a line feed)"


def _scenario(
    number: int,
    title: str,
    sent: str,
    play: Play,
    why: str = _WHY,
    kinds: tuple[str, ...] = EVERY_KIND,
) -> Scenario:
    scenario_id = f"FE-SIG-{number:02}"
    return Scenario(scenario_id, title, sent, _RIGHT, why, pages.SIGNATURE, play, kinds=kinds)


SCENARIOS = (
    _scenario(
        1,
        "No signature",
        "A message without the header X-Front-Signature.",
        plays.paired(_unsigned, _refuses("a message without a signature")),
    ),
    _scenario(
        2,
        "An empty signature",
        "X-Front-Signature is there and empty.",
        _signed("a message with an empty signature", _nothing),
        "Every text begins with the empty one: a comparison of prefixes takes it.",
    ),
    _scenario(
        3,
        "Garbage for a signature",
        "X-Front-Signature is a text that is not base64.",
        _signed("a message with garbage for a signature", _garbage),
        "What cannot be decoded is a wrong signature, not a reason to crash.",
    ),
    _scenario(
        4,
        "A truncated signature",
        "The right signature without its last ten characters.",
        _signed("a message with a truncated signature", _truncated, meaning=_GUESSED),
        "A comparison up to the shorter length takes it, and short prefixes can be guessed.",
    ),
    _scenario(
        5,
        "A signature that begins right",
        "The first half of the right signature, then other characters.",
        _signed(
            "a message whose signature only begins right", _with_the_tail_changed, meaning=_GUESSED
        ),
        "A comparison of the first characters takes it, and short prefixes can be guessed.",
    ),
    _scenario(
        6,
        "Another secret",
        "The message signed with another secret.",
        plays.paired(_with_another_secret, _refuses("a message signed with another secret")),
    ),
    _scenario(
        7,
        "Hexadecimal instead of base64",
        "The right HMAC, written in hexadecimal.",
        _signed("a message whose signature is hexadecimal", _in_hex, meaning=_LENIENT),
        "Front writes base64; what takes other spellings takes more than Front sends.",
    ),
    _scenario(
        8,
        "URL-safe base64",
        "The right HMAC in base64 with - and _ for + and /.",
        _signed("a message whose signature is URL-safe base64", _url_safe, _with_a_sign, _LENIENT),
        "Front writes standard base64; what takes other spellings takes more than Front sends.",
    ),
    _scenario(
        9,
        "SHA-256 instead of SHA-1",
        "The body signed with the right secret and SHA-256: base64(HMAC-SHA256(secret, body)).",
        _signed("a message signed with SHA-256", _with_sha256, meaning=_LENIENT),
        "Custom channels are signed with SHA-1; application channels are another scheme.",
        ("custom",),
    ),
    _scenario(
        10,
        "One byte of the body changed",
        "A signed message in which 10 credits became 90.",
        _body_changed(
            "a message of which one byte was changed",
            _one_byte,
            make=_about_money,
            meaning=_CHANGED,
        ),
        "The signature is there to show just this.",
    ),
    _scenario(
        11,
        "Keys in another order",
        "The same JSON with its keys the other way round, signed before.",
        _body_changed(
            "a message whose keys were put in another order", _reordered, meaning=_CHANGED
        ),
        "Another order is another body; sorting keys before verifying hides changes.",
    ),
    _scenario(
        12,
        "A space added",
        "The same JSON with one space after a colon, signed before.",
        _body_changed(
            "a message with a space added",
            _with_a_space,
            accepting=Verdict.WARN,
            meaning=_REWRITTEN,
        ),
        "It shows that parsed and rewritten JSON is verified, which fails on other messages.",
    ),
    _scenario(
        13,
        "A line feed appended",
        "The same JSON with a line feed after it, signed before.",
        _body_changed(
            "a message with a line feed appended",
            _with_a_line_feed,
            accepting=Verdict.WARN,
            meaning=_REWRITTEN,
        ),
        "It shows that parsed, rewritten or trimmed JSON is verified, not the body as it came.",
    ),
    _scenario(
        14,
        "The signature of another message",
        "A message with a signature that is right for another one.",
        _with_the_signature_of_another,
        "Signatures can be seen and used again; they are good for one body.",
    ),
    Scenario(
        id="FE-SIG-15",
        title="Two signatures, one of them right",
        sent="X-Front-Signature twice: first a wrong one, then the right one.",
        right="Accepts or refuses it; servers join doubled headers or drop one.",
        why="A doubled header must not crash anything.",
        page=pages.SIGNATURE,
        play=plays.paired(
            _twice,
            lambda exchange, target: verdicts.twice_signed(
                exchange, target.secret, "a message with two signatures"
            ),
        ),
    ),
    _scenario(
        16,
        "SHA-1 instead of SHA-256",
        "The body signed as for a custom channel: base64(HMAC-SHA1(secret, body)).",
        _signed("a message signed with SHA-1", _with_sha1, meaning=_LENIENT),
        "Applications are signed with SHA-256 over the timestamp and the body.",
        ("application",),
    ),
    _scenario(
        17,
        "A signature of the body alone",
        "The body signed with SHA-256 and without the timestamp before it.",
        _signed("a message signed without its timestamp", _with_sha256, meaning=_FOR_EVER),
        "A timestamp that is not signed can be changed, so an old message passes for a new one.",
        ("application",),
    ),
)
