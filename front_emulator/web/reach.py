"""How far the token of an application's channel reaches: to what is that channel's own.

Front page: dev.frontapp.com/docs/application-channel-authentication
"""

from collections.abc import Callable, Mapping

from front_emulator.domain.company import Company
from front_emulator.domain.errors import NotAllowed
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup

_CHANNEL_OF: dict[str, Callable[[Company, str], str]] = {
    "channel": lambda company, reference: lookup.channel(company, reference).id,
    "message": lambda company, reference: lookup.message(company, reference).channel_id,
    "conversation": lambda company, reference: lookup.conversation(company, reference).channel_id,
}


def check(call: Call, route: Route, references: Mapping[str, str]) -> None:
    """Raise `NotAllowed` for what the caller's token is not for, `NotFound` for what is not."""
    if call.of_channel is None:
        return
    if not route.is_for_channels:
        raise NotAllowed(
            "Forbidden", hint="this takes the company's API token, not one of an application"
        )
    for name, reference in references.items():
        if name in _CHANNEL_OF and _CHANNEL_OF[name](call.company, reference) != call.of_channel:
            raise NotAllowed(
                "Forbidden", hint=f"the token is for channel {call.of_channel}: {reference} is not"
            )
