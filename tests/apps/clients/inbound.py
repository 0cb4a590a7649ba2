"""The sending side of a right application: inbound_messages, with a token of its channel."""

from itertools import count

import requests

from front_emulator import ApplicationChannel
from tests.apps.clients.right import Json, RightClient


class RightInbound(RightClient):
    """Its ids are its own, so that a message sent twice has the same one."""

    def __init__(self, channel: ApplicationChannel) -> None:
        super().__init__(channel.inbound_url, "")
        self.channel = channel
        self.numbers = count()

    def send(self, message: Json) -> str | None:
        handle = message["sender"]["handle"]
        metadata = {
            "external_id": f"m-{next(self.numbers)}",
            "external_conversation_id": f"c-{handle}",
        }
        return super().send(message | {"metadata": metadata})

    def call(self, method: str, url: str, body: Json | None = None) -> requests.Response | None:
        self.headers = {"Authorization": f"Bearer {self.channel.token()}"}
        return super().call(method, url, body)
