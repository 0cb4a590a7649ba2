"""What moving the clock through a busy day costs."""

import statistics
import time
from collections.abc import Iterator

from front_emulator import FrontEmulator, FrontServer
from front_emulator.domain import receiving

_DAY = 86_400.0
_MESSAGES = 10_000
_ROUNDS = 3


def measure() -> Iterator[str]:
    """The median, in seconds."""
    with FrontServer() as server:
        times = [_advance(server, number) for number in range(_ROUNDS)]
    yield f"advance, {_MESSAGES:,} messages {statistics.median(times):6.2f} s  (under 5)"


def _advance(server: FrontServer, number: int) -> float:
    with FrontEmulator(server=server, seed=number) as front:
        front.clock.freeze()
        for each in range(_MESSAGES):
            incoming = receiving.IncomingMessage(handle=f"visitor {each % 100}", body="Hi")
            delay = _DAY * each / _MESSAGES
            receiving.accept(front.company, front.channel.id, incoming, delay=delay)
        started = time.perf_counter()
        front.clock.advance(_DAY)
        return time.perf_counter() - started
