"""Real messages, made as Front makes them, and POSTed to the integration under test."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from front_emulator import courier, transport
from front_emulator.account import Account
from front_emulator.contract.model import Exchange
from front_emulator.contract.target import Target, contact_type_of
from front_emulator.domain import sending
from front_emulator.domain.clock import wall_time
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import (
    ContactType,
    DeliveryRecord,
    External,
    Upload,
    WireRequest,
    WireResponse,
)
from front_emulator.handles import CustomChannel
from front_emulator.wire import applications, js_json, serializers, signing

if TYPE_CHECKING:
    from front_emulator.contract.api_bench import ApiBench
    from front_emulator.contract.ledger import Ledger

Json = dict[str, Any]
Send = Callable[[WireRequest, float], WireResponse]

__all__ = ["SIGNATURE", "TIMESTAMP", "Bench", "Json", "Letter", "Send", "Target", "with_header"]

SIGNATURE = signing.SIGNATURE_HEADER
TIMESTAMP = signing.TIMESTAMP_HEADER

_SECONDS_BETWEEN_MESSAGES = 1.137
_TRIES = 4
_START_LIMIT = 30.0
_LONGEST_PAUSE = 5.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of a teammate as Front would POST it: its bytes and their signature."""

    payload: Json
    body: bytes
    signature: str
    at: float
    """The moment that is signed with it, in Unix seconds."""


