"""`front-emulator contract`."""

import math
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from front_emulator.cli import contract_output, contract_run
from front_emulator.cli.configured import ConfiguredCommand
from front_emulator.cli.contract_driving import Driving, driving_options
from front_emulator.cli.options import secret_of
from front_emulator.contract import catalogue
from front_emulator.contract.checking import FRESH
from front_emulator.contract.kind import CUSTOM, KINDS, kind_named
from front_emulator.contract.model import Run, Scenario
from front_emulator.contract.reports.baseline import Baseline, read
from front_emulator.contract.reports.severity import Level
from front_emulator.contract.target import Target
from front_emulator.domain.errors import InvalidSetting
from front_emulator.web.access import is_loopback_name

_FINDINGS = 1

_REPORT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("contract", cls=ConfiguredCommand)
@click.argument("url", required=False)
@click.option(
    "--secret",
    metavar="env:NAME",
    help="The secret that Front signs with; asked for where it is not given.",
)
@click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    default=CUSTOM.name,
    show_default=True,
    help="What the integration is: a custom channel, or a channel of an application.",
)
@click.option("--server-url", metavar="URL", help="Where an application takes the handshake.")
@click.option(
    "--authorization",
    metavar="env:NAME",
    help="The Authorization header that an application's service wants of Front.",
)
@click.option("--recipient", default="contract-visitor", show_default=True, help="A known handle.")
@click.option("--unknown-recipient", help="A handle that must be refused with not_found.")
@click.option(
    "--trigger",
    "triggers",
    multiple=True,
    metavar="TYPE=RECIPIENT",
    help="A recipient whose messages are answered with this error type.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=3600),
    default=7.0,
    show_default=True,
    help="Seconds the integration has to answer.",
)
@click.option(
    "--burst",
    type=click.IntRange(min=2, max=1000),
    default=20,
    show_default=True,
    help="How many messages come at once.",
)
@driving_options
@click.option("--only", multiple=True, metavar="ID", help="Just this scenario or group: FE-SIG.")
@click.option("--skip", multiple=True, metavar="ID", help="All but this scenario or group.")
@click.option("--fast", is_flag=True, help="Leave out the scenarios that wait on purpose.")
@click.option("--list", "lists", is_flag=True, help="Print the scenarios and run none.")
@click.option(
    "--seed", default=FRESH, show_default=True, help="Of ids and texts; these are new each time."
)
@click.option("--keep-going", is_flag=True, help="Go on where no right message is accepted.")
@click.option("--allow-remote", is_flag=True, help="Allow a target that is not on this machine.")
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Findings that are known; only new ones fail.",
)
@click.option("--update-baseline", is_flag=True, help="Write what is found to the baseline.")
@click.option(
    "--fail-on",
    type=click.Choice([level.value for level in Level]),
    default=Level.FAIL.value,
    show_default=True,
    help="The mildest finding that makes the exit code 1.",
)
@click.option("--junit", type=_REPORT, metavar="FILE", help="Write JUnit XML.")
@click.option("--json", type=_REPORT, metavar="FILE", help="Write JSON.")
@click.option("--markdown", type=_REPORT, metavar="FILE", help="Write a step summary.")
@click.option("--html", type=_REPORT, metavar="FILE", help="Write a page.")
@click.option("--sarif", type=_REPORT, metavar="FILE", help="Write SARIF.")
@click.option("--github", is_flag=True, help="Print annotations for GitHub.")
def command(
    url: str | None,
    secret: str | None,
    kind: str,
    server_url: str | None,
    authorization: str | None,
    recipient: str,
    unknown_recipient: str | None,
    triggers: tuple[str, ...],
    timeout: float,
    burst: int,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    fast: bool,
    lists: bool,
    seed: str,
    keep_going: bool,
    allow_remote: bool,
    baseline: Path | None,
    update_baseline: bool,
    fail_on: str,
    github: bool,
    **more: Any,
) -> None:
    """Check how the integration at URL handles what Front may send it.

    Signed messages are POSTed to it, right ones and wrong ones. What it did with each
    error type is shown first, then each finding, with the command that repeats it.
    Options can also stand in front-emulator.toml or pyproject.toml.

    \b
    Exit code:  0  it is right          1  there are findings
                2  usage or settings    3  nobody answers at URL
                4  front-emulator failed
    \b
    Example:
      front-emulator contract http://localhost:3000/front/outgoing \\
          --secret env:FRONT_API_SECRET --junit report.xml
    """
    scenarios = _scenarios(only, skip, fast, kind)
    if lists:
        for scenario in scenarios:
            click.echo(f"{scenario.id}  {scenario.title}")
        return
    driving = Driving.taken_from(more)
    outputs = contract_output.Outputs(
        files=contract_output.checked(more),
        github=github,
        options=contract_output.options_to_repeat(click.get_current_context()),
    )
    adopted = _baseline(baseline, update_baseline)
    target = _target(
        url,
        allow_remote=allow_remote,
        given_secret=secret,
        kind=kind_named(kind),
        server_url=server_url,
        authorization=None
        if authorization is None
        else secret_of(authorization, "--authorization"),
        recipient=recipient,
        unknown_recipient=unknown_recipient,
        timeout=timeout,
        burst=burst,
        triggers=_pairs(triggers),
    )
    if driving.drive_url is not None:
        _check_place("--drive-url", driving.drive_url, allow_remote)
    played = contract_run.play(scenarios, target, seed=seed, keep_going=keep_going, driving=driving)
    known = None if baseline is None else adopted.known(played.run)
    secrets = (*target.secrets, *driving.secrets)
    with contract_run.told_in_one_line(secrets):
        outputs.write(played.run, secrets, known)
    if played.exit_code:
        raise SystemExit(played.exit_code)
    if baseline is not None and update_baseline:
        contract_output.update_baseline(baseline, adopted, played.run)
        return
    contract_output.tell_of_mended(adopted, played.run)
    if _fails(played.run, Level(fail_on), known or ()):
        raise SystemExit(_FINDINGS)


