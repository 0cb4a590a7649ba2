"""Which requests a fault concerns, how often it happens, and when it ends."""

from math import inf, nan
from typing import Any

import pytest

from front_emulator.domain.clock import Clock
from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.fault import Fault
from front_emulator.domain.fault_effects import AnswerEffect
from front_emulator.domain.fault_match import Match
from front_emulator.domain.faults import HELD_AT_MOST, FaultRule, Faults
from front_emulator.domain.ids import Ids

POST = ("POST", "/channels/cha_1/incoming_messages", b'{"body":"Hi"}')


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.freeze()
    return clock


@pytest.fixture
def faults(clock: Clock) -> Faults:
    return Faults(Ids("seed"), clock)


def fired(faults: Faults, times: int) -> list[FaultRule | None]:
    firings = [faults.take_request(*POST) for _ in range(times)]
    return [None if firing is None else firing.rule for firing in firings]


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
        ("POST /channels/{channel_id}/incoming_messages", *POST[:2], True),
        ("GET /messages/{message_id}", "GET", "/messages/msg_1/parent", False),
    ],
)
def test_it_concerns_methods_and_paths(on: str, method: str, path: str, concerns: bool) -> None:
    assert Match(on=on).concerns_request(method, path, b"") is concerns


def test_it_can_be_about_bodies_with_a_text() -> None:
    match = Match(containing="é 17")
    assert match.concerns_request("POST", "/x", '{"body":"Order é 17"}'.encode())
    assert not match.concerns_request("POST", "/x", b'{"body":"Order 18"}')


@pytest.mark.parametrize(
    ("header", "concerns"),
    [
        ("X-Attempt", True),
        ("x-attempt: 2", True),
        ("X-Attempt:2", True),
        ("X-Attempt: 3", False),
        ("X-Attempts", False),
    ],
)
def test_it_can_be_about_a_header(header: str, concerns: bool) -> None:
    headers = [("Accept", "*/*"), ("X-Attempt", "2")]
    assert Match(header=header).concerns_request("GET", "/me", b"", headers) is concerns


def test_it_can_be_about_deliveries_of_a_channel_or_conversation() -> None:
    for match in (Match(), Match(channel="cha_1"), Match(conversation="cnv_1", containing="Hi")):
        assert match.concerns_delivery("cha_1", "cnv_1", b'{"body":"Hi"}')
    for match in (Match(channel="cha_2"), Match(conversation="cnv_2"), Match(containing="Ho")):
        assert not match.concerns_delivery("cha_1", "cnv_1", b'{"body":"Hi"}')


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({}, "nothing would happen"),
        ({"takes_effect": True}, "nothing would happen"),
        ({"status": 99}, "status: 99"),
        ({"status": 600}, "status: 600"),
        ({"status": 500, "answer": "hang"}, "status and answer hang"),
        ({"error": "forbidden", "status": 403}, "error and status"),
        ({"error": "teapot"}, "error: 'teapot' is none of bad_request"),
        ({"answer": "late"}, "answer: 'late' is none of whole, hang"),
        ({"colour": "red"}, "colour: no such option"),
        ({"status": 500, "tims": 1}, "the nearest is times"),
        ({"status": 500, "times": 1.5}, "times: 1.5"),
        ({"status": 500, "skip": -1}, "skip: -1"),
        ({"status": 500, "probability": 0}, "probability: 0"),
        ({"status": 500, "probability": 1.1}, "probability: 1.1"),
        ({"status": 500, "lasts": -1}, "lasts: -1"),
        ({"status": 500, "header": ": x"}, "header: ': x'"),
        ({"status": 500, "conversation": "cnv_1"}, "conversation: is about deliveries alone"),
        ({"status": 500, "delay": 1}, "delay: is about deliveries"),
        ({"status": "429"}, "status: '429' should be a whole number"),
        ({"status": 500, "containing": 5}, "containing: 5 should be a text"),
        ({"status": 500, "body": "\ud800"}, "body: .* should be a text"),
        ({"status": 500, "takes_effect": "no"}, "takes_effect: 'no' should be true or false"),
        ({"answer": "hang", "held_for": None}, "held_for: should be left out"),
        ({"status": 500, "on": None}, "on: should be left out"),
        ({"latency": 86_401}, "latency: 86401"),
        ({"answer": "hang", "held_for": 86_401}, "held_for: 86401"),
        ({"status": 429, "retry_after": 1e300}, "retry_after: 1e\\+300"),
        ({"latency": [2, 1]}, "latency: "),
        ({"latency": {"median": 1}}, "latency: "),
        ({"latency": "soon"}, "latency: 'soon'"),
        ({"delivery": "lose"}, "delivery: 'lose' is none of delay"),
        ({"delivery": "drop", "status": 500}, "status: is about answers"),
        ({"delivery": "drop", "on": "GET /me"}, "on: is about requests"),
        ({"delivery": "drop", "header": "X-A"}, "header: is about requests"),
        ({"delivery": "fail"}, "error: '' is none of"),
        ({"delivery": "drop", "error": "forbidden"}, "error: belongs to delivery 'fail'"),
        ({"delivery": "delay", "takes_effect": True}, "takes_effect: belongs to delivery 'drop'"),
        ({"delivery": "delay", "delay": inf}, "delay: inf"),
        ({"retry_after": 1}, "retry_after: needs a status or an error"),
        ({"answer": "hang", "message": "no"}, "message: needs a status"),
        ({"status": 503, "is_tiered": True}, "is_tiered"),
        ({"status": 500, "times": 0}, "times: 0"),
        ({"latency": -1}, "latency: -1"),
        ({"latency": inf}, "latency: inf"),
        ({"latency": nan}, "latency: nan"),
        ({"processing_delay": nan}, "processing_delay: nan"),
        ({"processing_delay": -0.5}, "processing_delay: -0.5"),
        ({"status": 500, "processing_delay": 1}, "needs takes_effect"),
        ({"status": 429, "retry_after": -1}, "retry_after: -1"),
        ({"answer": "hang", "held_for": inf}, "held_for: inf"),
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
        ({"answer": "hang"}, False),
        ({"answer": "reset", "takes_effect": True}, True),
        ({"answer": "empty"}, False),
        ({"answer": "truncated"}, True),
        ({"answer": "drip"}, True),
        ({"error": "forbidden", "answer": "malformed"}, False),
        ({"latency": 1}, True),
        ({"processing_delay": inf}, True),
    ],
)
def test_whether_a_request_takes_effect(options: dict[str, Any], lets_through: bool) -> None:
    assert AnswerEffect(**options).lets_through is lets_through


