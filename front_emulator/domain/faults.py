"""Faults: which requests Front answers badly on purpose, how, and how often."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.ids import Ids

HELD_AT_MOST = 200
"""Connections an account's faults keep open at once; the next one is closed instead."""

_ON = re.compile(r"(?:(?P<method>[A-Z]+|\*) )?(?P<path>[/*]\S*)")
_METHODS = frozenset({"*", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to which requests. Times are in seconds.

    - `on`: `POST /channels/*/incoming_messages`, or a path alone; `*` stands for anything
      within a segment, `**` for any number of segments.
    - `containing`: only requests whose body contains this text.
    - `status`: the answer, with Front's text for it unless `message` or a raw `body` is given;
      `retry_after` adds the header, and `is_tiered` makes a 429 that of the burst tier.
    - `hang`: no answer; the connection is closed after `held_for`.
    - `reset`: no answer; the connection is reset.
    - `latency`: what the answer is late by. The request takes effect at once.
    - `takes_effect`: whether the request does what it asks for, whatever the answer. Only a
      fault without `status`, `hang` and `reset` always lets it.
    - `processing_delay`: between the 202 and the message's existence; infinite for never.
    - `times`: how often it happens, None for always.

    Raises `InvalidSetting`.
    Front pages: dev.frontapp.com/docs/errors, dev.frontapp.com/docs/rate-limiting
    """

    on: str = "*"
    containing: str | None = None
    status: int | None = None
    message: str | None = None
    body: str | None = None
    retry_after: float | None = None
    is_tiered: bool = False
    hang: bool = False
    held_for: float = 60.0
    reset: bool = False
    latency: float = 0.0
    takes_effect: bool = False
    processing_delay: float | None = None
    times: int | None = None

    def __post_init__(self) -> None:
        _check_on(self.on)
        _check_seconds("latency", self.latency)
        _check_seconds("held_for", self.held_for)
        _check_seconds("retry_after", self.retry_after)
        _check_seconds("processing_delay", self.processing_delay, may_be_infinite=True)
        if self.times is not None and self.times < 1:
            raise InvalidSetting(f"times: {self.times} should be at least 1")
        self._check_answer()
        self._check_effect()

    @property
    def is_answered(self) -> bool:
        """Whether the client gets an answer at all."""
        return not (self.hang or self.reset)

    @property
    def lets_through(self) -> bool:
        """Whether the request does what it asks for."""
        return self.takes_effect or (self.status is None and self.is_answered)

    def concerns(self, method: str, path: str, body: bytes) -> bool:
        """Whether it is about such a request; `path` is without query and decoded."""
        if re.fullmatch(_pattern(self.on), f"{method} {path}") is None:
            return False
        return self.containing is None or self.containing.encode() in body

    def _check_answer(self) -> None:
        named = [name for name in ("status", "hang", "reset") if getattr(self, name)]
        if len(named) > 1:
            raise InvalidSetting(f"{' and '.join(named)}: a request is answered in one way")
        if self.status is not None and not 200 <= self.status <= 599:
            raise InvalidSetting(f"status: {self.status} is no status of an answer (200 to 599)")
        if self.status is None:
            for name in ("message", "body", "retry_after"):
                if getattr(self, name) is not None:
                    raise InvalidSetting(f"{name}: needs a status")
        if self.is_tiered and self.status != 429:
            raise InvalidSetting("is_tiered: only a 429 has a tier")

    def _check_effect(self) -> None:
        if self.lets_through and self.is_answered and self.status is None:
            if not self.latency and self.processing_delay is None:
                raise InvalidSetting(
                    "fault: nothing would happen; give status, hang, reset, latency or "
                    "processing_delay"
                )
        elif self.processing_delay is not None and not self.takes_effect:
            raise InvalidSetting("processing_delay: needs takes_effect=True beside this answer")


class FaultRule:
    """A fault in force, and how often it `fired`; as a context manager, for as long as that."""

    def __init__(self, faults: "Faults", rule_id: str, fault: Fault) -> None:
        self._faults = faults
        self.id = rule_id
        self.fault = fault
        self.fired = 0

    def __repr__(self) -> str:
        limit = "" if self.fault.times is None else f" of {self.fault.times}"
        return f"<FaultRule {self.id} on {self.fault.on}, fired {self.fired}{limit}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.remove()

    @property
    def is_spent(self) -> bool:
        """Whether it fired as often as it should."""
        return self.fault.times is not None and self.fired >= self.fault.times

    def remove(self) -> None:
        """End it; what hangs because of it is let go. Nothing happens if it has ended."""
        self._faults.remove(self)


@dataclass(frozen=True, slots=True)
class FaultState:
    """A rule as a snapshot keeps it."""

    id: str
    fault: Fault
    fired: int


class Faults:
    """An account's faults. Of several that concern a request, the first added happens.

    One that is spent makes room for the next, so that faults can be queued; it stays listed
    until it is removed. `active` is empty when no request needs to be looked at.
    """

    def __init__(self, ids: Ids) -> None:
        self.active: tuple[FaultRule, ...] = ()
        self._ids = ids
        self._lock = threading.Lock()
        self._rules: dict[str, FaultRule] = {}
        self._held: dict[Callable[[], None], FaultRule] = {}

    def __len__(self) -> int:
        return len(self._rules)

    def __iter__(self) -> Iterator[FaultRule]:
        return iter(self.list())

    def add(
        self,
        *,
        on: str = "*",
        containing: str | None = None,
        status: int | None = None,
        message: str | None = None,
        body: str | None = None,
        retry_after: float | None = None,
        is_tiered: bool = False,
        hang: bool = False,
        held_for: float = 60.0,
        reset: bool = False,
        latency: float = 0.0,
        takes_effect: bool = False,
        processing_delay: float | None = None,
        times: int | None = None,
    ) -> FaultRule:
        """Put a fault in force; for its options see `Fault`. Raises `InvalidSetting`."""
        return self.put(
            Fault(
                on=on,
                containing=containing,
                status=status,
                message=message,
                body=body,
                retry_after=retry_after,
                is_tiered=is_tiered,
                hang=hang,
                held_for=held_for,
                reset=reset,
                latency=latency,
                takes_effect=takes_effect,
                processing_delay=processing_delay,
                times=times,
            )
        )

    def put(self, fault: Fault) -> FaultRule:
        """Put a fault in force."""
        with self._lock:
            rule = FaultRule(self, self._ids.next("flt"), fault)
            self._rules[rule.id] = rule
            self._refresh()
        return rule

    def restore(self, states: Iterable[FaultState]) -> None:
        """End what there is and put these in force, under the ids they had."""
        self.clear()
        with self._lock:
            for state in states:
                rule = self._rules[state.id] = FaultRule(self, state.id, state.fault)
                rule.fired = state.fired
            self._refresh()

    @property
    def states(self) -> tuple[FaultState, ...]:
        """What `restore` takes."""
        return tuple(FaultState(rule.id, rule.fault, rule.fired) for rule in self)

    def get(self, rule_id: str) -> FaultRule | None:
        """The rule with an id, also one that is spent."""
        return self._rules.get(rule_id)

    def remove(self, rule: FaultRule) -> None:
        """End a rule and let go what hangs because of it."""
        self._end((rule,))

    def clear(self) -> None:
        """End all of them."""
        self._end(self.list())

    def take(self, method: str, path: str, body: bytes) -> FaultRule | None:
        """The rule that a request runs into, counted as fired."""
        for rule in self.active:
            if rule.fault.concerns(method, path, body) and self._fire(rule):
                return rule
        return None

    def hold(self, rule: FaultRule, release: Callable[[], None]) -> bool:
        """Have `release` called when the rule ends; False where that is now.

        It is called without a lock, and once at most.
        """
        with self._lock:
            if rule.id not in self._rules or len(self._held) >= HELD_AT_MOST:
                return False
            self._held[release] = rule
        return True

    def let_go(self, release: Callable[[], None]) -> None:
        """Forget what `hold` was given: it ended by itself."""
        with self._lock:
            self._held.pop(release, None)

    def list(self) -> tuple[FaultRule, ...]:
        """Every rule in the order they were added, the spent ones too."""
        with self._lock:
            return tuple(self._rules.values())

    def _fire(self, rule: FaultRule) -> bool:
        with self._lock:
            if rule.is_spent or rule.id not in self._rules:
                return False
            rule.fired += 1
            self._refresh()
        return True

    def _refresh(self) -> None:
        self.active = tuple(rule for rule in self._rules.values() if not rule.is_spent)

    def _end(self, rules: Sequence[FaultRule]) -> None:
        with self._lock:
            ended = [rule for rule in rules if self._rules.pop(rule.id, None) is not None]
            releases = [release for release, rule in self._held.items() if rule in ended]
            for release in releases:
                del self._held[release]
            self._refresh()
        for release in releases:
            release()


def _check_on(on: str) -> None:
    match = _ON.fullmatch(on)
    if match is None:
        raise InvalidSetting(
            f"on: {on!r} is neither a path nor METHOD and path, as in "
            "'POST /channels/*/incoming_messages'"
        )
    if match["method"] not in (None, *_METHODS):
        raise InvalidSetting(f"on: {match['method']!r} in {on!r} is no method")


def _check_seconds(name: str, value: float | None, *, may_be_infinite: bool = False) -> None:
    if value is None:
        return
    if not (0 <= value < float("inf") or (may_be_infinite and value == float("inf"))):
        raise InvalidSetting(f"{name}: {value:g} should be a number of seconds, 0 or more")


def _pattern(on: str) -> str:
    method, _, path = on.rpartition(" ")
    verb = "[A-Z]+" if method in ("", "*") else method
    wild = {"**": ".*", "*": "[^/]*"}
    parts = re.split(r"(\*\*|\*)", "**" if path == "*" else path)
    return f"{verb} " + "".join(wild.get(part) or re.escape(part) for part in parts)
