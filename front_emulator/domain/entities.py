"""What a company consists of. Frozen: a change is `dataclasses.replace` and a `put`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ContactType = Literal["custom", "email", "phone"]
Role = Literal["from", "to", "cc", "bcc"]
Capability = Literal["messages", "templates", "calls"]
ChannelStatus = Literal["ok", "offline"]
CallDirection = Literal["inbound", "outbound"]
CallStatus = Literal[
    "queued", "ringing", "connected", "hold", "hangup", "abandoned", "missed", "transferred"
]
RecordingType = Literal["call", "voicemail"]
ConversationState = Literal["open", "archived", "deleted"]
ConversationStatus = Literal["unassigned", "assigned", "archived", "deleted"]

UNDO_SEND_TIMES = (0, 5, 10, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class Teammate:
    id: str
    email: str
    username: str
    first_name: str
    last_name: str
    is_admin: bool = False
    is_available: bool = True
    is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    id: str
    name: str
    is_private: bool = False
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """A custom channel's settings. Front page: dev.frontapp.com/docs/creating-a-custom-channel"""

    webhook_url: str | None = None
    undo_send_time: int = 0
    auto_assign_on_reply: bool = False
    contact_type: ContactType = "custom"
    reply_mode: Literal["same_channel", "unsupported"] = "same_channel"
    compose_mode: Literal["normal", "unsupported"] = "unsupported"
    all_teammates_can_reply: bool = False


@dataclass(frozen=True, slots=True)
class OAuth:
    """An application's OAuth 2.0 server, and the client that Front is to it.

    A URL may be a path on the application's server; `redirect_uri` is what the client is
    registered with. Without `introspect_url` the token is not introspected.
    Front page: dev.frontapp.com/docs/token-instrospection-for-channel-identification
    """

    client_id: str
    client_secret: str = field(repr=False)
    authorize_url: str = "/oauth/authorize"
    token_url: str = "/oauth/token"
    introspect_url: str | None = "/oauth/token/introspect"
    redirect_uri: str = "https://app.frontapp.com/oauth/callback"


