"""What a contract run consists of. Every report is a view of one `Run`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from front_emulator.domain.entities import Outcome, WireRequest, WireResponse

if TYPE_CHECKING:
    from front_emulator.contract.bench import Bench


class Verdict(StrEnum):
    """How a scenario ended. FAIL and ERROR are findings that fail a run by default."""

    PASS = "PASS"
    FAIL = "FAIL"
    ERROR = "ERROR"
    """The integration crashed: a 5xx without a documented type, a reset, a timeout."""
    WARN = "WARN"
    INFO = "INFO"
    NA = "N/A"
    INCONCLUSIVE = "INCONCLUSIVE"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request to the integration and what came of it.

    `response` is None when there was no complete answer; `failure` then says why.
    `outcome` is what Front makes of it, so `outcome.reason` is what a teammate reads.
    """

    title: str
    request: WireRequest
    outcome: Outcome
    duration: float
    response: WireResponse | None = None
    failure: str | None = None
    timed_out: bool = False
    changed: str | None = None
    """What is wrong about the request, such as `X-Front-Signature` or `byte 17`."""
    unreachable: bool = False
    """Nobody took the connection."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a scenario found: a verdict, one sentence of consequence, and the proof."""

    verdict: Verdict
    consequence: str
    exchanges: tuple[Exchange, ...] = ()
    hint: str | None = None
    """The likely cause, and how to mend it."""


Play = Callable[["Bench"], Finding]

EVERY_KIND = ("custom", "application")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing Front may do to an integration, and what a right one does then."""

    id: str
    """Stable, such as `FE-SIG-03`; the first six characters name the group."""
    title: str
    sent: str
    right: str
    why: str
    page: str
    play: Play = field(compare=False)
    is_slow: bool = False
    """Whether it waits on purpose, so that `--fast` leaves it out."""
    kinds: tuple[str, ...] = EVERY_KIND
    """The kinds of channel it applies to."""

    @property
    def group(self) -> str:
        return self.id[:6]


@dataclass(frozen=True, slots=True)
class Result:
    """A scenario and its finding; `duration` in seconds."""

    scenario: Scenario
    finding: Finding
    duration: float

    @property
    def verdict(self) -> Verdict:
        return self.finding.verdict


@dataclass(frozen=True, slots=True)
class ErrorTypeRow:
    """One of the seven error types: how the integration answers it.

    `direction` is `front_to_integration` (FE-ERR) or `integration_to_front` (FE-API).
    `sentence` is what a teammate would see; `how` says how to provoke a type nothing provoked.
    """

    direction: str
    type: str
    verdict: Verdict
    answer: str
    sentence: str
    scenario_ids: tuple[str, ...] = ()
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A whole contract run."""

    target: str
    kind: str
    seed: str
    results: tuple[Result, ...]
    error_types: tuple[ErrorTypeRow, ...]
    duration: float
    stopped_early: str | None = None
    """Why the run ended before its last scenario."""

    @property
    def ok(self) -> bool:
        """Whether nothing failed: no FAIL and no ERROR."""
        return not self.with_verdict(Verdict.FAIL, Verdict.ERROR)

    def __str__(self) -> str:
        """One line for each finding that fails the run."""
        failed = self.with_verdict(Verdict.FAIL, Verdict.ERROR)
        lines = [f"{r.verdict} {r.scenario.id} {r.finding.consequence}" for r in failed]
        return "\n".join([f"{len(failed)} of {len(self.results)} scenarios failed", *lines])

    def with_verdict(self, *verdicts: Verdict) -> Sequence[Result]:
        return [result for result in self.results if result.verdict in verdicts]
