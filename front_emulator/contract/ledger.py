"""The messages of one scenario, how they were answered and what effects they had."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from front_emulator.contract import effect_verdicts
from front_emulator.contract.answers import accepted, crashed
from front_emulator.contract.effects import Json, Watch
from front_emulator.contract.kind import CUSTOM, Kind
from front_emulator.contract.model import Exchange, Finding, Verdict

_OVERRULED = (Verdict.PASS, Verdict.WARN, Verdict.INFO, Verdict.INCONCLUSIVE)


@dataclass(slots=True)
class _Entry:
    """One message; what it says is what was sent of it last."""

    message: Json = field(default_factory=dict)
    recipients: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    took_effect_though_refused: bool = False
    count: int | None = None

    @property
    def most(self) -> int:
        """How often it may take effect: once, or once for each recipient."""
        return max(self.recipients, 1)

    @property
    def deliveries(self) -> list[Exchange]:
        """The exchanges that should have delivered it: right ones that were accepted."""
        return [each for each in self.exchanges if accepted(each) and not each.changed]

    @property
    def may_have_arrived(self) -> bool:
        return any(accepted(each) or each.response is None for each in self.exchanges)


class Ledger:
    """Keeps what a scenario sends, and judges it by its effects.

    Whether a refused message took effect is asked before the next is sent: it may be the same
    one, as it should be.
    """

    def __init__(self, watch: Watch, scenario_id: str, kind: Kind = CUSTOM) -> None:
        self._kind = kind
        self._watch = watch
        self._scenario_id = scenario_id
        self._entries: dict[str, _Entry] = {}

    def note(self, exchanges: Sequence[Exchange]) -> None:
        """Keep what was sent, of which several may have gone at once."""
        kept = [(entry, each) for each in exchanges if (entry := self._entry(each)) is not None]
        for entry, exchange in kept:
            entry.exchanges.append(exchange)
            entry.count = None
        for entry, exchange in kept:
            if not accepted(exchange) and not crashed(exchange):
                self._check_refused(entry)

    def swallowed(self, exchange: Exchange) -> bool:
        """Whether a right message was accepted and had no effect."""
        entry = self._entry(exchange)
        return entry is not None and bool(entry.deliveries) and self._count(entry) == 0

    def judged(self, found: Finding) -> Finding:
        """The finding by answers, unless effects tell of something worse."""
        if found.verdict not in _OVERRULED:
            return found
        for entry in self._entries.values():
            if entry.took_effect_though_refused:
                return effect_verdicts.took_effect_though_refused(entry.exchanges)
        if found.verdict is Verdict.INCONCLUSIVE:
            return found
        wrong = (self._judged(entry) for entry in self._entries.values())
        return next((each for each in wrong if each is not None), found)

    def _judged(self, entry: _Entry) -> Finding | None:
        if not entry.deliveries:
            return None
        count = self._count(entry)
        if not count and len(entry.deliveries) < len(entry.exchanges):
            return effect_verdicts.kept_from_arriving(entry.exchanges)
        if not count:
            return effect_verdicts.swallowed(entry.deliveries)
        return effect_verdicts.doubled(entry.exchanges) if count > entry.most else None

    def _count(self, entry: _Entry) -> int:
        if entry.count is None:
            entry.count = self._watch.expected(entry.message)
            if entry.count and len(entry.exchanges) > 1:
                entry.count = self._watch.final(entry.message)
        return entry.count

    def _check_refused(self, entry: _Entry) -> None:
        # One of several recipients may be unknown, and the others have it all the same.
        if entry.most > 1 or entry.may_have_arrived:
            return
        if self._watch.final(entry.message):
            entry.took_effect_though_refused = True

    def _entry(self, exchange: Exchange) -> _Entry | None:
        """The entry of the message that is sent; None where the body names none."""
        payload = self._kind.opened(_payload(exchange.request.body))
        message_id = payload.get("id")
        if not isinstance(message_id, str) or "\0" in message_id:
            return None
        entry = self._entries.setdefault(message_id, _Entry())
        recipients = _recipients(payload)
        entry.recipients = len(recipients)
        entry.message = {
            "scenario": self._scenario_id,
            "id": message_id,
            "uid": _text(payload.get("message_uid")),
            "text": _text(payload.get("text")),
            "recipient": recipients[0] if recipients else None,
        }
        return entry


def _payload(body: bytes) -> dict[str, Any]:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}


def _recipients(payload: dict[str, Any]) -> list[str]:
    each = payload.get("recipients")
    found = [entry for entry in each if isinstance(entry, dict)] if isinstance(each, list) else []
    handles = [entry.get("handle") for entry in found if entry.get("role") != "from"]
    return [handle for handle in handles if isinstance(handle, str)]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
