"""Rate limits by the company's clock: what is taken, what is refused, and for how long."""

from typing import Any

import pytest

from front_emulator.domain.company import Company
from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.rate_limits import Excess, RateLimits
from front_emulator.domain.settings import Settings
from tests.unit.companies import make_company

MINUTE = 26_701_679 * 60
"""A moment at which a minute begins."""


def company_at(offset: float, plan: str | int = "starter") -> Company:
    """A company whose clock stands so many seconds after a minute began."""
    company = make_company(Settings(rate_limits=plan))
    company.clock._held_at = MINUTE + offset
    return company


def pass_by(company: Company, seconds: float) -> None:
    company.clock.move_to(company.clock.now() + seconds)


def taken(limits: RateLimits, times: int, resource: str | None = None) -> int:
    """How many of so many requests are taken."""
    return sum(limits.take(resource) is None for _ in range(times))


@pytest.mark.parametrize(
    ("plan", "limit"), [("starter", 50), ("growth", 100), ("scale", 200), ("partner", 120), (7, 7)]
)
def test_a_minute_has_the_plan_and_half_of_it_as_a_burst(plan: str | int, limit: int) -> None:
    limits = RateLimits(company_at(0, plan))
    assert (limits.allowance.limit, limits.allowance.burst_limit) == (limit, limit // 2)
    assert taken(limits, 1000) == limit + limit // 2
    assert (limits.allowance.remaining, limits.allowance.burst_remaining) == (0, 0)


def test_the_burst_is_used_after_the_minutes_own() -> None:
    limits = RateLimits(company_at(0))
    left = []
    for times in (49, 1, 1, 24):
        assert taken(limits, times) == times
        left.append((limits.allowance.remaining, limits.allowance.burst_remaining))
    assert left == [(1, 25), (0, 25), (0, 24), (0, 0)]


def test_one_too_many_is_told_when_the_next_is_taken() -> None:
    """Whichever comes first: the next minute, or a request of the burst allowance (24 s)."""
    company = company_at(10)
    limits = RateLimits(company)
    assert taken(limits, 75) == 75
    assert limits.take(None) == Excess(24_000)
    pass_by(company, 23.998)
    excess = limits.take(None)
    assert excess == Excess(2)
    assert excess.seconds == 1
    pass_by(company, 0.002)
    assert taken(limits, 2) == 1
    assert limits.take(None) == Excess(24_000)
    pass_by(company, 10)
    assert limits.take(None) == Excess(14_000)
    assert RateLimits(company_at(59.5)).allowance.resets_at == MINUTE + 60


def test_a_minute_that_ends_is_a_new_one() -> None:
    company = company_at(42.25)
    limits = RateLimits(company)
    taken(limits, 75)
    excess = limits.take(None)
    assert excess == Excess(17_750)
    assert excess.seconds == 18
    pass_by(company, 17.75)
    assert limits.allowance.remaining == 50
    assert limits.allowance.resets_at == MINUTE + 120
    assert taken(limits, 100) == 50, "no burst yet: 17.75 s bring back less than a request"


def test_the_burst_comes_back_over_ten_minutes() -> None:
    company = company_at(0)
    limits = RateLimits(company)
    taken(limits, 75)
    for seconds, burst in ((24, 1), (276, 12), (299, 24), (1, 25), (6000, 25)):
        pass_by(company, seconds)
        assert limits.allowance.burst_remaining == burst, seconds


def test_what_is_refused_costs_nothing() -> None:
    company = company_at(0)
    limits = RateLimits(company)
    taken(limits, 5000)
    pass_by(company, 60)
    assert taken(limits, 5000) == 52


def test_a_resource_takes_five_a_second() -> None:
    company = company_at(0.659)
    limits = RateLimits(company)
    assert taken(limits, 6, "cha_1") == 5
    assert limits.take("cha_1") == Excess(341, is_tiered=True)
    assert taken(limits, 5, "cnv_1") == 5
    assert taken(limits, 5) == 5
    assert limits.allowance.remaining == 35, "what the tier refuses does not count"
    pass_by(company, 0.341)
    assert taken(limits, 6, "cha_1") == 5


def test_the_companys_limit_goes_before_the_resources() -> None:
    limits = RateLimits(company_at(0, 4))
    assert taken(limits, 6, "cha_1") == 5
    company = company_at(0, 3)
    assert taken(RateLimits(company), 9, "cha_1") == 4
    excess = RateLimits(company).take("cha_1")
    assert excess is not None
    assert not excess.is_tiered


def test_a_limit_without_burst_waits_for_the_next_minute() -> None:
    limits = RateLimits(company_at(30, 1))
    assert taken(limits, 2) == 1
    assert limits.take(None) == Excess(30_000)


def test_off_counts_nothing() -> None:
    limits = RateLimits(company_at(0, "off"))
    assert taken(limits, 1000, "cha_1") == 1000
    assert (limits.allowance.limit, limits.allowance.remaining) == (100, 100)


def test_the_plan_can_change_and_all_of_it_be_made_whole() -> None:
    company = company_at(0, "off")
    limits = RateLimits(company)
    limits.plan = 2
    assert company.settings.rate_limits == 2
    assert taken(limits, 5, "cha_1") == 3
    limits.plan = "starter"
    assert limits.allowance.remaining == 48
    limits.refill()
    assert (limits.allowance.remaining, limits.allowance.burst_remaining) == (50, 25)


def test_a_reset_makes_it_whole() -> None:
    company = company_at(0)
    taken(RateLimits(company), 75)
    company.reset()
    assert RateLimits(company).allowance.burst_remaining == 25


@pytest.mark.parametrize("plan", ["professional", 0, -1, 1.5, True, None, ""])
def test_what_is_no_plan_is_refused(plan: Any) -> None:
    with pytest.raises(InvalidSetting, match="rate_limits"):
        Settings(rate_limits=plan)
