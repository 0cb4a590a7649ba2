"""Plays scenarios one after another and gathers what they found."""

import re
from collections.abc import Callable, Iterable, Sequence

from front_emulator.contract import api_error_types, error_types
from front_emulator.contract.bench import Bench
from front_emulator.contract.effects import Watch
from front_emulator.contract.ledger import Ledger
from front_emulator.contract.model import Finding, Result, Run, Scenario, Verdict
from front_emulator.contract.scenarios import handshakes, triggers
from front_emulator.contract.scenarios.control import PLAIN
from front_emulator.domain.clock import monotonic
from front_emulator.domain.errors import FrontEmulatorError

_CREDENTIALS = re.compile("//[^/]*@")

OnResult = Callable[[Result], None]

_LOST_IN_A_ROW = 3


class Unreachable(FrontEmulatorError):
    """Nobody took the very first connection."""


def run(
    bench: Bench,
    scenarios: Iterable[Scenario],
    *,
    on_result: OnResult | None = None,
    keep_going: bool = False,
    watch: Watch | None = None,
) -> Run:
    """Play the scenarios and judge each; `on_result` is told of each as it ends.

    A plain right message comes first, chosen or not: when it is not accepted, that is the
    finding, and the run stops there unless `keep_going`. It stops, too, when the integration
    has taken no right message for a while. With a `watch`, what messages brought about goes
    before how they were answered. Raises `Unreachable` and `NoCount`.
    """
    started = monotonic()
    report = on_result or _ignore
    chosen = [each for each in scenarios if triggers.is_configured(each, bench.target)]
    first = _first(bench, watch)
    stopped = None if first.verdict in _FINE or keep_going else _stopped_at_once(first)
    results: list[Result] = []
    if PLAIN in chosen or first.verdict not in _FINE:
        results.append(first)
        report(first)
    for scenario in chosen:
        if stopped is not None:
            break
        if scenario == PLAIN:
            continue
        results.append(_played(bench, scenario, watch))
        report(results[-1])
        stopped = None if keep_going else _stopped_taking(results)
    return Run(
        target=bench.target.url,
        kind=bench.target.kind.name,
        seed=bench.emulator.company.seed,
        results=tuple(results),
        error_types=(*error_types.rows(results), *api_error_types.rows(results)),
        duration=monotonic() - started,
        stopped_early=stopped,
    )


_FINE = (Verdict.PASS, Verdict.WARN)


def _first(bench: Bench, watch: Watch | None) -> Result:
    result = _played(bench, PLAIN, watch)
    exchange = result.finding.exchanges[0]
    if exchange.unreachable:
        shown = _CREDENTIALS.sub("//", bench.target.url)
        raise Unreachable(f"{shown} cannot be reached: {exchange.failure}")
    return result


def _played(bench: Bench, scenario: Scenario, watch: Watch | None) -> Result:
    started = monotonic()
    ledger = None if watch is None else Ledger(watch, scenario.id, bench.target.kind)
    finding = scenario.play(bench.at(scenario.id, ledger))
    if ledger is not None:
        finding = ledger.judged(finding)
    return Result(scenario, finding, monotonic() - started)


def _stopped_at_once(first: Result) -> str:
    return f"{first.finding.consequence} The other scenarios would say nothing new."


def _stopped_taking(results: Sequence[Result]) -> str | None:
    last = results[-_LOST_IN_A_ROW:]
    if len(last) < _LOST_IN_A_ROW or not all(_is_lost(each.finding) for each in last):
        return None
    is_handshake = last[0].scenario.group == handshakes.GROUP
    does = "agrees to no channel" if is_handshake else "takes no right message"
    return f"The integration {does} any more, from {last[0].scenario.id} on."


def _is_lost(finding: Finding) -> bool:
    """Whether a right message got no answer, or was put off for longer than we wait."""
    if finding.verdict is not Verdict.INCONCLUSIVE or not finding.exchanges:
        return False
    exchange = finding.exchanges[-1]
    return exchange.response is None or exchange.outcome.error_type == "too_many_requests"


def _ignore(result: Result) -> None:
    """Nobody asked to be told."""