@dataclass(frozen=True, slots=True)
class Application:
    """A partner's application, which defines a kind of channel.

    `secret` signs what goes either way; `server_url` is where Front asks it to authorize a
    channel. With `oauth` its service wants a token of Front.
    Front page: dev.frontapp.com/docs/channels-overview
    """

    uid: str
    name: str
    secret: str
    server_url: str
    capabilities: tuple[Capability, ...]
    oauth: OAuth | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A custom channel, or one of the application `application_uid`.

    `authorization` is the header that the application's service wants from Front.
    """

    id: str
    name: str
    address: str
    inbox_id: str
    settings: ChannelSettings
    type: str = "custom"
    application_uid: str | None = None
    authorization: str | None = field(default=None, repr=False)
    status: ChannelStatus = "ok"
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A person; `handles` are (source, handle) pairs."""

    id: str
    name: str | None
    handles: tuple[tuple[str, str], ...]

    @property
    def handle(self) -> str:
        """The first of their handles."""
        return self.handles[0][1] if self.handles else ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A label for conversations. Front page: dev.frontapp.com/reference/tags"""

    id: str
    name: str
    created_at: float
    description: str | None = None
    highlight: str | None = None
    is_visible_in_conversation_lists: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """What a teammate says to the others; `author_id` is None for one made by the API's token.

    Front page: dev.frontapp.com/reference/comments
    """

    id: str
    conversation_id: str
    author_id: str | None
    body: str
    posted_at: float
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives."""

    filename: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    id: str
    filename: str
    content_type: str
    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Recipient:
    handle: str
    role: Role
    name: str | None = None
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class External:
    """What an application calls a message, its conversation, and the message it answers."""

    id: str
    conversation_id: str | None = None
    referenced_id: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Front keeps it. Times are Unix seconds.

    `failure` is why the application says that it did not arrive; a rule wrote what
    `is_autoreply`.
    """

    id: str
    uid: str
    conversation_id: str
    channel_id: str
    is_inbound: bool
    created_at: float
    body: str
    text: str
    blurb: str
    subject: str
    recipients: tuple[Recipient, ...]
    attachments: tuple[Attachment, ...] = ()
    author_id: str | None = None
    thread_ref: str | None = None
    headers: Mapping[str, Any] | None = None
    in_reply_to: str | None = None
    is_reply: bool = False
    version: str | None = None
    error_type: str | None = None
    type: str = "custom"
    external: External | None = None
    failure: str | None = None
    is_autoreply: bool = False

    @property
    def is_draft(self) -> bool:
        return self.version is not None

    @property
    def sender(self) -> str:
        """The handle the message came from."""
        return next(r.handle for r in self.recipients if r.role == "from")

    @property
    def to(self) -> tuple[str, ...]:
        """The handles the message went to."""
        return tuple(r.handle for r in self.recipients if r.role == "to")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody at the other end of an application's message or call."""

    handle: str
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptedMessage:
    """A message that was answered with 202 and does not exist yet.

    `due_at` is None for one that is held until somebody releases it. One that was sent from
    elsewhere has the recipients it went `to`; `handle` and `name` are the first one's then.
    """

    uid: str
    channel_id: str
    accepted_at: float
    due_at: float | None
    source: str
    handle: str
    name: str | None
    contact_id: str | None
    subject: str
    body: str
    text: str
    blurb: str
    thread_ref: str | None
    headers: Mapping[str, Any] | None
    attachments: tuple[Upload, ...]
    email: str | None = None
    external: External | None = None
    delivered_at: float | None = None
    to: tuple[Party, ...] = ()
    sender_name: str | None = None
    author_id: str | None = None

    @property
    def created_at(self) -> float:
        return self.accepted_at if self.delivered_at is None else self.delivered_at


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    channel_id: str
    inbox_id: str
    subject: str
    created_at: float
    updated_at: float
    recipient: Recipient
    last_message_id: str
    state: ConversationState = "open"
    assignee_id: str | None = None
    thread_ref: str | None = None
    waiting_since: float | None = None
    tag_ids: tuple[str, ...] = ()
    bump: int = 0
    external_ids: tuple[str, ...] = ()

    @property
    def status(self) -> ConversationStatus:
        """As Front's API shows it: an open conversation is assigned or unassigned."""
        if self.state != "open":
            return self.state
        return "unassigned" if self.assignee_id is None else "assigned"


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """A template of an application's, as it was synced."""

    id: int
    channel_id: str
    external_id: str
    name: str
    blurb: str
    is_disabled: bool
    status_name: str
    variable_mappings: tuple[Mapping[str, Any], ...]
    template_preview: str


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    speaker_name: str
    content: str
    start_time_seconds: float
    speaker_type: Literal["internal", "external"]


