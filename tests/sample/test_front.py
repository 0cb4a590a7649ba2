"""What the sample does with each of Front's answers to a visitor's message."""

import pytest

from front_emulator.sample.front import FrontClient, NotSentError, conversation_id
from tests.sample.actors import FlyingTime
from tests.sample.conftest import Settings
from tests.sample.fake_front import (
    ACCEPTED,
    BROKEN_OFF,
    HANGING,
    NOT_YET,
    Answer,
    FakeFront,
    error,
)

MESSAGE = {"sender": {"handle": "leela"}, "body": "Hello"}


@pytest.fixture
def client(settings: Settings, time: FlyingTime) -> FrontClient:
    return FrontClient(settings(), clock=time.clock, pause=time.pause)


def test_a_message_is_posted_with_the_token(client: FrontClient, front: FakeFront) -> None:
    assert client.send(MESSAGE) == "0123abcd"
    [request] = front.received
    assert request.path == "/channels/cha_1/incoming_messages"
    assert request.body == MESSAGE
    assert request.headers["Authorization"] == "Bearer a token"
    assert request.headers["Content-Type"] == "application/json"


def test_neither_proxy_nor_netrc_of_the_environment_is_used(
    client: FrontClient,
    front: FakeFront,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login fry password slurm\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    client.send(MESSAGE)
    assert front.received[0].headers["Authorization"] == "Bearer a token"


def test_accepted_without_a_uid_is_sent_and_not_retried(
    client: FrontClient, front: FakeFront
) -> None:
    front.posts.append(Answer(202))
    assert client.send(MESSAGE) is None
    assert len(front.received) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422])
def test_a_refusal_is_not_retried(
    client: FrontClient, front: FakeFront, time: FlyingTime, status: int
) -> None:
    front.posts.append(error(status, "Body did not satisfy requirements", "body.body: missing"))
    with pytest.raises(NotSentError) as caught:
        client.send(MESSAGE)
    assert str(caught.value) == (
        f"Front answered {status}: Body did not satisfy requirements (body.body: missing)"
    )
    assert len(front.received) == 1
    assert time.pauses == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"_error": None},
        {"_error": {"message": 7}},
        {"_error": {"message": "No", "details": "x"}},
    ],
)
def test_a_refusal_in_any_shape_has_a_reason(
    client: FrontClient, front: FakeFront, body: object
) -> None:
    front.posts.append(Answer(400, body))
    with pytest.raises(NotSentError, match=r"Front answered 400"):
        client.send(MESSAGE)


def test_a_redirect_is_not_followed(client: FrontClient, front: FakeFront) -> None:
    front.posts.append(Answer(302, {}, {"Location": f"{front.url}/elsewhere"}))
    with pytest.raises(NotSentError, match=r"Front answered 302\."):
        client.send(MESSAGE)
    assert len(front.received) == 1


def test_a_rate_limit_is_waited_out_as_long_as_front_says(
    client: FrontClient, front: FakeFront, time: FlyingTime
) -> None:
    front.posts.append(error(429, "Please retry in 19500 milliseconds.", Retry_After="20"))
    assert client.send(MESSAGE) == "0123abcd"
    assert time.pauses == [20]
    assert len(front.bodies) == 2


@pytest.mark.parametrize("value", ["soon", "-5", "nan", ""])
def test_a_rate_limit_that_does_not_say_how_long_is_given_a_minute(
    client: FrontClient, front: FakeFront, time: FlyingTime, value: str
) -> None:
    front.posts.append(error(429, "Too many", Retry_After=value))
    client.send(MESSAGE)
    assert time.pauses == [60]


def test_pauses_grow_even_if_front_asks_for_none(
    client: FrontClient, front: FakeFront, time: FlyingTime
) -> None:
    front.posts.extend([error(429, "Too many", Retry_After="0")] * 3)
    client.send(MESSAGE)
    assert time.pauses == [0.5, 1, 2]


def test_a_rate_limit_holds_every_call_back(
    client: FrontClient, front: FakeFront, time: FlyingTime
) -> None:
    front.gets.append(error(429, "Too many", Retry_After="30"))
    client.find_conversation("0123abcd")
    assert time.pauses == [0.25, 0.5, 29.5]


