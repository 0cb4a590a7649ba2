"""What a fault of the account does to a delivery on its way out.

The courier asks `meet` when a delivery is ready to leave, sends it `through` what it met, and
tells `let_pass` of each one that ended.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from front_emulator import transport
from front_emulator.domain import magic_values, sending
from front_emulator.domain.company import Company
from front_emulator.domain.entities import DeliveryRecord, Outcome, WireRequest, WireResponse
from front_emulator.domain.fault_effects import DeliveryEffect
from front_emulator.domain.faults import Firing
from front_emulator.wire import js_json, outcomes

Send = Callable[[], WireResponse]

_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"(?P<is_key>:?)')
_LETTER = re.compile(rb"\\(?:u[0-9a-fA-F]{4}|.)|(?P<letter>[A-Za-z])")
_SIGNATURE = "x-front-signature"


@dataclass(slots=True)
class Met:
    """A delivery as it leaves, and what the journal says of it."""

    request: WireRequest
    effect: DeliveryEffect | None = None
    note: str | None = None
    outcome: Outcome | None = None
    """How it ended without being sent."""

    def through(self, send: Send) -> WireResponse:
        """What Front gets to see of sending it. Raises `NoAnswer` as `transport.send` does."""
        match self.effect:
            case DeliveryEffect(delivery="drop", takes_effect=arrives):
                if arrives:
                    send()
                raise transport.NoAnswer("the answer was lost", timed_out=True)
            case DeliveryEffect(delivery="duplicate"):
                return self._twice(send)
        return send()

    def _twice(self, send: Send) -> WireResponse:
        first = send()
        try:
            copy = f"answered {send().status}"
        except transport.NoAnswer as failure:
            copy = f"not answered ({failure})"
        self.note = f"{self.note}; the copy was {copy}"
        return first


def meet(company: Company, record: DeliveryRecord, request: WireRequest) -> Met | None:
    """What a delivery runs into; None where it is to wait, and was put back into the schedule.

    The company's lock must be held. A delivery that has waited is held up no more.
    """
    if record.fault is not None:
        return Met(request, note=record.fault)
    asked = magic_values.of_send(company.settings, company.store.messages[record.message_id])
    if asked is not None:
        value, error_type = asked
        effect = DeliveryEffect(delivery="fail", error=error_type, message=f"Magic value {value}")
        return Met(request, effect, f"magic value {value}: {_told(effect)}", _failure(effect))
    if not company.faults.active:
        return Met(request)
    firing = company.faults.take_delivery(
        record.channel_id,
        record.conversation_id,
        request.body,
        passes=record.conversation_id in company.store.overtaken,
    )
    if firing is None:
        return Met(request)
    effect = firing.effect
    note = f"{firing.name}: {_told(effect)}"
    if effect.delivery in ("delay", "reorder"):
        if effect.delivery == "reorder":
            company.store.overtaken[record.conversation_id] = record.id
        sending.put_back(company, record, effect.delay, note)
        return None
    if effect.delivery == "fail":
        return Met(request, effect, note, _failure(effect))
    return Met(_altered(company, firing, request), effect, note)


def let_pass(company: Company, record: DeliveryRecord) -> None:
    """Have the delivery leave that waited for this one. The company's lock must be held."""
    waiting = company.store.overtaken.get(record.conversation_id)
    if waiting is None:
        return
    del company.store.overtaken[record.conversation_id]
    held = company.deliveries.get(waiting)
    if held is not None and waiting != record.id and company.schedule.cancel(waiting):
        sending.put_back(company, held, 0.0, held.fault or "")


def _told(effect: DeliveryEffect) -> str:
    match effect.delivery:
        case "delay":
            return f"delayed by {effect.delay:g} s"
        case "reorder":
            return f"after the next of its conversation, or {effect.delay:g} s later"
        case "duplicate":
            return "sent twice, the first answer counts"
        case "drop":
            return "its answer was lost" if effect.takes_effect else "lost on the way"
        case "tamper":
            return "one letter of the body changed after signing"
        case "wrong_signature":
            return "a wrong signature"
        case "fail":
            return f"failed as {effect.error} without being sent"


def _altered(company: Company, firing: Firing[DeliveryEffect], request: WireRequest) -> WireRequest:
    if firing.effect.delivery == "tamper":
        draw = company.ids.fraction("tamper")
        return replace(request, body=_with_one_letter_changed(request.body, draw))
    if firing.effect.delivery == "wrong_signature":
        headers = tuple((name, _wrong(name, value)) for name, value in request.headers)
        return replace(request, headers=headers)
    return request


def _with_one_letter_changed(body: bytes, draw: float) -> bytes:
    """The case of one letter within a text, so that it is JSON of the same shape as before."""
    places = [
        text.start() + letter.start()
        for text in _TEXT.finditer(body)
        if not text["is_key"]
        for letter in _LETTER.finditer(text[0])
        if letter["letter"]
    ]
    at = places[int(draw * len(places))]
    return body[:at] + bytes([body[at] ^ 0x20]) + body[at + 1 :]


def _wrong(name: str, value: str) -> str:
    """A signature of the right form that is nobody's; other headers as they are."""
    if name.lower() != _SIGNATURE:
        return value
    return base64.b64encode(bytes(byte ^ 0xFF for byte in base64.b64decode(value))).decode()


def _failure(effect: DeliveryEffect) -> Outcome:
    """What Front makes of an integration that answers so."""
    body = {"type": effect.error} | ({} if effect.message is None else {"message": effect.message})
    return outcomes.of_answer(200, js_json.dumps(body))
