"""Runs the integration for Node.js as a process of its own."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

NODE = shutil.which("node")


@contextlib.contextmanager
def node_serving(secret: str, kind: str) -> Iterator[str]:
    """The address of the integration, which is served until the block ends."""
    script = Path(__file__).with_name("integration.mjs")
    with subprocess.Popen(
        [NODE or "node", str(script), secret, kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, "the integration for Node.js did not start"
        # Leaving ends its standard input, and with that the process.
        yield f"http://127.0.0.1:{port}/front/outgoing"
