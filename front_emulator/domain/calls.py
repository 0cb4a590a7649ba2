"""Calls on an application's channel: made, followed, recorded, summed up.

A call is shown as one message of its conversation, which says what is known of it.
Front page: dev.frontapp.com/reference/create-call
"""

from dataclasses import dataclass, replace
from html import escape

from front_emulator.domain import bodies, contacts
from front_emulator.domain.company import Company
from front_emulator.domain.conversations import reopen
from front_emulator.domain.entities import (
    Call,
    CallDirection,
    CallStatus,
    Channel,
    Conversation,
    Message,
    Party,
    Recipient,
    RecordingType,
    TranscriptLine,
    Upload,
)
from front_emulator.domain.errors import InvalidBody, NotFound
from front_emulator.domain.receiving import latest_of, stored
from front_emulator.domain.sizes import check_size

# From each status to those that may follow it; none follows the end of a call.
FOLLOWING: dict[str, tuple[str, ...]] = {
    "queued": ("ringing", "connected", "hangup", "abandoned", "missed", "transferred"),
    "ringing": ("queued", "connected", "hangup", "abandoned", "missed", "transferred"),
    "connected": ("hold", "hangup", "transferred"),
    "hold": ("connected", "hangup", "abandoned", "transferred"),
}

# Front's events of calls have none for a call that begins to ring in a queue.
_EVENTS = {
    "queued": "call_queued",
    "connected": "call_connected",
    "hold": "call_on_hold",
    "hangup": "call_hangup",
    "abandoned": "call_abandoned",
    "missed": "call_missed",
    "transferred": "call_transferred",
}


@dataclass(frozen=True, slots=True)
class NewCall:
    """What an application says of a call that begins. Times are Unix seconds."""

    external_id: str
    parent_external_id: str
    direction: CallDirection
    party: Party
    status: CallStatus
    started_at: float | None = None
    agent_email: str | None = None


def create(company: Company, channel_id: str, new: NewCall) -> Call:
    """Begin a call, in the conversation of the call it follows on from, or in one of its own.

    Raises `InvalidBody` for an id that another call of the channel has.
    """
    with company.lock:
        if _key(channel_id, new.external_id) in company.store.calls:
            raise InvalidBody(
                ("body.external_call_id: should be unique",),
                hint=f"channel {channel_id} has a call {new.external_id} already",
            )
        channel = company.store.channels[channel_id]
        agent_id = _agent(company, new.agent_email)
        other = _other_party(company, channel, new.party, new.direction)
        now = company.clock.timestamp()
        conversation = _thread(company, channel, new, other)
        call = Call(
            channel_id=channel_id,
            external_id=new.external_id,
            parent_external_id=new.parent_external_id,
            direction=new.direction,
            party=Party(other.handle, other.name),
            status=new.status,
            started_at=now if new.started_at is None else new.started_at,
            changed_at=now,
            message_id=company.ids.next("msg"),
            agent_id=agent_id,
        )
        _put_message(company, channel, conversation, call, other)
        _put(company, call)
        company.emit("call_started", conversation.id, call.message_id, agent_id)
        if new.status == "queued":
            company.emit("call_queued", conversation.id, call.message_id, agent_id)
        reopen(company, conversation.id)
    return call


def update(
    company: Company,
    channel_id: str,
    external_id: str,
    status: CallStatus,
    *,
    occurred_at: float | None = None,
    agent_email: str | None = None,
) -> Call:
    """Follow a call. The status it has already changes nothing.

    Raises `NotFound`, and `InvalidBody` for a status that cannot follow the one it has.
    Front page: dev.frontapp.com/reference/update-call
    """
    with company.lock:
        call = known(company, channel_id, external_id)
        if status != call.status and status not in FOLLOWING.get(call.status, ()):
            following = ", ".join(FOLLOWING.get(call.status, ())) or "nothing: it is over"
            raise InvalidBody(
                ("body.call_status: should match at least 1 condition",),
                hint=f"call {external_id} is {call.status}; what may follow is {following}",
            )
        if status == call.status:
            return call
        at = company.clock.timestamp() if occurred_at is None else occurred_at
        agent_id = _agent(company, agent_email) or call.agent_id
        is_resumed = (call.status, status) == ("hold", "connected")
        call = replace(call, status=status, changed_at=at, agent_id=agent_id)
        event_type = "call_resumed" if is_resumed else _EVENTS.get(status)
        if event_type is not None:
            _emit(company, call, event_type)
        return _put(company, call)


def record(
    company: Company, channel_id: str, external_id: str, recording_type: RecordingType, file: Upload
) -> Call:
    """Put a recording beside a call, as a file of its message. Raises `NotFound` and `TooLarge`.

    Front page: dev.frontapp.com/reference/add-call-recording
    """
    check_size(company.settings, (file,))
    with company.lock:
        call = known(company, channel_id, external_id)
        message = company.store.messages[call.message_id]
        files = (*message.attachments, *stored(company, (file,)))
        company.store.put_message(replace(message, attachments=files))
        return _put(company, replace(call, recording_type=recording_type))


