"""A bench against a scripted integration, and exchanges made by hand."""

import json
from collections.abc import Callable, Iterator

import pytest

from front_emulator import FrontEmulator
from front_emulator.contract.bench import Bench, Target
from front_emulator.contract.model import Exchange
from front_emulator.domain.entities import Outcome, WireRequest, WireResponse
from front_emulator.wire import outcomes, signing
from tests.apps.right import SECRET
from tests.e2e.receiver import Receiver

MakeExchange = Callable[..., Exchange]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def bench(front: FrontEmulator, receiver: Receiver) -> Bench:
    return Bench(front, Target(receiver.url, SECRET, timeout=3.0)).at("FE-TST-01")


@pytest.fixture
def exchange() -> MakeExchange:
    return made_exchange


def made_exchange(
    status: int | None = 200,
    body: object = None,
    *,
    sent: bytes = b'{"id":"msg_1"}',
    signature: str | None = None,
    headers: tuple[tuple[str, str], ...] = (),
    failure: str = "the connection broke before there was an answer",
    timed_out: bool = False,
    duration: float = 0.01,
) -> Exchange:
    """An exchange with this answer, or without one when `status` is None."""
    given = signing.custom_channel_signature(SECRET, sent) if signature is None else signature
    request = WireRequest("POST", "http://localhost:1/", (("X-Front-Signature", given),), sent)
    if status is None:
        outcome = Outcome("request_timeout" if timed_out else "internal_error", failure)
        return Exchange("made", request, outcome, duration, None, failure, timed_out)
    data = body if isinstance(body, bytes) else json.dumps(body).encode() if body else b""
    response = WireResponse(status, headers, data)
    return Exchange("made", request, outcomes.of_answer(status, data), duration, response)
