"""Each test has a server of its own: the admin API speaks of all accounts of its server."""

from collections.abc import Iterator

import pytest
import requests

from front_emulator import FrontServer
from tests.admin.client import Admin
from tests.e2e.receiver import Receiver


@pytest.fixture
def server() -> Iterator[FrontServer]:
    with FrontServer() as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def admin(server: FrontServer) -> Iterator[Admin]:
    with requests.Session() as session:
        session.trust_env = False
        yield Admin(server.url, session)
