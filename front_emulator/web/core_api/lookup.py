"""From what a path says to the entity it means: an id, or an alias such as `alt:uid:…`.

Front page: dev.frontapp.com/docs/resource-aliases-1
"""

from front_emulator.domain import contacts
from front_emulator.domain.company import Company
from front_emulator.domain.entities import Channel, Contact, Conversation, Inbox, Message, Teammate
from front_emulator.domain.errors import NotFound


def message(company: Company, reference: str) -> Message:
    uid = _alias(reference, "uid")
    found = (
        company.store.messages.get(reference) if uid is None else company.store.message_by_uid(uid)
    )
    if found is None:
        text = company.settings.message_not_found_text.replace("{reference}", reference)
        raise NotFound(text, hint=_pending(company, uid))
    return found


def conversation(company: Company, reference: str) -> Conversation:
    alias = _alias(reference, "ref")
    found = (
        company.store.conversations.get(reference)
        if alias is None
        else company.store.conversation_by_reference(alias)
    )
    if found is None:
        raise NotFound(f"Unknown conversation ID {reference}")
    return found


def channel(company: Company, reference: str) -> Channel:
    address = _alias(reference, "address")
    found = (
        company.store.channels.get(reference)
        if address is None
        else company.store.channel_by_address(address)
    )
    if found is None or found.is_deleted:
        known = ", ".join(list(company.store.channels)[:5]) or "none"
        raise NotFound(f"Unknown channel ID {reference}", hint=f"this company's channels: {known}")
    return found


def inbox(company: Company, inbox_id: str) -> Inbox:
    found = company.store.inboxes.get(inbox_id)
    if found is None:
        raise NotFound(f"Unknown inbox ID {inbox_id}")
    return found


def teammate(company: Company, reference: str) -> Teammate:
    email = _alias(reference, "email")
    found = (
        company.store.teammates.get(reference)
        if email is None
        else company.store.teammate_by_email(email)
    )
    if found is None:
        raise NotFound(f"Unknown teammate ID {reference}")
    return found


def contact(company: Company, reference: str) -> Contact:
    if not reference.startswith("alt:"):
        return contacts.known_contact(company, reference)
    source, _, handle = reference.removeprefix("alt:").partition(":")
    found = company.store.contact_by_handle(source, contacts.normalised(source, handle))
    if found is None:
        raise NotFound(f"Unknown contact ID {reference}")
    return found


def _alias(reference: str, name: str) -> str | None:
    prefix = f"alt:{name}:"
    return reference.removeprefix(prefix) if reference.startswith(prefix) else None


def _pending(company: Company, uid: str | None) -> str | None:
    accepted = company.store.accepted.get(uid or "")
    if accepted is None:
        return None
    if accepted.due_at is None:
        return "accepted, and held until it is released"
    left = company.clock.until(accepted.due_at)
    held = "; the clock is frozen" if company.clock.is_frozen else ""
    return f"accepted, and will exist in {left:.3f} s{held}"
