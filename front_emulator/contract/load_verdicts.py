"""Judging what came of many messages, of slow lines and of broken ones, by pure functions."""

from collections.abc import Sequence

from front_emulator.contract import hints
from front_emulator.contract.answers import accepted, crashed, described, is_documented
from front_emulator.contract.model import Exchange, Finding, Verdict
from front_emulator.contract.verdicts import and_then_unwell, crash, finding, right_message


def every_one_answered(exchanges: Sequence[Exchange], what: str) -> Finding:
    """Messages at once: each accepted, or refused with too_many_requests."""
    lost = [each for each in exchanges if crashed(each)]
    if lost:
        said = f"Some of {what} got no proper answer: teammates cannot tell whether they arrived"
        return crash(lost, said, f"{hints.IN_PARALLEL} {hints.ANSWER_ALL}")
    refused = [each for each in exchanges if not accepted(each)]
    wrongly = [each for each in refused if each.outcome.error_type != "too_many_requests"]
    if wrongly:
        return finding(
            Verdict.FAIL, f"Some of {what} are refused.", tuple(wrongly), hints.ANSWER_ALL
        )
    bare = [each for each in refused if not is_documented(each)]
    if bare:
        said = f"Some of {what} are refused with {described(bare[0])}."
        return finding(Verdict.WARN, said, tuple(bare), hints.SHAPE)
    proof = tuple(refused[:1]) or tuple(exchanges[:1])
    return finding(Verdict.PASS, f"Each of {what} was answered.", proof)


def duplicates(exchanges: Sequence[Exchange], what: str) -> Finding:
    """One message several times: each answered, and none refused that was delivered."""
    if any(crashed(each) for each in exchanges):
        return every_one_answered(exchanges, what)
    refused = [
        each
        for each in exchanges
        if not accepted(each) and each.outcome.error_type != "too_many_requests"
    ]
    if len(refused) == len(exchanges):
        return finding(Verdict.FAIL, f"Each of {what} is refused.", tuple(refused), hints.ONCE)
    if refused:
        said = f"One of {what} is refused: a teammate sees a failure although it arrived."
        return finding(Verdict.WARN, said, tuple(refused), hints.ONCE)
    return finding(Verdict.PASS, f"Each of {what} was answered.", tuple(exchanges))


def in_time(exchanges: Sequence[Exchange], limit: float) -> Finding:
    """The time to answer: a warning from half of the limit on, a failure beyond it."""
    slowest = max(exchanges, key=lambda each: each.duration)
    if any(each.timed_out for each in exchanges) or slowest.duration > limit:
        said = "Answers come after Front's time limit: teammates see failures of what arrived."
        return finding(Verdict.FAIL, said, (slowest,), hints.QUICKLY)
    wrong = [each for each in exchanges if not accepted(each)]
    if wrong:
        return right_message(wrong[0], "One plain message of several")
    if slowest.duration > limit / 2:
        said = "Answers take more than half of Front's time limit: under load they come too late."
        return finding(Verdict.WARN, said, (slowest,), hints.QUICKLY)
    return finding(Verdict.PASS, "Answers come within half of Front's time limit.", (slowest,))


def unwell(found: Finding, after: Exchange) -> Finding:
    """The finding of something heavy, after which a right message is not accepted."""
    if found.verdict is Verdict.ERROR:
        return and_then_unwell(found, after)
    said = f"afterwards a right message is not accepted: {described(after)}"
    return crash((after, *found.exchanges), said, hints.STAY_WELL)


def dripped(exchange: Exchange, what: str) -> Finding:
    """A right message on a slow line: accepted, or at least called too slow."""
    if exchange.outcome.error_type == "request_timeout" and not crashed(exchange):
        said = f"{what} is refused as too slow."
        return finding(Verdict.WARN, said, (exchange,), hints.WHOLE_BODY)
    return right_message(exchange, what, hints.WHOLE_BODY)


def cut_off(exchange: Exchange, what: str) -> Finding:
    """Half a message: no answer and a refusal are both right."""
    response = exchange.response
    if response is not None and crashed(exchange):
        return crash((exchange,), f"{what} crashes the integration: {described(exchange)}")
    if response is not None and accepted(exchange):
        said = f"{what} was accepted: the other half is lost."
        return finding(Verdict.FAIL, said, (exchange,), hints.WHOLE_BODY)
    # An answer that nobody waits for says nothing of what teammates see.
    return finding(Verdict.PASS, f"{what} did no harm.", ())


def beside_a_stalled_one(exchange: Exchange, what: str) -> Finding:
    """A right message while another connection stands still."""
    if exchange.timed_out:
        said = f"{what} is not answered in time: one slow line holds up everybody."
        return finding(Verdict.WARN, said, (exchange,), hints.IN_PARALLEL)
    return right_message(exchange, what, hints.IN_PARALLEL)
