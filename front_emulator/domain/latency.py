"""How long something takes, drawn anew each time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, exp, log, pi, sqrt
from typing import Any

from front_emulator.domain.errors import InvalidSetting

LONGEST_HELD = 86_400
"""Seconds that a connection may be kept waiting."""
_WIDEST = 10

Draw = Callable[[], float]
"""Gives a number in [0, 1)."""
Given = float | Sequence[float] | Mapping[str, float]
"""Seconds; a pair, to draw between; or `{"median": 0.2, "sigma": 0.5}`, to draw lognormally."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds between `low` and `high`, or lognormal around their median."""

    low: float = 0.0
    high: float = 0.0
    sigma: float | None = None

    def __bool__(self) -> bool:
        return self.high > 0

    def __str__(self) -> str:
        if self.sigma is not None:
            return f"{self.low:g} s (median, sigma {self.sigma:g})"
        return f"{self.low:g} s" if self.low == self.high else f"{self.low:g}-{self.high:g} s"

    @property
    def shown(self) -> Any:
        """As `latency_of` reads it, in JSON."""
        if self.sigma is not None:
            return {"median": self.low, "sigma": self.sigma}
        return self.low if self.low == self.high else [self.low, self.high]

    def seconds(self, draw: Draw) -> float:
        """The next one; `draw` is asked only where something is left to chance."""
        if self.sigma is not None:
            normal = sqrt(-2 * log(1 - draw())) * cos(2 * pi * draw())
            return min(self.low * exp(self.sigma * normal), LONGEST_HELD)
        if self.low == self.high:
            return self.low
        return self.low + (self.high - self.low) * draw()


NONE = Latency()


def latency_of(given: "Given | Latency") -> Latency:
    """A latency as a person writes it. Raises `InvalidSetting`."""
    if isinstance(given, Latency):
        return given
    made = _read(given)
    if made is None or not _is_possible(made):
        raise InvalidSetting(
            f"latency: {given!r} should be seconds (0.5), a pair of them ([0.2, 0.8]) or "
            '{"median": 0.2, "sigma": 0.5}, a day at most'
        )
    return made


def _is_possible(made: Latency) -> bool:
    return 0 <= made.low <= made.high <= LONGEST_HELD and 0 <= (made.sigma or 0) <= _WIDEST


def _read(given: Any) -> Latency | None:
    if isinstance(given, Mapping) and set(given) == {"median", "sigma"}:
        values = [given["median"], given["median"], given["sigma"]]
    elif isinstance(given, list | tuple) and len(given) == 2:
        values = list(given)
    else:
        values = [given, given]
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in values):
        return None
    return Latency(*values)
