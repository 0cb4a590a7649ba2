"""The report in a terminal: the whole of it at 80 columns, and what keeps it safe to print."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from front_emulator.contract.model import Verdict
from front_emulator.contract.reports import terminal
from front_emulator.contract.reports.masking import masked

GOLDEN = Path(__file__).with_name("terminal_80.txt")


def render(make: Any, run: Any, **options: Any) -> str:
    return terminal.render(masked(run, (make.secret,)), **options)


def both_directions(make: Any) -> tuple[Any, ...]:
    other = [
        replace(row, direction="integration_to_front", answer="retried 3 times", how=None)
        for row in make.rows()
    ]
    return (*make.rows(), *other)


def test_the_whole_report_at_80_columns(make: Any) -> None:
    """To renew the file, write what `render` gives here to it, and read it through."""
    text = render(make, make.run(error_types=both_directions(make)))
    assert text == GOLDEN.read_text("utf-8")


def test_no_line_is_wider_than_asked_but_the_command_to_copy(make: Any) -> None:
    long = make.result(
        consequence="It says " + "x" * 300,
        hint="Use 日本語 " * 30,
        exchanges=(make.exchange(response=make.answer(500, "日本".encode() * 90)),),
    )
    for width in (60, 80, 120):
        for line in render(make, make.run(long), width=width).splitlines():
            assert cell_len(line) <= width or line.startswith("  Repeat: ")


def test_a_direction_that_was_not_run_is_left_out(make: Any) -> None:
    assert "Integration → Front" not in render(make, make.run())
    assert "Integration → Front" in render(make, make.run(error_types=both_directions(make)))


def test_without_color_there_is_no_escape_and_with_it_no_other_text(make: Any) -> None:
    plain = render(make, make.run())
    assert "\x1b" not in plain
    assert "\x1b[" in render(make, make.run(), color=True)


def test_the_environment_changes_nothing(make: Any, monkeypatch: Any) -> None:
    plain = render(make, make.run())
    for name, value in (("FORCE_COLOR", "1"), ("COLUMNS", "40"), ("TERM", "xterm-256color")):
        monkeypatch.setenv(name, value)
    assert render(make, make.run()) == plain


def test_the_words_of_a_target_move_no_cursor_and_are_no_markup(make: Any) -> None:
    exchange = make.exchange(response=make.answer(500, b"\x1b[2J[bold]x[/bold]:smile:\r\x07"))
    text = render(make, make.run(make.result(exchanges=(exchange,), consequence="[red]\x1b[0m")))
    assert "\\x1b[2J[bold]x[/bold]:smile:" in text
    assert "[red]\\x1b[0m" in text
    assert not set(text) & set("\x1b\r\x07")


def test_known_findings_are_named_and_not_shown(make: Any) -> None:
    text = render(make, make.run(), known={"FE-SIG-03", "FE-CTL-03"})
    assert "Known from the baseline: FE-SIG-03, FE-CTL-03" in text
    assert "Garbage as signature" not in text
    assert "(2 known from the baseline)" in text


def test_a_run_that_stopped_at_once_is_one_clear_message(make: Any) -> None:
    run = make.run(make.result(Verdict.ERROR, id="FE-CTL-01"), stopped_early="It crashes.")
    text = render(make, run)
    assert "Stopped early: It crashes." in text
    assert "Error type" not in text


def test_most_rows_without_an_answer_are_explained_in_one_sentence(make: Any) -> None:
    rows = [replace(row, answer="", sentence="", how="Do this.") for row in make.rows()]
    text = render(make, make.run(make.passed(), error_types=tuple(rows)))
    assert "Do this." not in text
    assert "--trigger TYPE=RECIPIENT" in text


def test_a_repetition_names_its_options_and_hides_credentials(make: Any) -> None:
    run = make.run(make.result(), target="http://me:hunter2@localhost/in?a=1&b=2")
    text = render(make, run, options="--secret env:S")
    assert (
        "Repeat: front-emulator contract 'http://***@localhost/in?a=1&b=2' "
        "--only FE-SIG-03 --secret env:S" in text
    )
