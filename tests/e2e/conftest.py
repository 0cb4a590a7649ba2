"""Each test here has an account whose channel delivers to a receiver of the test's own."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from front_emulator import FrontEmulator
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def other_receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def front_options(receiver: Receiver) -> Mapping[str, Any]:
    return {"outgoing_url": receiver.url, "processing_delay": 0}


@pytest.fixture
def api(front: FrontEmulator) -> Api:
    return Api(front)
