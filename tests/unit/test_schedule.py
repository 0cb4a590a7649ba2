"""What falls due is run in order, once."""

from hypothesis import given
from hypothesis import strategies as st

from front_emulator.domain.schedule import Schedule

times = st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30)


@given(times, st.integers(0, 5))
def test_events_come_out_by_time_and_equal_ones_as_they_were_added(
    added: list[tuple[int, bool]], until: int
) -> None:
    schedule = Schedule()
    expected = []
    for number, (at, is_cancelled) in enumerate(added):
        schedule.add(at, "appear", str(number))
        if is_cancelled:
            assert schedule.cancel(str(number))
        else:
            expected.append((at, number))
    assert len(schedule) == len(expected)
    due = sorted(entry for entry in expected if entry[0] <= until)
    popped = []
    while (found := schedule.pop(until)) is not None:
        popped.append((found.at, int(found.key)))
    assert popped == due
    assert len(schedule) == len(expected) - len(due)


def test_what_was_cancelled_or_run_is_gone() -> None:
    schedule = Schedule()
    schedule.add(1, "deliver", "a")
    schedule.add(2, "appear", "b")
    assert schedule.cancel("a")
    assert not schedule.cancel("a")
    first = schedule.next()
    assert first is not None
    assert (first.key, first.action) == ("b", "appear")
    assert schedule.pop(1.9) is None
    assert schedule.pop(2) == first
    assert schedule.next() is None
    assert not schedule.cancel("b")


def test_a_key_that_was_cancelled_may_come_again() -> None:
    schedule = Schedule()
    schedule.add(1, "deliver", "a")
    schedule.cancel("a")
    schedule.add(5, "deliver", "a")
    assert schedule.pop(4) is None
    found = schedule.pop(5)
    assert found is not None
    assert found.at == 5


def test_clearing_forgets_everything() -> None:
    schedule = Schedule()
    schedule.add(1, "appear", "a")
    schedule.clear()
    assert (len(schedule), schedule.next()) == (0, None)
