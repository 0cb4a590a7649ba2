"""The four things about the POST that can be configured: limit, redirects, retries, proxies."""

from dataclasses import replace

import pytest

from front_emulator import FrontEmulator, InvalidSetting
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver


class TestTimeout:
    """`delivery_timeout`, 7 s by default."""

    @pytest.mark.front(delivery_timeout=0.1)
    def test_is_told_in_the_reason(self, front: FrontEmulator, receiver: Receiver) -> None:
        """A teammate reads how long Front waited."""
        receiver.answers(r.hang())
        delivery = front.reply(front.receive(sender="leela"), "Hi")
        assert delivery.reason == "The channel did not answer within 0.1 s"

    @pytest.mark.parametrize("seconds", [0, -1])
    def test_must_be_positive(self, seconds: float) -> None:
        """No answer comes in no time."""
        with pytest.raises(InvalidSetting, match="delivery_timeout"):
            FrontEmulator(delivery_timeout=seconds)

    @pytest.mark.front(delivery_timeout=0.2)
    def test_answer_after_it_is_ignored(self, front: FrontEmulator, receiver: Receiver) -> None:
        """An integration that answers too late has not sent the message."""
        receiver.answers(r.hang(then=r.SUCCESS), r.SUCCESS)
        question = front.receive(sender="leela")
        late = front.reply(question, "Hi")
        receiver.release()
        front.company.settings = replace(front.company.settings, delivery_timeout=5)
        assert front.reply(question, "Still there?").ok
        assert (late.state, late.message.error_type) == ("failed", "webhook_error")


class TestRedirects:
    """`follow_redirects`, off by default."""

    @pytest.mark.front(follow_redirects=True)
    @pytest.mark.parametrize("status", [307, 308])
    def test_are_followed_with_the_message_when_configured(
        self, front: FrontEmulator, receiver: Receiver, other_receiver: Receiver, status: int
    ) -> None:
        """The same bytes and the same signature arrive at the other place."""
        receiver.answers(r.redirect(other_receiver.url, status))
        delivery = front.reply(front.receive(sender="leela"), "Hi")
        assert delivery.ok
        assert delivery.status == 200
        [before], [after] = receiver.requests, other_receiver.requests
        assert (after.method, after.body) == ("POST", before.body)
        assert after.header("X-Front-Signature") == before.header("X-Front-Signature")

    @pytest.mark.front(follow_redirects=True)
    @pytest.mark.parametrize("status", [301, 302, 303])
    def test_that_ask_for_a_get_are_followed_by_a_get(
        self, front: FrontEmulator, receiver: Receiver, other_receiver: Receiver, status: int
    ) -> None:
        """As HTTP clients do: the message itself does not arrive, the answer counts."""
        receiver.answers(r.redirect("/elsewhere", status), r.error("forbidden", "No GET here"))
        delivery = front.reply(front.receive(sender="leela"), "Hi")
        assert [received.method for received in receiver.requests] == ["POST", "GET"]
        assert delivery.reason == "No GET here"

    @pytest.mark.front(follow_redirects=True)
    def test_without_end_fail(self, front: FrontEmulator, receiver: Receiver) -> None:
        """A loop is told as one."""
        receiver.answers(r.redirect("/again", 307))
        delivery = front.reply(front.receive(sender="leela"), "Hi")
        assert delivery.error_type == "internal_error"
        assert delivery.reason == ("The channel could not be reached: the redirects do not end")


class TestRetries:
    """`delivery_retries`, none by default."""

    def test_are_none_by_default(self, front: FrontEmulator, receiver: Receiver) -> None:
        """One failure is final until somebody sends the message again."""
        receiver.answers(r.answer(503))
        front.clock.freeze()
        front.reply(front.receive(sender="leela"), "Hi")
        assert len(front.clock.advance(3600)) == 1
        assert len(receiver.requests) == 1

    @pytest.mark.front(delivery_retries=3)
    def test_come_after_growing_pauses_when_configured(
        self, front: FrontEmulator, receiver: Receiver
    ) -> None:
        """After 1, 2 and 4 s, each a delivery of its own; then no more."""
        receiver.answers(r.answer(503))
        front.clock.freeze()
        first = front.reply(front.receive(sender="leela"), "Hi")
        assert front.clock.advance(0) == [first]
        for pause in (1, 2, 4):
            assert front.clock.advance(pause - 0.001) == []
            [retry] = front.clock.advance(0.001)
            assert (retry.message_id, retry.error_type) == (first.message_id, "internal_error")
        assert front.clock.advance(3600) == []
        assert [message["error_type"] for message in receiver.messages] == [
            None,
            *["webhook_error"] * 3,
        ]

    @pytest.mark.front(delivery_retries=3)
    def test_end_with_the_first_success(self, front: FrontEmulator, receiver: Receiver) -> None:
        """One advance runs them all, in order."""
        receiver.answers(r.answer(503), r.SUCCESS)
        front.clock.freeze()
        delivery = front.reply(front.receive(sender="leela"), "Hi")
        assert [d.ok for d in front.clock.advance(60)] == [False, True]
        assert delivery.message.version is None
        assert len(receiver.requests) == 2

    @pytest.mark.front(delivery_retries=1)
    def test_can_be_called_off(self, front: FrontEmulator, receiver: Receiver) -> None:
        """Undo of the message cancels the retry that is pending."""
        receiver.answers(r.answer(503))
        front.clock.freeze()
        failed = front.reply(front.receive(sender="leela"), "Hi")
        front.clock.advance(0)
        front.undo(failed.message)
        assert front.clock.advance(60) == []


class TestProxies:
    """`use_environment_proxies`, off by default. The other receiver plays the proxy."""

    @pytest.fixture(autouse=True)
    def proxies(self, monkeypatch: pytest.MonkeyPatch, other_receiver: Receiver) -> None:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, other_receiver.origin)
            monkeypatch.setenv(name.lower(), other_receiver.origin)
        for name in ("NO_PROXY", "no_proxy", "REQUEST_METHOD"):
            monkeypatch.delenv(name, raising=False)

    def test_of_the_environment_are_ignored(
        self, front: FrontEmulator, receiver: Receiver, other_receiver: Receiver
    ) -> None:
        """An Outgoing URL on this machine is reached directly."""
        assert front.reply(front.receive(sender="leela"), "Hi").ok
        assert receiver.texts == ["Hi"]
        assert other_receiver.requests == []

    @pytest.mark.front(use_environment_proxies=True)
    def test_of_the_environment_are_used_when_configured(
        self, front: FrontEmulator, receiver: Receiver, other_receiver: Receiver
    ) -> None:
        """The proxy gets the whole URL, and its answer counts."""
        front.channel.outgoing_url = "http://integration.invalid/outgoing"
        assert front.reply(front.receive(sender="leela"), "Hi").ok
        [received] = other_receiver.requests
        assert received.target == "http://integration.invalid/outgoing"
        assert received.message["text"] == "Hi"
        assert receiver.requests == []

    @pytest.mark.front(use_environment_proxies=True, delivery_timeout=0.2)
    def test_do_not_prolong_the_limit(self, front: FrontEmulator, other_receiver: Receiver) -> None:
        """A proxy that trickles is cut off like an integration."""
        other_receiver.answers(r.dripping_body())
        front.channel.outgoing_url = "http://integration.invalid/outgoing"
        assert front.reply(front.receive(sender="leela"), "Hi").error_type == "request_timeout"