@dataclass(frozen=True)
class Bench:
    """Makes messages in an emulator whose clock is held, and POSTs them itself.

    `scenario_id` begins every text, so that a person sees in the integration what it was.
    """

    emulator: Account
    target: Target
    scenario_id: str = "front-emulator"
    api: "ApiBench | None" = None
    """Has the integration send messages, where something can make it."""
    ledger: "Ledger | None" = None
    """Keeps what is sent, where something can tell its effects."""
    _channels: dict[ContactType, CustomChannel] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.emulator.clock.freeze()

    def at(self, scenario_id: str, ledger: "Ledger | None" = None) -> "Bench":
        """This bench, with texts that name another scenario, and a ledger for it alone."""
        return replace(self, scenario_id=scenario_id, ledger=ledger)

    def phrase(self, words: str) -> str:
        """`words` as a text of the scenario."""
        return f"Contract {self.scenario_id}: {words}"

    def reply(
        self,
        text: str,
        *,
        to: Sequence[str] = (),
        cc: Sequence[str] = (),
        attachments: Iterable[Upload] = (),
    ) -> Letter:
        """A teammate answers the first of `to`, the target's recipient unless given.

        A text that is to name the scenario comes from `phrase`.
        """
        visitor = to[0] if to else self.target.recipient
        question = self.emulator.receive(
            self.phrase("is anybody there?"),
            sender=visitor,
            name="Contract",
            channel=self._channel_for(visitor),
        )
        outgoing = self._outgoing(text, to=to, cc=cc, attachments=attachments)
        company = self.emulator.company
        return self._letter(sending.reply(company, question.conversation_id, outgoing))

    def compose(self, text: str) -> Letter:
        """A teammate writes a new message to the target's recipient."""
        visitor = self.target.recipient
        channel = self._channel_for(visitor)
        outgoing = self._outgoing(text, to=(visitor,))
        return self._letter(sending.compose(self.emulator.company, channel.id, outgoing))

    def imported(self, text: str) -> bytes:
        """What tells an application that a message which it synced is in Front now."""
        emulator, visitor = self.emulator, self.target.recipient
        message = emulator.receive(text, sender=visitor, channel=self._channel_for(visitor))
        conversation = emulator.company.store.conversations[message.conversation_id]
        known_as = f"conversation-{conversation.id}"
        external = External(f"message-{message.id}", known_as)
        emulator.company.store.put_conversation(replace(conversation, external_ids=(known_as,)))
        told = applications.imported(
            emulator.company, emulator.url, replace(message, external=external)
        )
        return js_json.dumps(told)

    def letter(self, content: Json | bytes) -> Letter:
        """A message, or bytes as they are, as Front POSTs it now, with its right signature."""
        kind, at = self.target.kind, wall_time()
        payload = {} if isinstance(content, bytes) else content
        body = content if isinstance(content, bytes) else js_json.dumps(kind.wrapped(content))
        return Letter(payload, body, kind.signature(self.target.secret, body, at), at)

    def request(
        self,
        content: Letter | Json | bytes,
        *,
        signatures: Sequence[str] | None = None,
        content_type: str | None = None,
        method: str = "POST",
        at: float | None = None,
    ) -> WireRequest:
        """The request Front would make, or one with other signatures: none, one, several.

        `at` is the moment that is signed, in Unix seconds: now unless given.
        """
        letter = content if isinstance(content, Letter) else self.letter(content)
        request = courier.custom_channel_request(
            self.target.url,
            letter.body,
            api_secret=self.target.secret,
            user_agent=self.emulator.company.settings.user_agent,
            scheme=self.target.kind.scheme,
            at=wall_time() if at is None else at,
        )
        headers = request.headers
        if self.target.authorization is not None:
            own = ("Authorization", self.target.authorization)
            headers = (*headers[:2], own, *headers[2:])
        if signatures is not None:
            headers = with_header(headers, SIGNATURE, signatures)
        if content_type is not None:
            headers = with_header(headers, "Content-Type", (content_type,))
        return replace(request, method=method, headers=headers)

    def post(
        self,
        title: str,
        content: Letter | Json | bytes,
        *,
        signatures: Sequence[str] | None = None,
        content_type: str | None = None,
        method: str = "POST",
        at: float | None = None,
        changed: str | None = None,
    ) -> Exchange:
        """POST as a delivery would be; takes the options of `request` and `exchange`."""
        request = self.request(
            content, signatures=signatures, content_type=content_type, method=method, at=at
        )
        return self.exchange(title, request, changed=changed)

    def exchange(
        self,
        title: str,
        request: WireRequest,
        *,
        changed: str | None = None,
        send: Send | None = None,
    ) -> Exchange:
        """Put a request on the wire, again where the integration asks us to be slower.

        Scenarios come faster than teammates write: a right integration may say so.
        """
        for tried in range(1, _TRIES + 1):
            made = self.once(title, request, changed=changed, send=send)
            if made.outcome.error_type != "too_many_requests" or tried == _TRIES:
                break
            threading.Event().wait(_pause(made, tried))
        return made

    def once(
        self,
        title: str,
        request: WireRequest,
        *,
        changed: str | None = None,
        send: Send | None = None,
    ) -> Exchange:
        """Put a request on the wire one time, whatever the answer."""
        made = self._attempt(title, request, changed=changed, send=send)
        self._note((made,))
        return made

    def at_once(self, titled: Sequence[tuple[str, WireRequest]]) -> tuple[Exchange, ...]:
        """Put requests on the wire at the same instant."""
        together = threading.Barrier(len(titled))

        def send(each: tuple[str, WireRequest]) -> Exchange:
            together.wait(_START_LIMIT)
            return self._attempt(*each)

        with ThreadPoolExecutor(len(titled)) as pool:
            made = tuple(pool.map(send, titled))
        self._note(made)
        return made

    def swallowed(self, exchange: Exchange) -> bool:
        """Whether a right message was accepted and is known to have had no effect."""
        return self.ledger is not None and self.ledger.swallowed(exchange)

    def _note(self, made: Sequence[Exchange]) -> None:
        if self.ledger is not None:
            self.ledger.note(made)

    def _attempt(
        self,
        title: str,
        request: WireRequest,
        *,
        changed: str | None = None,
        send: Send | None = None,
    ) -> Exchange:
        limit = self.target.timeout
        put = send or _plainly
        made = courier.attempt(
            lambda: put(request, limit), limit, needs_type=self.target.kind.needs_type
        )
        failure = made.failure
        return Exchange(
            title=title,
            request=request,
            outcome=made.outcome,
            duration=made.duration,
            response=made.response,
            failure=None if failure is None else str(failure),
            timed_out=failure is not None and failure.timed_out,
            changed=changed,
            unreachable=failure is not None and failure.is_unreachable,
        )

    def _outgoing(
        self,
        text: str,
        *,
        to: Sequence[str],
        cc: Sequence[str] = (),
        attachments: Iterable[Upload] = (),
    ) -> OutgoingMessage:
        # A later message is later, although the clock is held.
        self.emulator.clock.advance(_SECONDS_BETWEEN_MESSAGES)
        return OutgoingMessage(
            body=text,
            to=tuple(to),
            cc=tuple(cc),
            author_id=self.emulator.teammates[0].id,
            attachments=tuple(attachments),
        )

    def _letter(self, record: DeliveryRecord) -> Letter:
        company = self.emulator.company
        # Taken back, so that nobody but the bench sends it; it stays a draft, as Front POSTs it.
        sending.undo(company, record.id)
        message = company.store.messages[record.message_id]
        return self.letter(serializers.message(company, self.emulator.url, message))

    def _channel_for(self, handle: str) -> CustomChannel:
        kind = contact_type_of(handle)
        if kind not in self._channels:
            channel = self.emulator.channel
            if channel.contact_type != kind:
                channel = self.emulator.create_channel(f"Contract ({kind})", contact_type=kind)
            channel.allow_new_messages = True
            self._channels[kind] = channel
        return self._channels[kind]


def with_header(
    headers: tuple[tuple[str, str], ...], name: str, values: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """`headers` with one of them replaced by none, one or several."""
    at = [known for known, _ in headers].index(name)
    return (*headers[:at], *((name, value) for value in values), *headers[at + 1 :])


def _plainly(request: WireRequest, timeout: float) -> WireResponse:
    return transport.send(request, timeout=timeout)


def _pause(exchange: Exchange, tried: int) -> float:
    response = exchange.response
    headers = {} if response is None else {n.lower(): v for n, v in response.headers}
    asked = headers.get("retry-after", "")
    seconds = float(asked) if asked.isdigit() else 0.25 * 2**tried
    return min(seconds, _LONGEST_PAUSE)
