"""The seven rows, from results made by hand."""

from front_emulator.contract import error_types
from front_emulator.contract.catalogue import ALL
from front_emulator.contract.model import ErrorTypeRow, Exchange, Finding, Result, Verdict
from front_emulator.wire.outcomes import ERROR_TYPES
from tests.contract.conftest import MakeExchange


def result(scenario_id: str, *exchanges: Exchange, verdict: Verdict = Verdict.PASS) -> Result:
    scenario = next(each for each in ALL if each.id == scenario_id)
    return Result(scenario, Finding(verdict, "Made.", exchanges), 0.0)


def row(error_type: str, *results: Result) -> ErrorTypeRow:
    return next(each for each in error_types.rows(results) if each.type == error_type)


def test_there_is_a_row_for_each_type_in_fronts_order() -> None:
    rows = error_types.rows([])
    assert tuple(each.type for each in rows) == ERROR_TYPES
    assert {each.direction for each in rows} == {"front_to_integration"}


def test_a_type_nothing_provoked_says_how_to_provoke_it() -> None:
    for each in error_types.rows([]):
        assert each.verdict is Verdict.NA
        assert each.how is not None
        assert f"--trigger {each.type}=RECIPIENT" in each.how


def test_a_documented_answer_passes_with_what_a_teammate_reads(exchange: MakeExchange) -> None:
    refusal = exchange(404, {"type": "not_found", "message": "Nobody here is leela."})
    found = row("not_found", result("FE-NOT-01", refusal))
    assert found.verdict is Verdict.PASS
    assert found.answer == '404 {"type": "not_found", "message": "Nobody here is leela."}'
    assert found.sentence == "Nobody here is leela."
    assert found.scenario_ids == ("FE-NOT-01",)
    assert found.how is None


def test_a_status_without_a_type_is_a_warning(exchange: MakeExchange) -> None:
    found = row("not_found", result("FE-NOT-01", exchange(404, b"<h1>Not\n Found</h1>")))
    assert found.verdict is Verdict.WARN
    assert found.answer == "404 <h1>Not Found</h1>"
    assert found.sentence == "The channel answered 404 Not Found"


def test_a_crash_is_an_error_of_the_type_front_takes_it_for(exchange: MakeExchange) -> None:
    crash = result("FE-CTL-04", exchange(500, b"<h1>"), verdict=Verdict.ERROR)
    hanging = result("FE-CTL-07", exchange(None, timed_out=True), verdict=Verdict.ERROR)
    assert row("internal_error", crash, hanging).verdict is Verdict.ERROR
    found = row("request_timeout", crash, hanging)
    assert found.verdict is Verdict.ERROR
    assert found.scenario_ids == ("FE-CTL-07",)


def test_the_best_answer_is_shown_and_all_scenarios_are_named(exchange: MakeExchange) -> None:
    bare = result("FE-BAD-01", exchange(400), exchange(400))
    documented = result("FE-BAD-02", exchange(400, {"type": "bad_request"}))
    found = row("bad_request", bare, documented)
    assert found.verdict is Verdict.PASS
    assert found.answer == '400 {"type": "bad_request"}'
    assert found.scenario_ids == ("FE-BAD-01", "FE-BAD-02")


def test_a_configured_recipient_decides(exchange: MakeExchange) -> None:
    seen = result("FE-NOT-01", exchange(404, {"type": "not_found"}))
    wrong = result("FE-ERR-04", exchange(200, {"type": "success"}), verdict=Verdict.FAIL)
    found = row("not_found", seen, wrong)
    assert found.verdict is Verdict.FAIL
    assert found.answer == '200 {"type": "success"}'
    assert found.sentence == "The message was sent."
    assert found.scenario_ids == ("FE-ERR-04",)


def test_what_a_recipient_configured_for_another_type_got_does_not_count(
    exchange: MakeExchange,
) -> None:
    wrong = result("FE-ERR-04", exchange(400, {"type": "bad_request"}), verdict=Verdict.FAIL)
    assert row("bad_request", wrong).verdict is Verdict.NA


def test_a_long_answer_is_cut(exchange: MakeExchange) -> None:
    found = row("bad_request", result("FE-BAD-01", exchange(400, b"x" * 10_000)))
    assert found.answer.endswith("x…")
    assert len(found.answer) < 250
