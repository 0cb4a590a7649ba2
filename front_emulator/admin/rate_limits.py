"""A company's rate limits: how many requests Front takes, and what is left of them."""

from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation


def show(call: AdminCall) -> Json:
    return serialize.rate_limits(call.account.rate_limits)


def change(call: AdminCall) -> Json:
    call.account.rate_limits.plan = call.body["plan"]
    return show(call)


def refill(call: AdminCall) -> Json:
    call.account.rate_limits.refill()
    return show(call)


OPERATIONS = (
    Operation(
        method="GET",
        path="/companies/{company}/rate_limits",
        name="rate_limits",
        view=show,
        summary="The plan, and what is left of it.",
        answer="RateLimits",
    ),
    Operation(
        method="PATCH",
        path="/companies/{company}/rate_limits",
        name="change_rate_limits",
        view=change,
        summary="Change the plan; what was used stays used.",
        answer="RateLimits",
        body="NewRateLimits",
        needs_body=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/rate_limits/refill",
        name="refill_rate_limits",
        view=refill,
        summary="Make what was used whole again.",
        answer="RateLimits",
    ),
)
