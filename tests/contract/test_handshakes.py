"""The handshake as the contract plays it: what is sent where, and what is made of answers."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import pytest
from werkzeug.wrappers import Request, Response

from front_emulator import FrontEmulator
from front_emulator.contract import answers, catalogue, check, handshake, handshake_hints
from front_emulator.contract.bench import SIGNATURE, TIMESTAMP, Bench, Target
from front_emulator.contract.handshake import Handshake, Signing
from front_emulator.contract.kind import APPLICATION
from front_emulator.contract.model import Run, Verdict
from front_emulator.contract.reports.spellings import signatures_of
from front_emulator.domain.entities import WireResponse
from front_emulator.domain.errors import InvalidSetting
from front_emulator.wire import signing
from tests.apps.right import SECRET, Json, RightIntegration
from tests.apps.right_handshake import SERVER_PATH, RightHandshake
from tests.apps.serving import serving
from tests.apps.wrong_handshakes import BreaksOffWhenAsked, NeverAgrees
from tests.contract.conftest import MakeExchange
from tests.e2e.receiver import Receiver, answer_json

LIVE = "https://sms.example.com/front"


class NamesTheLiveOne(RightHandshake):
    """Runs here, and names where it runs for everybody."""

    def address(self, request: Request, channel_id: str) -> Json:
        return {"webhook_url": LIVE}


class NamesEachChannel(RightHandshake):
    """Has an address for each channel."""

    def address(self, request: Request, channel_id: str) -> Json:
        return {"webhook_url": f"{request.host_url}front/outgoing/{channel_id}"}


class HasOneAddress(RightHandshake):
    """Takes messages and the handshake at one address, which it need not name."""

    def respond(self, request: Request) -> Response:
        is_asked = b'"type":"authorization"' in self.body(request)
        return self.asked(request) if is_asked else super().respond(request)

    def address(self, request: Request, channel_id: str) -> Json:
        return {}


def run(app: RightIntegration, *numbers: int, **options: Any) -> Run:
    only = [f"FE-HSK-{number:02}" for number in numbers] or ["FE-HSK"]
    with serving(app) as url:
        given = {"server_url": urljoin(url, SERVER_PATH), "timeout": 20.0, **options}
        return check(url, SECRET, kind="application", only=only, **given)


def verdicts(found: Run) -> dict[str, Verdict]:
    return {each.scenario.id[-2:]: each.verdict for each in found.results}


@pytest.fixture
def made(front: FrontEmulator, receiver: Receiver) -> Handshake:
    """A handshake with a receiver that keeps what it is sent."""
    target = Target(
        f"{receiver.url}/messages", SECRET, kind=APPLICATION, server_url=f"{receiver.url}/server"
    )
    found = handshake.handshake(Bench(front, target))
    assert found is not None
    return found


def test_it_asks_at_the_server_url_and_tells_of_the_end_at_the_webhook_url(
    made: Handshake, receiver: Receiver
) -> None:
    receiver.answers(answer_json({"type": "success", "webhook_url": made.bench.target.url}))
    first = made.authorize("asked")
    made.delete("told", made.place(first))
    made.delete("told", made.place(first), signs_body=True)
    asked, told, told_over_body = receiver.requests
    payload = {"channel_id": made.channel_id}
    assert asked.request_line.startswith("POST ")
    assert asked.target.endswith("/server")
    assert asked.message == {"type": "authorization", "payload": payload}
    assert told.request_line.startswith("DELETE ")
    assert told.target.endswith("/messages")
    assert told.message == told_over_body.message == {"type": "delete", "payload": payload}
    signed = {asked: asked.body, told: b"undefined", told_over_body: told.body}
    for request, body in signed.items():
        stamp = request.header(TIMESTAMP) or ""
        due = signing.application_signature(SECRET, stamp, body)
        assert request.header(SIGNATURE) == due


def test_each_is_about_a_channel_that_front_cannot_have(
    made: Handshake, front: FrontEmulator
) -> None:
    other = handshake.handshake(made.bench)
    assert other is not None
    assert made.channel_id != other.channel_id
    for channel_id in (made.channel_id, other.channel_id):
        assert re.fullmatch("cha_0[0-9a-z]{5}", channel_id)
        assert channel_id not in front.company.store.channels


def test_a_delete_needs_no_type_and_an_authorization_does(
    made: Handshake, receiver: Receiver
) -> None:
    receiver.answers(answer_json({}))
    assert not answers.accepted(made.authorize("asked"))
    assert answers.accepted(made.delete("told", receiver.url))


def test_the_signature_over_undefined_is_a_leak_and_is_masked(made: Handshake) -> None:
    wrong = Signing(changed=SIGNATURE, secret_tail="x")
    exchange = made.delete("told", made.server_url, wrong)
    stamp = dict(exchange.request.headers)[TIMESTAMP]
    due = signing.application_signature(SECRET, stamp, b"undefined")
    leaking = replace(exchange, response=WireResponse(403, (), f"Expected {due}.".encode()))
    assert answers.leaks(leaking, SECRET)
    assert due.rstrip("=") in signatures_of(leaking, (SECRET,))


def test_without_a_server_url_there_is_nothing_to_ask() -> None:
    with serving(RightHandshake()) as url:
        found = check(url, SECRET, kind="application", only=["FE-HSK"])
    assert set(verdicts(found).values()) == {Verdict.NA}
    assert found.ok
    for each in found.results:
        assert each.finding.hint is not None
        assert "--server-url URL" in each.finding.hint
        assert "server_url in Python" in each.finding.hint


def test_a_right_application_keeps_nothing_of_it() -> None:
    app = RightHandshake()
    app.channels.add("cha_real")
    found = run(app)
    assert set(verdicts(found).values()) == {Verdict.PASS}
    assert "cha_real" in app.channels
    assert all(each == "cha_real" or each.startswith("cha_0") for each in app.channels)


def test_an_address_for_each_channel_is_where_its_end_is_told() -> None:
    app = NamesEachChannel()
    found = run(app, 7)
    (told,) = (each for each in found.results[0].finding.exchanges)
    assert found.results[0].verdict is Verdict.PASS
    assert re.search("/front/outgoing/cha_0[0-9a-z]{5}$", told.request.url)


def test_another_host_is_told_nothing() -> None:
    """Nobody has said that it may be sent wrong requests."""
    found = run(NamesTheLiveOne())
    told = [each.request.url for result in found.results for each in result.finding.exchanges]
    assert not any(url.startswith(LIVE) for url in told)
    assert verdicts(found)["02"] is Verdict.INFO
    assert found.ok, found


def test_no_address_is_the_server_url_which_may_be_meant() -> None:
    with serving(HasOneAddress()) as url:
        found = check(url, SECRET, kind="application", server_url=url, only=["FE-HSK"])
    assert found.ok, found
    assert verdicts(found)["02"] is Verdict.INFO


@pytest.mark.parametrize(
    ("status", "body", "cause"),
    [
        (404, {"type": "bad_request"}, "The path /front/server may be wrong"),
        (405, None, "The path /front/server may be wrong"),
        (403, {"type": "forbidden"}, "The secret may be another one"),
        (
            200,
            {"webhook_url": LIVE},
            'Answer a right authorization with 2xx and {"type": "success"',
        ),
        (None, None, "The server URL may be wrong"),
    ],
)
def test_the_likely_cause_is_named(
    exchange: MakeExchange, status: int | None, body: object, cause: str
) -> None:
    made = exchange(status, body)
    request = replace(made.request, url=f"http://localhost:1{SERVER_PATH}")
    hint = handshake_hints.of_authorization(replace(made, request=request))
    assert hint.startswith(cause)


def test_what_nobody_agrees_to_is_no_refusal() -> None:
    found = verdicts(run(NeverAgrees()))
    assert found.pop("01") is Verdict.FAIL
    assert set(found.values()) == {Verdict.INCONCLUSIVE}


def test_an_application_that_cannot_be_asked_is_left_alone_after_a_while() -> None:
    found = run(BreaksOffWhenAsked())
    assert list(verdicts(found)) == ["01", "02", "03", "04"]
    assert found.stopped_early is not None
    assert found.stopped_early.startswith("The integration agrees to no channel any more")


def test_refusals_of_the_handshake_are_no_answers_to_messages() -> None:
    found = run(RightHandshake())
    assert not [each for each in found.error_types if each.scenario_ids]


def test_a_custom_channel_has_no_handshake() -> None:
    with pytest.raises(InvalidSetting, match="server_url: a custom channel has no handshake"):
        check("http://localhost:1", SECRET, server_url="http://localhost:1")
    with pytest.raises(InvalidSetting, match="server_url: 'nowhere' is not a URL"):
        check("http://localhost:1", SECRET, kind="application", server_url="nowhere")
    assert not [each for each in catalogue.select(kind="custom") if each.group == "FE-HSK"]
