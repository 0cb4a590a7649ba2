"""The same seed and the same calls give the same ids, whatever the time and the machine."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from front_emulator.domain import receiving, sending
from front_emulator.domain.company import Company
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import Outcome, Upload
from front_emulator.domain.ids import Ids
from front_emulator.domain.receiving import IncomingMessage
from front_emulator.domain.settings import Settings
from front_emulator.timekeeper import run_next
from tests.unit.companies import channel_of, make_company

FILE = Upload("a.txt", "text/plain", b"a")


def accept(company: Company) -> None:
    incoming = IncomingMessage("leela", "Hi", thread_ref=str(len(company.store.accepted)))
    receiving.accept(company, channel_of(company).id, incoming)


def advance(company: Company) -> None:
    until = company.clock.now() + 1
    outcomes = (Outcome(), Outcome("forbidden", "No"))

    def deliver(company: Company, delivery_id: str) -> None:
        sending.finish(company, delivery_id, outcomes[len(company.deliveries) % 2])

    while run_next(company, until, deliver):
        pass
    company.clock.move_to(until)


def reply(company: Company) -> None:
    for conversation_id in list(company.store.conversations)[:1]:
        sending.reply(company, conversation_id, OutgoingMessage("Hello", attachments=(FILE,)))


def compose(company: Company) -> None:
    sending.compose(company, channel_of(company).id, OutgoingMessage("News", to=("fry",)))


def undo(company: Company) -> None:
    for record in list(company.deliveries):
        if record.state == "scheduled":
            sending.undo(company, record.id)


Call = Callable[[Company], None]
CALLS: st.SearchStrategy[list[Call]] = st.lists(
    st.sampled_from([accept, advance, reply, compose, undo]), max_size=30
)


def ids_after(seed: str, calls: list[Call], *, later: float = 0) -> dict[str, Any]:
    """Every id of a company that has gone through the calls."""
    company = make_company(
        Settings(processing_delay=(0, 3), delivery_retries=1), seed=seed, compose_mode="normal"
    )
    company.clock.move_to(company.clock.now() + later)
    for call in calls:
        call(company)
    store = company.store
    return {
        "company": (company.id, company.api_token, company.api_secret, company.team_id),
        "fixed": [*store.channels, *store.inboxes, *store.teammates, channel_of(company).address],
        "messages": [(m.id, m.uid, m.in_reply_to) for m in store.messages.values()],
        "conversations": list(store.conversations),
        "contacts": list(store.contacts),
        "files": list(store.attachments),
        "accepted": list(store.accepted),
        "events": [(event.id, event.type, event.message_id) for event in store.events.values()],
        "deliveries": [(record.id, record.message_id) for record in company.deliveries],
    }


@settings(max_examples=60, deadline=None)
@given(seed=st.text(st.characters(exclude_categories=["Cs"]), max_size=20), calls=CALLS)
def test_same_seed_and_same_calls_give_the_same_ids(seed: str, calls: list[Call]) -> None:
    """Also years later."""
    assert ids_after(seed, calls) == ids_after(seed, calls, later=100_000_000)


@settings(max_examples=30, deadline=None)
@given(calls=CALLS)
def test_another_seed_gives_other_ids(calls: list[Call]) -> None:
    """No id of one company is one of another's."""
    one, other = ids_after("one", calls), ids_after("other", calls)
    for kind in ("messages", "conversations", "contacts", "deliveries", "events"):
        assert not {str(i) for i in one[kind]} & {str(i) for i in other[kind]}


@settings(max_examples=60, deadline=None)
@given(
    kinds=st.lists(st.sampled_from(["msg", "cnv", "evt", "crd", "fil"]), max_size=50),
    seed=st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
)
def test_ids_of_a_kind_do_not_depend_on_those_of_others(kinds: list[str], seed: str) -> None:
    """The n-th id of a kind is the same, whatever was made between."""
    mixed = Ids(seed)
    made = [(kind, mixed.next(kind)) for kind in kinds]
    for kind in set(kinds):
        alone = Ids(seed)
        of_kind = [made_id for made_kind, made_id in made if made_kind == kind]
        assert of_kind == [alone.next(kind) for _ in of_kind]
        assert len(set(of_kind)) == len(of_kind)
