"""Requests made from the admin API's own document: no crash, no answer it does not know."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from front_emulator import FrontServer

TOOL = Path(sys.executable).with_name("schemathesis")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
# Those that wait do so for as long as they are asked to; the contract run needs an integration.
WAITING = "/(follow|wait|sequence|never|contract)"


@pytest.mark.slow
@pytest.mark.skipif(
    not TOOL.exists() and "REQUIRE_SCHEMATHESIS" not in os.environ,
    reason="schemathesis is not installed: pip install -e '.[dev]'",
)
def test_no_request_of_the_document_brings_it_down(server: FrontServer, tmp_path: Path) -> None:
    server.create_company("front")
    done = subprocess.run(
        [
            TOOL, "run", f"{server.url}/__admin/openapi.json",
            "--checks", ",".join(CHECKS),
            "--exclude-path-regex", WAITING,
            "--max-examples", "8",
            "--generation-deterministic",
            "--request-timeout", "60",
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested is not None
    assert int(tested[1]) > 50, done.stdout
