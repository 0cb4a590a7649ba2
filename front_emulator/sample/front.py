"""Front's API, as far as a live chat needs it: post a message, find it again.

https://dev.frontapp.com/reference/receive-custom-message
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import requests

from .config import Config

Pause = Callable[[float], None]
Clock = Callable[[], float]


class NotSentError(Exception):
    """Front did not take the message, and trying again would not help; says why."""


class FrontClient:
    """Calls Front, and takes care of its rate limits and its bad days.

    `clock` tells seconds that only ever grow, `pause` waits; tests bring their own.
    """

    def __init__(self, config: Config, *, clock: Clock, pause: Pause) -> None:
        self._config = config
        self._clock = clock
        self._pause = pause
        self._quiet_lock = threading.Lock()
        self._quiet_until = clock()

    def send(self, message: Mapping[str, Any]) -> str | None:
        """Post a visitor's message to the Incoming URL; returns its message_uid.

        Returns None if Front accepted without one. Raises NotSentError.

        An answer of 5xx or none at all leaves open whether Front took the message, and Front
        does not deduplicate. We try again all the same: a message that shows twice is a smaller
        harm than a visitor who is never answered.
        """
        answer = self._persistently("POST", self._config.incoming_url, message)
        if not 200 <= answer.status_code < 300:
            raise NotSentError(_reason(answer))
        uid = _json(answer).get("message_uid")
        return uid if isinstance(uid, str) and uid else None

    def find_conversation(self, message_uid: str) -> str | None:
        """The id of the conversation a message is in, or None if Front never came to create it.

        Front creates messages some seconds after it accepted them, and answers 404 until then:
        that is no error, so be patient.
        """
        url = f"{self._config.api_base_url}/messages/alt:uid:{quote(message_uid, safe='')}"
        for seconds in self._config.lookup_pauses:
            self._pause(seconds)
            try:
                answer = self._call("GET", url)
            except requests.RequestException:
                continue
            if answer.status_code == 200:
                return conversation_id(_json(answer))
            if answer.status_code == 429:
                self._keep_quiet(min(_retry_after(answer), self._config.max_retry_after))
            elif answer.status_code < 500 and answer.status_code != 404:
                return None
        return None

    def _persistently(self, method: str, url: str, body: Mapping[str, Any]) -> requests.Response:
        """Call until Front says yes or no; retries only what may go better the next time."""
        for seconds in self._config.retry_pauses:
            try:
                answer = self._call(method, url, body)
            except requests.RequestException:
                self._pause(seconds)
                continue
            if not _may_go_better(answer.status_code):
                return answer
            self._wait_as_told(answer, seconds)
        try:
            return self._call(method, url, body)
        except requests.RequestException as error:
            raise NotSentError("Front cannot be reached.") from error

    def _wait_as_told(self, answer: requests.Response, seconds: float) -> None:
        seconds = max(seconds, _retry_after(answer))
        if seconds > self._config.max_retry_after:
            raise NotSentError(f"Front asks us to wait for {seconds:.0f} seconds.")
        if answer.status_code == 429:
            self._keep_quiet(seconds)
        else:
            self._pause(seconds)

    def _call(
        self, method: str, url: str, body: Mapping[str, Any] | None = None
    ) -> requests.Response:
        self._wait_for_quiet_to_end()
        # A new connection each time: one kept open may break just as it is used again, and
        # then nobody knows whether the message got through.
        with requests.Session() as session:
            # No proxy and, above all, no password for Front's host out of ~/.netrc.
            session.trust_env = False
            return session.request(
                method,
                url,
                json=body,
                headers={"Authorization": f"Bearer {self._config.api_token}"},
                timeout=self._config.timeout,
                allow_redirects=False,
            )

    def _keep_quiet(self, seconds: float) -> None:
        """Hold all calls back: Front's rate limit counts those of the whole company."""
        with self._quiet_lock:
            self._quiet_until = max(self._quiet_until, self._clock() + seconds)

    def _wait_for_quiet_to_end(self) -> None:
        while True:
            with self._quiet_lock:
                seconds = self._quiet_until - self._clock()
            if seconds <= 0:
                return
            self._pause(seconds)


def _may_go_better(status: int) -> bool:
    return status == 429 or status >= 500


def conversation_id(message: Mapping[str, Any]) -> str | None:
    """The last part of a message's `_links.related.conversation`; hosts of links may differ."""
    links = message.get("_links")
    related = links.get("related") if isinstance(links, dict) else None
    link = related.get("conversation") if isinstance(related, dict) else None
    return link.rstrip("/").rpartition("/")[2] or None if isinstance(link, str) else None


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _retry_after(answer: requests.Response) -> float:
    """Seconds, though the text of a 429 speaks of milliseconds.

    A 429 that does not say how long gets a minute, over which Front counts.
    """
    unsaid = 60.0 if answer.status_code == 429 else 0.0
    try:
        seconds = float(answer.headers.get("Retry-After", unsaid))
    except ValueError:
        return unsaid
    return seconds if seconds >= 0 else unsaid


def _reason(answer: requests.Response) -> str:
    """Front's own words where it has some: `{"_error": {"message", "details"}}`."""
    error = _json(answer).get("_error")
    message = error.get("message") if isinstance(error, dict) else None
    if not isinstance(message, str) or not isinstance(error, dict):
        return f"Front answered {answer.status_code}."
    details = error.get("details")
    if isinstance(details, list) and details:
        message += f" ({', '.join(map(str, details))})"
    return f"Front answered {answer.status_code}: {message}"
