"""`front-emulator` as a real process."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
from click.testing import CliRunner

from front_emulator.cli.group import cli

Start = Callable[..., "subprocess.Popen[str]"]
COMMAND = [sys.executable, "-m", "front_emulator"]


def wait_for(ready_file: Path) -> dict[str, Any]:
    done = CliRunner().invoke(cli, ["wait", "--ready-file", str(ready_file)])
    assert done.exit_code == 0, done.stderr
    document: dict[str, Any] = json.loads(ready_file.read_text())
    assert done.stdout.strip() == document["url"]
    return document


def session(document: dict[str, Any]) -> requests.Session:
    client = requests.Session()
    client.trust_env = False
    client.headers["Authorization"] = f"Bearer {document['company']['api_token']}"
    return client


def stop(process: "subprocess.Popen[str]", number: int = signal.SIGTERM) -> tuple[str, str]:
    process.send_signal(number)
    output = process.communicate(timeout=60)
    assert process.returncode == 0
    return output
