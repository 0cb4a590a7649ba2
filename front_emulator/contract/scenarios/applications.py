"""FE-APP: what only applications have to see to: timestamps, and the ids of their answers."""

from collections.abc import Callable
from dataclasses import replace

from front_emulator.contract import answer_ids, hints, plays, verdicts
from front_emulator.contract.answers import accepted
from front_emulator.contract.bench import TIMESTAMP, Bench, Letter, with_header
from front_emulator.contract.model import Exchange, Finding, Play, Scenario, Verdict
from front_emulator.contract.scenarios import pages
from front_emulator.domain.clock import wall_time
from front_emulator.wire import signing

Stamp = Callable[[float], str]
"""A timestamp, from the moment of sending in Unix seconds."""

_REFUSES = 'Refuses it with the type "authentication_required" or "forbidden".'
_LIMIT = 300
"""Seconds after which a request is to be refused."""
_SLACK = 1
_TRIES = 5
_AGE = "a message that somebody has seen can be sent again at any time"
_UNIT = "the age of messages is not checked, or in another unit than Front's"


def _stamped(bench: Bench, letter: Letter, what: str, stamp: str) -> Exchange:
    signature = signing.application_signature(bench.target.secret, stamp, letter.body)
    request = bench.request(letter, signatures=(signature,))
    headers = with_header(request.headers, TIMESTAMP, (stamp,) if stamp else ())
    return bench.exchange(what, replace(request, headers=headers), changed=TIMESTAMP)


def _refused(
    what: str, stamp: Stamp, meaning: str = _AGE, accepting: Verdict = Verdict.FAIL
) -> Play:
    def wrong(bench: Bench, letter: Letter) -> Exchange:
        return _stamped(bench, letter, what, stamp(wall_time()))

    return plays.paired(
        wrong,
        lambda exchange, target: verdicts.forged(
            exchange, target.secret, what, accepting=accepting, meaning=meaning, hint=hints.STAMP
        ),
    )


def _milliseconds(ago: float) -> Stamp:
    return lambda now: str(int((now - ago) * 1000))


def _nearly_too_old(bench: Bench) -> Finding:
    """A refusal counts only if the message cannot have got too old on its way."""
    what = "a message of 299 s ago"
    for _ in range(_TRIES):
        letter, now = plays.a_reply(bench), wall_time()
        request = bench.request(letter, at=now - _LIMIT + _SLACK)
        exchange = bench.once(what, request)
        if accepted(exchange) or wall_time() - now < _SLACK:
            return verdicts.right_message(exchange, what, hints.STAMP)
    said = f"Nothing can be said: {what} takes so long that it may be too old when it arrives."
    return Finding(Verdict.INCONCLUSIVE, said, (exchange,))


def _ahead(bench: Bench) -> Finding:
    """301 s ahead is less by the time it arrives: so far ahead that this does not matter."""
    return _refused(
        "a message from the future",
        _milliseconds(-_LIMIT - 1 - bench.target.timeout),
        accepting=Verdict.WARN,
    )(bench)


def _replayed(bench: Bench) -> Finding:
    request = bench.request(plays.a_reply(bench))
    first = bench.exchange("the message", request)
    if not accepted(first):
        return verdicts.inconclusive(first, "just before it")
    return answer_ids.of_a_replay(first, bench.exchange("the very same request", request))


def _ids(bench: Bench) -> Finding:
    return answer_ids.present(bench.post("a right message", plays.a_reply(bench)))


def _two_ids(bench: Bench) -> Finding:
    one = bench.post("a message", plays.a_reply(bench))
    other = bench.post("another message", plays.a_reply(bench))
    return answer_ids.of_two(one, other)


def _imported(bench: Bench) -> Finding:
    body = bench.imported(bench.phrase("a visitor wrote this, who must not get it back."))
    return answer_ids.of_an_import(bench.post("a message_imported", body, changed="type"))


def _scenario(
    number: int, title: str, sent: str, right: str, why: str, play: Play, page: str = pages.STAMPED
) -> Scenario:
    scenario_id = f"FE-APP-{number:02}"
    return Scenario(scenario_id, title, sent, right, why, page, play, kinds=("application",))


SCENARIOS = (
    _scenario(
        1,
        "No timestamp",
        "A message without X-Front-Request-Timestamp, signed as if it were empty.",
        _REFUSES,
        "Without a timestamp nobody knows how old a message is.",
        _refused("a message without a timestamp", lambda _: ""),
    ),
    _scenario(
        2,
        "A timestamp that is no number",
        "A message whose timestamp is the word yesterday, rightly signed.",
        _REFUSES,
        "What cannot be read as a number is a wrong timestamp, not a reason to crash.",
        _refused("a message whose timestamp is a word", lambda _: "yesterday"),
    ),
    _scenario(
        3,
        "Seconds for milliseconds",
        "A message whose timestamp is in seconds, rightly signed.",
        _REFUSES,
        "Front stamps in milliseconds; a time in seconds is one of 1970.",
        _refused("a message whose timestamp is in seconds", lambda now: str(int(now)), _UNIT),
    ),
    _scenario(
        4,
        "A message of 299 seconds ago",
        "A right message that was signed 299 seconds ago.",
        "Accepts it: Front's limit is five minutes.",
        "Clocks differ, and lines are slow at times.",
        _nearly_too_old,
    ),
    _scenario(
        5,
        "A message of 301 seconds ago",
        "A message that was rightly signed 301 seconds ago.",
        _REFUSES,
        "Whoever has seen a message can send it again, for as long as it is taken.",
        _refused("a message of 301 s ago", _milliseconds(_LIMIT + 1)),
    ),
    _scenario(
        6,
        "A message from the future",
        "A message signed for 301 seconds from when it arrives at the latest.",
        _REFUSES,
        "What is stamped with a later time can be sent again until long after it.",
        _ahead,
    ),
    _scenario(
        7,
        "The very same request again",
        "A message that was accepted, once more with the same timestamp and signature.",
        "Refuses it, or accepts it with the same ids and delivers nothing again.",
        "Within five minutes the age of a request does not tell that it is a second one.",
        _replayed,
    ),
    _scenario(
        8,
        "The ids of a success",
        "A plain right message.",
        "Answers with external_id and external_conversation_id.",
        "Front threads what follows by these ids.",
        _ids,
        pages.APPLICATION,
    ),
    _scenario(
        9,
        "An id for each message",
        "Two different messages.",
        "Answers each with an external_id of its own.",
        "The id is how the application names one message to Front later.",
        _two_ids,
        pages.APPLICATION,
    ),
    _scenario(
        10,
        "Told of what it synced",
        "A message_imported: a message that the application has synced is in Front.",
        "Answers 2xx, without ids, and sends nothing.",
        "Front tells of each message that comes in; who sends it on answers visitors with an echo.",
        _imported,
        pages.IMPORTED,
    ),
)
