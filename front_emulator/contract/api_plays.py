"""How FE-API scenarios are played: a message sent on demand, and what is done about the answer."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import quantiles

from front_emulator.contract import api_hints, api_verdicts, driving
from front_emulator.contract.api_bench import ApiBench, Attempt, Sending
from front_emulator.contract.bench import Bench
from front_emulator.contract.model import Exchange, Finding, Play, Verdict
from front_emulator.domain.entities import RequestRecord
from front_emulator.domain.fault import Fault

_TOLERANCE = 0.02
"""Seconds that timers of other programs may end early."""
_GROWTH = 1.15
_PATIENT_PAUSE = 0.2
"""Seconds between two looks by uid."""
_FIRST_LOOKS = 5
"""So many may follow each other quickly."""
_TRIES = 20
"""Beyond which no answer helps: something else is wrong."""

MakeFault = Callable[[ApiBench], Fault]
Judge = Callable[[ApiBench, Sending], Finding]


def on_demand(scenario_id: str, judge: Judge, *faults: MakeFault) -> Play:
    """A message sent on demand under these faults; nothing to say where none can be sent."""

    def play(bench: Bench) -> Finding:
        api = bench.api
        if api is None:
            return Finding(Verdict.NA, "Nothing makes the integration send.", hint=driving.HOW)
        control = api.control()
        if not control.is_right:
            return api_verdicts.inconclusive(control)
        with api.sending(scenario_id, *(make(api) for make in faults)) as sending:
            if not sending.came():
                return api_verdicts.not_sent(sending.drive.failure)
            return judge(api, sending)

    return play


def plain(bench: Bench) -> Finding:
    """A message that meets no fault."""
    api = bench.api
    if api is None:
        return Finding(Verdict.NA, "Nothing makes the integration send.", hint=driving.HOW)
    return api_verdicts.plain(api.control(), api.front.url)


def refused(status: int) -> Judge:
    """An answer that will not change: not to be asked for again."""

    def judge(api: ApiBench, sending: Sending) -> Finding:
        came_again = sending.wait(lambda: len(sending.attempts) > 1, api.patience.quiet)
        proof = _proof(api, sending)
        if came_again:
            is_blind = _is_same(*sending.attempts[:2])
            verdict = api_verdicts.blindly_retried if is_blind else api_verdicts.retried_otherwise
            return verdict(proof, status)
        sending.wait(lambda: sending.drive.is_over, api.patience.quiet)
        if sending.drive.sent:
            return api_verdicts.believed_sent(proof, status)
        return api_verdicts.gave_up_rightly(proof, status)

    return judge


def after_retry_after(api: ApiBench, sending: Sending) -> Finding:
    """A 429: to come back, and not too early."""
    asked = api.patience.retry_after
    if not sending.goes_on(more=asked):
        hint = api_hints.WAIT_AS_TOLD
        return api_verdicts.lost(_proof(api, sending), "a 429", hint)
    wrong = _unless_once(api, sending, "a 429")
    if wrong is not None:
        return wrong
    if _pauses(sending)[0] < asked - _TOLERANCE:
        return api_verdicts.came_early(_proof(api, sending))
    return api_verdicts.delivered(_proof(api, sending), "waited as told and sent it again")


def with_growing_pauses(after: str) -> Judge:
    """Several failures in a row, named `after`: to be tried again, more and more slowly."""

    def judge(api: ApiBench, sending: Sending) -> Finding:
        wrong = _unless_once(api, sending, after)
        if wrong is not None:
            return wrong
        first, *_, last = _pauses(sending)
        if last < first * _GROWTH:
            return api_verdicts.hammered(_proof(api, sending))
        did = "tried again after growing pauses"
        return api_verdicts.delivered(_proof(api, sending), did)

    return judge


def after_a_hang(api: ApiBench, sending: Sending) -> Finding:
    """An answer that never comes: to be given up by oneself, and tried again."""
    sending.wait(lambda: sending.attempts[0].answered_at is not None, api.patience.step)
    wrong = _unless_once(api, sending, "an answer that does not come")
    if wrong is not None:
        return wrong
    if _was_cut(api, sending):
        return api_verdicts.waited_for_ever(_proof(api, sending))
    return api_verdicts.delivered(_proof(api, sending), "gave up waiting and sent it again")


def though_taken(after: str, *, hangs: bool = False) -> Judge:
    """Front has the message: sending it again makes a second one, and that cannot be known."""

    def judge(api: ApiBench, sending: Sending) -> Finding:
        if hangs:
            sending.wait(lambda: sending.attempts[0].answered_at is not None, api.patience.step)
        if sending.wait(lambda: sending.copies > 1, api.patience.quiet):
            sending.comes_again()
        proof = _proof(api, sending)
        if sending.copies > 2:
            return api_verdicts.doubled(proof)
        if sending.copies > 1:
            return api_verdicts.unavoidably_doubled(proof, after)
        return api_verdicts.left_as_taken(proof)

    return judge


def late(api: ApiBench, sending: Sending) -> Finding:
    """The uid is 404 for long: to be asked for again, until it is there."""
    patience = api.patience

    def is_decided() -> bool:
        return sending.copies > 1 or any(look.status == 200 for look in sending.looks)

    has_begun = sending.wait(
        lambda: bool(sending.looks) or is_decided(), patience.lateness + patience.quiet
    )
    found = has_begun and sending.wait(is_decided, patience.lateness + patience.step)
    if found and sending.copies == 1:
        sending.comes_again()
    looks = sending.looks
    proof = (*_proof(api, sending), *_looked(api, sending))
    if sending.copies > 1:
        return api_verdicts.sent_again_on_404(proof)
    if not looks:
        return api_verdicts.never_looked(proof)
    if not found:
        return api_verdicts.stopped_looking(proof)
    if _is_impatient(looks):
        return api_verdicts.looked_too_often(proof)
    return api_verdicts.looked_patiently(proof)


def _is_impatient(looks: Sequence[RequestRecord]) -> bool:
    """Whether the pauses, from each answer to the next look, stay short to the end.

    Judged by pauses and not by how many looks there are: a slow machine gets fewer in. It makes
    some pauses longer and none shorter, so that the shorter ones tell.
    """
    if len(looks) <= _FIRST_LOOKS:
        return False
    pauses = [later.at - (later.duration or 0.0) - look.at for look, later in pairwise(looks)]
    lowest, *_ = quantiles(pauses[len(pauses) // 2 :], n=4, method="inclusive")
    return lowest < _PATIENT_PAUSE


def _unless_once(api: ApiBench, sending: Sending, after: str) -> Finding | None:
    """What is wrong unless the message is there in the end, and once."""
    while not sending.copies:
        if len(sending.attempts) > _TRIES or not sending.goes_on():
            return api_verdicts.lost(_proof(api, sending), after)
    if sending.copies > 1 or sending.comes_again():
        return api_verdicts.doubled(_proof(api, sending))
    return None


def _pauses(sending: Sending) -> list[float]:
    """Seconds from each answer to the next try."""
    attempts = sending.attempts
    return [
        later.began_at - (earlier.answered_at or later.began_at)
        for earlier, later in pairwise(attempts)
    ]


def _was_cut(api: ApiBench, sending: Sending) -> bool:
    """Whether the answer hung until the emulator closed the connection."""
    duration = sending.attempts[0].record.duration
    return duration is None or duration >= api.patience.step


def _is_same(first: Attempt, again: Attempt) -> bool:
    """Whether a request is made again with nothing mended in it."""
    said = [
        (each.record.path, each.record.body, dict(each.record.headers).get("Authorization"))
        for each in (first, again)
    ]
    return said[0] == said[1]


def _proof(api: ApiBench, sending: Sending) -> tuple[Exchange, ...]:
    return api_verdicts.exchanges(sending.attempts, api.front.url)


def _looked(api: ApiBench, sending: Sending) -> tuple[Exchange, ...]:
    return tuple(
        api_verdicts.exchange("the last look by uid", look, api.front.url)
        for look in sending.looks[-1:]
    )
