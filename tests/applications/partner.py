"""Front's Channel API as an application calls it, with a token of its channel."""

from typing import Any

import requests

from front_emulator import ApplicationChannel, FrontEmulator, waits
from front_emulator.domain.entities import Message, WebhookCall
from tests.e2e.receiver import Received, Receiver

Json = dict[str, Any]


class Partner:
    """Calls one account's API for one channel.

    Its `receiver` is told of what was synced: `imports` has that, and the requests do without.
    """

    def __init__(
        self, front: FrontEmulator, channel: ApplicationChannel, receiver: Receiver | None = None
    ) -> None:
        self.front = front
        self.channel = channel
        self.receiver = receiver
        self.imports: list[Received] = []

    def call(
        self, method: str, path: str, *, token: str | None = None, **options: Any
    ) -> requests.Response:
        """`path` may begin with `{channel}`, the channel's own, or be a whole URL."""
        path = path.replace("{channel}", f"/channels/{self.channel.id}")
        url = path if path.startswith("http") else self.front.url + path
        headers = {"Authorization": f"Bearer {token or self.channel.token()}"}
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, url, headers=headers, timeout=10, **options)

    def get(self, path: str, **options: Any) -> Any:
        answer = self.call("GET", path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, status: int, method: str, path: str, **options: Any) -> Json:
        """The `_error` of a refusal, with the emulator's hint."""
        answer = self.call(method, path, **options)
        assert answer.status_code == status, answer.text
        error: Json = answer.json()["_error"]
        assert error["status"] == status
        return error | {"hint": answer.headers.get("X-Front-Emulator-Hint")}

    def receive(self, body: str = "Hello", **fields: Any) -> Message:
        """Sync a message that was received, as soon as it exists."""
        return self._appeared("{channel}/inbound_messages", inbound(body=body, **fields))

    def send(self, body: str = "Hello", **fields: Any) -> Message:
        """Sync a message that was sent outside of Front, as soon as it exists."""
        return self._appeared("{channel}/outbound_messages", outbound(body=body, **fields))

    def appeared(self, answer: requests.Response) -> Message:
        """The message of a 202, as soon as it exists."""
        assert answer.status_code == 202, answer.text
        assert answer.json()["status"] == "accepted"
        return self.wait_for(answer.json()["message_uid"])

    def wait_for(self, uid: str) -> Message:
        company = self.front.company
        message = waits.until(
            company, lambda: company.store.message_by_uid(uid), 5.0, "the message did not appear"
        )
        if self.receiver is not None and message.external is not None:
            self._take_import(message, self.receiver)
        return message

    def _take_import(self, message: Message, receiver: Receiver) -> None:
        company = self.front.company
        waits.until(
            company,
            lambda: next((c for c in company.webhook_calls if is_import(c, message)), None),
            5.0,
            "the application was not told",
        )
        told = [each for each in receiver.requests if b'"message_imported"' in each.body]
        self.imports += told
        receiver.requests[:] = [each for each in receiver.requests if each not in told]

    def begin_call(self, external_id: str = "call-1", **fields: Any) -> Message:
        """Begin a call; the message that shows it."""
        answer = self.call("POST", "{channel}/calls", json=call(external_id, **fields))
        assert answer.status_code == 202, answer.text
        return self.call_message(external_id)

    def call_message(self, external_id: str = "call-1") -> Message:
        store = self.front.company.store
        [found] = [each for each in self.channel.calls if each.external_id == external_id]
        return store.messages[found.message_id]

    def _appeared(self, path: str, data: Json) -> Message:
        return self.appeared(self.call("POST", path, json=data))


def is_import(call: WebhookCall, message: Message) -> bool:
    """Whether the call has told of this message."""
    return call.is_over and (call.type, call.message_id) == ("message_imported", message.id)


def inbound(
    body: str = "Hello",
    handle: str = "kif",
    external_id: str = "m-1",
    conversation: str = "c-1",
    **fields: Any,
) -> Json:
    """A body of `inbound_messages`."""
    metadata = {"external_id": external_id, "external_conversation_id": conversation}
    return {"sender": {"handle": handle}, "body": body, "metadata": metadata, **fields}


def outbound(
    body: str = "Hello",
    handle: str = "kif",
    external_id: str = "m-2",
    conversation: str = "c-1",
    **fields: Any,
) -> Json:
    """A body of `outbound_messages`."""
    metadata = {"external_id": external_id, "external_conversation_id": conversation}
    return {"to": [{"handle": handle}], "body": body, "metadata": metadata, **fields}


def call(external_id: str = "call-1", **fields: Any) -> Json:
    """A body of `calls`."""
    return {
        "external_call_id": external_id,
        "parent_external_call_id": external_id,
        "initial_status": "ringing",
        "direction": "inbound",
        "from": {"handle": "+14155550123", "name": "Kif"},
        **fields,
    }


TEMPLATE: Json = {
    "external_id": "t-1",
    "name": "Appointment",
    "blurb": "Your appointment",
    "is_disabled": False,
    "status_name": "APPROVED",
    "variable_mappings": [{"uid": "1", "name": "day", "type": "text"}],
    "template_preview": "Your appointment is on {{1}}",
}
