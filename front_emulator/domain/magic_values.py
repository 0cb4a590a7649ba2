"""Handles and texts that make a send or an intake fail, without any set-up.

None can come about by accident: `fail.example` is reserved by RFC 2606, no number of the area code
500 with 555 is anybody's, and a text must be one of seven as a whole.
"""

from front_emulator.domain.entities import Message
from front_emulator.domain.error_types import STATUS_OF
from front_emulator.domain.errors import AskedFor
from front_emulator.domain.settings import Settings

DOMAIN = "fail.example"
NUMBERS = "+15005550"
"""Followed by the status of an error type: +15005550429."""
TEXT = "#fail "

_BY_HANDLE = {f"{error_type}@{DOMAIN}": error_type for error_type in STATUS_OF}
_BY_HANDLE |= {f"{NUMBERS}{status}": error_type for error_type, status in STATUS_OF.items()}
_BY_TEXT = {f"{TEXT}{error_type}": error_type for error_type in STATUS_OF}


def of_send(settings: Settings, message: Message) -> tuple[str, str] | None:
    """The magic value in a message that is to be sent, and the error type it asks for."""
    if not settings.magic_values:
        return None
    for handle in message.to:
        if handle.lower() in _BY_HANDLE:
            return handle, _BY_HANDLE[handle.lower()]
    text = message.text.strip()
    return (text, _BY_TEXT[text]) if text in _BY_TEXT else None


def check_intake(settings: Settings, text: str) -> None:
    """Raise `AskedFor` where the text of an incoming message asks for an error."""
    error_type = _BY_TEXT.get(text.strip()) if settings.magic_values else None
    if error_type is not None:
        raise AskedFor(error_type, f"magic value {text.strip()!r}; the message had no effect")
