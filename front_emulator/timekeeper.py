"""Runs what falls due: one thread for all companies whose clock runs."""

import heapq
import threading
from collections.abc import Callable
from itertools import count
from math import inf
from typing import NamedTuple

from front_emulator.domain import syncing
from front_emulator.domain.clock import monotonic
from front_emulator.domain.company import Company

Deliver = Callable[[Company, str], object]


def run_next(company: Company, until: float | None, deliver: Deliver) -> bool:
    """Run the first event that is due by `until`, company time; False when there is none.

    Without `until` that is now, or never while the clock is frozen. A delivery is handed to
    `deliver` after the company's lock is released.
    """
    with company.lock:
        if until is None:
            until = -inf if company.clock.is_frozen else company.clock.now()
        due = company.schedule.pop(until)
        if due is None:
            return False
        if due.action == "appear":
            syncing.appear(company, due.key)
            return True
    deliver(company, due.key)
    return True


class _Wake(NamedTuple):
    """When to look after a company, by the machine's monotonic clock."""

    at: float
    number: int


class Timekeeper:
    """Wakes each company when its next event falls due, as long as its clock runs."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._wakes: list[_Wake] = []
        self._armed: dict[Company, _Wake] = {}
        self._whose: dict[_Wake, Company] = {}
        self._numbers = count()
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="front-emulator-clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join()

    def watch(self, company: Company) -> None:
        """Have the company's next event run when it is due."""
        with company.lock:
            due = company.schedule.next()
            if due is None or company.clock.is_frozen:
                return
            wake_at = monotonic() + company.clock.until(due.at)
        with self._changed:
            armed = self._armed.get(company)
            if company.is_closed or (armed is not None and armed.at <= wake_at):
                return
            self._disarm(company)
            wake = self._armed[company] = _Wake(wake_at, next(self._numbers))
            self._whose[wake] = company
            heapq.heappush(self._wakes, wake)
            if self._wakes[0] is wake:
                self._changed.notify()

    def forget(self, company: Company) -> None:
        """Let go of a company that is closed."""
        with self._changed:
            self._disarm(company)

    def _disarm(self, company: Company) -> None:
        wake = self._armed.pop(company, None)
        if wake is not None:
            del self._whose[wake]

    def _run(self) -> None:
        while self._run_next_company():
            pass

    def _run_next_company(self) -> bool:
        company = self._next_company()
        if company is None:
            return False
        try:
            self._run_due(company)
        except Exception as error:  # noqa: BLE001 - kept, and raised by the next wait
            company.note_failure(error)
        self.watch(company)
        return True

    def _next_company(self) -> Company | None:
        with self._changed:
            while not self._stopped:
                wait = self._wakes[0].at - monotonic() if self._wakes else None
                if wait is None or wait > 0:
                    self._changed.wait(wait and min(wait, threading.TIMEOUT_MAX))
                    continue
                company = self._whose.get(heapq.heappop(self._wakes))
                if company is not None:
                    self._disarm(company)
                    return company
            return None

    def _run_due(self, company: Company) -> None:
        while run_next(company, None, self._deliver):
            pass
