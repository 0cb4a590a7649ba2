"""What happens to a conversation besides its messages."""

from dataclasses import dataclass, replace

from front_emulator.domain import tags
from front_emulator.domain.company import Company
from front_emulator.domain.entities import Conversation, ConversationState


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change about a conversation: None leaves the state and the tags as they are.

    The tags replace all it has. `assigns` says whether `assignee_id` counts: None unassigns.
    """

    state: ConversationState | None = None
    assigns: bool = False
    assignee_id: str | None = None
    tag_ids: tuple[str, ...] | None = None


def update(company: Company, conversation_id: str, change: Change, by: str | None = None) -> None:
    """Make several changes at once; `by` is the teammate who does. Raises `NotFound`."""
    with company.lock:
        if change.tag_ids is not None:
            tags.replace_all(company, conversation_id, change.tag_ids, by)
        if change.state is not None:
            _MOVES[change.state](company, conversation_id, by)
        if change.assigns:
            assign(company, conversation_id, change.assignee_id, by)


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


_MOVES = {"open": reopen, "archived": archive, "deleted": trash}


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
