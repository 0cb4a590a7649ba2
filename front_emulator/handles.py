"""Live views of an account's parts: they show what is, whenever they are read."""

import math
from collections.abc import Callable
from typing import Any

from front_emulator.courier import Courier
from front_emulator.domain import channels
from front_emulator.domain.channels import merged
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    Channel,
    ChannelSettings,
    DeliveryRecord,
    Message,
    WireRequest,
    WireResponse,
)
from front_emulator.domain.errors import DeliveryPending, InvalidSetting, NotFound
from front_emulator.domain.sending import known_delivery
from front_emulator.domain.urls import check_url
from front_emulator.timekeeper import run_next


class CustomChannel:
    """A custom channel and its settings; assigning one takes effect at once.

    Front page: dev.frontapp.com/docs/creating-a-custom-channel
    """

    def __init__(self, company: Company, channel_id: str, base_url: Callable[[], str]) -> None:
        self._company = company
        self._base_url = base_url
        self.id = channel_id

    def __repr__(self) -> str:
        return f"<CustomChannel {self.id} {self._channel.name!r} → {self.outgoing_url}>"

    @property
    def _channel(self) -> Channel:
        return self._company.store.channels[self.id]

    @property
    def name(self) -> str:
        return self._channel.name

    @property
    def address(self) -> str:
        return self._channel.address

    @property
    def settings(self) -> ChannelSettings:
        return self._channel.settings

    @property
    def incoming_url(self) -> str:
        """Where the integration POSTs what it receives."""
        return f"{self._base_url()}/channels/{self.id}/incoming_messages"

    @property
    def outgoing_url(self) -> str | None:
        """Where Front POSTs what teammates send."""
        return self.settings.webhook_url

    @outgoing_url.setter
    def outgoing_url(self, url: str | None) -> None:
        if url:
            check_url("outgoing_url", url)
        self._set(webhook_url=url)

    @property
    def undo_send_time(self) -> int:
        """Seconds a message can be taken back before it leaves: 0, 5, 10, 15, 30 or 60."""
        return self.settings.undo_send_time

    @undo_send_time.setter
    def undo_send_time(self, seconds: int) -> None:
        self._set(undo_send_time=seconds)

    @property
    def contact_type(self) -> str:
        """`custom`, `email` or `phone`; chosen when the channel is made."""
        return self.settings.contact_type

    @property
    def reply_mode(self) -> str:
        """`same_channel`, or `unsupported` where teammates cannot reply."""
        return self.settings.reply_mode

    @reply_mode.setter
    def reply_mode(self, mode: str) -> None:
        self._set(reply_mode=mode)

    @property
    def allow_new_messages(self) -> bool:
        """Whether teammates may compose new messages; off unless asked for, as in Front."""
        return self.settings.compose_mode == "normal"

    @allow_new_messages.setter
    def allow_new_messages(self, allowed: bool) -> None:
        self._set(compose_mode="normal" if allowed else "unsupported")

    @property
    def auto_assign_on_reply(self) -> bool:
        """Whether an unassigned conversation goes to the teammate who replies first."""
        return self.settings.auto_assign_on_reply

    @auto_assign_on_reply.setter
    def auto_assign_on_reply(self, assign: bool) -> None:
        self._set(auto_assign_on_reply=assign)

    def _set(self, **values: Any) -> None:
        merged(self.settings, values)
        channels.update(self._company, self.id, settings=values)


