"""The kinds of integration, as users name them."""

import pytest

from front_emulator import FrontEmulator, OAuth, WsgiServer
from front_emulator.contract import answers, check
from front_emulator.contract.bench import SIGNATURE, TIMESTAMP, Bench, Target
from front_emulator.contract.kind import APPLICATION, CUSTOM, Kind
from front_emulator.contract.model import Verdict
from front_emulator.contract.reports import html
from front_emulator.contract.reports.masking import masked
from front_emulator.contract.reports.spellings import signatures_of
from front_emulator.domain.entities import WireResponse
from front_emulator.domain.errors import InvalidSetting
from front_emulator.sample import sms
from front_emulator.wire import signing
from tests.apps.right import SECRET
from tests.apps.right_application import RightApplication
from tests.apps.serving import serving
from tests.e2e.receiver import Receiver


@pytest.fixture
def application_bench(front: FrontEmulator, receiver: Receiver) -> Bench:
    return Bench(front, Target(receiver.url, SECRET, kind=APPLICATION)).at("FE-TST-01")


def test_an_application_gets_an_envelope_signed_with_its_timestamp(
    application_bench: Bench, receiver: Receiver
) -> None:
    application_bench.post("a message", application_bench.reply("Hello"))
    [sent] = receiver.requests
    envelope = sent.message
    assert envelope["type"] == "message"
    assert envelope["payload"]["text"] == "Hello"
    assert envelope["metadata"] == {"external_conversation_ids": []}
    stamp = sent.header(TIMESTAMP)
    assert stamp is not None
    assert sent.header(SIGNATURE) == signing.application_signature(SECRET, stamp, sent.body)


def test_the_signature_over_the_timestamp_is_a_leak_and_is_masked(
    application_bench: Bench,
) -> None:
    letter = application_bench.reply("Hello")
    request = application_bench.request(letter, signatures=("wrong",), at=letter.at)
    told = WireResponse(403, (), f"Expected {letter.signature}.".encode())
    exchange = application_bench.exchange("made", request, send=lambda *_: told)
    assert answers.leaks(exchange, SECRET)
    assert letter.signature.rstrip("=") in signatures_of(exchange, (SECRET,))


def test_front_contract_takes_the_kind_and_its_secret(front: FrontEmulator) -> None:
    with serving(RightApplication()) as url:
        run = front.contract(url, kind="application", secret=SECRET, only=["FE-APP-08"])
    assert run.ok, run
    assert run.kind == "application"
    assert [each.scenario.id for each in run.results] == ["FE-APP-08"]


def test_an_unknown_kind_is_refused_with_the_nearest(front: FrontEmulator) -> None:
    with pytest.raises(InvalidSetting, match="no kind 'aplication'; the nearest is 'application'"):
        front.contract("http://localhost:1", kind="aplication")


def test_the_text_message_sample_is_right() -> None:
    """Nothing fails; it reads less of a message than it might, which are warnings at most."""
    app = sms.create_app(sms.Config(app_uid="app", app_secret=SECRET))
    with WsgiServer(app) as server:
        run = check(
            f"{server.url}/front/messages",
            SECRET,
            kind="application",
            server_url=f"{server.url}/front",
            fast=True,
            timeout=20.0,
        )
    assert run.ok, str(run)
    assert len(run.results) > 80
    handshake = {each.verdict for each in run.results if each.scenario.group == "FE-HSK"}
    assert handshake == {Verdict.PASS}


def test_a_service_that_wants_a_token_gets_it(front: FrontEmulator) -> None:
    """That of the connected channel, which no report shows."""
    app = sms.create_app(
        sms.Config(
            app_uid="app", app_secret=SECRET, oauth_client_id="front", oauth_client_secret="hush"
        )
    )
    with WsgiServer(app) as server:
        application = front.create_application(
            server_url=f"{server.url}/front", secret=SECRET, oauth=OAuth("front", "hush")
        )
        channel = application.connect()
        only = ["FE-CTL-01", "FE-SIG-01", "FE-APP-08", "FE-HSK-01", "FE-HSK-04"]
        run = front.contract(kind="application", only=only)
        assert {each.verdict for each in run.results} == {Verdict.PASS}, str(run)
        without = check(f"{server.url}/front/messages", SECRET, kind="application", only=only)
    assert without.stopped_early is not None
    assert channel.authorization is not None
    target = Target("http://localhost:1", SECRET, kind=APPLICATION, authorization="Bearer hidden")
    assert target.secrets == (SECRET, "Bearer hidden")
    assert "hidden" not in repr(target)
    assert channel.authorization not in html.render(masked(run, (SECRET, channel.authorization)))


@pytest.mark.parametrize(
    ("kind", "authorization", "said"),
    [
        (CUSTOM, "Bearer t", "Front sends none to a custom channel"),
        (APPLICATION, "Bearer\n t", "should be one line of ASCII"),
        (APPLICATION, "Bearer é", "should be one line of ASCII"),
    ],
)
def test_an_authorization_that_cannot_be_is_refused(
    kind: Kind, authorization: str, said: str
) -> None:
    with pytest.raises(InvalidSetting, match=f"authorization: {said}"):
        Target("http://localhost:1", SECRET, kind=kind, authorization=authorization)
