"""Ids, tokens and draws that depend on nothing but the company's seed and a counter."""

import base64
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Mapping

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONG_IDS = frozenset({"msg", "cnv", "crd", "fil", "evt", "dlv", "req"})


def base36(number: int) -> str:
    """`number` in base 36, as Front writes the numbers of its ids.

    Front page: dev.frontapp.com/docs/resource-aliases-1
    """
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


class Ids:
    """Makes every id of one company: the n-th id of a kind follows from (seed, kind, n)."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self._counters: Counter[str] = Counter()
        self._starts: dict[str, int] = {}

    @property
    def counts(self) -> dict[str, int]:
        """How many ids and draws of each kind there were."""
        return dict(self._counters)

    def go_on_from(self, counts: Mapping[str, int]) -> None:
        """Never make again what was made before these `counts` were reached."""
        self._counters |= Counter(counts)

    def next(self, kind: str) -> str:
        """The next id of a kind, such as `msg_huqqdjb`."""
        return f"{kind}_{base36(self._start(kind) + self._count(kind))}"

    def message_uid(self) -> str:
        """32 hexadecimal digits, as in the answer to an accepted message."""
        return self._digest("uid", self._count("uid"))[:32]

    def address(self) -> str:
        """A custom channel's address: 16 hexadecimal digits."""
        return self._digest("address", self._count("address"))[:16]

    def draft_version(self, at: float) -> str:
        """A draft's `version`: hex, a number, milliseconds, hex."""
        digest = self._digest("version", self._count("version"))
        number = self._start("version") % 900_000 + 100_000
        return f"{digest[:32]}-{number}-{int(at * 1000)}-{digest[32:36]}"

    def secret(self, purpose: str) -> str:
        """32 hexadecimal digits that belong to `purpose`."""
        return self._digest("secret", purpose)[:32]

    def fraction(self, purpose: str) -> float:
        """The next draw for `purpose`, in [0, 1)."""
        return int(self._digest(purpose, self._count(purpose))[:13], 16) / 16**13

    def draw(self, purpose: str) -> int:
        """The next 64-bit number for `purpose`, to seed another generator."""
        return int(self._digest(purpose, self._count(purpose))[:16], 16)

    def ordinal(self, kind: str) -> int:
        """The next whole number for a kind that Front numbers from 1."""
        return self._count(kind) + 1

    def number(self, purpose: str) -> int:
        """A fixed 64-bit number for `purpose`, to seed another generator."""
        return int(self._digest("number", purpose)[:16], 16)

    def _start(self, kind: str) -> int:
        if kind not in self._starts:
            floor = 36 ** (6 if kind in _LONG_IDS else 4)
            self._starts[kind] = floor + int(self._digest("start", kind)[:16], 16) % (34 * floor)
        return self._starts[kind]

    def _count(self, kind: str) -> int:
        number = self._counters[kind]
        self._counters[kind] = number + 1
        return number

    def _digest(self, kind: str, detail: object) -> str:
        return hashlib.sha256(f"{self.seed}\x1f{kind}\x1f{detail}".encode()).hexdigest()


def api_token(company_slug: str, key: str) -> str:
    """An API token like Front's: a signed JWT that names the company and its scopes."""
    claims = {"scopes": ["*"], "iat": 1600000000, "iss": "front", "sub": company_slug, "jti": key}
    signed = f"{_segment({'typ': 'JWT', 'alg': 'HS256'})}.{_segment(claims)}"
    signature = hmac.digest(key.encode(), signed.encode(), "sha256")
    return f"{signed}.{_base64url(signature)}"


def _segment(value: object) -> str:
    return _base64url(json.dumps(value, separators=(",", ":")).encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