class Delivery:
    """One send of a message to the Outgoing URL.

    Front page: dev.frontapp.com/docs/creating-a-custom-channel ("Sending messages")
    """

    def __init__(self, company: Company, delivery_id: str) -> None:
        self._company = company
        self.id = delivery_id
        self._last_seen = known_delivery(company, delivery_id)

    def __repr__(self) -> str:
        record = self._record
        outcome = record.outcome
        failure = "" if outcome is None or outcome.error_type is None else f" {outcome}"
        return f"<Delivery {self.id} of {record.message_id} {record.state}{failure}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Delivery) and (other._company, other.id) == (
            self._company,
            self.id,
        )

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def _record(self) -> DeliveryRecord:
        self._last_seen = self._company.deliveries.get(self.id) or self._last_seen
        return self._last_seen

    @property
    def _ended(self) -> DeliveryRecord:
        __tracebackhide__ = True
        record = self._record
        if record.outcome is not None:
            return record
        if record.state == "undone":
            raise DeliveryPending(f"message {record.message_id} was taken back, never sent")
        if record.state == "in_flight":
            raise DeliveryPending(f"the POST of message {record.message_id} is under way")
        left = math.ceil(self._company.clock.until(record.due_at) * 1000) / 1000
        how = (
            f"the clock is frozen, clock.advance({left:.3f}) brings it about"
            if self._company.clock.is_frozen
            else "wait for it"
        )
        raise DeliveryPending(
            f"message {record.message_id} is not sent yet: due in {left:.3f} s; {how}"
        )

    @property
    def message_id(self) -> str:
        return self._record.message_id

    @property
    def message(self) -> Message:
        """The message as it is now. Raises `NotFound` when a reset has removed it."""
        message = self._company.store.messages.get(self.message_id)
        if message is None:
            raise NotFound(f"Message {self.message_id} is gone: the account was reset")
        return message

    @property
    def state(self) -> str:
        """`scheduled`, `in_flight`, `sent`, `failed` or `undone`."""
        return self._record.state

    @property
    def is_pending(self) -> bool:
        return not self._record.is_over

    @property
    def due_at(self) -> float:
        """When it leaves, in Unix seconds of the company's clock."""
        return self._record.due_at

    @property
    def ok(self) -> bool:
        """Whether the message was sent. Raises `DeliveryPending` before that is known."""
        __tracebackhide__ = True
        return self._ended.state == "sent"

    @property
    def error_type(self) -> str | None:
        """One of Front's seven error types; None when sent. Raises `DeliveryPending`."""
        __tracebackhide__ = True
        outcome = self._ended.outcome
        return None if outcome is None else outcome.error_type

    @property
    def reason(self) -> str | None:
        """What a teammate reads beside the failed message. Raises `DeliveryPending`."""
        __tracebackhide__ = True
        outcome = self._ended.outcome
        return None if outcome is None else outcome.reason

    @property
    def warning(self) -> str | None:
        """What was odd about the answer without deciding anything."""
        __tracebackhide__ = True
        outcome = self._ended.outcome
        return None if outcome is None else outcome.warning

    @property
    def fault(self) -> str | None:
        """What went wrong with it on purpose: `fault flt_1, 1 of 2: sent twice…`."""
        return self._record.fault

    @property
    def status(self) -> int | None:
        """The HTTP status of the answer; None when there was none."""
        __tracebackhide__ = True
        response = self._ended.response
        return None if response is None else response.status

    @property
    def duration(self) -> float | None:
        """Seconds from the request to the end of the answer."""
        __tracebackhide__ = True
        return self._ended.duration

    @property
    def request(self) -> WireRequest | None:
        """What was sent, byte for byte; None when nothing was."""
        return self._record.request

    @property
    def response(self) -> WireResponse | None:
        return self._record.response


class ControlledClock:
    """The account's clock in the hands of a test."""

    def __init__(
        self, company: Company, courier: Courier, watch: Callable[[Company], None]
    ) -> None:
        self._company = company
        self._courier = courier
        self._watch = watch

    @property
    def is_frozen(self) -> bool:
        return self._company.clock.is_frozen

    def now(self) -> float:
        """The account's time in Unix seconds."""
        return self._company.clock.now()

    def freeze(self) -> None:
        """Hold the time: nothing falls due until `advance` or `resume`."""
        with self._company.lock:
            self._company.clock.freeze()

    def resume(self) -> None:
        """Let the time run on from where it stands."""
        with self._company.lock:
            self._company.clock.resume()
        self._watch(self._company)

    def advance(self, seconds: float) -> list[Delivery]:
        """Move the time on and run what falls due meanwhile, in order, in this thread.

        Returns the deliveries this caused, each with its outcome; one that a fault holds up
        counts when it leaves. Raises `InvalidSetting`
        for a negative number.
        """
        if seconds < 0:
            raise InvalidSetting(f"advance: {seconds:g} s is back in time")
        return self.advance_to(self.now() + seconds)

    def set(self, at: float) -> list[Delivery]:
        """Put the time to a moment in Unix seconds, and run what falls due until then.

        It may go back only while nothing has happened yet: Front's times never run backwards.
        Returns the deliveries this caused. Raises `InvalidSetting`.
        """
        company = self._company
        with company.lock:
            if at < company.clock.now():
                if company.store.events or company.store.accepted or company.schedule:
                    raise InvalidSetting(
                        f"clock: {at:.3f} is before {company.clock.timestamp():.3f}, and messages "
                        "have times already; set it before the first message, or reset"
                    )
                company.clock.set_back(at)
                return []
        return self.advance_to(at)

    def advance_to(self, at: float) -> list[Delivery]:
        """As `advance`, up to the moment `at` in Unix seconds of the account's clock."""
        company, caused = self._company, dict[str, None]()

        def deliver(company: Company, delivery_id: str) -> None:
            caused.pop(delivery_id, None)
            caused[delivery_id] = None
            self._courier.deliver(company, delivery_id)

        with company.lock:
            was_frozen = company.clock.is_frozen
            company.clock.freeze()
        while self._step(at):
            run_next(company, at, deliver)
        with company.lock:
            company.clock.move_to(at)
        if not was_frozen:
            self.resume()
        made = [key for key in caused if company.deliveries.get(key) is not None]
        deliveries = [Delivery(company, delivery_id) for delivery_id in made]
        return [delivery for delivery in deliveries if delivery.state != "scheduled"]

    def _step(self, target: float) -> bool:
        with self._company.lock:
            due = self._company.schedule.next_until(target)
            if due is None:
                return False
            self._company.clock.move_to(due.at)
            return True
