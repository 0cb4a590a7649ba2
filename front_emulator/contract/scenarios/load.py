"""FE-LOD: many at once, the same twice, and out of order; none lost, none crashed."""

from collections.abc import Callable, Sequence

from front_emulator.contract import hints, load_verdicts, plays, verdicts
from front_emulator.contract.answers import accepted
from front_emulator.contract.bench import Bench
from front_emulator.contract.model import Exchange, Finding, Scenario
from front_emulator.contract.scenarios import pages

Judge = Callable[[Sequence[Exchange]], Finding]

_ANSWERED = "Answers each: accepted, or too_many_requests."


def _burst(bench: Bench) -> Sequence[Exchange]:
    numbers = range(1, bench.target.burst + 1)
    letters = [bench.reply(bench.phrase(f"message {n} of many at once.")) for n in numbers]
    return bench.at_once(
        [(f"message {n}", bench.request(each)) for n, each in zip(numbers, letters, strict=True)]
    )


def _judge_burst(exchanges: Sequence[Exchange]) -> Finding:
    what = f"{len(exchanges)} messages at once"
    return load_verdicts.every_one_answered(exchanges, what)


def _twice_at_once(bench: Bench) -> Sequence[Exchange]:
    request = bench.request(plays.a_reply(bench))
    return bench.at_once([("the message", request), ("the same at the same instant", request)])


def _twice_in_turn(bench: Bench) -> Sequence[Exchange]:
    letter = plays.a_reply(bench)
    return bench.post("the message", letter), bench.post("the same once more", letter)


def _after_a_failure(bench: Bench) -> Sequence[Exchange]:
    letter = plays.a_reply(bench)
    again = bench.letter({**letter.payload, "error_type": "webhook_error"})
    return (bench.post("a message that failed before", again),)


def _out_of_order(bench: Bench) -> Sequence[Exchange]:
    first = bench.reply(bench.phrase("this was written first and comes second."))
    second = bench.reply(bench.phrase("this was written second and comes first."))
    return bench.post("the later message", second), bench.post("the earlier message", first)


def _all_accepted(what: str, hint: str) -> Judge:
    def judge(exchanges: Sequence[Exchange]) -> Finding:
        wrong = [each for each in exchanges if not accepted(each)]
        return verdicts.right_message((wrong or exchanges)[0], what, hint)

    return judge


SCENARIOS = (
    Scenario(
        id="FE-LOD-01",
        title="Many at once",
        sent="A burst of different messages at the same instant (20, unless set).",
        right=_ANSWERED,
        why="A rule or an announcement sends to many conversations at once.",
        page=pages.CUSTOM_CHANNEL,
        play=plays.between(
            _burst,
            _judge_burst,
        ),
    ),
    Scenario(
        id="FE-LOD-02",
        title="The same message twice at the same instant",
        sent="One message twice on two connections, at the same instant.",
        right=f"{_ANSWERED} It delivers the message once.",
        why="Two deliveries of one id can run into each other; both must be answered.",
        page=pages.CUSTOM_CHANNEL,
        play=plays.between(
            _twice_at_once,
            lambda both: load_verdicts.duplicates(both, "two copies of a message at once"),
        ),
    ),
    Scenario(
        id="FE-LOD-03",
        title="The same message again after success",
        sent="A message that was accepted, once more with the same id.",
        right="Accepts it again, and delivers nothing again.",
        why="When an answer gets lost, a teammate sees a failure and re-sends what arrived.",
        page=pages.CUSTOM_CHANNEL,
        play=plays.between(
            _twice_in_turn, lambda both: load_verdicts.duplicates(both, "two copies of a message")
        ),
    ),
    Scenario(
        id="FE-LOD-04",
        title="A message that failed before",
        sent='A message as it is re-sent: error_type is "webhook_error", still a draft.',
        right="Accepts it like any other.",
        why="Re-sent messages keep their id and carry the error of the last try.",
        page=pages.CUSTOM_CHANNEL,
        play=plays.between(
            _after_a_failure, _all_accepted("a message sent again", hints.FAILED_BEFORE)
        ),
    ),
    Scenario(
        id="FE-LOD-05",
        title="Out of order",
        sent="Two replies in one conversation, the later one first.",
        right="Accepts both.",
        why="A re-sent message comes after those written later.",
        page=pages.CUSTOM_CHANNEL,
        play=plays.between(_out_of_order, _all_accepted("a message out of order", hints.ANY_ORDER)),
    ),
)