def test_a_wait_beyond_all_patience_is_told_instead(
    client: FrontClient, front: FakeFront, time: FlyingTime
) -> None:
    front.posts.append(error(429, "Too many", Retry_After="86400"))
    with pytest.raises(NotSentError, match="wait for 86400 seconds"):
        client.send(MESSAGE)
    assert time.pauses == []


@pytest.mark.parametrize("trouble", [error(500, "Oops"), Answer(503), BROKEN_OFF])
def test_trouble_is_retried_with_growing_pauses_until_the_message_is_in(
    client: FrontClient, front: FakeFront, time: FlyingTime, trouble: Answer
) -> None:
    front.posts.extend([trouble, trouble, trouble, ACCEPTED])
    assert client.send(MESSAGE) == "0123abcd"
    assert time.pauses == [0.5, 1, 2]
    assert len(front.bodies) == 4


def test_an_answer_that_never_comes_is_retried(
    settings: Settings, front: FakeFront, time: FlyingTime
) -> None:
    client = FrontClient(settings(timeout=3), clock=time.clock, pause=time.pause)
    front.posts.extend([HANGING, ACCEPTED])
    assert client.send(MESSAGE) == "0123abcd"
    assert len(front.bodies) == 2


def test_trouble_without_end_is_given_up_and_told(
    client: FrontClient, front: FakeFront, time: FlyingTime
) -> None:
    front.posts.extend([error(500, "Oops")] * 50)
    with pytest.raises(NotSentError, match="Front answered 500: Oops"):
        client.send(MESSAGE)
    assert time.pauses == [0.5, 1, 2, 4, 8, 16]
    assert len(front.bodies) == 7


def test_front_out_of_reach_is_told(settings: Settings, time: FlyingTime) -> None:
    nowhere = settings(incoming_url="http://127.0.0.1:1/channels/cha_1/incoming_messages")
    client = FrontClient(nowhere, clock=time.clock, pause=time.pause)
    with pytest.raises(NotSentError, match="cannot be reached"):
        client.send(MESSAGE)
    assert len(time.pauses) == 6


def test_a_message_is_looked_up_until_it_is_there(
    client: FrontClient, front: FakeFront, time: FlyingTime
) -> None:
    front.gets.extend([NOT_YET] * 12)
    assert client.find_conversation("0123abcd") == "cnv_1"
    assert front.lookups == ["/messages/alt:uid:0123abcd"] * 13
    assert time.pauses[:6] == [0.25, 0.5, 1, 2, 3, 5]
    assert time.pauses == sorted(time.pauses)


def test_a_message_that_never_comes_is_given_up(
    client: FrontClient, front: FakeFront, time: FlyingTime
) -> None:
    front.gets.extend([NOT_YET] * 100)
    assert client.find_conversation("0123abcd") is None
    assert sum(time.pauses) > 50
    assert len(front.lookups) == len(time.pauses)


def test_looking_up_survives_trouble(client: FrontClient, front: FakeFront) -> None:
    front.gets.extend([Answer(500), BROKEN_OFF, error(429, "Too many", Retry_After="2")])
    assert client.find_conversation("0123abcd") == "cnv_1"


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refused_look_up_is_not_retried(
    client: FrontClient, front: FakeFront, status: int
) -> None:
    front.gets.append(error(status, "No"))
    assert client.find_conversation("0123abcd") is None
    assert len(front.lookups) == 1


def test_a_uid_cannot_leave_its_place_in_the_path(client: FrontClient, front: FakeFront) -> None:
    client.find_conversation("../x?y/ü")
    assert front.lookups == ["/messages/alt:uid:..%2Fx%3Fy%2F%C3%BC"]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"_links": {"related": {"conversation": "https://a.test/conversations/cnv_2"}}}, "cnv_2"),
        ({"_links": {"related": {"conversation": "https://a.test/conversations/cnv_2/"}}}, "cnv_2"),
        ({"_links": {"related": {"conversation": ""}}}, None),
        ({"_links": {"related": {"conversation": 7}}}, None),
        ({"_links": {"related": []}}, None),
        ({"_links": None}, None),
        ({}, None),
    ],
)
def test_the_conversation_is_the_end_of_its_link(
    message: dict[str, object], expected: str | None
) -> None:
    assert conversation_id(message) == expected
