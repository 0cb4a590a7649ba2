"""The chats: who is talking, what was said, and what the page has not seen yet.

All of it is in memory and bounded. A real site puts a database here.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from .config import Config
from .payload import Reply
from .refusals import Refusal

_REMEMBERED_IDS = 10_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One message as the page shows it.

    A visitor's message is `sending`, then `sent` (Front accepted it) and `received` (it was found
    in Front), or `failed` for the given reason. `rev` grows with every change within the chat.
    """

    id: int
    rev: int
    sender: Literal["visitor", "teammate"]
    text: str
    name: str | None
    state: Literal["sending", "sent", "received", "failed"]
    attachments: tuple[str, ...] = ()
    reason: str | None = None
    message_uid: str | None = None
    at: float = field(default_factory=time.time)


@dataclass(kw_only=True)
class Chat:
    """One chat session. Only `Chats` changes it."""

    id: str
    """Opens the chat to whoever knows it, so Front is not told."""
    handle: str
    """The visitor's `sender.handle`: the same in all of their chats."""
    thread_ref: str
    """Gives this session a conversation of its own in Front."""
    conversation_id: str | None = None
    closed: bool = False
    entries: OrderedDict[int, Entry] = field(default_factory=OrderedDict)
    rev: int = 0
    seen_rev: int = 0


@dataclass(frozen=True)
class News:
    """What changed in a chat up to and including `rev`."""

    rev: int
    closed: bool
    entries: list[Entry]


