"""How one company behaves where Front is configurable, random or silent.

`Settings` is the one table of them: options in Python, keys of the config file, `--set`, the admin
API and docs/settings.md are all made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Literal, TypeVar

from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.setting_kinds import (
    Choice,
    Delay,
    Flag,
    Kind,
    NameOrNumber,
    Number,
    Text,
    nearest,
)

MEBIBYTE = 1024 * 1024

Certainty = Literal["documented", "recorded", "inferred", "not Front's"]
T = TypeVar("T")

_CUSTOM = "dev.frontapp.com/docs/creating-a-custom-channel"
_RECEIVE = "dev.frontapp.com/reference/receive-custom-messages"
_MESSAGE = "dev.frontapp.com/reference/get-message"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table; `certainty` is how sure it is that Front behaves as by default."""

    name: str
    default: Any
    kind: Kind
    group: str
    meaning: str
    certainty: Certainty
    page: str | None


def _setting(
    default: T, kind: Kind, group: str, meaning: str, certainty: Certainty, page: str | None = None
) -> T:
    about = {"kind": kind, "group": group, "meaning": meaning, "certainty": certainty, "page": page}
    made: T = field(default=default, metadata=about)
    return made


@dataclass(frozen=True, slots=True)
class Settings:
    """A company's settings; times in seconds, sizes in bytes. Raises `InvalidSetting`."""

    processing_delay: tuple[float, float] | None = _setting(
        (0.05, 0.05),
        Delay(),
        "Receiving",
        "From the 202 to the message's existence: seconds, a range to draw from, or `manual`: "
        "until it is released.",
        "inferred",
        "dev.frontapp.com/reference/messages",
    )
    message_not_found_text: str = _setting(
        "Unknown message ID {reference}",
        Text(),
        "Receiving",
        "Text of the 404 of a message that does not exist (yet); `{reference}` is what was asked "
        "for.",
        "inferred",
        "dev.frontapp.com/docs/resource-aliases-1",
    )
    attachments_limit: int = _setting(
        25 * MEBIBYTE,
        Number(is_whole=True, unit="bytes"),
        "Receiving",
        "How many bytes of attachments Front takes.",
        "documented",
        _RECEIVE,
    )
    attachments_limit_scope: str = _setting(
        "total",
        Choice(("total", "file")),
        "Receiving",
        "Whether the limit holds for all files of a message together or for each.",
        "inferred",
        _RECEIVE,
    )
    too_large_status: int = _setting(
        413,
        Choice((413, 400)),
        "Receiving",
        "Status of the answer to more bytes than that.",
        "inferred",
    )
    allow_blank_body: bool = _setting(
        False,
        Flag(),
        "Receiving",
        "Whether a body may be empty or blank, which is else a 400 `body.body: missing`.",
        "recorded",
    )
    ignore_unknown_contact_id: bool = _setting(
        False,
        Flag(),
        "Receiving",
        "Whether an unknown `sender.contact_id` is passed over instead of a 404.",
        "inferred",
        _RECEIVE,
    )
    sanitise_html: bool = _setting(
        True,
        Flag(),
        "Receiving",
        "Whether scripts and event handlers are taken out of bodies.",
        "inferred",
    )
    thread_ref_scope: str = _setting(
        "channel",
        Choice(("channel", "company")),
        "Receiving",
        "Where a `thread_ref` means the same conversation.",
        "inferred",
        _CUSTOM,
    )
    archived_target: str = _setting(
        "reopen",
        Choice(("reopen", "new_conversation")),
        "Receiving",
        "What a message into an archived conversation does.",
        "inferred",
    )
    trashed_target: str = _setting(
        "restore",
        Choice(("restore", "new_conversation")),
        "Receiving",
        "What a message into a conversation in the trash does.",
        "inferred",
    )
    echo_headers: bool = _setting(
        True,
        Flag(),
        "Receiving",
        "Whether `metadata.headers` that came in are shown with the message.",
        "documented",
        _MESSAGE,
    )
    incoming_on_application: str = _setting(
        "accept",
        Choice(("accept", "refuse")),
        "Receiving",
        "What `incoming_messages`, which is for custom channels, does on an application's.",
        "recorded",
        _RECEIVE,
    )
    legacy_conversation_reference: bool = _setting(
        False,
        Flag(),
        "Receiving",
        "Whether a 202 also has `conversation_reference`, which `alt:ref:` finds.",
        "documented",
        "dev.frontapp.com/changelog/core-api-asynchronous-message-creation-reference",
    )
    delivery_timeout: float = _setting(
        7.0,
        Number(exclusive=True, unit="seconds"),
        "Sending",
        "How long the integration has to answer a delivery.",
        "documented",
        "dev.frontapp.com/docs/channels-overview",
    )
    delivery_retries: int = _setting(
        0,
        Number(is_whole=True),
        "Sending",
        "How often a failed delivery is tried again by itself.",
        "recorded",
    )
    retry_pause: float = _setting(
        1.0,
        Number(unit="seconds"),
        "Sending",
        "From a failed delivery to the first retry.",
        "inferred",
    )
    retry_backoff: float = _setting(
        2.0,
        Number(minimum=1),
        "Sending",
        "What that pause is multiplied by for each retry after the first.",
        "inferred",
    )
    untyped_answer: str = _setting(
        "sent",
        Choice(("sent", "failed")),
        "Sending",
        "What a 2xx that is no JSON object with a known `type` means.",
        "recorded",
        _CUSTOM,
    )
    follow_redirects: bool = _setting(
        False, Flag(), "Sending", "Whether redirects of the integration are followed.", "inferred"
    )
    use_environment_proxies: bool = _setting(
        False,
        Flag(),
        "Sending",
        "Whether deliveries go through the proxies of the environment.",
        "inferred",
    )
    user_agent: str = _setting(
        "Needle/1.3.0 (Node.js v9.11.1; linux x64)",
        Text(),
        "Sending",
        "The User-Agent of deliveries.",
        "recorded",
    )
    delivery_signature: str = _setting(
        "sha1",
        Choice(("sha1", "sha1_and_timestamp", "sha256")),
        "Sending",
        "HMAC-SHA1 of the body; the same beside `X-Front-Request-Timestamp`; or HMAC-SHA256 of "
        "`timestamp:body`, as on application channels.",
        "recorded",
        _CUSTOM,
    )
    signature_clock: str = _setting(
        "wall",
        Choice(("wall", "company")),
        "Sending",
        "Whose time `X-Front-Request-Timestamp` is, and the `exp` of an application's token is "
        "held against: the machine's or the company's.",
        "inferred",
    )
    delete_signature: str = _setting(
        "undefined",
        Choice(("undefined", "body")),
        "Sending",
        "What is signed of a DELETE to an application: the word `undefined`, or its body.",
        "documented",
        "dev.frontapp.com/docs/security-1",
    )
    delivered_as: str = _setting(
        "draft",
        Choice(("draft", "sent")),
        "Sending",
        "Whether a delivered message is a draft with a `version`, or as the documentation has it, "
        "sent already.",
        "recorded",
        _CUSTOM,
    )
    reply_subject: str = _setting(
        "re",
        Choice(("re", "re_trimmed", "unchanged")),
        "Sending",
        "Subject of a reply: `Re: ` and the conversation's, the same without a blank at its end, "
        "or the conversation's.",
        "recorded",
    )
    outgoing_body: str = _setting(
        "as_typed",
        Choice(("as_typed", "html")),
        "Sending",
        "Whether plain text that a teammate writes stays as typed or becomes HTML "
        "(`test<br>`, text `test` and a line feed).",
        "recorded",
    )
    reply_event: str = _setting(
        "out_reply",
        Choice(("out_reply", "outbound")),
        "Sending",
        "Type of the event of a reply that was sent.",
        "recorded",
        "dev.frontapp.com/reference/events",
    )
    message_profile: str = _setting(
        "2023",
        Choice(("2023", "2020")),
        "Answers and payloads",
        "Fields of a message: as of 2023, or without `message_uid`, `message_seen`, `draft_mode`, "
        "`signature` and the recipients' `name`.",
        "recorded",
        _MESSAGE,
    )
    draft_mode: str = _setting(
        "private",
        Choice(("private", "null", "absent")),
        "Answers and payloads",
        "`draft_mode` of a draft.",
        "inferred",
        _MESSAGE,
    )
    message_replied_to: str = _setting(
        "own_parent",
        Choice(("own_parent", "parent")),
        "Answers and payloads",
        "Where that link of a reply leads: `…/messages/<own id>/parent` or to the parent itself.",
        "recorded",
    )
    in_reply_to: str = _setting(
        "imported",
        Choice(("imported", "hex")),
        "Answers and payloads",
        "Form of `metadata.headers.in_reply_to`: `imported@frontapp.com_` and 40 hexadecimal "
        "digits, or 16 of them alone.",
        "recorded",
    )
    link_host: str = _setting(
        "emulator",
        Choice(("emulator", "company", "api2")),
        "Answers and payloads",
        "What links start with: the emulator's address, `https://<company>.api.frontapp.com`, or "
        "`https://api2.frontapp.com`.",
        "recorded",
        "dev.frontapp.com/docs/base-url",
    )
    rate_limits: str | int = _setting(
        "off",
        NameOrNumber(("off", "starter", "growth", "scale", "partner"), "requests"),
        "Rate limits",
        "How many requests a company may make in a minute: a plan's (50, 100, 200; a partner's "
        "120), or a number of your own. `off` refuses none and shows those of `growth`.",
        "documented",
        "dev.frontapp.com/docs/rate-limiting",
    )
    rate_limit_reset: str = _setting(
        "whole",
        Choice(("whole", "fraction")),
        "Rate limits",
        "Whether `x-ratelimit-reset` is in whole seconds.",
        "documented",
        "dev.frontapp.com/docs/rate-limiting",
    )
    magic_values: bool = _setting(
        True,
        Flag(),
        "Tests by hand",
        "Whether certain handles and texts, and the header `Prefer: code=…`, make a send or a "
        "request fail.",
        "not Front's",
    )

    def __post_init__(self) -> None:
        for each in table():
            try:
                value = each.kind.read(getattr(self, each.name))
            except ValueError as error:
                raise InvalidSetting(f"{each.name}: {error}") from error
            object.__setattr__(self, each.name, value)


