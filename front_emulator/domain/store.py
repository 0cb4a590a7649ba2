"""A company's entities and the indices that find them; no look-up depends on how many there are."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field, fields, replace
from heapq import merge
from itertools import islice
from typing import Any, Generic, Self, TypeVar

from sortedcontainers import SortedList

from front_emulator.domain.entities import (
    AcceptedMessage,
    Application,
    Attachment,
    Call,
    Channel,
    Comment,
    Contact,
    Conversation,
    ConversationStatus,
    Event,
    Inbox,
    Message,
    MessageTemplate,
    RateUsage,
    Tag,
    Teammate,
    Webhook,
)
from front_emulator.domain.words import WordIndex

Position = tuple[float, int]
ThreadKey = tuple[str, str, str]
K = TypeVar("K")

LISTED_STATUSES: tuple[ConversationStatus, ...] = ("unassigned", "assigned", "archived")


class Ordering:
    """Ids sorted by position, read from either end or from any position on."""

    def __init__(self, entries: Iterable[tuple[Position, str]] = ()) -> None:
        self._entries: SortedList[tuple[Position, str]] = SortedList(entries)

    def __copy__(self) -> "Ordering":
        return Ordering(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, position: Position, entity_id: str) -> None:
        self._entries.add((position, entity_id))

    def remove(self, position: Position, entity_id: str) -> None:
        self._entries.discard((position, entity_id))

    def walk(
        self, after: Position | None, descending: bool = True
    ) -> Iterator[tuple[Position, str]]:
        """Entries beyond the position `after`, or all of them."""
        if after is None:
            return self._entries.irange(reverse=descending)
        # An id sorts after "" and before "\x7f", so these bounds leave out `after` itself.
        if descending:
            return self._entries.irange(maximum=(after, ""), reverse=True)
        return self._entries.irange(minimum=(after, "\x7f"))


class Orderings(Generic[K]):
    """An ordering for each key. A copy costs no more than its keys: what is in them is shared
    until one of the two changes it.
    """

    def __init__(self) -> None:
        self._all: dict[K, Ordering] = {}
        self._own: set[K] = set()

    def __copy__(self) -> "Orderings[K]":
        made = Orderings[K]()
        made._all = dict(self._all)
        self._own.clear()
        return made

    def __iter__(self) -> Iterator[K]:
        return iter(list(self._all))

    def get(self, key: K) -> Ordering | None:
        """The ordering of a key, to be read."""
        return self._all.get(key)

    def changing(self, key: K) -> Ordering:
        """The ordering of a key, to be changed."""
        if key not in self._own:
            self._all[key] = copy(self._all[key]) if key in self._all else Ordering()
            self._own.add(key)
        return self._all[key]


_INDEX = {"is_index": True}
"""Of a field of `Store` that follows from the others."""


@dataclass(eq=False)
class Store:
    """One company's state. Its company's lock guards every call.

    What its fields hold is never changed, only replaced: so a copy costs as much as their keys.
    """

    teammates: dict[str, Teammate] = field(default_factory=dict)
    inboxes: dict[str, Inbox] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    applications: dict[str, Application] = field(default_factory=dict)
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    templates: dict[str, MessageTemplate] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    accepted: dict[str, AcceptedMessage] = field(default_factory=dict)
    appears_after: dict[str, float] = field(default_factory=dict)
    threads: dict[ThreadKey, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    last_attempts: dict[str, str] = field(default_factory=dict)
    overtaken: dict[str, str] = field(default_factory=dict)
    """The delivery that a fault puts behind the next one of its conversation, by conversation."""
    rate_usage: RateUsage = field(default_factory=RateUsage)
    tier_usage: dict[str, int] = field(default_factory=dict)
    """Requests to a channel or conversation in the second of `rate_usage`, by id."""
    bumps: int = 0
    attachments: dict[str, tuple[Attachment, str]] = field(
        init=False, default_factory=dict, metadata=_INDEX
    )
    _message_ids: dict[str, str] = field(init=False, default_factory=dict, metadata=_INDEX)
    _external_ids: dict[tuple[str, str], str] = field(
        init=False, default_factory=dict, metadata=_INDEX
    )
    _channel_ids: dict[str, str] = field(init=False, default_factory=dict, metadata=_INDEX)
    _contact_ids: dict[tuple[str, str], str] = field(
        init=False, default_factory=dict, metadata=_INDEX
    )
    _teammate_ids: dict[str, str] = field(init=False, default_factory=dict, metadata=_INDEX)
    _by_status: Orderings[tuple[str | None, ConversationStatus]] = field(
        init=False, default_factory=Orderings, metadata=_INDEX
    )
    _in_conversation: Orderings[str] = field(init=False, default_factory=Orderings, metadata=_INDEX)
    _by_tag: Orderings[str] = field(init=False, default_factory=Orderings, metadata=_INDEX)
    _tags_in_order: Ordering = field(init=False, default_factory=Ordering, metadata=_INDEX)
    _comments_of: Orderings[str] = field(init=False, default_factory=Orderings, metadata=_INDEX)
    _words: WordIndex = field(init=False, default_factory=WordIndex, metadata=_INDEX)
    _without_words: list[str] = field(init=False, default_factory=list, metadata=_INDEX)
    _events_of: Orderings[str] = field(init=False, default_factory=Orderings, metadata=_INDEX)
    _events_by_type: Orderings[str] = field(init=False, default_factory=Orderings, metadata=_INDEX)

    def __copy__(self) -> Self:
        # The words are made anew where somebody searches, rather than copied for everybody.
        anew = {"_words": WordIndex(), "_without_words": list(self.messages)}
        made = type(self)()
        for each in fields(self):
            value = anew.get(each.name)
            setattr(made, each.name, copy(getattr(self, each.name)) if value is None else value)
        return made

    def index(self) -> None:
        """Make the indices of a store that was made from its other fields."""
        for put, entities in (
            (self.put_teammate, self._taken("teammates")),
            (self.put_channel, self._taken("channels")),
            (self.put_contact, self._taken("contacts")),
            (self.put_conversation, self._taken("conversations")),
            (self.put_message, self._taken("messages")),
            (self.put_event, self._taken("events")),
            (self.put_tag, self._taken("tags")),
            (self.put_comment, self._taken("comments")),
        ):
            for entity in entities:
                put(entity)

    def _taken(self, kind: str) -> Iterable[Any]:
        """The entities of a kind, which are then there no more."""
        entities: dict[str, Any] = getattr(self, kind)
        setattr(self, kind, {})
        return entities.values()

    def put_teammate(self, teammate: Teammate) -> None:
        self.teammates[teammate.id] = teammate
        self._teammate_ids[teammate.email] = teammate.id

    def put_inbox(self, inbox: Inbox) -> None:
        self.inboxes[inbox.id] = inbox

    def put_channel(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self._channel_ids[channel.address] = channel.id

    def put_contact(self, contact: Contact) -> None:
        """Add or replace a contact; its handles are its own from now on."""
        self.contacts[contact.id] = contact
        for handle in contact.handles:
            before = self._contact_ids.get(handle, contact.id)
            if before != contact.id:
                self._take_handle(before, handle)
            self._contact_ids[handle] = contact.id

    def put_conversation(self, conversation: Conversation, reference: str | None = None) -> None:
        """Add or replace a conversation, filed under its status and its latest bump."""
        before = self.conversations.get(conversation.id)
        if before is not None:
            for ordering in self._orderings(before):
                ordering.remove((before.bump, 0), before.id)
        self.conversations[conversation.id] = conversation
        for ordering in self._orderings(conversation):
            ordering.add((conversation.bump, 0), conversation.id)
        if reference is not None:
            self.references.setdefault(reference, conversation.id)

    def put_message(self, message: Message) -> None:
        """Add a message, or replace the one with its id where it stands."""
        if message.id not in self.messages:
            ordering = self._in_conversation.changing(message.conversation_id)
            ordering.add((message.created_at, len(self.messages)), message.id)
            self._message_ids[message.uid] = message.id
            self._without_words.append(message.id)
        for attachment in message.attachments:
            self.attachments[attachment.id] = (attachment, message.id)
        if message.external is not None:
            key = (message.conversation_id, message.external.id)
            self._external_ids[key] = message.id
        self.messages[message.id] = message

    def put_event(self, event: Event) -> None:
        position = (event.emitted_at, len(self.events))
        self._events_of.changing(event.conversation_id).add(position, event.id)
        self._events_by_type.changing(event.type).add(position, event.id)
        self.events[event.id] = event

    def put_tag(self, tag: Tag) -> None:
        self._tags_in_order.add((tag.created_at, len(self.tags)), tag.id)
        self.tags[tag.id] = tag

    def put_comment(self, comment: Comment) -> None:
        position = (comment.posted_at, len(self.comments))
        self._comments_of.changing(comment.conversation_id).add(position, comment.id)
        self.comments[comment.id] = comment

    def next_bump(self) -> int:
        """A number above all earlier ones: what is bumped last is listed first."""
        self.bumps += 1
        return self.bumps

    def message_by_uid(self, uid: str) -> Message | None:
        message_id = self._message_ids.get(uid)
        return None if message_id is None else self.messages[message_id]

    def message_by_external_id(self, conversation_id: str, external_id: str) -> Message | None:
        """What an application calls so in a conversation; the latest, where it did so twice."""
        return self.messages.get(self._external_ids.get((conversation_id, external_id), ""))

    def conversation_by_external_id(self, channel_id: str, external_id: str) -> Conversation | None:
        """The conversation that a channel's application knows by this id."""
        key = (channel_id, "external", external_id)
        return self.conversations.get(self.threads.get(key, ""))

    def channel_by_address(self, address: str) -> Channel | None:
        return self.channels.get(self._channel_ids.get(address, ""))

    def contact_by_handle(self, source: str, handle: str) -> Contact | None:
        return self.contacts.get(self._contact_ids.get((source, handle), ""))

    def teammate_by_email(self, email: str) -> Teammate | None:
        return self.teammates.get(self._teammate_ids.get(email, ""))

    def conversation_by_reference(self, reference: str) -> Conversation | None:
        return self.conversations.get(self.references.get(reference, ""))

    def messages_of(
        self,
        conversation_id: str,
        limit: int,
        after: Position | None = None,
        *,
        descending: bool = True,
    ) -> list[tuple[Position, Message]]:
        """A page of a conversation's messages in the order of their creation."""
        ordering = self._in_conversation.get(conversation_id)
        entries = islice(ordering.walk(after, descending), limit) if ordering else ()
        return [(position, self.messages[message_id]) for position, message_id in entries]

    def conversations_page(
        self,
        limit: int,
        after: Position | None = None,
        *,
        inbox_id: str | None = None,
        statuses: Iterable[ConversationStatus] = LISTED_STATUSES,
        descending: bool = True,
    ) -> list[tuple[Position, Conversation]]:
        """A page of the company's or an inbox's conversations, latest bump first."""
        orderings = [self._by_status.get((inbox_id, status)) for status in statuses]
        walks = [ordering.walk(after, descending) for ordering in orderings if ordering]
        entries = islice(merge(*walks, reverse=descending), limit)
        return [(position, self.conversations[found]) for position, found in entries]

    def tags_page(
        self, limit: int, after: Position | None, descending: bool
    ) -> list[tuple[Position, Tag]]:
        entries = islice(self._tags_in_order.walk(after, descending), limit)
        return [(position, self.tags[tag_id]) for position, tag_id in entries]

    def tagged_page(
        self,
        tag_id: str,
        limit: int | None = None,
        after: Position | None = None,
        *,
        descending: bool = True,
    ) -> list[tuple[Position, Conversation]]:
        """A page of the conversations with a tag, latest bump first; all without a `limit`."""
        ordering = self._by_tag.get(tag_id)
        entries = islice(ordering.walk(after, descending), limit) if ordering else ()
        return [(position, self.conversations[found]) for position, found in entries]

    def comments_of(self, conversation_id: str) -> list[Comment]:
        """The comments on a conversation, latest first."""
        ordering = self._comments_of.get(conversation_id) or Ordering()
        return [self.comments[comment_id] for _, comment_id in ordering.walk(None)]

    def conversations_with(self, text: str) -> set[str]:
        """Ids of the conversations with these words in a message, its subject or its people.

        Messages get into the index here, so that they cost nothing where nobody searches.
        """
        for message_id in self._without_words:
            message = self.messages[message_id]
            people = (f"{each.handle} {each.name or ''}" for each in message.recipients)
            told = "\n".join((message.subject, *people, message.text))
            self._words.add(told, message.conversation_id)
        self._without_words.clear()
        return self._words.find(text)

    def events_of(
        self,
        conversation_id: str,
        limit: int,
        after: Position | None = None,
        *,
        descending: bool = True,
    ) -> list[tuple[Position, Event]]:
        """A page of what happened to a conversation, in the order in which it did."""
        ordering = self._events_of.get(conversation_id)
        entries = islice(ordering.walk(after, descending), limit) if ordering else ()
        return [(position, self.events[event_id]) for position, event_id in entries]

    def events_in_order(
        self,
        after: Position | None = None,
        *,
        types: Iterable[str] | None = None,
        descending: bool = True,
    ) -> Iterator[tuple[Position, Event]]:
        """What happened in the company, all of it or what is of some types."""
        wanted = self._events_by_type if types is None else types
        orderings = [self._events_by_type.get(each) for each in wanted]
        walks = [ordering.walk(after, descending) for ordering in orderings if ordering]
        for position, event_id in merge(*walks, reverse=descending):
            yield position, self.events[event_id]

    def _take_handle(self, contact_id: str, handle: tuple[str, str]) -> None:
        contact = self.contacts[contact_id]
        kept = tuple(each for each in contact.handles if each != handle)
        self.contacts[contact_id] = replace(contact, handles=kept)

    def _orderings(self, conversation: Conversation) -> Iterator[Ordering]:
        for inbox_id in (None, conversation.inbox_id):
            yield self._by_status.changing((inbox_id, conversation.status))
        for tag_id in conversation.tag_ids:
            yield self._by_tag.changing(tag_id)
