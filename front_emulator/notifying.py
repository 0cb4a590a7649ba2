"""Tells webhooks of events and applications of what they synced; asks whose a webhook is.

No lock is held while a webhook is called.
"""

from collections.abc import Callable

from front_emulator import transport
from front_emulator.domain import webhooks
from front_emulator.domain.clock import monotonic
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    Channel,
    Webhook,
    WebhookCall,
    WireRequest,
    WireResponse,
)
from front_emulator.domain.errors import NotConnected
from front_emulator.wire import applications
from front_emulator.wire import webhooks as wire
from front_emulator.wire.links import link_base

OnStart = Callable[[transport.Deadline], None]
Answered = tuple[WireResponse | None, str | None]


def tell(company: Company, call_id: str, base_url: str, on_start: OnStart) -> WebhookCall | None:
    """Make a call that is due, and say what came of it; None where there is nothing to it any more.

    `on_start` is given what can cut it short.
    """
    with company.lock:
        call = webhooks.due(company, call_id)
        if call is None:
            return None
        request = _request(company, call, link_base(company, base_url))
        webhooks.begin(company, call, request)
    started = monotonic()
    response, reason = _answer(
        company, request, webhooks.timeout(company, call.webhook_id), on_start
    )
    duration = monotonic() - started
    with company.lock:
        current = webhooks.due(company, call_id)
        # A reset or a restored snapshot came between.
        if current is None or current.request is not request:
            return None
        return webhooks.finish(
            company, current, duration=duration, response=response, reason=reason
        )


def create_of_application(company: Company, webhook: Webhook) -> None:
    """Have an application's webhook once it has met the challenge. Raises `NotConnected`."""
    with company.lock:
        challenge = company.ids.secret(f"challenge {company.ids.draw('challenge')}")
        call = WebhookCall(
            id=company.ids.next("whc"),
            webhook_id=webhook.id,
            type="sync",
            due_at=company.clock.timestamp(),
            number=company.next_number(),
        )
        request = wire.request(company, webhook, wire.sync(company), challenge)
        webhooks.begin(company, call, request)
    started = monotonic()
    response, reason = _answer(company, request, webhooks.TIMEOUT)
    if response is not None and reason is None:
        reason = wire.challenge_refusal(response, challenge)
    duration = monotonic() - started
    with company.lock:
        asked = company.webhook_calls.get(call.id)
        if asked is not None:
            webhooks.finish(company, asked, duration=duration, response=response, reason=reason)
    if reason is not None:
        raise NotConnected(f"The webhook at {webhook.url} did not meet the challenge: {reason}")
    webhooks.put(company, webhook)


def _request(company: Company, call: WebhookCall, base: str) -> WireRequest:
    """What leaves; a retry says what the first attempt did, signed anew."""
    channel = company.store.channels.get(call.webhook_id)
    if channel is not None:
        return _import_request(company, channel, call, base)
    webhook = company.store.webhooks[call.webhook_id]
    body = call.body
    if body is None:
        event = company.store.events[call.event_id or ""]
        body = wire.body(company, base, webhook, event, call.type)
    return wire.request(company, webhook, body)


def _import_request(
    company: Company, channel: Channel, call: WebhookCall, base: str
) -> WireRequest:
    message = company.store.messages[call.message_id or ""]
    return applications.request(
        "POST",
        channel.settings.webhook_url or "",
        applications.imported(company, base, message),
        channel_authorization=channel.authorization,
        secret=company.store.applications[channel.application_uid or ""].secret,
        user_agent=company.settings.user_agent,
        at=company.signing_time(),
    )


def _answer(
    company: Company, request: WireRequest, timeout: float, on_start: OnStart | None = None
) -> Answered:
    """What came back, and why that is a failure; `timeout` is in seconds."""
    try:
        response = transport.send(
            request,
            timeout=timeout,
            follow_redirects=company.settings.follow_redirects,
            use_environment_proxies=company.settings.use_environment_proxies,
            on_start=on_start,
        )
    except transport.NoAnswer as failure:
        return None, str(failure)
    return response, wire.refusal(response)
