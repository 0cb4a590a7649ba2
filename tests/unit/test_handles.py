"""Live views: they show what is, whenever they are read."""

import pytest

from front_emulator import (
    CustomChannel,
    Delivery,
    DeliveryPending,
    FrontEmulator,
    InvalidSetting,
    NotFound,
    Refusal,
)
from front_emulator.domain import sending
from front_emulator.domain.company import Company
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import Outcome, WireResponse
from tests.unit.companies import BEGIN, channel_of, make_company, received


def custom_channel(company: Company) -> CustomChannel:
    return CustomChannel(company, channel_of(company).id, lambda: "http://front.test")


def scheduled(company: Company) -> Delivery:
    question = received(company)
    return Delivery(
        company,
        sending.reply(company, question.conversation_id, OutgoingMessage("Hello")).id,
    )


class TestCustomChannel:
    """A channel's settings as attributes."""

    def test_shows_what_the_channel_has(self) -> None:
        """By the guide's names."""
        company = make_company(webhook_url="http://localhost/out", contact_type="phone")
        channel = custom_channel(company)
        assert channel.id == channel_of(company).id
        assert channel.address == channel_of(company).address
        assert channel.incoming_url == f"http://front.test/channels/{channel.id}/incoming_messages"
        assert channel.outgoing_url == "http://localhost/out"
        assert channel.contact_type == "phone"
        assert channel.reply_mode == "same_channel"
        assert (channel.undo_send_time, channel.allow_new_messages) == (0, False)
        assert (
            repr(channel) == f"<CustomChannel {channel.id} 'Website chat' → http://localhost/out>"
        )

    def test_assigning_changes_the_channel(self) -> None:
        """At once, and nothing but that setting."""
        company = make_company()
        channel = custom_channel(company)
        channel.outgoing_url = "http://localhost/new"
        channel.undo_send_time = 30
        channel.reply_mode = "unsupported"
        channel.allow_new_messages = True
        channel.auto_assign_on_reply = True
        settings = channel_of(company).settings
        assert settings == channel.settings
        assert settings.webhook_url == "http://localhost/new"
        assert (settings.undo_send_time, settings.reply_mode) == (30, "unsupported")
        assert (settings.compose_mode, settings.auto_assign_on_reply) == ("normal", True)
        channel.allow_new_messages = False
        assert channel_of(company).settings.compose_mode == "unsupported"

    @pytest.mark.parametrize(
        ("name", "value"),
        [("undo_send_time", 7), ("reply_mode", "no"), ("outgoing_url", "nonsense")],
    )
    def test_wrong_value_is_refused_and_changes_nothing(self, name: str, value: object) -> None:
        """`InvalidSetting`, not an answer of Front's API."""
        company = make_company()
        before = channel_of(company)
        with pytest.raises(InvalidSetting) as caught:
            setattr(custom_channel(company), name, value)
        assert not isinstance(caught.value, Refusal)
        assert channel_of(company) == before


class TestDelivery:
    """One send, before and after its outcome."""

    def test_before_its_outcome_only_facts_can_be_read(self) -> None:
        """What it is to send, when, and how far it is."""
        company = make_company(undo_send_time=5)
        delivery = scheduled(company)
        assert (delivery.state, delivery.is_pending) == ("scheduled", True)
        assert delivery.due_at == BEGIN + 5
        assert delivery.message.text == "Hello"
        assert (delivery.request, delivery.response) == (None, None)
        with pytest.raises(DeliveryPending, match=r"due in 5\.000 s"):
            _ = delivery.ok

    def test_after_success(self) -> None:
        """`ok`, with the answer."""
        company = make_company()
        delivery = scheduled(company)
        response = WireResponse(201, (), b"")
        sending.finish(company, delivery.id, Outcome(warning="odd"), response, 0.25)
        assert delivery.ok
        assert (delivery.status, delivery.duration, delivery.warning) == (201, 0.25, "odd")
        assert delivery.response == response
        assert repr(delivery) == f"<Delivery {delivery.id} of {delivery.message_id} sent>"

    def test_after_failure(self) -> None:
        """Type and reason, also in what is printed."""
        company = make_company()
        delivery = scheduled(company)
        sending.finish(company, delivery.id, Outcome("forbidden", "No SMS today"))
        assert (delivery.ok, delivery.error_type) == (False, "forbidden")
        assert delivery.reason == "No SMS today"
        assert delivery.status is None
        assert "failed" in repr(delivery)
        assert "No SMS today" in repr(delivery)

    def test_of_the_same_send_are_equal(self) -> None:
        """In one company; ids of another mean something else."""
        company, other = make_company(), make_company()
        delivery, of_other = scheduled(company), scheduled(other)
        assert delivery.id == of_other.id
        assert delivery == Delivery(company, delivery.id)
        assert len({delivery, Delivery(company, delivery.id)}) == 1
        assert delivery != of_other
        assert delivery != delivery.id

    def test_outlives_the_journal(self) -> None:
        """What has been seen once can be read on."""
        company = make_company()
        delivery = scheduled(company)
        sending.finish(company, delivery.id, Outcome("forbidden", "No"))
        assert not delivery.ok
        company.deliveries.clear()
        assert (delivery.error_type, delivery.reason) == ("forbidden", "No")

    def test_of_an_unknown_id_is_not_found(self) -> None:
        """There is nothing to show."""
        with pytest.raises(NotFound, match="Unknown delivery ID dlv_0"):
            Delivery(make_company(), "dlv_0")


def test_a_sender_may_be_waited_for_as_the_integration_wrote_it(front: FrontEmulator) -> None:
    """A phone number is found by how it was sent and by how Front keeps it."""
    channel = front.create_channel(contact_type="phone")
    message = front.receive("hello", sender="415 555 0100", channel=channel)
    assert message.sender == "+14155550100"
    assert front.wait_for_message(sender="415 555 0100") == message
    assert front.wait_for_message(sender="+14155550100") == message


def test_a_message_that_a_reset_removed_is_said_to_be_gone(front: FrontEmulator) -> None:
    delivery = front.reply(front.receive("hello"), "hi")
    front.reset()
    with pytest.raises(NotFound, match="the account was reset"):
        _ = delivery.message
