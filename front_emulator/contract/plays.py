"""How scenarios are played: most differ only in the request and in how it is judged."""

from collections.abc import Callable, Sequence

from front_emulator.contract import load_verdicts, verdicts
from front_emulator.contract.answers import accepted
from front_emulator.contract.bench import Bench, Letter, Target
from front_emulator.contract.model import Exchange, Finding, Play

Wrong = Callable[[Bench, Letter], Exchange]
"""Sends something wrong made of a right message."""
Judge = Callable[[Exchange, Target], Finding]
Make = Callable[[Bench], Letter]


def a_reply(bench: Bench) -> Letter:
    """An ordinary message of a teammate."""
    return bench.reply(bench.phrase("your parcel has left, it should be there on Monday."))


def right(make: Make, judge: Callable[[Exchange], Finding]) -> Play:
    """One right message, and what came of it."""

    def play(bench: Bench) -> Finding:
        return judge(bench.post("a right message", make(bench)))

    return play


def paired(wrong: Wrong, judge: Judge, make: Make = a_reply) -> Play:
    """Something wrong between two right messages: a refusal counts only if both are accepted.

    The second is the very message the wrong one was made of.
    """

    def play(bench: Bench) -> Finding:
        before = right_before(bench)
        if not _arrived(bench, before):
            return verdicts.inconclusive(before, "just before it")
        letter = make(bench)
        exchange = wrong(bench, letter)
        return settled(bench, letter, exchange, judge(exchange, bench.target))

    return play


def settled(bench: Bench, letter: Letter, exchange: Exchange, finding: Finding) -> Finding:
    """The finding about something wrong, once the message it was made of came as it should."""
    if accepted(exchange):
        return finding
    after = bench.post("the same message, as it should be", letter)
    return finding if accepted(after) else verdicts.and_then_unwell(finding, after)


def between(
    send: Callable[[Bench], Sequence[Exchange]], judge: Callable[[Sequence[Exchange]], Finding]
) -> Play:
    """Something heavy between two right messages: the integration must be well afterwards."""

    def play(bench: Bench) -> Finding:
        before = right_before(bench)
        if not _arrived(bench, before):
            return verdicts.inconclusive(before, "just before it")
        finding = judge(send(bench))
        after = right_after(bench)
        return finding if accepted(after) else load_verdicts.unwell(finding, after)

    return play


def _arrived(bench: Bench, exchange: Exchange) -> bool:
    """Whether a right message was accepted and, as far as can be told, had its effect."""
    return accepted(exchange) and not bench.swallowed(exchange)


def right_before(bench: Bench) -> Exchange:
    """A right message that shows that the integration is well."""
    letter = bench.reply(bench.phrase("a right message first, to see that you are well."))
    return bench.post("a right message before", letter)


def right_after(bench: Bench) -> Exchange:
    """A right message that shows that the integration is still well."""
    letter = bench.reply(bench.phrase("a right message again, to see that you are still well."))
    return bench.post("a right message after", letter)
