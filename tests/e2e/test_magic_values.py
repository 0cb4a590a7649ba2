"""Magic values: handles and texts that make a send fail without any set-up."""

import pytest

from front_emulator import FrontEmulator
from front_emulator.domain.error_types import STATUS_OF
from tests.e2e.receiver import Receiver


@pytest.mark.parametrize("contact_type", ["custom", "email", "phone"])
@pytest.mark.parametrize("error_type", STATUS_OF)
def test_a_handle_makes_each_send_to_it_fail(
    front: FrontEmulator, receiver: Receiver, error_type: str, contact_type: str
) -> None:
    """Without a POST; what comes from it comes in as usual."""
    channel = front.create_channel(
        outgoing_url=receiver.url, contact_type=contact_type, allow_new_messages=True
    )
    is_phone = contact_type == "phone"
    handle = f"+15005550{STATUS_OF[error_type]}" if is_phone else f"{error_type}@fail.example"
    question = front.receive("Is my parcel lost?", sender=handle, channel=channel)
    reply = front.reply(question, "It is on its way.")
    new = front.compose(["leela", handle], "Hello", channel=channel)
    for delivery in (reply, new):
        assert delivery.error_type == error_type
        assert delivery.reason == f"Magic value {handle}"
        assert delivery.fault == (
            f"magic value {handle}: failed as {error_type} without being sent"
        )
        assert delivery.message.error_type == "webhook_error"
    assert receiver.requests == []


@pytest.mark.parametrize("error_type", STATUS_OF)
@pytest.mark.parametrize("outgoing_body", ["as_typed", "html"])
def test_a_text_makes_a_send_fail(
    front: FrontEmulator, receiver: Receiver, error_type: str, outgoing_body: str
) -> None:
    front.configure(outgoing_body=outgoing_body)
    front.channel.outgoing_url = None
    delivery = front.reply(front.receive(), f"#fail {error_type}")
    assert delivery.error_type == error_type
    assert receiver.requests == []


def test_nothing_else_is_magic(front: FrontEmulator, receiver: Receiver) -> None:
    """Neither what looks like it, nor anything once it is switched off."""
    handles = ("teapot@fail.example", "forbidden@fail.example.com", "+15005550418", "forbidden")
    for handle in handles:
        assert front.reply(front.receive(sender=handle), "Hello").ok
    assert front.reply(front.receive(sender="leela"), "It says #fail forbidden").ok
    front.configure(magic_values=False)
    assert front.reply(front.receive(sender="forbidden@fail.example"), "#fail not_found").ok
    assert len(receiver.requests) == len(handles) + 2