class Chats:
    """Every chat there is. Safe to call from any thread."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._changed = threading.Condition()
        self._chats: OrderedDict[str, Chat] = OrderedDict()  # the last one used comes last
        self._delivered: OrderedDict[str, None] = OrderedDict()
        self._seats = threading.BoundedSemaphore(config.max_waiting)

    def create(self, handle: str) -> Chat:
        """Begin a chat session of a visitor, or give them the one with replies to pick up."""
        with self._changed:
            for chat in self._chats.values():
                if chat.handle == handle and _never_opened(chat):
                    return chat
            return self._new(secrets.token_urlsafe(16), handle)

    def get(self, chat_id: str) -> Chat:
        """The chat with an id; raises a not_found Refusal."""
        with self._changed:
            chat = self._chats.get(chat_id)
            if chat is None and chat_id in self._config.known_handles:
                return self._new(chat_id, chat_id)
            if chat is None:
                raise Refusal("not_found", "There is no such chat.")
            self._chats.move_to_end(chat_id)
            return chat

    def close(self, chat: Chat) -> None:
        """The visitor has ended the chat: no more messages, either way."""
        with self._changed:
            chat.closed = True
            self._touch(chat)

    def write(self, chat: Chat, text: str, name: str | None) -> Entry:
        """Put a visitor's message into the chat, about to be sent."""
        with self._changed:
            if chat.closed:
                raise Refusal("forbidden", "This chat has ended.")
            if _pending(chat) >= self._config.max_pending:
                raise Refusal("too_many_requests", "Earlier messages are still being sent.")
            return self._add(chat, sender="visitor", text=text, name=name, state="sending")

    def update(self, chat: Chat, entry: Entry, **changes: Any) -> None:
        """Change a message that is in the chat; one that had to make room stays gone."""
        with self._changed:
            current = chat.entries.get(entry.id)
            if current is not None:
                chat.entries[entry.id] = replace(current, **changes, rev=self._touch(chat))

    def found_in(self, chat: Chat, conversation_id: str) -> None:
        """Learn which conversation in Front the chat is."""
        with self._changed:
            chat.conversation_id = conversation_id

    def deliver(self, reply: Reply) -> None:
        """Put a teammate's message into the chats of those it is for; raises a Refusal.

        Front sends a message again under the same id when a teammate presses "re-send". What is
        in a chat already does not get there twice, and it is no error either.
        """
        with self._lock_in_time():
            if reply.message_id in self._delivered:
                return
            for chat in self._open_chats_for(reply):
                self._add(
                    chat,
                    sender="teammate",
                    text=reply.text,
                    name=reply.author,
                    state="received",
                    attachments=reply.attachments,
                )
            self._delivered[reply.message_id] = None
            if len(self._delivered) > _REMEMBERED_IDS:
                self._delivered.popitem(last=False)

    def news(self, chat: Chat, after: int, wait: float) -> News:
        """What changed after a revision; waits for it, if there is a seat to wait on."""
        with self._changed:
            chat.seen_rev = max(chat.seen_rev, min(after, chat.rev))
            if chat.rev <= after and wait > 0 and self._seats.acquire(blocking=False):
                try:
                    self._changed.wait_for(lambda: chat.rev > after, timeout=wait)
                finally:
                    self._seats.release()
            changed = [entry for entry in chat.entries.values() if entry.rev > after]
            return News(chat.rev, chat.closed, changed)

    @contextmanager
    def _lock_in_time(self) -> Iterator[None]:
        """Front waits 7 seconds at most: better to say that we are late than to say nothing."""
        if not self._changed.acquire(timeout=self._config.push_timeout):
            raise Refusal("request_timeout", "The chat did not take the message in time.")
        try:
            yield
        finally:
            self._changed.release()

    def _open_chats_for(self, reply: Reply) -> list[Chat]:
        chats = [chat for handle in reply.to if (chat := self._chat_for(handle, reply))]
        if not chats:
            raise Refusal("not_found", f"No visitor is known as {reply.to[0][:100]}.")
        still_open = [chat for chat in chats if not chat.closed]
        if not still_open:
            raise Refusal("forbidden", "The visitor has ended this chat.")
        if any(_unread(chat) >= self._config.max_unread for chat in still_open):
            raise Refusal("too_many_requests", "The visitor has too many unread messages.")
        return still_open

    def _chat_for(self, handle: str, reply: Reply) -> Chat | None:
        """The visitor's chat that is the conversation, else the best guess among their chats.

        thread_ref does not come back with a reply. While we do not know the conversation, it is
        most likely one that was just begun; a new message from a teammate is in no conversation
        we can know.
        """
        own = [chat for chat in reversed(self._chats.values()) if chat.handle == handle]
        if own:
            return min(
                own,
                key=lambda chat: (
                    chat.conversation_id != reply.conversation_id,
                    chat.closed,
                    chat.conversation_id is not None,
                ),
            )
        if handle in self._config.known_handles:
            return self._new(handle, handle)
        if self._config.accept_unknown:
            return self._new(secrets.token_urlsafe(16), handle)
        return None

    def _new(self, chat_id: str, handle: str) -> Chat:
        chat = Chat(id=chat_id, handle=handle, thread_ref=f"chat-{secrets.token_hex(8)}")
        self._chats[chat_id] = chat
        if len(self._chats) > self._config.max_chats:
            self._chats.popitem(last=False)
        return chat

    def _add(self, chat: Chat, **values: Any) -> Entry:
        rev = self._touch(chat)
        entry = Entry(id=rev, rev=rev, **values)
        chat.entries[entry.id] = entry
        if len(chat.entries) > self._config.max_messages:
            chat.entries.popitem(last=False)
        return entry

    def _touch(self, chat: Chat) -> int:
        chat.rev += 1
        self._changed.notify_all()
        return chat.rev


def _never_opened(chat: Chat) -> bool:
    senders = {entry.sender for entry in chat.entries.values()}
    return senders == {"teammate"} and chat.seen_rev == 0 and not chat.closed


def _pending(chat: Chat) -> int:
    return sum(entry.state == "sending" for entry in chat.entries.values())


def _unread(chat: Chat) -> int:
    return sum(
        entry.sender == "teammate" and entry.rev > chat.seen_rev for entry in chat.entries.values()
    )
