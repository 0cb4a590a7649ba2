"""Rate limits in Front's words: headers of every answer, and the text of a 429.

Front page: dev.frontapp.com/docs/rate-limiting
"""

import re

from front_emulator.domain.rate_limits import Allowance, Excess

_TIER_2 = re.compile(r"/(?P<noun>channels|conversations)/(?P<reference>.+)/\w*messages")


def headers(allowance: Allowance, *, whole_seconds: bool = True) -> list[tuple[str, str]]:
    """What a company has left; `whole_seconds` is how the moment of the reset is written."""
    reset = allowance.resets_at
    return [
        ("x-ratelimit-limit", str(allowance.limit)),
        ("x-ratelimit-remaining", str(allowance.remaining)),
        ("x-ratelimit-reset", f"{reset:.0f}" if whole_seconds else f"{reset:.3f}"),
        ("x-ratelimit-burst-limit", str(allowance.burst_limit)),
        ("x-ratelimit-burst-remaining", str(allowance.burst_remaining)),
    ]


def tier_2_resource(method: str, path: str) -> tuple[str, str] | None:
    """`channels` or `conversations` and which, where a request has a limit by the second."""
    found = _TIER_2.fullmatch(path) if method == "POST" else None
    return None if found is None else (found["noun"], found["reference"])


def refusal_text(milliseconds: int, *, is_tiered: bool) -> str:
    """The message of a 429."""
    limit = "Rate limit exceeded" + (" for tier-2 route" if is_tiered else "")
    return f"{limit}. Please retry in {milliseconds} milliseconds."


def hint(excess: Excess, plan: str | int) -> str:
    """What the emulator knows beyond Front's text."""
    if excess.is_tiered:
        return "5 requests a second to one channel or conversation"
    return f"rate limit {plan}: this minute's requests and the burst allowance are used up"
