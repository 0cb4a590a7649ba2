"""SARIF: valid against the schema of 2.1.0, and what code scanning wants."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker

from front_emulator.contract.reports import sarif
from front_emulator.contract.reports.masking import masked

SCHEMA = json.loads(Path(__file__).with_name("schemas").joinpath("sarif-2.1.0.json").read_text())
VALIDATOR = Draft4Validator(SCHEMA, format_checker=FormatChecker())


def run_of(run: Any, **options: Any) -> dict[str, Any]:
    report = json.loads(sarif.render(masked(run), **options))
    VALIDATOR.validate(report)
    (found,) = report["runs"]
    return dict(found)


def test_each_finding_is_a_result_of_its_rule(make: Any) -> None:
    found = run_of(make.run())
    rules = found["tool"]["driver"]["rules"]
    assert [(r["ruleId"], r["level"]) for r in found["results"]] == [
        ("FE-SIG-03", "error"),
        ("FE-SIG-09", "error"),
        ("FE-CTL-03", "error"),
        ("FE-SIG-11", "warning"),
        ("FE-LOD-01", "note"),
        ("FE-NOT-01", "note"),
    ]
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert "baselineState" not in found["results"][0]


def test_fingerprints_are_stable_and_differ(make: Any) -> None:
    one, two = (
        [r["partialFingerprints"] for r in run_of(make.run(target=target))["results"]]
        for target in (make.url, "http://localhost:4000/")
    )
    assert one == two
    assert len({json.dumps(each) for each in one}) == len(one)


def test_with_a_baseline_each_result_is_new_or_not(make: Any) -> None:
    results = run_of(make.run(), known={"FE-SIG-03"})["results"]
    assert [r["baselineState"] for r in results] == ["unchanged"] + ["new"] * 5


def test_a_clean_run_has_no_results_and_no_rules(make: Any) -> None:
    found = run_of(make.run(make.passed()))
    assert found["results"] == []
    assert found["tool"]["driver"]["rules"] == []
    assert found["invocations"] == [{"executionSuccessful": True}]


def test_a_run_that_stopped_says_so(make: Any) -> None:
    (invocation,) = run_of(make.run(stopped_early="nobody answers"))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "nobody answers"


def test_no_answer_and_doubled_headers_have_their_form(make: Any) -> None:
    request = make.request(headers=(("X-A", "1"), ("X-A", "2")))
    exchange = make.exchange(request=request, response=None, failure="reset")
    (result,) = run_of(make.run(make.result(exchanges=(exchange,))))["results"]
    assert result["webRequest"]["headers"] == {"X-A": "1, 2"}
    assert result["webResponse"] == {"noResponseReceived": True}


def test_the_artifact_can_be_named(make: Any) -> None:
    (result,) = run_of(make.run(make.result()), artifact="pyproject.toml")["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "pyproject.toml"}


@settings(deadline=None, max_examples=40)
@given(body=st.binary(max_size=60), text=st.text(max_size=40), status=st.integers(100, 999))
def test_whatever_a_target_answers_it_is_valid(
    make: Any, body: bytes, text: str, status: int
) -> None:
    exchange = make.exchange(response=make.answer(status, body, Location=text))
    run_of(make.run(make.result(exchanges=(exchange,), consequence=text)))
