"""The report a person reads in a terminal."""

import io
from collections.abc import Collection, Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from front_emulator.contract.model import ErrorTypeRow, Exchange, Finding, Result, Verdict
from front_emulator.contract.reports import excerpts, severity, wording
from front_emulator.contract.reports.masking import MaskedRun

_STYLES = {
    Verdict.PASS: "green",
    Verdict.FAIL: "bold red",
    Verdict.ERROR: "bold magenta",
    Verdict.WARN: "yellow",
    Verdict.INFO: "cyan",
    Verdict.NA: "dim",
    Verdict.INCONCLUSIVE: "blue",
}
_INDENT = 2
_EXPLAINED = 3
_RULED = _INDENT + len("│ → ")


def render(
    run: MaskedRun,
    *,
    width: int = 80,
    color: bool = False,
    options: str = "",
    known: Collection[str] = (),
) -> str:
    """What `show` shows, as text."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        height=100,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        force_interactive=False,
        force_jupyter=False,
    )
    show(run, console, options=options, known=known)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def show(
    run: MaskedRun, console: Console, *, options: str = "", known: Collection[str] = ()
) -> None:
    """Print the report, as wide as the console; only a command to copy may be wider.

    `options` are what the command that repeats a scenario needs besides its id. `known` are the
    ids of findings that the baseline has; they are named and not shown.
    """
    console.print(Text.assemble(("front-emulator contract ", "bold"), run.target))
    console.print(Text(f"{run.kind} channel, seed {run.seed}", "dim"))
    for matrix in wording.matrices(run):
        console.print()
        console.print(Text(matrix.title, "bold"))
        console.print(_table(matrix))
        for line in _how_to_provoke(matrix.rows):
            console.print(Padding(line, (0, 0, 0, _INDENT)))
    _print_findings(console, run, options, known)
    if run.stopped_early:
        console.print()
        console.print(Text(f"Stopped early: {run.stopped_early}", "bold"))
    console.print()
    console.print(Text(_last_line(run, known), "bold"))


def _last_line(run: MaskedRun, known: Collection[str]) -> str:
    adopted = [result for result in severity.findings(run) if result.scenario.id in known]
    return wording.count_line(run, len(adopted))


def _table(matrix: wording.Matrix) -> RenderableType:
    table = Table(
        box=box.SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0)
    )
    table.add_column("Error type", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    table.add_column(matrix.heading, ratio=1, overflow="fold")
    for row in matrix.rows:
        seen = Text.assemble(row.sentence, "\n" if row.sentence else "", (_answer(row), "dim"))
        table.add_row(Text(row.type), Text(row.verdict, _STYLES[row.verdict]), seen)
    return table


def _how_to_provoke(rows: Sequence[ErrorTypeRow]) -> list[Text]:
    """How to come to the rows nothing provoked; where it is most of them, in one sentence."""
    missing = [row for row in rows if row.how]
    if len(missing) > _EXPLAINED:
        return [Text(wording.how_to_provoke_many(missing[0].direction))]
    return [_labelled(row.type, row.how or "") for row in missing]


def _answer(row: ErrorTypeRow) -> str:
    return f"← {row.answer}" if row.answer else wording.NOTHING_PROVOKED


def _print_findings(console: Console, run: MaskedRun, options: str, known: Collection[str]) -> None:
    for result in severity.findings(run):
        if result.scenario.id in known:
            continue
        console.print()
        console.print(_finding(result, console))
        if not wording.is_brief(result):
            again = wording.command_for(run, result, options)
            console.print(Text(f"  Repeat: {again}", "dim"), soft_wrap=True)
    adopted = [each.scenario.id for each in severity.findings(run) if each.scenario.id in known]
    if adopted:
        console.print()
        console.print(Text(f"Known from the baseline: {', '.join(adopted)}", "dim"))


def _finding(result: Result, console: Console) -> RenderableType:
    scenario, finding = result.scenario, result.finding
    heading = Text.assemble(
        (result.verdict, _STYLES[result.verdict]), f"  {scenario.id}  ", (scenario.title, "bold")
    )
    parts: list[RenderableType] = [Text(finding.consequence)]
    if not wording.is_brief(result):
        for exchange in wording.telling(finding):
            parts += ["", *_title(exchange, finding), *_exchange(exchange, console)]
        parts += _more(wording.left_out(finding))
        parts += ["", _labelled("Right", scenario.right)]
    if finding.hint:
        parts.append(_labelled("Likely cause", finding.hint))
    if not wording.is_brief(result):
        parts.append(_labelled("Front's page", scenario.page))
    return Group(heading, Padding(Group(*parts), (0, 0, 0, _INDENT)))


def _more(count: int) -> list[RenderableType]:
    return [Text(f"(and {count} more, in the JSON report)", "dim")] if count else []


def _title(exchange: Exchange, finding: Finding) -> list[RenderableType]:
    return [Text(f"{exchange.title}:", "dim")] if len(finding.exchanges) > 1 else []


def _labelled(label: str, text: str) -> Text:
    return Text.assemble((f"{label}: ", "bold"), text, overflow="fold")


def _exchange(exchange: Exchange, console: Console) -> Iterator[RenderableType]:
    """Request and answer behind a rule, which also keeps them from being taken for commands."""
    for arrow, lines in (
        ("→ ", excerpts.request_lines(exchange)),
        ("← ", excerpts.answer_lines(exchange)),
    ):
        start = arrow
        for line in lines:
            for piece in _line(line).wrap(console, console.width - _RULED, overflow="fold"):
                yield Text.assemble(("│ ", "dim"), start, piece)
                start = "  "


def _line(line: excerpts.Line) -> Text:
    parts = [(str(part), "bold reverse" if part.is_changed else "") for part in line]
    return Text.assemble(*parts)
