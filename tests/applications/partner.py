"""Front's Channel API as an application calls it, with a token of its channel."""

from typing import Any

import requests

from front_emulator import ApplicationChannel, FrontEmulator, waits
from front_emulator.domain.entities import Message

Json = dict[str, Any]


class Partner:
    """Calls one account's API for one channel."""

    def __init__(self, front: FrontEmulator, channel: ApplicationChannel) -> None:
        self.front = front
        self.channel = channel

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
        return waits.until(
            company, lambda: company.store.message_by_uid(uid), 5.0, "the message did not appear"
        )

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
