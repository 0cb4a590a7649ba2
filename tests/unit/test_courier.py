"""The courier: one at a time within a conversation, beside each other otherwise."""

import base64
import hmac
import socket
import threading
from collections.abc import Iterator

import pytest

from front_emulator import FrontEmulator
from front_emulator.courier import Courier, custom_channel_request
from front_emulator.domain import sending
from front_emulator.domain.company import Company
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import DeliveryRecord, Message
from front_emulator.domain.settings import Settings
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver
from tests.unit.companies import make_company, received

BASE = "https://planet-express.api.frontapp.com"
WAIT = 30.0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def told() -> list[DeliveryRecord]:
    return []


@pytest.fixture
def courier(told: list[DeliveryRecord]) -> Courier:
    return Courier(lambda: BASE, lambda _, record: told.append(record))


@pytest.fixture
def company(receiver: Receiver, courier: Courier) -> Company:
    company = make_company(webhook_url=receiver.url)
    company.on_cancelled = lambda: courier.call_off(company)
    return company


def reply(company: Company, to: Message, body: str = "Hello") -> str:
    """Hand a reply in; its delivery is the courier's from now on."""
    record = sending.reply(company, to.conversation_id, OutgoingMessage(body))
    company.schedule.cancel(record.id)
    return record.id


def test_deliver_ends_with_the_outcome(
    company: Company, courier: Courier, told: list[DeliveryRecord], receiver: Receiver
) -> None:
    """In the caller's thread; who listens is told of the record."""
    delivery_id = reply(company, received(company))
    courier.deliver(company, delivery_id)
    record = sending.known_delivery(company, delivery_id)
    assert record.state == "sent"
    assert told == [record]
    assert record.started_at == company.clock.timestamp()
    assert receiver.messages[0]["_links"]["self"].startswith(f"{BASE}/messages/msg_")


def test_dispatch_returns_at_once(company: Company, courier: Courier, receiver: Receiver) -> None:
    """The rest happens in a thread of its own."""
    receiver.answers(r.hang())
    delivery_id = reply(company, received(company))
    courier.dispatch(company, delivery_id)
    receiver.wait_for(1)
    assert sending.known_delivery(company, delivery_id).state == "in_flight"
    assert not courier.drain(0)
    receiver.release()
    assert courier.drain(WAIT)
    assert sending.known_delivery(company, delivery_id).state == "sent"


def test_deliver_waits_for_its_turn_and_for_its_end(
    company: Company, courier: Courier, receiver: Receiver
) -> None:
    """Something of the same conversation is under way."""
    receiver.answers(r.hang(), r.SUCCESS)
    question = received(company)
    first, second = reply(company, question, "first"), reply(company, question, "second")
    courier.dispatch(company, first)
    receiver.wait_for(1)
    waiting = threading.Thread(target=courier.deliver, args=(company, second))
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    assert receiver.texts == ["first"]
    receiver.release()
    waiting.join(WAIT)
    assert sending.known_delivery(company, second).state == "sent"
    assert receiver.texts == ["first", "second"]


def test_conversations_of_two_companies_are_two_lanes(
    company: Company, courier: Courier, receiver: Receiver
) -> None:
    """Even where their ids are the same."""
    other = make_company(webhook_url=receiver.url)
    receiver.answers(r.hang(), r.SUCCESS)
    first, second = reply(company, received(company)), reply(other, received(other))
    assert first == second
    courier.dispatch(company, first)
    receiver.wait_for(1)
    courier.deliver(other, second)
    assert sending.known_delivery(other, second).state == "sent"
    assert sending.known_delivery(company, first).state == "in_flight"


@pytest.mark.parametrize("how", ["deliver", "dispatch"])
def test_unknown_delivery_is_passed_over(
    company: Company, courier: Courier, receiver: Receiver, how: str
) -> None:
    """It was forgotten by a reset meanwhile."""
    getattr(courier, how)(company, "dlv_0")
    assert courier.drain(WAIT)
    assert receiver.requests == []


