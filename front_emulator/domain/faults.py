"""An account's faults: what goes wrong on purpose, how often it has, and when it ends."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Self, TypeVar, Unpack

from front_emulator.domain.clock import Clock
from front_emulator.domain.fault import Fault, FaultOptions
from front_emulator.domain.fault_effects import AnswerEffect, DeliveryEffect, Effect
from front_emulator.domain.fault_match import Headers
from front_emulator.domain.ids import Ids

E_co = TypeVar("E_co", bound=Effect, covariant=True)
E = TypeVar("E", bound=Effect)

HELD_AT_MOST = 200
"""Connections an account's faults keep open at once; the next one is closed instead."""


class FaultRule:
    """A fault in force, and how often it `fired`; as a context manager, for as long as that.

    `met` counts what it is about, also where it did not fire.
    """

    def __init__(self, faults: "Faults", rule_id: str, fault: Fault, ends_at: float | None) -> None:
        self._faults = faults
        self.id = rule_id
        self.fault = fault
        self.ends_at = ends_at
        self.met = 0
        self.fired = 0

    def __repr__(self) -> str:
        return f"<FaultRule {self.id} {self.fault.options}, fired {self.fired}{self.of_times}>"

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
    def of_times(self) -> str:
        """` of 3`, or nothing where there is no limit."""
        times = self.fault.limits.times
        return "" if times is None else f" of {times}"

    def has_ended(self, now: float) -> bool:
        """Whether its time is over; `now` in Unix seconds of the company's clock."""
        return self.ends_at is not None and now >= self.ends_at

    @property
    def is_spent(self) -> bool:
        """Whether it fired as often as it should."""
        times = self.fault.limits.times
        return times is not None and self.fired >= times

    def remove(self) -> None:
        """End it; what hangs because of it is let go. Nothing happens if it has ended."""
        self._faults.remove(self)


@dataclass(frozen=True, slots=True)
class FaultState:
    """A rule as a snapshot keeps it."""

    id: str
    fault: Fault
    met: int
    fired: int
    ends_at: float | None


@dataclass(frozen=True, slots=True)
class Firing(Generic[E_co]):
    """One time that something goes wrong on purpose.

    `name` says what for: `fault flt_1, 2 of 3`; `rule` is None where that is no rule but the
    request itself. `latency` is what was drawn for this time.
    """

    name: str
    effect: E_co
    rule: FaultRule | None = None
    latency: float = 0.0


class Faults:
    """An account's faults. Of several that concern a request or delivery, the first added happens.

    One that is spent makes room for the next, so that faults can be queued; it stays listed
    until it is removed. `active` is empty when nothing needs to be looked at.
    """

    def __init__(self, ids: Ids, clock: Clock) -> None:
        self.active: tuple[FaultRule, ...] = ()
        self._ids = ids
        self._clock = clock
        self._lock = threading.Lock()
        self._rules: dict[str, FaultRule] = {}
        self._held: dict[Callable[[], None], FaultRule] = {}

    def __len__(self) -> int:
        return len(self._rules)

    def __iter__(self) -> Iterator[FaultRule]:
        return iter(self.list())

    def add(self, **options: Unpack[FaultOptions]) -> FaultRule:
        """Put a fault in force; docs/faults.md lists its options. Raises `InvalidSetting`."""
        return self.put(Fault.of(**options))

    def put(self, fault: Fault) -> FaultRule:
        """Put a fault in force."""
        lasts = fault.limits.lasts
        ends_at = None if lasts is None else self._clock.now() + lasts
        with self._lock:
            rule = FaultRule(self, self._ids.next("flt"), fault, ends_at)
            self._rules[rule.id] = rule
            self._refresh()
        return rule

    def restore(self, states: Iterable[FaultState]) -> None:
        """End what there is and put these in force, under the ids they had."""
        self.clear()
        with self._lock:
            for state in states:
                rule = FaultRule(self, state.id, state.fault, state.ends_at)
                rule.met, rule.fired = state.met, state.fired
                self._rules[rule.id] = rule
            self._refresh()

    @property
    def states(self) -> tuple[FaultState, ...]:
        """What `restore` takes."""
        return tuple(
            FaultState(rule.id, rule.fault, rule.met, rule.fired, rule.ends_at) for rule in self
        )

    def get(self, rule_id: str) -> FaultRule | None:
        """The rule with an id, also one that is spent."""
        return self._rules.get(rule_id)

    def remove(self, rule: FaultRule) -> None:
        """End a rule and let go what hangs because of it."""
        self._end((rule,))

    def clear(self) -> None:
        """End all of them."""
        self._end(self.list())

    def take_request(
        self, method: str, path: str, body: bytes, headers: Headers = ()
    ) -> Firing[AnswerEffect] | None:
        """What a request to the API runs into, counted."""
        for rule in self.active:
            effect = rule.fault.effect
            if (
                isinstance(effect, AnswerEffect)
                and rule.fault.match.concerns_request(method, path, body, headers)
                and (firing := self._fire(rule, effect)) is not None
            ):
                return firing
        return None

    def take_delivery(
        self, channel_id: str, conversation_id: str, body: bytes, *, passes: bool = False
    ) -> Firing[DeliveryEffect] | None:
        """What a delivery runs into, counted. One that `passes` another is not put back."""
        for rule in self.active:
            effect = rule.fault.effect
            if (
                isinstance(effect, DeliveryEffect)
                and not (passes and effect.delivery == "reorder")
                and rule.fault.match.concerns_delivery(channel_id, conversation_id, body)
                and (firing := self._fire(rule, effect)) is not None
            ):
                return firing
        return None

    def longest_hold(self, timeout: float) -> float:
        """Seconds by which a delivery may end later because of a fault, a spent one too.

        `timeout` is how long the integration has to answer, each time it is sent.
        """
        effects = (rule.fault.effect for rule in self.list())
        holds = (e.longest_hold(timeout) for e in effects if isinstance(e, DeliveryEffect))
        return max(holds, default=0.0)

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

    def _fire(self, rule: FaultRule, effect: E) -> Firing[E] | None:
        """Count that a rule is met; None where it lets this one pass."""
        limits = rule.fault.limits
        with self._lock:
            now = self._clock.now()
            if rule.is_spent or rule.has_ended(now) or rule.id not in self._rules:
                return None
            rule.met += 1
            if rule.met <= limits.skip:
                return None
            if limits.probability < 1 and self._draw(rule) >= limits.probability:
                return None
            rule.fired += 1
            self._refresh()
            late = 0.0
            if isinstance(effect, AnswerEffect):
                late = effect.lateness.seconds(lambda: self._draw(rule))
            return Firing(f"fault {rule.id}, {rule.fired}{rule.of_times}", effect, rule, late)

    def _draw(self, rule: FaultRule) -> float:
        return self._ids.fraction(f"fault {rule.id}")

    def _refresh(self) -> None:
        now = self._clock.now()
        self.active = tuple(
            rule for rule in self._rules.values() if not rule.is_spent and not rule.has_ended(now)
        )

    def _end(self, rules: Sequence[FaultRule]) -> None:
        with self._lock:
            ended = [rule for rule in rules if self._rules.pop(rule.id, None) is not None]
            releases = [release for release, rule in self._held.items() if rule in ended]
            for release in releases:
                del self._held[release]
            self._refresh()
        for release in releases:
            release()
