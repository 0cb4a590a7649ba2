"""When something was, as people write it."""

import re
from datetime import UTC, datetime

_AGO = re.compile(r"-(\d+(?:\.\d+)?)([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def past(at: str | float, now: float) -> float:
    """A moment in Unix seconds: a time (2026-01-31T09:30:00Z), how long ago (-2h), or seconds.

    A time without a zone is UTC; seconds count from `now`. Raises `ValueError` for anything
    else, and for what is yet to come.
    """
    moment = now + at if isinstance(at, int | float) else _told(at, now)
    if moment > now:
        raise ValueError("should be in the past: what comes is sent, not seeded")
    return round(moment, 3)


def _told(at: str, now: float) -> float:
    ago = _AGO.fullmatch(at)
    if ago is not None:
        return now - float(ago[1]) * _SECONDS[ago[2]]
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise ValueError(
            f"{at!r} is neither a time (2026-01-31T09:30:00Z) nor how long ago (-2h)"
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
