"""A message a teammate writes, before it goes anywhere: who from, who to, what about."""

from dataclasses import dataclass

from front_emulator.domain import bodies, contacts
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    Channel,
    Conversation,
    Message,
    Recipient,
    Role,
    Upload,
)
from front_emulator.domain.errors import NotFound
from front_emulator.domain.receiving import stored

_OF_FILES_ALONE = "Attachment"
"""What Front writes where a teammate sends files and no text."""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """What a teammate or an API client wants to send."""

    body: str
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str | None = None
    author_id: str | None = None
    channel_id: str | None = None
    sender_name: str | None = None
    archive: bool = True
    attachments: tuple[Upload, ...] = ()
    is_autoreply: bool = False


def known_author(company: Company, outgoing: OutgoingMessage) -> str | None:
    """The teammate who writes, None for nobody. Raises `NotFound` for an unknown one."""
    author_id = outgoing.author_id
    if author_id is not None and author_id not in company.store.teammates:
        raise NotFound(f"Unknown teammate ID {author_id}")
    return author_id


def named_recipients(
    company: Company, channel: Channel, outgoing: OutgoingMessage
) -> tuple[Recipient, ...]:
    """Who is written to by name, each with the contact they are or become."""
    source = channel.settings.contact_type
    named: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("to", outgoing.to),
        ("cc", outgoing.cc),
        ("bcc", outgoing.bcc),
    )
    found = []
    for role, handles in named:
        for handle in (contacts.normalised(source, h) for h in handles):
            contact = contacts.resolve(company, source, handle, name=None, contact_id=None)
            found.append(Recipient(handle, role, contact.name, contact.id))
    return tuple(found)


def reply_subject(company: Company, outgoing: OutgoingMessage, conversation: Conversation) -> str:
    """As given, else `Re: ` and the conversation's subject, which is not doubled.

    On an application's channel the subject stays as it is.
    """
    if outgoing.subject is not None:
        return outgoing.subject
    if company.store.channels[conversation.channel_id].application_uid is not None:
        return conversation.subject
    form, subject = company.settings.reply_subject, conversation.subject
    if form == "unchanged" or subject.lower().startswith("re:"):
        return subject
    return f"Re: {subject}".rstrip() if form == "re_trimmed" else f"Re: {subject}"


def put_draft(
    company: Company,
    channel: Channel,
    conversation_id: str,
    outgoing: OutgoingMessage,
    *,
    author_id: str | None,
    recipients: tuple[Recipient, ...],
    subject: str,
    in_reply_to: str | None,
    is_reply: bool,
) -> Message:
    """Store the message as a draft: it has a `version` until it is sent."""
    body = bodies.outgoing(
        _OF_FILES_ALONE if outgoing.attachments and not outgoing.body.strip() else outgoing.body,
        sanitise=company.settings.sanitise_html,
        plain_as_html=company.settings.outgoing_body == "html",
    )
    now = company.clock.timestamp()
    message = Message(
        id=company.ids.next("msg"),
        uid=company.ids.message_uid(),
        conversation_id=conversation_id,
        channel_id=channel.id,
        is_inbound=False,
        created_at=now,
        body=body.html,
        text=body.text,
        blurb=body.blurb,
        subject=subject,
        recipients=(Recipient(channel.address, "from", outgoing.sender_name), *recipients),
        attachments=stored(company, outgoing.attachments),
        author_id=author_id,
        in_reply_to=in_reply_to,
        is_reply=is_reply,
        version=company.ids.draft_version(now),
        is_autoreply=outgoing.is_autoreply,
    )
    company.store.put_message(message)
    return message
