"""Judging, from exchanges made by hand."""

import pytest

from front_emulator.contract import load_verdicts, verdicts
from front_emulator.contract.model import Finding, Verdict
from front_emulator.wire import signing
from tests.apps.right import SECRET
from tests.contract.conftest import MakeExchange

PASS, FAIL, WARN = Verdict.PASS, Verdict.FAIL, Verdict.WARN
ERROR, INFO = Verdict.ERROR, Verdict.INFO

SUCCESS = (200, {"type": "success"})
PAGE = (403, b"<h1>Forbidden</h1>")
CRASH = (500, b"<h1>Internal Server Error</h1>")
RESET = (None,)


def refused(error_type: str, status: int = 400) -> tuple[object, ...]:
    return status, {"type": error_type, "message": "No."}


Answer = tuple[object, ...]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (SUCCESS, PASS),
        ((204,), PASS),
        ((200, {"type": "ok"}), WARN),
        (refused("bad_request"), FAIL),
        (PAGE, FAIL),
        ((301,), FAIL),
        (CRASH, ERROR),
        (RESET, ERROR),
    ],
)
def test_a_right_message(exchange: MakeExchange, answer: Answer, verdict: Verdict) -> None:
    assert verdicts.right_message(exchange(*answer), "a message").verdict is verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (SUCCESS, PASS),
        (refused("forbidden", 403), WARN),
        (PAGE, FAIL),
        (CRASH, ERROR),
    ],
)
def test_a_new_message_may_be_refused(
    exchange: MakeExchange, answer: Answer, verdict: Verdict
) -> None:
    assert verdicts.composed(exchange(*answer), "a new message").verdict is verdict


def test_a_message_to_several_may_be_refused_for_an_unknown_one(exchange: MakeExchange) -> None:
    found = verdicts.to_several(exchange(*refused("not_found", 404)), "a message to several")
    assert found.verdict is INFO
    assert verdicts.to_several(exchange(404), "a message to several").verdict is FAIL


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (refused("forbidden", 403), PASS),
        (refused("authentication_required", 401), PASS),
        (refused("authentication_required", 200), PASS),
        (refused("bad_request"), WARN),
        (refused("internal_error", 500), WARN),
        (PAGE, FAIL),
        ((401,), FAIL),
        ((302,), FAIL),
        ((403, {"type": "forbidden", "message": {"en": "No."}}), FAIL),
        (SUCCESS, FAIL),
        ((200, {"error": "invalid signature"}), FAIL),
        (CRASH, ERROR),
        (RESET, ERROR),
    ],
)
def test_a_forgery(exchange: MakeExchange, answer: Answer, verdict: Verdict) -> None:
    found = verdicts.forged(exchange(*answer, signature="wrong"), SECRET, "a forgery")
    assert found.verdict is verdict


def test_a_refusal_that_tells_the_right_signature_fails(exchange: MakeExchange) -> None:
    told = signing.custom_channel_signature(SECRET, b"{}")
    answer = (403, {"type": "forbidden", "message": f"not {told}"})
    leaking = exchange(*answer, sent=b"{}", signature="wrong")
    for found in (
        verdicts.forged(leaking, SECRET, "a forgery"),
        verdicts.twice_signed(leaking, SECRET, "a forgery"),
    ):
        assert found.verdict is FAIL
        assert told not in found.consequence


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [(SUCCESS, INFO), (refused("forbidden", 403), INFO), (PAGE, INFO), (CRASH, ERROR)],
)
def test_two_signatures(exchange: MakeExchange, answer: Answer, verdict: Verdict) -> None:
    twice = exchange(*answer, signature="wrong")
    assert verdicts.twice_signed(twice, SECRET, "a message").verdict is verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (refused("bad_request"), PASS),
        (refused("not_found", 404), PASS),
        (refused("bad_request", 200), PASS),
        ((400, b"<h1>Bad Request</h1>"), PASS),
        ((405,), PASS),
        (refused("internal_error", 500), WARN),
        ((302,), WARN),
        (CRASH, ERROR),
        (RESET, ERROR),
    ],
)
def test_a_malformed_message(exchange: MakeExchange, answer: Answer, verdict: Verdict) -> None:
    for accepting in (FAIL, WARN, PASS):
        found = verdicts.unreadable(exchange(*answer), "a message", accepting=accepting)
        assert found.verdict is verdict


