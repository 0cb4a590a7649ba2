"""The integration under test."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from front_emulator.contract.kind import CUSTOM, Kind
from front_emulator.domain.entities import ContactType
from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.urls import check_url
from front_emulator.wire.outcomes import ERROR_TYPES

_STRANGERS: Mapping[ContactType, str] = {
    "custom": "contract-stranger",
    "email": "contract-stranger@example.invalid",
    "phone": "+15005550001",
}
_COMPANIONS: Mapping[ContactType, str] = {
    "custom": "contract-companion",
    "email": "contract-companion@example.invalid",
    "phone": "+14155550133",
}


@dataclass(frozen=True, slots=True)
class Target:
    """The integration under test.

    `recipient` is a handle the integration knows. `unknown_recipient`, where given, is one it
    must refuse; without it, one is made up and taking it is no fault. `timeout` is Front's time
    limit in seconds, `burst` how many messages come at once, and `triggers` names, for each
    error type, a recipient for whom the integration answers with it. `server_url` is where an
    application takes the handshake; without it none is played. `authorization` is the header
    of that name which an application's service wants of Front.
    Raises `InvalidSetting`.
    """

    url: str
    secret: str = field(repr=False)
    recipient: str = "contract-visitor"
    unknown_recipient: str | None = None
    timeout: float = 7.0
    burst: int = 20
    triggers: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = CUSTOM
    server_url: str | None = None
    authorization: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        check_url("url", self.url)
        if self.server_url is not None:
            self._check_handshake(self.server_url)
        if self.authorization is not None:
            self._check_authorization(self.authorization)
        if not self.recipient:
            raise InvalidSetting("recipient: should not be empty")
        if self.timeout <= 0:
            raise InvalidSetting("timeout: should be more than 0 seconds")
        if self.burst < 2:
            raise InvalidSetting("burst: should be at least 2 messages")
        for error_type in self.triggers:
            _check_error_type(error_type)

    @property
    def stranger(self) -> str:
        """Somebody the integration cannot know."""
        return self.unknown_recipient or _STRANGERS[contact_type_of(self.recipient)]

    @property
    def companion(self) -> str:
        """Somebody a message goes to besides the recipient."""
        return _COMPANIONS[contact_type_of(self.recipient)]

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no report may show."""
        return (self.secret,) if self.authorization is None else (self.secret, self.authorization)

    def _check_authorization(self, authorization: str) -> None:
        if self.kind is CUSTOM:
            raise InvalidSetting("authorization: Front sends none to a custom channel")
        if not authorization.isprintable() or not authorization.isascii():
            raise InvalidSetting("authorization: should be one line of ASCII")

    def _check_handshake(self, server_url: str) -> None:
        if self.kind is CUSTOM:
            raise InvalidSetting("server_url: a custom channel has no handshake, applications have")
        check_url("server_url", server_url)


def contact_type_of(handle: str) -> ContactType:
    """The contact type of the channel that such a handle writes to."""
    if handle.startswith("+") and handle[1:].isdigit():
        return "phone"
    return "email" if "@" in handle.strip("@") else "custom"


def _check_error_type(error_type: str) -> None:
    if error_type in ERROR_TYPES:
        return
    nearest = get_close_matches(error_type, ERROR_TYPES, n=1, cutoff=0)[0]
    raise InvalidSetting(f"triggers: {error_type!r} is no error type; the nearest is {nearest!r}")
