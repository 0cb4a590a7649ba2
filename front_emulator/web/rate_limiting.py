"""Rate limits on the wire: requests counted, those too many refused, headers on each answer."""

from flask import Response

from front_emulator.domain.clock import wall_time
from front_emulator.domain.company import Company
from front_emulator.domain.errors import NotFound
from front_emulator.domain.rate_limits import OFF, USUAL, Allowance, RateLimits
from front_emulator.web.answers import HINT_HEADER, error
from front_emulator.web.core_api import lookup
from front_emulator.wire import rate_limits

TIER_HEADER = "x-front-tier"


def refusal(company: Company, method: str, path: str) -> Response | None:
    """Count a request to Front's API; the 429 of one too many."""
    if company.settings.rate_limits == OFF:
        return None
    limits = RateLimits(company)
    excess = limits.take(_resource_id(company, method, path))
    if excess is None:
        return None
    text = rate_limits.refusal_text(excess.milliseconds, is_tiered=excess.is_tiered)
    made = error(429, "Too many requests", text)
    made.headers["Retry-After"] = str(excess.seconds)
    made.headers[HINT_HEADER] = rate_limits.hint(excess, limits.plan)
    return made


def headers(company: Company | None, method: str, path: str) -> list[tuple[str, str]]:
    """What every answer of Front's API carries."""
    tier = [] if rate_limits.tier_2_resource(method, path) is None else [(TIER_HEADER, "2")]
    if company is None:
        reset = (wall_time() // 60 + 1) * 60
        return rate_limits.headers(Allowance(USUAL, USUAL, reset, USUAL // 2, USUAL // 2)) + tier
    is_whole = company.settings.rate_limit_reset == "whole"
    return rate_limits.headers(RateLimits(company).allowance, whole_seconds=is_whole) + tier


def _resource_id(company: Company, method: str, path: str) -> str | None:
    """The channel or conversation a request is about, by whatever name it is called."""
    found = rate_limits.tier_2_resource(method, path)
    if found is None:
        return None
    noun, reference = found
    find = lookup.channel if noun == "channels" else lookup.conversation
    try:
        return find(company, reference).id
    except NotFound:
        return reference
