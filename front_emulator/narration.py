"""What happened, told to a person: one line for each thing that crossed the wire."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    AcceptedMessage,
    DeliveryRecord,
    Event,
    Handshake,
    Message,
    RequestRecord,
    WebhookCall,
)
from front_emulator.domain.schedule import Due

TO_FRONT = "→"
FROM_FRONT = "←"
IN_FRONT = "•"
_SHOWN = 12
_QUOTED = 60


def request_line(record: RequestRecord) -> str:
    """A request of the integration: `→ POST /channels/cha_1/incoming_messages  202  0.9 ms`."""
    status = record.status or "-"
    line = f"{TO_FRONT} {record.method} {record.path}  {status}{_duration(record.duration)}"
    if record.status is not None and record.status >= 400:
        line += f"  {_error_text(record.response_body)}"
    return line + (f"  ({record.hint})" if record.hint else "")


def delivery_line(record: DeliveryRecord) -> str:
    """A message on its way to the integration: `← POST http://…  200  sent  3.1 ms`."""
    to = record.request.url if record.request else "nowhere"
    status = record.response.status if record.response else "-"
    line = f"{FROM_FRONT} POST {to}  {status}  {record.state}{_duration(record.duration)}"
    outcome = record.outcome
    if outcome is not None and outcome.error_type is not None:
        line += f"  {outcome.error_type}: {outcome.reason}"
    if outcome is not None and outcome.warning is not None:
        line += f"  ({outcome.warning})"
    if record.fault is not None:
        line += f"  ({record.fault})"
    return f"{line}  {record.message_id}"


def handshake_line(handshake: Handshake) -> str:
    """What an application was asked or told: `← POST http://…  200  authorization  3.1 ms`."""
    request, response = handshake.request, handshake.response
    status = "-" if response is None else response.status
    line = f"{FROM_FRONT} {request.method} {request.url}  {status}  {handshake.type}"
    line += _duration(handshake.duration)
    if handshake.refusal is not None:
        line += f"  {handshake.refusal}"
    return f"{line}  {handshake.channel_id}"


def webhook_line(company: Company, call: WebhookCall) -> str:
    """A webhook told of an event: `← POST http://…  200  sent  3.1 ms  inbound_received`."""
    url = _url_to_tell(company, call) if call.request is None else call.request.url
    status = "-" if call.response is None else call.response.status
    line = f"{FROM_FRONT} POST {url}  {status}  {call.state}{_duration(call.duration)}"
    line += f"  {call.type}" + (f", attempt {call.attempt}" if call.attempt > 1 else "")
    if call.reason is not None:
        line += f"  {call.reason}"
    return f"{line}  {call.webhook_id}"


def _url_to_tell(company: Company, call: WebhookCall) -> str:
    webhook = company.store.webhooks.get(call.webhook_id)
    channel = company.store.channels.get(call.webhook_id)
    url = channel.settings.webhook_url if channel is not None else webhook and webhook.url
    return url or "nowhere"


def event_line(event: Event) -> str:
    """Something that happened in Front: `• archive cnv_sql8j71`."""
    about = [event.conversation_id, event.message_id, event.assignee_id]
    return " ".join([IN_FRONT, event.type, *(each for each in about if each)])


def due_line(company: Company, due: Due) -> str:
    """What will happen: `A message of leela appears: "Hello"`."""
    if due.action == "appear":
        accepted = company.store.accepted[due.key]
        return f"A message of {accepted.handle} appears: {_quoted(accepted.blurb)}"
    call = company.webhook_calls.get(due.key)
    if call is not None:
        is_import = call.type == "message_imported"
        who = "An application" if is_import else "A webhook"
        return f"{who} is told of {call.type}, attempt {call.attempt}"
    record = company.deliveries.get(due.key)
    if record is None:
        return "A delivery leaves"
    message = company.store.messages[record.message_id]
    return f"A message to {', '.join(message.to)} leaves: {_quoted(message.blurb)}"


def message_line(message: Message) -> str:
    """A message as a list shows it."""
    direction = TO_FRONT if message.is_inbound else FROM_FRONT
    who = message.sender if message.is_inbound else ", ".join(message.to)
    thread = message.thread_ref or (message.external and message.external.conversation_id)
    ref = f" [{thread}]" if thread else ""
    return f"{direction} {message.id} {who}{ref}: {message.blurb[:80]!r}"


def clock_time(at: float) -> str:
    """A moment as `20:15:01.250`, UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%H:%M:%S.%f")[:-3]


def journal(company: Company) -> list[str]:
    """The latest requests, deliveries, webhooks and handshakes of a company, oldest first."""
    with company.lock:
        moments = [(r.at, request_line(r)) for r in company.requests]
        moments += [(d.started_at or d.due_at, delivery_line(d)) for d in company.deliveries]
        moments += [
            (c.started_at or c.due_at, webhook_line(company, c)) for c in company.webhook_calls
        ]
        moments += [(h.at, handshake_line(h)) for h in company.handshakes]
    lines = [f"{clock_time(at)} {line}" for at, line in sorted(moments, key=lambda m: m[0])]
    return _latest(lines, 100)


def situation(company: Company) -> str:
    """What there is, for a wait that failed: messages, what is pending, what was asked."""
    with company.lock:
        messages = [message_line(m) for m in company.store.messages.values()]
        pending = [_accepted_line(company, a) for a in company.store.accepted.values()]
        crossed = journal(company)
        frozen = company.clock.is_frozen
    parts = [
        _section("messages in Front", messages),
        _section("accepted and not there yet", pending),
        _section("requests and deliveries", crossed),
    ]
    if frozen:
        parts.append("The clock is frozen: nothing falls due until clock.advance(seconds).")
    return "\n".join(parts)


def _accepted_line(company: Company, accepted: AcceptedMessage) -> str:
    at = accepted.due_at
    when = "held until it is released" if at is None else f"in {company.clock.until(at):.3f} s"
    return f"{TO_FRONT} {accepted.uid} {accepted.handle}: {accepted.blurb[:80]!r} {when}"


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= _QUOTED else text[:_QUOTED] + "…"}"'


def _section(title: str, lines: list[str]) -> str:
    shown = _latest(lines, _SHOWN) or ["none"]
    return "\n".join([f"{title} ({len(lines)}):", *(f"  {line}" for line in shown)])


def _latest(lines: list[str], count: int) -> list[str]:
    if len(lines) <= count:
        return lines
    return [f"… {len(lines) - count} earlier", *lines[-count:]]


def _duration(seconds: float | None) -> str:
    return "" if seconds is None else f"  {seconds * 1000:.1f} ms"


def _error_text(body: bytes) -> str:
    try:
        error = json.loads(body)["_error"]
        details: Iterable[str] = error.get("details", ())
        return "; ".join([error["message"], *details])
    except (ValueError, KeyError, TypeError, AttributeError):
        return body[:120].decode("utf-8", "replace")
