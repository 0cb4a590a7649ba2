"""What kind of integration is under test: how Front signs and POSTs what it sends there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from front_emulator import courier
from front_emulator.domain.entities import WireRequest
from front_emulator.wire import signing


class MakeRequest(Protocol):
    """Makes the POST that Front would make of these bytes."""

    def __call__(
        self, url: str, body: bytes, *, api_secret: str, user_agent: str
    ) -> WireRequest: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of integration; `sign` is given the secret and the body."""

    name: str
    sign: Callable[[str, bytes], str]
    request: MakeRequest


CUSTOM = Kind("custom", signing.custom_channel_signature, courier.custom_channel_request)
"""A custom channel. Front page: dev.frontapp.com/docs/creating-a-custom-channel"""
