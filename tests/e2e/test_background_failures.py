"""A failure of the emulator's own is kept, and raised where somebody looks."""

import logging

import pytest

from front_emulator import BackgroundFailure, FrontEmulator, FrontServer
from front_emulator.domain import receiving
from front_emulator.domain.company import Company
from front_emulator.domain.entities import DeliveryRecord
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver


class OwnFault(Exception):
    """What the emulator's own code raises here."""


def break_appearing(monkeypatch: pytest.MonkeyPatch) -> None:
    def appear(company: Company, uid: str) -> None:
        raise OwnFault("no message for you")

    monkeypatch.setattr(receiving, "appear", appear)


def test_failure_of_the_scheduler_is_raised_by_the_wait_it_spoils(
    front: FrontEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, not after the wait's time limit, with the cause; and only once."""
    break_appearing(monkeypatch)
    with pytest.raises(BackgroundFailure, match="no message for you") as caught:
        front.receive("Hi", sender="leela")
    assert isinstance(caught.value.__cause__, OwnFault)
    front.check_background()


def test_scheduler_goes_on_after_a_failure(
    front: FrontEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message is lost to a fault of ours, the next is not."""
    with monkeypatch.context() as broken:
        break_appearing(broken)
        with pytest.raises(BackgroundFailure):
            front.receive("Hi", sender="leela")
    assert front.receive("Hi again", sender="leela").text == "Hi again"


def test_failure_of_a_delivery_is_raised_by_the_reply_that_waits(
    front: FrontEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The courier's thread keeps what went wrong."""
    from front_emulator.wire import js_json

    def dumps(value: object) -> bytes:
        raise OwnFault("no JSON for you")

    question = front.receive(sender="leela")
    monkeypatch.setattr(js_json, "dumps", dumps)
    with pytest.raises(BackgroundFailure, match="no JSON for you"):
        front.reply(question, "Hi")


def test_failure_nobody_waited_for_is_raised_at_the_end_of_the_block(
    front_server: FrontServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`with FrontEmulator()` does not end well when something went wrong behind it."""
    break_appearing(monkeypatch)

    def lose_a_message() -> None:
        with FrontEmulator(server=front_server, seed="fails", processing_delay=0) as account:
            path = f"/channels/{account.channel.id}/incoming_messages"
            Api(account).post(path, {"sender": {"handle": "leela"}, "body": "Hi"})
            with account.company.changed:
                account.company.changed.wait_for(lambda: account.company.failures, 5)

    with pytest.raises(BackgroundFailure, match="no message for you"):
        lose_a_message()


def test_failure_in_a_block_that_fails_anyway_does_not_hide_why(
    front_server: FrontServer,
) -> None:
    """The test's own error is the one to see."""

    def fail() -> None:
        with FrontEmulator(server=front_server, seed="fails too") as account:
            account.company.note_failure(OwnFault("not to be seen"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()


def test_failure_of_one_company_is_not_raised_to_another(
    front: FrontEmulator, front_server: FrontServer
) -> None:
    """Tests that run on one server do not fail each other."""
    with FrontEmulator(server=front_server, seed="fails alone") as account:
        account.company.note_failure(OwnFault("mine"))
        front.receive(sender="leela")
        front.check_background()
        with pytest.raises(BackgroundFailure, match="mine"):
            account.check_background()


def test_failure_of_a_request_is_a_500_and_kept(
    front: FrontEmulator,
    api: Api,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The client gets Front's envelope without a traceback; the log and the next wait have it."""

    def accept(*_: object, **__: object) -> None:
        raise OwnFault("nothing accepted")

    monkeypatch.setattr(receiving, "accept", accept)
    path = f"/channels/{front.channel.id}/incoming_messages"
    with caplog.at_level(logging.ERROR, "front_emulator"):
        failed = api.post(path, {"sender": {"handle": "leela"}, "body": "Hi"})
    assert failed.status_code == 500
    assert failed.json()["_error"]["title"] == "Internal error"
    assert "nothing accepted" in caplog.text
    with pytest.raises(BackgroundFailure, match="nothing accepted"):
        front.check_background()


def test_failing_callback_is_a_background_failure_and_spoils_no_delivery(
    receiver: Receiver,
) -> None:
    """`on_delivery` is the user's: the message is sent all the same."""

    def on_delivery(company: Company, record: DeliveryRecord) -> None:
        raise OwnFault("callback")

    server = FrontServer(on_delivery=on_delivery)
    server.start()
    account = FrontEmulator(server=server, processing_delay=0, outgoing_url=receiver.url)
    assert account.reply(account.receive(sender="leela"), "Hi").ok
    assert server.courier.drain(5)
    with pytest.raises(BackgroundFailure, match="callback"):
        account.check_background()
    server.stop()
