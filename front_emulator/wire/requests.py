"""Checked request bodies as what the domain takes."""

import base64
from typing import Any

from front_emulator.domain.calls import NewCall
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import External, Party, TranscriptLine, Upload
from front_emulator.domain.errors import InvalidBody, NotEmulated
from front_emulator.domain.receiving import IncomingMessage
from front_emulator.domain.syncing import SentElsewhere

Json = dict[str, Any]


def incoming_message(data: Json, attachments: tuple[Upload, ...]) -> IncomingMessage:
    """Front page: dev.frontapp.com/reference/receive-custom-messages"""
    sender, metadata = data["sender"], data.get("metadata", {})
    return IncomingMessage(
        handle=sender["handle"],
        body=data["body"],
        name=sender.get("name"),
        contact_id=sender.get("contact_id"),
        subject=data.get("subject"),
        body_format=data.get("body_format", "markdown"),
        thread_ref=metadata.get("thread_ref"),
        headers=metadata.get("headers"),
        attachments=attachments,
    )


def outgoing_message(data: Json, attachments: tuple[Upload, ...]) -> OutgoingMessage:
    """Front pages: dev.frontapp.com/reference/create-message and …/create-message-reply"""
    return OutgoingMessage(
        body=data["body"],
        to=tuple(data.get("to", ())),
        cc=tuple(data.get("cc", ())),
        bcc=tuple(data.get("bcc", ())),
        subject=data.get("subject"),
        author_id=data.get("author_id"),
        channel_id=data.get("channel_id"),
        sender_name=data.get("sender_name"),
        archive=data.get("options", {}).get("archive", True),
        attachments=attachments,
    )


def inbound_message(data: Json, attachments: tuple[Upload, ...]) -> IncomingMessage:
    """Front page: dev.frontapp.com/reference/sync-inbound-message"""
    sender = data["sender"]
    return IncomingMessage(
        handle=sender["handle"],
        body=data["body"],
        name=sender.get("name"),
        email=sender.get("email"),
        subject=data.get("subject"),
        body_format="html_or_text",
        external=_external(data["metadata"]),
        delivered_at=data.get("delivered_at"),
        attachments=attachments,
    )


def outbound_message(data: Json, attachments: tuple[Upload, ...]) -> SentElsewhere:
    """Front page: dev.frontapp.com/reference/sync-outbound-message"""
    return SentElsewhere(
        to=tuple(_party(each) for each in data["to"]),
        body=data["body"],
        external=_external(data["metadata"]),
        sender_name=data.get("sender_name"),
        subject=data.get("subject"),
        author_id=data.get("author_id"),
        delivered_at=data.get("delivered_at"),
        attachments=attachments,
    )


def new_channel(data: Json) -> Json:
    """Name, settings and credentials of a new channel.

    Raises `NotEmulated` for a kind that has no emulation, and `InvalidBody` for credentials
    beside none of the known shapes. Front page: dev.frontapp.com/reference/create-a-channel
    """
    if data["type"] != "custom":
        raise NotEmulated(f"front-emulator does not emulate channels of type {data['type']}")
    options = {"name": data.get("name"), **data.get("settings", {})}
    if "application_uid" in data and "credentials" in data:
        options["authorization"] = _authorization(data["credentials"])
    return options


def _authorization(credentials: Json) -> str:
    """The header that credentials make."""
    match credentials:
        case {"api_key": str(key)} | {"access_token": str(key)}:
            return f"Bearer {key}"
        case {"username": str(name), "password": str(password)}:
            return f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"
    raise InvalidBody(
        ("body.credentials: should match at least 1 condition",),
        hint="api_key, access_token, or username and password; leave it out where there are none",
    )


def new_call(data: Json) -> NewCall:
    """Raises `InvalidBody` without the party at the other end.

    Front page: dev.frontapp.com/reference/create-call
    """
    end = "from" if data["direction"] == "inbound" else "to"
    if end not in data:
        raise InvalidBody((f"body.{end}: missing",), hint=f"a call {data['direction']} has it")
    return NewCall(
        external_id=data["external_call_id"],
        parent_external_id=data["parent_external_call_id"],
        direction=data["direction"],
        party=_party(data[end]),
        status=data["initial_status"],
        started_at=seconds(data.get("started_at")),
        agent_email=data.get("agent_email_address"),
    )


def transcript(data: Json) -> tuple[TranscriptLine, ...]:
    """Front page: dev.frontapp.com/reference/add-call-transcript"""
    return tuple(TranscriptLine(**line) for line in data["lines"])


def seconds(milliseconds: float | None) -> float | None:
    """Unix seconds, with three decimals as Front has them, from milliseconds."""
    return None if milliseconds is None else round(milliseconds) / 1000


def _party(data: Json) -> Party:
    return Party(data["handle"], data.get("name"), data.get("email"))


def _external(metadata: Json) -> External:
    return External(
        metadata["external_id"],
        metadata["external_conversation_id"],
        metadata.get("referenced_message_external_id"),
    )
