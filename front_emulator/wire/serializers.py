"""Entities as Front shows them: API answers and delivered payloads from the same functions.

`base` is the address that links start with, without a trailing slash.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    Attachment,
    Channel,
    Comment,
    Contact,
    Conversation,
    Inbox,
    Message,
    Recipient,
    Tag,
    Teammate,
)
from front_emulator.domain.ids import base36

Json = dict[str, Any]


def identity(company: Company, base: str) -> Json:
    """Front page: dev.frontapp.com/reference/api-token-details"""
    return {"_links": {"self": f"{base}/me"}, "id": company.id, "name": company.name}


def message(company: Company, base: str, shown: Message, *, for_application: bool = False) -> Json:
    """A message with the fields, and in the order, that Front delivers them.

    Only an application with a token of its own is shown the `external_id`.

    Front pages: dev.frontapp.com/reference/get-message and
    dev.frontapp.com/docs/creating-a-custom-channel
    """
    settings = company.settings
    self_link = f"{base}/messages/{shown.id}"
    related = {
        "conversation": f"{base}/conversations/{shown.conversation_id}",
        **_replied_to(company, base, shown),
        "message_seen": f"{self_link}/seen",
    }
    author = None if shown.author_id is None else company.store.teammates[shown.author_id]
    serialized = {
        "_links": {"self": self_link, "related": related},
        "id": shown.id,
        "message_uid": shown.uid,
        "type": shown.type,
        "is_inbound": shown.is_inbound,
        "created_at": shown.created_at,
        "blurb": shown.blurb,
        "body": shown.body,
        "text": shown.text,
        "error_type": shown.error_type,
        "version": shown.version,
        "subject": shown.subject,
        "draft_mode": "private" if shown.is_draft and settings.draft_mode == "private" else None,
        "metadata": _message_metadata(company, shown) | _external_id(shown, for_application),
        "author": None if author is None else teammate(base, author),
        "recipients": [_recipient(base, recipient) for recipient in shown.recipients],
        "attachments": [_attachment(base, shown.id, file) for file in shown.attachments],
        "signature": None,
        "is_draft": shown.is_draft,
    }
    if settings.draft_mode == "absent":
        del serialized["draft_mode"]
    return _as_in_2020(serialized) if settings.message_profile == "2020" else serialized


def delivered_message(company: Company, base: str, shown: Message) -> Json:
    """A message as it is POSTed to the Outgoing URL.

    Front page: dev.frontapp.com/docs/creating-a-custom-channel ("Sending messages")
    """
    if company.settings.delivered_as == "sent":
        shown = replace(shown, version=None)
    return message(company, base, shown)


def conversation(company: Company, base: str, shown: Conversation) -> Json:
    """Front page: dev.frontapp.com/reference/get-conversation-by-id"""
    self_link = f"{base}/conversations/{shown.id}"
    related = ("events", "followers", "messages", "comments", "inboxes")
    last_message = f"{base}/messages/{shown.last_message_id}?referer=conversation"
    assignee = shown.assignee_id and teammate(base, company.store.teammates[shown.assignee_id])
    serialized: Json = {
        "_links": {
            "self": self_link,
            "related": {name: f"{self_link}/{name}" for name in related}
            | {"last_message": last_message},
        },
        "id": shown.id,
        "type": "conversation",
        "subject": shown.subject,
        "status": shown.status,
        "ticket_ids": [],
        "assignee": assignee,
        "recipient": _recipient(base, shown.recipient),
        "tags": [tag(company, base, company.store.tags[each]) for each in shown.tag_ids],
        "links": [],
        "custom_fields": {},
        "created_at": shown.created_at,
        "updated_at": shown.updated_at,
        "waiting_since": shown.waiting_since,
        "is_private": False,
        "scheduled_reminders": [],
        "metadata": {},
    }
    if shown.waiting_since is None:
        del serialized["waiting_since"]
    return serialized


def channel(company: Company, base: str, shown: Channel) -> Json:
    """Front page: dev.frontapp.com/reference/get-channel"""
    settings = shown.settings
    return {
        "_links": {
            "self": f"{base}/channels/{shown.id}",
            "related": {
                "inbox": f"{base}/inboxes/{shown.inbox_id}",
                "owner": f"{base}/teams/{company.team_id}",
            },
        },
        "id": shown.id,
        "name": shown.name,
        "address": shown.address,
        "type": shown.type,
        "send_as": shown.address,
        "settings": {
            "undo_send_time": settings.undo_send_time,
            "all_teammates_can_reply": settings.all_teammates_can_reply,
            "contact_type": settings.contact_type,
            "reply_mode": settings.reply_mode,
            "compose_mode": settings.compose_mode,
            "auto_assign_on_reply": settings.auto_assign_on_reply,
            "webhook_url": settings.webhook_url,
        },
        "is_private": False,
        "is_valid": shown.status == "ok",
    }


def inbox(company: Company, base: str, shown: Inbox) -> Json:
    """Front page: dev.frontapp.com/reference/get-inbox"""
    self_link = f"{base}/inboxes/{shown.id}"
    return {
        "_links": {
            "self": self_link,
            "related": {
                "teammates": f"{self_link}/teammates",
                "conversations": f"{self_link}/conversations",
                "channels": f"{self_link}/channels",
                "owner": f"{base}/teams/{company.team_id}",
            },
        },
        "id": shown.id,
        "name": shown.name,
        "is_private": shown.is_private,
        "is_public": shown.is_public,
        "custom_fields": {},
    }


def teammate(base: str, shown: Teammate) -> Json:
    """Front page: dev.frontapp.com/reference/get-teammate"""
    self_link = f"{base}/teammates/{shown.id}"
    return {
        "_links": {
            "self": self_link,
            "related": {
                "inboxes": f"{self_link}/inboxes",
                "conversations": f"{self_link}/conversations",
            },
        },
        "id": shown.id,
        "email": shown.email,
        "username": shown.username,
        "first_name": shown.first_name,
        "last_name": shown.last_name,
        "is_admin": shown.is_admin,
        "is_available": shown.is_available,
        "is_blocked": shown.is_blocked,
        "type": "user",
        "custom_fields": {},
    }


def contact(base: str, shown: Contact) -> Json:
    """Front page: dev.frontapp.com/reference/get-contact"""
    self_link = f"{base}/contacts/{shown.id}"
    return {
        "_links": {
            "self": self_link,
            "related": {
                "notes": f"{self_link}/notes",
                "conversations": f"{self_link}/conversations",
                "owner": None,
            },
        },
        "id": shown.id,
        "name": shown.name,
        "description": "",
        "avatar_url": None,
        "links": [],
        "groups": [],
        "lists": [],
        "handles": [{"handle": handle, "source": source} for source, handle in shown.handles],
        "custom_fields": {},
        "is_private": False,
    }


def tag(company: Company, base: str, shown: Tag) -> Json:
    """Front page: dev.frontapp.com/reference/get-tag"""
    self_link = f"{base}/tags/{shown.id}"
    return {
        "_links": {
            "self": self_link,
            "related": {
                "conversations": f"{self_link}/conversations",
                "owner": f"{base}/teams/{company.team_id}",
                "parent_tag": None,
                "children": None,
            },
        },
        "id": shown.id,
        "name": shown.name,
        "description": shown.description,
        "highlight": shown.highlight,
        "is_private": False,
        "is_visible_in_conversation_lists": shown.is_visible_in_conversation_lists,
        "created_at": shown.created_at,
        "updated_at": shown.created_at,
    }


def comment(company: Company, base: str, shown: Comment) -> Json:
    """Front page: dev.frontapp.com/reference/get-comment"""
    self_link = f"{base}/comments/{shown.id}"
    conversation_link = f"{base}/conversations/{shown.conversation_id}"
    author = None if shown.author_id is None else company.store.teammates[shown.author_id]
    return {
        "_links": {
            "self": self_link,
            "related": {
                "conversation": conversation_link,
                "mentions": f"{self_link}/mentions",
                "comment_replied_to": None,
            },
        },
        "id": shown.id,
        "author": api_author(company, base) if author is None else teammate(base, author),
        "body": shown.body,
        "posted_at": shown.posted_at,
        "attachments": [],
        "is_pinned": shown.is_pinned,
    }


def api_author(company: Company, base: str) -> Json:
    """Who acts where the API token does: a bot that no list of teammates has."""
    number = 36**4 + company.ids.number("api author") % (35 * 36**4)
    bot = Teammate(f"tea_{base36(number)}", "", "api", "API", "")
    return teammate(base, bot) | {"type": "api"}


def unpaged(self_link: str, results: Iterable[Json]) -> Json:
    """A list that Front returns whole, such as channels and teammates."""
    return {"_links": {"self": self_link}, "_results": list(results)}


def page(
    self_link: str,
    results: Iterable[Json],
    *,
    path: str,
    query: list[tuple[str, str]] | None,
    total: int | None = None,
) -> Json:
    """One page of a list; `query` leads to the next one, None when this is the last.

    `total` is how many there are on all pages, where Front says so.

    Front page: dev.frontapp.com/docs/pagination
    """
    next_link = None if query is None else f"{path}?{urlencode(query)}"
    return {
        "_pagination": {"next": next_link},
        "_links": {"self": self_link},
        **({} if total is None else {"_total": total}),
        "_results": list(results),
    }


def message_reference(uid: str, form: str = "imported", external_id: str | None = None) -> str:
    """What `metadata.headers.in_reply_to` calls a message, in the `form` that is set.

    One that an application named goes by that name.
    """
    if external_id is not None:
        number = int(hashlib.sha256(uid.encode()).hexdigest()[:12], 16)
        return f"external_message_{external_id}@{number}.ext.frontapp.com"
    digest = hashlib.sha1(uid.encode(), usedforsecurity=False).hexdigest()
    return digest[:16] if form == "hex" else f"imported@frontapp.com_{digest}"


def _replied_to(company: Company, base: str, shown: Message) -> dict[str, str]:
    """The link of a reply to what it answers."""
    if not shown.is_reply:
        return {}
    if company.settings.message_replied_to == "own_parent":
        return {"message_replied_to": f"{base}/messages/{shown.id}/parent"}
    parent = company.store.message_by_uid(shown.in_reply_to or "")
    return {} if parent is None else {"message_replied_to": f"{base}/messages/{parent.id}"}


def _as_in_2020(serialized: Json) -> Json:
    """Without the fields that messages have got since."""
    later = ("message_uid", "draft_mode", "signature")
    older = {name: value for name, value in serialized.items() if name not in later}
    del older["_links"]["related"]["message_seen"]
    for each in older["recipients"]:
        del each["name"]
    return older


def _message_metadata(company: Company, shown: Message) -> Json:
    settings = company.settings
    if shown.type == "call":
        return {}
    if not shown.is_inbound:
        return {"headers": {"in_reply_to": _in_reply_to(company, shown.in_reply_to)}}
    metadata: Json = {}
    if shown.thread_ref is not None:
        metadata["thread_ref"] = shown.thread_ref
    if shown.headers is not None and settings.echo_headers:
        metadata["headers"] = dict(shown.headers)
    return metadata


def _in_reply_to(company: Company, parent_uid: str | None) -> str | None:
    if parent_uid is None:
        return None
    parent = company.store.message_by_uid(parent_uid)
    external = None if parent is None else parent.external
    external_id = None if external is None else external.id
    return message_reference(parent_uid, company.settings.in_reply_to, external_id)


def _external_id(shown: Message, for_application: bool) -> Json:
    if not for_application or shown.external is None:
        return {}
    return {"external_id": shown.external.id}


def _recipient(base: str, shown: Recipient) -> Json:
    link = None if shown.contact_id is None else f"{base}/contacts/{shown.contact_id}"
    return {
        "_links": {"related": {"contact": link}},
        "name": shown.name,
        "handle": shown.handle,
        "role": shown.role,
    }


def _attachment(base: str, message_id: str, shown: Attachment) -> Json:
    return {
        "id": shown.id,
        "filename": shown.filename,
        "url": f"{base}/messages/{message_id}/download/{shown.id}",
        "content_type": shown.content_type,
        "size": shown.size,
        "metadata": {"is_inline": False},
    }
