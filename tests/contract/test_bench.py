"""Messages are those that Front would deliver, and go the way deliveries go."""

import json
from dataclasses import replace

import pytest

from front_emulator import FrontEmulator
from front_emulator.contract.bench import SIGNATURE, Bench, Target
from front_emulator.contract.target import contact_type_of
from front_emulator.domain.errors import InvalidSetting
from front_emulator.wire import js_json, signing
from tests.apps.right import SECRET
from tests.e2e.api import Api
from tests.e2e.receiver import SUCCESS, Receiver, answer, error, reset


def test_a_message_is_what_a_delivery_would_be(
    front: FrontEmulator, receiver: Receiver, bench: Bench
) -> None:
    bench.post("a message", bench.reply(bench.phrase("hello")))
    front.channel.outgoing_url = receiver.url
    front.clock.resume()
    front.reply(front.receive(sender="contract-visitor", name="Contract"), "hello")
    ours, delivered = receiver.requests
    assert [name for name, _ in ours.headers] == [name for name, _ in delivered.headers]
    assert ours.request_line == delivered.request_line
    assert _shape(ours.message) == _shape(delivered.message)
    signature = signing.custom_channel_signature(SECRET, ours.body)
    assert ours.header(SIGNATURE) == signature


def test_a_message_names_its_scenario(bench: Bench) -> None:
    letter = bench.at("FE-TST-02").reply(bench.at("FE-TST-02").phrase("hello"))
    assert letter.payload["text"] == "Contract FE-TST-02: hello"
    assert letter.payload["is_draft"] is True
    assert letter.body == js_json.dumps(letter.payload)


def test_the_links_of_a_message_resolve(front: FrontEmulator, bench: Bench) -> None:
    api = Api(front)
    payload = bench.reply(bench.phrase("hello")).payload
    for link in (
        payload["_links"]["self"],
        payload["_links"]["related"]["conversation"],
        payload["author"]["_links"]["self"],
    ):
        assert api.get(link).status_code == 200


def test_every_message_has_an_id_and_a_time_of_its_own(bench: Bench) -> None:
    payloads = [bench.reply(bench.phrase("hello")).payload for _ in range(3)]
    assert len({payload["id"] for payload in payloads}) == 3
    times = [payload["created_at"] for payload in payloads]
    assert times == sorted(set(times))
    assert len({payload["_links"]["related"]["conversation"] for payload in payloads}) == 1


def test_nothing_is_sent_by_the_emulator_itself(front: FrontEmulator, receiver: Receiver) -> None:
    front.channel.outgoing_url = receiver.url
    bench = Bench(front, Target(receiver.url, SECRET))
    bench.reply("never posted")
    bench.compose("never posted, either")
    front.clock.resume()
    front.receive(sender="leela")
    assert receiver.requests == []


@pytest.mark.parametrize(
    ("recipient", "contact_type"),
    [
        ("+14155550100", "phone"),
        ("leela@planet-express.example", "email"),
        ("contract-visitor", "custom"),
        ("@leela", "custom"),
        ("+not-a-number", "custom"),
    ],
)
def test_the_channel_fits_the_recipient(
    front: FrontEmulator, receiver: Receiver, recipient: str, contact_type: str
) -> None:
    target = Target(receiver.url, SECRET, recipient=recipient)
    assert contact_type_of(recipient) == contact_type
    assert contact_type_of(target.stranger) == contact_type_of(target.companion) == contact_type
    bench = Bench(front, target)
    for letter in (bench.reply("hello"), bench.compose("hello"), bench.reply("hello again")):
        to = [each["handle"] for each in letter.payload["recipients"] if each["role"] == "to"]
        assert to == [recipient]


def test_a_message_to_somebody_else_uses_a_fitting_channel(bench: Bench) -> None:
    letter = bench.reply("hello", to=("+14155550100",), cc=("+14155550101",))
    handles = [(each["role"], each["handle"]) for each in letter.payload["recipients"]]
    assert handles[1:] == [("to", "+14155550100"), ("cc", "+14155550101")]


def test_the_signature_is_right_unless_others_are_given(bench: Bench, receiver: Receiver) -> None:
    letter = bench.reply("hello")
    bench.post("right", letter)
    bench.post("right, of bytes", b"hello")
    bench.post("none", letter, signatures=())
    bench.post("wrong", letter, signatures=("wrong",))
    assert [request.header(SIGNATURE) for request in receiver.requests] == [
        letter.signature,
        signing.custom_channel_signature(SECRET, b"hello"),
        None,
        "wrong",
    ]


def test_method_and_content_type_can_be_others(bench: Bench, receiver: Receiver) -> None:
    bench.post("PUT", b"{}", method="PUT", content_type="text/plain", changed="the method")
    (request,) = receiver.requests
    assert (request.method, request.header("Content-Type")) == ("PUT", "text/plain")


def test_an_exchange_has_the_answer_and_what_front_makes_of_it(
    bench: Bench, receiver: Receiver
) -> None:
    receiver.answers(error("not_found", "Nobody.", status=404))
    made = bench.post("a message", bench.reply("hello"), changed="nothing")
    assert (made.title, made.changed, made.failure) == ("a message", "nothing", None)
    assert made.response is not None
    assert made.response.status == 404
    assert (made.outcome.error_type, made.outcome.reason) == ("not_found", "Nobody.")


def test_an_exchange_tells_why_there_is_no_answer(bench: Bench, receiver: Receiver) -> None:
    receiver.answers(reset)
    made = bench.post("a message", bench.reply("hello"))
    assert made.response is None
    assert made.failure is not None
    assert made.outcome.error_type == "internal_error"
    assert not made.timed_out
    assert not made.unreachable


def test_an_integration_that_asks_to_be_slower_gets_the_message_again(
    bench: Bench, receiver: Receiver
) -> None:
    slower = answer(429, json.dumps({"type": "too_many_requests"}), [("Retry-After", "0")])
    receiver.answers(slower, slower, SUCCESS)
    letter = bench.reply("hello")
    assert bench.post("a message", letter).outcome.error_type is None
    assert [request.body for request in receiver.requests] == [letter.body] * 3


def test_under_load_nothing_is_sent_again(bench: Bench, receiver: Receiver) -> None:
    receiver.answers(error("too_many_requests", status=429))
    request = bench.request(bench.reply("hello"))
    both = bench.at_once([("one", request), ("two", request)])
    assert [each.title for each in both] == ["one", "two"]
    assert len(receiver.requests) == 2


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"url": "localhost:3000"}, "url: 'localhost:3000' is not a URL"),
        ({"recipient": ""}, "recipient: should not be empty"),
        ({"timeout": 0}, "timeout: should be more than 0"),
        ({"burst": 1}, "burst: should be at least 2"),
        ({"triggers": {"not_fuond": "x"}}, "triggers: 'not_fuond'.*nearest is 'not_found'"),
    ],
)
def test_a_wrong_target_is_refused(wrong: dict[str, object], text: str) -> None:
    right = {"url": "http://localhost:3000/", "secret": SECRET}
    with pytest.raises(InvalidSetting, match=text):
        Target(**{**right, **wrong})  # type: ignore[arg-type]


def test_the_secret_is_not_shown() -> None:
    target = Target("http://localhost:3000/", "tell-nobody")
    assert "tell-nobody" not in repr(target)
    assert replace(target, burst=3).secret == "tell-nobody"


def _shape(value: object) -> object:
    """Types in place of values: what is different from message to message is not compared."""
    if isinstance(value, dict):
        return {name: _shape(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_shape(member) for member in value]
    return "number" if isinstance(value, (int, float)) else type(value).__name__
