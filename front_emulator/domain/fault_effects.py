"""What a fault does: to the answer to a request, or to a delivery."""

from dataclasses import dataclass
from math import inf
from typing import Any, Literal, get_args

from front_emulator.domain import error_types
from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.latency import LONGEST_HELD, NONE, Given, Latency, latency_of

AnswerForm = Literal["whole", "hang", "reset", "empty", "truncated", "malformed", "drip"]
DeliveryHarm = Literal["delay", "duplicate", "drop", "reorder", "tamper", "wrong_signature", "fail"]

YEAR = 31_622_400
_UNANSWERED = ("hang", "reset", "empty")
_ASKED_TO_WAIT = 1.0
"""Seconds in the Retry-After of a 429 that is asked for by its error type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEffect:
    """What the client of Front's API gets instead of its answer. Times are in seconds.

    - `error`: one of Front's error types by name; or `status`, any. Both have Front's text unless
      `message` or a raw `body` is given; `retry_after` adds the header, and `is_tiered` makes a
      429 that of the burst tier.
    - `answer`: `whole`; `hang` (none, the connection is closed after `held_for`), `reset` or
      `empty` (none, it is reset or closed); `truncated` (it breaks off within its body),
      `malformed` (its JSON breaks off), `drip` (its bytes come one by one over `held_for`).
    - `latency`: what the answer is late by; seconds, a pair of them to draw between, or
      `{"median": 0.2, "sigma": 0.5}` to draw lognormally. The request takes effect at once.
    - `takes_effect`: whether the request does what it asks for, whatever the answer. One whose
      answer is Front's own, however it arrives, always does.
    - `processing_delay`: between the 202 and the message's existence; infinite or `"never"`.

    Front pages: dev.frontapp.com/docs/errors, dev.frontapp.com/docs/rate-limiting
    """

    error: str | None = None
    status: int | None = None
    message: str | None = None
    body: str | None = None
    retry_after: float | None = None
    is_tiered: bool = False
    answer: AnswerForm = "whole"
    held_for: float = 60.0
    latency: Given | Latency = NONE
    takes_effect: bool = False
    processing_delay: float | Literal["never"] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "latency", latency_of(self.latency))
        if self.processing_delay == "never":
            object.__setattr__(self, "processing_delay", inf)
        _check_choice("answer", self.answer, get_args(AnswerForm))
        check_seconds("held_for", self.held_for, most=LONGEST_HELD)
        check_seconds("retry_after", self.retry_after)
        check_seconds("processing_delay", self.processing_delay, may_be_infinite=True)
        self._check_status()
        self._check_effect()

    @property
    def code(self) -> int | None:
        """The status of the answer, None for the one it would have had."""
        return self.status if self.error is None else error_types.STATUS_OF[self.error]

    @property
    def wait(self) -> float | None:
        """Seconds that the answer asks the client to wait."""
        if self.retry_after is None and self.error == "too_many_requests":
            return _ASKED_TO_WAIT
        return self.retry_after

    @property
    def lateness(self) -> Latency:
        return latency_of(self.latency)

    @property
    def exists_after(self) -> float | None:
        """Seconds until the message of an incoming request exists, if not as usual."""
        return None if self.processing_delay is None else float(self.processing_delay)

    @property
    def is_answered(self) -> bool:
        """Whether the client gets an answer at all."""
        return self.answer not in _UNANSWERED

    @property
    def lets_through(self) -> bool:
        """Whether the request does what it asks for."""
        return self.takes_effect or (self.code is None and self.is_answered)

    def _check_status(self) -> None:
        if self.error is not None:
            error_types.check(self.error)
        named = [name for name in ("error", "status") if getattr(self, name) is not None]
        named += [] if self.is_answered else [f"answer {self.answer}"]
        if len(named) > 1:
            raise InvalidSetting(f"{' and '.join(named)}: a request is answered in one way")
        if self.code is not None and not 200 <= self.code <= 599:
            raise InvalidSetting(f"status: {self.code} is no status of an answer (200 to 599)")
        if self.code is None:
            for name in ("message", "body", "retry_after"):
                if getattr(self, name) is not None:
                    raise InvalidSetting(f"{name}: needs a status or an error")
        if self.is_tiered and self.code != 429:
            raise InvalidSetting("is_tiered: only a 429 has a tier")

    def _check_effect(self) -> None:
        if self.code is None and self.answer == "whole":
            if not self.latency and self.processing_delay is None:
                raise InvalidSetting(
                    "fault: nothing would happen; give error, status, answer, latency, "
                    "processing_delay or delivery"
                )
        elif self.processing_delay is not None and not self.lets_through:
            raise InvalidSetting("processing_delay: needs takes_effect=True beside this answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryEffect:
    """What becomes of a POST of Front's to the integration. Times are in seconds.

    - `delivery`: `delay` (it leaves `delay` later, others pass it), `reorder` (it leaves after
      the next one of its conversation, or `delay` later at most), `duplicate` (it arrives twice),
      `drop` (it never arrives; with `takes_effect` it does, and its answer is lost), `tamper`
      (one letter of its body is changed after signing), `wrong_signature`, or `fail` (it never
      leaves, and ends as if it had been answered with `error` and `message`).
    """

    delivery: DeliveryHarm
    delay: float = 5.0
    error: str | None = None
    message: str | None = None
    takes_effect: bool = False

    def __post_init__(self) -> None:
        _check_choice("delivery", self.delivery, get_args(DeliveryHarm))
        check_seconds("delay", self.delay)
        if self.delivery == "fail":
            error_types.check(self.error or "")
        for name, owner in (("error", "fail"), ("message", "fail"), ("takes_effect", "drop")):
            if getattr(self, name) and self.delivery != owner:
                raise InvalidSetting(f"{name}: belongs to delivery {owner!r}")

    def longest_hold(self, timeout: float) -> float:
        """Seconds by which a delivery may end later; `timeout` is what one sending may take."""
        if self.delivery == "duplicate":
            return timeout
        return self.delay if self.delivery in ("delay", "reorder") else 0.0


Effect = AnswerEffect | DeliveryEffect


def shown(value: Any) -> Any:
    """An option's value as JSON has it."""
    if isinstance(value, Latency):
        return value.shown
    return "never" if value == inf else value


def check_seconds(
    name: str, value: Any, *, most: float = YEAR, may_be_infinite: bool = False
) -> None:
    """Raise `InvalidSetting` unless `value` is None or a number of seconds."""
    if value is None or (may_be_infinite and value == inf):
        return
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= most:
        raise InvalidSetting(f"{name}: {value} should be a number of seconds from 0 to {most}")


def _check_choice(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InvalidSetting(f"{name}: {value!r} is none of {', '.join(known)}")
