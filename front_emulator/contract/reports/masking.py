"""Secrets out of a run, before anything shows it.

Known secrets go wherever they stand and however they are written; what looks like a secret by
its place or shape goes too: credentials in URLs and headers, tokens in queries and JSON,
signatures.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable
from typing import NewType

from front_emulator.contract.model import ErrorTypeRow, Exchange, Finding, Result, Run
from front_emulator.contract.reports.spellings import signatures_of, spellings_of
from front_emulator.contract.reports.text import one_line
from front_emulator.domain.entities import Outcome, WireRequest, WireResponse

MaskedRun = NewType("MaskedRun", Run)
"""A run that may be shown: no secrets in it, and no control characters outside of bodies."""

MASK = "***"

_NAMES = r"secret|token|passw(?:or)?d|api[_-]?key|authorization|signature|credential|cookie"
_SECRET_HEADER = re.compile(rf"{_NAMES}|session", re.IGNORECASE)
_SIGNATURE_HEADER = "x-front-signature"
_SHORT_SECRET = 8

_RULES = (
    re.compile(r"://(?P<secret>[^/?#\s]{1,2000})@"),
    re.compile(r"(?i:bearer|basic)\s{1,3}(?P<secret>(?=[^\s\"']*[0-9=])[^\s\"'<>,;]{8,})"),
    # name=value, as in a query or an environment
    re.compile(rf"(?i:{_NAMES}|jwt)[\w.-]{{0,30}}=(?P<secret>[^\s&#;,\"'<>]+)"),
    re.compile(r"[?&](?i:key|sig|auth|code|pwd|pass|access_key)=(?P<secret>[^\s&#\"'<>]+)"),
    # "name": "value"
    re.compile(
        rf"(?i:{_NAMES})[\w.-]{{0,30}}[\"']\s{{0,4}}[:=]>?\s{{0,4}}(?P<quote>[\"'])"
        r"(?P<secret>(?:\\.|(?!(?P=quote))[^\\])+)(?P=quote)",
        re.DOTALL,
    ),
    # the same inside a quoted string
    re.compile(
        rf"(?i:{_NAMES})[\w.-]{{0,30}}\\+[\"']\s{{0,4}}:\s{{0,4}}(?P<quote>\\+[\"'])"
        r"(?P<secret>.+?)(?P=quote)",
        re.DOTALL,
    ),
    # base64 and hexadecimal forms of an HMAC of SHA-1 or SHA-256
    re.compile(
        r"(?<![\w+/-])(?P<secret>(?=[\w+/-]{27}(?:[\w+/-]{16})?=)"
        r"(?=[\w+/-]{0,42}[A-Z])(?=[\w+/-]{0,42}[a-z])[\w+/-]{27,43}=)(?!=)",
        re.ASCII,
    ),
    re.compile(r"(?<![0-9A-Za-z])(?P<secret>[0-9a-fA-F]{40}(?:[0-9a-fA-F]{24})?)(?![0-9A-Za-z])"),
)


def masked(run: Run, secrets: Iterable[str] = ()) -> MaskedRun:
    """The run without the `secrets` and without what looks like one."""
    known = frozenset(filter(None, secrets))
    mask = Mask(known)
    return MaskedRun(
        dataclasses.replace(
            run,
            target=mask.text(run.target),
            seed=mask.text(run.seed),
            stopped_early=mask.optional(run.stopped_early),
            results=tuple(_result(result, known) for result in run.results),
            error_types=tuple(_row(row, mask) for row in run.error_types),
        )
    )


class Mask:
    """Masks `secrets`, `signatures` and what looks like either in the parts of a run.

    A secret of less than eight characters is masked where it stands as a word.
    """

    def __init__(self, secrets: Iterable[str], signatures: Iterable[str] = ()) -> None:
        secrets = tuple(secrets)
        words = {spelling for secret in secrets for spelling in spellings_of(secret)}
        longest_first = sorted(words.union(signatures), key=len, reverse=True)
        known = [*map(_as_pattern, longest_first), *filter(None, map(_beginnings, secrets))]
        self._rules = (re.compile(f"(?P<secret>{'|'.join(known)})"), *_RULES) if known else _RULES

    def text(self, text: str) -> str:
        """Text in one line, each secret as `***`."""
        return one_line(self._apply(text, lambda _: MASK))

    def optional(self, text: str | None) -> str | None:
        return None if text is None else self.text(text)

    def body(self, body: bytes) -> bytes:
        """A body of the same length: what is at byte 17 stays there."""
        text = body.decode("utf-8", "surrogateescape")
        return self._apply(text, _same_length).encode("utf-8", "surrogateescape")

    def header(self, name: str, value: str) -> tuple[str, str]:
        """A header; of a signature, its length stays."""
        if name.lower() == _SIGNATURE_HEADER and value:
            return name, f"{MASK} ({len(value)} characters)"
        if _SECRET_HEADER.search(name) and value:
            return name, MASK
        return one_line(name), self.text(value)

    def _apply(self, text: str, fill: Callable[[str], str]) -> str:
        for rule in self._rules:
            text = rule.sub(lambda match: _with_secret_filled(match, fill), text)
        return text


def _as_pattern(word: str) -> str:
    pattern = re.escape(word)
    return pattern if len(word) >= _SHORT_SECRET else rf"(?<![^\W_]){pattern}(?![^\W_])"


def _beginnings(secret: str) -> str:
    """A pattern of what is left of the secret where a text was cut in the middle of it."""
    lengths = range(len(secret) - 1, _SHORT_SECRET - 1, -1)
    beginnings = "|".join(re.escape(secret[:length]) for length in lengths)
    return rf"(?:{beginnings})(?=…|\.\.\.|\Z)" if beginnings else ""


def _same_length(secret: str) -> str:
    return "*" * len(secret.encode("utf-8", "surrogateescape"))


def _with_secret_filled(match: re.Match[str], fill: Callable[[str], str]) -> str:
    start, end = (at - match.start() for at in match.span("secret"))
    return match[0][:start] + fill(match["secret"]) + match[0][end:]


def _result(result: Result, secrets: frozenset[str]) -> Result:
    finding = result.finding
    signatures = [signatures_of(exchange, secrets) for exchange in finding.exchanges]
    mask = Mask(secrets, set[str]().union(*signatures))
    exchanges = tuple(
        _exchange(exchange, Mask(secrets, own))
        for exchange, own in zip(finding.exchanges, signatures, strict=True)
    )
    shown = Finding(
        finding.verdict, mask.text(finding.consequence), exchanges, mask.optional(finding.hint)
    )
    return dataclasses.replace(result, finding=shown)


def _exchange(exchange: Exchange, mask: Mask) -> Exchange:
    outcome = exchange.outcome
    return dataclasses.replace(
        exchange,
        title=mask.text(exchange.title),
        request=_request(exchange.request, mask),
        response=_response(exchange.response, mask),
        failure=mask.optional(exchange.failure),
        changed=mask.optional(exchange.changed),
        outcome=Outcome(
            mask.optional(outcome.error_type),
            mask.optional(outcome.reason),
            mask.optional(outcome.warning),
        ),
    )


def _request(request: WireRequest, mask: Mask) -> WireRequest:
    headers = tuple(mask.header(*header) for header in request.headers)
    return WireRequest(
        mask.text(request.method), mask.text(request.url), headers, mask.body(request.body)
    )


def _response(response: WireResponse | None, mask: Mask) -> WireResponse | None:
    if response is None:
        return None
    headers = tuple(mask.header(*header) for header in response.headers)
    return WireResponse(response.status, headers, mask.body(response.body))


def _row(row: ErrorTypeRow, mask: Mask) -> ErrorTypeRow:
    return dataclasses.replace(
        row,
        answer=mask.text(row.answer),
        sentence=mask.text(row.sentence),
        how=mask.optional(row.how),
    )
