"""Where a contract run's reports go."""

import os
import secrets
import shlex
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from click.core import ParameterSource
from rich.console import Console

from front_emulator.cli.configured import nearest_config
from front_emulator.cli.options import USAGE
from front_emulator.contract.model import Run
from front_emulator.contract.reports import (
    github,
    html,
    json_report,
    junit,
    markdown,
    sarif,
    terminal,
)
from front_emulator.contract.reports.baseline import Baseline
from front_emulator.contract.reports.masking import Mask, MaskedRun, masked
from front_emulator.contract.reports.text import printable

_WIDTH = 80
_WIDEST = 120
_REPEATED = (
    "secret",
    "kind",
    "server_url",
    "authorization",
    "recipient",
    "unknown_recipient",
    "triggers",
    "timeout",
    "burst",
    "seed",
    "allow_remote",
    "drive",
    "drive_url",
    "listen",
    "api_token",
    "patience",
    "effects",
    "effects_patience",
)
_SECRET = ("secret", "api_token", "authorization")


@dataclass(frozen=True, slots=True)
class Outputs:
    """The reports that are asked for; `options` are what repeats a scenario besides its id."""

    files: Mapping[str, Path]
    github: bool
    options: str

    def write(self, run: Run, secrets_in_it: Iterable[str], known: Collection[str] | None) -> None:
        """Write the files, then the report a person reads. Exits where a file cannot be.

        `known` are the ids of findings that the baseline has; None without a baseline.
        """
        shown = masked(run, secrets_in_it)
        for kind, path in self.files.items():
            _write(path, self._rendered(kind, path, shown, known))
        _print(_for_stdout(shown, self.options, known or ()))
        if self.github:
            _print(github.render(shown, known=known or ()))

    def _rendered(
        self, kind: str, path: Path, run: MaskedRun, known: Collection[str] | None
    ) -> str:
        options, adopted = self.options, known or ()
        match kind:
            case "junit":
                return junit.render(run, options=options, known=adopted)
            case "json":
                return json_report.render(run, options=options, known=adopted)
            case "html":
                return html.render(run, options=options, known=adopted)
            case "markdown":
                room = markdown.LIMIT - (_size(path) if _is_step_summary(path) else 0)
                return markdown.render(run, options=options, known=adopted, limit=room)
            case _:
                return sarif.render(run, options=options, known=known, artifact=_artifact())


def checked(files: Mapping[str, Path | None]) -> dict[str, Path]:
    """The files that are asked for. Raises `click.UsageError` where one's folder is not there."""
    asked = {kind: path for kind, path in files.items() if path is not None}
    for kind, path in asked.items():
        check_folder(f"--{kind}", path)
    return asked


def check_folder(option: str, path: Path) -> None:
    """Raises `click.UsageError` where the file cannot be made."""
    if not path.parent.is_dir():
        raise click.UsageError(f"{option}: there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise click.UsageError(f"{option}: nothing can be written to {path.parent}")


def update_baseline(path: Path, adopted: Baseline, run: Run) -> None:
    """Write what was found to the baseline, unless the run ended before it had found all."""
    if run.stopped_early:
        click.echo(f"front-emulator: the run stopped early: {path} is as it was", err=True)
        raise SystemExit(1)
    _write(path, adopted.updated(run).written())


def tell_of_mended(adopted: Baseline, run: Run) -> None:
    """Say which findings the baseline need not hold any more."""
    mended = adopted.mended(run)
    if mended:
        said = f"{', '.join(mended)} passed: --update-baseline takes it out of the baseline"
        click.echo(f"front-emulator: {said}", err=True)


def options_to_repeat(context: click.Context) -> str:
    """The options of this command line that a repetition needs too; no secret is among them."""
    return Mask(()).text(" ".join(_repeated(context)))


def _repeated(context: click.Context) -> Iterator[str]:
    for parameter in context.command.params:
        name = parameter.name or ""
        given = context.params.get(name)
        source = context.get_parameter_source(name)
        if name not in _REPEATED or source is not ParameterSource.COMMANDLINE:
            continue
        if name in _SECRET and not str(given).startswith("env:"):
            continue
        flag = parameter.opts[0]
        if given is True:
            yield flag
            continue
        values = given if isinstance(given, tuple) else (given,)
        yield from (f"{flag} {shlex.quote(printable(str(value)))}" for value in values)


def _for_stdout(run: MaskedRun, options: str, known: Collection[str]) -> str:
    console = Console(file=sys.stdout)
    color = console.color_system is not None and not console.no_color
    width = min(console.width, _WIDEST) if console.is_terminal else _WIDTH
    text = terminal.render(run, width=width, color=color, options=options, known=known)
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    # The target's words are in it, and GitHub would obey them.
    return github.quoted(text, secrets.token_hex(16))


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding), nl=False, color=True)


def _write(path: Path, text: str) -> None:
    try:
        with path.open("a" if _is_step_summary(path) else "w", encoding="utf-8", newline="\n") as f:
            f.write(text)
    except OSError as error:
        click.echo(f"front-emulator: {path}: {error.strerror}", err=True)
        raise SystemExit(USAGE) from error


def _is_step_summary(path: Path) -> bool:
    """Whether it is the file GitHub shows, to which all of a step adds."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    return bool(summary) and path.absolute() == Path(summary or "").absolute()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _artifact() -> str:
    """The file that findings are shown at: the settings, as the repository names them."""
    path = nearest_config().path
    here = Path.cwd()
    if path is not None and path.is_relative_to(here):
        return path.relative_to(here).as_posix()
    return "front-emulator.toml"
