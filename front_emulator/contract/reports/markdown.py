"""A Markdown summary, such as a GitHub step shows."""

import re
from collections.abc import Collection, Iterator

from front_emulator.contract.model import ErrorTypeRow, Result, Verdict
from front_emulator.contract.reports import excerpts, severity, wording
from front_emulator.contract.reports.masking import MaskedRun

LIMIT = 1024 * 1024 - 1
"""Bytes; GitHub drops a step summary of more than 1 MiB altogether."""

_SIGNS = {
    Verdict.PASS: "✅",
    Verdict.FAIL: "❌",
    Verdict.ERROR: "💥",
    Verdict.WARN: "⚠️",
    Verdict.INFO: "🔵",
    Verdict.NA: "⚪",
    Verdict.INCONCLUSIVE: "❔",
}
_SPECIAL = re.compile(r"[\\`*_{}\[\]#|~<>@]|^[-+=]|(?<=^\d)[.)]")
_NOTE_BYTES = 200


def render(
    run: MaskedRun,
    *,
    options: str = "",
    known: Collection[str] = (),
    limit: int = LIMIT,
) -> str:
    """The summary in at most `limit` bytes; a note says what there was no room for."""
    fresh = [result for result in severity.findings(run) if result.scenario.id not in known]
    text = "\n".join(_head(run, known))
    room = limit - _NOTE_BYTES - len(text.encode())
    for number, result in enumerate(fresh):
        block = "\n".join(_finding(result, wording.command_for(run, result, options)))
        room -= len(block.encode())
        if room < 0:
            return text + _note(len(fresh) - number)
        text += block
    return text


def _note(count: int) -> str:
    return f"\n_{count} more findings: they would make this summary too large. See the report._\n"


def _head(run: MaskedRun, known: Collection[str]) -> Iterator[str]:
    adopted = sum(result.scenario.id in known for result in severity.findings(run))
    yield "# Front contract"
    yield f"\n{_escaped(run.target)}, {run.kind} channel, seed {_escaped(run.seed)}\n"
    yield f"**{_escaped(wording.count_line(run, adopted))}**\n"
    if run.stopped_early:
        yield f"**Stopped early:** {_escaped(run.stopped_early)}\n"
    for matrix in wording.matrices(run):
        yield f"## {matrix.title}\n"
        yield "| Error type | Verdict | Answer | A teammate sees |"
        yield "| --- | --- | --- | --- |"
        yield from map(_row, matrix.rows)
        yield ""


def _row(row: ErrorTypeRow) -> str:
    cells = (
        _escaped(row.type),
        _verdict(row.verdict),
        _escaped(wording.answer_of(row)),
        _escaped(wording.teammate_sees(row)),
    )
    return f"| {' | '.join(cells)} |"


def _finding(result: Result, repeat: str) -> Iterator[str]:
    scenario, finding = result.scenario, result.finding
    yield f"\n## {_verdict(result.verdict)} {scenario.id} {_escaped(scenario.title)}\n"
    yield f"{_escaped(finding.consequence)}\n"
    if finding.hint:
        yield f"**Likely cause:** {_escaped(finding.hint)}\n"
    yield f"**Right:** {_escaped(scenario.right)}\n"
    proof = [excerpts.plain_lines(exchange) for exchange in wording.telling(finding)]
    if proof and not wording.is_brief(result):
        yield "<details><summary>Request and answer</summary>\n"
        yield _code("\n\n".join("\n".join(lines) for lines in proof), "text")
        yield "\n</details>\n"
    yield f"{_code(repeat, 'sh')}\n"


def _verdict(verdict: Verdict) -> str:
    return f"{_SIGNS[verdict]} {verdict}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text.replace("&", "&amp;"))


def _code(text: str, language: str) -> str:
    """A fenced block whose fence is longer than any run of backticks in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
