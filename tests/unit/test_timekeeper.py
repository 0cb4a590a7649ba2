"""What falls due is run: in order, at its time, for every company whose clock runs."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from front_emulator.domain import receiving
from front_emulator.domain.clock import monotonic
from front_emulator.domain.company import Company
from front_emulator.domain.receiving import IncomingMessage
from front_emulator.domain.settings import Settings
from front_emulator.timekeeper import Timekeeper, run_next
from tests.unit.companies import channel_of, make_company

WAIT = 30.0


class Deliveries:
    """Stands for the courier: keeps what it is given, and wakes who waits for it."""

    def __init__(self) -> None:
        self.given: list[tuple[Company, str]] = []
        self._changed = threading.Condition()

    def __call__(self, company: Company, delivery_id: str) -> None:
        with self._changed:
            self.given.append((company, delivery_id))
            self._changed.notify_all()

    @property
    def keys(self) -> list[str]:
        return [key for _, key in self.given]

    def wait_for(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.given) >= count, WAIT), self.given


@pytest.fixture
def deliveries() -> Deliveries:
    return Deliveries()


@pytest.fixture
def timekeeper(deliveries: Deliveries) -> Iterator[Timekeeper]:
    timekeeper = Timekeeper(deliveries)
    timekeeper.start()
    yield timekeeper
    timekeeper.stop()


def running_company(timekeeper: Timekeeper, seed: str = "unit") -> Company:
    company = make_company(seed=seed)
    company.clock.resume()
    company.on_scheduled = lambda: timekeeper.watch(company)
    return company


def schedule(company: Company, seconds: float, key: str) -> None:
    with company.lock:
        company.schedule.add(company.clock.now() + seconds, "deliver", key)
    company.on_scheduled()


def test_run_next_runs_one_event_that_is_due(deliveries: Deliveries) -> None:
    """And says whether there was one."""
    company = make_company()
    now = company.clock.now()
    for seconds in (1, 2, 3):
        company.schedule.add(now + seconds, "deliver", f"in {seconds} s")
    assert run_next(company, now + 2, deliveries)
    assert deliveries.keys == ["in 1 s"]
    assert run_next(company, now + 2, deliveries)
    assert not run_next(company, now + 2, deliveries)
    assert deliveries.keys == ["in 1 s", "in 2 s"]


def test_run_next_delivers_outside_the_lock() -> None:
    """A slow integration must not hold up the API."""
    company = make_company()
    held: list[bool] = []
    company.schedule.add(company.clock.now(), "deliver", "dlv_1")

    def deliver(company: Company, delivery_id: str) -> None:
        held.append(company.lock._is_owned())  # type: ignore[attr-defined]

    run_next(company, company.clock.now(), deliver)
    assert held == [False]


def test_run_next_makes_an_accepted_message_appear(deliveries: Deliveries) -> None:
    """Under its uid, once its delay has passed."""
    company = make_company(Settings(processing_delay=(2, 2)))
    accepted = receiving.accept(company, channel_of(company).id, IncomingMessage("fry", "Hi"))
    now = company.clock.now()
    assert not run_next(company, now + 1.999, deliveries)
    assert run_next(company, now + 2, deliveries)
    message = company.store.message_by_uid(accepted.uid)
    assert message is not None
    assert message.text == "Hi"


def test_what_falls_due_is_run_in_order_and_not_before_its_time(
    timekeeper: Timekeeper, deliveries: Deliveries
) -> None:
    """Whatever was scheduled first."""
    company = running_company(timekeeper)
    began = monotonic()
    for seconds in (0.06, 0.02, 0.04):
        schedule(company, seconds, str(seconds))
    deliveries.wait_for(3)
    assert monotonic() - began >= 0.059
    assert deliveries.keys == ["0.02", "0.04", "0.06"]


def test_events_of_one_moment_keep_the_order_they_were_added_in(
    timekeeper: Timekeeper, deliveries: Deliveries
) -> None:
    """A burst stays in line."""
    company = running_company(timekeeper)
    keys = [f"{number:03}" for number in range(200)]
    with company.lock:
        now = company.clock.now()
        for key in keys:
            company.schedule.add(now, "deliver", key)
    timekeeper.watch(company)
    deliveries.wait_for(200)
    assert deliveries.keys == keys


def test_earlier_event_is_not_kept_waiting_by_a_later_one(
    timekeeper: Timekeeper, deliveries: Deliveries
) -> None:
    """The thread sleeps until the first of them, and wakes when that changes."""
    company = running_company(timekeeper)
    schedule(company, 3600, "in an hour")
    schedule(company, 0.01, "soon")
    deliveries.wait_for(1)
    assert deliveries.keys == ["soon"]


def test_company_is_not_kept_waiting_by_another(
    timekeeper: Timekeeper, deliveries: Deliveries
) -> None:
    """One thread for all of them, each with its own time."""
    first, second = running_company(timekeeper, "1"), running_company(timekeeper, "2")
    schedule(first, 3600, "in an hour")
    schedule(second, 0.01, "soon")
    deliveries.wait_for(1)
    assert deliveries.given == [(second, "soon")]


def test_frozen_company_is_left_alone_until_it_is_watched_again(
    timekeeper: Timekeeper, deliveries: Deliveries
) -> None:
    """Its events fall due by hand; after a resume they come by themselves."""
    frozen, running = running_company(timekeeper, "1"), running_company(timekeeper, "2")
    frozen.clock.freeze()
    schedule(frozen, 0, "held")
    schedule(running, 0.03, "runs")
    deliveries.wait_for(1)
    assert deliveries.given == [(running, "runs")]
    frozen.clock.resume()
    timekeeper.watch(frozen)
    deliveries.wait_for(2)
    assert deliveries.given[1] == (frozen, "held")


def test_company_frozen_at_the_last_moment_runs_nothing(
    timekeeper: Timekeeper, deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once `freeze` has returned, nothing falls due, not even what was about to."""
    company = running_company(timekeeper)
    about_to = threading.Event()
    now = company.clock.now

    def watched_now() -> float:
        if threading.current_thread().name == "front-emulator-clock":
            about_to.set()
        return now()

    monkeypatch.setattr(company.clock, "now", watched_now)
    with company.lock:
        schedule(company, 0, "held")
        about_to.wait(0.1)
        company.clock.freeze()
    other = running_company(timekeeper, "other")
    schedule(other, 0.01, "runs")
    deliveries.wait_for(1)
    assert deliveries.keys == ["runs"]


