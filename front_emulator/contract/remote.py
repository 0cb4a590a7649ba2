"""An emulator of another process, watched over its admin API."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import requests

from front_emulator.contract.watched import Received
from front_emulator.domain.entities import RequestRecord
from front_emulator.domain.errors import FrontEmulatorError
from front_emulator.domain.fault import Fault
from front_emulator.domain.ids import Ids

_WAIT = 1.0
"""Seconds that a look for news may take, and so the end of the watching."""
_PATIENCE = 30.0

Json = dict[str, Any]


class NoEmulator(FrontEmulatorError):
    """There is no emulator to watch, or it is gone."""


class RemoteEmulator:
    """A company of a running emulator; a thread follows its journal. Raises `NoEmulator`."""

    def __init__(
        self, url: str, company: str = "latest", *, admin_token: str | None = None, seed: str = ""
    ) -> None:
        self.url = url
        self.changed = threading.Condition()
        self.is_over = False
        self._headers = {"Authorization": f"Bearer {admin_token}"} if admin_token else {}
        self._ids = Ids(seed)
        self._requests: dict[str, RequestRecord] = {}
        self._received: list[Received] = []
        shown = self._call("GET", f"/companies/{company}")
        self._company = f"/companies/{shown['id']}"
        self._began = float(shown["clock"]["now"])
        self.incoming_url = str(shown["channel"]["incoming_url"])
        self.api_secret = str(shown["api_secret"])
        self._cursor = str(self._ask_for_news("now", 0)["cursor"])
        self._thread = threading.Thread(
            target=self._follow, name="front-emulator-contract-watch", daemon=True
        )
        self._thread.start()

    def newest_requests(self) -> Iterable[RequestRecord]:
        with self.changed:
            return reversed(list(self._requests.values()))

    def received(self) -> list[Received]:
        return self._received

    def draw(self) -> float:
        with self.changed:
            return self._ids.fraction("contract")

    @contextmanager
    def failing(self, fault: Fault) -> Iterator[None]:
        rule = self._call("POST", f"{self._company}/faults", fault.options)
        try:
            yield
        finally:
            self._call("DELETE", f"{self._company}/faults/{rule['id']}")

    @contextmanager
    def running(self) -> Iterator[None]:
        clock = f"{self._company}/clock"
        was_frozen = self._call("GET", clock)["is_frozen"]
        if was_frozen:
            self._call("POST", f"{clock}/resume")
        try:
            yield
        finally:
            if was_frozen:
                self._call("POST", f"{clock}/freeze")

    def close(self) -> None:
        """Stop watching; the emulator goes on."""
        self._end()
        self._thread.join()

    def _follow(self) -> None:
        try:
            while not self.is_over:
                news = self._ask_for_news(self._cursor, _WAIT)
                received = self._ask_for_received() if news["entries"] else self._received
                self._cursor = news["cursor"]
                self._take(news["entries"], received)
        except NoEmulator:
            self._end()

    def _take(self, entries: Iterable[Json], received: list[Received]) -> None:
        with self.changed:
            for entry in entries:
                if entry["kind"] == "request":
                    self._requests[entry["id"]] = _record(entry)
            self._received = received
            self.changed.notify_all()

    def _end(self) -> None:
        with self.changed:
            self.is_over = True
            self.changed.notify_all()

    def _ask_for_news(self, cursor: str, wait: float) -> Json:
        query = f"after={cursor}&wait={wait:g}&limit=1000"
        return self._call("GET", f"{self._company}/journal/follow?{query}")

    def _ask_for_received(self) -> list[Received]:
        query = f"is_inbound=true&since={self._began}&limit=1000"
        shown = self._call("GET", f"{self._company}/messages?{query}")
        return [
            Received(each["uid"], f"{each['text']}\n{each['body']}") for each in shown["messages"]
        ]

    def _call(self, method: str, path: str, body: Json | None = None) -> Json:
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.request(
                    method,
                    f"{self.url}/__admin{path}",
                    json=body,
                    headers=self._headers,
                    timeout=_PATIENCE,
                )
        except requests.RequestException as error:
            raise NoEmulator(f"the emulator at {self.url} is not there: {error}") from error
        if not answer.ok:
            raise NoEmulator(f"the emulator at {self.url} refuses {method} {path}: {answer.text}")
        found: Json = answer.json() if answer.content else {}
        return found


def _record(entry: Json) -> RequestRecord:
    sent, got = entry["request"], entry["response"] or {}
    duration = entry["duration"]
    return RequestRecord(
        id=entry["id"],
        at=entry["at"] + (duration or 0.0),
        method=entry["method"],
        path=entry["path"],
        headers=tuple(sent["headers"].items()),
        body=sent["body"].encode(),
        status=entry["status"],
        response_headers=tuple(got.get("headers", {}).items()),
        response_body=got.get("body", "").encode(),
        duration=duration,
        hint=entry["hint"],
    )
