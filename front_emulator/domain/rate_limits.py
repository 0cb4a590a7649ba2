"""How many requests Front takes: per company and minute, and per resource and second.

Within a minute a company has its plan's requests and, beyond those, a burst allowance of half as
many, which refills over ten minutes. A resource (a channel or conversation) takes five requests a
second of the routes that are limited so, whatever the company has left.
Front page: dev.frontapp.com/docs/rate-limiting
"""

from dataclasses import dataclass, replace
from math import ceil, floor

from front_emulator.domain.company import Company
from front_emulator.domain.entities import RateUsage

PLANS = {"starter": 50, "growth": 100, "scale": 200, "partner": 120}
"""Requests a minute."""
OFF = "off"
USUAL = PLANS["growth"]
"""What an account shows that does not count requests."""
TIER_2 = 5
"""Requests a second to one channel or conversation."""

_MINUTE = 60.0
_REFILL = 600.0
# As in the schedule: steps such as 0.1 s add up to a whole minute only so nearly.
_GRACE = 0.0005
_ROUNDING = 1e-5
"""Of a request."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a company has left; `resets_at` is Unix seconds of its clock."""

    limit: int
    remaining: int
    resets_at: float
    burst_limit: int
    burst_remaining: int


@dataclass(frozen=True, slots=True)
class Excess:
    """A request too many: when the next one is taken, and whether it is its resource's limit."""

    milliseconds: int
    is_tiered: bool = False

    @property
    def seconds(self) -> int:
        """As in Retry-After: whole seconds, enough of them."""
        return ceil(self.milliseconds / 1000)


class RateLimits:
    """A company's limits, and what is left of them. Nothing is counted while its plan is `off`."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def __repr__(self) -> str:
        return f"<RateLimits {self.plan} {self.allowance}>"

    @property
    def plan(self) -> str | int:
        """`off`, a plan's name, or requests a minute: the setting `rate_limits`."""
        return self._company.settings.rate_limits

    @plan.setter
    def plan(self, plan: str | int) -> None:
        self._company.configure(rate_limits=plan)

    @property
    def allowance(self) -> Allowance:
        """What is left now."""
        with self._company.lock:
            now, limit = self._company.clock.now(), self._limit or USUAL
            usage = self._usage(now, limit)
            burst = limit // 2
            return Allowance(
                limit=limit,
                remaining=max(limit - usage.used, 0),
                resets_at=(_index(now, _MINUTE) + 1) * _MINUTE,
                burst_limit=burst,
                burst_remaining=max(floor(burst - usage.burst_used + _ROUNDING), 0),
            )

    def refill(self) -> None:
        """Make all of it whole again."""
        with self._company.lock:
            self._company.store.rate_usage = RateUsage()
            self._company.store.tier_usage.clear()

    def take(self, resource: str | None) -> Excess | None:
        """Count a request, of a `resource` that is limited by the second; or why it is too many."""
        limit = self._limit
        if limit is None:
            return None
        with self._company.lock:
            now = self._company.clock.now()
            usage = self._usage(now, limit)
            counted = self._counted(usage, limit)
            if counted is None:
                return Excess(_milliseconds(_wait(usage, now, limit)))
            if resource is not None and not self._take_of(resource, usage):
                return Excess(_milliseconds(usage.second + 1 - now), is_tiered=True)
            self._company.store.rate_usage = counted
        return None

    @property
    def _limit(self) -> int | None:
        plan = self.plan
        if isinstance(plan, int):
            return plan
        return PLANS.get(plan)

    def _usage(self, now: float, limit: int) -> RateUsage:
        """What is used up now: nothing of a new minute, and of the burst what has not come back."""
        usage = self._company.store.rate_usage
        minute, second = _index(now, _MINUTE), _index(now, 1)
        back = max(now - usage.at, 0) * (limit // 2) / _REFILL
        return RateUsage(
            minute=minute,
            used=usage.used if usage.minute == minute else 0,
            burst_used=max(usage.burst_used - back, 0.0),
            at=now,
            second=second,
        )

    def _counted(self, usage: RateUsage, limit: int) -> RateUsage | None:
        if usage.used < limit:
            return replace(usage, used=usage.used + 1)
        if usage.burst_used + 1 <= limit // 2 + _ROUNDING:
            return replace(usage, burst_used=usage.burst_used + 1)
        return None

    def _take_of(self, resource: str, usage: RateUsage) -> bool:
        store = self._company.store
        if store.rate_usage.second != usage.second:
            store.tier_usage.clear()
        used = store.tier_usage.get(resource, 0)
        if used < TIER_2:
            store.tier_usage[resource] = used + 1
        return used < TIER_2


def _index(now: float, length: float) -> int:
    """Which minute or second it is."""
    return floor((now + _GRACE) / length)


def _wait(usage: RateUsage, now: float, limit: int) -> float:
    """Seconds until the minute ends, or a request of the burst allowance is back."""
    reset = (usage.minute + 1) * _MINUTE - now
    burst = limit // 2
    if not burst:
        return reset
    return min(reset, (usage.burst_used + 1 - burst) * _REFILL / burst)


def _milliseconds(seconds: float) -> int:
    """Enough of them, but for what floating point adds."""
    return max(ceil(round(seconds * 1000, 3)), 1)
