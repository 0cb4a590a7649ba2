"""A channel's settings, and what a change of them takes along."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from front_emulator.domain.company import Company
from front_emulator.domain.entities import UNDO_SEND_TIMES, Channel, ChannelSettings, ChannelStatus
from front_emulator.domain.errors import InvalidBody, InvalidSetting, NotFound
from front_emulator.domain.urls import check_url

_CHOICES: dict[str, tuple[object, ...]] = {
    "undo_send_time": UNDO_SEND_TIMES,
    "contact_type": ("custom", "email", "phone"),
    "reply_mode": ("same_channel", "unsupported"),
    "compose_mode": ("normal", "unsupported"),
}


def channel_settings(**values: Any) -> ChannelSettings:
    """The settings of a new channel; what is not given is Front's default.

    Raises `InvalidSetting` that names the setting and what it may be.
    """
    return merged(ChannelSettings(), values)


def merged(settings: ChannelSettings, values: Mapping[str, Any]) -> ChannelSettings:
    """`settings` with `values` put in, or `InvalidSetting`."""
    names = {field.name for field in fields(ChannelSettings)}
    for name, value in values.items():
        if name not in names:
            raise InvalidSetting(f"{name}: no such channel setting; there are {sorted(names)}")
        choices = _CHOICES.get(name)
        if choices is not None and value not in choices:
            known = ", ".join(str(choice) for choice in choices)
            raise InvalidSetting(f"{name}: {value!r} is none of {known}")
    url = values.get("webhook_url")
    if url:
        check_url("webhook_url", url)
    return replace(settings, **values)


def create(company: Company, inbox_id: str, name: str | None = None, **settings: Any) -> Channel:
    """Add a custom channel to an inbox. Raises `InvalidBody`.

    Front page: dev.frontapp.com/reference/create-a-channel
    """
    try:
        made = channel_settings(**settings)
    except InvalidSetting as error:
        raise InvalidBody((f"body.settings.{error}",)) from error
    with company.changed:
        channel = company.add_channel(name or "Custom channel", inbox_id, made)
        company.changed.notify_all()
    return channel


def update(
    company: Company,
    channel_id: str,
    *,
    name: str | None = None,
    inbox_id: str | None = None,
    settings: Mapping[str, Any] | None = None,
    status: ChannelStatus | None = None,
) -> Channel:
    """Change a channel; given settings are merged into those it has.

    Moving it to another inbox takes its conversations along. Raises `InvalidBody` for
    a change of the contact type, which is fixed when a channel is made, and `NotFound`
    for an unknown inbox. Front page: dev.frontapp.com/reference/update-channel
    """
    with company.lock:
        channel = company.store.channels[channel_id]
        wanted = dict(settings or {})
        contact_type = channel.settings.contact_type
        if wanted.get("contact_type", contact_type) != contact_type:
            raise InvalidBody(
                (f"body.settings.contact_type: should eql {contact_type}",),
                hint="the contact type is chosen when a channel is made and stays",
            )
        try:
            new_settings = merged(channel.settings, wanted)
        except InvalidSetting as error:
            raise InvalidBody((f"body.settings.{error}",)) from error
        if inbox_id is not None and inbox_id not in company.store.inboxes:
            raise NotFound(f"Unknown inbox ID {inbox_id}")
        channel = replace(
            channel,
            name=name or channel.name,
            settings=new_settings,
            status=status or channel.status,
        )
        company.store.put_channel(channel)
        if inbox_id not in (None, channel.inbox_id):
            channel = _move(company, channel, str(inbox_id))
        company.changed.notify_all()
        return channel


def _move(company: Company, channel: Channel, inbox_id: str) -> Channel:
    moved = replace(channel, inbox_id=inbox_id)
    company.store.put_channel(moved)
    for conversation in list(company.store.conversations.values()):
        if conversation.channel_id == channel.id:
            company.store.put_conversation(replace(conversation, inbox_id=inbox_id))
    return moved
