"""The JSON report: valid against its schema, and comparable between runs."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from front_emulator import resources
from front_emulator.contract.model import Verdict
from front_emulator.contract.reports import json_report
from front_emulator.contract.reports.masking import masked
from front_emulator.wire.outcomes import ERROR_TYPES


def report_of(run: Any, **options: Any) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(json_report.render(masked(run), **options))
    Draft202012Validator(resources.schema("contract_report")).validate(report)
    return report


def comparable(run: Any) -> str:
    report = report_of(run)
    del report["observed"]
    return json.dumps(report)


def test_the_schema_is_a_schema_and_knows_every_verdict_and_type() -> None:
    schema = resources.schema("contract_report")
    Draft202012Validator.check_schema(schema)
    assert schema["$defs"]["verdict"]["enum"] == [verdict.value for verdict in Verdict]
    row = schema["properties"]["error_types"]["items"]["properties"]
    assert row["type"]["enum"] == list(ERROR_TYPES)


def test_every_verdict_and_row_is_in_it(make: Any) -> None:
    report = report_of(make.run())
    assert {each["verdict"] for each in report["scenarios"]} == {v.value for v in Verdict}
    assert [row["type"] for row in report["error_types"]] == list(ERROR_TYPES)
    assert report["counts"]["FAIL"] == 2
    assert report["scenarios"][3]["repeat"] == (
        "front-emulator contract http://localhost:3000/front/outgoing --only FE-SIG-03"
    )


def test_times_and_traffic_are_under_one_key_and_nothing_else_differs(make: Any) -> None:
    other = make.exchange(
        duration=3.5,
        response=make.answer(Date="Mon, 23 Nov 2026 20:00:00 GMT"),
        changed="X-Front-Signature",
    )
    one = make.run(make.result())
    two = make.run(make.result(exchanges=(other,), duration=9.0), duration=99.0)
    assert comparable(one) == comparable(two)
    assert report_of(one)["observed"] != report_of(two)["observed"]


def test_a_broken_off_run_and_an_empty_one_are_valid(make: Any) -> None:
    run = replace(make.run(make.result()), results=(), error_types=(), stopped_early="unreachable")
    report = report_of(run)
    assert report["stopped_early"] == "unreachable"
    assert report["scenarios"] == []


def test_the_baseline_and_the_options_show(make: Any) -> None:
    report = report_of(make.run(), known={"FE-SIG-03"}, options="--secret env:S")
    by_id = {each["id"]: each for each in report["scenarios"]}
    assert by_id["FE-SIG-03"]["in_baseline"]
    assert not by_id["FE-SIG-09"]["in_baseline"]
    assert by_id["FE-SIG-03"]["repeat"].endswith("--only FE-SIG-03 --secret env:S")


def test_a_large_body_is_cut_and_its_size_told(make: Any) -> None:
    exchange = make.exchange(request=make.request(b"x" * 1_000_000), response=None, failure="reset")
    shown = report_of(make.run(make.result(exchanges=(exchange,))))["observed"]["scenarios"]
    request = shown["FE-SIG-03"]["exchanges"][0]["request"]
    assert request["body_size"] == 1_000_000
    assert len(request["body"]) < 5000


@settings(deadline=None, max_examples=40)
@given(body=st.binary(max_size=300), text=st.text(max_size=50))
def test_whatever_a_target_answers_the_report_is_valid(make: Any, body: bytes, text: str) -> None:
    exchange = make.exchange(response=make.answer(418, body, X_Odd=text), failure=text)
    run = make.run(make.result(exchanges=(exchange,), consequence=text))
    report = report_of(run)
    assert json.dumps(report, ensure_ascii=False).encode()


@pytest.mark.parametrize("missing", ["verdict", "id", "consequence"])
def test_the_schema_refuses_what_lacks_something(make: Any, missing: str) -> None:
    report = report_of(make.run())
    del report["scenarios"][0][missing]
    assert not Draft202012Validator(resources.schema("contract_report")).is_valid(report)
