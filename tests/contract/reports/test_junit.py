"""JUnit XML: valid against xunit2, which is Jenkins' junit-10.xsd, and what stands in it."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from front_emulator.contract.model import Verdict
from front_emulator.contract.reports import junit
from front_emulator.contract.reports.masking import masked

XUNIT2 = xmlschema.XMLSchema(str(Path(__file__).with_name("schemas") / "junit-10.xsd"))


def parsed(run: Any, **options: Any) -> ET.Element:
    root = ET.fromstring(junit.render(masked(run), **options))
    XUNIT2.validate(root)
    return root


def case(root: ET.Element, scenario_id: str) -> ET.Element:
    (found,) = (c for c in root.iter("testcase") if c.get("name", "").startswith(scenario_id))
    return found


def test_each_verdict_is_what_ci_makes_of_it(make: Any) -> None:
    root = parsed(make.run())
    found = {c.get("name", "")[:9]: [child.tag for child in c] for c in root.iter("testcase")}
    assert found == {
        "FE-CTL-01": [],
        "FE-CTL-02": [],
        "FE-CTL-03": ["error"],
        "FE-SIG-03": ["failure"],
        "FE-SIG-09": ["failure"],
        "FE-SIG-11": ["system-out"],
        "FE-NOT-01": ["system-out"],
        "FE-NOT-02": ["skipped"],
        "FE-LOD-01": ["skipped"],
    }


def test_the_counts_agree_with_the_cases(make: Any) -> None:
    root = parsed(make.run())
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "9",
        "failures": "2",
        "errors": "1",
    }
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))


def test_a_failure_says_what_it_leads_to_and_shows_the_proof(make: Any) -> None:
    failure = case(parsed(make.run()), "FE-SIG-09").find("failure")
    assert failure is not None
    assert failure.get("message") == "A message altered on its way reaches the visitor."
    assert failure.get("type") == "FAIL"
    assert "wa»x«." in (failure.text or "")
    assert "--only FE-SIG-09" in (failure.text or "")


def test_the_seven_rows_are_output_of_the_run(make: Any) -> None:
    output = parsed(make.run()).findtext("testsuite/system-out") or ""
    assert "authentication_required | PASS" in output
    assert "not_found | N/A | nothing provoked it" in output


def test_what_the_baseline_knows_is_skipped(make: Any) -> None:
    root = parsed(make.run(), known={"FE-SIG-03"})
    assert [child.tag for child in case(root, "FE-SIG-03")] == ["skipped"]
    assert root.get("failures") == "1"


def test_a_run_that_broke_off_is_an_error(make: Any) -> None:
    root = parsed(make.run(make.passed(), stopped_early="nobody answers at http://localhost"))
    error = case(root, "The run").find("error")
    assert error is not None
    assert error.get("message") == "nobody answers at http://localhost"


def test_a_run_that_stopped_at_a_finding_has_that_error_alone(make: Any) -> None:
    root = parsed(make.run(make.result(Verdict.ERROR), stopped_early="It crashes."))
    assert root.get("errors") == "1"


@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=60), body=st.binary(max_size=60))
def test_it_is_xml_whatever_a_target_answers(make: Any, text: str, body: bytes) -> None:
    exchange = make.exchange(response=make.answer(500, body, Location=text), failure=text)
    parsed(make.run(make.result(exchanges=(exchange,), consequence=text, hint=text)))


def test_control_characters_do_not_get_in(make: Any) -> None:
    text = junit.render(masked(make.run(make.result(consequence="a\x00b\x1b[31m\x0b\ufffe"))))
    assert not set(text) & set("\x00\x1b\x0b\ufffe")
