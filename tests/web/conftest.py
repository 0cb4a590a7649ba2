"""Each test has an account whose clock stands still, and a client for its API."""

from collections.abc import Iterator

import pytest
import requests

from front_emulator import FrontEmulator
from tests.web.client import Api, new_session


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with new_session() as session:
        yield session


@pytest.fixture
def api(front: FrontEmulator, session: requests.Session) -> Api:
    front.clock.freeze()
    return Api(front, session)
