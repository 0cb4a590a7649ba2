"""Who writes: handles of a source, and the contacts they belong to."""

from dataclasses import replace

from front_emulator.domain.company import Company
from front_emulator.domain.entities import Contact
from front_emulator.domain.errors import NotFound


def normalised(source: str, handle: str) -> str:
    """A handle as Front keeps it: a phone number without a plus is one of the USA's.

    Front page: dev.frontapp.com/reference/receive-custom-messages
    """
    if source == "phone":
        return _phone_number(handle)
    return handle.strip().lower() if source == "email" else handle


def known_contact(company: Company, contact_id: str) -> Contact:
    """The contact with this id, or `NotFound`."""
    contact = company.store.contacts.get(contact_id)
    if contact is None:
        raise NotFound(f"Unknown contact ID {contact_id}")
    return contact


def resolve(
    company: Company,
    source: str,
    handle: str,
    *,
    name: str | None,
    contact_id: str | None,
    email: str | None = None,
) -> Contact:
    """The contact a sender is, made or given the handle where it is new to Front.

    An `email` finds a contact that has it, and leads to no new one by itself.
    Front page: dev.frontapp.com/reference/sync-inbound-message
    """
    contact = (
        known_contact(company, contact_id)
        if contact_id is not None
        else company.store.contact_by_handle(source, handle)
    )
    if contact is None and email is not None:
        contact = company.store.contact_by_handle("email", normalised("email", email))
    if contact is None:
        contact = Contact(company.ids.next("crd"), name, ((source, handle),))
        company.store.put_contact(contact)
        return contact
    handles = contact.handles
    if (source, handle) not in handles:
        handles = (*handles, (source, handle))
    known = replace(contact, name=name or contact.name, handles=handles)
    if known != contact:
        company.store.put_contact(known)
    return known


def _phone_number(handle: str) -> str:
    import phonenumbers  # slow, and for channels of one kind

    try:
        number = phonenumbers.parse(handle, "US")
    except phonenumbers.NumberParseException:
        return handle
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
