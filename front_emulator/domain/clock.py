"""The one place that reads the time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

monotonic: Callable[[], float] = time.monotonic


def wall_time() -> float:
    """Unix seconds of the machine."""
    return time.time()


@dataclass(frozen=True, slots=True)
class ClockState:
    """Where a frozen clock stands, or what a running one is ahead of the machine's time by."""

    held_at: float | None = None
    ahead: float = 0.0


class Clock:
    """A company's time in Unix seconds: running with the machine's, or held still.

    It runs on the machine's monotonic clock, so setting the machine's date moves nothing.
    """

    def __init__(self) -> None:
        self._ahead = wall_time() - monotonic()
        self._held_at: float | None = None

    @property
    def is_frozen(self) -> bool:
        return self._held_at is not None

    def now(self) -> float:
        """The company's time in Unix seconds."""
        return monotonic() + self._ahead if self._held_at is None else self._held_at

    def timestamp(self) -> float:
        """Now, as Front writes it: seconds with at most three decimals."""
        return round(self.now(), 3)

    def freeze(self) -> None:
        """Hold the time where it is."""
        self._held_at = self.now()

    def resume(self) -> None:
        """Let the time run on from where it stands."""
        if self._held_at is not None:
            self._ahead = self._held_at - monotonic()
            self._held_at = None

    def move_to(self, at: float) -> None:
        """Put the time to `at`, never back; a frozen clock stays frozen."""
        later = max(at - self.now(), 0.0)
        if self._held_at is None:
            self._ahead += later
        else:
            self._held_at += later

    @property
    def state(self) -> ClockState:
        """What `restore` takes: in seconds, and independent of this process."""
        if self._held_at is not None:
            return ClockState(held_at=self._held_at)
        return ClockState(ahead=self.now() - wall_time())

    def restore(self, state: ClockState) -> None:
        """Put a frozen clock to where it stood; a running one goes on beside the machine's."""
        self._held_at = state.held_at
        self._ahead = wall_time() + state.ahead - monotonic()

    def set_back(self, at: float) -> None:
        """Put the time to `at`, earlier than now; a frozen clock stays frozen."""
        earlier = self.now() - at
        if self._held_at is None:
            self._ahead -= earlier
        else:
            self._held_at -= earlier

    @contextmanager
    def held_at(self, moment: float) -> Iterator[None]:
        """As if it were that moment, for what happens in the block, and for whoever looks."""
        before, self._held_at = self._held_at, moment
        try:
            yield
        finally:
            self._held_at = before

    def until(self, at: float) -> float:
        """Seconds of the company's time left until `at`, at least 0."""
        return max(at - self.now(), 0.0)
