"""The sending side of a right integration, cut so that a broken one differs in one method."""

import threading
from typing import Any

import requests

from front_emulator.contract.driving import Hint

Json = dict[str, Any]

TIME_LIMIT = 2.5


class RefusedError(Exception):
    """Front did not take the message."""


class RightClient:
    """Sends messages to Front, tries again where that may help, and looks where they went.

    All times are in seconds, and shorter than they should be outside of tests; what is compared
    with each other differs by more than a busy machine is late.
    """

    time_limit: float | None = TIME_LIMIT
    pauses: tuple[float, ...] = (0.08, 1.5, 2.0)
    """Before each try after the first."""
    lookups: tuple[float, ...] = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 1.5, 1.5)
    """Before each look for a message that Front has accepted."""

    def __init__(self, incoming_url: str, api_token: str) -> None:
        self.incoming_url = incoming_url
        self.api = incoming_url.partition("/channels/")[0]
        self.headers = {"Authorization": f"Bearer {api_token}"}
        self.stopped = threading.Event()

    def __call__(self, hint: Hint) -> bool:
        """Send the message of a hint; whether Front has taken it."""
        message = {"sender": {"handle": hint.handle}, "body": hint.text}
        try:
            uid = self.send(message)
        except RefusedError:
            return False
        if uid is not None and not self.is_there(uid):
            self.not_there(message)
        return True

    def not_there(self, message: Json) -> None:
        """It will be some day; a person may look for it."""

    def close(self) -> None:
        """End what still waits for its next try."""
        self.stopped.set()

    def send(self, message: Json) -> str | None:
        """The uid of the message, once Front has accepted it. Raises `RefusedError`."""
        for attempt in range(len(self.pauses) + 1):
            answer = self.post(message)
            if answer is not None and answer.status_code == 202:
                return str(answer.json()["message_uid"])
            if attempt < len(self.pauses) and self.may_try_again(answer):
                self.pause(self.pause_before(attempt + 1, answer))
            else:
                break
        return self.give_up(answer)

    def give_up(self, answer: requests.Response | None) -> str | None:
        raise RefusedError

    def may_try_again(self, answer: requests.Response | None) -> bool:
        """Whether the next answer may be another one; None is a call that got no answer."""
        return answer is None or answer.status_code == 429 or answer.status_code >= 500

    def pause_before(self, attempt: int, answer: requests.Response | None) -> float:
        pause = self.pauses[attempt - 1]
        if answer is not None and answer.status_code == 429:
            pause = max(pause, self.retry_after(answer))
        return pause

    def retry_after(self, answer: requests.Response) -> float:
        return float(answer.headers["Retry-After"])

    def is_there(self, uid: str) -> bool:
        """Ask for the message until it is there."""
        for pause in self.lookups:
            self.pause(pause)
            answer = self.call("GET", f"{self.api}/messages/alt:uid:{uid}")
            if answer is not None and answer.status_code == 200:
                return True
        return False

    def post(self, message: Json) -> requests.Response | None:
        return self.call("POST", self.incoming_url, message)

    def call(self, method: str, url: str, body: Json | None = None) -> requests.Response | None:
        """The answer, or None where there was none."""
        try:
            with requests.Session() as session:
                session.trust_env = False
                return session.request(
                    method, url, json=body, headers=self.headers, timeout=self.time_limit
                )
        except requests.Timeout:
            return self.timed_out(method, url, body)
        except requests.RequestException:
            return None

    def timed_out(self, method: str, url: str, body: Json | None) -> requests.Response | None:
        return None

    def pause(self, seconds: float) -> None:
        if self.stopped.wait(seconds):
            raise RuntimeError("closed")
