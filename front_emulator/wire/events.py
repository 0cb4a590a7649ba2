"""Events as Front shows them: what happened to a conversation, by whom, and to what.

Front page: dev.frontapp.com/reference/events
"""

from typing import Any

from front_emulator.domain.company import Company
from front_emulator.domain.entities import Event
from front_emulator.wire import serializers
from front_emulator.wire.serializers import Json

TYPES = (
    "assign", "unassign", "archive", "reopen", "trash", "restore", "reminder", "comment", "mention",
    "inbound", "outbound", "out_reply", "move", "forward", "tag", "untag", "sending_error",
    "message_bounce_error", "conversations_merged", "link_added", "link_removed",
    "custom_field_updated", "macro_triggered", "topic_identified", "ticket_status_update",
    "call_started", "call_abandoned", "call_queued", "call_on_hold", "call_parked", "call_resumed",
    "call_connected", "call_missed", "call_hangup", "call_transferred", "call_transcript_added",
    "call_voicemail_transcript_added",
)  # fmt: skip


def event(company: Company, base: str, shown: Event) -> Json:
    """An event with its conversation, source and target in full.

    What a received message brought about has the inboxes as its source; what a client of the
    API did has no one.
    """
    conversation = company.store.conversations[shown.conversation_id]
    return {
        "_links": {"self": f"{base}/events/{shown.id}"},
        "id": shown.id,
        "type": shown.type,
        "emitted_at": shown.emitted_at,
        "conversation": serializers.conversation(company, base, conversation),
        "source": _source(company, base, shown),
        "target": _target(company, base, shown),
    }


def _source(company: Company, base: str, shown: Event) -> Json:
    if shown.type == "inbound":
        conversation = company.store.conversations[shown.conversation_id]
        inbox = company.store.inboxes[conversation.inbox_id]
        channel = company.store.channels[conversation.channel_id]
        received = serializers.inbox(company, base, inbox) | {
            "type": channel.type,
            "address": channel.address,
            "send_as": channel.address,
        }
        return _part("inboxes", [received])
    if shown.teammate_id is not None:
        author = company.store.teammates[shown.teammate_id]
        return _part("teammate", serializers.teammate(base, author))
    return _part("api", None)


def _target(company: Company, base: str, shown: Event) -> Json | None:
    if shown.message_id is not None:
        message = company.store.messages[shown.message_id]
        return _part("message", serializers.message(company, base, message))
    if shown.tag_id is not None:
        return _part("tag", serializers.tag(company, base, company.store.tags[shown.tag_id]))
    if shown.comment_id is not None:
        comment = company.store.comments[shown.comment_id]
        return _part("comment", serializers.comment(company, base, comment))
    if shown.assignee_id is not None:
        assignee = company.store.teammates[shown.assignee_id]
        return _part("teammate", serializers.teammate(base, assignee))
    return None


def _part(kind: str, data: Any) -> Json:
    return {"_meta": {"type": kind}, "data": data}