@cache
def table() -> tuple[Setting, ...]:
    """Every setting, in the order in which they are shown."""
    return tuple(Setting(each.name, each.default, **each.metadata) for each in fields(Settings))


def known(name: str, beside: tuple[str, ...] = ()) -> Setting:
    """The setting of this name, also written with hyphens.

    Raises `InvalidSetting`, which names the nearest one, or one of those `beside` them.
    """
    spelled = name.strip().replace("-", "_")
    for each in table():
        if each.name == spelled:
            return each
    names = [*beside, *(each.name for each in table())]
    raise InvalidSetting(f"{name}: no such setting; the nearest is {nearest(spelled, names)}")


def changed(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """`settings` with `values` put in. Raises `InvalidSetting`."""
    return replace(settings, **{known(name).name: value for name, value in values.items()})


def of_text(assignment: str) -> tuple[str, Any]:
    """Name and value of a `name=value`. Raises `InvalidSetting`."""
    name, equals, text = assignment.partition("=")
    if not equals:
        raise InvalidSetting(f"{assignment}: should be name=value")
    setting = known(name)
    try:
        return setting.name, setting.kind.read(setting.kind.of_text(text.strip()))
    except ValueError as error:
        raise InvalidSetting(f"{setting.name}: {error}") from error


def document(settings: Settings) -> dict[str, Any]:
    """Every setting by name, as JSON and TOML have them."""
    return {each.name: each.kind.shown(getattr(settings, each.name)) for each in table()}
