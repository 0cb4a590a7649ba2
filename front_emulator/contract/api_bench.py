"""Messages the integration sends on demand, and what it does about Front's answers to them."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import unquote, urlsplit

from front_emulator.contract.driving import Drive, Driver, Hint
from front_emulator.contract.watched import Watched
from front_emulator.domain.clock import monotonic
from front_emulator.domain.entities import RequestRecord
from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.fault import Fault
from front_emulator.domain.fault_match import Match

SENDING = "POST /channels/*/in*_messages"
"""What an integration sends messages with: incoming_messages, or inbound_messages."""

_SENDS = re.compile(r"/channels/[^/]+/in(?:coming|bound)_messages/?")
_DEFAULT = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a run waits for what. In seconds.

    - `step`: at most, for the integration's next step; also how long an answer hangs.
    - `quiet`: for a try again that must not come.
    - `settled`: after a message is there and its driver at an end, for it to come twice.
    - `retry_after`: what a 429 asks to wait.
    - `lateness`: how long a message does not exist after its 202.

    Raises `InvalidSetting`.
    """

    step: float = _DEFAULT
    quiet: float = _DEFAULT / 3
    settled: float = _DEFAULT / 15
    retry_after: float = 2.0
    lateness: float = _DEFAULT / 3

    def __post_init__(self) -> None:
        for name in ("step", "quiet", "settled", "retry_after", "lateness"):
            if not 0 < getattr(self, name) < float("inf"):
                raise InvalidSetting(f"{name}: should be more than 0 seconds")

    @classmethod
    def of(cls, seconds: float) -> Self:
        """All of it in proportion to `step`, which is 15 unless given."""
        asked = seconds / 7.5
        return cls(
            step=seconds,
            quiet=seconds / 3,
            settled=seconds / 15,
            retry_after=asked if asked < 1 else round(asked),
            lateness=seconds / 3,
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time the integration sent the message; times in seconds of the emulator's clock.

    `answered_at` is None while it waits for an answer.
    """

    record: RequestRecord

    @property
    def began_at(self) -> float:
        return self.record.at - (self.record.duration or 0.0)

    @property
    def answered_at(self) -> float | None:
        return self.record.at if self.record.is_over else None


class ApiBench:
    """Has the integration send messages to `front`, whose answers a scenario chooses.

    `handle` is whom the messages should come from.
    """

    def __init__(
        self,
        front: Watched,
        driver: Driver,
        *,
        patience: Patience | None = None,
        handle: str = "contract-visitor",
    ) -> None:
        self.front = front
        self.patience = patience or Patience()
        self.handle = handle
        self._driver = driver
        self._lock = threading.Lock()
        self._control: Control | None = None

    @contextmanager
    def sending(self, scenario_id: str, *faults: Fault) -> Iterator["Sending"]:
        """One message sent by the integration, while these faults are in force for it alone.

        Where texts do not come through as they were given, they are in force for any message.
        """
        control = self.control()
        with ExitStack() as stack:
            stack.enter_context(self.front.running())
            sending = self._new(scenario_id, tells_texts=control.tells_texts)
            for fault in faults:
                stack.enter_context(self.front.failing(sending.concerning(fault)))
            sending.start()
            yield sending

    def control(self) -> "Control":
        """A plain message first, once for all scenarios: whether anything comes at all."""
        with self._lock:
            if self._control is None:
                with self.front.running():
                    self._control = self._first()
            return self._control

    def close(self) -> None:
        """End what the driver still does, where it can be ended, and the watching."""
        close = getattr(self._driver, "close", None)
        if close is not None:
            close()
        self.front.close()

    def _first(self) -> "Control":
        told = self._new("FE-API-01", tells_texts=True)
        untold = Sending(self.front, told.drive, "", self.patience)
        told.start()
        untold.came()
        tells_texts = bool(told.attempts) or not untold.attempts
        sending = told if tells_texts else untold
        if sending.attempts:
            sending.wait(lambda: sending.copies > 0 or told.drive.sent is False, self.patience.step)
        if sending.copies:
            sending.comes_again()
        return Control(
            tells_texts=tells_texts,
            attempts=tuple(sending.attempts),
            copies=sending.copies,
            failure=told.drive.failure,
        )

    def _new(self, scenario_id: str, *, tells_texts: bool) -> "Sending":
        number = int(self.front.draw() * 10**8)
        marker = f"{scenario_id}-{number:08}"
        hint = Hint(scenario_id, f"Contract {marker}: is anybody there?", self.handle)
        drive = Drive(self._driver, hint, self._wake)
        return Sending(self.front, drive, marker if tells_texts else "", self.patience)

    def _wake(self) -> None:
        with self.front.changed:
            self.front.changed.notify_all()


@dataclass(frozen=True, slots=True)
class Control:
    """What came of a plain message: how often it was sent, and how often it is there."""

    tells_texts: bool
    attempts: tuple[Attempt, ...]
    copies: int
    failure: str | None

    @property
    def is_right(self) -> bool:
        return self.copies == 1


class Sending:
    """One message the integration was made to send, as the emulator sees it.

    `marker` stands in its text; empty, any message that comes from now on counts.
    """

    def __init__(self, front: Watched, drive: Drive, marker: str, patience: Patience) -> None:
        self.drive = drive
        self.patience = patience
        self._front = front
        self._marker = marker
        with front.changed:
            newest = next(iter(front.newest_requests()), None)
            self._last_before = newest and newest.id
            self._copies_before = len(self._uids())

    def start(self) -> None:
        """Have it sent."""
        self.drive.start()

    def concerning(self, fault: Fault) -> Fault:
        """The fault, for this message alone."""
        return replace(fault, match=Match(on=SENDING, containing=self._marker or None))

    @property
    def has_failed(self) -> bool:
        """Whether the driver ended without having made it send."""
        return self.drive.is_over and self.drive.failure is not None

    @property
    def attempts(self) -> list[Attempt]:
        """Each time it was sent, oldest first."""
        marker = self._marker.encode()
        return [
            Attempt(record)
            for record in self._records()
            if record.method == "POST" and _SENDS.fullmatch(_path(record)) and marker in record.body
        ]

    @property
    def copies(self) -> int:
        """How often Front has the message, or will."""
        return len(self._uids()) - self._copies_before

    @property
    def looks(self) -> list[RequestRecord]:
        """Each time the integration asked for the message by its uid, oldest first."""
        paths = {f"/messages/alt:uid:{uid}" for uid in self._uids()}
        return [
            record
            for record in self._records()
            if record.method == "GET" and _path(record).rstrip("/") in paths
        ]

    def wait(self, happened: Callable[[], bool], seconds: float) -> bool:
        """Whether it happens within so many seconds; looked at whenever something does."""
        deadline = monotonic() + seconds
        with self._front.changed:
            while not happened():
                left = deadline - monotonic()
                if left <= 0 or self._front.is_over:
                    return False
                self._front.changed.wait(left)
        return True

    def came(self) -> bool:
        """Whether it is sent at all; waited for no longer than the driver can still bring it."""
        self.wait(lambda: bool(self.attempts) or self.has_failed, self.patience.step)
        return bool(self.attempts)

    def goes_on(self, more: float = 0.0) -> bool:
        """Whether it is sent once more, or Front has it, in the next step and `more` seconds."""
        known = len(self.attempts)

        def did() -> bool:
            return self.copies > 0 or len(self.attempts) > known

        self.wait(lambda: did() or self.drive.sent is False, self.patience.step + more)
        return did()

    def comes_again(self) -> bool:
        """Whether Front gets it once more than it has it.

        While the driver is at work, for `quiet` at most, it may: how fast it is proves nothing.
        """
        known = self.copies

        def did() -> bool:
            return self.copies > known

        self.wait(lambda: did() or self.drive.is_over, self.patience.quiet)
        return self.wait(did, self.patience.settled)

    def _uids(self) -> list[str]:
        return [each.uid for each in self._front.received() if self._marker in each.text]

    def _records(self) -> list[RequestRecord]:
        found: list[RequestRecord] = []
        for record in self._front.newest_requests():
            if record.id == self._last_before:
                break
            found.append(record)
        return found[::-1]


def _path(record: RequestRecord) -> str:
    return unquote(urlsplit(record.path).path)
