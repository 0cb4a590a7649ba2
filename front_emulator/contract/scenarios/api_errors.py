"""FE-API: the integration calls Front, and Front answers with each kind of error."""

from front_emulator.contract.api_bench import SENDING, ApiBench
from front_emulator.contract.api_plays import (
    MakeFault,
    after_a_hang,
    after_retry_after,
    late,
    on_demand,
    plain,
    refused,
    though_taken,
    with_growing_pauses,
)
from front_emulator.contract.model import Scenario
from front_emulator.contract.scenarios import pages
from front_emulator.domain.fault import Fault

GROUP = "FE-API"

PROVOKED_BY = {
    "bad_request": ("FE-API-02",),
    "authentication_required": ("FE-API-03",),
    "forbidden": ("FE-API-04",),
    "not_found": ("FE-API-05",),
    "request_timeout": ("FE-API-06",),
    "too_many_requests": ("FE-API-07", "FE-API-08"),
    "internal_error": ("FE-API-09", "FE-API-10"),
}
"""The scenarios that say how an integration takes each error type."""

_FAILURES = 2
_LEFT_AT_THAT = "Does not send the same again; keeps the message and tells somebody."
_ONCE = "The message is there in the end, once."


def _failing(*, is_reset: bool = False, takes_effect: bool = False, times: int = 1) -> MakeFault:
    def make(_: ApiBench) -> Fault:
        if is_reset:
            return Fault.of(on=SENDING, answer="reset", takes_effect=takes_effect, times=times)
        return Fault.of(on=SENDING, status=500, takes_effect=takes_effect, times=times)

    return make


def _hanging(*, takes_effect: bool = False) -> MakeFault:
    def make(api: ApiBench) -> Fault:
        limit = api.patience.step
        return Fault.of(
            on=SENDING, answer="hang", held_for=limit, takes_effect=takes_effect, times=1
        )

    return make


def _limited(*, is_tiered: bool = False) -> MakeFault:
    def make(api: ApiBench) -> Fault:
        asked = api.patience.retry_after
        return Fault.of(on=SENDING, status=429, retry_after=asked, is_tiered=is_tiered, times=1)

    return make


def _late(api: ApiBench) -> Fault:
    return Fault.of(on=SENDING, processing_delay=api.patience.lateness, times=1)


def _refusal(number: int, status: int, title: str, why: str) -> Scenario:
    scenario_id = f"{GROUP}-{number:02}"
    return Scenario(
        id=scenario_id,
        title=f"{status} {title}",
        sent=f"Each try of a message is answered {status}, with Front's error.",
        right=_LEFT_AT_THAT,
        why=why,
        page=pages.ERRORS,
        play=on_demand(scenario_id, refused(status), lambda _: Fault.of(on=SENDING, status=status)),
        is_slow=True,
    )


SCENARIOS = (
    Scenario(
        id="FE-API-01",
        title="A plain message to Front",
        sent="Nothing special: a message is accepted and there.",
        right="Sends it once.",
        why="Without it nothing can be said about errors.",
        page=pages.RECEIVE,
        play=plain,
    ),
    _refusal(2, 400, "Bad request", "The same body will be refused again, for the same reason."),
    _refusal(3, 401, "Unauthenticated", "A token that was revoked does not come back by itself."),
    _refusal(4, 403, "Forbidden", "A scope is missing until somebody grants it."),
    _refusal(5, 404, "Not found", "The channel is gone, or the Incoming URL is a wrong one."),
    Scenario(
        id="FE-API-06",
        title="An answer that does not come",
        sent="The first try of a message hangs; Front has not taken it.",
        right=f"Gives up after a time limit of its own and tries again. {_ONCE}",
        why="Whatever waits behind a call that hangs waits as well.",
        page=pages.ERRORS,
        play=on_demand("FE-API-06", after_a_hang, _hanging()),
        is_slow=True,
    ),
    Scenario(
        id="FE-API-07",
        title="429 with Retry-After",
        sent="The first try of a message meets the company's rate limit.",
        right=f"Waits for at least the seconds of Retry-After, then tries again. {_ONCE}",
        why="50 to 200 requests a minute are all that a company has, whoever uses them.",
        page=pages.RATE_LIMITS,
        play=on_demand("FE-API-07", after_retry_after, _limited()),
        is_slow=True,
    ),
    Scenario(
        id="FE-API-08",
        title="429 of the burst tier",
        sent="The first try meets the limit of the channel: x-front-tier, while "
        "x-ratelimit-remaining is above 0.",
        right=f"Waits for at least the seconds of Retry-After, then tries again. {_ONCE}",
        why="A channel takes five messages a second, whatever is left of the minute.",
        page=pages.RATE_LIMITS,
        play=on_demand("FE-API-08", after_retry_after, _limited(is_tiered=True)),
        is_slow=True,
    ),
    Scenario(
        id="FE-API-09",
        title="500 Internal server error",
        sent="The first two tries of a message are answered 500; Front has not taken them.",
        right=f"Tries again after pauses that grow. {_ONCE}",
        why="Front has bad minutes, too; who wrote cannot know, and will not write again.",
        page=pages.ERRORS,
        play=on_demand(
            "FE-API-09", with_growing_pauses("errors of Front's"), _failing(times=_FAILURES)
        ),
        is_slow=True,
    ),
    Scenario(
        id="FE-API-10",
        title="A broken connection",
        sent="The connection is reset at the first two tries; Front has not taken them.",
        right=f"Tries again after pauses that grow. {_ONCE}",
        why="Networks break; no answer is not a no.",
        page=pages.ERRORS,
        play=on_demand(
            "FE-API-10",
            with_growing_pauses("broken connections"),
            _failing(is_reset=True, times=_FAILURES),
        ),
        is_slow=True,
    ),
    Scenario(
        id="FE-API-11",
        title="202, then a long 404",
        sent="A message is accepted, and its uid is not found for some seconds.",
        right="Asks again with patience until it is there, and does not send it again.",
        why="Front checks a message and creates it later; integrations have seen it take 11 s.",
        page=pages.MESSAGE,
        play=on_demand("FE-API-11", late, _late),
        is_slow=True,
    ),
    Scenario(
        id="FE-API-12",
        title="500 after the message was taken",
        sent="Front takes the message, and answers 500 all the same.",
        right="Either: to try again makes it twice, and to leave it would lose others.",
        why="Front recognises no message that is sent again.",
        page=pages.RECEIVE,
        play=on_demand(
            "FE-API-12", though_taken("an error of Front's"), _failing(takes_effect=True)
        ),
        is_slow=True,
    ),
    Scenario(
        id="FE-API-13",
        title="A connection that breaks after the message was taken",
        sent="Front takes the message, and the connection is reset before the answer.",
        right="Either: to try again makes it twice, and to leave it would lose others.",
        why="Front recognises no message that is sent again.",
        page=pages.RECEIVE,
        play=on_demand(
            "FE-API-13",
            though_taken("a broken connection"),
            _failing(is_reset=True, takes_effect=True),
        ),
        is_slow=True,
    ),
    Scenario(
        id="FE-API-14",
        title="An answer that does not come after the message was taken",
        sent="Front takes the message, and the answer hangs.",
        right="Either: to try again makes it twice, and to leave it would lose others.",
        why="Front recognises no message that is sent again.",
        page=pages.RECEIVE,
        play=on_demand(
            "FE-API-14",
            though_taken("an answer that does not come", hangs=True),
            _hanging(takes_effect=True),
        ),
        is_slow=True,
    ),
)
