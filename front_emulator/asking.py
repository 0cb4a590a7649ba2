"""Asks an application something, and keeps what came of it.

No lock is held while an application is asked.
"""

from collections.abc import Callable

from front_emulator import transport
from front_emulator.domain import applications
from front_emulator.domain.clock import monotonic
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    Application,
    Channel,
    Handshake,
    HandshakeType,
    WireRequest,
    WireResponse,
)

Refusal = Callable[[WireResponse], str | None]
"""Why an answer is no success, None for one that is."""


def ask(
    company: Company,
    application: Application,
    channel: Channel,
    kind: HandshakeType,
    request: WireRequest,
    refusal: Refusal,
    *,
    follow_redirects: bool = False,
) -> Handshake:
    """Send a request about a channel; one that cannot be sent is refused, which says why."""
    settings = company.settings
    with company.lock:
        handshake_id, at = company.ids.next("hsk"), company.clock.timestamp()
        number = company.next_number()
    started, response = monotonic(), None
    try:
        response = transport.send(
            request,
            timeout=settings.delivery_timeout,
            follow_redirects=follow_redirects,
            use_environment_proxies=settings.use_environment_proxies,
        )
        reason = refusal(response)
    except transport.NoAnswer as failure:
        reason = f"it could not be asked: {failure}"
    handshake = Handshake(
        id=handshake_id,
        type=kind,
        application_uid=application.uid,
        channel_id=channel.id,
        at=at,
        duration=monotonic() - started,
        request=request,
        response=response,
        refusal=reason,
        number=number,
    )
    applications.note(company, handshake)
    return handshake
