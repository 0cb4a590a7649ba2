"""Handles and the contacts they belong to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from front_emulator.domain import contacts
from front_emulator.domain.company import Company
from front_emulator.domain.errors import NotFound


@pytest.fixture
def company() -> Company:
    return Company("seed", name="Planet Express", slug="planet-express")


@pytest.mark.parametrize(
    ("source", "handle", "kept"),
    [
        ("custom", " Any Thing ", " Any Thing "),
        ("email", " Leela@Example.COM\n", "leela@example.com"),
        ("phone", "4155552671", "+14155552671"),
        ("phone", "415-555-2671", "+14155552671"),
        ("phone", "+14155552671", "+14155552671"),
        ("phone", "1 415 555 2671", "+14155552671"),
        ("phone", "+49 30 901820", "+4930901820"),
        ("phone", "555-1234", "+15551234"),
        ("phone", "extension seven", "extension seven"),
        ("phone", "", ""),
        ("twitter", "@Leela", "@Leela"),
    ],
)
def test_a_handle_is_kept_as_its_source_has_it(source: str, handle: str, kept: str) -> None:
    assert contacts.normalised(source, handle) == kept


@given(st.sampled_from(["custom", "email", "phone"]), st.text())
def test_a_kept_handle_stays_as_it_is(source: str, handle: str) -> None:
    kept = contacts.normalised(source, handle)
    assert contacts.normalised(source, kept) == kept


def test_one_handle_is_one_contact(company: Company) -> None:
    first = contacts.resolve(company, "custom", "leela", name=None, contact_id=None)
    again = contacts.resolve(company, "custom", "leela", name=None, contact_id=None)
    other = contacts.resolve(company, "email", "leela", name=None, contact_id=None)
    assert first == again
    assert other.id != first.id


def test_a_name_is_kept_until_there_is_another(company: Company) -> None:
    names = []
    for name in (None, "Leela", None, "Turanga Leela", ""):
        contact = contacts.resolve(company, "custom", "leela", name=name, contact_id=None)
        names.append(contact.name)
    assert names == [None, "Leela", "Leela", "Turanga Leela", "Turanga Leela"]


def test_a_contact_id_moves_the_handle(company: Company) -> None:
    leela = contacts.resolve(company, "custom", "leela", name="Leela", contact_id=None)
    amy = contacts.resolve(company, "custom", "amy", name=None, contact_id=None)
    moved = contacts.resolve(company, "custom", "amy", name=None, contact_id=leela.id)
    assert moved.handles == (("custom", "leela"), ("custom", "amy"))
    assert contacts.known_contact(company, amy.id).handles == ()
    assert company.store.contact_by_handle("custom", "amy") == moved


def test_an_unknown_contact_is_refused_by_name(company: Company) -> None:
    with pytest.raises(NotFound, match="Unknown contact ID crd_0"):
        contacts.known_contact(company, "crd_0")
