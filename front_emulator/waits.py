"""Waits that end on the event, are bounded, and say what happened instead."""

import itertools
from collections.abc import Callable
from typing import TypeVar

from front_emulator import narration
from front_emulator.domain.clock import monotonic
from front_emulator.domain.company import Company
from front_emulator.domain.errors import BackgroundFailure, WaitTimeout

T = TypeVar("T")


def until(
    company: Company,
    find: Callable[[], T | None],
    timeout: float,
    failure: str | Callable[[], str],
) -> T:
    """What `find` returns as soon as it is not None; it is asked after each change.

    Raises `WaitTimeout` after `timeout` seconds, which says `failure` and what there was, and
    `BackgroundFailure` as soon as the emulator itself has failed.
    """
    __tracebackhide__ = True
    found = within(company, find, timeout)
    if found is not None:
        return found
    raise_background_failure(company)
    said = failure if isinstance(failure, str) else failure()
    raise WaitTimeout(f"{said}\n{narration.situation(company)}")


def within(company: Company, find: Callable[[], T | None], timeout: float) -> T | None:
    """What `find` returns, or None after `timeout` seconds or where nothing can come any more."""
    deadline = monotonic() + timeout
    with company.changed:
        while (found := find()) is None:
            left = deadline - monotonic()
            if left <= 0 or company.failures or company.is_closed:
                return None
            company.changed.wait(left)
    return found


def raise_background_failure(company: Company) -> None:
    """Raise `BackgroundFailure` if the emulator failed in one of its threads."""
    with company.lock:
        failures = list(company.failures)
        company.failures.clear()
    if failures:
        raise BackgroundFailure(
            f"front-emulator failed in the background: {failures[0]!r}"
        ) from failures[0]


def first_new(
    read: Callable[[], dict[str, T]], matches: Callable[[T], bool]
) -> Callable[[], T | None]:
    """Finds the first match, looking at each entity once."""
    seen = 0

    def find() -> T | None:
        nonlocal seen
        for entity in itertools.islice(read().values(), seen, None):
            seen += 1
            if matches(entity):
                return entity
        return None

    return find


def wanted(**criteria: object) -> str:
    """The criteria that were given, for the sentence of a failure."""
    named = [f"{name} {value!r}" for name, value in criteria.items() if value is not None]
    return f" with {', '.join(named)}" if named else ""
