"""A Company: one isolated Front account."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from front_emulator.domain import webhooks
from front_emulator.domain.clock import Clock, wall_time
from front_emulator.domain.entities import (
    Application,
    Channel,
    ChannelSettings,
    DeliveryRecord,
    Event,
    Handshake,
    Inbox,
    RequestRecord,
    Teammate,
    Webhook,
    WebhookCall,
)
from front_emulator.domain.faults import Faults
from front_emulator.domain.ids import Ids, api_token
from front_emulator.domain.journal import Journal
from front_emulator.domain.schedule import Schedule
from front_emulator.domain.settings import Settings, changed
from front_emulator.domain.store import Store

if TYPE_CHECKING:
    from front_emulator.domain.snapshots import Snapshot


class Company:
    """One Front account with its own state, clock, ids, schedule and journal.

    `lock` guards all of it; `changed` wakes whoever waits for something to happen. No
    network call and no callback of a user's happens while the lock is held. `restarts` counts
    how often all of it was replaced, by a reset or a snapshot.
    """

    def __init__(
        self,
        seed: str,
        *,
        name: str,
        slug: str,
        settings: Settings | None = None,
        token: str | None = None,
        secret: str | None = None,
        serial: int = 0,
    ) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.name = name
        self.slug = slug
        self.settings = settings or Settings()
        self.serial = serial
        self.clock = Clock()
        self.ids = Ids(seed)
        self.id = self.ids.next("cmp")
        self.team_id = self.ids.next("tim")
        self.api_token = token or api_token(slug, self.ids.secret(f"token {serial}"))
        self.api_secret = secret or self.ids.secret("secret")
        self.store = Store()
        self.schedule = Schedule()
        self.faults = Faults(self.ids, self.clock)
        self.requests: Journal[RequestRecord] = Journal()
        self.deliveries: Journal[DeliveryRecord] = Journal()
        self.webhook_calls: Journal[WebhookCall] = Journal()
        self.handshakes: Journal[Handshake] = Journal()
        self.snapshots: dict[str, Snapshot] = {}
        self.failures: list[BaseException] = []
        self.is_closed = False
        self.restarts = 0
        self._numbered = 0
        self.initial_channels: tuple[Channel, ...] = ()
        self.initial_applications: tuple[Application, ...] = ()
        self.initial_webhooks: tuple[Webhook, ...] = ()
        self.initial_settings = self.settings
        self.on_scheduled: Callable[[], None] = _nobody_runs_it
        self.on_cancelled: Callable[[], None] = _nobody_runs_it
        self.on_handshake: Callable[[Handshake], None] = _nobody_is_told

    @property
    def seed(self) -> str:
        return self.ids.seed

    def add_inbox(self, name: str) -> Inbox:
        inbox = Inbox(self.ids.next("inb"), name)
        self.store.put_inbox(inbox)
        return inbox

    def add_teammate(
        self, email: str, username: str, first_name: str, last_name: str, is_admin: bool = False
    ) -> Teammate:
        teammate = Teammate(
            self.ids.next("tea"), email, username, first_name, last_name, is_admin=is_admin
        )
        self.store.put_teammate(teammate)
        return teammate

    def add_channel(self, name: str, inbox_id: str, settings: ChannelSettings) -> Channel:
        channel = Channel(self.ids.next("cha"), name, self.ids.address(), inbox_id, settings)
        self.store.put_channel(channel)
        return channel

    def signing_time(self) -> float:
        """The moment, in Unix seconds, that is signed and that tokens are held against.

        Whoever is at the other end goes by the machine's time, unless told otherwise.
        """
        is_wall = self.settings.signature_clock == "wall"
        return wall_time() if is_wall else self.clock.now()

    def last_attempt(self, message_id: str) -> DeliveryRecord | None:
        """The latest delivery of a message."""
        return self.deliveries.get(self.store.last_attempts.get(message_id, ""))

    def next_number(self) -> int:
        """What tells which of two things that crossed the wire or happened began first."""
        self._numbered += 1
        return self._numbered

    def number_from(self, number: int) -> None:
        """Have what begins from now on come after what has this number."""
        self._numbered = max(self._numbered, number)

    def emit(
        self,
        event_type: str,
        conversation_id: str,
        message_id: str | None = None,
        teammate_id: str | None = None,
        assignee_id: str | None = None,
        *,
        tag_id: str | None = None,
        comment_id: str | None = None,
    ) -> Event:
        """Record an event and wake whoever waits for a change."""
        event = Event(
            self.ids.next("evt"),
            event_type,
            self.clock.timestamp(),
            conversation_id,
            message_id,
            teammate_id,
            assignee_id,
            tag_id,
            comment_id,
            number=self.next_number(),
        )
        self.store.put_event(event)
        webhooks.announce(self, event)
        self.changed.notify_all()
        return event

    def note_failure(self, error: BaseException) -> None:
        """Keep a failure of the emulator's own, so that the next wait can raise it."""
        with self.changed:
            self.failures.append(error)
            self.changed.notify_all()

    def configure(self, **settings: Any) -> None:
        """Change settings by name; they take effect at once. Raises `InvalidSetting`."""
        with self.changed:
            self.settings = changed(self.settings, settings)
            self.changed.notify_all()

    def settle(self) -> None:
        """Take channels, applications and settings as they are for what a `reset` goes back to."""
        with self.lock:
            self.initial_settings = self.settings
            self.initial_channels = tuple(self.store.channels.values())
            self.initial_applications = tuple(self.store.applications.values())
            self.initial_webhooks = tuple(self.store.webhooks.values())

    def reset(self) -> None:
        """Forget conversations, cancel what is pending, end faults, restore channels and settings.

        Ids go on counting: an integration that remembers ids never meets one again.
        """
        with self.lock:
            fresh = Store()
            for teammate in self.store.teammates.values():
                fresh.put_teammate(teammate)
            for inbox in self.store.inboxes.values():
                fresh.put_inbox(inbox)
            for channel in self.initial_channels:
                fresh.put_channel(channel)
            for application in self.initial_applications:
                fresh.applications[application.uid] = application
            for webhook in self.initial_webhooks:
                fresh.webhooks[webhook.id] = webhook
            self.store = fresh
            self.restarts += 1
            self.settings = self.initial_settings
            self.schedule.clear()
            self.requests.clear()
            self.deliveries.clear()
            self.webhook_calls.clear()
            self.handshakes.clear()
            self.failures.clear()
            self.clock.resume()
            self.changed.notify_all()
        self.faults.clear()
        self.on_cancelled()

    def close(self) -> None:
        """Cancel what is pending; the outcome of what is on its way no longer counts."""
        with self.lock:
            self.is_closed = True
            self.schedule.clear()
            self.changed.notify_all()
        self.faults.clear()
        self.on_cancelled()


def _nobody_is_told(handshake: Handshake) -> None:
    """A company by itself has no log."""


def _nobody_runs_it() -> None:
    """A company by itself has no thread: what is scheduled waits until somebody runs it."""