@pytest.mark.parametrize("how", ["deliver", "dispatch"])
def test_closed_company_delivers_nothing(
    company: Company,
    courier: Courier,
    told: list[DeliveryRecord],
    receiver: Receiver,
    how: str,
) -> None:
    """Nor is anybody told of it."""
    delivery_id = reply(company, received(company))
    company.close()
    getattr(courier, how)(company, delivery_id)
    assert courier.drain(WAIT)
    assert (receiver.requests, told) == ([], [])


def test_undone_delivery_is_not_sent(
    company: Company, courier: Courier, receiver: Receiver
) -> None:
    """Even if its turn comes."""
    record = sending.reply(company, received(company).conversation_id, OutgoingMessage("Hi"))
    sending.undo(company, record.id)
    courier.deliver(company, record.id)
    assert sending.known_delivery(company, record.id).state == "undone"
    assert receiver.requests == []


def test_call_off_cuts_one_company_only(
    company: Company, courier: Courier, receiver: Receiver
) -> None:
    """What others have under way goes on."""
    other = make_company(webhook_url=receiver.url, seed="other")
    receiver.answers(r.hang())
    lost, kept = reply(company, received(company)), reply(other, received(other))
    courier.dispatch(company, lost)
    courier.dispatch(other, kept)
    receiver.wait_for(2)
    company.close()
    receiver.release()
    assert courier.drain(WAIT)
    assert sending.known_delivery(company, lost).state == "in_flight"
    assert sending.known_delivery(other, kept).state == "sent"


def test_failure_of_our_own_does_not_stop_the_lane(
    company: Company, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept for the next wait; the next message of the conversation is sent."""
    question = received(company)
    first, second = reply(company, question), reply(company, question)
    with monkeypatch.context() as broken:
        broken.setattr(sending, "begin", lambda *_: 1 / 0)
        courier.deliver(company, first)
    courier.deliver(company, second)
    assert sending.known_delivery(company, second).state == "sent"
    assert [type(failure) for failure in company.failures] == [ZeroDivisionError]


def test_payload_is_of_the_moment_it_is_sent(courier: Courier, receiver: Receiver) -> None:
    """A message that failed before says so in its payload."""
    receiver.answers(r.error("forbidden"), r.SUCCESS)
    company = make_company(Settings(delivery_retries=1), webhook_url=receiver.url)
    courier.deliver(company, reply(company, received(company)))
    due = company.schedule.pop(company.clock.now() + 60)
    assert due is not None
    courier.deliver(company, due.key)
    assert [m["error_type"] for m in receiver.messages] == [None, "webhook_error"]


def test_request_is_signed_over_its_body() -> None:
    """A pure function, for whoever wants to send one."""
    request = custom_channel_request(
        "http://localhost/out", b"{}", api_secret="secret", user_agent="Needle"
    )
    signature = base64.b64encode(hmac.digest(b"secret", b"{}", "sha1")).decode()
    assert (request.method, request.url, request.body) == ("POST", "http://localhost/out", b"{}")
    assert dict(request.headers) == {
        "Accept": "application/json",
        "User-Agent": "Needle",
        "X-Front-Signature": signature,
        "Content-Type": "application/json; charset=utf-8",
        "Connection": "close",
    }


def test_the_longest_wait_counts_what_goes_first(front: FrontEmulator) -> None:
    """A reply behind one that hangs is waited for until both have had their 7 s."""
    courier, message = front.server.courier, front.receive("hello")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        front.channel.outgoing_url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert courier.longest_wait(front.company, message.conversation_id) == 8
        front.reply(message, "one", wait=False)
        connection, _ = silent.accept()
        assert courier.longest_wait(front.company, message.conversation_id) == 15
        connection.close()


def test_the_longest_wait_counts_what_a_fault_holds_up(front: FrontEmulator) -> None:
    """Also one that is spent: it may have held up the very delivery that is waited for."""
    courier, message = front.server.courier, front.receive()

    def longest_wait() -> float:
        return courier.longest_wait(front.company, message.conversation_id)

    with front.faults.add(delivery="delay", delay=30, times=1):
        assert longest_wait() == 38
        assert front.company.faults.take_delivery("cha_1", "cnv_1", b"") is not None
        assert longest_wait() == 38
    with front.faults.add(delivery="duplicate"):
        assert longest_wait() == 15
    with front.faults.add(delivery="drop"):
        assert longest_wait() == 8
