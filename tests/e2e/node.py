"""Real Node.js, which most integrations run on, as the judge of what we send."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest

NODE = shutil.which("node")

needs_node = pytest.mark.skipif(NODE is None, reason="Node.js is not installed")


def run(script: str, bodies: Sequence[bytes], **constants: str) -> list[Any]:
    """What `script`, a function of a Buffer and the constants, gives for each body."""
    program = f"""
        const crypto = require("node:crypto");
        const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
        const judge = {script};
        const verdicts = given.bodies.map((hex) => judge(Buffer.from(hex, "hex"), given.constants));
        process.stdout.write(JSON.stringify(verdicts));
    """
    given = json.dumps({"bodies": [body.hex() for body in bodies], "constants": constants})
    assert NODE is not None
    made = subprocess.run([NODE, "-e", program], input=given.encode(), stdout=-1, check=True)
    verdicts: list[Any] = json.loads(made.stdout)
    return verdicts
