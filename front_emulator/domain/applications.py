"""Applications: what they may do, their channels, and what came of asking them.

Front page: dev.frontapp.com/docs/channels-overview
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast, get_args
from urllib.parse import urljoin

from front_emulator.domain import webhooks
from front_emulator.domain.channels import channel_settings
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    Application,
    Capability,
    Channel,
    Conversation,
    Handshake,
    OAuth,
    Outcome,
)
from front_emulator.domain.errors import InvalidSetting, NotAllowed, NotFound, WrongChannel
from front_emulator.domain.urls import check_url

CAPABILITIES: tuple[Capability, ...] = get_args(Capability)


def create(
    company: Company,
    name: str,
    server_url: str,
    *,
    uid: str | None = None,
    secret: str | None = None,
    capabilities: Iterable[str] = CAPABILITIES,
    oauth: OAuth | None = None,
) -> Application:
    """Add an application; `uid` and `secret` are made up if not given. Raises `InvalidSetting`."""
    check_url("server_url", server_url)
    if oauth is not None:
        _check_oauth(server_url, oauth)
    wanted = tuple(capabilities)
    for each in wanted:
        if each not in CAPABILITIES:
            known = ", ".join(CAPABILITIES)
            raise InvalidSetting(f"capabilities: {each!r} is none of {known}")
    with company.changed:
        number = company.ids.draw("application")
        made_up = company.ids.secret(f"application {company.serial} {number}")
        application = Application(
            uid=made_up[:16] if uid is None else uid,
            name=name,
            secret=company.ids.secret(f"secret of {made_up}") if secret is None else secret,
            server_url=server_url,
            capabilities=cast(tuple[Capability, ...], wanted),
            oauth=oauth,
        )
        if application.uid in company.store.applications:
            raise InvalidSetting(f"uid: there is an application {application.uid} already")
        company.store.applications[application.uid] = application
        company.changed.notify_all()
    return application


def _check_oauth(server_url: str, oauth: OAuth) -> None:
    for name in ("authorize_url", "token_url", "introspect_url", "redirect_uri"):
        given = getattr(oauth, name)
        if given is not None:
            check_url(f"oauth.{name}", urljoin(server_url, given))


def known_application(company: Company, uid: str) -> Application:
    """The application with this uid, or `NotFound`."""
    found = company.store.applications.get(uid)
    if found is None:
        known = ", ".join(company.store.applications) or "none"
        raise NotFound(f"Unknown application UID {uid}", hint=f"there are: {known}")
    return found


def planned_channel(
    company: Company,
    application: Application,
    *,
    inbox_id: str,
    name: str | None = None,
    authorization: str | None = None,
    **settings: Any,
) -> Channel:
    """A channel that the application has not agreed to yet. Raises `InvalidSetting`."""
    made = channel_settings(**{"compose_mode": "normal"} | settings)
    with company.lock:
        return Channel(
            company.ids.next("cha"),
            name or application.name,
            company.ids.address(),
            inbox_id,
            made,
            application_uid=application.uid,
            authorization=authorization,
        )


def connected(company: Company, channel: Channel, webhook_url: str) -> Channel:
    """Have a channel that its application agreed to, at the address that it named."""
    with company.changed:
        known = company.store.channels.get(channel.id, channel)
        settings = replace(known.settings, webhook_url=webhook_url)
        connected = replace(known, settings=settings)
        company.store.put_channel(connected)
        company.changed.notify_all()
    return connected


def deleted(company: Company, channel_id: str) -> None:
    """End a channel: its messages stay, nothing comes in or leaves through it any more."""
    with company.changed:
        channel = company.store.channels[channel_id]
        settings = replace(channel.settings, webhook_url=None, reply_mode="unsupported")
        company.store.put_channel(replace(channel, settings=settings, is_deleted=True))
        webhooks.cancel(company, channel_id, "the channel was deleted")
        company.changed.notify_all()


def note(company: Company, handshake: Handshake) -> None:
    """Keep what came of asking an application."""
    with company.changed:
        company.handshakes.put(handshake)
        company.changed.notify_all()
    company.on_handshake(handshake)


def check_can(company: Company, channel: Channel, capability: Capability) -> None:
    """Raise unless the channel is one of an application that has the capability.

    `NotAllowed` for messages, `WrongChannel` for the others, as Front answers 403 and 400.
    """
    application = company.store.applications.get(channel.application_uid or "")
    if application is not None and capability in application.capabilities:
        return
    lacks = application and f"application {application.uid} lacks the capability {capability}"
    hint = lacks or "it is a custom channel; those of applications have this"
    if capability == "messages":
        raise NotAllowed(f"Channel {channel.id} does not allow this endpoint", hint=hint)
    what = "calls" if capability == "calls" else "application message templates"
    kind = f"does not support {what}" if application else "is not an application channel"
    raise WrongChannel(f"Channel {channel.id} {kind}", hint=hint)


def take_ids(company: Company, conversation: Conversation, outcome: Outcome) -> Outcome:
    """File a conversation under what the application's answer calls it.

    An id that stands for another conversation goes on doing so, which the outcome then warns of.
    The company's lock must be held. Front page: dev.frontapp.com/docs/channels-faq
    """
    external_id = outcome.external_conversation_id
    if external_id is None:
        return outcome
    key = (conversation.channel_id, "external", external_id)
    holder = company.store.threads.setdefault(key, conversation.id)
    if holder != conversation.id:
        warning = f"external_conversation_id {external_id!r} is that of conversation {holder}"
        return replace(outcome, warning=warning)
    if external_id not in conversation.external_ids:
        ids = (*conversation.external_ids, external_id)
        company.store.put_conversation(replace(conversation, external_ids=ids))
    return outcome
