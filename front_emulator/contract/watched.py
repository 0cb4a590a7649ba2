"""The emulator that the integration calls, as a run watches it: of this process, or another one."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from front_emulator.account import Account
from front_emulator.domain.entities import AcceptedMessage, Message, RequestRecord
from front_emulator.domain.fault import Fault


@dataclass(frozen=True, slots=True)
class Received:
    """A message from the integration that Front has, or will."""

    uid: str
    text: str


class Watched(Protocol):
    """What a run wants of the emulator it watches; `changed` is told of whatever happens."""

    @property
    def url(self) -> str: ...

    @property
    def incoming_url(self) -> str: ...

    @property
    def changed(self) -> threading.Condition: ...

    @property
    def is_over(self) -> bool:
        """Whether nothing can come any more."""

    def newest_requests(self) -> Iterable[RequestRecord]: ...

    def received(self) -> list[Received]: ...

    def draw(self) -> float:
        """The next number in [0, 1) for the texts of this run."""

    def failing(self, fault: Fault) -> AbstractContextManager[object]:
        """A fault in force, for as long as that."""

    def running(self) -> AbstractContextManager[None]:
        """Time runs: pauses can be measured, and messages appear, only then."""

    def close(self) -> None: ...


class OwnEmulator:
    """An account of this process."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.changed = account.company.changed

    @property
    def url(self) -> str:
        return self.account.url

    @property
    def incoming_url(self) -> str:
        return self.account.channel.incoming_url

    @property
    def is_over(self) -> bool:
        return self.account.company.is_closed

    def newest_requests(self) -> Iterable[RequestRecord]:
        return self.account.company.requests.newest_first()

    def received(self) -> list[Received]:
        company = self.account.company
        with company.lock:
            store = company.store
            messages: list[Message | AcceptedMessage] = [*store.accepted.values()]
            messages += [message for message in store.messages.values() if message.is_inbound]
        return [Received(each.uid, f"{each.text}\n{each.body}") for each in messages]

    def draw(self) -> float:
        with self.account.company.lock:
            return self.account.company.ids.fraction("contract")

    def failing(self, fault: Fault) -> AbstractContextManager[object]:
        return self.account.faults.put(fault)

    @contextmanager
    def running(self) -> Iterator[None]:
        clock = self.account.clock
        was_frozen = clock.is_frozen
        if was_frozen:
            clock.resume()
        try:
            yield
        finally:
            if was_frozen:
                clock.freeze()

    def close(self) -> None:
        """The account goes on."""
