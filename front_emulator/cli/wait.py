"""`front-emulator wait`."""

import json
import threading
from pathlib import Path
from typing import Any

import click
import requests

from front_emulator.cli.options import option
from front_emulator.domain.clock import monotonic

_PAUSE = 0.05
_NO_READY_FILE = "the file is none that `serve --ready-file` writes"


@click.command()
@option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file `serve --ready-file` writes.",
)
@click.option("--wait-timeout", "--for", "seconds", type=float, default=30.0, show_default=True)
def command(ready_file: Path, seconds: float) -> None:
    """Wait until the emulator that writes READY-FILE answers; print its address.

    Exit code 1 when it does not in time.

    \b
    Example:
      front-emulator serve --ready-file front.json &
      front-emulator wait --ready-file front.json
    """
    deadline = monotonic() + seconds
    pause = threading.Event()
    while True:
        missing = _NO_READY_FILE if ready_file.exists() else "the file is not there"
        document = _read(ready_file)
        if document is not None:
            missing = _unhealthy(document)
            if not missing:
                click.echo(document["url"])
                return
        if monotonic() >= deadline:
            click.echo(f"front-emulator: {ready_file}: {missing} after {seconds:g} s", err=True)
            raise SystemExit(1)
        pause.wait(_PAUSE)


def _read(ready_file: Path) -> dict[str, Any] | None:
    try:
        document = json.loads(ready_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) and "url" in document else None


def _unhealthy(document: dict[str, Any]) -> str:
    """Why the emulator cannot be used yet; empty when it can."""
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.get(
                f"{document['url']}/__admin/health",
                timeout=2,
                verify=document.get("ca_file", True),
            )
        except (requests.RequestException, OSError):
            return f"no answer from {document['url']} (process {document.get('pid')})"
    return "" if answer.ok else f"{document['url']} answers {answer.status_code}"
