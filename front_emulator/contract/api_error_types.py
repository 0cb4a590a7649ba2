"""FE-API: how the integration takes each of the seven kinds of error from Front."""

from collections.abc import Iterable, Mapping

from front_emulator.contract.api_verdicts import ApiFinding
from front_emulator.contract.model import ErrorTypeRow, Result, Verdict
from front_emulator.contract.scenarios.api_errors import GROUP, PROVOKED_BY

DIRECTION = "integration_to_front"

_WORST_FIRST = (
    Verdict.FAIL,
    Verdict.ERROR,
    Verdict.WARN,
    Verdict.INCONCLUSIVE,
    Verdict.INFO,
    Verdict.PASS,
)


def rows(results: Iterable[Result]) -> tuple[ErrorTypeRow, ...]:
    """Seven rows, or none where nothing made the integration send.

    The worst finding of an error type's scenarios decides. What happens to a message that
    Front had taken all the same is a finding of its own scenario.
    """
    played = {
        result.scenario.id: result
        for result in results
        if result.scenario.group == GROUP and result.verdict is not Verdict.NA
    }
    if not played:
        return ()
    return tuple(_row(error_type, ids, played) for error_type, ids in PROVOKED_BY.items())


def _row(error_type: str, ids: tuple[str, ...], played: Mapping[str, Result]) -> ErrorTypeRow:
    found = [played[each] for each in ids if each in played]
    if not found:
        how = f"Run {' and '.join(ids)} to see it."
        return ErrorTypeRow(DIRECTION, error_type, Verdict.NA, "", "", how=how)
    worst = min(found, key=lambda result: _WORST_FIRST.index(result.verdict))
    finding = worst.finding
    if not isinstance(finding, ApiFinding) or not finding.did:
        did, became = "nothing could be seen", finding.consequence
    else:
        did, became = finding.did, finding.became
    return ErrorTypeRow(
        direction=DIRECTION,
        type=error_type,
        verdict=worst.verdict,
        answer=did,
        sentence=became,
        scenario_ids=tuple(result.scenario.id for result in found),
    )