def test_it_happens_as_often_as_it_should_and_counts(faults: Faults) -> None:
    rule = faults.add(status=500, times=2)
    assert fired(faults, 3) == [rule, rule, None]
    assert rule.fired == 2
    assert rule.is_spent
    assert repr(rule).endswith(f"{rule.id} {{'status': 500, 'times': 2}}, fired 2 of 2>")


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
    rules = (faults.add(status=500, times=1), faults.add(answer="hang"))
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
    faults.add(answer="hang")
    faults.clear()
    assert len(faults) == 0
    assert faults.active == ()


def test_what_is_held_is_released_once_when_its_rule_ends(faults: Faults) -> None:
    released: list[str] = []
    rule, other = faults.add(answer="hang"), faults.add(answer="hang")
    assert faults.hold(rule, lambda: released.append("mine"))
    assert faults.hold(other, lambda: released.append("another's"))
    rule.remove()
    rule.remove()
    assert released == ["mine"]
    faults.clear()
    assert released == ["mine", "another's"]


def test_what_ended_by_itself_is_not_released(faults: Faults) -> None:
    released: list[str] = []
    rule = faults.add(answer="hang")

    def release() -> None:
        released.append("mine")

    faults.hold(rule, release)
    faults.let_go(release)
    faults.let_go(release)
    rule.remove()
    assert released == []


def test_nothing_is_held_by_a_rule_that_has_ended(faults: Faults) -> None:
    rule = faults.add(answer="hang")
    rule.remove()
    assert not faults.hold(rule, lambda: None)


def test_only_so_much_is_held(faults: Faults) -> None:
    rule = faults.add(answer="hang")
    releases = [lambda number=number: number for number in range(HELD_AT_MOST + 1)]
    held = [faults.hold(rule, release) for release in releases]
    assert held == [True] * HELD_AT_MOST + [False]


def test_the_first_can_be_let_pass(faults: Faults) -> None:
    rule = faults.add(status=500, skip=2, times=1)
    assert fired(faults, 4) == [None, None, rule, None]
    assert (rule.met, rule.fired) == (3, 1)


def test_it_happens_with_a_probability_that_follows_from_the_seed(clock: Clock) -> None:
    def happened() -> list[bool]:
        faults = Faults(Ids("seed"), clock)
        faults.add(status=500, probability=0.3)
        return [rule is not None for rule in fired(faults, 200)]

    assert happened() == happened()
    assert 30 < sum(happened()) < 90


def test_it_ends_by_the_accounts_clock(faults: Faults, clock: Clock) -> None:
    rule = faults.add(status=500, lasts=10)
    clock.move_to(clock.now() + 9.9)
    assert fired(faults, 1) == [rule]
    clock.move_to(clock.now() + 0.2)
    assert fired(faults, 1) == [None]
    assert faults.list() == (rule,)


def test_requests_and_deliveries_have_faults_of_their_own(faults: Faults) -> None:
    on_requests = faults.add(status=500)
    on_deliveries = faults.add(delivery="drop")
    assert fired(faults, 1) == [on_requests]
    firing = faults.take_delivery("cha_1", "cnv_1", b"{}")
    assert firing is not None
    assert firing.rule is on_deliveries
    assert firing.name == f"fault {on_deliveries.id}, 1"


@pytest.mark.parametrize(
    "options",
    [
        {"status": 429, "retry_after": 2, "times": 3, "on": "POST /channels/**", "skip": 1},
        {"error": "too_many_requests", "header": "X-A: b", "probability": 0.5, "lasts": 60},
        {"latency": [0.2, 0.8], "answer": "drip", "held_for": 3, "processing_delay": "never"},
        {"latency": {"median": 0.2, "sigma": 0.5}},
        {"delivery": "fail", "error": "forbidden", "message": "No.", "conversation": "cnv_1"},
        {"delivery": "reorder", "delay": 1, "channel": "cha_1", "containing": "Hi"},
    ],
)
def test_its_options_make_the_same_fault(options: dict[str, Any]) -> None:
    fault = Fault.of(**options)
    assert fault.options == options
    assert Fault.of(**fault.options) == fault


@pytest.mark.parametrize(
    ("given", "median"), [(0.5, 0.5), ([0.2, 0.8], 0.5), ({"median": 0.5, "sigma": 0.4}, 0.5)]
)
def test_latencies_are_drawn_around_their_middle(clock: Clock, given: Any, median: float) -> None:
    def drawn() -> list[float]:
        faults = Faults(Ids("seed"), clock)
        faults.add(latency=given)
        firings = [faults.take_request(*POST) for _ in range(501)]
        return [firing.latency for firing in firings if firing is not None]

    assert drawn() == drawn()
    assert sorted(drawn())[250] == pytest.approx(median, rel=0.1)
    assert min(drawn()) >= (0.2 if isinstance(given, list) else 0)
