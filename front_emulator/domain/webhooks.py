"""Webhooks: who is told of which events, again where that fails, and no more where it goes on to.

Front pages: dev.frontapp.com/docs/rule-webhooks and dev.frontapp.com/docs/application-webhooks
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from front_emulator.domain.entities import (
    Event,
    Message,
    Webhook,
    WebhookCall,
    WireRequest,
    WireResponse,
)
from front_emulator.domain.errors import InvalidSetting, NotFound
from front_emulator.domain.setting_kinds import nearest
from front_emulator.domain.urls import check_url

if TYPE_CHECKING:
    from front_emulator.domain.company import Company

TIMEOUT = 5.0
"""Seconds that a webhook has to answer."""
RETRY_PAUSES = (10.0, 60.0, 300.0)
"""Seconds until an application's webhook is told again; a rule's never is."""
FAILURES_BEFORE_DISABLING = 3
"""Events in a row that an application's webhook could not be told of, retries and all."""

APPLICATION_TYPES: Mapping[str, str] = {
    "inbound": "inbound_received",
    "outbound": "outbound_sent",
    "out_reply": "outbound_sent",
    "archive": "conversation_archived",
    "reopen": "conversation_reopened",
    "trash": "conversation_deleted",
    "restore": "conversation_restored",
    "assign": "assignee_changed",
    "unassign": "assignee_changed",
    "comment": "new_comment_added",
    "tag": "tag_added",
    "untag": "tag_removed",
    "sending_error": "message_delivery_failed",
}
"""What an application is told of, by the type of the event."""
_NEVER_HERE = (
    "conversation_snoozed", "conversation_snooze_expired", "conversation_moved",
    "link_added", "link_removed",
)  # fmt: skip
TYPES_OF_APPLICATIONS = tuple(dict.fromkeys((*APPLICATION_TYPES.values(), *_NEVER_HERE)))
"""What an application may ask for; some of it never happens in the emulator."""
TYPES_OF_RULES = tuple(APPLICATION_TYPES)
"""The types of events that a rule may pass on."""


def plan(
    company: "Company",
    url: str,
    types: Iterable[str] | None = None,
    *,
    application_uid: str | None = None,
    preview: bool = False,
) -> Webhook:
    """A webhook that is told of nothing yet; of all types where none are given.

    Raises `InvalidSetting`.
    """
    check_url("url", url)
    known = TYPES_OF_RULES if application_uid is None else TYPES_OF_APPLICATIONS
    wanted = known if types is None else tuple(types)
    for each in wanted:
        if each not in known:
            raise InvalidSetting(
                f"types: there is no {each!r}; the nearest is {nearest(each, list(known))}"
            )
    if not wanted:
        raise InvalidSetting("types: a webhook without types is told of nothing; name one")
    with company.lock:
        return Webhook(company.ids.next("whk"), url, wanted, application_uid, preview)


def put(company: "Company", webhook: Webhook) -> None:
    """Have a webhook as it is given, whether it was there or not."""
    with company.changed:
        company.store.webhooks[webhook.id] = webhook
        company.changed.notify_all()


def known_webhook(company: "Company", webhook_id: str) -> Webhook:
    """The webhook of an id, or `NotFound`."""
    found = company.store.webhooks.get(webhook_id)
    if found is None:
        known = ", ".join(company.store.webhooks) or "none"
        raise NotFound(f"Unknown webhook ID {webhook_id}", hint=f"there are: {known}")
    return found


def enable(company: "Company", webhook_id: str) -> None:
    """Tell a disabled webhook again of what happens from now on. Raises `NotFound`."""
    with company.lock:
        webhook = known_webhook(company, webhook_id)
        put(company, replace(webhook, is_disabled=False, failures=0))


def remove(company: "Company", webhook_id: str) -> None:
    """Tell it no more, not of what is due either. Raises `NotFound`."""
    with company.changed:
        known_webhook(company, webhook_id)
        del company.store.webhooks[webhook_id]
        cancel(company, webhook_id, "the webhook was removed")
        company.changed.notify_all()


