"""Processes that a test starts end with it."""

import os
import subprocess
from collections.abc import Iterator

import pytest

from tests.cli.processes import COMMAND, Start


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts `front-emulator ARGS`; what still runs at the end is stopped."""
    started: list[subprocess.Popen[str]] = []

    def run(*args: str, **variables: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [*COMMAND, *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **variables},
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