@pytest.mark.parametrize("accepting", [FAIL, WARN, PASS])
def test_accepting_a_malformed_message(exchange: MakeExchange, accepting: Verdict) -> None:
    found = verdicts.unreadable(exchange(*SUCCESS), "a message", accepting=accepting)
    assert found.verdict is accepting


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (refused("not_found", 404), PASS),
        (refused("not_found", 200), PASS),
        (refused("bad_request"), WARN),
        ((404,), WARN),
        (SUCCESS, INFO),
        (CRASH, ERROR),
    ],
)
def test_an_unknown_recipient(exchange: MakeExchange, answer: Answer, verdict: Verdict) -> None:
    found = verdicts.unknown(exchange(*answer), "a message", right_if="it takes all")
    assert found.verdict is verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (refused("not_found", 404), PASS),
        ((404,), WARN),
        (refused("bad_request"), FAIL),
        (SUCCESS, FAIL),
        (CRASH, ERROR),
    ],
)
def test_a_configured_recipient(exchange: MakeExchange, answer: Answer, verdict: Verdict) -> None:
    assert verdicts.triggered(exchange(*answer), "not_found").verdict is verdict


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([SUCCESS, SUCCESS], PASS),
        ([SUCCESS, refused("too_many_requests", 429)], PASS),
        ([SUCCESS, (429, b"slow down")], WARN),
        ([SUCCESS, refused("bad_request")], FAIL),
        ([SUCCESS, refused("bad_request"), CRASH], ERROR),
        ([SUCCESS, RESET], ERROR),
    ],
)
def test_many_at_once(exchange: MakeExchange, answers: list[Answer], verdict: Verdict) -> None:
    exchanges = [exchange(*answer) for answer in answers]
    assert load_verdicts.every_one_answered(exchanges, "2 messages").verdict is verdict


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([SUCCESS, SUCCESS], PASS),
        ([SUCCESS, refused("too_many_requests", 429)], PASS),
        ([SUCCESS, refused("bad_request")], WARN),
        ([refused("bad_request"), refused("bad_request")], FAIL),
        ([SUCCESS, CRASH], ERROR),
    ],
)
def test_duplicates(exchange: MakeExchange, answers: list[Answer], verdict: Verdict) -> None:
    exchanges = [exchange(*answer) for answer in answers]
    assert load_verdicts.duplicates(exchanges, "two copies").verdict is verdict


@pytest.mark.parametrize(
    ("slowest", "verdict"), [(0.1, PASS), (3.5, PASS), (3.6, WARN), (7.0, WARN), (7.1, FAIL)]
)
def test_the_time_to_answer(exchange: MakeExchange, slowest: float, verdict: Verdict) -> None:
    exchanges = [exchange(*SUCCESS), exchange(*SUCCESS, duration=slowest)]
    assert load_verdicts.in_time(exchanges, 7.0).verdict is verdict


def test_no_answer_in_time_fails(exchange: MakeExchange) -> None:
    exchanges = [exchange(*SUCCESS), exchange(None, timed_out=True, duration=7.0)]
    assert load_verdicts.in_time(exchanges, 7.0).verdict is FAIL


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (SUCCESS, PASS),
        (refused("request_timeout", 408), WARN),
        ((408,), WARN),
        (PAGE, FAIL),
        (CRASH, ERROR),
    ],
)
def test_slow_drips(exchange: MakeExchange, answer: Answer, verdict: Verdict) -> None:
    assert load_verdicts.dripped(exchange(*answer), "a message").verdict is verdict


@pytest.mark.parametrize(
    ("answer", "verdict"), [(RESET, PASS), ((400,), PASS), (SUCCESS, FAIL), (CRASH, ERROR)]
)
def test_half_a_message(exchange: MakeExchange, answer: Answer, verdict: Verdict) -> None:
    assert load_verdicts.cut_off(exchange(*answer), "half a message").verdict is verdict


def test_a_message_beside_a_stalled_one(exchange: MakeExchange) -> None:
    late, lost = exchange(None, timed_out=True), exchange(None)
    assert load_verdicts.beside_a_stalled_one(exchange(*SUCCESS), "it").verdict is PASS
    assert load_verdicts.beside_a_stalled_one(late, "it").verdict is WARN
    assert load_verdicts.beside_a_stalled_one(lost, "it").verdict is ERROR


def test_a_refusal_does_not_count_when_the_right_message_is_refused_too(
    exchange: MakeExchange,
) -> None:
    refusal = verdicts.forged(exchange(*refused("forbidden")), SECRET, "a forgery")
    after = exchange(*refused("forbidden"))
    found = verdicts.and_then_unwell(refusal, after)
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.exchanges[-1] is after


def test_a_crash_stays_a_crash_and_says_that_it_lasts(exchange: MakeExchange) -> None:
    crash = verdicts.forged(exchange(*CRASH), SECRET, "a forgery")
    after = exchange(*RESET)
    for found in (
        verdicts.and_then_unwell(crash, after),
        load_verdicts.unwell(crash, after),
        load_verdicts.unwell(Finding(PASS, "All is well."), after),
    ):
        assert found.verdict is ERROR
        assert "the connection breaks" in found.consequence
        assert after in found.exchanges


def test_sentences_begin_with_a_capital_and_end_with_a_full_stop(exchange: MakeExchange) -> None:
    for answer in (SUCCESS, PAGE, CRASH, RESET, refused("bad_request"), refused("forbidden")):
        for found in (
            verdicts.right_message(exchange(*answer), "a message"),
            verdicts.forged(exchange(*answer), SECRET, "a message"),
            verdicts.unreadable(exchange(*answer), "a message"),
            verdicts.unknown(exchange(*answer), "a message", right_if="it takes all"),
            verdicts.triggered(exchange(*answer), "not_found"),
        ):
            assert found.consequence[0].isupper()
            assert found.consequence.endswith(".")
            assert not found.consequence.endswith("..")
