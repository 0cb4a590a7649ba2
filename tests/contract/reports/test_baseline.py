"""A baseline: adopt an old integration's findings, fail on new ones alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from front_emulator.contract.model import Verdict
from front_emulator.contract.reports.baseline import Baseline, read
from front_emulator.domain.errors import InvalidSetting


def test_what_was_written_is_read_again(make: Any, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    adopted = Baseline().updated(make.run())
    file.write_text(adopted.written())
    assert read(file) == adopted
    assert json.loads(file.read_text()) == {
        "version": 1,
        "findings": {
            "FE-CTL-03": "ERROR",
            "FE-LOD-01": "INCONCLUSIVE",
            "FE-NOT-01": "INFO",
            "FE-SIG-03": "FAIL",
            "FE-SIG-09": "FAIL",
            "FE-SIG-11": "WARN",
        },
    }


def test_all_that_was_adopted_is_known(make: Any) -> None:
    adopted = Baseline().updated(make.run())
    assert adopted.known(make.run()) == adopted.findings.keys()


@pytest.mark.parametrize(
    ("then", "now", "is_known"),
    [
        (Verdict.FAIL, Verdict.FAIL, True),
        (Verdict.FAIL, Verdict.WARN, True),
        (Verdict.WARN, Verdict.FAIL, False),
        (Verdict.FAIL, Verdict.ERROR, False),
        (Verdict.ERROR, Verdict.FAIL, False),
        (Verdict.INFO, Verdict.INCONCLUSIVE, False),
    ],
)
def test_a_finding_is_known_while_it_is_no_worse(
    make: Any, then: Verdict, now: Verdict, is_known: bool
) -> None:
    run = make.run(make.result(now))
    assert ("FE-SIG-03" in Baseline({"FE-SIG-03": then}).known(run)) is is_known


def test_an_update_keeps_what_was_not_played_and_drops_what_is_mended(make: Any) -> None:
    before = Baseline({"FE-SIG-03": Verdict.FAIL, "FE-BAD-01": Verdict.WARN})
    run = make.run(make.passed("FE-SIG-03"), make.result(id="FE-SIG-04"))
    assert before.mended(run) == ["FE-SIG-03"]
    assert before.updated(run).findings == {"FE-BAD-01": Verdict.WARN, "FE-SIG-04": Verdict.FAIL}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 1}',
        '{"version": 2, "findings": {}}',
        '{"version": 1, "findings": []}',
        '{"version": 1, "findings": {"FE-SIG-01": "BAD"}}',
        '{"version": 1, "findings": {"FE-SIG-01": "PASS"}}',
    ],
)
def test_a_file_that_is_no_baseline_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text)
    with pytest.raises(InvalidSetting, match=r"baseline\.json: is no baseline"):
        read(file)


def test_a_missing_baseline_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="--update-baseline writes it"):
        read(tmp_path / "none.json")
