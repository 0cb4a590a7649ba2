"""Conversations at a glance, as a list shows them; Front's own API has all of each."""

from dataclasses import replace

from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation, Parameter
from front_emulator.domain import searching
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    Conversation,
    ConversationStatus,
    Message,
    Tag,
    Teammate,
)
from front_emulator.domain.errors import NotFound
from front_emulator.domain.store import Position
from front_emulator.wire import search as search_syntax

_MOST = 100
_STATUSES: dict[str, tuple[ConversationStatus, ...]] = {
    "open": ("assigned", "unassigned"),
    "assigned": ("assigned",),
    "unassigned": ("unassigned",),
    "archived": ("archived",),
    "deleted": ("deleted",),
}


def index(call: AdminCall) -> Json:
    company, limit = call.company, call.query.get("limit", 50)
    status, words = call.query.get("status", "open"), call.query.get("search", "").strip()
    order = call.query.get("after")
    after = None if order is None else (float(order), 0)
    with company.lock:
        if words:
            found = _searched(company, words, status, limit + 1, after)
        else:
            statuses = _STATUSES[status]
            found = company.store.conversations_page(limit + 1, after, statuses=statuses)
        shown = [_glance(company, each) for _, each in found[:limit]]
    return {
        "conversations": shown,
        "next": shown[-1]["order"] if len(found) > limit else None,
    }


def show(call: AdminCall) -> Json:
    with call.company.lock:
        return _glance(call.company, _known(call))


def update(call: AdminCall) -> Json:
    call.account.update_conversation(_known(call), **call.body)
    return show(call)


def deliveries(call: AdminCall) -> Json:
    company = call.company
    with company.lock:
        messages = company.store.messages_of(_known(call).id, _MOST)
        attempts = [company.last_attempt(message.id) for _, message in messages]
        return {"deliveries": [serialize.delivery(each) for each in attempts if each is not None]}


def _known(call: AdminCall) -> Conversation:
    conversation_id = call.variables["conversation"]
    found = call.company.store.conversations.get(conversation_id)
    if found is None:
        raise NotFound(f"Unknown conversation ID {conversation_id}")
    return found


def _searched(
    company: Company, words: str, status: str, limit: int, after: Position | None
) -> list[tuple[Position, Conversation]]:
    """What a search finds; a state that it names itself goes before `status`."""
    search = search_syntax.parsed(words)
    if not search.states:
        search = replace(search, states=("trashed" if status == "deleted" else status,))
    found = searching.find(company, search)
    return [each for each in found if after is None or each[0] < after][:limit]


def _glance(of: Company, shown: Conversation) -> Json:
    """A conversation at a glance; a greater `order` means later activity."""
    store = of.store
    assignee = store.teammates.get(shown.assignee_id or "")
    return {
        "id": shown.id,
        "channel_id": shown.channel_id,
        "order": shown.bump,
        "subject": shown.subject,
        "status": shown.status,
        "recipient": {"handle": shown.recipient.handle, "name": shown.recipient.name},
        "assignee": None if assignee is None else _teammate(assignee),
        "tags": [_tag(store.tags[tag_id]) for tag_id in shown.tag_ids],
        "created_at": shown.created_at,
        "updated_at": shown.updated_at,
        "last_message": _message(store.messages[shown.last_message_id]),
    }


def _message(shown: Message) -> Json:
    """A message at a glance."""
    return {
        "id": shown.id,
        "is_inbound": shown.is_inbound,
        "is_draft": shown.is_draft,
        "created_at": shown.created_at,
        "blurb": shown.blurb,
        "error_type": shown.error_type,
    }


def _teammate(shown: Teammate) -> Json:
    return {
        "id": shown.id,
        "username": shown.username,
        "first_name": shown.first_name,
        "last_name": shown.last_name,
    }


def _tag(shown: Tag) -> Json:
    return {"id": shown.id, "name": shown.name, "highlight": shown.highlight}


OPERATIONS = (
    Operation(
        method="GET",
        path="/companies/{company}/conversations",
        name="conversations",
        view=index,
        summary="Conversations at a glance, latest activity first.",
        answer="Conversations",
        query=(
            Parameter(
                "status",
                "Which ones.",
                {"type": "string", "enum": list(_STATUSES), "default": "open"},
            ),
            Parameter(
                "search",
                "Only what has these words; Front's filters, such as `is:archived`, may be among "
                "them.",
                {"type": "string"},
            ),
            Parameter(
                "limit",
                "How many to show.",
                {"type": "integer", "minimum": 1, "maximum": _MOST, "default": 50},
            ),
            Parameter("after", "The `next` of the page before.", {"type": "integer"}),
        ),
    ),
    Operation(
        method="GET",
        path="/companies/{company}/conversations/{conversation}",
        name="conversation",
        view=show,
        summary="One conversation at a glance.",
        answer="Conversation",
    ),
    Operation(
        method="PATCH",
        path="/companies/{company}/conversations/{conversation}",
        name="update_conversation",
        view=update,
        summary="A teammate moves, assigns or tags a conversation.",
        answer="Conversation",
        body="ConversationChange",
        needs_body=True,
    ),
    Operation(
        method="GET",
        path="/companies/{company}/conversations/{conversation}/deliveries",
        name="conversation_deliveries",
        view=deliveries,
        summary=f"The latest send of each of its last {_MOST} messages, newest first.",
        answer="Deliveries",
    ),
)
