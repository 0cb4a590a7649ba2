"""Runs what falls due: one thread for all companies whose clock runs."""

import heapq
import threading
from collections.abc import Callable
from itertools import count
from math import inf

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


class Timekeeper:
    """Wakes each company when its next event falls due, as long as its clock runs."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._wakes: list[tuple[float, int, Company]] = []
        self._armed: dict[Company, float] = {}
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
            if self._armed.get(company, inf) <= wake_at:
                return
            self._armed[company] = wake_at
            heapq.heappush(self._wakes, (wake_at, next(self._numbers), company))
            if self._wakes[0][2] is company:
                self._changed.notify()

    def _run(self) -> None:
        while (company := self._next_company()) is not None:
            try:
                self._run_due(company)
            except Exception as error:  # noqa: BLE001 - kept, and raised by the next wait
                company.note_failure(error)
            self.watch(company)

    def _next_company(self) -> Company | None:
        with self._changed:
            while not self._stopped:
                wait = self._wakes[0][0] - monotonic() if self._wakes else None
                if wait is None or wait > 0:
                    self._changed.wait(wait and min(wait, threading.TIMEOUT_MAX))
                    continue
                wake_at, _, company = heapq.heappop(self._wakes)
                if self._armed.get(company) == wake_at:
                    del self._armed[company]
                    return company
            return None

    def _run_due(self, company: Company) -> None:
        while run_next(company, None, self._deliver):
            pass
