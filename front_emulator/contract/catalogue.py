"""All scenarios in the order they are played, and a choice of them."""

from collections.abc import Iterable
from difflib import get_close_matches

from front_emulator.contract.model import Scenario
from front_emulator.contract.scenarios import (
    api_errors,
    applications,
    control,
    handshakes,
    load,
    malformed,
    signatures,
    timing,
    triggers,
    unknown,
)
from front_emulator.domain.errors import InvalidSetting

ALL: tuple[Scenario, ...] = (
    *control.SCENARIOS,
    *signatures.SCENARIOS,
    *malformed.SCENARIOS,
    *unknown.SCENARIOS,
    *triggers.SCENARIOS,
    *load.SCENARIOS,
    *timing.SCENARIOS,
    *api_errors.SCENARIOS,
    *applications.SCENARIOS,
    *handshakes.SCENARIOS,
)


def select(
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    *,
    fast: bool = False,
    kind: str | None = None,
) -> tuple[Scenario, ...]:
    """Scenarios by id (FE-SIG-03) or group (FE-SIG), upper or lower case.

    All of them unless `only` names some; `fast` leaves out those that wait on purpose,
    `kind` those that do not apply to that kind of channel.
    Raises `InvalidSetting` that names the nearest known id.
    """
    wanted, unwanted = _ids("only", only), _ids("skip", skip)
    return tuple(
        scenario
        for scenario in ALL
        if (not wanted or scenario.id in wanted)
        and scenario.id not in unwanted
        and not (fast and scenario.is_slow)
        and (kind is None or kind in scenario.kinds)
    )


def _ids(option: str, names: Iterable[str]) -> frozenset[str]:
    return frozenset(found for name in names for found in _named(option, name))


def _named(option: str, name: str) -> Iterable[str]:
    sought = name.strip().upper()
    found = [scenario.id for scenario in ALL if sought in (scenario.id, scenario.group)]
    if not found:
        known = [*dict.fromkeys(scenario.group for scenario in ALL), *(each.id for each in ALL)]
        nearest = get_close_matches(sought, known, n=1, cutoff=0)[0]
        raise InvalidSetting(f"{option}: there is no scenario {name!r}; the nearest is {nearest}")
    return found
