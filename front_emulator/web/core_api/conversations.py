"""Conversations: listed, read, and moved between open, archived and deleted."""

from functools import partial
from itertools import islice
from typing import cast

from flask import Response

from front_emulator.domain import conversations, searching
from front_emulator.domain.entities import Conversation, ConversationStatus
from front_emulator.domain.errors import InvalidQuery, NotEmulated
from front_emulator.domain.store import LISTED_STATUSES, Position
from front_emulator.web import query_object
from front_emulator.web.answers import answer, no_content
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.web.paging import paged
from front_emulator.wire import search as search_syntax
from front_emulator.wire import serializers

Found = tuple[Position, Conversation]

_STATUSES = {status: status for status in LISTED_STATUSES} | {
    "deleted": "deleted",
    "trashed": "deleted",
}
_LATER = ("inbox_id", "status_id", "custom_fields")


def index(call: Call) -> Response:
    """Front page: dev.frontapp.com/reference/list-conversations"""
    return listing(call, inbox_id=None)


def listing(call: Call, inbox_id: str | None) -> Response:
    """A page of the company's or of one inbox's conversations, latest activity first."""
    company = call.company
    statuses = _wanted_statuses(call)
    return paged(
        call,
        lambda limit, after, descending: company.store.conversations_page(
            limit, after, inbox_id=inbox_id, statuses=statuses, descending=descending
        ),
        partial(serializers.conversation, company, call.base),
    )


def search(call: Call, query: str) -> Response:
    """Front page: dev.frontapp.com/reference/search-conversations"""
    company = call.company
    wanted = search_syntax.parsed(query)
    with company.lock:
        found = searching.find(company, wanted)

    def read_page(limit: int, after: Position | None, _: bool) -> list[Found]:
        beyond = found if after is None else (each for each in found if each[0] < after)
        return list(islice(beyond, limit))

    serialize = partial(serializers.conversation, company, call.base)
    return paged(call, read_page, serialize, total=len(found))


def show(call: Call, conversation: str) -> Response:
    """Front page: dev.frontapp.com/reference/get-conversation-by-id"""
    with call.company.lock:
        found = lookup.conversation(call.company, conversation)
        shown = serializers.conversation(call.company, call.base, found)
    return answer(shown)


def messages(call: Call, conversation: str) -> Response:
    """Front page: dev.frontapp.com/reference/list-conversation-messages"""
    company = call.company
    found = lookup.conversation(company, conversation)

    def read_page(limit: int, after: Position | None, descending: bool):  # type: ignore[no-untyped-def]
        return company.store.messages_of(found.id, limit, after, descending=descending)

    return paged(call, read_page, call.message)


def update(call: Call, conversation: str) -> Response:
    """Status, assignee and tags. Front page: dev.frontapp.com/reference/update-conversation"""
    company = call.company
    found = lookup.conversation(company, conversation)
    data, _ = call.body("conversation_update")
    later = [field for field in _LATER if field in data]
    status = data.get("status")
    if status == "spam":
        later.append("status spam")
    if later:
        raise NotEmulated(f"front-emulator does not emulate {', '.join(later)} here yet")
    assignee = data.get("assignee_id")
    change = conversations.Change(
        state=status,
        assigns="assignee_id" in data,
        assignee_id=None if assignee is None else lookup.teammate(company, assignee).id,
        tag_ids=tuple(data["tag_ids"]) if "tag_ids" in data else None,
    )
    conversations.update(company, found.id, change)
    return no_content()


def _wanted_statuses(call: Call) -> tuple[ConversationStatus, ...]:
    wanted = query_object.texts(call, "statuses")
    unknown = [status for status in wanted if status not in _STATUSES]
    if unknown:
        raise InvalidQuery(
            f"query.q.statuses: should match at least 1 condition ({', '.join(unknown)})",
            hint=f"known statuses: {', '.join(_STATUSES)}",
        )
    if not wanted:
        return LISTED_STATUSES
    return tuple(cast(ConversationStatus, status) for status in {_STATUSES[w] for w in wanted})


ROUTES = (
    Route("GET", "/conversations", index),
    Route("GET", "/conversations/search/<query>", search),
    Route("GET", "/conversations/<conversation>", show, is_for_channels=True),
    Route("PATCH", "/conversations/<conversation>", update),
    Route("GET", "/conversations/<conversation>/messages", messages, is_for_channels=True),
)
