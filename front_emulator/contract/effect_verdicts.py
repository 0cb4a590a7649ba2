"""Judging what messages brought about, whatever the integration answered.

Sentences hold no counts of what happened: two runs must say the same.
"""

from collections.abc import Sequence

from front_emulator.contract.model import Exchange, Finding, Verdict

_NOT_SKIPPED = (
    "Deliver what Front sends: it is a draft still (is_draft is true). If it only takes longer to "
    "arrive, see --effects-patience."
)
_FIRST_CHECK = "Check the signature and the recipient first, and deliver when nothing is wrong."
_REMEMBER_LATER = "Remember the id of a message when it is delivered, not when it comes in."
_REMEMBER_ONCE = (
    "Remember the id of each message, with a unique index: two deliveries of one message may come "
    "at the same instant."
)


def took_effect_though_refused(exchanges: Sequence[Exchange]) -> Finding:
    """What was refused is there all the same."""
    return Finding(
        Verdict.FAIL,
        "A message that was refused took effect all the same: what is wrong reaches people, and "
        "a teammate sees a failure of what arrived.",
        tuple(exchanges),
        _FIRST_CHECK,
    )


def swallowed(exchanges: Sequence[Exchange]) -> Finding:
    """What was accepted is nowhere."""
    return Finding(
        Verdict.FAIL,
        "A right message was accepted and had no effect: the teammate believes that it arrived, "
        "and nobody ever reads it.",
        tuple(exchanges),
        _NOT_SKIPPED,
    )


def kept_from_arriving(exchanges: Sequence[Exchange]) -> Finding:
    """What was refused once has no effect when it is right."""
    return Finding(
        Verdict.FAIL,
        "A message that was refused at first is accepted as it should be and has no effect then: "
        "it is lost, and the teammate believes that it arrived.",
        tuple(exchanges),
        _REMEMBER_LATER,
    )


def doubled(exchanges: Sequence[Exchange]) -> Finding:
    """It is there more than once."""
    return Finding(
        Verdict.FAIL,
        "A message took effect more than once: the visitor reads it again and again.",
        tuple(exchanges),
        _REMEMBER_ONCE,
    )
