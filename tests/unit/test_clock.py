"""A company's time: running, held, moved, never back."""

import pytest

from front_emulator.domain import clock as clock_module
from front_emulator.domain.clock import Clock


class Machine:
    """The machine's clocks, in the test's hands."""

    def __init__(self) -> None:
        self.monotonic = 100.0
        self.wall = 1_700_000_000.0

    def pass_by(self, seconds: float) -> None:
        self.monotonic += seconds
        self.wall += seconds


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(clock_module, "monotonic", lambda: machine.monotonic)
    monkeypatch.setattr(clock_module, "wall_time", lambda: machine.wall)
    return machine


def test_a_running_clock_shows_the_machines_time(machine: Machine) -> None:
    clock = Clock()
    assert clock.now() == machine.wall
    machine.pass_by(5.5)
    assert clock.now() == machine.wall


def test_setting_the_machines_date_moves_nothing(machine: Machine) -> None:
    clock = Clock()
    before = clock.now()
    machine.wall -= 86_400
    assert clock.now() == before


def test_a_frozen_clock_stands_still_and_runs_on_from_there(machine: Machine) -> None:
    clock = Clock()
    clock.freeze()
    held = clock.now()
    machine.pass_by(60)
    assert (clock.now(), clock.is_frozen) == (held, True)
    clock.freeze()
    clock.resume()
    clock.resume()
    assert (clock.now(), clock.is_frozen) == (held, False)
    machine.pass_by(1)
    assert clock.now() == held + 1


@pytest.mark.parametrize("is_frozen", [True, False])
def test_a_clock_is_moved_forward_and_never_back(machine: Machine, is_frozen: bool) -> None:
    clock = Clock()
    if is_frozen:
        clock.freeze()
    start = clock.now()
    clock.move_to(start + 30)
    clock.move_to(start + 10)
    assert (clock.now(), clock.is_frozen) == (start + 30, is_frozen)


def test_a_held_clock_is_moved_to_the_very_moment(machine: Machine) -> None:
    clock = Clock()
    machine.pass_by(0.1)
    clock.freeze()
    target = clock.now() + 0.3
    clock.move_to(target)
    assert clock.now() >= target
    assert clock.until(target) == 0


def test_the_time_left_is_never_negative(machine: Machine) -> None:
    clock = Clock()
    clock.freeze()
    assert clock.until(clock.now() + 2) == 2
    assert clock.until(clock.now() - 2) == 0


def test_a_timestamp_has_three_decimals_at_most(machine: Machine) -> None:
    machine.wall = 1_700_000_000.123456
    clock = Clock()
    clock.freeze()
    assert clock.timestamp() == 1_700_000_000.123
