"""A running emulator, told over its admin API what to do."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import requests

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_URL = "http://127.0.0.1:8100"
FAILED = 1
UNREACHABLE = 3
_PATIENCE = 300
"""Seconds; an answer that waits for deliveries may be long in coming."""


@dataclass(frozen=True)
class Remote:
    """The admin API of a running emulator, and the company meant there."""

    admin_url: str
    company: str
    session: requests.Session

    def get(self, path: str, /, **query: Any) -> Any:
        """The JSON of an answer; for what goes wrong see `call`."""
        return self.call("GET", path, params=query).json()

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON of an answer, None where it has none; for what goes wrong see `call`."""
        answer = self.call("POST", path, json=body)
        return answer.json() if answer.content else None

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """An answer that is right. Exits with 3 where there is none, with 1 for a refusal.

        A path that starts with `…` is of the company.
        """
        whole = path.replace("…", f"/companies/{self.company}")
        try:
            answer = self.session.request(
                method, self.admin_url + whole, timeout=_PATIENCE, **options
            )
        except requests.RequestException as error:
            _unreachable(self.admin_url, error)
        if not answer.ok:
            fail(_detail(answer))
        return answer


def remote_options(command: F) -> F:
    """Which emulator a command is for; the command gets it as `remote`."""

    @click.option(
        "--emulator",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="FRONT_EMULATOR_READY_FILE",
        metavar="FILE",
        help="The file that `serve --ready-file` writes.",
    )
    @click.option(
        "--url",
        envvar="FRONT_EMULATOR_URL",
        help=f"Its address, where there is no such file.  [default: {DEFAULT_URL}]",
    )
    @click.option("--company", help="A company's id.  [default: the file's, or the latest]")
    @click.option(
        "--admin-token",
        envvar="FRONT_EMULATOR_ADMIN_TOKEN",
        help="What `serve` printed, where it listens beyond this machine.",
    )
    @wraps(command)
    def with_remote(
        *arguments: Any,
        emulator: Path | None,
        url: str | None,
        company: str | None,
        admin_token: str | None,
        **options: Any,
    ) -> Any:
        document = {} if emulator is None else read_ready_file(emulator)
        base = document.get("url") or (url or DEFAULT_URL).rstrip("/")
        session = requests.Session()
        session.trust_env = False
        if admin_token:
            session.headers["Authorization"] = f"Bearer {admin_token}"
        company = company or document.get("company", {}).get("id") or "latest"
        remote = Remote(f"{base}/__admin", company, session)
        with session:
            return command(*arguments, remote=remote, **options)

    return with_remote  # type: ignore[return-value]


def read_ready_file(file: Path) -> dict[str, Any]:
    """What `serve --ready-file` wrote. Raises `click.UsageError`."""
    try:
        document = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise click.UsageError(f"--emulator {file}: {error.strerror}; is it running?") from error
    except ValueError as error:
        raise click.UsageError(f"--emulator {file}: is not JSON: {error}") from error
    parts = document if isinstance(document, dict) else {}
    if not isinstance(parts.get("url"), str) or not isinstance(parts.get("company"), dict):
        raise click.UsageError(f"--emulator {file}: is not what `serve --ready-file` writes")
    return parts


def fail(why: str) -> NoReturn:
    """Say in one line what went wrong, and exit with 1."""
    click.echo(f"front-emulator: {why}", err=True)
    raise SystemExit(FAILED)


def show(value: Any) -> None:
    """A result as JSON, for programs and for people."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _detail(answer: requests.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"{answer.url} answers {answer.status_code}; is it a front-emulator?"


def _unreachable(admin_url: str, error: requests.RequestException) -> NoReturn:
    kind = "does not answer in time" if isinstance(error, requests.Timeout) else "is not there"
    click.echo(
        f"front-emulator: the emulator at {admin_url} {kind}; `front-emulator serve` starts one, "
        "--emulator FILE or --url names it",
        err=True,
    )
    raise SystemExit(UNREACHABLE)
