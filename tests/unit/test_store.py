"""The indices give what a search through everything would."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from front_emulator.domain.entities import (
    Attachment,
    Contact,
    Conversation,
    ConversationState,
    ConversationStatus,
    Message,
    Recipient,
)
from front_emulator.domain.store import LISTED_STATUSES, Ordering, Store

VISITOR = Recipient("leela", "from")


def conversation(number: int, inbox_id: str = "inb_1") -> Conversation:
    return Conversation(
        id=f"cnv_{number}",
        channel_id="cha_1",
        inbox_id=inbox_id,
        subject="",
        created_at=0,
        updated_at=0,
        recipient=VISITOR,
        last_message_id="",
    )


def message(number: int, created_at: float = 0, conversation_id: str = "cnv_1") -> Message:
    return Message(
        id=f"msg_{number}",
        uid=f"uid{number}",
        conversation_id=conversation_id,
        channel_id="cha_1",
        is_inbound=True,
        created_at=created_at,
        body="",
        text="",
        blurb="",
        subject="",
        recipients=(VISITOR,),
    )


changes = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["inb_1", "inb_2"]),
        st.sampled_from(["open", "archived", "deleted"]),
        st.sampled_from([None, "tea_1"]),
        st.booleans(),
    ),
    max_size=25,
)
filters = st.lists(
    st.sampled_from(["unassigned", "assigned", "archived", "deleted"]), unique=True, max_size=4
)


@given(
    changes=changes,
    statuses=filters,
    inbox_id=st.sampled_from([None, "inb_1", "inb_2", "inb_3"]),
    limit=st.integers(1, 4),
    descending=st.booleans(),
)
def test_conversations_are_paged_by_inbox_status_and_bump(
    changes: list[tuple[int, str, ConversationState, str | None, bool]],
    statuses: list[ConversationStatus],
    inbox_id: str | None,
    limit: int,
    descending: bool,
) -> None:
    store = Store()
    for number, inbox, state, assignee, bumps in changes:
        known = store.conversations.get(f"cnv_{number}", conversation(number))
        bump = store.next_bump() if bumps or not known.bump else known.bump
        store.put_conversation(
            replace(known, inbox_id=inbox, state=state, assignee_id=assignee, bump=bump)
        )
    expected = sorted(
        (
            each
            for each in store.conversations.values()
            if inbox_id in (None, each.inbox_id) and each.status in statuses
        ),
        key=lambda each: each.bump,
        reverse=descending,
    )
    seen, after = list[Conversation](), None
    while page := store.conversations_page(
        limit, after, inbox_id=inbox_id, statuses=statuses, descending=descending
    ):
        assert len(page) <= limit
        seen += [found for _, found in page]
        after = page[-1][0]
    assert seen == expected


def test_deleted_conversations_are_listed_only_on_demand() -> None:
    store = Store()
    store.put_conversation(replace(conversation(1), state="deleted", bump=store.next_bump()))
    assert store.conversations_page(9) == []
    assert len(store.conversations_page(9, statuses=[*LISTED_STATUSES, "deleted"])) == 1


@given(
    times=st.lists(st.integers(0, 3), max_size=20),
    limit=st.integers(1, 5),
    descending=st.booleans(),
)
def test_messages_are_paged_by_creation_and_equal_ones_by_appearance(
    times: list[int], limit: int, descending: bool
) -> None:
    store = Store()
    for number, created_at in enumerate(times):
        store.put_message(message(number, created_at))
        store.put_message(message(number + 1000, created_at, "cnv_2"))
    order = sorted(range(len(times)), key=lambda number: (times[number], number))
    expected = [f"msg_{number}" for number in (order[::-1] if descending else order)]
    seen, after = list[str](), None
    while page := store.messages_of("cnv_1", limit, after, descending=descending):
        seen += [found.id for _, found in page]
        after = page[-1][0]
    assert seen == expected


def test_a_message_that_is_replaced_stays_in_its_place() -> None:
    store = Store()
    for number in range(3):
        store.put_message(message(number, number))
    store.put_message(replace(message(0, 0), text="changed", created_at=99))
    ids = [(found.id, found.text) for _, found in store.messages_of("cnv_1", 9)]
    assert ids == [("msg_2", ""), ("msg_1", ""), ("msg_0", "changed")]


def test_files_are_found_with_their_message() -> None:
    store = Store()
    file = Attachment("fil_1", "a.txt", "text/plain", b"a")
    store.put_message(replace(message(1), attachments=(file,)))
    assert store.attachments["fil_1"] == (file, "msg_1")
    assert file.size == 1


def test_what_is_unknown_is_not_found() -> None:
    store = Store()
    assert store.message_by_uid("x") is None
    assert store.channel_by_address("x") is None
    assert store.contact_by_handle("custom", "x") is None
    assert store.teammate_by_email("x") is None
    assert store.conversation_by_reference("x") is None
    assert store.messages_of("cnv_0", 9) == []


def test_a_reference_stays_with_its_first_conversation() -> None:
    store = Store()
    for number in (1, 2):
        store.put_conversation(conversation(number), reference="ref")
    found = store.conversation_by_reference("ref")
    assert found is not None
    assert found.id == "cnv_1"


def test_a_handle_belongs_to_the_contact_put_last() -> None:
    store = Store()
    handle = ("custom", "leela")
    store.put_contact(Contact("crd_1", None, (handle, ("custom", "amy"))))
    store.put_contact(Contact("crd_2", None, (handle,)))
    assert store.contacts["crd_1"].handles == (("custom", "amy"),)
    assert store.contact_by_handle(*handle) == store.contacts["crd_2"]
    store.put_contact(Contact("crd_2", "Leela", (handle,)))
    assert store.contact_by_handle(*handle) == Contact("crd_2", "Leela", (handle,))


def test_an_ordering_goes_on_from_any_position_in_both_directions() -> None:
    ordering = Ordering()
    for number in range(5):
        ordering.add((number, 0), f"id{number}")
    ordering.remove((3, 0), "id3")
    ordering.remove((9, 0), "unknown")
    assert len(ordering) == 4
    assert [found for _, found in ordering.walk(None)] == ["id4", "id2", "id1", "id0"]
    assert [found for _, found in ordering.walk((2, 0))] == ["id1", "id0"]
    assert [found for _, found in ordering.walk((3, 0))] == ["id2", "id1", "id0"]
    assert [found for _, found in ordering.walk((1, 0), descending=False)] == ["id2", "id4"]
