"""Paths that lead nowhere: what Front has there, and what comes closest."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

from front_emulator.resources import fixture

_LIKE = 0.6
_SHOWN = 3

Operation = tuple[str, str]
"""Method and path; `{…}` stands for anything within a segment."""


def is_fronts(method: str, path: str) -> bool:
    """Whether Front has this operation. Front page: dev.frontapp.com/reference/introduction"""
    segments = _segments(path)
    return any(
        known == method and _fits(_segments(template), segments)
        for known, template in _fronts_operations()
    )


def closest(method: str, path: str, operations: Iterable[Operation]) -> list[str]:
    """The operations that are most like a request, best first."""
    scored = [(_likeness(operation, method, path), operation) for operation in operations]
    best = sorted(
        (each for each in scored if each[0] >= _LIKE), key=lambda each: (-each[0], each[1])
    )
    return [" ".join(operation) for _, operation in best[:_SHOWN]]


def _likeness(operation: Operation, method: str, path: str) -> float:
    known, template = operation
    wanted, given = _segments(template), _segments(path)
    pairs = zip(wanted, given, strict=False)
    alike = [1.0 if _is_variable(one) else _alike(one, other) for one, other in pairs]
    if min(alike) < _LIKE:
        return 0.0
    return sum(alike) / max(len(wanted), len(given)) - (0 if known == method else 0.1)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _fits(template: list[str], given: list[str]) -> bool:
    return len(template) == len(given) and all(
        one == other or (_is_variable(one) and other != "")
        for one, other in zip(template, given, strict=True)
    )


def _is_variable(segment: str) -> bool:
    return segment.startswith("{")


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")


@cache
def _fronts_operations() -> tuple[Operation, ...]:
    found: dict[str, str] = fixture("front_operations")
    return tuple((method, path) for path, methods in found.items() for method in methods.split())
