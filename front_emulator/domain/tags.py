"""Tags: labels of a company, put on conversations and taken off again."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from front_emulator.domain.company import Company
from front_emulator.domain.entities import Tag
from front_emulator.domain.errors import NotFound


def known_tag(company: Company, tag_id: str) -> Tag:
    """The tag with this id, or `NotFound`."""
    found = company.store.tags.get(tag_id)
    if found is None:
        raise NotFound(f"Unknown tag ID {tag_id}")
    return found


def create(company: Company, name: str, **details: Any) -> Tag:
    """Add a tag; `details` are the other fields of `Tag`.

    Front page: dev.frontapp.com/reference/create-tag
    """
    with company.changed:
        tag = Tag(company.ids.next("tag"), name, company.clock.timestamp(), **details)
        company.store.put_tag(tag)
        company.changed.notify_all()
    return tag


def add(
    company: Company, conversation_id: str, tag_ids: Iterable[str], by: str | None = None
) -> None:
    """Put tags on a conversation; one that is on it already stays. Raises `NotFound`."""
    with company.lock:
        present = company.store.conversations[conversation_id].tag_ids
        new = [tag.id for tag in _known(company, tag_ids) if tag.id not in present]
        _replace(company, conversation_id, (*present, *new))
        for tag_id in new:
            company.emit("tag", conversation_id, None, by, tag_id=tag_id)


def remove(
    company: Company, conversation_id: str, tag_ids: Iterable[str], by: str | None = None
) -> None:
    """Take tags off a conversation; one that is not on it is passed over. Raises `NotFound`."""
    with company.lock:
        present = company.store.conversations[conversation_id].tag_ids
        gone = [tag.id for tag in _known(company, tag_ids) if tag.id in present]
        _replace(company, conversation_id, tuple(each for each in present if each not in gone))
        for tag_id in gone:
            company.emit("untag", conversation_id, None, by, tag_id=tag_id)


def replace_all(
    company: Company, conversation_id: str, tag_ids: Iterable[str], by: str | None = None
) -> None:
    """Have a conversation bear these tags and no other. Raises `NotFound`."""
    with company.lock:
        wanted = [tag.id for tag in _known(company, tag_ids)]
        present = company.store.conversations[conversation_id].tag_ids
        remove(company, conversation_id, [each for each in present if each not in wanted], by)
        add(company, conversation_id, wanted, by)


def _known(company: Company, tag_ids: Iterable[str]) -> list[Tag]:
    return [known_tag(company, tag_id) for tag_id in dict.fromkeys(tag_ids)]


def _replace(company: Company, conversation_id: str, tag_ids: tuple[str, ...]) -> None:
    conversation = company.store.conversations[conversation_id]
    if conversation.tag_ids != tag_ids:
        now = company.clock.timestamp()
        company.store.put_conversation(replace(conversation, tag_ids=tag_ids, updated_at=now))