def summarise(company: Company, channel_id: str, external_id: str, content: str) -> Call:
    """Put a summary in a call's message, in place of an earlier one. Raises `NotFound`.

    Front page: dev.frontapp.com/reference/add-call-summary
    """
    with company.lock:
        return _put(company, replace(known(company, channel_id, external_id), summary=content))


def transcribe(
    company: Company, channel_id: str, external_id: str, lines: tuple[TranscriptLine, ...]
) -> Call:
    """Put what was said in a call's message, in place of what was there. Raises `NotFound`.

    Front page: dev.frontapp.com/reference/add-call-transcript
    """
    with company.lock:
        call = replace(known(company, channel_id, external_id), transcript=lines)
        is_voicemail = call.recording_type == "voicemail"
        _emit(
            company,
            call,
            "call_voicemail_transcript_added" if is_voicemail else "call_transcript_added",
        )
        return _put(company, call)


def known(company: Company, channel_id: str, external_id: str) -> Call:
    """The call that an application calls so, or `NotFound`."""
    found = company.store.calls.get(_key(channel_id, external_id))
    if found is None:
        raise NotFound(f"Unknown call ID {external_id}")
    return found


def _key(channel_id: str, external_id: str) -> str:
    return f"{channel_id}/{external_id}"


def _agent(company: Company, email: str | None) -> str | None:
    """The teammate with this address; one that Front does not know is nobody."""
    teammate = None if email is None else company.store.teammate_by_email(email)
    return None if teammate is None else teammate.id


def _other_party(
    company: Company, channel: Channel, party: Party, direction: CallDirection
) -> Recipient:
    source = channel.settings.contact_type
    handle = contacts.normalised(source, party.handle)
    contact = contacts.resolve(company, source, handle, name=party.name, contact_id=None)
    role = "from" if direction == "inbound" else "to"
    return Recipient(handle, role, party.name or contact.name, contact.id)  # type: ignore[arg-type]


def _thread(company: Company, channel: Channel, new: NewCall, other: Recipient) -> Conversation:
    """By the call that the new one follows on from; one that is unknown begins a thread."""
    store, now = company.store, company.clock.timestamp()
    parent = (channel.id, "call", new.parent_external_id)
    conversation = store.conversations.get(store.threads.get(parent, "")) or Conversation(
        id=company.ids.next("cnv"),
        channel_id=channel.id,
        inbox_id=channel.inbox_id,
        subject="",
        created_at=now,
        updated_at=now,
        recipient=other,
        last_message_id="",
    )
    for key in (parent, (channel.id, "call", new.external_id)):
        store.threads[key] = conversation.id
    return conversation


def _put_message(
    company: Company, channel: Channel, conversation: Conversation, call: Call, other: Recipient
) -> None:
    is_inbound = call.direction == "inbound"
    own = Recipient(channel.address, "to" if is_inbound else "from")
    body = _body(call)
    message = Message(
        id=call.message_id,
        uid=company.ids.message_uid(),
        conversation_id=conversation.id,
        channel_id=channel.id,
        is_inbound=is_inbound,
        created_at=call.started_at,
        body=body.html,
        text=body.text,
        blurb=body.blurb,
        subject="",
        recipients=(other, own) if is_inbound else (own, other),
        author_id=None if is_inbound else call.agent_id,
        type="call",
    )
    company.store.put_message(message)
    company.store.put_conversation(
        replace(
            conversation,
            last_message_id=latest_of(company, conversation, message),
            updated_at=company.clock.timestamp(),
            recipient=other,
            bump=company.store.next_bump(),
        )
    )


def _emit(company: Company, call: Call, event_type: str) -> None:
    message = company.store.messages[call.message_id]
    company.emit(event_type, message.conversation_id, message.id, call.agent_id)


def _put(company: Company, call: Call) -> Call:
    """Keep a call, and have its message say what is known now."""
    body = _body(call)
    message = company.store.messages[call.message_id]
    company.store.put_message(replace(message, body=body.html, text=body.text, blurb=body.blurb))
    company.store.calls[_key(call.channel_id, call.external_id)] = call
    company.changed.notify_all()
    return call


def _body(call: Call) -> bodies.Body:
    whom = call.party.name or call.party.handle
    way = "from" if call.direction == "inbound" else "to"
    lines = [f"Call {way} {whom}: {call.status}"]
    if call.summary is not None:
        lines.append(call.summary)
    lines += [f"{line.speaker_name}: {line.content}" for line in call.transcript]
    text = "\n\n".join(lines)
    html = "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in lines)
    return bodies.Body(html, text, bodies.blurb(text))
