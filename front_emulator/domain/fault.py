"""A fault: what it is about, what it does, how often."""

from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self, TypedDict, Unpack

from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.fault_effects import (
    AnswerEffect,
    AnswerForm,
    DeliveryEffect,
    DeliveryHarm,
    Effect,
    check_seconds,
    shown,
)
from front_emulator.domain.fault_match import Match
from front_emulator.domain.latency import Given
from front_emulator.domain.setting_kinds import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often: after the first `skip` that it is about, `times` at most (None: always), each
    with this `probability`, for as long as it `lasts` (seconds of the account's clock).

    Raises `InvalidSetting`.
    """

    times: int | None = None
    skip: int = 0
    probability: float = 1.0
    lasts: float | None = None

    def __post_init__(self) -> None:
        if self.times is not None and not _is_whole(self.times, 1):
            raise InvalidSetting(f"times: {self.times} should be a whole number, at least 1")
        if not _is_whole(self.skip, 0):
            raise InvalidSetting(f"skip: {self.skip} should be a whole number, at least 0")
        if not _is_probability(self.probability):
            raise InvalidSetting(
                f"probability: {self.probability} should be more than 0, and 1 at most"
            )
        check_seconds("lasts", self.lasts)


_TEXTS = (
    *("on", "containing", "header", "channel", "conversation"),
    *("error", "message", "body", "answer", "delivery"),
)
_FLAGS = ("is_tiered", "takes_effect")


class FaultOptions(TypedDict, total=False):
    """A fault as it is written down: the options of `Match`, of `AnswerEffect` or, with `delivery`,
    of `DeliveryEffect`, and of `Limits`."""

    on: str
    containing: str | None
    header: str | None
    channel: str | None
    conversation: str | None
    error: str | None
    status: int | None
    message: str | None
    body: str | None
    retry_after: float | None
    is_tiered: bool
    answer: AnswerForm
    held_for: float
    latency: Given
    takes_effect: bool
    processing_delay: float | Literal["never"] | None
    delivery: DeliveryHarm
    delay: float
    times: int | None
    skip: int
    probability: float
    lasts: float | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to which requests to Front, or to which deliveries of Front's, and how often."""

    match: Match
    effect: Effect
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        match, is_about_deliveries = self.match, isinstance(self.effect, DeliveryEffect)
        foreign = ("on", "header") if is_about_deliveries else ("channel", "conversation")
        for name in foreign:
            if getattr(match, name) not in (None, "*"):
                what = "requests, not deliveries" if is_about_deliveries else "deliveries alone"
                raise InvalidSetting(f"{name}: is about {what}")

    @classmethod
    def of(cls, **options: Unpack[FaultOptions]) -> Self:
        """The fault with these options. Raises `InvalidSetting`."""
        given: dict[str, Any] = dict(options)
        known = list(FaultOptions.__annotations__)
        for name, value in given.items():
            if name not in known:
                near = nearest(name, known)
                raise InvalidSetting(f"{name}: no such option of a fault; the nearest is {near}")
            _check_type(name, value)
        kind = DeliveryEffect if "delivery" in given else AnswerEffect
        made = [_taken(part, given) for part in (Match, kind, Limits)]
        for name in given:
            plane = "answers" if kind is DeliveryEffect else "deliveries (give delivery)"
            raise InvalidSetting(f"{name}: is about {plane}")
        return cls(*made)

    @property
    def options(self) -> dict[str, Any]:
        """What `of` makes the same fault from, as JSON: all that differs from the defaults."""
        values = {
            each.name: (getattr(part, each.name), each.default)
            for part in (self.match, self.effect, self.limits)
            for each in fields(part)
        }
        return {name: shown(value) for name, (value, usual) in values.items() if value != usual}


def _check_type(name: str, value: Any) -> None:
    """Raise `InvalidSetting` for what no option of this name can be; the rest is the parts' own."""
    if name in _TEXTS and value is not None and not _is_text(value):
        raise InvalidSetting(f"{name}: {value!r} should be a text")
    if name in _FLAGS and not isinstance(value, bool):
        raise InvalidSetting(f"{name}: {value!r} should be true or false")
    if name == "status" and value is not None and not _is_whole(value, 0):
        raise InvalidSetting(f"{name}: {value!r} should be a whole number")


def _is_text(value: Any) -> bool:
    """Half a surrogate pair cannot be sent or looked for."""
    return isinstance(value, str) and not any("\ud800" <= each <= "\udfff" for each in value)


def _taken(part: type[Any], given: dict[str, Any]) -> Any:
    """One part of a fault, made from its options among those given, which are taken out."""
    options = {each.name: given.pop(each.name) for each in fields(part) if each.name in given}
    for each in fields(part):
        if each.default is not None and options.get(each.name, each.default) is None:
            raise InvalidSetting(f"{each.name}: should be left out or have a value")
    return part(**options)


def _is_probability(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1


def _is_whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
