"""Account: one Front account on a server, and everything a test does with it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from front_emulator import waits
from front_emulator.applications import ApplicationChannel, ConnectedApplication
from front_emulator.courier import Courier
from front_emulator.domain import (
    applications,
    contacts,
    conversations,
    receiving,
    sending,
    webhooks,
)
from front_emulator.domain.applications import CAPABILITIES
from front_emulator.domain.channels import channel_settings
from front_emulator.domain.company import Company
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import (
    Conversation,
    ConversationState,
    DeliveryRecord,
    Event,
    Message,
    OAuth,
    RequestRecord,
    Teammate,
    Upload,
)
from front_emulator.domain.errors import NotFound
from front_emulator.domain.faults import Faults
from front_emulator.domain.rate_limits import RateLimits
from front_emulator.domain.receiving import IncomingMessage
from front_emulator.domain.settings import Settings
from front_emulator.domain.snapshots import Snapshots
from front_emulator.domain.urls import check_url
from front_emulator.handles import ControlledClock, CustomChannel, Delivery
from front_emulator.journal_view import JournalView
from front_emulator.webhooks import ConnectedWebhook

DEFAULT_WAIT = 5.0
_SLACK = 3.0
_AS_IT_IS: Any = object()


class Service(Protocol):
    """What an account needs of the server it is on."""

    courier: Courier

    @property
    def url(self) -> str: ...

    def watch(self, company: Company) -> None: ...


class Account:
    """One isolated Front account of a server: an inbox, teammates, channels, conversations."""

    def __init__(self, server: Service, company: Company) -> None:
        self.server = server
        self.company = company
        self.clock = ControlledClock(company, server.courier, server.watch)
        self.snapshots = Snapshots(company)
        self.journal = JournalView(company, self.clock.advance)
        first = next(iter(company.store.channels))
        self.channel = CustomChannel(company, first, lambda: self.url)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url} {self.company.name} {self.channel.id}>"

    @property
    def url(self) -> str:
        """Base address of the API, without a trailing slash."""
        return self.server.url

    @property
    def api_token(self) -> str:
        return self.company.api_token

    @property
    def api_secret(self) -> str:
        """What deliveries to custom channels are signed with."""
        return self.company.api_secret

    @property
    def settings(self) -> Settings:
        """How the account behaves; docs/settings.md lists them all."""
        return self.company.settings

    def configure(self, **settings: Any) -> None:
        """Change settings by name, until the next reset. Raises `InvalidSetting`."""
        self.company.configure(**settings)

    @property
    def teammates(self) -> list[Teammate]:
        with self.company.lock:
            return list(self.company.store.teammates.values())

    @property
    def messages(self) -> list[Message]:
        """Every message that exists, oldest first."""
        with self.company.lock:
            return list(self.company.store.messages.values())

    @property
    def conversations(self) -> list[Conversation]:
        """Every conversation, oldest first."""
        with self.company.lock:
            return list(self.company.store.conversations.values())

    @property
    def events(self) -> list[Event]:
        """What happened to conversations, oldest first: inbound, out_reply, sending_error…"""
        with self.company.lock:
            return list(self.company.store.events.values())

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose: `front.faults.add(status=429, retry_after=1, times=1)`."""
        return self.company.faults

    @property
    def rate_limits(self) -> RateLimits:
        """How many requests Front takes, and how many are left."""
        return RateLimits(self.company)

    @property
    def requests(self) -> list[RequestRecord]:
        """The requests made to the API, oldest first."""
        return list(self.company.requests)

    @property
    def deliveries(self) -> list[Delivery]:
        """The sends to Outgoing URLs, oldest first."""
        return [Delivery(self.company, record.id) for record in self.company.deliveries]

    def create_channel(
        self,
        name: str = "Another channel",
        *,
        outgoing_url: str | None = None,
        undo_send_time: int = 0,
        contact_type: str = "custom",
        reply_mode: str = "same_channel",
        allow_new_messages: bool = False,
        auto_assign_on_reply: bool = False,
    ) -> CustomChannel:
        """Add a custom channel to the inbox; for its settings see `CustomChannel`.

        Raises `InvalidSetting`.
        """
        settings = api_settings(
            outgoing_url,
            undo_send_time=undo_send_time,
            contact_type=contact_type,
            reply_mode=reply_mode,
            allow_new_messages=allow_new_messages,
            auto_assign_on_reply=auto_assign_on_reply,
        )
        made = channel_settings(**settings)
        with self.company.lock:
            inbox_id = next(iter(self.company.store.inboxes))
            channel = self.company.add_channel(name, inbox_id, made)
        return CustomChannel(self.company, channel.id, lambda: self.url)

    def channel_of(self, channel_id: str) -> CustomChannel:
        """The channel of an id. Raises `NotFound`."""
        channel = self.company.store.channels.get(channel_id)
        if channel is None or channel.is_deleted:
            raise NotFound(f"Unknown channel ID {channel_id}")
        kind = CustomChannel if channel.application_uid is None else ApplicationChannel
        return kind(self.company, channel_id, lambda: self.url)

    def create_application(
        self,
        name: str = "Application",
        *,
        server_url: str,
        uid: str | None = None,
        secret: str | None = None,
        capabilities: Iterable[str] = CAPABILITIES,
        oauth: OAuth | None = None,
    ) -> ConnectedApplication:
        """Make an application known, whose channels `connect` then makes.

        `server_url` is where Front asks it about channels; uid and secret are made up if not
        given. `oauth` is for one whose service wants a token of Front.
        Raises `InvalidSetting`. Front page: dev.frontapp.com/docs/channels-overview
        """
        made = applications.create(
            self.company,
            name,
            server_url,
            uid=uid,
            secret=secret,
            capabilities=capabilities,
            oauth=oauth,
        )
        return ConnectedApplication(self.company, made.uid, lambda: self.url)

    @property
    def applications(self) -> list[ConnectedApplication]:
        """The applications that are known, oldest first."""
        with self.company.lock:
            uids = list(self.company.store.applications)
        return [ConnectedApplication(self.company, uid, lambda: self.url) for uid in uids]

    def create_rule_webhook(
        self, url: str, types: Iterable[str] | None = None, *, preview: bool = False
    ) -> ConnectedWebhook:
        """Have a rule POST events to a URL, signed with the API secret.

        `types` are Front's types of events, such as `inbound`; all of them if not given. With
        `preview` an event has ids and links only. Raises `InvalidSetting`.
        Front page: dev.frontapp.com/docs/rule-webhooks
        """
        made = webhooks.plan(self.company, url, types, preview=preview)
        webhooks.put(self.company, made)
        return ConnectedWebhook(self.company, made.id)

    @property
    def webhooks(self) -> list[ConnectedWebhook]:
        """Those of rules and of applications, oldest first."""
        with self.company.lock:
            return [ConnectedWebhook(self.company, each) for each in self.company.store.webhooks]

    def receive(
        self,
        body: str | None = None,
        *,
        sender: str | None = None,
        name: str | None = None,
        thread_ref: str | None = None,
        subject: str | None = None,
        body_format: str = "markdown",
        contact_id: str | None = None,
        headers: dict[str, Any] | None = None,
        attachments: Iterable[Upload] = (),
        channel: CustomChannel | None = None,
    ) -> Message:
        """A message from outside, without HTTP; what is not given is made up from the seed.

        Waits until the message exists. Under a frozen clock it brings that moment about
        itself, by advancing the clock by the processing delay; one that would be held it releases.
        """
        channel = channel or self.channel
        if sender is None or body is None:
            handle, person, question = _made_up(self.company, channel)
            name = name or (person if sender is None else None)
            sender = handle if sender is None else sender
            body = question if body is None else body
        incoming = IncomingMessage(
            handle=sender,
            body=body,
            name=name,
            contact_id=contact_id,
            subject=subject,
            body_format=body_format,
            thread_ref=thread_ref,
            headers=headers,
            attachments=tuple(attachments),
        )
        accepted = receiving.accept(self.company, channel.id, incoming)
        if accepted.due_at is None:
            receiving.release(self.company, accepted.uid)
        due_at = accepted.due_at or self.clock.now()
        if self.company.clock.is_frozen:
            self.clock.advance_to(due_at)
        return waits.until(
            self.company,
            lambda: self.company.store.message_by_uid(accepted.uid),
            due_at - self.clock.now() + _SLACK,
            "the received message did not appear",
        )

    def release(self, uid: str | None = None) -> list[str]:
        """Let a message appear that is held (`processing_delay` manual), or all of them.

        They fall due now. Returns the uids of those it concerns. Raises `NotFound`.
        """
        return receiving.release(self.company, uid)

    def reply(
        self,
        to: Message | Conversation | str,
        body: str,
        *,
        author: Teammate | str | None = None,
        subject: str | None = None,
        archive: bool = True,
        attachments: Iterable[Upload] = (),
        wait: bool = True,
    ) -> Delivery:
        """A teammate answers a message or in a conversation, given as such or by its id.

        Returns when the outcome is known, or at once with `wait=False` or a frozen clock.
        `author` is a teammate, their id, username or email; the first teammate if not given.
        Without text, `attachments` leave with the word "Attachment", as from Front.
        Raises `NotAllowed` where the channel takes no replies, and `NotFound`.
        """
        outgoing = OutgoingMessage(
            body=body,
            author_id=self._author_id(author),
            subject=subject,
            archive=archive,
            attachments=tuple(attachments),
        )
        record = sending.reply(self.company, self._conversation_id(to), outgoing)
        return self._sent(record, wait)

    def autoreply(
        self, to: Message | Conversation | str, body: str, *, wait: bool = True
    ) -> Delivery:
        """A rule answers a message or in a conversation; nobody is its author.

        Raises and waits as `reply` does. Front page: dev.frontapp.com/docs/channels-overview
        """
        outgoing = OutgoingMessage(body=body, archive=False, is_autoreply=True)
        record = sending.reply(self.company, self._conversation_id(to), outgoing)
        return self._sent(record, wait)

    def compose(
        self,
        to: str | Iterable[str],
        body: str,
        *,
        author: Teammate | str | None = None,
        subject: str | None = None,
        archive: bool = True,
        attachments: Iterable[Upload] = (),
        channel: CustomChannel | None = None,
        wait: bool = True,
    ) -> Delivery:
        """A teammate writes a new message to one or more handles.

        Raises `NotAllowed` unless the channel allows new messages. Waits as `reply` does.
        """
        outgoing = OutgoingMessage(
            body=body,
            to=(to,) if isinstance(to, str) else tuple(to),
            author_id=self._author_id(author),
            subject=subject,
            archive=archive,
            attachments=tuple(attachments),
        )
        channel = channel or self.channel
        return self._sent(sending.compose(self.company, channel.id, outgoing), wait)

    def update_conversation(
        self,
        of: Message | Conversation | str,
        *,
        status: ConversationState | None = None,
        assignee: Teammate | str | None = _AS_IT_IS,
        tag_ids: Iterable[str] | None = None,
        author: Teammate | str | None = None,
    ) -> Conversation:
        """A teammate archives, opens or trashes a conversation, assigns it or changes its tags.

        What is not given stays as it is; `assignee=None` unassigns, `tag_ids` replace all tags.
        `author` is who does it, as in `reply`. Raises `NotFound`.
        """
        conversation_id = self._conversation_id(of)
        assigns = assignee is not _AS_IT_IS
        change = conversations.Change(
            state=status,
            assigns=assigns,
            assignee_id=self._author_id(assignee) if assigns and assignee is not None else None,
            tag_ids=None if tag_ids is None else tuple(tag_ids),
        )
        conversations.update(self.company, conversation_id, change, self._author_id(author))
        return self.company.store.conversations[conversation_id]

    def undo(self, sent: Delivery | Message) -> Delivery:
        """Take a message back within its undo window. Raises `Conflict` after it."""
        delivery_id = (
            sent.id
            if isinstance(sent, Delivery)
            else self.company.store.last_attempts.get(sent.id, sent.id)
        )
        return Delivery(self.company, sending.undo(self.company, delivery_id).id)

    def resend(self, sent: Delivery | Message, *, wait: bool = True) -> Delivery:
        """Send a failed or undone message again, under the same id. Raises `Conflict`."""
        message_id = sent.message_id if isinstance(sent, Delivery) else sent.id
        return self._sent(sending.resend(self.company, message_id), wait)

    def wait_for_message(
        self,
        *,
        sender: str | None = None,
        text: str | None = None,
        thread_ref: str | None = None,
        channel: CustomChannel | None = None,
        timeout: float = DEFAULT_WAIT,
    ) -> Message:
        """The first received message that matches, as soon as it exists.

        `text` is looked for within the message's text. Raises `WaitTimeout`, which shows
        what there was instead.
        """

        def matches(message: Message) -> bool:
            return (
                message.is_inbound
                and (sender is None or self._is_from(message, sender))
                and (text is None or text in message.text)
                and (thread_ref is None or message.thread_ref == thread_ref)
                and (channel is None or message.channel_id == channel.id)
            )

        wanted = waits.wanted(sender=sender, text=text, thread_ref=thread_ref)
        __tracebackhide__ = True
        find = waits.first_new(lambda: self.company.store.messages, matches)
        return waits.until(self.company, find, timeout, f"no message{wanted} within {timeout:g} s")

    def wait_for_request(
        self,
        method: str | None = None,
        path: str | None = None,
        *,
        status: int | None = None,
        timeout: float = DEFAULT_WAIT,
    ) -> RequestRecord:
        """The first request to the API that matches, as soon as it is answered.

        `path` is looked for within the request's path and query. Raises `WaitTimeout`.
        """

        def first_match() -> RequestRecord | None:
            for record in self.company.requests:
                if (
                    record.is_over
                    and method in (None, record.method)
                    and (path is None or path in record.path)
                    and status in (None, record.status)
                ):
                    return record
            return None

        __tracebackhide__ = True
        wanted = waits.wanted(method=method, path=path, status=status)
        return waits.until(
            self.company, first_match, timeout, f"no request{wanted} within {timeout:g} s"
        )

    def seed(self, fixtures: str | Path | Mapping[str, Any]) -> dict[str, Any]:
        """Fill the account from a fixtures file, YAML or JSON, or a dict of the same shape.

        Returns what became of each name in it; nothing of it crosses the wire. Raises
        `InvalidFixture`, with file and line, and then leaves the account as it was.
        """
        from front_emulator.fixtures import load, plant

        return plant(self.company, load(fixtures))

    def export_state(self) -> dict[str, Any]:
        """All of the account as JSON has it; schemas/state.json describes it."""
        from front_emulator import state

        return state.export(self.company)

    def import_state(self, exported: dict[str, Any]) -> None:
        """Put the account to what was exported, from it or from another one.

        Its token, secret and name stay, and ids go on counting. Raises `InvalidState`.
        """
        from front_emulator import state

        state.restore(self.company, state.read(exported))

    def save_state(self, path: str | Path) -> None:
        """Write the account to a file that `FrontEmulator(state=path)` and `serve --state` read.

        Whatever happens meanwhile, the file is the old one or the new. Raises `OSError`.
        """
        from front_emulator import state

        state.save(self.company, Path(path))

    def reset(self) -> None:
        """Forget every conversation, cancel what is pending, restore the channels' settings."""
        self.company.reset()

    def check_background(self) -> None:
        """Raise `BackgroundFailure` if the emulator itself failed in one of its threads."""
        waits.raise_background_failure(self.company)

    def _sent(self, record: DeliveryRecord, wait: bool) -> Delivery:
        delivery = Delivery(self.company, record.id)
        if wait and not self.company.clock.is_frozen:
            limit = record.due_at - self.company.clock.now() + _SLACK
            limit += self.server.courier.longest_wait(self.company, record.conversation_id)
            waits.until(
                self.company,
                lambda: None if delivery.is_pending else delivery,
                limit,
                f"the delivery of {record.message_id} did not end within {limit:g} s",
            )
        return delivery

    def _is_from(self, message: Message, sender: str) -> bool:
        """Also when `sender` is written as the integration posted it, not as Front keeps it."""
        source = self.company.store.channels[message.channel_id].settings.contact_type
        return message.sender in (sender, contacts.normalised(source, sender))

    def _conversation_id(self, to: Message | Conversation | str) -> str:
        if isinstance(to, Message):
            return to.conversation_id
        named = to.id if isinstance(to, Conversation) else to
        store = self.company.store
        message = store.messages.get(named) or store.message_by_uid(named)
        if message is not None:
            return message.conversation_id
        if named not in store.conversations:
            raise NotFound(f"Unknown conversation ID {named}")
        return named

    def _author_id(self, author: Teammate | str | None) -> str:
        if isinstance(author, Teammate):
            return author.id
        teammates = self.teammates
        if author is None:
            return teammates[0].id
        for teammate in teammates:
            if author in (teammate.id, teammate.username, teammate.email):
                return teammate.id
        known = ", ".join(teammate.username for teammate in teammates)
        raise NotFound(f"Unknown teammate {author}; there are {known}")


def _made_up(company: Company, channel: CustomChannel) -> tuple[str, str, str]:
    """A visitor's handle and name, and what they write. Faker loads only here."""
    from front_emulator import people

    with company.lock:
        seed = company.ids.draw("visitor")
    return (*people.visitor(seed, channel.contact_type), people.question(seed))


def api_settings(
    outgoing_url: str | None = None, *, allow_new_messages: bool = False, **alike: Any
) -> dict[str, Any]:
    """Channel settings by the guide's names as the API names them. Raises `InvalidSetting`."""
    if outgoing_url:
        check_url("outgoing_url", outgoing_url)
    compose_mode = "normal" if allow_new_messages else "unsupported"
    return {"webhook_url": outgoing_url, "compose_mode": compose_mode, **alike}
