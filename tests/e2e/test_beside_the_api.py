"""Deliveries run beside the API and beside each other, and end with their company."""

import threading
from collections.abc import Callable

import pytest

from front_emulator import Delivery, FrontEmulator, FrontServer
from front_emulator.domain.company import Company
from front_emulator.transport import Deadline
from tests.e2e import receiver as r
from tests.e2e.api import Api
from tests.e2e.receiver import Exchange, Receiver

WAIT = 30.0


def hang_on(text: str) -> r.Answer:
    """Hang on this message only."""
    hanging = r.hang()

    def decide(exchange: Exchange) -> None:
        (hanging if exchange.request.message["text"] == text else r.SUCCESS)(exchange)

    return decide


def test_hanging_integration_delays_no_api_call(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """While its answer is awaited, everything else can be asked and done."""
    receiver.answers(r.hang())
    question = front.receive(sender="leela")
    hanging = front.reply(question, "Hi", wait=False)
    receiver.wait_for(1)
    assert api.message(hanging.message.uid)["is_draft"]
    assert api.conversation(question.conversation_id)["status"] == "archived"
    path = f"/channels/{front.channel.id}/incoming_messages"
    accepted = api.post(path, {"sender": {"handle": "fry"}, "body": "Hello"})
    assert accepted.status_code == 202
    assert front.wait_for_message(sender="fry").text == "Hello"
    assert hanging.state == "in_flight"


def test_hanging_delivery_delays_no_other_conversation(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """The next conversation's reply is sent while the first one hangs."""
    receiver.answers(hang_on("slow"))
    hanging = front.reply(front.receive(sender="leela"), "slow", wait=False)
    receiver.wait_for(1)
    for number in range(20):
        assert front.reply(front.receive(sender=f"visitor {number}"), "fast").ok
    assert hanging.is_pending


def test_hanging_delivery_delays_no_other_channel(
    front: FrontEmulator, receiver: Receiver, other_receiver: Receiver
) -> None:
    """Nor do channels share anything they could wait for."""
    receiver.answers(r.hang())
    other = front.create_channel(outgoing_url=other_receiver.url)
    hanging = front.reply(front.receive(sender="leela"), "slow", wait=False)
    receiver.wait_for(1)
    assert front.reply(front.receive(sender="leela", channel=other), "fast").ok
    assert hanging.is_pending


def test_many_hanging_deliveries_delay_nothing(front: FrontEmulator, receiver: Receiver) -> None:
    """Not the number of them either: no pool runs out."""
    receiver.answers(hang_on("slow"))
    for number in range(40):
        front.reply(front.receive(sender=f"visitor {number}"), "slow", wait=False)
    receiver.wait_for(40)
    assert front.reply(front.receive(sender="leela"), "fast").ok


def test_deliveries_of_one_conversation_stay_in_order(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """The next one leaves when the one before has ended, however that took."""
    receiver.answers(r.hang(), r.SUCCESS)
    question = front.receive(sender="leela")
    texts = [f"reply {number}" for number in range(10)]
    pending = [front.reply(question, text, wait=False) for text in texts]
    receiver.wait_for(1)
    assert [delivery.state for delivery in pending] == ["in_flight", *["scheduled"] * 9]
    receiver.release()
    receiver.wait_for(10)
    assert receiver.texts == texts


def test_advance_keeps_the_order_with_what_is_under_way(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """What a frozen clock sets off waits for an earlier message that is on the wire already."""
    receiver.answers(r.hang(), r.SUCCESS)
    question = front.receive(sender="leela")
    first = front.reply(question, "first", wait=False)
    receiver.wait_for(1)
    front.clock.freeze()
    second = front.reply(question, "second")
    caused: list[Delivery] = []
    advance = threading.Thread(target=lambda: caused.extend(front.clock.advance(1)))
    advance.start()
    advance.join(0.1)
    assert advance.is_alive()
    assert (second.state, receiver.texts) == ("scheduled", ["first"])
    receiver.release()
    advance.join(WAIT)
    assert caused == [second]
    assert (first.ok, second.ok) == (True, True)
    assert receiver.texts == ["first", "second"]


def test_messages_of_many_conversations_each_arrive_once(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """Replies from several threads at once: none lost, none doubled."""
    questions = [front.receive(sender=f"visitor {number}") for number in range(4)]

    def reply_to(number: int) -> None:
        for count in range(10):
            front.reply(questions[number], f"{number}.{count}", wait=False)

    threads = [threading.Thread(target=reply_to, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    receiver.wait_for(40)
    by_conversation = {
        number: [text for text in receiver.texts if text.startswith(f"{number}.")]
        for number in range(4)
    }
    assert by_conversation == {
        number: [f"{number}.{count}" for count in range(10)] for number in range(4)
    }


Ending = Callable[[FrontEmulator], None]
ENDINGS: dict[str, Ending] = {
    "removed": lambda account: account.stop(),
    "reset": lambda account: account.reset(),
}


@pytest.fixture(params=list(ENDINGS.values()), ids=list(ENDINGS))
def end(request: pytest.FixtureRequest) -> Ending:
    ending: Ending = request.param
    return ending


@pytest.fixture
def account(front: FrontEmulator, receiver: Receiver) -> FrontEmulator:
    """An account whose end no teardown waits for."""
    return FrontEmulator(
        server=front.server, seed="ending", processing_delay=0, outgoing_url=receiver.url
    )


def test_nothing_scheduled_is_delivered_after_the_end(
    account: FrontEmulator, receiver: Receiver, end: Ending
) -> None:
    """What still waits for its undo window is cancelled."""
    account.channel.undo_send_time = 5
    account.clock.freeze()
    account.reply(account.receive(sender="leela"), "Hi")
    end(account)
    account.clock.freeze()
    assert account.clock.advance(60) == []
    assert receiver.requests == []


def test_nothing_lined_up_is_delivered_after_the_end(
    account: FrontEmulator, receiver: Receiver, end: Ending
) -> None:
    """What waits behind a hanging delivery of its conversation is never posted."""
    receiver.answers(r.hang())
    question = account.receive(sender="leela")
    for number in range(3):
        account.reply(question, f"reply {number}", wait=False)
    receiver.wait_for(1)
    end(account)
    receiver.release()
    assert account.server.courier.drain(WAIT)
    assert receiver.texts == ["reply 0"]


def test_late_outcome_of_what_was_under_way_is_discarded(
    account: FrontEmulator, receiver: Receiver, end: Ending
) -> None:
    """The answer that comes after the end changes nothing and is no background failure."""
    receiver.answers(r.hang())
    hanging = account.reply(account.receive(sender="leela"), "Hi", wait=False)
    receiver.wait_for(1)
    end(account)
    receiver.release()
    assert account.server.courier.drain(WAIT)
    assert hanging.is_pending
    assert "out_reply" not in [event.type for event in account.events]
    account.check_background()


def test_end_cuts_what_is_under_way(
    account: FrontEmulator, receiver: Receiver, end: Ending
) -> None:
    """An integration that hangs does not keep a thread for the rest of its seven seconds."""
    receiver.answers(r.hang())
    account.reply(account.receive(sender="leela"), "Hi", wait=False)
    receiver.wait_for(1)
    end(account)
    assert account.server.courier.drain(WAIT)


def test_reply_right_before_the_end_never_arrives_after_it(
    account: FrontEmulator, receiver: Receiver, end: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A delivery that is about to connect when its account ends is not sent any more."""
    about_to_connect, go_on = threading.Event(), threading.Event()
    courier = account.server.courier
    go_ahead = courier._watch

    def watch(company: Company, delivery_id: str, deadline: Deadline) -> None:
        about_to_connect.set()
        go_on.wait(WAIT)
        go_ahead(company, delivery_id, deadline)

    monkeypatch.setattr(courier, "_watch", watch)
    account.reply(account.receive(sender="leela"), "Hi", wait=False)
    assert about_to_connect.wait(WAIT)
    end(account)
    go_on.set()
    assert courier.drain(WAIT)
    assert receiver.requests == []


def test_server_that_stops_lets_what_is_under_way_end(receiver: Receiver) -> None:
    """For as long as the grace it is given; the outcome counts."""
    receiver.answers(r.hang())
    server = FrontServer()
    server.start()
    account = FrontEmulator(server=server, processing_delay=0, outgoing_url=receiver.url)
    delivery = account.reply(account.receive(sender="leela"), "Hi", wait=False)
    receiver.wait_for(1)
    stopping = threading.Thread(target=server.stop, args=(WAIT,))
    stopping.start()
    stopping.join(0.05)
    assert stopping.is_alive()
    receiver.release()
    stopping.join(WAIT)
    assert delivery.ok


def test_server_that_stops_at_once_waits_for_no_integration(receiver: Receiver) -> None:
    """Without a grace, what hangs is cut."""
    receiver.answers(r.hang())
    server = FrontServer()
    server.start()
    account = FrontEmulator(server=server, processing_delay=0, outgoing_url=receiver.url)
    delivery = account.reply(account.receive(sender="leela"), "Hi", wait=False)
    receiver.wait_for(1)
    server.stop()
    assert server.courier.drain(WAIT)
    assert delivery.is_pending


def test_account_can_be_used_after_a_reset(account: FrontEmulator, receiver: Receiver) -> None:
    """Fresh, with its channel's settings and ids that go on."""
    before = account.reply(account.receive(sender="leela"), "Hi")
    account.reset()
    assert (account.messages, account.conversations, account.deliveries) == ([], [], [])
    after = account.reply(account.receive(sender="leela"), "Hi again")
    assert after.ok
    assert after.message_id != before.message_id
    assert receiver.texts == ["Hi", "Hi again"]


def test_another_company_is_not_touched_by_the_end_of_one(
    front: FrontEmulator, account: FrontEmulator, receiver: Receiver, end: Ending
) -> None:
    """Both have a message under way; the one that goes on gets its outcome."""
    receiver.answers(r.hang())
    account.reply(account.receive(sender="leela"), "Hi", wait=False)
    delivery = front.reply(front.receive(sender="leela"), "Hi", wait=False)
    receiver.wait_for(2)
    end(account)
    receiver.release()
    assert front.server.courier.drain(WAIT)
    assert delivery.ok
