"""Every answer of Front's API, errors too, carries the rate-limit headers."""

from typing import Any

import pytest
import requests

from tests.web.client import Api

NAMES = {
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-burst-limit",
    "x-ratelimit-burst-remaining",
}


def check(api: Api, answer: requests.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert {name for name in headers if name.startswith("x-ratelimit")} == NAMES
    assert all(headers[name].isdigit() for name in NAMES)
    assert headers["x-ratelimit-remaining"] == headers["x-ratelimit-limit"] == "100"
    assert 0 < int(headers["x-ratelimit-reset"]) - api.front.clock.now() <= 60


@pytest.mark.parametrize(
    ("status", "method", "path", "options"),
    [
        (200, "GET", "/me", {}),
        (200, "HEAD", "/me", {}),
        (204, "PATCH", "/channels/{channel}", {"json": {"name": "x"}}),
        (202, "POST", "/channels/{channel}/incoming_messages", {"json": "good"}),
        (400, "POST", "/channels/{channel}/incoming_messages", {"json": {}}),
        (400, "POST", "/channels/{channel}/incoming_messages", {"data": b"x", "json": "bad"}),
        (400, "GET", "/conversations?limit=0", {}),
        (401, "GET", "/me", {"headers": {"Authorization": ""}}),
        (403, "GET", "/me", {"headers": {"Host": "example.com"}}),
        (403, "POST", "/channels/{channel}/messages", {"json": {"to": ["x"], "body": "y"}}),
        (404, "GET", "/messages/msg_0", {}),
        (404, "GET", "/nothing", {}),
        (405, "DELETE", "/me", {}),
        (501, "PATCH", "/conversations/{conversation}", {"json": {"status_id": "x"}}),
    ],
)
def test_answers_carry_the_headers(
    api: Api, status: int, method: str, path: str, options: dict[str, Any]
) -> None:
    api.receive()
    if options.get("json") == "good":
        options = {"json": {"sender": {"handle": "x"}, "body": "y"}}
    if options.get("json") == "bad":
        options = {"data": b"{x", "headers": {"Content-Type": "application/json"}}
    conversation = api.front.conversations[0].id
    target = path.format(channel=api.front.channel.id, conversation=conversation)
    check(api, api.call(method, target, **options), status)


def test_the_reset_follows_the_accounts_own_clock(api: Api) -> None:
    before = int(api.call("GET", "/me").headers["x-ratelimit-reset"])
    api.front.clock.advance(3600)
    after = int(api.call("GET", "/me").headers["x-ratelimit-reset"])
    assert after - before == 3600
