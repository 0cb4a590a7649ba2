"""What will happen, and when."""

import heapq
from collections.abc import Iterator
from typing import Literal, NamedTuple

# What falls due within half a millisecond is due: Front's times have three decimals, and steps
# such as 0.1 s add up to what they should only so nearly.
_GRACE = 0.0005


Action = Literal["appear", "deliver", "tell"]


class Due(NamedTuple):
    """Something that falls due at a moment of the company's time (Unix seconds).

    Sorted by its moment; entries due at the same one keep the order in which they were added.
    """

    at: float
    number: int
    action: Action
    key: str


class Schedule:
    """A company's pending events in the order they fall due; each `key` has one at most."""

    def __init__(self) -> None:
        self._heap: list[Due] = []
        self._live: dict[str, Due] = {}
        self._added = 0

    def __copy__(self) -> "Schedule":
        made = Schedule()
        made._heap, made._live, made._added = list(self._heap), dict(self._live), self._added
        return made

    def __contains__(self, key: str) -> bool:
        return key in self._live

    def __iter__(self) -> Iterator[Due]:
        """What will happen, in that order."""
        return iter(sorted(self._live.values()))

    def __len__(self) -> int:
        return len(self._live)

    def add(self, at: float, action: Action, key: str) -> Due:
        due = Due(at, self._added, action, key)
        self._added += 1
        self._live[key] = due
        heapq.heappush(self._heap, due)
        return due

    def cancel(self, key: str) -> bool:
        """Forget an event; False when there is none."""
        return self._live.pop(key, None) is not None

    def next(self) -> Due | None:
        """What falls due first."""
        while self._heap and self._live.get(self._heap[0].key) is not self._heap[0]:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None

    def upcoming(self, limit: int) -> list[Due]:
        """What falls due first, second and so on."""
        return heapq.nsmallest(limit, self._live.values())

    def next_until(self, until: float) -> Due | None:
        """What falls due first, if that is not after `until`."""
        due = self.next()
        return None if due is None or due.at > until + _GRACE else due

    def pop(self, until: float) -> Due | None:
        """Take out what falls due first, if that is not after `until`."""
        due = self.next_until(until)
        if due is None:
            return None
        heapq.heappop(self._heap)
        del self._live[due.key]
        return due

    def clear(self) -> None:
        self._heap.clear()
        self._live.clear()
