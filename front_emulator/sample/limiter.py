"""Our own rate limit for what Front posts."""

import threading

from .front import Clock
from .refusals import Refusal


class Limiter:
    """Lets a burst through, then so many a second (a token bucket)."""

    def __init__(self, *, per_second: float, at_once: int, clock: Clock) -> None:
        self._per_second = per_second
        self._at_once = float(at_once)
        self._clock = clock
        self._lock = threading.Lock()
        self._left = self._at_once
        self._filled_at = clock()

    def take(self) -> None:
        """Count one request; raises a too_many_requests Refusal."""
        with self._lock:
            now = self._clock()
            refill = (now - self._filled_at) * self._per_second
            self._left = min(self._at_once, self._left + refill)
            self._filled_at = now
            if self._left < 1:
                raise Refusal("too_many_requests", "The chat is busy; send again in a moment.")
            self._left -= 1
