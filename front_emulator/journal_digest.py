"""The journal without what differs from run to run, so that two runs can be compared."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from front_emulator.domain.entities import (
    DeliveryRecord,
    Event,
    Handshake,
    RequestRecord,
    WebhookCall,
)
from front_emulator.journal_entries import Record

Json = dict[str, Any]

# Which port is free, and when it was, are not the seed's.
_LOCAL = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?")
_MOMENT = re.compile(r'("(?:\w+_at|waiting_since)":\s*)\d+(?:\.\d+)?')
_VERSION = re.compile(r"\b([0-9a-f]{32}-\d{6})-\d{13}-([0-9a-f]{4})\b")
_WAIT = re.compile(r"retry in \d+ milliseconds")


def comparable(records: Iterable[Record]) -> list[Json]:
    """What happened, in order: ids, paths, bodies, statuses; no times, ports or headers."""
    return [_told(record) for record in records]


def digest(records: Iterable[Record]) -> str:
    """SHA-256 of what is comparable, in hexadecimal."""
    told = json.dumps(comparable(records), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def _told(record: Record) -> Json:
    if isinstance(record, RequestRecord):
        return {
            "kind": "request",
            "id": record.id,
            "method": record.method,
            "path": _text(record.path),
            "body": _bytes(record.body),
            "status": record.status,
            "answer": _bytes(record.response_body),
        }
    if isinstance(record, DeliveryRecord):
        return _delivery(record)
    if isinstance(record, WebhookCall):
        return _webhook(record)
    if isinstance(record, Handshake):
        return _handshake(record)
    return _event(record)


def _delivery(record: DeliveryRecord) -> Json:
    request, response, outcome = record.request, record.response, record.outcome
    return {
        "kind": "delivery",
        "id": record.id,
        "message_id": record.message_id,
        "attempt": record.attempt,
        "state": record.state,
        "error_type": outcome and outcome.error_type,
        "url": request and _text(request.url),
        "body": request and _bytes(request.body),
        "status": response and response.status,
        "answer": response and _bytes(response.body),
    }


def _webhook(record: WebhookCall) -> Json:
    request, response = record.request, record.response
    return {
        "kind": "webhook",
        "id": record.id,
        "webhook_id": record.webhook_id,
        "type": record.type,
        "attempt": record.attempt,
        "state": record.state,
        "url": request and _text(request.url),
        "body": request and _bytes(request.body),
        "status": response and response.status,
    }


def _handshake(record: Handshake) -> Json:
    request, response = record.request, record.response
    return {
        "kind": "handshake",
        "id": record.id,
        "type": record.type,
        "channel_id": record.channel_id,
        "url": _text(request.url),
        "body": _bytes(request.body),
        "status": response and response.status,
    }


def _event(record: Event) -> Json:
    return {
        "kind": "event",
        "id": record.id,
        "type": record.type,
        "conversation_id": record.conversation_id,
        "message_id": record.message_id,
    }


def _bytes(body: bytes) -> str:
    """A body as text; of what is no text, its digest."""
    try:
        return _text(body.decode())
    except UnicodeDecodeError:
        return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _text(text: str) -> str:
    text = _LOCAL.sub("http://local", text)
    text = _VERSION.sub(r"\1-0-\2", _MOMENT.sub(r"\g<1>0", text))
    return _WAIT.sub("retry in 0 milliseconds", text)
