from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from front_emulator.sample import Config, create_app
from tests.sample.actors import SECRET, FlyingTime, Visitor
from tests.sample.fake_front import FakeFront

Settings = Callable[..., Config]
MakeApp = Callable[..., Flask]


@pytest.fixture
def front() -> Iterator[FakeFront]:
    fake = FakeFront()
    yield fake
    fake.close()


@pytest.fixture
def time() -> FlyingTime:
    return FlyingTime()


@pytest.fixture
def settings(front: FakeFront) -> Settings:
    def make(**changes: Any) -> Config:
        own = {"incoming_url": front.incoming_url, "api_token": "a token", "api_secret": SECRET}
        return Config(**{**own, **changes})

    return make


@pytest.fixture
def make_app(settings: Settings, time: FlyingTime) -> MakeApp:
    def make(**changes: Any) -> Flask:
        return create_app(settings(**changes), clock=time.clock, pause=time.pause)

    return make


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)
