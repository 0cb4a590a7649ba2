"""Each broken integration is found by exactly the scenarios that should find it.

A right one goes through all scenarios that do not wait on purpose, a broken one through those
that should find it; with CONTRACT_MATRIX=whole in the environment, through all of them, too.
"""

import os
from typing import Any
from urllib.parse import urljoin

import pytest

from front_emulator.contract import check
from front_emulator.contract.model import Run, Verdict
from tests.apps.node import NODE, node_serving
from tests.apps.right import SECRET
from tests.apps.serving import serving
from tests.contract.expectations import CASES, REWRITTEN, Case, Found, ids

FINDINGS = (Verdict.FAIL, Verdict.ERROR, Verdict.WARN)
IS_WHOLE = os.environ.get("CONTRACT_MATRIX") == "whole"


def found_by(run: Run) -> Found:
    return {result.scenario.id: result.verdict for result in run.with_verdict(*FINDINGS)}


def options_for(case: Case, url: str) -> dict[str, Any]:
    options: dict[str, Any] = {"timeout": 20.0, "fast": True, "seed": "tests", **case.options}
    if case.server_path is not None:
        options["server_url"] = urljoin(url, case.server_path)
    if case.found and not IS_WHOLE:
        options.setdefault("only", case.decisive)
    return options


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_what_is_wrong_is_found(case: Case) -> None:
    with serving(case.app(), is_threaded=case.is_threaded) as url:
        run = check(url, SECRET, **options_for(case, url))
    assert found_by(run) == case.found, "\n".join(
        f"{result.scenario.id} {result.finding.consequence}"
        for result in run.with_verdict(*FINDINGS)
    )


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("raw", {}),
        ("reserialised", REWRITTEN),
        ("decoded", ids(Verdict.FAIL, "SIG", 8)),
        ("unguarded", ids(Verdict.ERROR, "SIG", 1, 2, 3, 4, 7, 9, 15)),
    ],
)
@pytest.mark.skipif(
    NODE is None and "REQUIRE_NODE" not in os.environ, reason="Node.js is not installed"
)
def test_exactly_what_is_wrong_is_found_in_node(kind: str, found: Found) -> None:
    with node_serving(SECRET, kind) as url:
        run = check(url, SECRET, timeout=20.0, fast=True, seed="tests")
    assert found_by(run) == found
