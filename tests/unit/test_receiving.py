"""Accepted messages appear once, when they are due, in the order of acceptance."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from front_emulator import FrontEmulator, FrontServer, Upload
from front_emulator.domain import receiving
from front_emulator.domain.channels import channel_settings
from front_emulator.domain.company import Company
from front_emulator.domain.errors import NotFound, TooLarge
from front_emulator.domain.receiving import IncomingMessage
from front_emulator.domain.settings import Settings
from front_emulator.domain.sizes import check_size

NUMBERS = count()


@pytest.fixture
def company() -> Company:
    company = Company("seed", name="Planet Express", slug="planet-express")
    company.add_channel("Chat", company.add_inbox("Inbox").id, channel_settings())
    company.clock.freeze()
    return company


def channel_of(company: Company) -> str:
    return next(iter(company.store.channels))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 2)),
        st.tuples(st.just("advance"), st.floats(0, 4)),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(steps=steps, low=st.floats(0, 3), span=st.floats(0, 10))
def test_each_channel_shows_its_messages_in_the_order_of_acceptance(
    front_server: FrontServer,
    steps: list[tuple[str, float]],
    low: float,
    span: float,
) -> None:
    delay = (low, low + span)
    seed = f"order {next(NUMBERS)}"
    with FrontEmulator(server=front_server, seed=seed, processing_delay=delay) as front:
        front.clock.freeze()
        channels = [front.channel.id, front.create_channel().id, front.create_channel().id]
        accepted: dict[str, list[str]] = {channel: [] for channel in channels}
        due: dict[str, float] = {}

        def check() -> None:
            shown = front.messages
            now = front.clock.now()
            assert {message.uid for message in shown} == {u for u, at in due.items() if at <= now}
            for channel, uids in accepted.items():
                seen = [message.uid for message in shown if message.channel_id == channel]
                assert seen == uids[: len(seen)]

        for action, value in steps:
            if action == "advance":
                front.clock.advance(value)
            else:
                channel = channels[int(value)]
                incoming = IncomingMessage(handle=f"visitor {len(due) % 3}", body="Hi")
                message = receiving.accept(front.company, channel, incoming)
                accepted[channel].append(message.uid)
                assert message.due_at is not None
                due[message.uid] = message.due_at
                assert low <= message.due_at - front.clock.now() + 1e-6
            if action == "advance":
                check()
        front.clock.advance(low + span + 1)
        check()
        assert len(front.messages) == len(due)


def test_a_message_was_created_when_it_was_accepted(company: Company) -> None:
    accepted = receiving.accept(company, channel_of(company), IncomingMessage("leela", "Hi"))
    company.clock.move_to(company.clock.now() + 9)
    with company.lock:
        message = receiving.appear(company, accepted.uid)
    assert message.created_at == accepted.accepted_at
    conversation = company.store.conversations[message.conversation_id]
    assert conversation.updated_at == company.clock.timestamp()


def test_nothing_is_stored_for_a_message_that_is_refused(company: Company) -> None:
    with pytest.raises(NotFound, match="Unknown contact ID crd_0"):
        receiving.accept(
            company, channel_of(company), IncomingMessage("x", "y", contact_id="crd_0")
        )
    assert (len(company.schedule), company.store.accepted) == (0, {})


def test_files_are_limited_in_sum() -> None:
    settings = Settings(attachments_limit=10)
    files = (Upload("a", "text/plain", b"12345"), Upload("b", "text/plain", b"67890"))
    check_size(settings, files)
    with pytest.raises(TooLarge, match="exceed the limit of") as caught:
        check_size(settings, (*files, Upload("c", "text/plain", b"!")))
    assert caught.value.hint == "the attachments have 11 bytes in sum; Front takes 10"


def test_a_ref_is_found_under_fronts_own_reference(company: Company) -> None:
    def reference(thread_ref: str | None) -> str | None:
        incoming = IncomingMessage("x", "y", thread_ref=thread_ref)
        accepted = receiving.accept(company, channel_of(company), incoming)
        return receiving.conversation_reference(company, accepted)

    assert reference("a/b") == "imported@frontapp.com_t:a/b"
    assert reference(None) is None


def test_what_is_held_appears_when_it_is_released() -> None:
    company = Company("seed", name="", slug="", settings=Settings(processing_delay=None))
    channel = company.add_channel("", company.add_inbox("").id, channel_settings())
    held = [
        receiving.accept(company, channel.id, IncomingMessage("x", str(number)))
        for number in range(2)
    ]
    assert [each.due_at for each in held] == [None, None]
    assert len(company.schedule) == 0
    with pytest.raises(NotFound, match="No message is held under uid abc"):
        receiving.release(company, "abc")
    assert receiving.release(company, held[1].uid) == [held[1].uid]
    assert receiving.release(company) == [held[0].uid]
    assert receiving.release(company) == []
    assert len(company.schedule) == 2
