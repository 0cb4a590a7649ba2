"""The tokens of applications: what is right, and each way of being wrong."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from front_emulator.wire import tokens
from front_emulator.wire.tokens import InvalidToken

NOW = 1602100742.0
SECRET = "an application's secret"


def claims(**changed: Any) -> dict[str, Any]:
    return {"iss": "app", "sub": "cha_1", "jti": "1", "exp": NOW + 10, **changed}


def subject(text: str, secret: str = SECRET) -> str:
    token = tokens.parsed(text)
    assert token is not None
    return tokens.subject(token, secret, NOW)


def test_a_right_token_names_its_channel() -> None:
    assert subject(tokens.signed(claims(), SECRET)) == "cha_1"


def test_a_token_as_another_library_makes_it() -> None:
    """Made with Node's jsonwebtoken: other order of the header, `iat` besides."""
    token = (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
        "eyJzdWIiOiJjaGFfMSIsImlzcyI6ImFwcCIsImV4cCI6MTYwMjEwMDc1Mn0."
    )
    signed = token.rstrip(".").encode()
    digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
    signature = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert subject(token + signature) == "cha_1"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"exp": None}, "exp: missing"),
        ({"exp": "soon"}, "exp: should be a number"),
        ({"exp": True}, "exp: should be a number"),
        ({"exp": float("nan")}, "exp: should be a number"),
        ({"exp": NOW}, "expired 0 s ago"),
        ({"exp": NOW - 31}, "expired 31 s ago"),
        ({"exp": NOW + 31}, "31 s ahead; it should be 30 at most"),
        ({"exp": (NOW + 10) * 1000}, "seconds, not ms"),
        ({"nbf": NOW + 5}, "nbf: the token does not count yet"),
        ({"sub": None}, "sub: missing"),
        ({"sub": 7}, "sub: missing"),
    ],
)
def test_claims_that_are_wrong(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidToken, match=said):
        subject(tokens.signed(claims(**changed), SECRET))


def test_the_wrong_secret() -> None:
    with pytest.raises(InvalidToken, match="signature does not fit"):
        subject(tokens.signed(claims(), "the API secret"))


def test_claims_changed_after_signing() -> None:
    head, _, signature = tokens.signed(claims(), SECRET).split(".")
    other = tokens.signed(claims(sub="cha_2"), SECRET).split(".")[1]
    with pytest.raises(InvalidToken, match="signature does not fit"):
        subject(f"{head}.{other}.{signature}")


@pytest.mark.parametrize("algorithm", ["none", "HS512", None])
def test_another_algorithm_is_not_taken_whatever_the_signature(algorithm: str | None) -> None:
    _, body, signature = tokens.signed(claims(), SECRET).split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": algorithm}).encode()).rstrip(b"=")
    for sent in ("", signature):
        with pytest.raises(InvalidToken, match="should be HS256"):
            subject(f"{header.decode()}.{body}.{sent}")


@pytest.mark.parametrize(
    "text", ["", "token", "a.b", "a.b.c.d", "!!!.!!!.!!!", "W10.W10.W10", "eyJ9.eyJ9.x", "é.é.é"]
)
def test_what_is_no_token(text: str) -> None:
    assert tokens.parsed(text) is None
