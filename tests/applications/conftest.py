"""Each test here has an account with an application, whose server is the test's own."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from front_emulator import ApplicationChannel, ConnectedApplication, FrontEmulator
from tests.applications.partner import Partner
from tests.e2e.receiver import Receiver, answer_json


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """The application's server: it agrees to every channel and to every message."""
    with Receiver() as receiver:
        receiver.answers(answer_json({"type": "success", "webhook_url": receiver.url}))
        yield receiver


@pytest.fixture
def front_options() -> Mapping[str, Any]:
    return {"processing_delay": 0}


@pytest.fixture
def application(front: FrontEmulator, receiver: Receiver) -> ConnectedApplication:
    return front.create_application("SMS", server_url=f"{receiver.origin}/front")


@pytest.fixture
def channel(application: ConnectedApplication, receiver: Receiver) -> ApplicationChannel:
    """A channel that the application has agreed to; the handshake is not among its requests."""
    channel = application.connect("Text messages")
    receiver.requests.clear()
    return channel


@pytest.fixture
def partner(front: FrontEmulator, channel: ApplicationChannel, receiver: Receiver) -> Partner:
    return Partner(front, channel, receiver)