def test_company_frozen_while_it_waits_runs_nothing(
    timekeeper: Timekeeper, deliveries: Deliveries
) -> None:
    """The wake-up that was set for it finds the clock held."""
    frozen, running = running_company(timekeeper, "1"), running_company(timekeeper, "2")
    with frozen.lock:
        schedule(frozen, 0.01, "held")
        frozen.clock.freeze()
    schedule(running, 0.03, "runs")
    deliveries.wait_for(1)
    assert deliveries.given == [(running, "runs")]


def test_cancelled_and_closed_run_nothing(timekeeper: Timekeeper, deliveries: Deliveries) -> None:
    """What was scheduled before does not come after all."""
    closed, running = running_company(timekeeper, "1"), running_company(timekeeper, "2")
    with closed.lock:
        schedule(closed, 0.01, "closed")
        closed.close()
    with running.lock:
        schedule(running, 0.01, "cancelled")
        running.schedule.cancel("cancelled")
    schedule(running, 0.03, "runs")
    deliveries.wait_for(1)
    assert deliveries.keys == ["runs"]


def test_failing_event_is_kept_and_the_next_one_runs(deliveries: Deliveries) -> None:
    """One fault of ours does not stop the clock of everybody."""

    def deliver(company: Company, delivery_id: str) -> None:
        if delivery_id == "bad":
            raise ZeroDivisionError
        deliveries(company, delivery_id)

    timekeeper = Timekeeper(deliver)
    timekeeper.start()
    company = running_company(timekeeper)
    schedule(company, 0, "bad")
    schedule(company, 0.01, "good")
    deliveries.wait_for(1)
    timekeeper.stop()
    assert deliveries.keys == ["good"]
    assert [type(failure) for failure in company.failures] == [ZeroDivisionError]


def test_stop_ends_the_thread_with_events_pending(deliveries: Deliveries) -> None:
    """At once, and they are not run."""
    timekeeper = Timekeeper(deliveries)
    timekeeper.start()
    company = running_company(timekeeper)
    schedule(company, 3600, "in an hour")
    began = monotonic()
    timekeeper.stop()
    assert monotonic() - began < WAIT
    assert deliveries.given == []


def test_stop_before_start_is_harmless(deliveries: Deliveries) -> None:
    """As when the port of the server was busy."""
    Timekeeper(deliveries).stop()


@pytest.mark.parametrize("seconds", [(3600.0,), (7200.0, 3600.0)])
def test_a_company_that_ended_is_let_go_of(
    timekeeper: Timekeeper, deliveries: Deliveries, seconds: tuple[float, ...]
) -> None:
    """Not only when the last of what was due would have been."""
    company = running_company(timekeeper)
    for number, each in enumerate(seconds):
        schedule(company, each, str(number))
    company.close()
    timekeeper.forget(company)
    ended = weakref.ref(company)
    del company
    gc.collect()
    assert ended() is None


def test_a_company_that_ended_is_not_taken_up_again(
    timekeeper: Timekeeper, deliveries: Deliveries
) -> None:
    """As when a message is accepted at the moment its account is ended."""
    ended, running = running_company(timekeeper, "1"), running_company(timekeeper, "2")
    ended.close()
    timekeeper.forget(ended)
    schedule(ended, 0, "too late")
    schedule(running, 0.01, "runs")
    deliveries.wait_for(1)
    assert deliveries.given == [(running, "runs")]
