"""Whether an answer takes longer the more is stored."""

import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests

from front_emulator import FrontEmulator
from front_emulator.domain import receiving
from front_emulator.domain.receiving import IncomingMessage

_FEW, _MANY = 1_000, 100_000
_SAMPLES = 400


def measure() -> Iterator[str]:
    """Median latencies with many messages stored, over those with few."""
    with FrontEmulator() as small, FrontEmulator() as large:
        uids = {front: _filled(front, count) for front, count in ((small, _FEW), (large, _MANY))}
        for name in ("POST", "GET by uid", "newest page"):
            times = {front: list[float]() for front in (small, large)}
            sessions = {front: _session(front) for front in (small, large)}
            for _ in range(_SAMPLES):
                for front in (small, large):
                    times[front].append(_once(name, front, sessions[front], uids[front]))
            few, many = (statistics.median(times[front]) for front in (small, large))
            yield (
                f"{name:12} {few * 1000:6.2f} ms with {_FEW:,} messages, {many * 1000:6.2f} ms "
                f"with {_MANY:,}: ratio {many / few:4.2f}  (at most 1.2)"
            )


def _filled(front: FrontEmulator, count: int) -> str:
    """Messages of many visitors, each stored as the API would; the uid of one in the middle."""
    front.clock.freeze()
    uids = []
    for number in range(count):
        incoming = IncomingMessage(handle=f"visitor-{number % (count // 2)}", body=f"{number}")
        uids.append(receiving.accept(front.company, front.channel.id, incoming).uid)
    front.clock.advance(1)
    front.clock.resume()
    return uids[count // 2]


def _session(front: FrontEmulator) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers["Authorization"] = f"Bearer {front.api_token}"
    return session


def _once(name: str, front: FrontEmulator, session: requests.Session, uid: str) -> float:
    path = urlsplit(front.channel.incoming_url).path
    body = {"sender": {"handle": "leela"}, "body": "again"}
    started = time.perf_counter()
    if name == "POST":
        answer = session.post(front.url + path, json=body)
    elif name == "GET by uid":
        answer = session.get(f"{front.url}/messages/alt:uid:{uid}")
    else:
        answer = session.get(f"{front.url}/conversations?limit=50")
    answer.raise_for_status()
    return time.perf_counter() - started
