"""The rate-limit headers on every answer of Front's API.

Front page: dev.frontapp.com/docs/rate-limiting
"""

REQUESTS_PER_MINUTE = 100
BURST = REQUESTS_PER_MINUTE // 2


def headers(now: float, *, whole_seconds: bool = True) -> list[tuple[str, str]]:
    """The headers of a company whose allowance is whole; `now` in Unix seconds.

    `whole_seconds` is how the moment of the reset is written.

    No request is counted while limits are not enforced, so a client that heeds these
    headers is never told to wait.
    """
    reset = int(now // 60 + 1) * 60
    return [
        ("x-ratelimit-limit", str(REQUESTS_PER_MINUTE)),
        ("x-ratelimit-remaining", str(REQUESTS_PER_MINUTE)),
        ("x-ratelimit-reset", str(reset) if whole_seconds else f"{reset:.3f}"),
        ("x-ratelimit-burst-limit", str(BURST)),
        ("x-ratelimit-burst-remaining", str(BURST)),
    ]
