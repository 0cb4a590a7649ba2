"""FE-ERR: how the integration answers with each of Front's seven error types."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from front_emulator.contract.answers import crashed, is_documented
from front_emulator.contract.model import ErrorTypeRow, Exchange, Result, Verdict
from front_emulator.contract.scenarios import handshakes, triggers
from front_emulator.wire.outcomes import ERROR_TYPES

DIRECTION = "front_to_integration"

_ANSWER_SHOWN = 200
_NOT_SEEN = (triggers.GROUP, handshakes.GROUP)
"""Recipients of the user's own, and what no teammate sees."""
_HOW = {
    "bad_request": "Answer bad_request when a message cannot be read or delivered as it is",
    "authentication_required": "Answer authentication_required when the signature is wrong",
    "forbidden": "Answer forbidden when you may not deliver, such as to who opted out",
    "not_found": "Answer not_found when you do not know the recipient",
    "request_timeout": "Answer request_timeout when the service behind you is too slow",
    "too_many_requests": "Answer too_many_requests when it is too much at once",
    "internal_error": "Answer internal_error when the fault is yours",
}


class Seen(NamedTuple):
    """An answer that Front takes for an error type, and the scenario it came up in."""

    scenario_id: str
    exchange: Exchange


def rows(results: Iterable[Result]) -> tuple[ErrorTypeRow, ...]:
    """Seven rows, from whatever the scenarios provoked.

    A recipient configured for a type decides; else the best answer seen counts, for what
    else was wrong is a finding of its scenario.
    """
    results = tuple(results)
    return tuple(_row(error_type, results) for error_type in ERROR_TYPES)


def _row(error_type: str, results: Sequence[Result]) -> ErrorTypeRow:
    triggered = _triggered(error_type, results)
    if triggered is not None:
        return triggered
    seen = [each for each in _seen(results) if each.exchange.outcome.error_type == error_type]
    if not seen:
        return _not_provoked(error_type)
    shown = next((each for each in seen if is_documented(each.exchange)), seen[0])
    ids = tuple(dict.fromkeys(each.scenario_id for each in seen))
    return _shown(error_type, shown.exchange, _verdict(shown.exchange), ids)


def _triggered(error_type: str, results: Sequence[Result]) -> ErrorTypeRow | None:
    for result in results:
        scenario, finding = result.scenario, result.finding
        if scenario.group == triggers.GROUP and triggers.error_type_of(scenario) == error_type:
            if finding.verdict is Verdict.NA or not finding.exchanges:
                return None
            return _shown(error_type, finding.exchanges[0], finding.verdict, (scenario.id,))
    return None


def _seen(results: Sequence[Result]) -> Iterator[Seen]:
    for result in results:
        if result.scenario.group not in _NOT_SEEN:
            for exchange in result.finding.exchanges:
                yield Seen(result.scenario.id, exchange)


def _verdict(exchange: Exchange) -> Verdict:
    if is_documented(exchange):
        return Verdict.PASS
    return Verdict.ERROR if crashed(exchange) else Verdict.WARN


def _shown(
    error_type: str, exchange: Exchange, verdict: Verdict, ids: tuple[str, ...]
) -> ErrorTypeRow:
    return ErrorTypeRow(
        direction=DIRECTION,
        type=error_type,
        verdict=verdict,
        answer=_answer(exchange),
        sentence=exchange.outcome.reason or "The message was sent.",
        scenario_ids=ids,
    )


def _not_provoked(error_type: str) -> ErrorTypeRow:
    how = (
        f"{_HOW[error_type]}. To see it here, name a recipient for whom you do: "
        f"--trigger {error_type}=RECIPIENT, or recipient in "
        f"[tool.front-emulator.contract.triggers.{error_type}]."
    )
    return ErrorTypeRow(DIRECTION, error_type, Verdict.NA, "", "", how=how)


def _answer(exchange: Exchange) -> str:
    response = exchange.response
    if response is None:
        return exchange.failure or "no answer"
    text = " ".join(response.body.decode("utf-8", "replace").split())
    shown = text if len(text) <= _ANSWER_SHOWN else f"{text[:_ANSWER_SHOWN]}…"
    return f"{response.status} {shown}".rstrip()
