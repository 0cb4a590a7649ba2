"""Each scenario sends what it says; recorded from a whole run."""

import base64
import hmac
import json

import pytest

from front_emulator.contract import catalogue
from front_emulator.contract.bench import SIGNATURE, Bench, Target
from front_emulator.wire import js_json, signing
from tests.apps.right import SECRET
from tests.e2e.receiver import Received, Receiver

IDS = [scenario.id for scenario in catalogue.select(kind="custom")]


@pytest.fixture
def sent(request: pytest.FixtureRequest, bench: Bench, receiver: Receiver) -> list[Received]:
    """What the scenario of this test sends to an integration that accepts everything."""
    scenario = next(each for each in catalogue.ALL if each.id == request.param)
    scenario.play(bench.at(scenario.id))
    return list(receiver.requests)


def scenario(scenario_id: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sent", [scenario_id], indirect=True, ids=[scenario_id])


def expected(request: Received) -> str:
    return signing.custom_channel_signature(SECRET, request.body)


FORGERIES = [each for each in IDS if each.startswith("FE-SIG") and each != "FE-SIG-15"]
RIGHTLY_SIGNED = [
    each for each in IDS if not each.startswith("FE-SIG") and each not in ("FE-TIM-02", "FE-ERR-01")
]


@pytest.mark.parametrize("sent", RIGHTLY_SIGNED, indirect=True)
def test_all_but_forgeries_are_rightly_signed(sent: list[Received]) -> None:
    for request in sent:
        assert request.header(SIGNATURE) == expected(request)


@pytest.mark.parametrize("sent", FORGERIES, indirect=True)
def test_a_forgery_comes_after_a_right_message(sent: list[Received]) -> None:
    before, forgery = sent
    assert before.header(SIGNATURE) == expected(before)
    assert forgery.header(SIGNATURE) != expected(forgery)


@pytest.mark.parametrize(
    "sent", [each for each in IDS if each[3:6] not in ("ERR", "API")], indirect=True
)
def test_every_text_names_its_scenario(
    sent: list[Received], request: pytest.FixtureRequest
) -> None:
    scenario_id = request.node.callspec.params["sent"]
    assert sent
    for each in sent:
        try:
            message = json.loads(each.body)
        except (ValueError, RecursionError):
            continue
        if isinstance(message, dict) and message.get("text") and message["text"] != 42:
            assert message["text"].startswith(f"Contract {scenario_id}: ")


@pytest.mark.parametrize(
    "sent", [each for each in IDS if each.startswith(("FE-CTL", "FE-LOD"))], indirect=True
)
def test_right_messages_are_the_bytes_that_javascript_would_write(sent: list[Received]) -> None:
    for request in sent:
        assert js_json.dumps(json.loads(request.body)) == request.body
        assert request.message.get("is_draft", True) is True


@scenario("FE-CTL-08")
def test_a_megabyte(sent: list[Received]) -> None:
    assert 950_000 < len(sent[0].body) < 1_048_576


@scenario("FE-CTL-09")
def test_a_file_without_text(sent: list[Received]) -> None:
    message = sent[0].message
    assert (message["body"], message["text"], len(message["attachments"])) == ("", "", 1)
    assert message["attachments"][0]["filename"].startswith("Contract FE-CTL-09")


@scenario("FE-CTL-10")
def test_several_recipients(sent: list[Received]) -> None:
    roles = [recipient["role"] for recipient in sent[0].message["recipients"]]
    assert roles == ["from", "to", "to", "cc"]
    assert sent[0].message["recipients"][1]["handle"] == "contract-visitor"


@scenario("FE-CTL-14")
def test_odd_header_case(sent: list[Received]) -> None:
    assert "x-fRONT-sIGNATURE" in [name for name, _ in sent[0].headers]


@scenario("FE-SIG-01")
def test_no_signature(sent: list[Received]) -> None:
    assert sent[-1].header(SIGNATURE) is None


@scenario("FE-SIG-02")
def test_an_empty_signature(sent: list[Received]) -> None:
    assert sent[-1].header(SIGNATURE) == ""


@scenario("FE-SIG-04")
def test_a_truncated_signature(sent: list[Received]) -> None:
    given = str(sent[-1].header(SIGNATURE))
    assert len(given) == 18
    assert expected(sent[-1]).startswith(given)


@scenario("FE-SIG-05")
def test_a_signature_that_begins_right(sent: list[Received]) -> None:
    given, right = str(sent[-1].header(SIGNATURE)), expected(sent[-1])
    assert given[:14] == right[:14]
    assert len(given) == len(right)
    assert all(one != other for one, other in zip(given[14:-1], right[14:-1], strict=True))
    assert len(base64.b64decode(given, validate=True)) == 20


@scenario("FE-SIG-07")
def test_a_hexadecimal_signature(sent: list[Received]) -> None:
    digest = hmac.digest(SECRET.encode(), sent[-1].body, "sha1")
    assert sent[-1].header(SIGNATURE) == digest.hex()


@scenario("FE-SIG-08")
def test_an_url_safe_signature(sent: list[Received]) -> None:
    given = str(sent[-1].header(SIGNATURE))
    assert base64.urlsafe_b64decode(given) == base64.b64decode(expected(sent[-1]))
    assert set("-_") & set(given[:4])


@scenario("FE-SIG-09")
def test_a_sha_256_signature(sent: list[Received]) -> None:
    digest = hmac.digest(SECRET.encode(), sent[-1].body, "sha256")
    assert sent[-1].header(SIGNATURE) == base64.b64encode(digest).decode()


@scenario("FE-SIG-10")
def test_one_byte_changed(sent: list[Received]) -> None:
    message = sent[-1].message
    assert "90 credits" in message["text"]
    assert "10 credits" in message["body"]
    right = sent[-1].body.replace(b"90 credits", b"10 credits")
    assert sent[-1].header(SIGNATURE) == signing.custom_channel_signature(SECRET, right)


@pytest.mark.parametrize("sent", ["FE-SIG-12", "FE-SIG-13"], indirect=True)
def test_what_javascript_would_write_anew_has_the_right_signature(sent: list[Received]) -> None:
    anew = js_json.dumps(sent[-1].message)
    assert anew != sent[-1].body
    assert sent[-1].header(SIGNATURE) == signing.custom_channel_signature(SECRET, anew)


@scenario("FE-SIG-11")
def test_keys_in_another_order(sent: list[Received]) -> None:
    other_way_round = js_json.dumps(dict(reversed(sent[-1].message.items())))
    right = signing.custom_channel_signature(SECRET, other_way_round)
    assert sent[-1].header(SIGNATURE) == right


@scenario("FE-SIG-14")
def test_the_signature_of_another_message(sent: list[Received]) -> None:
    assert sent[1].header(SIGNATURE) == expected(sent[0])
    assert sent[0].message["id"] != sent[1].message["id"]


@scenario("FE-SIG-15")
def test_two_signatures(sent: list[Received]) -> None:
    given = [value for name, value in sent[-1].headers if name == SIGNATURE]
    assert given[0] != given[1] == expected(sent[-1])


@scenario("FE-BAD-06")
def test_invalid_utf_8(sent: list[Received]) -> None:
    with pytest.raises(UnicodeDecodeError):
        sent[-1].body.decode()
    json.loads(sent[-1].body.decode("latin-1"))


@pytest.mark.parametrize("sent", ["FE-BAD-25", "FE-BAD-26"], indirect=True)
def test_what_parsers_choke_on(sent: list[Received]) -> None:
    assert sent[-1].body.endswith((b"]]]}", b"777}"))
    with pytest.raises((RecursionError, ValueError)):
        json.loads(sent[-1].body)


@scenario("FE-LOD-01")
def test_a_burst(sent: list[Received]) -> None:
    burst = [request for request in sent if " of many at once." in request.message["text"]]
    assert len(burst) == 20 == len({request.message["id"] for request in burst})


@pytest.mark.parametrize("sent", ["FE-LOD-02", "FE-LOD-03"], indirect=True)
def test_copies_are_the_same_byte_for_byte(sent: list[Received]) -> None:
    _, one, other, _ = sent
    assert (one.body, one.headers) == (other.body, other.headers)


@scenario("FE-LOD-05")
def test_the_later_message_comes_first(sent: list[Received]) -> None:
    _, later, earlier, _ = sent
    assert later.message["created_at"] > earlier.message["created_at"]


def test_a_recipient_for_an_error_type_gets_a_message(bench: Bench, receiver: Receiver) -> None:
    target = Target(receiver.url, SECRET, triggers={"not_found": "leela"})
    triggered = Bench(bench.emulator, target)
    next(each for each in catalogue.ALL if each.id == "FE-ERR-04").play(triggered)
    assert receiver.messages[-1]["recipients"][-1]["handle"] == "leela"
