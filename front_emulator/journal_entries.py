"""What crossed the wire, and events, in one form: the journal's entries, with what ties them."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from urllib.parse import unquote, urlsplit

from front_emulator import narration
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    DeliveryRecord,
    Event,
    Handshake,
    RequestRecord,
    WebhookCall,
)

Kind = Literal["request", "delivery", "webhook", "handshake", "event"]
Direction = Literal["to_front", "from_front"]
Record = RequestRecord | DeliveryRecord | WebhookCall | Handshake | Event

_NAMED = re.compile(r"/(?P<noun>channels|conversations|messages)/(?P<id>[^/?]+)")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened: a request to Front, something that Front sent, or an event.

    - `at`: when it began, Unix seconds.
    - `direction`: `to_front`, `from_front`, or None for what happened within Front.
    - `path`: a request's path with its query, the whole URL of what Front sent.
    - `error_type`: of a delivery. `state`: of what Front sent. `type`: of it, unless it is a
      delivery, or of an event.
    """

    company: Company
    kind: Kind
    record: Record
    at: float
    is_over: bool = True
    direction: Direction | None = None
    method: str | None = None
    path: str | None = None
    status: int | None = None
    error_type: str | None = None
    state: str | None = None
    type: str | None = None

    def __str__(self) -> str:
        return f"{narration.clock_time(self.at)} {self.line}"

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def line(self) -> str:
        """What happened, in one line."""
        record = self.record
        if isinstance(record, DeliveryRecord):
            return narration.delivery_line(record)
        if isinstance(record, WebhookCall):
            return narration.webhook_line(self.company, record)
        if isinstance(record, Handshake):
            return narration.handshake_line(record)
        if isinstance(record, Event):
            return narration.event_line(record)
        return narration.request_line(record)

    @property
    def body(self) -> str:
        """What was sent, as text."""
        record = self.record
        if isinstance(record, RequestRecord):
            return record.text
        if isinstance(record, Event) or record.request is None:
            return ""
        return record.request.body.decode("utf-8", "replace")

    @cached_property
    def message_uid(self) -> str | None:
        """The uid of the message that it is about."""
        record = self.record
        if isinstance(record, RequestRecord):
            return _uid_answered(record) or _uid(self._named.get("messages", ""))
        message = self.company.store.messages.get(self.message_id or "")
        return None if message is None else message.uid

    @cached_property
    def message_id(self) -> str | None:
        """The message that it is about, once it exists."""
        record = self.record
        if isinstance(record, Handshake):
            return None
        if not isinstance(record, RequestRecord):
            return record.message_id
        message = self.company.store.message_by_uid(self.message_uid or "")
        return message.id if message is not None else self._named.get("messages")

    @cached_property
    def conversation_id(self) -> str | None:
        """The conversation that it is about, once it exists."""
        record = self.record
        if isinstance(record, Handshake):
            return None
        if not isinstance(record, RequestRecord):
            return record.conversation_id
        message = self.company.store.messages.get(self.message_id or "")
        return self._named.get("conversations") if message is None else message.conversation_id

    @property
    def is_untied(self) -> bool:
        """Whether it is about a message that may exist later, and then tie it to others."""
        return self.message_id is None and self.message_uid is not None

    @cached_property
    def channel_id(self) -> str | None:
        """The channel that it is about."""
        record = self.record
        if isinstance(record, DeliveryRecord | Handshake):
            return record.channel_id
        conversation = self.company.store.conversations.get(self.conversation_id or "")
        return self._named.get("channels") if conversation is None else conversation.channel_id

    @cached_property
    def _named(self) -> dict[str, str]:
        """The ids in a request's path, by noun."""
        path = unquote(urlsplit(self.path or "").path)
        return {found["noun"]: found["id"] for found in _NAMED.finditer(path)}


def entry(company: Company, record: Record) -> Entry:
    """A record as an entry."""
    if isinstance(record, RequestRecord):
        return _of_request(company, record)
    if isinstance(record, DeliveryRecord):
        return _of_delivery(company, record)
    if isinstance(record, WebhookCall):
        return _of_webhook(company, record)
    if isinstance(record, Handshake):
        return _of_handshake(company, record)
    return Entry(
        company=company, kind="event", record=record, at=record.emitted_at, type=record.type
    )


def _of_request(company: Company, record: RequestRecord) -> Entry:
    return Entry(
        company=company,
        kind="request",
        record=record,
        at=record.at - (record.duration or 0.0),
        is_over=record.is_over,
        direction="to_front",
        method=record.method,
        path=record.path,
        status=record.status,
    )


def _of_delivery(company: Company, record: DeliveryRecord) -> Entry:
    return Entry(
        company=company,
        kind="delivery",
        record=record,
        at=record.started_at or record.due_at,
        is_over=record.is_over,
        direction="from_front",
        method=None if record.request is None else record.request.method,
        path=None if record.request is None else record.request.url,
        status=None if record.response is None else record.response.status,
        error_type=None if record.outcome is None else record.outcome.error_type,
        state=record.state,
    )


def _of_webhook(company: Company, record: WebhookCall) -> Entry:
    return Entry(
        company=company,
        kind="webhook",
        record=record,
        at=record.started_at or record.due_at,
        is_over=record.is_over,
        direction="from_front",
        method=None if record.request is None else record.request.method,
        path=None if record.request is None else record.request.url,
        status=None if record.response is None else record.response.status,
        state=record.state,
        type=record.type,
    )


def _of_handshake(company: Company, record: Handshake) -> Entry:
    return Entry(
        company=company,
        kind="handshake",
        record=record,
        at=record.at,
        direction="from_front",
        method=record.request.method,
        path=record.request.url,
        status=None if record.response is None else record.response.status,
        state="sent" if record.refusal is None else "failed",
        type=record.type,
    )


def _uid_answered(record: RequestRecord) -> str | None:
    if record.status != 202:
        return None
    try:
        return str(json.loads(record.response_body)["message_uid"])
    except (ValueError, KeyError, TypeError):
        return None


def _uid(reference: str) -> str | None:
    prefix = "alt:uid:"
    return reference.removeprefix(prefix) if reference.startswith(prefix) else None
