"""Whether an answer takes longer the more is stored."""

import statistics
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import requests

from benchmarks import application
from front_emulator import ApplicationChannel, CustomChannel, FrontEmulator
from front_emulator.domain import receiving
from front_emulator.domain.receiving import IncomingMessage

_FEW, _MANY = 1_000, 100_000
_SAMPLES = 400
_JSON = {"Content-Type": "application/json"}
_INCOMING = b'{"sender":{"handle":"leela"},"body":"again"}'

Ask = Callable[[requests.Session], requests.Response]


def measure() -> Iterator[str]:
    """Median latencies with many messages stored, over those with few."""
    yield from _custom_channel()
    yield from _application_channel()


def _custom_channel() -> Iterator[str]:
    with FrontEmulator() as small, FrontEmulator() as large:
        asks = []
        for front, count in ((small, _FEW), (large, _MANY)):
            uid = _filled(front, front.channel, count)
            incoming = front.url + urlsplit(front.channel.incoming_url).path
            asks.append(
                {
                    "POST": _posts(incoming, _INCOMING, front.api_token),
                    "GET by uid": _gets(f"{front.url}/messages/alt:uid:{uid}", front.api_token),
                    "newest page": _gets(f"{front.url}/conversations?limit=50", front.api_token),
                }
            )
        yield from _compared(*asks)


def _application_channel() -> Iterator[str]:
    with (
        FrontEmulator() as small,
        FrontEmulator() as large,
        application.connected(small) as one,
        application.connected(large) as other,
    ):
        uids = _filled(small, one, _FEW), _filled(large, other, _MANY)
        asks = []
        for front, channel, uid in zip((small, large), (one, other), uids, strict=True):
            token = channel.token(lifetime=25)
            asks.append(
                {
                    "POST inbound": _posts(channel.inbound_url, application.INBOUND, token),
                    "GET of it": _gets(f"{front.url}/messages/alt:uid:{uid}", token),
                }
            )
        yield from _compared(*asks)


def _filled(front: FrontEmulator, channel: CustomChannel | ApplicationChannel, count: int) -> str:
    """Messages of many visitors, each stored as the API would; the uid of one in the middle."""
    front.clock.freeze()
    uids = []
    for number in range(count):
        incoming = IncomingMessage(handle=f"visitor-{number % (count // 2)}", body=f"{number}")
        uids.append(receiving.accept(front.company, channel.id, incoming).uid)
    front.clock.advance(1)
    front.clock.resume()
    return uids[count // 2]


def _posts(url: str, body: bytes, token: str) -> Ask:
    headers = {"Authorization": f"Bearer {token}", **_JSON}
    return lambda session: session.post(url, data=body, headers=headers)


def _gets(url: str, token: str) -> Ask:
    return lambda session: session.get(url, headers={"Authorization": f"Bearer {token}"})


def _compared(small: dict[str, Ask], large: dict[str, Ask]) -> Iterator[str]:
    """Both are asked in turn, so that a slow moment of the machine hits both."""
    with requests.Session() as session:
        session.trust_env = False
        for name, ask_small in small.items():
            ask_large = large[name]
            times = [
                (_once(session, ask_small), _once(session, ask_large)) for _ in range(_SAMPLES)
            ]
            few, many = map(statistics.median, zip(*times, strict=True))
            yield (
                f"{name:12} {few * 1000:6.2f} ms with {_FEW:,} messages, {many * 1000:6.2f} ms "
                f"with {_MANY:,}: ratio {many / few:4.2f}  (at most 1.2)"
            )


def _once(session: requests.Session, ask: Ask) -> float:
    started = time.perf_counter()
    ask(session).raise_for_status()
    return time.perf_counter() - started
