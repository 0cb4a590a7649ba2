"""Which verdicts are worse than others, and which of them fail a run."""

from collections.abc import Sequence
from enum import StrEnum

from front_emulator.contract.model import Result, Run, Verdict

WORST_FIRST = (
    Verdict.FAIL,
    Verdict.ERROR,
    Verdict.WARN,
    Verdict.INCONCLUSIVE,
    Verdict.INFO,
    Verdict.NA,
    Verdict.PASS,
)

_NO_FINDING = (Verdict.NA, Verdict.PASS)


class Level(StrEnum):
    """The mildest finding that fails a run."""

    FAIL = "fail"
    WARN = "warn"
    INCONCLUSIVE = "inconclusive"
    INFO = "info"
    NEVER = "never"

    @property
    def verdicts(self) -> frozenset[Verdict]:
        """The verdicts that fail a run at this level; a crash fails it wherever a FAIL does."""
        if self is Level.NEVER:
            return frozenset()
        return frozenset(WORST_FIRST[: WORST_FIRST.index(Verdict(self.name)) + 1]) | {Verdict.ERROR}


def findings(run: Run) -> list[Result]:
    """What a person should look at, worst first, else in the order it was found."""
    found = [result for result in run.results if result.verdict not in _NO_FINDING]
    return sorted(found, key=lambda result: WORST_FIRST.index(result.verdict))


def counted(results: Sequence[Result]) -> list[tuple[Verdict, int]]:
    """How often each verdict was given, the good ones first, without those never given."""
    verdicts = [result.verdict for result in results]
    order = (Verdict.PASS, *(verdict for verdict in WORST_FIRST if verdict is not Verdict.PASS))
    return [(each, verdicts.count(each)) for each in order if each in verdicts]
