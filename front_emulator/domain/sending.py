"""A teammate's message goes out: drafted, held for the undo window, sent or failed."""

from dataclasses import replace

from front_emulator.domain import applications, drafting
from front_emulator.domain.company import Company
from front_emulator.domain.conversations import archive, assign, reopen, trash
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import (
    Channel,
    Conversation,
    DeliveryRecord,
    External,
    Message,
    Outcome,
    Recipient,
    WireRequest,
    WireResponse,
)
from front_emulator.domain.errors import Conflict, InvalidBody, NotAllowed, NotFound
from front_emulator.domain.sizes import check_size

FAILED_DELIVERY = "webhook_error"


def reply(company: Company, conversation_id: str, outgoing: OutgoingMessage) -> DeliveryRecord:
    """Answer in a conversation; the message leaves after the channel's undo window.

    Raises `NotAllowed` where the channel takes no replies or another channel is asked for,
    `NotFound` for an unknown author, and `TooLarge`.
    Front page: dev.frontapp.com/reference/create-message-reply
    """
    check_size(company.settings, outgoing.attachments)
    with company.lock:
        conversation = company.store.conversations[conversation_id]
        channel = company.store.channels[conversation.channel_id]
        _check_reply(channel, outgoing)
        author_id = drafting.known_author(company, outgoing)
        parent = _last_received(company, conversation_id)
        message = drafting.put_draft(
            company,
            channel,
            conversation_id,
            outgoing,
            author_id=author_id,
            recipients=drafting.named_recipients(company, channel, outgoing)
            or (_answered(conversation, parent),),
            subject=drafting.reply_subject(company, outgoing, conversation),
            in_reply_to=None if parent is None else parent.uid,
            is_reply=True,
        )
        record = _hand_in(company, channel, message, outgoing, conversation)
    company.on_scheduled()
    return record


def compose(company: Company, channel_id: str, outgoing: OutgoingMessage) -> DeliveryRecord:
    """Write to somebody in a new conversation, which the answer will not thread into.

    Raises `NotAllowed` unless the channel allows new messages, `InvalidBody` without a
    recipient, `NotFound` and `TooLarge`.
    Front pages: dev.frontapp.com/reference/create-message and
    dev.frontapp.com/docs/creating-a-custom-channel ("Allow new messages from channel")
    """
    check_size(company.settings, outgoing.attachments)
    with company.lock:
        channel = company.store.channels[channel_id]
        if channel.is_deleted:
            raise NotAllowed(f"Channel {channel.id} has been deleted")
        if channel.settings.compose_mode == "unsupported":
            raise NotAllowed(
                f"Channel {channel.id} does not allow new messages",
                hint="switch on the channel's 'Allow new messages from channel' "
                '(settings.compose_mode "normal")',
            )
        author_id = drafting.known_author(company, outgoing)
        recipients = drafting.named_recipients(company, channel, outgoing)
        if not recipients:
            raise InvalidBody(("body.to: missing",), hint="a new message needs a recipient")
        conversation_id = company.ids.next("cnv")
        message = drafting.put_draft(
            company,
            channel,
            conversation_id,
            outgoing,
            author_id=author_id,
            recipients=recipients,
            subject=outgoing.subject or "",
            in_reply_to=None,
            is_reply=False,
        )
        conversation = Conversation(
            id=conversation_id,
            channel_id=channel.id,
            inbox_id=channel.inbox_id,
            subject=message.subject,
            created_at=message.created_at,
            updated_at=message.created_at,
            recipient=recipients[0],
            last_message_id=message.id,
            assignee_id=author_id,
        )
        record = _hand_in(company, channel, message, outgoing, conversation)
    company.on_scheduled()
    return record


def undo(company: Company, delivery_id: str) -> DeliveryRecord:
    """Take a message back before its undo window ends; it stays a draft and can be re-sent.

    Raises `Conflict` once the window has ended.
    """
    with company.lock:
        record = known_delivery(company, delivery_id)
        if record.fault is not None or not company.schedule.cancel(delivery_id):
            raise Conflict(f"Delivery {delivery_id} is {record.state}: too late to undo")
        _restore(company, record)
        return _put(company, replace(record, state="undone"))


def resend(company: Company, message_id: str) -> DeliveryRecord:
    """Send a failed or undone message again, under the same id.

    Raises `NotFound` for an unknown message and `Conflict` for one that is not a draft or
    is on its way already.
    """
    with company.lock:
        message = company.store.messages.get(message_id)
        if message is None:
            raise NotFound(f"Unknown message ID {message_id}")
        if not message.is_draft:
            what = "was received, not sent" if message.is_inbound else "has been sent"
            raise Conflict(f"Message {message_id} {what}")
        last = company.last_attempt(message_id)
        if last is not None and not last.is_over:
            raise Conflict(f"Message {message_id} is on its way already")
        channel = company.store.channels[message.channel_id]
        attempt = 1 if last is None else last.attempt + 1
        record = _schedule(company, channel, message, attempt=attempt)
    company.on_scheduled()
    return record


def begin(
    company: Company, delivery_id: str, request: WireRequest, fault: str | None = None
) -> None:
    """Note that a delivery is on the wire, and what a fault did to it.

    The company's lock must be held.
    """
    record = replace(
        known_delivery(company, delivery_id),
        state="in_flight",
        request=request,
        started_at=company.clock.timestamp(),
        fault=fault,
        number=company.next_number(),
    )
    _put(company, record)


def put_back(company: Company, record: DeliveryRecord, seconds: float, fault: str) -> None:
    """Have a delivery leave so many seconds from now, and note which fault holds it up.

    The company's lock must be held.
    """
    record = replace(record, due_at=company.clock.now() + seconds, fault=fault)
    company.schedule.add(record.due_at, "deliver", record.id)
    _put(company, record)


