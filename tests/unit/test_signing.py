"""Front's two signatures against vectors that were computed with other programs."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from front_emulator import resources
from front_emulator.wire import signing
from tests.e2e import node

VECTORS: list[dict[str, Any]] = resources.fixture("signatures")
CUSTOM = [vector for vector in VECTORS if vector["scheme"] == "custom_channel"]
APPLICATION = [vector for vector in VECTORS if vector["scheme"] == "application"]


def names(vectors: list[dict[str, Any]]) -> list[str]:
    return [str(vector["name"]) for vector in vectors]


@pytest.mark.parametrize("vector", CUSTOM, ids=names(CUSTOM))
def test_custom_channel_signature_is_that_of_the_vector(vector: dict[str, Any]) -> None:
    """base64(HMAC-SHA1(API secret, body)): 28 characters."""
    signature = signing.custom_channel_signature(vector["secret"], vector["body"].encode())
    assert signature == vector["signature"]
    assert len(signature) == 28


@pytest.mark.parametrize("vector", APPLICATION, ids=names(APPLICATION))
def test_application_signature_is_that_of_the_vector(vector: dict[str, Any]) -> None:
    """base64(HMAC-SHA256(app secret, timestamp:body)): 44 characters."""
    signature = signing.application_signature(
        vector["secret"], vector["timestamp"], vector["body"].encode()
    )
    assert signature == vector["signature"]
    assert len(signature) == 44


def test_vectors_are_of_both_schemes_and_each_has_a_name() -> None:
    """Nothing in the file is passed over."""
    assert CUSTOM
    assert APPLICATION
    assert len(CUSTOM) + len(APPLICATION) == len(VECTORS) == len(set(names(VECTORS)))


@pytest.mark.parametrize("secret", ["", "x", "y" * 200, "ß"])
@pytest.mark.parametrize("body", [b"", b"{}", b"\x00\xff", b"x" * 100_000])
def test_any_bytes_and_any_secret_can_be_signed(secret: str, body: bytes) -> None:
    """The same as with the hmac module's other interface."""
    made = hmac.new(secret.encode(), body, hashlib.sha1).digest()
    assert signing.custom_channel_signature(secret, body) == base64.b64encode(made).decode()
    made = hmac.new(secret.encode(), b"5:" + body, hashlib.sha256).digest()
    assert signing.application_signature(secret, "5", body) == base64.b64encode(made).decode()


@node.needs_node
def test_vectors_are_right_by_nodes_crypto() -> None:
    """The shipped file stands on another implementation than ours."""
    signed = [
        {
            "algorithm": "sha1" if vector in CUSTOM else "sha256",
            "secret": vector["secret"],
            "data": vector["body"]
            if vector in CUSTOM
            else f"{vector['timestamp']}:{vector['body']}",
        }
        for vector in VECTORS
    ]
    judge = """(given) => {
        const {algorithm, secret, data} = JSON.parse(given);
        return crypto.createHmac(algorithm, secret).update(data).digest("base64");
    }"""
    signatures = node.run(judge, [json.dumps(each).encode() for each in signed])
    assert signatures == [vector["signature"] for vector in VECTORS]
