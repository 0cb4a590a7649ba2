"""Messages that were sent elsewhere and are shown in Front, and what became of them."""

from dataclasses import dataclass, replace

from front_emulator.domain import bodies, contacts, receiving, webhooks
from front_emulator.domain.company import Company
from front_emulator.domain.conversations import reopen
from front_emulator.domain.entities import (
    AcceptedMessage,
    External,
    Message,
    Party,
    Recipient,
    Upload,
)
from front_emulator.domain.errors import InvalidBody, NotFound
from front_emulator.domain.sending import FAILED_DELIVERY
from front_emulator.domain.sizes import check_size


@dataclass(frozen=True, slots=True)
class SentElsewhere:
    """What an application says of a message that was sent outside of Front."""

    to: tuple[Party, ...]
    body: str
    external: External
    sender_name: str | None = None
    subject: str | None = None
    author_id: str | None = None
    delivered_at: float | None = None
    attachments: tuple[Upload, ...] = ()


def accept(
    company: Company, channel_id: str, sent: SentElsewhere, *, delay: float | None = None
) -> AcceptedMessage:
    """Take in a message that was sent elsewhere; it appears as a received one does.

    Raises `NotFound` for an unknown author, `InvalidBody` without a recipient, and `TooLarge`.
    Front page: dev.frontapp.com/reference/sync-outbound-message
    """
    check_size(company.settings, sent.attachments)
    if not sent.to:
        raise InvalidBody(("body.to: missing",))
    sanitise = company.settings.sanitise_html
    body = bodies.incoming(sent.body, "html_or_text", sanitise=sanitise)
    with company.lock:
        if sent.author_id is not None and sent.author_id not in company.store.teammates:
            raise NotFound(f"Unknown teammate ID {sent.author_id}")
        source = company.store.channels[channel_id].settings.contact_type
        accepted = AcceptedMessage(
            uid=company.ids.message_uid(),
            channel_id=channel_id,
            accepted_at=company.clock.timestamp(),
            due_at=receiving.due_at(company, channel_id, delay),
            source=source,
            handle=contacts.normalised(source, sent.to[0].handle),
            name=sent.to[0].name,
            contact_id=None,
            subject=sent.subject or "",
            body=body.html,
            text=body.text,
            blurb=body.blurb,
            thread_ref=None,
            headers=None,
            attachments=sent.attachments,
            external=sent.external,
            delivered_at=sent.delivered_at,
            to=sent.to,
            sender_name=sent.sender_name,
            author_id=sent.author_id,
        )
        receiving.put_accepted(company, accepted)
    company.on_scheduled()
    return accepted


def appear(company: Company, uid: str) -> Message:
    """Bring an accepted message into existence, whichever way it went.

    The company's lock must be held.
    """
    if not company.store.accepted[uid].to:
        return receiving.appear(company, uid)
    accepted = company.store.accepted.pop(uid)
    channel = company.store.channels[accepted.channel_id]
    recipients = tuple(_recipient(company, accepted.source, each) for each in accepted.to)
    conversation = receiving.thread(company, channel, accepted, recipients[0])
    is_reply = conversation.waiting_since is not None
    message = Message(
        id=company.ids.next("msg"),
        uid=uid,
        conversation_id=conversation.id,
        channel_id=channel.id,
        is_inbound=False,
        created_at=accepted.created_at,
        body=accepted.body,
        text=accepted.text,
        blurb=accepted.blurb,
        subject=accepted.subject,
        recipients=(Recipient(channel.address, "from", accepted.sender_name), *recipients),
        attachments=receiving.stored(company, accepted.attachments),
        author_id=accepted.author_id,
        external=accepted.external,
    )
    company.store.put_message(message)
    company.store.put_conversation(
        replace(
            conversation,
            last_message_id=receiving.latest_of(company, conversation, message),
            updated_at=company.clock.timestamp(),
            recipient=recipients[0],
            waiting_since=None,
            bump=company.store.next_bump(),
        )
    )
    event_type = company.settings.reply_event if is_reply else "outbound"
    company.emit(event_type, conversation.id, message.id, accepted.author_id)
    webhooks.announce_import(company, message)
    return message


def fail(
    company: Company,
    channel_id: str,
    external_conversation_id: str,
    external_id: str,
    reason: str | None = None,
) -> Message:
    """Note that a message did not arrive after all; its conversation is opened again.

    Raises `NotFound` where the application has no such message, and `InvalidBody` for one that
    was received. Front page: dev.frontapp.com/reference/update-external-message-status
    """
    with company.lock:
        store = company.store
        conversation = store.conversation_by_external_id(channel_id, external_conversation_id)
        if conversation is None:
            raise NotFound(f"Unknown conversation external ID {external_conversation_id}")
        message = store.message_by_external_id(conversation.id, external_id)
        if message is None:
            raise NotFound(f"Unknown message external ID {external_id}")
        if message.is_inbound:
            raise InvalidBody(
                ("body.status: should match at least 1 condition",),
                hint=f"message {external_id} was received; only one that was sent can have failed",
            )
        failure = reason or "The channel reported a failure"
        message = replace(message, error_type=FAILED_DELIVERY, failure=failure)
        store.put_message(message)
        company.emit("sending_error", conversation.id, message.id, message.author_id)
        reopen(company, conversation.id)
    return message


def _recipient(company: Company, source: str, party: Party) -> Recipient:
    handle = contacts.normalised(source, party.handle)
    contact = contacts.resolve(
        company, source, handle, name=party.name, contact_id=None, email=party.email
    )
    return Recipient(handle, "to", party.name or contact.name, contact.id)
