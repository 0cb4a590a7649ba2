"""`front-emulator demo`: the whole story, played through real sockets."""

import re
from typing import Any

import click
import requests
from rich.console import Console

from front_emulator.cli import serving
from front_emulator.contract.reports import terminal
from front_emulator.contract.reports.masking import masked
from front_emulator.domain.entities import Message
from front_emulator.emulator import FrontEmulator
from front_emulator.sample.app import create_app
from front_emulator.sample.config import MAGIC_HANDLES, Config
from front_emulator.server import WsgiServer

VISITOR = "contract-visitor"
_PATIENCE = 10.0


@click.command()
@click.option("--keep", is_flag=True, help="Leave both running until Ctrl-C.")
def command(keep: bool) -> None:
    """Watch the whole story, played through real sockets.

    A visitor of the bundled live chat writes, Front threads it, a teammate replies, and
    the contract run shows how the live chat answers each error type.

    \b
    Example:
      front-emulator demo --keep
    """
    console = Console(highlight=False)
    with FrontEmulator(processing_delay=(0.5, 2)) as front:
        config = Config(
            incoming_url=front.channel.incoming_url,
            api_token=front.api_token,
            api_secret=front.api_secret,
            lookup_pauses=(0.25,) * 40,
            known_handles=frozenset({VISITOR}),
        )
        with WsgiServer(create_app(config)) as chat:
            front.channel.outgoing_url = f"{chat.url}/front/outgoing"
            _Story(console, front, chat.url).play()
            if keep:
                with serving.until_signalled() as asked:
                    _tell_addresses(console, front, chat.url)
                    asked.wait()


class _Story:
    """What the demo does, and what it says meanwhile."""

    def __init__(self, console: Console, front: FrontEmulator, chat_url: str) -> None:
        self._console = console
        self._front = front
        self._chat_url = chat_url
        self._http = requests.Session()
        self._http.trust_env = False
        self._api = requests.Session()
        self._api.trust_env = False
        self._api.headers["Authorization"] = f"Bearer {front.api_token}"

    def play(self) -> None:
        """The whole story."""
        self._say(f"Front is emulated at {self._front.url},")
        self._say(f"the live chat is {self._chat_url}.")
        with self._http, self._api:
            chat = self._begin_chat()
            first = self._a_visitor_writes(chat, "Is my parcel lost?")
            self._a_second_message_threads(chat, first)
            self._a_new_session_starts_a_conversation(first)
            self._a_teammate_replies(chat, first)
        self._the_contract_is_checked()

    def _begin_chat(self) -> str:
        return str(self._posted("/api/chats", {})["chat_id"])

    def _a_visitor_writes(self, chat: str, text: str) -> Message:
        self._scene("A visitor writes")
        self._say(f"Visitor: {text}")
        self._posted(f"/api/chats/{chat}/messages", {"text": text, "name": "Leela"})
        request = self._front.wait_for_request("POST", "/incoming_messages", status=202)
        uid = re.findall(rb'"message_uid":"(\w+)"', request.response_body)[0].decode()
        self._say(f"The live chat posted it: 202, message_uid {uid}")
        self._look_up(uid)
        message = self._front.wait_for_message(text=text, timeout=_PATIENCE)
        self._look_up(uid)
        self._say(f"It is {message.id} in conversation {message.conversation_id}.")
        return message

    def _a_second_message_threads(self, chat: str, first: Message) -> None:
        self._scene("A second message of the same chat session")
        text = "It was due on Monday."
        self._say(f"Visitor: {text}")
        self._posted(f"/api/chats/{chat}/messages", {"text": text, "name": "Leela"})
        second = self._front.wait_for_message(text=text, timeout=_PATIENCE)
        _check(second.conversation_id == first.conversation_id, "the second message threads")
        self._say(f"Same thread_ref, same conversation {second.conversation_id}.")

    def _a_new_session_starts_a_conversation(self, first: Message) -> None:
        self._scene("A new chat session of the same visitor")
        text = "Something else: do you ship to Mars?"
        self._say(f"Visitor: {text}")
        self._posted(f"/api/chats/{self._begin_chat()}/messages", {"text": text, "name": "Leela"})
        other = self._front.wait_for_message(text=text, timeout=_PATIENCE)
        _check(other.conversation_id != first.conversation_id, "a new thread_ref starts anew")
        self._say(f"New thread_ref, new conversation {other.conversation_id}.")

    def _a_teammate_replies(self, chat: str, first: Message) -> None:
        self._scene("A teammate replies")
        text = "It is on its way."
        self._say(f"Teammate: {text}")
        delivery = self._front.reply(first, text)
        _check(delivery.ok, f"the reply was sent: {delivery.reason}")
        request = delivery.request
        signature = dict(request.headers)["X-Front-Signature"] if request else ""
        self._say(f"Front posted it to {self._front.channel.outgoing_url}")
        self._say(f"  X-Front-Signature: {signature}")
        self._say(f"  answer: {delivery.status}, sent in {(delivery.duration or 0) * 1000:.0f} ms")
        shown = self._http.get(f"{self._chat_url}/api/chats/{chat}/messages", timeout=_PATIENCE)
        texts = [each["text"] for each in shown.json()["messages"]]
        _check(text in texts, "the widget has the reply")
        self._say(f"The widget shows: {' | '.join(texts)}")

    def _the_contract_is_checked(self) -> None:
        self._scene("The contract run: how does the live chat answer each error type?")
        run = self._front.contract(
            recipient=VISITOR,
            triggers={error_type: handle for handle, error_type in MAGIC_HANDLES.items()},
            fast=True,
        )
        terminal.show(masked(run, (self._front.api_secret,)), self._console)

    def _look_up(self, uid: str) -> None:
        answer = self._api.get(f"{self._front.url}/messages/alt:uid:{uid}", timeout=_PATIENCE)
        self._say(f"GET /messages/alt:uid:{uid}: {answer.status_code}")

    def _posted(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._http.post(f"{self._chat_url}{path}", json=body, timeout=_PATIENCE)
        answer.raise_for_status()
        return dict(answer.json())

    def _scene(self, title: str) -> None:
        self._console.print(f"\n[bold]{title}[/bold]")

    def _say(self, line: str) -> None:
        self._console.print(line, markup=False, soft_wrap=True)


def _tell_addresses(console: Console, front: FrontEmulator, chat_url: str) -> None:
    console.print("\nBoth are left running; Ctrl-C ends them.")
    console.print(f"Live chat    {chat_url}", markup=False)
    console.print(f"Front's API  {front.url}", markup=False)
    console.print(f"API token    {front.api_token}", markup=False, soft_wrap=True)


def _check(is_true: bool, what: str) -> None:
    if not is_true:
        raise click.ClickException(f"the demo did not go as it should: {what}")
