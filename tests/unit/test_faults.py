"""Which requests a fault concerns, how often it happens, and when it ends."""

from math import inf, nan
from typing import Any

import pytest

from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.faults import HELD_AT_MOST, Fault, FaultRule, Faults
from front_emulator.domain.ids import Ids

POST = ("POST", "/channels/cha_1/incoming_messages", b'{"body":"Hi"}')


@pytest.fixture
def faults() -> Faults:
    return Faults(Ids("seed"))


def fired(faults: Faults, times: int) -> list[FaultRule | None]:
    return [faults.take(*POST) for _ in range(times)]


@pytest.mark.parametrize(
    ("on", "method", "path", "concerns"),
    [
        ("*", "GET", "/me", True),
        ("* *", "GET", "/a/b", True),
        ("GET *", "POST", "/me", False),
        ("/me", "PATCH", "/me", True),
        ("/me", "GET", "/meet", False),
        ("POST /channels/*/incoming_messages", *POST[:2], True),
        ("POST /channels/*/incoming_messages", "GET", POST[1], False),
        ("/channels/*/in*_messages", "POST", "/channels/cha_1/inbound_messages", True),
        ("/channels/*", *POST[:2], False),
        ("/channels/**", *POST[:2], True),
        ("**", *POST[:2], True),
        ("GET /messages/alt:uid:*", "GET", "/messages/alt:uid:3f", True),
        ("/messages/a.b", "GET", "/messages/axb", False),
    ],
)
def test_it_concerns_methods_and_paths(on: str, method: str, path: str, concerns: bool) -> None:
    assert Fault(on=on, status=500).concerns(method, path, b"") is concerns


def test_it_can_be_about_bodies_with_a_text() -> None:
    fault = Fault(status=500, containing="é 17")
    assert fault.concerns("POST", "/x", '{"body":"Order é 17"}'.encode())
    assert not fault.concerns("POST", "/x", b'{"body":"Order 18"}')


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({}, "nothing would happen"),
        ({"takes_effect": True}, "nothing would happen"),
        ({"status": 99}, "status: 99"),
        ({"status": 600}, "status: 600"),
        ({"status": 500, "hang": True}, "status and hang"),
        ({"reset": True, "hang": True}, "hang and reset"),
        ({"retry_after": 1}, "retry_after: needs a status"),
        ({"hang": True, "message": "no"}, "message: needs a status"),
        ({"status": 503, "is_tiered": True}, "is_tiered"),
        ({"status": 500, "times": 0}, "times: 0"),
        ({"latency": -1}, "latency: -1"),
        ({"latency": inf}, "latency: inf"),
        ({"latency": nan}, "latency: nan"),
        ({"processing_delay": nan}, "processing_delay: nan"),
        ({"processing_delay": -0.5}, "processing_delay: -0.5"),
        ({"status": 500, "processing_delay": 1}, "needs takes_effect"),
        ({"status": 429, "retry_after": -1}, "retry_after: -1"),
        ({"hang": True, "held_for": inf}, "held_for: inf"),
        ({"status": 500, "on": "POST"}, "on: 'POST'"),
        ({"status": 500, "on": "FETCH /me"}, "'FETCH'"),
        ({"status": 500, "on": "messages"}, "on: 'messages'"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(
    faults: Faults, options: dict[str, Any], named: str
) -> None:
    with pytest.raises(InvalidSetting, match=named):
        faults.add(**options)
    assert len(faults) == 0


@pytest.mark.parametrize(
    ("options", "lets_through"),
    [
        ({"status": 500}, False),
        ({"status": 500, "takes_effect": True}, True),
        ({"hang": True}, False),
        ({"reset": True, "takes_effect": True}, True),
        ({"latency": 1}, True),
        ({"processing_delay": inf}, True),
    ],
)
def test_whether_a_request_takes_effect(options: dict[str, Any], lets_through: bool) -> None:
    assert Fault(**options).lets_through is lets_through


def test_it_happens_as_often_as_it_should_and_counts(faults: Faults) -> None:
    rule = faults.add(status=500, times=2)
    assert fired(faults, 3) == [rule, rule, None]
    assert rule.fired == 2
    assert rule.is_spent
    assert repr(rule).endswith("fired 2 of 2>")


def test_without_times_it_always_happens(faults: Faults) -> None:
    rule = faults.add(status=500)
    assert fired(faults, 3) == [rule] * 3
    assert not rule.is_spent


def test_faults_queue_up_in_the_order_they_were_added(faults: Faults) -> None:
    first = faults.add(status=500, times=1)
    second = faults.add(status=429, times=2)
    assert fired(faults, 4) == [first, second, second, None]


def test_a_fault_for_something_else_is_passed_over(faults: Faults) -> None:
    other = faults.add(status=500, on="GET *", times=1)
    rule = faults.add(status=429)
    assert fired(faults, 1) == [rule]
    assert other.fired == 0


def test_nothing_is_active_unless_something_can_happen(faults: Faults) -> None:
    assert list(faults.active) == []
    rule = faults.add(status=500, times=1)
    assert list(faults.active) == [rule]
    fired(faults, 1)
    assert list(faults.active) == []


def test_all_of_them_are_listed_also_when_spent(faults: Faults) -> None:
    rules = (faults.add(status=500, times=1), faults.add(hang=True))
    fired(faults, 1)
    assert faults.list() == tuple(faults) == rules
    assert faults.get(rules[0].id) is rules[0]
    assert len({rule.id for rule in rules}) == 2


def test_it_can_be_removed_and_removed_again(faults: Faults) -> None:
    rule, other = faults.add(status=500), faults.add(status=400)
    faults.remove(rule)
    rule.remove()
    assert faults.list() == (other,)
    assert faults.get(rule.id) is None
    assert fired(faults, 1) == [other]


def test_it_lasts_as_long_as_its_block(faults: Faults) -> None:
    with faults.add(status=500) as rule:
        assert fired(faults, 1) == [rule]
    assert fired(faults, 1) == [None]
    assert rule.fired == 1


def test_all_can_be_ended(faults: Faults) -> None:
    faults.add(status=500)
    faults.add(hang=True)
    faults.clear()
    assert len(faults) == 0
    assert faults.active == ()


def test_what_is_held_is_released_once_when_its_rule_ends(faults: Faults) -> None:
    released: list[str] = []
    rule, other = faults.add(hang=True), faults.add(hang=True)
    assert faults.hold(rule, lambda: released.append("mine"))
    assert faults.hold(other, lambda: released.append("another's"))
    rule.remove()
    rule.remove()
    assert released == ["mine"]
    faults.clear()
    assert released == ["mine", "another's"]


def test_what_ended_by_itself_is_not_released(faults: Faults) -> None:
    released: list[str] = []
    rule = faults.add(hang=True)

    def release() -> None:
        released.append("mine")

    faults.hold(rule, release)
    faults.let_go(release)
    faults.let_go(release)
    rule.remove()
    assert released == []


def test_nothing_is_held_by_a_rule_that_has_ended(faults: Faults) -> None:
    rule = faults.add(hang=True)
    rule.remove()
    assert not faults.hold(rule, lambda: None)


def test_only_so_much_is_held(faults: Faults) -> None:
    rule = faults.add(hang=True)
    releases = [lambda number=number: number for number in range(HELD_AT_MOST + 1)]
    held = [faults.hold(rule, release) for release in releases]
    assert held == [True] * HELD_AT_MOST + [False]
