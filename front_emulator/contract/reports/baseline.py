"""Findings that are known: adopted once, they fail no run until they get worse."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from front_emulator.contract.model import Result, Run, Verdict
from front_emulator.contract.reports.severity import findings
from front_emulator.domain.errors import InvalidSetting

_VERSION = 1
_BADNESS = {
    Verdict.FAIL: 3,
    Verdict.ERROR: 3,
    Verdict.WARN: 2,
    Verdict.INCONCLUSIVE: 1,
    Verdict.INFO: 0,
}


@dataclass(frozen=True, slots=True)
class Baseline:
    """The verdicts that scenarios, by id, were found to have."""

    findings: Mapping[str, Verdict] = field(default_factory=dict)

    def known(self, run: Run) -> frozenset[str]:
        """The ids of findings that are no worse than they were."""
        return frozenset(r.scenario.id for r in findings(run) if self._knows(r))

    def mended(self, run: Run) -> list[str]:
        """The ids that the baseline names without need."""
        good = {result.scenario.id for result in run.with_verdict(Verdict.PASS)}
        return sorted(good & self.findings.keys())

    def updated(self, run: Run) -> "Baseline":
        """With the run's findings; what it did not play stays as it was."""
        played = {result.scenario.id for result in run.results}
        kept = {each: verdict for each, verdict in self.findings.items() if each not in played}
        return Baseline(kept | {r.scenario.id: r.verdict for r in findings(run)})

    def written(self) -> str:
        """As a file to check in."""
        verdicts = {each: self.findings[each].value for each in sorted(self.findings)}
        return json.dumps({"version": _VERSION, "findings": verdicts}, indent=2) + "\n"

    def _knows(self, result: Result) -> bool:
        then = self.findings.get(result.scenario.id)
        return then is not None and (
            then is result.verdict or _BADNESS[result.verdict] < _BADNESS[then]
        )


def read(path: Path) -> Baseline:
    """The baseline in a file. Raises `InvalidSetting` where there is none to be read."""
    try:
        return _parsed(path.read_text("utf-8"))
    except FileNotFoundError as error:
        why = "there is no such baseline; --update-baseline writes it"
        raise InvalidSetting(f"{path}: {why}") from error
    except OSError as error:
        raise InvalidSetting(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidSetting(f"{path}: is no baseline that front-emulator wrote") from error


def _parsed(text: str) -> Baseline:
    document = json.loads(text)
    verdicts = {str(each): Verdict(value) for each, value in document["findings"].items()}
    if document["version"] != _VERSION or not _BADNESS.keys() >= set(verdicts.values()):
        raise ValueError
    return Baseline(verdicts)
