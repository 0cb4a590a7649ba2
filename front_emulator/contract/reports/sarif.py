"""SARIF 2.1.0, for code scanning.

Standard: docs.oasis-open.org/sarif/sarif/v2.1.0
"""

import json
from collections.abc import Collection
from typing import Any

from front_emulator import __version__
from front_emulator.contract.model import Exchange, Result, Run, Scenario, Verdict
from front_emulator.contract.reports import excerpts, severity, wording
from front_emulator.contract.reports.masking import MaskedRun

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {
    Verdict.FAIL: "error",
    Verdict.ERROR: "error",
    Verdict.WARN: "warning",
    Verdict.INCONCLUSIVE: "note",
    Verdict.INFO: "note",
}

Json = dict[str, Any]


def render(
    run: MaskedRun,
    *,
    options: str = "",
    known: Collection[str] | None = None,
    artifact: str = "front-emulator.toml",
) -> str:
    """The findings as SARIF.

    Code scanning wants a file for each of them: `artifact`, relative to the repository's root.
    With `known`, the ids of the baseline's findings, each result says whether it is new.
    """
    found = severity.findings(run)
    rules = list({result.scenario.id: result.scenario for result in found}.values())
    report = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(rules)},
                "automationDetails": {"id": f"front-emulator/contract/{run.kind}/"},
                "invocations": [_invocation(run)],
                "columnKind": "unicodeCodePoints",
                "redactionTokens": ["***"],
                "results": [
                    _result(run, result, rules.index(result.scenario), options, known, artifact)
                    for result in found
                ],
            }
        ],
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _driver(rules: list[Scenario]) -> Json:
    return {
        "name": "front-emulator",
        "semanticVersion": __version__,
        "rules": [_rule(scenario) for scenario in rules],
    }


def _rule(scenario: Scenario) -> Json:
    return {
        "id": scenario.id,
        "shortDescription": {"text": scenario.title},
        "fullDescription": {"text": scenario.sent},
        "help": {
            "text": f"Right: {scenario.right}\nWhy: {scenario.why}\nFront's page: {scenario.page}"
        },
        "helpUri": scenario.page if "://" in scenario.page else f"https://{scenario.page}",
        "properties": {"tags": [scenario.group]},
    }


def _invocation(run: Run) -> Json:
    if run.stopped_early is None:
        return {"executionSuccessful": True}
    notification = {"level": "error", "message": {"text": run.stopped_early}}
    return {"executionSuccessful": False, "toolExecutionNotifications": [notification]}


def _result(
    run: MaskedRun,
    result: Result,
    rule_index: int,
    options: str,
    known: Collection[str] | None,
    artifact: str,
) -> Json:
    scenario, finding = result.scenario, result.finding
    repeat = f"Repeat: {wording.command_for(run, result, options)}"
    lines = (finding.consequence, finding.hint, repeat)
    report: Json = {
        "ruleId": scenario.id,
        "ruleIndex": rule_index,
        "kind": "fail",
        "level": _LEVELS[result.verdict],
        "message": {"text": "\n".join(filter(None, lines))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": artifact},
                    "region": {"startLine": 1},
                }
            }
        ],
        "partialFingerprints": {"frontEmulatorScenario/v1": f"{run.kind}:{scenario.id}"},
        "properties": {"verdict": result.verdict.value},
    }
    if known is not None:
        report["baselineState"] = "unchanged" if scenario.id in known else "new"
    for exchange in wording.telling(finding)[:1]:
        report |= _web(exchange)
    return report


def _web(exchange: Exchange) -> Json:
    request, response = exchange.request, exchange.response
    web: Json = {
        "webRequest": {
            "protocol": "HTTP",
            "version": "1.1",
            "target": request.url,
            "method": request.method,
            **_content(request.headers, request.body),
        },
        "webResponse": {"noResponseReceived": True},
    }
    if response is not None:
        web["webResponse"] = {
            "protocol": "HTTP",
            "version": "1.1",
            "statusCode": response.status,
            "reasonPhrase": excerpts.status_line(response).partition(" ")[2],
            **_content(response.headers, response.body),
        }
    return web


def _content(headers: tuple[tuple[str, str], ...], body: bytes) -> Json:
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return {"headers": joined, "body": {"text": excerpts.body_text(body) if body else ""}}
