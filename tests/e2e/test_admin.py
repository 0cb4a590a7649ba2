"""The emulator's own API under /__admin: what a test in any language needs besides Front's."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from front_emulator import FrontEmulator, FrontServer, __version__
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver


@pytest.fixture
def server() -> Iterator[FrontServer]:
    """A server of the test's own: the admin API speaks of all accounts of its server."""
    server = FrontServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def account(server: FrontServer, receiver: Receiver) -> FrontEmulator:
    return FrontEmulator(server=server, processing_delay=0, outgoing_url=receiver.url)


def call(server: FrontServer, path: str, method: str = "GET", **headers: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, server.url + path, headers=headers, timeout=10)


def listed(server: FrontServer) -> list[dict[str, Any]]:
    answer = call(server, "/__admin/deliveries")
    assert answer.status_code == 200
    assert list(answer.json()) == ["deliveries"]
    deliveries: list[dict[str, Any]] = answer.json()["deliveries"]
    return deliveries


def test_health_says_ok_and_which_version(server: FrontServer) -> None:
    """Enough to wait for."""
    answer = call(server, "/__admin/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": __version__}


def test_deliveries_show_what_was_sent_and_what_came_back(
    server: FrontServer, account: FrontEmulator, receiver: Receiver
) -> None:
    """One object per attempt, with the bytes of both directions."""
    receiver.answers(r.error("too_many_requests", "SMS quota reached", 429))
    sent = account.reply(account.receive(sender="leela"), "Hi 🚀")
    [delivery] = listed(server)
    received = receiver.requests[0]
    assert (delivery["id"], delivery["message_id"]) == (sent.id, sent.message_id)
    assert (delivery["ok"], delivery["error_type"]) == (False, "too_many_requests")
    assert (delivery["reason"], delivery["status"]) == ("SMS quota reached", 429)
    assert delivery["duration"] > 0
    assert delivery["request"]["method"] == "POST"
    assert delivery["request"]["url"] == receiver.url
    assert delivery["request"]["body"].encode() == received.body
    assert delivery["request"]["headers"]["X-Front-Signature"] == received.header(
        "X-Front-Signature"
    )
    assert delivery["response"]["status"] == 429
    assert delivery["response"]["body"] == (
        '{"type": "too_many_requests", "message": "SMS quota reached"}'
    )


def test_deliveries_are_newest_first(
    server: FrontServer, account: FrontEmulator, receiver: Receiver
) -> None:
    """Across accounts too."""
    other = FrontEmulator(
        server=server, seed="other", processing_delay=0, outgoing_url=receiver.url
    )
    accounts = (account, other, account, other)
    sent = [each.reply(each.receive(sender="leela"), "Hi").id for each in accounts]
    assert [delivery["id"] for delivery in listed(server)] == sent[::-1]


def test_delivery_in_flight_has_ok_null(
    server: FrontServer, account: FrontEmulator, receiver: Receiver
) -> None:
    """Neither right nor wrong yet; what was sent is there to see."""
    receiver.answers(r.hang())
    account.reply(account.receive(sender="leela"), "Hi", wait=False)
    [received] = receiver.wait_for(1)
    [delivery] = listed(server)
    assert delivery["state"] == "in_flight"
    assert delivery["request"]["body"].encode() == received.body
    pending = ("ok", "error_type", "reason", "status", "duration", "response")
    assert {name: delivery[name] for name in pending} == dict.fromkeys(pending)


def test_delivery_that_was_sent_has_ok_true_and_no_reason(
    server: FrontServer, account: FrontEmulator
) -> None:
    """Nothing to explain."""
    account.reply(account.receive(sender="leela"), "Hi")
    [delivery] = listed(server)
    assert (delivery["ok"], delivery["error_type"], delivery["reason"]) == (True, None, None)


def test_delivery_without_an_outgoing_url_has_no_request(
    server: FrontServer, account: FrontEmulator
) -> None:
    """Nothing crossed the wire."""
    account.channel.outgoing_url = None
    account.reply(account.receive(sender="leela"), "Hi")
    [delivery] = listed(server)
    assert delivery["ok"] is False
    assert (delivery["request"], delivery["response"], delivery["status"]) == (None, None, None)


