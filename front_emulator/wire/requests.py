"""Checked request bodies as what the domain takes."""

from typing import Any

from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import Upload
from front_emulator.domain.receiving import IncomingMessage

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
