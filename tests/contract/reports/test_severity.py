"""Which verdicts fail a run, and in which order findings are shown."""

from typing import Any

import pytest

from front_emulator.contract.model import Verdict
from front_emulator.contract.reports import severity
from front_emulator.contract.reports.severity import Level


@pytest.mark.parametrize(
    ("level", "verdicts"),
    [
        (Level.NEVER, set()),
        (Level.FAIL, {Verdict.FAIL, Verdict.ERROR}),
        (Level.WARN, {Verdict.FAIL, Verdict.ERROR, Verdict.WARN}),
        (
            Level.INCONCLUSIVE,
            {Verdict.FAIL, Verdict.ERROR, Verdict.WARN, Verdict.INCONCLUSIVE},
        ),
        (Level.INFO, set(Verdict) - {Verdict.NA, Verdict.PASS}),
    ],
)
def test_each_level_fails_on_what_is_as_bad_or_worse(level: Level, verdicts: set[Verdict]) -> None:
    assert level.verdicts == verdicts


def test_every_verdict_has_its_place() -> None:
    assert set(severity.WORST_FIRST) == set(Verdict)


def test_findings_come_worst_first_and_else_as_found(make: Any) -> None:
    ids = [result.scenario.id for result in severity.findings(make.run())]
    assert ids == ["FE-SIG-03", "FE-SIG-09", "FE-CTL-03", "FE-SIG-11", "FE-LOD-01", "FE-NOT-01"]


def test_counts_name_the_good_ones_first_and_no_zero(make: Any) -> None:
    counted = severity.counted((make.result(), make.passed(), make.passed()))
    assert counted == [(Verdict.PASS, 2), (Verdict.FAIL, 1)]
