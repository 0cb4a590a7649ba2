"""What a setting may be. A kind reads a value, refuses what it is not, and says what it takes."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

_NUMBER = r"\d+(?:\.\d+)?|\.\d+"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*(?:-\s*({_NUMBER})\s*)?")
_WORDS = {"true": True, "yes": True, "on": True, "1": True}
_WORDS |= {"false": False, "no": False, "off": False, "0": False}


class Kind(Protocol):
    """What the values of one setting have in common."""

    @property
    def expected(self) -> str:
        """What it takes, to follow "should be"."""

    def read(self, value: Any) -> Any:
        """The value as the setting keeps it. Raises `ValueError` for what it does not take."""

    def of_text(self, text: str) -> Any:
        """What a text of the command line stands for; the text itself where that is nothing."""

    def shown(self, value: Any) -> Any:
        """A value that was read, as JSON and TOML have it."""


class _Plain:
    """Kinds whose values are their own JSON."""

    def shown(self, value: Any) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class Flag(_Plain):
    expected: str = "true or false"

    def read(self, value: Any) -> bool:
        if value is True or value is False:
            return bool(value)
        raise ValueError(f"{value!r} should be {self.expected}")

    def of_text(self, text: str) -> Any:
        return _WORDS.get(text.lower(), text)


@dataclass(frozen=True, slots=True)
class Number(_Plain):
    """A number of `unit`, at least `minimum`, or more than that where it is `exclusive`."""

    minimum: float = 0
    exclusive: bool = False
    is_whole: bool = False
    unit: str = ""

    @property
    def expected(self) -> str:
        noun = "a whole number" if self.is_whole else "a number"
        noun += f" of {self.unit}" if self.unit else ""
        return f"{noun}, {'more than' if self.exclusive else 'at least'} {self.minimum:g}"

    def read(self, value: Any) -> float:
        wanted = int if self.is_whole else int | float
        if not isinstance(value, wanted) or isinstance(value, bool) or not self._holds(value):
            raise ValueError(f"{value!r} should be {self.expected}")
        return value

    def of_text(self, text: str) -> Any:
        try:
            return int(text) if self.is_whole else float(text)
        except ValueError:
            return text

    def _holds(self, value: float) -> bool:
        above = value > self.minimum if self.exclusive else value >= self.minimum
        return above and value < float("inf")


@dataclass(frozen=True, slots=True)
class Choice(_Plain):
    values: tuple[str | int, ...]

    @property
    def expected(self) -> str:
        return f"one of {', '.join(map(str, self.values))}"

    def read(self, value: Any) -> str | int:
        for each in self.values:
            if each == value and type(each) is type(value):
                return each
        raise ValueError(f"{value!r} should be {self.expected}; the nearest is {self._near(value)}")

    def of_text(self, text: str) -> Any:
        return next((each for each in self.values if str(each) == text), text)

    def _near(self, value: Any) -> str:
        return nearest(str(value), [str(each) for each in self.values])


@dataclass(frozen=True, slots=True)
class NameOrNumber(_Plain):
    """One of these names, or a whole number of `unit`, at least 1."""

    names: tuple[str, ...]
    unit: str

    @property
    def expected(self) -> str:
        return f"one of {', '.join(self.names)}, or a whole number of {self.unit}, at least 1"

    def read(self, value: Any) -> str | int:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        if isinstance(value, str) and value in self.names:
            return value
        raise ValueError(f"{value!r} should be {self.expected}")

    def of_text(self, text: str) -> Any:
        return int(text) if text.isdecimal() else text


@dataclass(frozen=True, slots=True)
class Text(_Plain):
    expected: str = "a text, not empty"

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise ValueError(f"{value!r} should be {self.expected}, on one line")
        return value

    def of_text(self, text: str) -> Any:
        return text


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds, a range of them, or `manual`, which is None: as long as nobody says when."""

    expected: str = "seconds (0.5), a range of them (0.5-2), or manual"

    def read(self, value: Any) -> tuple[float, float] | None:
        if value is None or value == "manual":
            return None
        low, high = self._range(value)
        if not 0 <= low <= high < float("inf"):
            raise ValueError(f"{low:g}-{high:g} is not a range of seconds")
        return low, high

    def of_text(self, text: str) -> Any:
        return text

    def shown(self, value: tuple[float, float] | None) -> Any:
        if value is None:
            return "manual"
        low, high = value
        return low if low == high else f"{low:g}-{high:g}"

    def _range(self, value: Any) -> tuple[float, float]:
        if isinstance(value, tuple | list):
            return _pair(value)
        match = _RANGE.fullmatch(str(value))
        if match is None or isinstance(value, bool):
            raise ValueError(f"{value!r} is neither seconds (0.5) nor a range of them (0.5-2)")
        low, high = match.groups()
        return float(low), float(high or low)


def nearest(name: str, known: list[str]) -> str:
    """The known name that looks most like `name`: some name always does."""
    return get_close_matches(name.lower(), known, n=1, cutoff=0)[0]


def _pair(value: Any) -> tuple[float, float]:
    if len(value) != 2 or not all(isinstance(each, int | float) for each in value):
        raise ValueError(f"{value!r} is not a pair of seconds")
    return float(value[0]), float(value[1])