def test_answer_that_is_no_text_is_shown_in_base64_too(
    server: FrontServer, account: FrontEmulator, receiver: Receiver
) -> None:
    """No byte of what came back is lost."""
    receiver.answers(r.answer(500, b"\xff\x00"))
    account.reply(account.receive(sender="leela"), "Hi")
    [delivery] = listed(server)
    assert delivery["response"]["body"] == "\ufffd\x00"
    assert base64.b64decode(delivery["response"]["body_base64"]) == b"\xff\x00"


def test_reset_forgets_everything_and_restores_the_channel(
    server: FrontServer, account: FrontEmulator, receiver: Receiver
) -> None:
    """As fresh, for every account of the server; tokens stay valid."""
    account.reply(account.receive(sender="leela"), "Hi")
    account.channel.undo_send_time = 60
    account.channel.outgoing_url = None
    account.create_channel()
    account.reply(account.receive(sender="fry"), "Hi", wait=False)
    answer = call(server, "/__admin/reset", "POST")
    assert (answer.status_code, answer.content) == (204, b"")
    assert listed(server) == []
    token = f"Bearer {account.api_token}"
    conversations = call(server, "/conversations", Authorization=token).json()["_results"]
    [channel] = call(server, "/channels", Authorization=token).json()["_results"]
    assert conversations == []
    assert channel["settings"]["undo_send_time"] == 0
    assert channel["settings"]["webhook_url"] == receiver.url


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/__admin/nonsense", 404, "Not found"),
        ("GET", "/__admin", 404, "Not found"),
        ("GET", "/__admin/reset", 405, "Method not allowed"),
        ("POST", "/__admin/health", 405, "Method not allowed"),
    ],
)
def test_errors_are_problem_details(
    server: FrontServer, method: str, path: str, status: int, title: str
) -> None:
    """RFC 9457, not Front's envelope."""
    answer = call(server, path, method)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["title"]) == (status, title)
    assert set(problem) == {"type", "title", "status", "detail"}


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
    ids=["Host", "Origin", "null origin"],
)
@pytest.mark.parametrize("path", ["/__admin/health", "/__admin/reset", "/__admin/deliveries"])
def test_foreign_host_or_origin_is_refused(
    server: FrontServer, path: str, headers: dict[str, str]
) -> None:
    """No page in a browser of this machine can drive the emulator."""
    answer = call(server, path, **headers)
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"


class TestBeyondLoopback:
    """Bound to 0.0.0.0, as in a container."""

    @pytest.fixture
    def server(self) -> Iterator[FrontServer]:
        server = FrontServer(host="0.0.0.0")
        server.start()
        yield server
        server.stop()

    @pytest.mark.parametrize(
        ("method", "path"), [("GET", "/__admin/deliveries"), ("POST", "/__admin/reset")]
    )
    @pytest.mark.parametrize("token", [None, "wrong", ""])
    def test_admin_api_wants_the_admin_token(
        self, server: FrontServer, method: str, path: str, token: str | None
    ) -> None:
        """Without it a 401 as problem details."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        answer = call(server, path, method, **headers)
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "admin token" in answer.json()["detail"]

    def test_admin_token_opens_it(self, server: FrontServer) -> None:
        """The one that the server was given at its start."""
        token = f"Bearer {server.admin_token}"
        answer = call(server, "/__admin/deliveries", Authorization=token)
        assert answer.json() == {"deliveries": []}

    def test_api_token_does_not_open_it(self, server: FrontServer, account: FrontEmulator) -> None:
        """An integration's token is for Front's API."""
        token = f"Bearer {account.api_token}"
        assert call(server, "/__admin/reset", "POST", Authorization=token).status_code == 401

    def test_health_needs_no_token(self, server: FrontServer) -> None:
        """A container's probe has none."""
        assert call(server, "/__admin/health").status_code == 200

    def test_any_host_may_use_the_api(self, server: FrontServer, account: FrontEmulator) -> None:
        """Other containers call it by a name of their own; links are on that name."""
        token = f"Bearer {account.api_token}"
        answer = call(server, "/me", Authorization=token, Host="front:8100")
        assert answer.status_code == 200
        assert answer.json()["_links"]["self"] == "http://front:8100/me"
