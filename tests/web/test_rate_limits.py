"""Rate limits as a client meets them."""

from math import ceil

import pytest

from front_emulator import FrontEmulator, FrontServer
from tests.web.client import Api, new_session


@pytest.fixture
def api(api: Api) -> Api:
    """The clock stands 17.75 s before the end of a minute; plan starter: 50 and a burst of 25."""
    api.front.rate_limits.plan = "starter"
    api.front.clock.advance_to(ceil(api.front.clock.now() / 60) * 60 + 42.25)
    return api


def use(api: Api, times: int) -> None:
    for _ in range(times):
        assert api.call("GET", "/me").status_code == 200


def test_every_answer_says_what_is_left(api: Api) -> None:
    first = api.call("GET", "/me").headers
    assert first["x-ratelimit-limit"] == "50"
    assert first["x-ratelimit-remaining"] == "49"
    assert first["x-ratelimit-burst-limit"] == "25"
    assert first["x-ratelimit-burst-remaining"] == "25"
    assert int(first["x-ratelimit-reset"]) - api.front.clock.now() == pytest.approx(17.75)
    assert "x-front-tier" not in first
    assert api.call("GET", "/nothing").headers["x-ratelimit-remaining"] == "48"
    assert api.send(json={}).headers["x-ratelimit-remaining"] == "47"


def test_a_tier_is_named_also_while_nothing_is_counted(api: Api) -> None:
    api.front.rate_limits.plan = "off"
    answer = api.send(json={"sender": {"handle": "x"}, "body": "Hi"})
    assert answer.headers["x-front-tier"] == "2"
    assert answer.headers["x-ratelimit-remaining"] == answer.headers["x-ratelimit-limit"] == "100"


def test_one_too_many_is_a_429(api: Api) -> None:
    use(api, 75)
    answer = api.send(json={"sender": {"handle": "x"}, "body": "Hi"})
    assert answer.status_code == 429
    assert answer.json()["_error"] == {
        "status": 429,
        "title": "Too many requests",
        "message": "Rate limit exceeded. Please retry in 17750 milliseconds.",
    }
    assert answer.headers["Retry-After"] == "18"
    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert answer.headers["x-ratelimit-burst-remaining"] == "0"
    assert not api.front.company.store.accepted
    assert api.front.requests[-1].status == 429
    assert "rate limit starter" in (api.front.requests[-1].hint or "")
    api.front.clock.advance(17.749)
    assert api.call("GET", "/me").status_code == 429
    api.front.clock.advance(0.001)
    assert api.call("GET", "/me").headers["x-ratelimit-remaining"] == "49"


def test_a_sixth_message_within_a_second_is_a_429_of_its_tier(api: Api) -> None:
    for _ in range(5):
        assert api.post("Hi")
    answer = api.send(json={"sender": {"handle": "x"}, "body": "Hi"})
    assert answer.status_code == 429
    text = "Rate limit exceeded for tier-2 route. Please retry in 750 milliseconds."
    assert answer.json()["_error"]["message"] == text
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["x-front-tier"] == "2"
    assert answer.headers["x-ratelimit-remaining"] == "45"
    assert api.call("GET", "/me").status_code == 200
    other = api.front.create_channel()
    assert api.post("Hi", channel=other)
    api.front.clock.advance(0.75)
    assert api.post("Hi")


def test_a_channel_by_its_alias_is_the_same_channel(api: Api) -> None:
    for path in (f"/channels/alt:address:{api.front.channel.address}/incoming_messages",) * 3:
        assert api.call("POST", path, json={"sender": {"handle": "x"}, "body": "y"}).ok
    assert api.post("Hi")
    assert api.post("Hi")
    assert api.send(json={}).status_code == 429


def test_replies_are_limited_by_conversation(api: Api) -> None:
    api.front.rate_limits.plan = "scale"
    first, second = (api.receive(sender=name)["_links"]["related"] for name in ("fry", "leela"))
    path = first["conversation"] + "/messages"
    statuses = [api.call("POST", path, json={"body": "Hi"}).status_code for _ in range(6)]
    assert statuses == [202] * 5 + [429]
    other = second["conversation"] + "/messages"
    assert api.call("POST", other, json={"body": "Hi"}).status_code == 202


def test_accounts_and_the_admin_api_have_nothing_to_do_with_it(
    api: Api, front_server: FrontServer
) -> None:
    api.front.rate_limits.plan = 1
    use(api, 1)
    assert api.call("GET", "/me").status_code == 429
    assert api.call("GET", "/__admin/health").status_code == 200
    with FrontEmulator(server=front_server) as other, new_session() as session:
        use(Api(other, session), 200)


def test_what_is_refused_meets_no_fault(api: Api) -> None:
    rule = api.front.faults.add(status=500)
    api.front.rate_limits.plan = 1
    assert [api.call("GET", "/me").status_code for _ in range(2)] == [500, 429]
    assert rule.fired == 1


@pytest.mark.front(rate_limits=2)
def test_it_is_an_option_of_the_account(front: FrontEmulator) -> None:
    assert front.rate_limits.plan == 2
    assert "RateLimits 2" in repr(front.rate_limits)
