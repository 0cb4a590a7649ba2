"""`front-emulator doctor`."""

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import click

from front_emulator.cli.options import secret_of
from front_emulator.cli.remote import FAILED, Remote, remote_options
from front_emulator.domain.errors import FrontEmulatorError

Sign = Literal["ok", "wrong", "unknown"]

_SIGNS: dict[Sign, str] = {"ok": "✓", "wrong": "✗", "unknown": "?"}
_SECONDS = 5.0
_WIDTH = 100
_CHECKS = {
    "FE-CTL-01": "takes a right message",
    "FE-SIG-01": "refuses one without a signature",
    "FE-SIG-06": "refuses one signed with another secret",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What one look found, and what to do about it."""

    sign: Sign
    said: str
    remedy: str | None = None


@click.command("doctor")
@click.argument("outgoing_url", required=False, metavar="[URL]")
@click.option("--secret", metavar="env:NAME", help="The API secret.  [default: the emulator's]")
@remote_options
def command(remote: Remote, outgoing_url: str | None, secret: str | None) -> None:
    """Check an integration's set-up against a running emulator, and say what is wrong.

    URL is where the integration takes what teammates send; unless given, the channel's
    Outgoing URL. Exit code 1 when something is wrong.

    \b
    Example:
      front-emulator doctor --emulator front.json
    """
    company = remote.get("…")
    found = []
    for diagnosis in _all(remote, company, outgoing_url, secret):
        found.append(diagnosis)
        click.echo(_wrapped(_SIGNS[diagnosis.sign], diagnosis.said))
        if diagnosis.remedy:
            click.echo(_wrapped("   ", diagnosis.remedy))
    if any(diagnosis.sign == "wrong" for diagnosis in found):
        raise SystemExit(FAILED)


def _wrapped(mark: str, text: str) -> str:
    indent = " " * (len(mark) + 1)
    width = min(shutil.get_terminal_size().columns, _WIDTH)
    return click.wrap_text(text, width, initial_indent=f"{mark} ", subsequent_indent=indent)


def _all(
    remote: Remote, company: dict[str, Any], url: str | None, secret: str | None
) -> Iterator[Diagnosis]:
    yield Diagnosis("ok", f"The emulator answers, company {company['id']} ({company['name']})")
    if company["clock"]["is_frozen"]:
        yield Diagnosis(
            "wrong",
            "The clock is frozen: no message appears and none leaves",
            "front-emulator advance SECONDS moves it, POST …/clock/resume lets it run",
        )
    target = url or company["channel"]["outgoing_url"]
    yield from _outgoing(company, target, url is not None)
    if target is not None:
        answers = list(_reachable(target))
        yield from answers
        if all(each.sign == "ok" for each in answers):
            key = company["api_secret"] if secret is None else secret_of(secret)
            yield from _contract(target, key)
    yield from _calls(remote, company)


def _outgoing(company: dict[str, Any], target: str | None, was_given: bool) -> Iterator[Diagnosis]:
    if target is None:
        yield Diagnosis(
            "wrong",
            "The channel has no Outgoing URL: what teammates send fails",
            "serve --outgoing-url URL, or PATCH /channels/"
            f"{company['channel']['id']} with settings.webhook_url",
        )
    elif was_given and company["channel"]["outgoing_url"] != target:
        yield Diagnosis(
            "wrong",
            f"The channel's Outgoing URL is {company['channel']['outgoing_url']}, not {target}",
            f"serve --outgoing-url {target}",
        )


def _reachable(target: str) -> Iterator[Diagnosis]:
    parts = urlsplit(target)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((host, port), timeout=_SECONDS).close()
    except socket.gaierror:
        yield Diagnosis(
            "wrong",
            f"Nobody knows the host {host}",
            "from a container, the host's own address is not localhost: try host.docker.internal",
        )
    except OSError as error:
        yield Diagnosis(
            "wrong",
            f"Nothing takes connections at {host}:{port}: {error.strerror or error}",
            "start the integration, or correct the Outgoing URL",
        )
    else:
        yield Diagnosis("ok", f"Something listens at {host}:{port}")


def _contract(target: str, secret: str) -> Iterator[Diagnosis]:
    from front_emulator.contract import Verdict, check

    try:
        run = check(target, secret, only=list(_CHECKS), timeout=_SECONDS)
    except FrontEmulatorError as error:
        yield Diagnosis("wrong", str(error))
        return
    for result in run.results:
        finding, about = result.finding, _CHECKS[result.scenario.id]
        is_right = finding.verdict in (Verdict.PASS, Verdict.WARN)
        yield Diagnosis(
            "ok" if is_right else "wrong",
            f"{target} {about}" if is_right else finding.consequence,
            finding.hint,
        )
    if run.stopped_early is None:
        yield Diagnosis("ok", "There is more to it: front-emulator contract " + target)


def _calls(remote: Remote, company: dict[str, Any]) -> Iterator[Diagnosis]:
    """What the integration's own calls so far say about its set-up."""
    count = remote.get("…/journal/count", kind="request")["count"]
    if not count:
        yield Diagnosis(
            "unknown",
            "The integration has not called Front yet",
            f"it should POST to {company['channel']['incoming_url']}",
        )
        return
    wrong = list(_wrong_calls(remote))
    yield from wrong
    if not wrong:
        yield Diagnosis(
            "ok", f"The integration has called Front, {count} times, and was understood"
        )


def _wrong_calls(remote: Remote) -> Iterator[Diagnosis]:
    for status, remedy in (
        (401, "send the header Authorization: Bearer with the token that `serve` printed"),
        (404, "look at the path and the ids in it"),
        (400, "look at the fields that the answer names"),
        (415, "send JSON or multipart/form-data"),
    ):
        found = remote.get("…/journal", kind="request", status=status, limit=1)
        lookups = remote.get("…/journal", kind="request", status=status, path="/messages/alt:uid:")
        wrong = found["total"] - (lookups["total"] if status == 404 else 0)
        if wrong > 0:
            said = f"{wrong} of its calls were answered {status}, the last: {_last(found)}"
            yield Diagnosis("wrong", said, remedy)


def _last(found: dict[str, Any]) -> str:
    return str(found["entries"][-1]["line"])
