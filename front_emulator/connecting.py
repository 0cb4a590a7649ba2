"""Asks applications: whether a channel may be connected, and that it is no more.

No lock is held while an application is asked.
Front page: dev.frontapp.com/docs/getting-started-with-partner-channels
"""

from typing import Any, Literal

from front_emulator import authorizing
from front_emulator.asking import ask
from front_emulator.domain import applications
from front_emulator.domain.company import Company
from front_emulator.domain.entities import Application, Channel, Handshake, WireResponse
from front_emulator.domain.errors import InvalidSetting, NotConnected, NotFound
from front_emulator.domain.urls import check_url
from front_emulator.wire import applications as wire
from front_emulator.wire import outcomes


def connect(
    company: Company, application: Application, *, inbox_id: str | None = None, **options: Any
) -> Channel:
    """A channel that the application has agreed to; without `inbox_id` in the first inbox.

    `options` are those of `applications.planned_channel`. Raises `NotConnected` where the
    application refuses or cannot be asked, `InvalidSetting`, and `NotFound` for the inbox.
    """
    inboxes = company.store.inboxes
    if inbox_id is None:
        inbox_id = next(iter(inboxes))
    elif inbox_id not in inboxes:
        raise NotFound(f"Unknown inbox ID {inbox_id}")
    channel = applications.planned_channel(company, application, inbox_id=inbox_id, **options)
    if application.oauth is not None and channel.authorization is None:
        channel = authorizing.with_token(company, application, channel)
    return applications.connected(company, channel, _authorized(company, application, channel))


def authorize_again(company: Company, channel: Channel) -> Channel:
    """Ask about a channel that is there; a refusal leaves it as it is. Raises `NotConnected`."""
    application = _application_of(company, channel)
    return applications.connected(company, channel, _authorized(company, application, channel))


def delete(company: Company, channel: Channel) -> Handshake:
    """End a channel and tell its application, whose answer changes nothing."""
    application = _application_of(company, channel)
    url = channel.settings.webhook_url or application.server_url
    told = _told(company, application, channel, "delete", url)
    applications.deleted(company, channel.id)
    return told


def _application_of(company: Company, channel: Channel) -> Application:
    return applications.known_application(company, channel.application_uid or "")


def _authorized(company: Company, application: Application, channel: Channel) -> str:
    """Where the application wants its messages. Raises `NotConnected`."""
    asked = _told(company, application, channel, "authorization", application.server_url)
    if asked.refusal is not None:
        raise NotConnected(
            f"Application {application.uid} at {application.server_url} did not connect "
            f"channel {channel.id}: {asked.refusal}"
        )
    body = b"" if asked.response is None else asked.response.body
    return wire.webhook_url(body) or application.server_url


def _told(
    company: Company,
    application: Application,
    channel: Channel,
    kind: Literal["authorization", "delete"],
    url: str,
) -> Handshake:
    """Send an application one of the two, and keep what came of it."""
    settings, is_deletion = company.settings, kind == "delete"
    request = wire.request(
        "DELETE" if is_deletion else "POST",
        url,
        wire.deletion(channel.id) if is_deletion else wire.authorization(channel.id),
        secret=application.secret,
        user_agent=settings.user_agent,
        at=company.signing_time(),
        channel_authorization=channel.authorization,
        signs_body=not is_deletion or settings.delete_signature == "body",
    )
    return ask(
        company,
        application,
        channel,
        kind,
        request,
        lambda response: _refusal(response, needs_type=not is_deletion),
        follow_redirects=settings.follow_redirects,
    )


def _refusal(response: WireResponse, *, needs_type: bool) -> str | None:
    """Why an answer is no success."""
    outcome = outcomes.of_answer(response.status, response.body, needs_type=needs_type)
    if outcome.error_type is not None:
        return f"it answered {response.status}, {outcome.error_type}: {outcome.reason}"
    url = wire.webhook_url(response.body) if needs_type else None
    if url is not None:
        try:
            check_url("webhook_url", url)
        except InvalidSetting as error:
            return str(error)
    return None
