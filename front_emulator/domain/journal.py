"""A bounded record of whatever crosses the wire, in either direction."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Record(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def is_over(self) -> bool: ...


R = TypeVar("R", bound=Record)


class Journal(Generic[R]):
    """Records by id in the order they began. The oldest make room, but never unfinished ones."""

    def __init__(self, limit: int = 10_000) -> None:
        self.limit = limit
        self._records: dict[str, R] = {}
        self._puts = 0
        self._put_at: dict[str, int] = {}

    def __copy__(self) -> "Journal[R]":
        made = Journal[R](self.limit)
        made._records = dict(self._records)
        made._puts, made._put_at = self._puts, dict(self._put_at)
        return made

    def put(self, record: R) -> None:
        """Add a record, or replace the one with its id where it stands."""
        self._records[record.id] = record
        self._puts += 1
        self._put_at.pop(record.id, None)
        self._put_at[record.id] = self._puts
        while len(self._records) > self.limit and self._made_room():
            pass

    def get(self, record_id: str) -> R | None:
        return self._records.get(record_id)

    def remove(self, record_id: str) -> None:
        self._records.pop(record_id, None)
        self._put_at.pop(record_id, None)

    @property
    def puts(self) -> int:
        """How often a record was added or replaced."""
        return self._puts

    def put_since(self, puts: int, limit: int) -> tuple[list[R], int]:
        """What was added or replaced after so many `puts`, and the puts up to which that goes.

        Each record once, the one that was put first at the beginning, `limit` at most.
        """
        later: list[tuple[int, R]] = []
        for record_id, number in reversed(self._put_at.items()):
            if number <= puts:
                break
            later.append((number, self._records[record_id]))
        found = later[: -limit - 1 : -1]
        up_to = self._puts if len(found) == len(later) else found[-1][0]
        return [record for _, record in found], up_to

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[R]:
        """Oldest first, over a copy: safe while others write."""
        return iter(list(self._records.values()))

    def newest_first(self) -> Iterator[R]:
        return reversed(list(self._records.values()))

    def clear(self) -> None:
        self._records.clear()
        self._put_at.clear()

    def _made_room(self) -> bool:
        oldest = next(iter(self._records.values()))
        if oldest.is_over:
            self.remove(oldest.id)
        return oldest.is_over
