"""What all reports say in the same words."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from front_emulator.contract.model import ErrorTypeRow, Exchange, Finding, Result, Run, Verdict
from front_emulator.contract.reports.severity import counted

NOTHING_PROVOKED = "nothing provoked it"

_TITLES = {
    "front_to_integration": (
        "Front → integration: how each error type is answered",
        "What a teammate sees, after which answer",
    ),
    "integration_to_front": (
        "Integration → Front: how each error type is taken",
        "What came of it, after what it did",
    ),
}
_HOW_TO_PROVOKE_MANY = {
    "front_to_integration": (
        "To provoke the others, name a recipient for each: --trigger TYPE=RECIPIENT"
    ),
    "integration_to_front": "To see the others, run all of FE-API.",
}
_COUNTED = {
    Verdict.PASS: "passed",
    Verdict.FAIL: "failed",
    Verdict.ERROR: "crashed",
    Verdict.WARN: "with a warning",
    Verdict.INFO: "for information",
    Verdict.NA: "not applicable",
    Verdict.INCONCLUSIVE: "inconclusive",
}
_EXCHANGES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows of one direction, the table's title, and what stands over the last column."""

    title: str
    heading: str
    rows: Sequence[ErrorTypeRow]


def matrices(run: Run) -> list[Matrix]:
    """A matrix for each direction that has rows.

    After a run that stopped at once there is nothing to say about any row.
    """
    if run.stopped_early and len(run.results) <= 1:
        return []
    directions = (
        (titles, [row for row in run.error_types if row.direction == direction])
        for direction, titles in _TITLES.items()
    )
    return [Matrix(*titles, rows) for titles, rows in directions if rows]


def how_to_provoke_many(direction: str) -> str:
    """How to come to many rows that nothing provoked, in one sentence."""
    return _HOW_TO_PROVOKE_MANY[direction]


def teammate_sees(row: ErrorTypeRow) -> str:
    """The sentence a teammate would read, or how to come to one."""
    return row.sentence or row.how or ""


def answer_of(row: ErrorTypeRow) -> str:
    return row.answer or NOTHING_PROVOKED


def command_for(run: Run, result: Result, options: str = "") -> str:
    """The command that repeats just this scenario."""
    command = f"front-emulator contract {shlex.quote(run.target)} --only {result.scenario.id}"
    return f"{command} {options}" if options else command


def telling(finding: Finding) -> Sequence[Exchange]:
    """The exchanges worth showing: the wrong requests, else those that went wrong, else the last.

    At most two.
    """
    changed = [exchange for exchange in finding.exchanges if exchange.changed]
    unanswered = [exchange for exchange in finding.exchanges if _went_wrong(exchange)]
    return (changed or unanswered or finding.exchanges[-1:])[:_EXCHANGES_SHOWN]


def left_out(finding: Finding) -> int:
    """How many exchanges `telling` leaves out."""
    return len(finding.exchanges) - len(telling(finding))


def is_brief(result: Result) -> bool:
    """Whether the consequence says all there is to say."""
    return result.verdict in (Verdict.INFO, Verdict.INCONCLUSIVE)


def broken_off(run: Run) -> str | None:
    """Why the run ended, where none of its findings says so."""
    return None if run.with_verdict(Verdict.FAIL, Verdict.ERROR) else run.stopped_early


def count_line(run: Run, known: int = 0) -> str:
    """Such as `63 scenarios: 60 passed, 3 failed in 14.2 s`."""
    counts = ", ".join(f"{count} {_COUNTED[verdict]}" for verdict, count in counted(run.results))
    number = len(run.results)
    scenarios = f"{number} scenario{'' if number == 1 else 's'}"
    adopted = f" ({known} known from the baseline)" if known else ""
    return f"{scenarios}{': ' + counts if counts else ''}{adopted} in {run.duration:.1f} s"


def _went_wrong(exchange: Exchange) -> bool:
    return exchange.response is None or exchange.response.status >= 500
