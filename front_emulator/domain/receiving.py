"""A message comes in: accepted at once, in existence later, threaded when it appears."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from front_emulator.domain import bodies, contacts, magic_values, webhooks
from front_emulator.domain.company import Company
from front_emulator.domain.conversations import reopen
from front_emulator.domain.entities import (
    AcceptedMessage,
    Attachment,
    Channel,
    Conversation,
    External,
    Message,
    Recipient,
    Upload,
)
from front_emulator.domain.errors import NotFound
from front_emulator.domain.sizes import check_size
from front_emulator.domain.store import ThreadKey


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """What an integration says of a message it received."""

    handle: str
    body: str
    name: str | None = None
    contact_id: str | None = None
    subject: str | None = None
    body_format: str = "markdown"
    thread_ref: str | None = None
    headers: Mapping[str, Any] | None = None
    attachments: tuple[Upload, ...] = ()
    email: str | None = None
    external: External | None = None
    delivered_at: float | None = None


def accept(
    company: Company, channel_id: str, incoming: IncomingMessage, *, delay: float | None = None
) -> AcceptedMessage:
    """Take a message in; it appears after the processing delay, in the order of acceptance.

    With a `delay` of its own (seconds, infinite for never) it keeps to that instead; one that
    would never appear can be released.
    Raises `NotFound` for an unknown `contact_id`, `TooLarge` for too many bytes of files, and
    `AskedFor` where its text is a magic value.
    Front page: dev.frontapp.com/docs/creating-a-custom-channel ("Receiving messages")
    """
    settings = company.settings
    check_size(settings, incoming.attachments)
    body = bodies.incoming(incoming.body, incoming.body_format, sanitise=settings.sanitise_html)
    magic_values.check_intake(settings, body.text)
    with company.lock:
        source = company.store.channels[channel_id].settings.contact_type
        accepted = AcceptedMessage(
            uid=company.ids.message_uid(),
            channel_id=channel_id,
            accepted_at=company.clock.timestamp(),
            due_at=due_at(company, channel_id, delay),
            source=source,
            handle=contacts.normalised(source, incoming.handle),
            name=incoming.name,
            contact_id=_contact_id(company, incoming),
            subject=incoming.subject or "",
            body=body.html,
            text=body.text,
            blurb=body.blurb,
            thread_ref=incoming.thread_ref or None,
            headers=incoming.headers,
            attachments=incoming.attachments,
            email=incoming.email,
            external=incoming.external,
            delivered_at=incoming.delivered_at,
        )
        put_accepted(company, accepted)
    company.on_scheduled()
    return accepted


def put_accepted(company: Company, accepted: AcceptedMessage) -> None:
    """Keep an accepted message until it is due. The company's lock must be held."""
    company.store.accepted[accepted.uid] = accepted
    if accepted.due_at is not None:
        company.schedule.add(accepted.due_at, "appear", accepted.uid)


def release(company: Company, uid: str | None = None) -> list[str]:
    """Let a message appear that is held, or all of them; the uids of those it concerns.

    Raises `NotFound` when none with this uid is held.
    """
    with company.lock:
        waiting = company.store.accepted
        held = [
            each for each in waiting.values() if each.due_at is None and uid in (None, each.uid)
        ]
        if uid is not None and not held:
            raise NotFound(f"No message is held under uid {uid}")
        now = company.clock.now()
        for each in held:
            waiting[each.uid] = replace(each, due_at=now)
            company.schedule.add(now, "appear", each.uid)
    company.on_scheduled()
    return [each.uid for each in held]


def appear(company: Company, uid: str) -> Message:
    """Bring an accepted message into existence, in the conversation it belongs to.

    The company's lock must be held.
    """
    accepted = company.store.accepted.pop(uid)
    channel = company.store.channels[accepted.channel_id]
    contact = contacts.resolve(
        company,
        accepted.source,
        accepted.handle,
        name=accepted.name,
        contact_id=accepted.contact_id,
        email=accepted.email,
    )
    sender = Recipient(accepted.handle, "from", accepted.name or contact.name, contact.id)
    conversation = thread(company, channel, accepted, sender)
    message = Message(
        id=company.ids.next("msg"),
        uid=uid,
        conversation_id=conversation.id,
        channel_id=channel.id,
        is_inbound=True,
        created_at=accepted.created_at,
        body=accepted.body,
        text=accepted.text,
        blurb=accepted.blurb,
        subject=accepted.subject,
        recipients=(sender, Recipient(channel.address, "to")),
        attachments=stored(company, accepted.attachments),
        thread_ref=accepted.thread_ref,
        headers=accepted.headers,
        external=accepted.external,
    )
    company.store.put_message(message)
    company.store.put_conversation(
        replace(
            conversation,
            last_message_id=latest_of(company, conversation, message),
            updated_at=company.clock.timestamp(),
            recipient=sender,
            waiting_since=conversation.waiting_since or message.created_at,
            bump=company.store.next_bump(),
        ),
        reference=conversation_reference(company, accepted),
    )
    company.emit("inbound", conversation.id, message.id)
    webhooks.announce_import(company, message)
    reopen(company, conversation.id)
    return message


