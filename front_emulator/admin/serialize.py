"""Entities as the admin API shows them; schemas/admin/ describes each."""

import base64
from typing import Any

from front_emulator import narration
from front_emulator.account import Account
from front_emulator.domain.clock import Clock
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    AcceptedMessage,
    Channel,
    DeliveryRecord,
    Event,
    Handshake,
    Message,
    WebhookCall,
    WireRequest,
    WireResponse,
)
from front_emulator.domain.faults import FaultRule
from front_emulator.domain.rate_limits import RateLimits
from front_emulator.domain.schedule import Due
from front_emulator.journal_entries import Entry, Record
from front_emulator.webhooks import ConnectedWebhook

Json = dict[str, Any]


def company(account: Account, base: str) -> Json:
    """An account with all that a client needs to use it; `base` is what addresses start with."""
    shown = account.company
    with shown.lock:
        inbox_id = next(iter(shown.store.inboxes))
        return {
            "id": shown.id,
            "name": shown.name,
            "seed": shown.seed,
            "api_token": shown.api_token,
            "api_secret": shown.api_secret,
            "inbox": {"id": inbox_id},
            "channel": channel(shown.store.channels[account.channel.id], base),
            "clock": clock(shown.clock),
            "conversations": len(shown.store.conversations),
            "messages": len(shown.store.messages),
        }


def channel(shown: Channel, base: str) -> Json:
    return {
        "id": shown.id,
        "name": shown.name,
        "address": shown.address,
        "incoming_url": f"{base}/channels/{shown.id}/incoming_messages",
        "outgoing_url": shown.settings.webhook_url,
    }


def message(shown: Message | AcceptedMessage) -> Json:
    """A message in short; one that does not exist yet has no id."""
    if isinstance(shown, AcceptedMessage):
        return {
            "uid": shown.uid,
            "id": None,
            "conversation_id": None,
            "channel_id": shown.channel_id,
            "is_inbound": True,
            "at": shown.accepted_at,
            "body": shown.body,
            "text": shown.text,
        }
    return {
        "uid": shown.uid,
        "id": shown.id,
        "conversation_id": shown.conversation_id,
        "channel_id": shown.channel_id,
        "is_inbound": shown.is_inbound,
        "at": shown.created_at,
        "body": shown.body,
        "text": shown.text,
    }


def clock(shown: Clock) -> Json:
    return {"now": shown.timestamp(), "is_frozen": shown.is_frozen}


def due(of: Company, shown: Due) -> Json:
    """What falls due: a message that appears or a delivery that leaves."""
    return {
        "at": round(shown.at, 3),
        "in": round(of.clock.until(shown.at), 3),
        "action": shown.action,
        "key": shown.key,
        "line": narration.due_line(of, shown),
    }


def delivery(record: DeliveryRecord) -> Json:
    """One attempt to send a message; `ok` is null until its outcome is known."""
    outcome = record.outcome
    return {
        "id": record.id,
        "message_id": record.message_id,
        "conversation_id": record.conversation_id,
        "channel_id": record.channel_id,
        "ok": None if outcome is None else outcome.error_type is None,
        "error_type": outcome and outcome.error_type,
        "reason": outcome and outcome.reason,
        "warning": outcome and outcome.warning,
        "fault": record.fault,
        "status": record.response and record.response.status,
        "state": record.state,
        "attempt": record.attempt,
        "due_at": round(record.due_at, 3),
        "started_at": record.started_at,
        "duration": record.duration and round(record.duration, 6),
        "request": record.request and request(record.request),
        "response": record.response and response(record.response),
    }


def entry(shown: Entry) -> Json:
    """An entry of the journal; what does not apply to its kind is null."""
    record = shown.record
    sent, got, hint = _crossed(record)
    return {
        "id": shown.id,
        "kind": shown.kind,
        "direction": shown.direction,
        "at": round(shown.at, 3),
        "line": shown.line,
        "is_over": shown.is_over,
        "method": shown.method,
        "path": shown.path,
        "status": shown.status,
        "duration": None if isinstance(record, Event) else record.duration,
        "hint": hint,
        "state": shown.state,
        "error_type": shown.error_type,
        "reason": _reason(record),
        "type": shown.type,
        "message_uid": shown.message_uid,
        "message_id": shown.message_id,
        "conversation_id": shown.conversation_id,
        "channel_id": shown.channel_id,
        "request": None if sent is None else request(sent),
        "response": None if got is None else response(got),
    }


def _reason(record: Record) -> str | None:
    """Why it failed, of what did."""
    if isinstance(record, WebhookCall):
        return record.reason
    if isinstance(record, Handshake):
        return record.refusal
    if isinstance(record, DeliveryRecord) and record.outcome is not None:
        return record.outcome.reason
    return None


def _crossed(record: Record) -> tuple[WireRequest | None, WireResponse | None, str | None]:
    """What went out, what came back, and what the emulator said beside it."""
    if isinstance(record, Event):
        return None, None, None
    if isinstance(record, WebhookCall | Handshake):
        return record.request, record.response, None
    if isinstance(record, DeliveryRecord):
        warning = None if record.outcome is None else record.outcome.warning
        return record.request, record.response, record.fault or warning
    sent = WireRequest(record.method, record.path, record.headers, record.body)
    if record.status is None:
        return sent, None, record.hint
    got = WireResponse(record.status, record.response_headers, record.response_body)
    return sent, got, record.hint


def fault(rule: FaultRule) -> Json:
    """A fault in force; its options are those it was made from, but for the defaults."""
    return {
        "id": rule.id,
        "fired": rule.fired,
        "met": rule.met,
        "is_spent": rule.is_spent,
        "ends_at": rule.ends_at and round(rule.ends_at, 3),
        "options": rule.fault.options,
    }


def rate_limits(limits: RateLimits) -> Json:
    left = limits.allowance
    return {
        "plan": limits.plan,
        "limit": left.limit,
        "remaining": left.remaining,
        "resets_at": left.resets_at,
        "burst_limit": left.burst_limit,
        "burst_remaining": left.burst_remaining,
    }


def request(sent: WireRequest) -> Json:
    return {
        "method": sent.method,
        "url": sent.url,
        "headers": dict(sent.headers),
        **text(sent.body),
    }


def response(got: WireResponse) -> Json:
    return {"status": got.status, "headers": dict(got.headers), **text(got.body)}


def text(body: bytes) -> dict[str, str]:
    """A body as text, and in base64 where it is none."""
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {
            "body": body.decode("utf-8", "replace"),
            "body_base64": base64.b64encode(body).decode(),
        }


def handshake(shown: Handshake) -> Json:
    """What an application was asked or told of a channel, and its answer."""
    return {
        "id": shown.id,
        "type": shown.type,
        "channel_id": shown.channel_id,
        "at": shown.at,
        "duration": round(shown.duration, 6),
        "refusal": shown.refusal,
        "request": request(shown.request),
        "response": shown.response and response(shown.response),
    }


def webhook(shown: ConnectedWebhook) -> Json:
    return {
        "id": shown.id,
        "url": shown.url,
        "types": list(shown.types),
        "preview": shown.preview,
        "application": shown.application_uid,
        "is_disabled": shown.is_disabled,
        "calls": [call.id for call in shown.calls],
    }
