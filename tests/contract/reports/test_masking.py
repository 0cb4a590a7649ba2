"""Secrets never leave a run, wherever they stand and however they are written."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from front_emulator.contract.model import Run, Verdict
from front_emulator.contract.reports import (
    github,
    html,
    json_report,
    junit,
    markdown,
    sarif,
    terminal,
)
from front_emulator.contract.reports.masking import Mask, MaskedRun, masked
from front_emulator.domain.entities import Outcome
from front_emulator.wire.signing import custom_channel_signature

Render = Callable[[MaskedRun], str]
RENDERERS: tuple[Render, ...] = (
    terminal.render,
    json_report.render,
    junit.render,
    markdown.render,
    html.render,
    github.render,
    sarif.render,
)

secrets = st.text("abcdefXYZ0189+/-_.~!$%&'\"<>\\ é€", min_size=10, max_size=40).filter(
    lambda text: len(set(text)) > 5 and text.strip() == text
)


def reports(run: Run, *known: str) -> list[str]:
    return [render(masked(run, known)) for render in RENDERERS]


def planted(make: Any, place: str, secret: str) -> Run:
    """A run with a secret in one place."""
    body = f"a {secret} b".encode()
    changes: dict[str, dict[str, Any]] = {
        "request body": {"request": make.request(body)},
        "request header": {"request": make.request(headers=(("X-Some", f"a {secret}"),))},
        "request url": {"request": make.request(url=f"http://localhost/{secret}/in")},
        "answer body": {"response": make.answer(body=body)},
        "answer as JSON": {"response": make.answer(body=json.dumps({"text": secret}).encode())},
        "answer in base64": {"response": make.answer(body=base64.b64encode(secret.encode()))},
        "answer quoted": {"response": make.answer(body=quote(secret, safe="").encode())},
        "answer header": {"response": make.answer(Location=f"/?x={secret}")},
        "failure": {"response": None, "failure": f"it broke: {secret}"},
        "reason": {"outcome": Outcome("forbidden", f"no {secret}", f"odd {secret}")},
        "title": {"title": f"with {secret}"},
    }
    exchange = make.exchange(changed="X-Some", **changes.get(place, {}))
    texts = {
        "consequence": {"consequence": f"It answers {secret}."},
        "hint": {"hint": f"It answers {secret}."},
    }
    result = make.result(exchanges=(exchange, exchange), **texts.get(place, {}))
    rows = make.rows()
    if place == "row":
        rows = (
            replace(rows[0], answer=f"401 {secret}", sentence=f"{secret}."),
            replace(rows[1], how=f"With {secret}."),
        )
    stopped = f"It answers {secret}." if place == "stopped early" else None
    target = f"http://localhost/{secret}" if place == "target" else make.url
    return cast(Run, make.run(result, error_types=rows, stopped_early=stopped, target=target))


PLACES = (
    "request body",
    "request header",
    "request url",
    "answer body",
    "answer as JSON",
    "answer in base64",
    "answer quoted",
    "answer header",
    "failure",
    "reason",
    "title",
    "consequence",
    "hint",
    "row",
    "stopped early",
    "target",
)


@pytest.mark.parametrize("place", PLACES)
@settings(deadline=None, max_examples=8)
@given(secret=secrets)
def test_a_known_secret_is_in_no_report(make: Any, place: str, secret: str) -> None:
    for report in reports(planted(make, place, secret), secret):
        for spelling in {
            secret,
            json.dumps(secret)[1:-1],
            quote(secret, safe=""),
            base64.b64encode(secret.encode()).decode(),
        }:
            assert spelling not in report


@pytest.mark.parametrize("verdict", list(Verdict))
def test_no_verdict_lets_a_secret_through(make: Any, verdict: Verdict) -> None:
    exchange = make.exchange(response=make.answer(body=make.secret.encode()))
    run = make.run(make.result(verdict, exchanges=(exchange,)))
    assert not any(make.secret in report for report in reports(run, make.secret))


UNKNOWN = "hunter2hunter2"


@pytest.mark.parametrize(
    "text",
    [
        f"http://user:{UNKNOWN}@localhost:3000/in",
        f"http://{UNKNOWN}@localhost:3000/in",
        f"http://user:p@ss{UNKNOWN}@localhost/in",
        f"http://localhost/in?token={UNKNOWN}",
        f"http://localhost/in?a=1&api_key={UNKNOWN}&b=2",
        f"http://localhost/in?sig={UNKNOWN}",
        f"Authorization: Bearer {UNKNOWN}",
        f"Authorization: Basic {UNKNOWN}==",
        f"FRONT_API_SECRET={UNKNOWN}",
        f'{{"apiKey": "{UNKNOWN}"}}',
        f'{{"access_token":"{UNKNOWN}"}}',
        f'{{"client_secret":"with \\" {UNKNOWN}"}}',
        f"{{'FRONT_API_SECRET': '{UNKNOWN}'}}",
        json.dumps({"log": json.dumps({"password": UNKNOWN})}),
        json.dumps({"log": json.dumps({"log": json.dumps({"password": UNKNOWN})})}),
    ],
)
def test_what_stands_where_secrets_stand_is_masked(text: str) -> None:
    mask = Mask(())
    assert UNKNOWN not in mask.text(text)
    assert UNKNOWN.encode() not in mask.body(text.encode())
    assert "***" in mask.text(text)


@pytest.mark.parametrize(
    "name",
    ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Auth-Token"],
)
def test_headers_that_hold_secrets_are_masked(name: str) -> None:
    assert Mask(()).header(name, f"Bearer {UNKNOWN}") == (name, "***")


@pytest.mark.parametrize(
    "text",
    [
        "The header X-Front-Signature is missing or wrong.",
        "Bearer token required",
        "basic authentication is not supported",
        '{"type":"authentication_required","message":"Invalid signature"}',
        '{"signature":null,"version":"a1b2","message_uid":"9dd59a989ff031da700c08b40a3cbb09"}',
        "http://localhost:3000/front/outgoing?channel=cha_1",
        "write to me@example.com or see http://localhost/x",
    ],
)
def test_the_rest_stays_readable(text: str) -> None:
    assert Mask(("another-secret",)).text(text) == text


def test_a_signature_shows_its_length_and_no_more() -> None:
    assert Mask(()).header("x-front-signature", "abc=") == (
        "x-front-signature",
        "*** (4 characters)",
    )
    assert Mask(()).header("X-Front-Signature", "") == ("X-Front-Signature", "")


@pytest.mark.parametrize("of", ["sha1", "sha256"])
def test_an_answer_that_leaks_the_expected_signature_is_masked(make: Any, of: str) -> None:
    import hashlib
    import hmac

    request = make.request(headers=(("X-Front-Signature", "forged"),))
    digest = hmac.new(make.secret.encode(), request.body, getattr(hashlib, of)).digest()
    standard = base64.b64encode(digest).decode()
    spellings = [
        standard,
        standard.rstrip("="),
        base64.urlsafe_b64encode(digest).decode(),
        digest.hex(),
        quote(standard, safe=""),
    ]
    for spelling in spellings:
        answer = make.answer(401, f'{{"message":"expected {spelling}, got forged"}}'.encode())
        exchange = make.exchange(request=request, response=answer)
        result = make.result(exchanges=(exchange,), consequence=f"It says {spelling}.")
        for report in reports(make.run(result), make.secret):
            assert spelling.rstrip("=") not in report


def test_signatures_are_known_by_their_shape_alone(make: Any) -> None:
    signature = custom_channel_signature("a secret nobody told us", b"{}")
    assert Mask(()).text(f"expected {signature}") == "expected ***"
    assert Mask(()).text(f'sha1="{signature}"') == 'sha1="***"'


def test_a_short_secret_is_masked_as_a_word() -> None:
    mask = Mask(("shh",))
    assert mask.text("shh! the secret is shh") == "***! the secret is ***"
    assert mask.text("crashhere") == "crashhere"


def test_a_secret_that_was_cut_off_is_masked_as_far_as_it_goes() -> None:
    mask = Mask(("planted-api-secret-9f2c",))
    assert mask.text("401 expected planted-api-secr…") == "401 expected ***…"
    assert mask.text("401 expected planted-api-secr") == "401 expected ***"
    assert mask.text("a planted-api garden") == "a planted-api garden"


def test_masking_a_body_moves_nothing() -> None:
    body = b'{"token":"hunter2hunter2","x":"planted-secret-\xff","t":"changed"}'
    shown = Mask(("planted-secret-",)).body(body)
    assert len(shown) == len(body)
    assert shown.index(b"changed") == body.index(b"changed")
    assert b"\xff" in shown


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=200))
def test_any_body_can_be_masked(body: bytes) -> None:
    assert len(Mask(("planted-secret",)).body(body)) == len(body)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=80))
def test_masked_text_is_one_line_without_control_characters(text: str) -> None:
    shown = Mask(()).text(text)
    assert shown.splitlines() in ([], [shown])
    assert "\x1b" not in shown
    shown.encode()


def test_control_characters_of_a_target_become_visible(make: Any) -> None:
    exchange = make.exchange(outcome=Outcome("forbidden", "no\x1b[2Jway\n::error::x"))
    run = masked(make.run(make.result(exchanges=(exchange,))))
    assert run.results[0].finding.exchanges[0].outcome.reason == "no\\x1b[2Jway\\n::error::x"


def test_empty_secrets_mask_nothing(make: Any) -> None:
    assert masked(make.run(), ("",)).target == make.url
