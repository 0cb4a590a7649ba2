"""A contract run as the command line plays it: with progress, and always with a result."""

import contextlib
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from front_emulator.cli.contract_driving import Driving
from front_emulator.cli.options import UNREACHABLE, USAGE
from front_emulator.contract.checking import check
from front_emulator.contract.effects import NoCount
from front_emulator.contract.model import Result, Run, Scenario
from front_emulator.contract.reports.masking import Mask
from front_emulator.contract.runner import OnResult, Unreachable
from front_emulator.contract.target import Target
from front_emulator.domain.clock import monotonic

INTERNAL = 4
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Played:
    """A run, or what there is of it; `exit_code` is 0 unless it broke off."""

    run: Run
    exit_code: int = 0


def play(
    scenarios: Sequence[Scenario],
    target: Target,
    *,
    seed: str,
    keep_going: bool,
    driving: Driving,
) -> Played:
    """Play the scenarios; what goes wrong is told in one line and is in the run."""
    results: list[Result] = []
    started = monotonic()
    secrets = (*target.secrets, *driving.secrets)

    def broken_off(why: str, exit_code: int) -> Played:
        _tell(secrets, why)
        duration = monotonic() - started
        run = Run(
            target.url,
            target.kind.name,
            seed,
            tuple(results),
            (),
            duration,
            stopped_early=why,
        )
        return Played(run, exit_code)

    try:
        with driving.options(target, seed) as more, _progress(len(scenarios)) as tell:

            def on_result(result: Result) -> None:
                results.append(result)
                tell(result)

            return Played(_checked(scenarios, target, seed, keep_going, on_result, more))
    except Unreachable as error:
        return broken_off(str(error), UNREACHABLE)
    except NoCount as error:
        return broken_off(str(error), USAGE)
    except KeyboardInterrupt:
        return broken_off("interrupted", INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the user gets one line, whatever it is
        return broken_off(_internal(error), INTERNAL)


def _checked(
    scenarios: Sequence[Scenario],
    target: Target,
    seed: str,
    keep_going: bool,
    on_result: OnResult,
    more: Mapping[str, Any],
) -> Run:
    return check(
        target.url,
        target.secret,
        kind=target.kind.name,
        server_url=target.server_url,
        authorization=target.authorization,
        recipient=target.recipient,
        unknown_recipient=target.unknown_recipient,
        timeout=target.timeout,
        burst=target.burst,
        triggers=target.triggers,
        only=[scenario.id for scenario in scenarios],
        seed=seed,
        keep_going=keep_going,
        on_result=on_result,
        **more,
    )


@contextlib.contextmanager
def told_in_one_line(secrets: Sequence[str]) -> Iterator[None]:
    """Makes an exit of what nobody foresaw, for no user should see a traceback of ours."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise  # click knows what to do
    except Exception as error:
        _tell(secrets, _internal(error))
        raise SystemExit(INTERNAL) from error


def _tell(secrets: Sequence[str], why: str) -> None:
    click.echo(f"front-emulator: {Mask(secrets).text(why)}", err=True)


def _internal(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"internal error: {type(error).__name__}: {error}{place}"


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Callable[[Result], None]]:
    """Something that tells of each result; on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total)

        def tell(result: Result) -> None:
            scenario = result.scenario
            progress.update(task, advance=1, description=f"{scenario.id} {scenario.title}")

        yield tell
