"""The report for programs; its schema is schemas/contract_report.json."""

import json
from collections.abc import Collection
from typing import Any

from front_emulator import __version__
from front_emulator.contract.model import ErrorTypeRow, Exchange, Result
from front_emulator.contract.reports import excerpts, severity, wording
from front_emulator.contract.reports.masking import MaskedRun

_BODY_SHOWN = 4096

Json = dict[str, Any]


def render(run: MaskedRun, *, options: str = "", known: Collection[str] = ()) -> str:
    """The report as JSON.

    All but `observed` is the same for two runs against an integration that behaves the same;
    `observed` has what depends on the moment: the times and what was said on the wire.
    """
    report = {
        "version": 1,
        "tool": {"name": "front-emulator", "version": __version__},
        "target": run.target,
        "kind": run.kind,
        "seed": run.seed,
        "stopped_early": run.stopped_early,
        "counts": {verdict.value: count for verdict, count in severity.counted(run.results)},
        "error_types": [_row(row) for row in run.error_types],
        "scenarios": [_scenario(run, result, options, known) for result in run.results],
        "observed": {
            "duration": round(run.duration, 3),
            "scenarios": {result.scenario.id: _observed(result) for result in run.results},
        },
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _row(row: ErrorTypeRow) -> Json:
    return {
        "direction": row.direction,
        "type": row.type,
        "verdict": row.verdict.value,
        "answer": row.answer,
        "sentence": row.sentence,
        "scenario_ids": list(row.scenario_ids),
        "how": row.how,
    }


def _scenario(run: MaskedRun, result: Result, options: str, known: Collection[str]) -> Json:
    scenario, finding = result.scenario, result.finding
    return {
        "id": scenario.id,
        "verdict": finding.verdict.value,
        "title": scenario.title,
        "group": scenario.group,
        "consequence": finding.consequence,
        "hint": finding.hint,
        "sent": scenario.sent,
        "right": scenario.right,
        "why": scenario.why,
        "page": scenario.page,
        "in_baseline": scenario.id in known,
        "repeat": wording.command_for(run, result, options),
    }


def _observed(result: Result) -> Json:
    return {
        "duration": round(result.duration, 3),
        "exchanges": [_exchange(exchange) for exchange in result.finding.exchanges],
    }


def _exchange(exchange: Exchange) -> Json:
    request, response, outcome = exchange.request, exchange.response, exchange.outcome
    return {
        "title": exchange.title,
        "changed": exchange.changed,
        "request": {
            "method": request.method,
            "url": request.url,
            **_content(request.headers, request.body),
        },
        "response": response
        and {"status": response.status, **_content(response.headers, response.body)},
        "failure": exchange.failure,
        "timed_out": exchange.timed_out,
        "error_type": outcome.error_type,
        "reason": outcome.reason,
        "warning": outcome.warning,
        "duration": round(exchange.duration, 3),
    }


def _content(headers: tuple[tuple[str, str], ...], body: bytes) -> Json:
    return {
        "headers": [list(header) for header in headers],
        "body": excerpts.body_text(body, _BODY_SHOWN) if body else "",
        "body_size": len(body),
    }
