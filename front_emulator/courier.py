"""Takes what is due to be sent, sends it signed, and applies the outcome."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from front_emulator import delivery_faults, notifying, transport
from front_emulator.delivery_faults import Met
from front_emulator.domain import sending, webhooks
from front_emulator.domain.clock import monotonic
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    Channel,
    DeliveryRecord,
    Message,
    Outcome,
    WebhookCall,
    WireRequest,
    WireResponse,
)
from front_emulator.wire import applications, js_json, outcomes, serializers, signing
from front_emulator.wire.links import link_base

Lane = tuple[Company, str]

_NO_URL = "The channel has no Outgoing URL to send messages to"


class Courier:
    """Delivers messages and tells webhooks beside the API, one at a time in a lane.

    A conversation's messages make a lane, and so do a webhook's calls: who is slow delays
    nothing but the later ones of the same lane.
    `base_url` is asked for the address that links in the payload start with;
    `on_delivered` is told of each delivery that ended, `on_told` of each webhook's call.
    """

    def __init__(
        self,
        base_url: Callable[[], str],
        on_delivered: Callable[[Company, DeliveryRecord], None],
        on_told: Callable[[Company, WebhookCall], None] | None = None,
    ) -> None:
        self._base_url = base_url
        self._on_delivered = on_delivered
        self._on_told = on_told
        self._idle = threading.Condition()
        self._lanes: dict[Lane, deque[str]] = {}
        self._under_way: dict[tuple[Company, str], transport.Deadline] = {}

    def dispatch(self, company: Company, delivery_id: str) -> None:
        """Deliver in the background, after what is under way in the same conversation."""
        lane = self._lane(company, delivery_id)
        if lane is not None and self._is_first(lane, delivery_id):
            threading.Thread(
                target=self._work_off, args=(lane,), name="front-emulator-delivery", daemon=True
            ).start()

    def deliver(self, company: Company, delivery_id: str) -> None:
        """Deliver before returning, after what is under way in the same conversation."""
        lane = self._lane(company, delivery_id)
        if lane is None:
            return
        if self._is_first(lane, delivery_id):
            self._work_off(lane)
            return
        limit = self.longest_wait(company, lane[1])
        with self._idle:
            self._idle.wait_for(lambda: lane not in self._lanes, limit)

    def longest_wait(self, company: Company, conversation_id: str) -> float:
        """Seconds until what is under way in a conversation, and one more, must have ended."""
        with self._idle:
            waiting = self._lanes.get((company, conversation_id))
        turns = 1 if waiting is None else len(waiting) + 2
        timeout = webhooks.timeout(company, conversation_id)
        return turns * timeout + company.faults.longest_hold(timeout) + 1

    def call_off(self, company: Company) -> None:
        """Break off what is under way of a company: not a byte of it leaves from now on."""
        with self._idle:
            deadlines = [at for (whose, _), at in self._under_way.items() if whose is company]
        for deadline in deadlines:
            deadline.cut()

    def drain(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds until nothing is under way; whether that is so."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._lanes, timeout)

    def _lane(self, company: Company, delivery_id: str) -> Lane | None:
        record = company.deliveries.get(delivery_id)
        if record is not None:
            return company, record.conversation_id
        call = company.webhook_calls.get(delivery_id)
        return None if call is None else (company, call.webhook_id)

    def _is_first(self, lane: Lane, delivery_id: str) -> bool:
        """Line up; whether nobody is there who will take it along."""
        with self._idle:
            waiting = self._lanes.get(lane)
            if waiting is not None:
                waiting.append(delivery_id)
                return False
            self._lanes[lane] = deque([delivery_id])
            return True

    def _work_off(self, lane: Lane) -> None:
        company, _ = lane
        while True:
            with self._idle:
                waiting = self._lanes[lane]
                if not waiting:
                    del self._lanes[lane]
                    self._idle.notify_all()
                    return
                delivery_id = waiting.popleft()
            try:
                if company.webhook_calls.get(delivery_id) is not None:
                    self._tell(company, delivery_id)
                else:
                    self._deliver(company, delivery_id)
            except Exception as error:  # noqa: BLE001 - kept, and raised by the next wait
                company.note_failure(error)

    def _deliver(self, company: Company, delivery_id: str) -> DeliveryRecord | None:
        settings = company.settings
        met = self._take_up(company, delivery_id)
        if met is None:
            company.on_scheduled()
            return None
        if met.outcome is not None:
            return self._finish(company, delivery_id, met.outcome, met)

        def send() -> WireResponse:
            return transport.send(
                met.request,
                timeout=settings.delivery_timeout,
                follow_redirects=settings.follow_redirects,
                use_environment_proxies=settings.use_environment_proxies,
                on_start=lambda deadline: self._watch(company, delivery_id, deadline),
            )

        made = attempt(
            lambda: met.through(send),
            settings.delivery_timeout,
            needs_type=settings.untyped_answer == "failed",
            of_application=_is_of_application(company, delivery_id),
        )
        with self._idle:
            self._under_way.pop((company, delivery_id), None)
        return self._finish(company, delivery_id, made.outcome, met, made)

    def _tell(self, company: Company, call_id: str) -> None:
        try:
            made = notifying.tell(
                company,
                call_id,
                self._base_url(),
                lambda deadline: self._watch(company, call_id, deadline),
            )
        finally:
            with self._idle:
                self._under_way.pop((company, call_id), None)
        if made is not None and self._on_told is not None:
            self._on_told(company, made)

    def _watch(self, company: Company, key: str, deadline: transport.Deadline) -> None:
        with self._idle:
            self._under_way[company, key] = deadline
        record = _due(company, key) or webhooks.due(company, key)
        if record is None or record.request is None:
            deadline.cut()

    def _take_up(self, company: Company, delivery_id: str) -> Met | None:
        """What to send, or the outcome of sending nothing; None when there is nothing to do."""
        with company.lock:
            record = _due(company, delivery_id)
            if record is None:
                return None
            message = company.store.messages[record.message_id]
            channel = company.store.channels[record.channel_id]
            request = _request(company, link_base(company, self._base_url()), channel, message)
            met = delivery_faults.meet(company, record, request)
            if met is None or met.outcome is not None:
                return met
            if not request.url:
                return replace(met, outcome=outcomes.of_failure(_NO_URL))
            sending.begin(company, delivery_id, met.request, met.note)
            return met

    def _finish(
        self,
        company: Company,
        delivery_id: str,
        outcome: Outcome,
        met: Met,
        made: "Attempt | None" = None,
    ) -> DeliveryRecord | None:
        """Apply the outcome, unless a reset or a restored snapshot came between."""
        with company.lock:
            record = _due(company, delivery_id)
            if record is None or record.request is not (None if made is None else met.request):
                return None
            record = sending.finish(
                company,
                delivery_id,
                outcome,
                None if made is None else made.response,
                None if made is None else made.duration,
                met.note,
            )
            delivery_faults.let_pass(company, record)
        company.on_scheduled()
        self._on_delivered(company, record)
        return record


def _due(company: Company, delivery_id: str) -> DeliveryRecord | None:
    """The delivery, if it is to be made now: the account is there, and neither is it over nor
    does the schedule have it for later.
    """
    record = company.deliveries.get(delivery_id)
    is_due = not company.is_closed and delivery_id not in company.schedule
    return record if record is not None and is_due and not record.is_over else None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One POST to an Outgoing URL: what Front makes of it, and why where there is no answer."""

    outcome: Outcome
    duration: float
    response: WireResponse | None = None
    failure: transport.NoAnswer | None = None