def finish(
    company: Company,
    delivery_id: str,
    outcome: Outcome,
    response: WireResponse | None = None,
    duration: float | None = None,
    fault: str | None = None,
) -> DeliveryRecord:
    """Apply the outcome of a delivery: the message is sent, or stays a draft that failed.

    Front page: dev.frontapp.com/docs/creating-a-custom-channel ("Sending messages")
    """
    with company.lock:
        record = known_delivery(company, delivery_id)
        conversation = company.store.conversations[record.conversation_id]
        outcome = applications.take_ids(company, conversation, outcome)
        record = replace(record, outcome=outcome, response=response, duration=duration, fault=fault)
        message = company.store.messages[record.message_id]
        if outcome.error_type is None:
            record = replace(record, state="sent")
            external_id, thread = outcome.external_id, outcome.external_conversation_id
            external = message.external if external_id is None else External(external_id, thread)
            message = replace(message, version=None, error_type=None, external=external)
            event_type = company.settings.reply_event if message.is_reply else "outbound"
        else:
            record = replace(record, state="failed")
            message = replace(message, error_type=FAILED_DELIVERY)
            event_type = "sending_error"
        company.store.put_message(message)
        _put(company, record)
        company.emit(event_type, message.conversation_id, message.id, message.author_id)
        retry = record.state == "failed" and record.attempt <= company.settings.delivery_retries
        if retry:
            settings = company.settings
            pause = settings.retry_pause * settings.retry_backoff ** (record.attempt - 1)
            channel = company.store.channels[message.channel_id]
            _schedule(company, channel, message, attempt=record.attempt + 1, pause=pause)
    if retry:
        company.on_scheduled()
    return record


def known_delivery(company: Company, delivery_id: str) -> DeliveryRecord:
    """The delivery with this id, or `NotFound`."""
    record = company.deliveries.get(delivery_id)
    if record is None:
        raise NotFound(f"Unknown delivery ID {delivery_id}")
    return record


def _restore(company: Company, record: DeliveryRecord) -> None:
    """Put the conversation back to what it was, but for what others did to it meanwhile."""
    before, now = record.before, company.store.conversations[record.conversation_id]
    if before is not None:
        waiting_since = before.waiting_since or now.waiting_since
        company.store.put_conversation(replace(now, waiting_since=waiting_since))
    if record.archived and now.state == "archived":
        back = trash if before is not None and before.state == "deleted" else reopen
        back(company, now.id)
    if record.assigned and now.assignee_id == company.store.messages[record.message_id].author_id:
        assign(company, now.id, None)


def _check_reply(channel: Channel, outgoing: OutgoingMessage) -> None:
    if channel.is_deleted:
        raise NotAllowed(f"Channel {channel.id} has been deleted")
    if channel.settings.reply_mode == "unsupported":
        raise NotAllowed(
            f"Channel {channel.id} does not allow replies",
            hint="the channel's reply mode is 'Cannot reply' (settings.reply_mode)",
        )
    if outgoing.channel_id not in (None, channel.id):
        raise NotAllowed(
            f"Replies in this conversation must use channel {channel.id}",
            hint="replies to channel messages must use the same channel",
        )


def _last_received(company: Company, conversation_id: str) -> Message | None:
    page = company.store.messages_of(conversation_id, limit=50)
    return next((message for _, message in page if message.is_inbound), None)


def _answered(conversation: Conversation, parent: Message | None) -> Recipient:
    """Whoever wrote last; where nobody did, whom the conversation was begun with."""
    if parent is None:
        return replace(conversation.recipient, role="to")
    return replace(next(r for r in parent.recipients if r.role == "from"), role="to")


def _hand_in(
    company: Company,
    channel: Channel,
    message: Message,
    outgoing: OutgoingMessage,
    conversation: Conversation,
) -> DeliveryRecord:
    """File the draft in its conversation, archive and assign as asked, and schedule it."""
    company.store.put_conversation(
        replace(
            conversation,
            last_message_id=message.id,
            updated_at=message.created_at,
            recipient=next(r for r in message.recipients if r.role != "from"),
            waiting_since=None,
            bump=company.store.next_bump(),
        )
    )
    author_id = message.author_id
    assigned = (
        channel.settings.auto_assign_on_reply
        and conversation.assignee_id is None
        and author_id is not None
        and assign(company, conversation.id, author_id, by=author_id)
    )
    archived = outgoing.archive and archive(company, conversation.id, by=author_id)
    return _schedule(
        company, channel, message, before=conversation, archived=archived, assigned=assigned
    )


def _schedule(
    company: Company,
    channel: Channel,
    message: Message,
    *,
    attempt: int = 1,
    pause: float | None = None,
    before: Conversation | None = None,
    archived: bool = False,
    assigned: bool = False,
) -> DeliveryRecord:
    wait = channel.settings.undo_send_time if pause is None else pause
    record = DeliveryRecord(
        id=company.ids.next("dlv"),
        message_id=message.id,
        conversation_id=message.conversation_id,
        channel_id=channel.id,
        due_at=company.clock.now() + wait,
        attempt=attempt,
        before=before,
        archived=archived,
        assigned=assigned,
        number=company.next_number(),
    )
    company.schedule.add(record.due_at, "deliver", record.id)
    company.store.last_attempts[message.id] = record.id
    return _put(company, record)


def _put(company: Company, record: DeliveryRecord) -> DeliveryRecord:
    company.deliveries.put(record)
    company.changed.notify_all()
    return record
