"""A company filled from data: its people and channels, and conversations that have been."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from front_emulator.domain import bodies, contacts, conversations, receiving, sending, tags
from front_emulator.domain.channels import channel_settings
from front_emulator.domain.company import Company
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import (
    AcceptedMessage,
    Contact,
    DeliveryRecord,
    Outcome,
    Upload,
)
from front_emulator.domain.errors import InvalidSetting, Refusal
from front_emulator.domain.moments import past
from front_emulator.domain.references import InvalidFixture, Path, References
from front_emulator.domain.setting_kinds import nearest
from front_emulator.domain.snapshots import capture, restore

Json = Mapping[str, Any]

_MOVES: dict[str, Callable[[Company, str], bool]] = {
    "archived": conversations.archive,
    "deleted": conversations.trash,
}


@dataclass(frozen=True)
class Surroundings:
    """What data may ask for beyond itself: made-up people, and the bytes of files."""

    made_up: Callable[[str], str]
    read_file: Callable[[str], bytes]


def seed(company: Company, data: Json, surroundings: Surroundings) -> dict[str, Any]:
    """Put what `data` describes, in the shape of schemas/fixtures.json, into the company.

    Nothing of it crosses the wire. Returns what became of each name. Raises `InvalidFixture`
    and then leaves the company as it was.
    """
    before = capture(company)
    try:
        with company.changed:
            made = _Seeding(company, surroundings).run(data)
            company.changed.notify_all()
    except InvalidFixture:
        restore(company, before)
        raise
    return made


@dataclass(frozen=True, slots=True)
class _Turn:
    """A message of a conversation, and when it was."""

    at: float
    conversation: str
    number: int


class _Seeding:
    def __init__(self, company: Company, surroundings: Surroundings) -> None:
        self._company = company
        self._surroundings = surroundings
        self._references = References(surroundings.made_up)
        self._begun: dict[str, str] = {}
        self._now = company.clock.now()
        store = company.store
        for teammate in store.teammates.values():
            self._references.provide(teammate.username, _found(store.teammates, teammate.id))
        for kind, entities in (("inbox", store.inboxes), ("channel", store.channels)):
            if entities:
                self._references.provide(kind, _found(entities, next(iter(entities))))

    def run(self, data: Json) -> dict[str, Any]:
        """Everything in turn, so that what is below may refer to what is above."""
        for kind, add in (
            ("teammates", self._teammate),
            ("inboxes", self._inbox),
            ("channels", self._channel),
            ("contacts", self._contact),
        ):
            for name, given in (data.get(kind) or {}).items():
                where = (kind, name)
                with _told(where):
                    add(name, self._references.resolved(given or {}, where), where)
        self._conversations(data.get("conversations") or {})
        return self._references.own()

    def _teammate(self, name: str, given: Json, where: Path) -> None:
        username = given.get("username", name)
        email = given.get("email", f"{username}@{self._company.slug}.example")
        if self._company.store.teammate_by_email(email) is not None:
            raise InvalidFixture((*where, "email"), f"{email} is another teammate's")
        teammate = self._company.add_teammate(
            email,
            username,
            given.get("first_name", name.title()),
            given.get("last_name", ""),
            given.get("is_admin", False),
        )
        found = _found(self._company.store.teammates, teammate.id)
        self._references.define(name, found, where)

    def _inbox(self, name: str, given: Json, where: Path) -> None:
        inbox = self._company.add_inbox(given.get("name", name))
        self._references.define(name, _found(self._company.store.inboxes, inbox.id), where)

    def _channel(self, name: str, given: Json, where: Path) -> None:
        settings = {key: value for key, value in given.items() if key not in ("name", "inbox")}
        if "outgoing_url" in settings:
            settings["webhook_url"] = settings.pop("outgoing_url")
        if "allow_new_messages" in settings:
            allowed = settings.pop("allow_new_messages")
            settings["compose_mode"] = "normal" if allowed else "unsupported"
        inbox_id = self._known("inboxes", given.get("inbox"), (*where, "inbox"))
        made = channel_settings(**settings)
        channel = self._company.add_channel(given.get("name", name), inbox_id, made)
        self._references.define(name, _found(self._company.store.channels, channel.id), where)

    def _contact(self, name: str, given: Json, where: Path) -> None:
        handles = [
            (source, contacts.normalised(source, handle))
            for source, handle in given.get("handles", {"custom": name}).items()
        ]
        contact = Contact(self._company.ids.next("crd"), given.get("name", name), tuple(handles))
        self._company.store.put_contact(contact)
        self._references.define(name, _found(self._company.store.contacts, contact.id), where)

    def _conversations(self, given: Json) -> None:
        plans = {name: self._resolved(name, each) for name, each in given.items()}
        turns = [turn for name, plan in plans.items() for turn in self._turns(name, plan)]
        # In the order of time, so that lists and events are as if it had happened.
        for turn in sorted(turns, key=lambda each: each.at):
            where: Path = ("conversations", turn.conversation, "messages", turn.number)
            plan = plans[turn.conversation]
            with self._company.clock.held_at(turn.at), _told(where):
                self._message(turn, plan, plan["messages"][turn.number], where)
        for name, plan in plans.items():
            self._end(name, plan, max(turn.at for turn in turns if turn.conversation == name))

    def _resolved(self, name: str, given: Json) -> Json:
        where = ("conversations", name)
        plan: Json = self._references.resolved(given, where)
        channel_id = self._known("channels", plan.get("channel"), (*where, "channel"))
        return {**plan, "channel": channel_id}

    def _turns(self, name: str, plan: Json) -> Iterator[_Turn]:
        latest = float("-inf")
        for number, message in enumerate(plan["messages"]):
            where: Path = ("conversations", name, "messages", number, "at")
            try:
                at = past(message.get("at", 0), self._now)
            except ValueError as error:
                raise InvalidFixture(where, str(error)) from error
            if at < latest:
                raise InvalidFixture(where, "is before the message above it")
            latest = at
            yield _Turn(at, name, number)

    def _message(self, turn: _Turn, plan: Json, given: Json, where: Path) -> None:
        if ("from" in given) == ("author" in given):
            raise InvalidFixture(where, "should say who wrote it: from (a handle) or author")
        files = tuple(self._upload(each, where) for each in given.get("attachments", ()))
        if "from" in given:
            conversation_id = self._received(turn, plan, given, files)
        else:
            conversation_id = self._sent(turn, plan, given, files, where)
        if turn.conversation not in self._begun:
            self._begun[turn.conversation] = conversation_id
            found = _found(self._company.store.conversations, conversation_id)
            self._references.define(turn.conversation, found, ("conversations", turn.conversation))

    def _received(self, turn: _Turn, plan: Json, given: Json, files: tuple[Upload, ...]) -> str:
        """A message from outside, into its own conversation whatever else its sender wrote."""
        company, channel_id = self._company, plan["channel"]
        source = company.store.channels[channel_id].settings.contact_type
        body = bodies.incoming(
            given["body"],
            given.get("body_format", "markdown"),
            sanitise=company.settings.sanitise_html,
        )
        accepted = AcceptedMessage(
            uid=company.ids.message_uid(),
            channel_id=channel_id,
            accepted_at=turn.at,
            due_at=turn.at,
            source=source,
            handle=contacts.normalised(source, given["from"]),
            name=None,
            contact_id=None,
            subject=plan.get("subject", "") if turn.number == 0 else "",
            body=body.html,
            text=body.text,
            blurb=body.blurb,
            thread_ref=plan.get("thread_ref"),
            headers=None,
            attachments=files,
        )
        company.store.accepted[accepted.uid] = accepted
        receiving.file_under(company, accepted, self._begun.get(turn.conversation))
        return receiving.appear(company, accepted.uid).conversation_id

    def _sent(
        self, turn: _Turn, plan: Json, given: Json, files: tuple[Upload, ...], where: Path
    ) -> str:
        """What a teammate wrote, with its outcome; nothing is delivered."""
        outgoing = OutgoingMessage(
            body=given["body"],
            to=tuple(given.get("to", ())),
            author_id=self._known("teammates", given["author"], (*where, "author")),
            subject=plan.get("subject") if turn.number == 0 else None,
            archive=False,
            attachments=files,
        )
        begun = self._begun.get(turn.conversation)
        record = (
            sending.compose(self._company, plan["channel"], outgoing)
            if begun is None
            else sending.reply(self._company, begun, outgoing)
        )
        self._conclude(record, given.get("failed"))
        return record.conversation_id

    def _conclude(self, record: DeliveryRecord, failed: Json | None) -> None:
        company = self._company
        company.schedule.cancel(record.id)
        outcome = Outcome() if failed is None else Outcome(failed["type"], failed.get("message"))
        sending.finish(company, record.id, outcome)
        retry = company.store.last_attempts.pop(record.message_id)
        company.schedule.cancel(retry)
        for delivery_id in (record.id, retry):
            company.deliveries.remove(delivery_id)

    def _upload(self, given: Json, where: Path) -> Upload:
        data = given["text"].encode() if "text" in given else None
        if data is None:
            try:
                data = self._surroundings.read_file(given["path"])
            except OSError as error:
                path = given["path"]
                raise InvalidFixture(where, f"{path} cannot be read: {error.strerror}") from error
        name = given.get("filename") or str(given.get("path", "file.txt")).rpartition("/")[2]
        return Upload(name, given.get("content_type", "application/octet-stream"), data)

    def _end(self, name: str, plan: Json, at: float) -> None:
        """Tags, assignee and status, as of the last message."""
        company, conversation_id = self._company, self._begun[name]
        where: Path = ("conversations", name)
        with company.clock.held_at(at), _told(where):
            tag_ids = [self._tag(label) for label in plan.get("tags", ())]
            if tag_ids:
                tags.add(company, conversation_id, tag_ids)
            if "assignee" in plan:
                assignee = self._known("teammates", plan["assignee"], (*where, "assignee"))
                conversations.assign(company, conversation_id, assignee)
            move = _MOVES.get(plan.get("status", "open"))
            if move is not None:
                move(company, conversation_id)

    def _tag(self, label: str) -> str:
        known = {tag.name: tag.id for tag in self._company.store.tags.values()}
        return known.get(label) or tags.create(self._company, label).id

    def _known(self, kind: str, text: str | None, where: Path) -> str:
        """The id that a text means, for teammates also by name; without a text the first one."""
        entities: dict[str, Any] = getattr(self._company.store, kind)
        names: dict[str, str] = {each.id: each.id for each in entities.values()}
        if kind == "teammates":
            names |= {each.username: each.id for each in entities.values()}
            names |= {each.email: each.id for each in entities.values()}
        if text is None and entities:
            return str(next(iter(entities)))
        if text is None or text not in names:
            near = f"; the nearest is {nearest(str(text), list(names))}" if names else ""
            raise InvalidFixture(where, f"{text} is not among the {kind}{near}")
        return names[text]


def _found(entities: Mapping[str, Any], entity_id: str) -> Callable[[], Any]:
    return lambda: entities[entity_id]


@contextmanager
def _told(where: Path) -> Iterator[None]:
    """What the rules refuse, told with the place that asked for it."""
    try:
        yield
    except (Refusal, InvalidSetting) as error:
        raise InvalidFixture(where, str(error)) from error
