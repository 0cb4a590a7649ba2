"""Search: conversations by words and by filters.

Front page: dev.frontapp.com/docs/search-1
"""

from collections.abc import Iterable
from dataclasses import dataclass

from front_emulator.domain.company import Company
from front_emulator.domain.entities import Conversation
from front_emulator.domain.store import LISTED_STATUSES, Position

STATES = {
    "open": ("assigned", "unassigned"),
    "archived": ("archived",),
    "assigned": ("assigned",),
    "unassigned": ("unassigned",),
    "trashed": ("deleted",),
}


@dataclass(frozen=True)
class Search:
    """What is looked for: all of it must be true of a conversation.

    `words` are in its messages, or begin a word there; `states` are keys of `STATES`; of the ids
    of inboxes one must fit, of all else each. Times are in Unix seconds.
    """

    words: str = ""
    states: tuple[str, ...] = ()
    inbox_ids: tuple[str, ...] = ()
    tag_ids: tuple[str, ...] = ()
    assignee_ids: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    after: float | None = None
    before: float | None = None


def find(company: Company, search: Search) -> list[tuple[Position, Conversation]]:
    """The conversations that fit, latest activity first. The company's lock must be held."""
    fitting = [
        ((float(each.bump), 0), each)
        for each in _candidates(company, search)
        if _fits(each, search)
    ]
    return sorted(fitting, key=lambda found: found[0], reverse=True)


def _candidates(company: Company, search: Search) -> Iterable[Conversation]:
    """The fewest conversations among which all that fit are, as far as an index tells."""
    store = company.store
    if search.words.strip():
        return [store.conversations[each] for each in store.conversations_with(search.words)]
    if search.tag_ids:
        return [each for _, each in store.tagged_page(search.tag_ids[0])]
    return store.conversations.values()


def _fits(conversation: Conversation, search: Search) -> bool:
    allowed = [STATES[state] for state in search.states] or [LISTED_STATUSES]
    handle = conversation.recipient.handle.casefold()
    return (
        all(conversation.status in statuses for statuses in allowed)
        and (not search.inbox_ids or conversation.inbox_id in search.inbox_ids)
        and set(search.tag_ids) <= set(conversation.tag_ids)
        and all(conversation.assignee_id == each for each in search.assignee_ids)
        and all(each.casefold() == handle for each in search.recipients)
        and (search.after is None or conversation.updated_at > search.after)
        and (search.before is None or conversation.updated_at < search.before)
    )
