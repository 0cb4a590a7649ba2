"""A bounded record that never loses what is unfinished."""

from dataclasses import dataclass

from front_emulator.domain.journal import Journal


@dataclass(frozen=True)
class Entry:
    id: str
    is_over: bool = True


def filled(limit: int, count: int) -> Journal[Entry]:
    journal = Journal[Entry](limit)
    for number in range(count):
        journal.put(Entry(str(number)))
    return journal


def test_records_are_kept_in_the_order_they_began() -> None:
    journal = filled(10, 3)
    journal.put(Entry("0", is_over=False))
    assert list(journal) == [Entry("0", is_over=False), Entry("1"), Entry("2")]
    assert [entry.id for entry in journal.newest_first()] == ["2", "1", "0"]
    assert journal.get("1") == Entry("1")
    assert journal.get("9") is None


def test_the_oldest_make_room() -> None:
    journal = filled(3, 10)
    assert [entry.id for entry in journal] == ["7", "8", "9"]


def test_what_is_unfinished_stays_and_no_longer_than_that() -> None:
    journal = Journal[Entry](2)
    journal.put(Entry("open", is_over=False))
    for number in range(4):
        journal.put(Entry(str(number)))
    assert journal.get("open") is not None
    journal.put(Entry("open"))
    assert len(journal) == 2
    assert [entry.id for entry in journal] == ["2", "3"]


def test_it_may_be_written_while_it_is_read() -> None:
    journal = filled(10, 3)
    for entry in journal:
        journal.remove(entry.id)
        journal.remove(entry.id)
    assert len(journal) == 0
    journal.put(Entry("x"))
    journal.clear()
    assert list(journal) == []