def attempt(
    send: Callable[[], WireResponse],
    timeout: float,
    *,
    needs_type: bool = False,
    of_application: bool = False,
) -> Attempt:
    """What comes of `send`, which puts a request on the wire and reads its answer.

    `timeout` is the limit, in seconds, that `send` keeps to; `needs_type` is whether a 2xx must say
    that it is a success, as that `of_application` must in any case.
    """
    started = monotonic()
    try:
        response = send()
    except transport.NoAnswer as failure:
        outcome = _outcome_of_failure(failure, timeout)
        return Attempt(outcome, monotonic() - started, failure=failure)
    duration = monotonic() - started
    if of_application:
        outcome = applications.outcome(response.status, response.body)
    else:
        outcome = outcomes.of_answer(response.status, response.body, needs_type=needs_type)
    return Attempt(outcome, duration, response)


def custom_channel_request(
    url: str,
    body: bytes,
    *,
    api_secret: str,
    user_agent: str,
    scheme: str = "sha1",
    at: float = 0.0,
) -> WireRequest:
    """The signed POST of a message to a custom channel's Outgoing URL.

    `scheme` is the setting `delivery_signature`, `at` the moment (Unix seconds) that is signed.
    Front page: dev.frontapp.com/docs/creating-a-custom-channel
    """
    return WireRequest(
        "POST",
        url,
        (
            ("Accept", "application/json"),
            ("User-Agent", user_agent),
            *signing.signature_headers(scheme, api_secret, body, at),
            ("Content-Type", "application/json; charset=utf-8"),
            ("Connection", "close"),
        ),
        body,
    )


def _request(company: Company, base: str, channel: Channel, message: Message) -> WireRequest:
    """The POST of a message to the channel's Outgoing URL."""
    url, user_agent = channel.settings.webhook_url or "", company.settings.user_agent
    application = company.store.applications.get(channel.application_uid or "")
    if application is not None:
        return applications.request(
            "POST",
            url,
            applications.message(company, base, message),
            secret=application.secret,
            user_agent=user_agent,
            at=company.signing_time(),
            channel_authorization=channel.authorization,
        )
    return custom_channel_request(
        url,
        js_json.dumps(serializers.delivered_message(company, base, message)),
        api_secret=company.api_secret,
        user_agent=user_agent,
        scheme=company.settings.delivery_signature,
        at=company.signing_time(),
    )


def _is_of_application(company: Company, delivery_id: str) -> bool:
    record = company.deliveries.get(delivery_id)
    channel = None if record is None else company.store.channels.get(record.channel_id)
    return channel is not None and channel.application_uid is not None


def _outcome_of_failure(failure: transport.NoAnswer, timeout: float) -> Outcome:
    if failure.timed_out:
        return outcomes.of_timeout(timeout)
    if failure.status is not None:
        return outcomes.of_broken_answer(failure.status, str(failure))
    return outcomes.of_failure(f"The channel could not be reached: {failure}")