def announce(company: "Company", event: Event) -> None:
    """Have each webhook told that wants to know of an event. The lock must be held."""
    for webhook in company.store.webhooks.values():
        shown = event.type
        if webhook.application_uid is not None:
            shown = APPLICATION_TYPES.get(event.type, "")
        if shown in webhook.types and not webhook.is_disabled:
            call = WebhookCall(
                id=company.ids.next("whc"),
                webhook_id=webhook.id,
                type=shown,
                due_at=company.clock.now(),
                event_id=event.id,
                conversation_id=event.conversation_id,
                message_id=event.message_id,
                number=company.next_number(),
            )
            _schedule(company, call)


def announce_import(company: "Company", message: Message) -> None:
    """Have an application told that a message which it synced is in Front now.

    The lock must be held.
    Front page: dev.frontapp.com/changelog/channel-api-message-import-improvements
    """
    if message.external is None or company.store.channels[message.channel_id].is_deleted:
        return
    call = WebhookCall(
        id=company.ids.next("whc"),
        webhook_id=message.channel_id,
        type="message_imported",
        due_at=company.clock.now(),
        conversation_id=message.conversation_id,
        message_id=message.id,
        number=company.next_number(),
    )
    _schedule(company, call)


def due(company: "Company", call_id: str) -> WebhookCall | None:
    """The call, if it is to be made now. The lock must be held."""
    call = company.webhook_calls.get(call_id)
    is_due = not company.is_closed and call_id not in company.schedule
    return call if call is not None and is_due and not call.is_over else None


def timeout(company: "Company", lane: str) -> float:
    """Seconds to answer: for a webhook by its id, else for a channel or a conversation."""
    return TIMEOUT if lane in company.store.webhooks else company.settings.delivery_timeout


def begin(company: "Company", call: WebhookCall, request: WireRequest) -> None:
    """Note what leaves for a webhook. The lock must be held."""
    at = company.clock.timestamp()
    company.webhook_calls.put(replace(call, state="in_flight", started_at=at, request=request))
    company.changed.notify_all()


def finish(
    company: "Company",
    call: WebhookCall,
    *,
    duration: float,
    response: WireResponse | None,
    reason: str | None,
) -> WebhookCall:
    """Note what came of a call: `reason` is why it failed, None for a success.

    A failure is followed by a retry, or counts against the webhook. The lock must be held.
    """
    over = replace(
        call,
        state="sent" if reason is None else "failed",
        duration=duration,
        response=response,
        reason=reason,
    )
    company.webhook_calls.put(over)
    webhook = company.store.webhooks.get(call.webhook_id)
    if webhook is not None and webhook.application_uid is not None and call.event_id is not None:
        if reason is None:
            company.store.webhooks[webhook.id] = replace(webhook, failures=0)
        elif call.attempt <= len(RETRY_PAUSES):
            _retry(company, over)
        else:
            _count_failure(company, webhook)
    company.changed.notify_all()
    return over


def cancel(company: "Company", webhook_id: str, reason: str) -> None:
    """Tell a webhook, or a channel's application, nothing of what is due. The lock must be held."""
    for call in company.webhook_calls:
        if call.webhook_id == webhook_id and call.state == "scheduled":
            company.schedule.cancel(call.id)
            company.webhook_calls.put(replace(call, state="cancelled", reason=reason))


def _retry(company: "Company", failed: WebhookCall) -> None:
    retry = WebhookCall(
        id=company.ids.next("whc"),
        webhook_id=failed.webhook_id,
        type=failed.type,
        due_at=company.clock.now() + RETRY_PAUSES[failed.attempt - 1],
        event_id=failed.event_id,
        conversation_id=failed.conversation_id,
        message_id=failed.message_id,
        attempt=failed.attempt + 1,
        body=None if failed.request is None else failed.request.body,
        number=company.next_number(),
    )
    _schedule(company, retry)


def _count_failure(company: "Company", webhook: Webhook) -> None:
    failures = webhook.failures + 1
    is_disabled = failures >= FAILURES_BEFORE_DISABLING
    company.store.webhooks[webhook.id] = replace(
        webhook, failures=failures, is_disabled=is_disabled
    )
    if is_disabled:
        cancel(company, webhook.id, f"the webhook was disabled after {failures} failures")


def _schedule(company: "Company", call: WebhookCall) -> None:
    company.webhook_calls.put(call)
    company.schedule.add(call.due_at, "tell", call.id)
    company.on_scheduled()
