"""Annotations on a GitHub workflow run."""

from collections.abc import Collection

from front_emulator.contract.model import Result, Verdict
from front_emulator.contract.reports import severity, wording
from front_emulator.contract.reports.masking import MaskedRun

LIMIT = 10
"""GitHub shows ten of each kind for a step."""

_COMMANDS = {
    Verdict.FAIL: "error",
    Verdict.ERROR: "error",
    Verdict.WARN: "warning",
    Verdict.INCONCLUSIVE: "notice",
    Verdict.INFO: "notice",
}


def render(run: MaskedRun, *, known: Collection[str] = ()) -> str:
    """A workflow command for each finding, worst first, ten at most.

    GitHub page: docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    fresh = [result for result in severity.findings(run) if result.scenario.id not in known]
    lines = [_annotation(result) for result in fresh]
    broken_off = wording.broken_off(run)
    if broken_off:
        lines.insert(0, f"::error title=front-emulator contract::{_data(broken_off)}")
    return "".join(f"{line}\n" for line in lines[:LIMIT])


def quoted(text: str, token: str) -> str:
    """Text in which GitHub finds no workflow commands; nobody may be able to guess `token`."""
    return f"::stop-commands::{token}\n{text}::{token}::\n"


def _annotation(result: Result) -> str:
    scenario, finding = result.scenario, result.finding
    title = _property(f"{scenario.id} {scenario.title}")
    message = "\n".join(filter(None, (finding.consequence, finding.hint)))
    return f"::{_COMMANDS[result.verdict]} title={title}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
