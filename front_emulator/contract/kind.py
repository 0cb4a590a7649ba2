"""What kind of integration is under test: what Front sends there, and how it signs that."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from front_emulator.domain.errors import InvalidSetting
from front_emulator.wire import signing

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of integration.

    `scheme` is one of the setting `delivery_signature`; `wrapped` makes of a message what is
    POSTed, and `opened` is the other way round. `needs_type` is whether a 2xx must say that it
    is a success. `signs_with` is what its users call the secret.
    """

    name: str
    scheme: str
    wrapped: Callable[[Json], Json]
    opened: Callable[[Json], Json]
    needs_type: bool
    signs_with: str
    body: str
    """What its users find in the body, as the end of a sentence."""

    def signature(self, secret: str, body: bytes, at: float) -> str:
        """`X-Front-Signature` of a body that is signed `at` a moment, in Unix seconds."""
        return dict(signing.signature_headers(self.scheme, secret, body, at))[
            signing.SIGNATURE_HEADER
        ]


def _as_it_is(message: Json) -> Json:
    return message


def _in_its_envelope(message: Json) -> Json:
    """As Front sends it as long as the application has named no conversation."""
    metadata: Json = {"external_conversation_ids": []}
    return {"type": "message", "payload": message, "metadata": metadata}


def _out_of_its_envelope(envelope: Json) -> Json:
    payload = envelope.get("payload")
    return payload if isinstance(payload, dict) else {}


CUSTOM = Kind(
    "custom",
    "sha1",
    _as_it_is,
    _as_it_is,
    needs_type=False,
    signs_with="the company's API secret",
    body="the message itself: no envelope, and a draft still (is_draft is true)",
)
"""A custom channel. Front page: dev.frontapp.com/docs/creating-a-custom-channel"""

APPLICATION = Kind(
    "application",
    "sha256",
    _in_its_envelope,
    _out_of_its_envelope,
    needs_type=True,
    signs_with="the application's secret",
    body="an envelope of type, payload and metadata, whose payload is the message, still a draft",
)
"""An application channel. Front page: dev.frontapp.com/docs/channels-overview"""

KINDS = {kind.name: kind for kind in (CUSTOM, APPLICATION)}


def kind_named(name: str) -> Kind:
    """The kind of this name. Raises `InvalidSetting` that names the nearest known one."""
    if name not in KINDS:
        nearest = get_close_matches(name, KINDS, n=1, cutoff=0)[0]
        raise InvalidSetting(f"kind: there is no kind {name!r}; the nearest is {nearest!r}")
    return KINDS[name]
