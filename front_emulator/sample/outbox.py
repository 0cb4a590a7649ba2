"""Visitors' messages on their way to Front."""

import threading
from functools import partial
from typing import Any

from .chats import Chat, Chats, Entry
from .front import FrontClient, NotSentError
from .lanes import Lanes


class Outbox:
    """Sends in the background, so that no visitor waits for Front.

    The messages of one chat leave in order; one that has to be retried holds up those behind it.
    Looking messages up takes longer than sending them, so it goes on beside it.
    """

    def __init__(self, front: FrontClient, chats: Chats) -> None:
        self._front = front
        self._chats = chats
        self._order = threading.Lock()
        self._sending = Lanes()
        self._looking_up = Lanes()

    def take(self, chat: Chat, text: str, name: str | None) -> Entry:
        """Show a message in the chat and send it soon; raises a Refusal."""
        with self._order:
            entry = self._chats.write(chat, text, name)
            self._sending.add(chat.id, partial(self._send, chat, entry))
        return entry

    def _send(self, chat: Chat, entry: Entry) -> None:
        try:
            uid = self._front.send(incoming_message(chat, entry))
        except NotSentError as error:
            self._chats.update(chat, entry, state="failed", reason=str(error))
        except Exception:
            self._chats.update(chat, entry, state="failed", reason="Something went wrong here.")
            raise
        else:
            self._chats.update(chat, entry, state="sent", message_uid=uid)
            if uid:
                self._looking_up.add(chat.id, partial(self._look_up, chat, entry, uid))

    def _look_up(self, chat: Chat, entry: Entry, message_uid: str) -> None:
        conversation_id = self._front.find_conversation(message_uid)
        if conversation_id:
            self._chats.found_in(chat, conversation_id)
            self._chats.update(chat, entry, state="received")


def incoming_message(chat: Chat, entry: Entry) -> dict[str, Any]:
    """A visitor's message in the form the Incoming URL takes.

    Without a thread_ref, all a visitor ever writes would be one endless conversation. Front
    reads `body` as markdown; a widget with its own formatting sends `"body_format": "html"`.
    """
    sender = {"handle": chat.handle}
    if entry.name:
        sender["name"] = entry.name
    return {"sender": sender, "body": entry.text, "metadata": {"thread_ref": chat.thread_ref}}
