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

    def __copy__(self) -> "Journal[R]":
        made = Journal[R](self.limit)
        made._records = dict(self._records)
        return made

    def put(self, record: R) -> None:
        """Add a record, or replace the one with its id where it stands."""
        self._records[record.id] = record
        while len(self._records) > self.limit and self._made_room():
            pass

    def get(self, record_id: str) -> R | None:
        return self._records.get(record_id)

    def remove(self, record_id: str) -> None:
        self._records.pop(record_id, None)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[R]:
        """Oldest first, over a copy: safe while others write."""
        return iter(list(self._records.values()))

    def newest_first(self) -> Iterator[R]:
        return reversed(list(self._records.values()))

    def clear(self) -> None:
        self._records.clear()

    def _made_room(self) -> bool:
        oldest = next(iter(self._records.values()))
        if oldest.is_over:
            del self._records[oldest.id]
        return oldest.is_over
