"""What happens to a conversation besides its messages."""

from dataclasses import replace

from front_emulator.domain.company import Company
from front_emulator.domain.entities import Conversation, ConversationState


def archive(company: Company, conversation_id: str, by: str | None = None) -> bool:
    """Archive a conversation; False when it was archived already."""
    return _move(company, conversation_id, "archived", "archive", by)


def trash(company: Company, conversation_id: str, by: str | None = None) -> bool:
    """Move a conversation to the trash; False when it was there already."""
    return _move(company, conversation_id, "deleted", "trash", by)


def reopen(company: Company, conversation_id: str, by: str | None = None) -> bool:
    """Open an archived or trashed conversation again; False when it was open."""
    was_trashed = company.store.conversations[conversation_id].state == "deleted"
    event = "restore" if was_trashed else "reopen"
    return _move(company, conversation_id, "open", event, by)


def assign(
    company: Company, conversation_id: str, teammate_id: str | None, by: str | None = None
) -> bool:
    """Assign a conversation, or unassign it with None; False when nothing changes."""
    conversation = company.store.conversations[conversation_id]
    if conversation.assignee_id == teammate_id:
        return False
    _put(company, replace(conversation, assignee_id=teammate_id))
    company.emit(
        "unassign" if teammate_id is None else "assign",
        conversation_id,
        teammate_id=by,
        assignee_id=teammate_id or conversation.assignee_id,
    )
    return True


def _move(
    company: Company, conversation_id: str, state: ConversationState, event: str, by: str | None
) -> bool:
    conversation = company.store.conversations[conversation_id]
    if conversation.state == state:
        return False
    _put(company, replace(conversation, state=state))
    company.emit(event, conversation_id, None, by)
    return True


def _put(company: Company, conversation: Conversation) -> None:
    company.store.put_conversation(replace(conversation, updated_at=company.clock.timestamp()))