def file_under(company: Company, accepted: AcceptedMessage, conversation_id: str | None) -> None:
    """Have a message, when it appears, go into this conversation; without one it begins one."""
    channel = company.store.channels[accepted.channel_id]
    key = _thread_key(company, channel, accepted)
    if conversation_id is None:
        company.store.threads.pop(key, None)
    else:
        company.store.threads[key] = conversation_id


def latest_of(company: Company, conversation: Conversation, message: Message) -> str:
    """The id of a conversation's last message, now that it has this one, too."""
    last = company.store.messages.get(conversation.last_message_id)
    return message.id if last is None or last.created_at <= message.created_at else last.id


def stored(company: Company, uploads: tuple[Upload, ...]) -> tuple[Attachment, ...]:
    """Files with the ids under which they can be downloaded."""
    return tuple(
        Attachment(company.ids.next("fil"), upload.filename, upload.content_type, upload.data)
        for upload in uploads
    )


def conversation_reference(company: Company, accepted: AcceptedMessage) -> str | None:
    """What `alt:ref:` will find the conversation of a message by.

    Front page: dev.frontapp.com/changelog/core-api-asynchronous-message-creation-reference
    """
    if accepted.thread_ref is not None:
        return f"imported@frontapp.com_t:{accepted.thread_ref}"
    return accepted.uid if company.settings.legacy_conversation_reference else None


def _contact_id(company: Company, incoming: IncomingMessage) -> str | None:
    """The contact the message names, None for one that is unknown and may be."""
    if incoming.contact_id is None:
        return None
    if company.settings.ignore_unknown_contact_id:
        is_known = incoming.contact_id in company.store.contacts
        return incoming.contact_id if is_known else None
    return contacts.known_contact(company, incoming.contact_id).id


def due_at(company: Company, channel_id: str, override: float | None = None) -> float | None:
    """When a message accepted now will appear; None for one that is held."""
    if override is not None:
        return company.clock.now() + override if override < inf else None
    if company.settings.processing_delay is None:
        return None
    low, high = company.settings.processing_delay
    delay = low + (high - low) * company.ids.fraction("processing_delay")
    latest = company.store.appears_after.get(channel_id, 0.0)
    at = max(company.clock.now() + delay, latest)
    company.store.appears_after[channel_id] = at
    return at


def thread(
    company: Company, channel: Channel, accepted: AcceptedMessage, sender: Recipient
) -> Conversation:
    """By sender, by `thread_ref` within the channel, or by what an application calls it.

    Only received messages file a conversation here, so an answer to a composed message
    starts a conversation of its own.
    Front page: dev.frontapp.com/docs/creating-a-custom-channel ("Managing threading")
    """
    key = _thread_key(company, channel, accepted)
    known = company.store.conversations.get(company.store.threads.get(key, ""))
    if known is not None and not _begins_anew(company, known):
        return known
    now = company.clock.timestamp()
    conversation_id = company.ids.next("cnv")
    company.store.threads[key] = conversation_id
    return Conversation(
        id=conversation_id,
        channel_id=channel.id,
        inbox_id=channel.inbox_id,
        subject=accepted.subject,
        created_at=now,
        updated_at=now,
        recipient=sender,
        last_message_id="",
        thread_ref=accepted.thread_ref,
        external_ids=() if key[1] != "external" else key[2:],
    )


def _thread_key(company: Company, channel: Channel, accepted: AcceptedMessage) -> ThreadKey:
    if accepted.external is not None and accepted.external.conversation_id is not None:
        return channel.id, "external", accepted.external.conversation_id
    if accepted.thread_ref is None:
        return channel.id, "sender", accepted.handle
    is_shared = company.settings.thread_ref_scope == "company"
    return "" if is_shared else channel.id, "thread_ref", accepted.thread_ref


def _begins_anew(company: Company, conversation: Conversation) -> bool:
    """Whether a message into this conversation starts another one instead."""
    settings = company.settings
    targets = {"archived": settings.archived_target, "deleted": settings.trashed_target}
    return targets.get(conversation.state) == "new_conversation"
