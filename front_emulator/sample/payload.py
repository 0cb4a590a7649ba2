"""Read what Front posts: the message a teammate has just sent.

The body is a Message (https://dev.frontapp.com/reference/messages) and nothing around it. It is
still a draft then (`is_draft` is true), because it counts as sent only once we have said so.
"""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from .front import conversation_id
from .plain_text import strip_tags
from .refusals import Refusal

Fields = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the chat needs of a message from Front."""

    message_id: str
    conversation_id: str
    to: tuple[str, ...]
    text: str
    attachments: tuple[str, ...]
    author: str | None


def read_reply(raw_body: bytes) -> Reply:
    """Read a message that Front posted; raises a bad_request Refusal.

    Strict about the fields it uses, so that a mistake shows at once, and blind to all others:
    Front adds fields, and many of its fields may be null.
    """
    message = _parse(raw_body)
    _name(message, "type")
    attachments = tuple(_file_name(item) for item in _objects(message, "attachments"))
    text = _words(message)
    if not text and not attachments:
        raise Refusal("bad_request", "The message has neither text nor attachments.")
    return Reply(
        message_id=_name(message, "id"),
        conversation_id=_conversation(message),
        to=_handles(message),
        text=text,
        attachments=attachments,
        author=_author(message),
    )


def _parse(raw_body: bytes) -> Fields:
    try:
        message = json.loads(raw_body.decode("utf-8"), parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise Refusal("bad_request", "The body is not JSON.") from error
    if not isinstance(message, dict):
        raise Refusal("bad_request", "The body is not a message.")
    return message


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _name(fields: Fields, field: str) -> str:
    value = fields.get(field)
    if not isinstance(value, str) or not value:
        raise Refusal("bad_request", f"{field} must be a string.")
    return value


def _objects(fields: Fields, field: str) -> list[Fields]:
    values = fields.get(field)
    if values is None:
        return []
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise Refusal("bad_request", f"{field} must be a list of objects.")
    return values


def _optional_text(fields: Fields, field: str) -> str:
    value = fields.get(field)
    if value is not None and not isinstance(value, str):
        raise Refusal("bad_request", f"{field} must be a string.")
    return value or ""


def _words(message: Fields) -> str:
    """`text` is for people; `body` may be HTML."""
    body = _optional_text(message, "body")
    return _optional_text(message, "text").strip() or strip_tags(body)


def _file_name(attachment: Fields) -> str:
    return _optional_text(attachment, "filename") or "attachment"


def _conversation(message: Fields) -> str:
    found = conversation_id(message)
    if found is None:
        raise Refusal("bad_request", "_links.related.conversation must be a link.")
    return found


def _handles(message: Fields) -> tuple[str, ...]:
    """Whom the message is for: `from`, which comes first, is the channel itself."""
    to = [
        _name(person, "handle")
        for person in _objects(message, "recipients")
        if person.get("role") == "to"
    ]
    if not to:
        raise Refusal("bad_request", "The message has no recipient with the role to.")
    return tuple(dict.fromkeys(to))


def _author(message: Fields) -> str | None:
    """The teammate's first name; a rule or a script sends without an author."""
    author = message.get("author")
    if author is None:
        return None
    if not isinstance(author, dict):
        raise Refusal("bad_request", "author must be an object.")
    return _optional_text(author, "first_name") or None