@dataclass(frozen=True, slots=True)
class Call:
    """A call on an application's channel; `message_id` shows it in its conversation.

    Times are Unix seconds.
    """

    channel_id: str
    external_id: str
    parent_external_id: str
    direction: CallDirection
    party: Party
    status: CallStatus
    started_at: float
    changed_at: float
    message_id: str
    agent_id: str | None = None
    recording_type: RecordingType | None = None
    summary: str | None = None
    transcript: tuple[TranscriptLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a conversation: inbound, out_reply, sending_error, archive…

    `teammate_id` is who did it, None for the API; `assignee_id` whom an `assign` is about,
    `tag_id` and `comment_id` what a `tag` or `comment` is about.
    """

    id: str
    type: str
    emitted_at: float
    conversation_id: str
    message_id: str | None = None
    teammate_id: str | None = None
    assignee_id: str | None = None
    tag_id: str | None = None
    comment_id: str | None = None
    number: int = 0
    """What began later in a company has a higher one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the send of a message ended.

    `error_type` is None for a message that was sent, else one of Front's seven;
    `warning` says what was odd about the answer without deciding anything. The external ids
    are what an application's answer calls the message and its conversation.
    """

    error_type: str | None = None
    reason: str | None = None
    warning: str | None = None
    external_id: str | None = None
    external_conversation_id: str | None = None


DeliveryState = Literal["scheduled", "in_flight", "sent", "failed", "undone"]


@dataclass(frozen=True, slots=True)
class WireRequest:
    """What was put on the wire."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class WireResponse:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """One attempt to send a message to the channel's Outgoing URL.

    `before` is the conversation as it was before the message, which `archived` and
    `assigned` it: what an undo goes back to. `fault` says what went wrong with it on purpose.
    """

    id: str
    message_id: str
    conversation_id: str
    channel_id: str
    due_at: float
    attempt: int = 1
    before: Conversation | None = field(default=None, repr=False)
    archived: bool = False
    assigned: bool = False
    state: DeliveryState = "scheduled"
    outcome: Outcome | None = None
    started_at: float | None = None
    duration: float | None = None
    request: WireRequest | None = None
    response: WireResponse | None = None
    fault: str | None = None
    number: int = 0

    @property
    def is_over(self) -> bool:
        return self.state in ("sent", "failed", "undone")


@dataclass(frozen=True, slots=True)
class RateUsage:
    """What a company has used of its rate limits as of `at`, Unix seconds of its clock.

    `minute` and `second` count from the epoch; `used` is about that minute.
    """

    minute: int = 0
    used: int = 0
    burst_used: float = 0.0
    at: float = 0.0
    second: int = 0


HandshakeType = Literal[
    "authorization", "delete", "oauth_authorize", "oauth_token", "oauth_introspect"
]


@dataclass(frozen=True, slots=True)
class Handshake:
    """One `authorization` or `delete` that Front sent an application, or a step of OAuth.

    `refusal` is why it was not agreed to, None for a success. Times are Unix seconds.
    """

    id: str
    type: HandshakeType
    application_uid: str
    channel_id: str
    at: float
    duration: float
    request: WireRequest
    response: WireResponse | None = None
    refusal: str | None = None
    number: int = 0

    @property
    def is_over(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Front tells of events: as an action of a rule, or for the application of that uid.

    `types` are those of events for a rule's, Front's names of webhook types for an application's.
    `failures` counts the events in a row that could not be told.
    """

    id: str
    url: str
    types: tuple[str, ...]
    application_uid: str | None = None
    preview: bool = False
    failures: int = 0
    is_disabled: bool = False


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """One attempt to tell a webhook of an event, or its `sync` handshake, which is about none.

    A `message_imported` tells the application of a channel, whose id `webhook_id` is then.
    `body` is that of the attempt before it. Times are Unix seconds.
    """

    id: str
    webhook_id: str
    type: str
    due_at: float
    event_id: str | None = None
    conversation_id: str | None = None
    message_id: str | None = None
    attempt: int = 1
    state: Literal["scheduled", "in_flight", "sent", "failed", "cancelled"] = "scheduled"
    reason: str | None = None
    started_at: float | None = None
    duration: float | None = None
    request: WireRequest | None = None
    response: WireResponse | None = None
    body: bytes | None = field(default=None, repr=False)
    number: int = 0

    @property
    def is_over(self) -> bool:
        return self.state in ("sent", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request to the emulated API and its answer.

    `duration` is None until it is over, `status` is None where there is no answer.
    """

    id: str
    at: float
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    status: int | None = None
    response_headers: tuple[tuple[str, str], ...] = ()
    response_body: bytes = field(default=b"", repr=False)
    duration: float | None = None
    hint: str | None = None
    number: int = 0

    @property
    def is_over(self) -> bool:
        return self.duration is not None

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")