def _fails(run: Run, level: Level, known: Collection[str]) -> bool:
    failing = run.with_verdict(*level.verdicts)
    return any(result.scenario.id not in known for result in failing)


def _scenarios(
    only: tuple[str, ...], skip: tuple[str, ...], fast: bool, kind: str
) -> Sequence[Scenario]:
    try:
        scenarios = catalogue.select(_each(only), _each(skip), fast=fast, kind=kind)
    except InvalidSetting as error:
        raise click.UsageError(str(error)) from error
    if not scenarios:
        raise click.UsageError("--only, --skip, --fast and --kind leave no scenario to run")
    return scenarios


def _each(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Ids, of which several can stand in one value: `FE-SIG,FE-BAD-02`."""
    return tuple(each.strip() for value in ids for each in value.split(",") if each.strip())


def _pairs(triggers: tuple[str, ...]) -> Mapping[str, str]:
    pairs = [each.partition("=") for each in triggers]
    for error_type, equals, recipient in pairs:
        if not equals or not recipient:
            raise click.UsageError(f"--trigger {error_type}: should be TYPE=RECIPIENT")
    return {error_type: recipient for error_type, _, recipient in pairs}


def _target(
    url: str | None,
    *,
    allow_remote: bool,
    given_secret: str | None,
    server_url: str | None,
    timeout: float,
    **more: Any,
) -> Target:
    if url is None:
        raise click.UsageError("URL is missing: where the integration takes Front's POSTs")
    if math.isnan(timeout):
        raise click.UsageError("--timeout: should be seconds")
    _check_place("URL", url, allow_remote)
    if server_url is not None:
        _check_place("--server-url", server_url, allow_remote)
    try:
        return Target(
            url=url, secret=_secret(given_secret), server_url=server_url, timeout=timeout, **more
        )
    except InvalidSetting as error:
        raise click.UsageError(str(error)) from error


def _check_place(option: str, url: str, allow_remote: bool) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise click.UsageError(f"{option}: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise click.UsageError(
            f"{option}: should be the integration's, such as http://localhost:3000/in"
        )
    if not allow_remote and not is_loopback_name(host.rstrip(".")):
        raise click.UsageError(
            f"{host} is not this machine, and the wrong messages go to a live integration: "
            "--allow-remote if it is meant"
        )


def _secret(given: str | None) -> str:
    if given is None:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise click.UsageError("--secret is missing: env:NAME names a variable that holds it")
        given = str(click.prompt("Front's API secret", hide_input=True, err=True))
    secret = secret_of(given)
    if not secret:
        raise click.UsageError("--secret: should not be empty")
    return secret


def _baseline(path: Path | None, update: bool) -> Baseline:
    if path is None:
        if update:
            raise click.UsageError("--update-baseline: needs --baseline FILE")
        return Baseline()
    contract_output.check_folder("--baseline", path)
    if update and not path.exists():
        return Baseline()
    try:
        return read(path)
    except InvalidSetting as error:
        raise click.UsageError(str(error)) from error
