"""FE-TIM: time to answer, slow and broken lines, and the integration still well afterwards."""

from collections.abc import Callable, Sequence

from front_emulator import transport
from front_emulator.contract import load_verdicts, plays, raw
from front_emulator.contract.bench import Bench
from front_emulator.contract.model import Exchange, Finding, Play, Scenario
from front_emulator.contract.scenarios import pages
from front_emulator.domain.entities import WireRequest, WireResponse

_MESSAGES = 5
_PIECES = 8


def _times(bench: Bench) -> Finding:
    numbers = range(1, _MESSAGES + 1)
    letters = [bench.reply(bench.phrase(f"message {n} of {_MESSAGES}, timed.")) for n in numbers]
    exchanges = [bench.post("a right message, timed", letter) for letter in letters]
    return load_verdicts.in_time(exchanges, bench.target.timeout)


def _dripped(bench: Bench) -> Sequence[Exchange]:
    def send(request: WireRequest, timeout: float) -> WireResponse:
        return raw.drip(request, timeout, seconds=timeout / 2, pieces=_PIECES)

    request = bench.request(plays.a_reply(bench))
    return (bench.exchange("a right message in slow drips", request, send=send),)


def _cut_off(bench: Bench) -> Sequence[Exchange]:
    request = bench.request(plays.a_reply(bench))
    changed = "the second half, never sent"
    return (bench.once("half a message", request, changed=changed, send=raw.cut_off),)


def _hung_up(bench: Bench) -> Sequence[Exchange]:
    request = bench.request(plays.a_reply(bench))
    changed = "the connection, closed before the answer"
    return (bench.once("nobody waits", request, changed=changed, send=raw.hang_up),)


def _beside_a_stalled_one(bench: Bench) -> Sequence[Exchange]:
    half = bench.request(bench.reply(bench.phrase("half of this comes, and no more.")))

    def send(request: WireRequest, timeout: float) -> WireResponse:
        with raw.stalled(half, timeout):
            return transport.send(request, timeout=timeout)

    request = bench.request(plays.a_reply(bench))
    return (bench.exchange("a right message meanwhile", request, send=send),)


def _between(
    send: Callable[[Bench], Sequence[Exchange]],
    judge: Callable[[Exchange, str], Finding],
    what: str,
) -> Play:
    return plays.between(send, lambda exchanges: judge(exchanges[0], what))


def _scenario(
    number: int, title: str, sent: str, right: str, why: str, play: Play, *, is_slow: bool = False
) -> Scenario:
    page = pages.CUSTOM_CHANNEL
    return Scenario(f"FE-TIM-{number:02}", title, sent, right, why, page, play, is_slow)


SCENARIOS = (
    _scenario(
        1,
        "Time to answer",
        f"Plain right messages, {_MESSAGES} of them, one after another.",
        "Answers within half of Front's time limit.",
        "After the limit (7 s) a teammate sees a failure, whatever the answer says.",
        _times,
    ),
    _scenario(
        2,
        "Slow drips",
        "A right message whose body takes half of the time limit to arrive.",
        "Waits for the whole body and accepts it.",
        "Lines are slow at times; a body comes in as many pieces as it likes.",
        _between(_dripped, load_verdicts.dripped, "a message in slow drips"),
        is_slow=True,
    ),
    _scenario(
        3,
        "Cut off halfway",
        "Half of a body, and then the end of the connection.",
        "Drops it, and is well afterwards.",
        "Connections break; half a message is none.",
        _between(_cut_off, load_verdicts.cut_off, "half a message"),
    ),
    _scenario(
        4,
        "Beside a stalled one",
        "A right message while another connection has sent half a body and stands still.",
        "Answers as always.",
        "One broken line must not hold up the messages of everybody.",
        _between(
            _beside_a_stalled_one,
            load_verdicts.beside_a_stalled_one,
            "a message beside a stalled one",
        ),
    ),
    _scenario(
        5,
        "Nobody waits for the answer",
        "A right message whose connection is closed before the answer.",
        "Is well afterwards.",
        "After its time limit Front hangs up; writing the answer then fails.",
        _between(_hung_up, load_verdicts.cut_off, "a message nobody waits for"),
    ),
)
