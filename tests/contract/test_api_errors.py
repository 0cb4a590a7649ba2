"""FE-API: each broken sending side is found by the scenarios that should find it, and no other."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Protocol
from urllib.parse import urljoin

import pytest

from front_emulator import FrontEmulator, FrontServer
from front_emulator.contract import api_error_types, api_verdicts, check
from front_emulator.contract.api_bench import ApiBench, Patience
from front_emulator.contract.bench import Bench, Target
from front_emulator.contract.driving import Driver, Hint
from front_emulator.contract.model import ErrorTypeRow, Finding, Result, Verdict
from front_emulator.contract.scenarios.api_errors import SCENARIOS
from front_emulator.contract.watched import OwnEmulator
from front_emulator.domain.errors import InvalidSetting
from front_emulator.sample import Config, create_app
from front_emulator.wire.outcomes import ERROR_TYPES
from tests.apps.clients import wrong
from tests.apps.clients.inbound import RightInbound
from tests.apps.clients.right import TIME_LIMIT, RightClient
from tests.apps.right import SECRET, RightIntegration
from tests.apps.right_handshake import SERVER_PATH, RightHandshake
from tests.apps.serving import serving
from tests.sample.actors import Visitor, body_of

Findings = Mapping[str, Finding]
MakeClient = Callable[[type[RightClient]], RightClient]

# What is short beside these is so by more than a second, however busy the machine.
PATIENCE = Patience(step=5.0, quiet=3.0, settled=0.15, retry_after=1.5, lateness=2.0)

PASS, FAIL, WARN, INFO = Verdict.PASS, Verdict.FAIL, Verdict.WARN, Verdict.INFO

RIGHT = {scenario.id: PASS for scenario in SCENARIOS} | {
    # Whoever tries again after these sends a message twice, and cannot know.
    "FE-API-12": WARN,
    "FE-API-13": WARN,
    "FE-API-14": WARN,
}
NOTHING_TO_SAY = {scenario.id: Verdict.INCONCLUSIVE for scenario in SCENARIOS} | {"FE-API-01": FAIL}

FOUND: Mapping[type[RightClient], Mapping[str, Verdict]] = {
    wrong.SendsTwice: NOTHING_TO_SAY,
    wrong.SendsNothing: NOTHING_TO_SAY,
    wrong.Retries400ForEver: {"FE-API-02": FAIL},
    wrong.RetriesWhateverIsNo202: {
        "FE-API-02": FAIL,
        "FE-API-03": FAIL,
        "FE-API-04": FAIL,
        "FE-API-05": FAIL,
    },
    wrong.Swallows401: {"FE-API-03": FAIL},
    wrong.HasAnOldToken: {"FE-API-03": INFO},
    wrong.HasNoTimeLimit: {"FE-API-06": WARN},
    wrong.GivesUpWithoutAnAnswer: {
        "FE-API-06": FAIL,
        "FE-API-10": FAIL,
        "FE-API-13": PASS,
        "FE-API-14": PASS,
    },
    wrong.DoublesOnAHangingAnswer: {"FE-API-06": FAIL, "FE-API-14": FAIL},
    wrong.IgnoresRetryAfter: {"FE-API-07": FAIL, "FE-API-08": FAIL},
    wrong.TakesMillisecondsForSeconds: {"FE-API-07": FAIL, "FE-API-08": FAIL},
    wrong.TrustsTheRemainingRequests: {"FE-API-08": FAIL},
    wrong.NeverRetries500: {"FE-API-09": FAIL, "FE-API-12": PASS},
    wrong.RetriesWithoutGrowingPauses: {"FE-API-09": WARN, "FE-API-10": WARN},
    wrong.GivesUpOnTheFirst404: {"FE-API-11": FAIL},
    wrong.Takes202ForThere: {"FE-API-11": FAIL},
    wrong.SendsAgainOn404: {"FE-API-11": FAIL},
    wrong.LooksWithoutPauses: {"FE-API-11": WARN},
    wrong.NeverLooks: {"FE-API-11": INFO},
}


pytestmark = pytest.mark.waits


class Play(Protocol):
    """Plays scenarios with a driver, side by side: each has a message of its own."""

    def __call__(self, driver: Driver | None, *ids: str) -> Findings: ...


def _found_in(kind: type[RightClient], server: FrontServer) -> Findings:
    with FrontEmulator(server=server, processing_delay=0) as front:
        return _play(front, kind(front.channel.incoming_url, front.api_token))


@pytest.fixture
def called(front_server: FrontServer) -> Iterator[FrontEmulator]:
    """What the integration calls: an account whose messages are there at once."""
    with FrontEmulator(server=front_server, processing_delay=0) as front:
        yield front


@pytest.fixture
def client(called: FrontEmulator) -> MakeClient:
    return lambda kind: kind(called.channel.incoming_url, called.api_token)


@pytest.fixture
def play(called: FrontEmulator) -> Play:
    return partial(_play, called)


def _play(front: FrontEmulator, driver: Driver | None, *ids: str) -> Findings:
    chosen = [scenario for scenario in SCENARIOS if not ids or scenario.id in ids]
    with (
        FrontEmulator(server=front.server) as held,
        _driven(front, driver) as api,
        ThreadPoolExecutor(len(chosen)) as pool,
    ):
        bench = Bench(held, Target("http://localhost:1/unused", "secret"), api=api)
        findings = pool.map(lambda scenario: scenario.play(bench), chosen)
        return {each.id: found for each, found in zip(chosen, findings, strict=True)}


@contextmanager
def _driven(front: FrontEmulator, driver: Driver | None) -> Iterator[ApiBench | None]:
    if driver is None:
        yield None
        return
    api = ApiBench(OwnEmulator(front), driver, patience=PATIENCE)
    try:
        yield api
    finally:
        api.close()


def _state_after_sending(visitor: Visitor) -> str:
    after, state = 0, "sending"
    while state == "sending":
        news = body_of(visitor.browser.get(f"{visitor.url}?after={after}&wait=5"))
        assert news["messages"], "the message is neither sent nor failed"
        after, state = news["next"], news["messages"][-1]["state"]
    return state


def _verdicts(findings: Findings) -> dict[str, Verdict]:
    return {scenario_id: finding.verdict for scenario_id, finding in findings.items()}


def _results(findings: Findings) -> list[Result]:
    return [Result(each, findings[each.id], 0.0) for each in SCENARIOS if each.id in findings]


def _rows(findings: Findings) -> dict[str, ErrorTypeRow]:
    return {row.type: row for row in api_error_types.rows(_results(findings))}


def test_a_right_client_is_right(play: Play, client: MakeClient) -> None:
    assert _verdicts(play(client(RightClient))) == RIGHT


def test_what_is_wrong_is_found_by_what_should_find_it(front_server: FrontServer) -> None:
    """All in one test, five clients at a time: nearly all of it is waiting."""
    with ThreadPoolExecutor(5) as pool:
        findings = list(pool.map(lambda kind: _found_in(kind, front_server), FOUND))
    found = {kind.__name__: _verdicts(each) for kind, each in zip(FOUND, findings, strict=True)}
    assert found == {kind.__name__: RIGHT | dict(each) for kind, each in FOUND.items()}


def test_a_right_application_is_right(called: FrontEmulator, play: Play) -> None:
    with serving(RightHandshake()) as url:
        server_url = urljoin(url, SERVER_PATH)
        application = called.create_application(server_url=server_url, secret=SECRET)
        channel = application.connect()
        assert _verdicts(play(RightInbound(channel))) == RIGHT


def test_the_sample_is_right(play: Play, called: FrontEmulator) -> None:
    config = Config(
        incoming_url=called.channel.incoming_url,
        api_token=called.api_token,
        api_secret=called.api_secret,
        timeout=TIME_LIMIT,
        retry_pauses=RightClient.pauses,
        lookup_pauses=RightClient.lookups,
    )

    def write(hint: Hint) -> bool:
        # An app of its own: what one 429 asks for holds up all that an app sends.
        visitor = Visitor(create_app(config))
        visitor.write(hint.text)
        return _state_after_sending(visitor) != "failed"

    assert _verdicts(play(write)) == RIGHT


def test_without_a_driver_there_is_nothing_to_say_but_how_to_give_one(play: Play) -> None:
    findings = play(None)
    assert set(_verdicts(findings).values()) == {Verdict.NA}
    assert all("--drive" in (finding.hint or "") for finding in findings.values())
    assert _rows(findings) == {}


def test_a_run_has_both_directions(called: FrontEmulator, client: MakeClient) -> None:
    with serving(RightIntegration()) as url, _driven(called, client(RightClient)) as api:
        run = check(url, SECRET, only=["FE-CTL-01", "FE-API-01", "FE-API-02"], api=api)
    assert [result.verdict for result in run.results] == [PASS] * 3
    assert [row.type for row in run.error_types] == [*ERROR_TYPES, *ERROR_TYPES]


def test_a_run_goes_on_where_the_integration_sends_nothing(
    called: FrontEmulator, client: MakeClient
) -> None:
    with serving(RightIntegration()) as url, _driven(called, client(wrong.SendsNothing)) as api:
        run = check(url, SECRET, only=["FE-API"], api=api)
    assert {result.scenario.id: result.verdict for result in run.results} == NOTHING_TO_SAY
    assert run.stopped_early is None


def test_an_error_type_has_a_row_with_the_worst_of_its_findings(
    play: Play, client: MakeClient
) -> None:
    findings = play(client(wrong.TrustsTheRemainingRequests), "FE-API-02", "FE-API-07", "FE-API-08")
    rows = _rows(findings)
    assert tuple(rows) == ERROR_TYPES
    assert rows["bad_request"].verdict is PASS
    assert rows["bad_request"].answer == "left it at that"
    assert rows["bad_request"].sentence == "Front does not take the message."
    assert rows["too_many_requests"].verdict is FAIL
    assert rows["too_many_requests"].answer == "came back too early"
    assert rows["too_many_requests"].scenario_ids == ("FE-API-07", "FE-API-08")
    assert rows["forbidden"].verdict is Verdict.NA
    assert "FE-API-04" in (rows["forbidden"].how or "")


def test_where_nothing_comes_the_driver_s_failure_is_told(play: Play, client: MakeClient) -> None:
    findings = play(client(wrong.SendsNothing), "FE-API-01", "FE-API-02")
    assert "LookupError: there is no chat" in findings["FE-API-01"].consequence
    assert findings["FE-API-02"].consequence.startswith("Nothing can be said: no message comes")


def test_what_front_itself_refuses_is_told() -> None:
    with FrontEmulator() as front:
        stranger = RightClient(front.channel.incoming_url, "no.such.token")
        control = ApiBench(OwnEmulator(front), stranger, patience=PATIENCE).control()
    finding = api_verdicts.plain(control, front.url)
    assert finding.verdict is FAIL
    assert finding.consequence == "Front refuses even a plain message with 401."


def test_texts_need_not_come_through(play: Play, client: MakeClient) -> None:
    for scenario_id in ("FE-API-02", "FE-API-09", "FE-API-12"):
        findings = play(client(wrong.WritesItsOwnTexts), scenario_id)
        assert _verdicts(findings) == {scenario_id: RIGHT[scenario_id]}


def test_a_clock_that_stands_still_runs_meanwhile(
    called: FrontEmulator, play: Play, client: MakeClient
) -> None:
    called.clock.freeze()
    assert _verdicts(play(client(RightClient), "FE-API-07")) == {"FE-API-07": PASS}
    assert called.clock.is_frozen


def test_what_was_sent_and_answered_is_the_proof(play: Play, client: MakeClient) -> None:
    finding = play(client(wrong.Retries400ForEver), "FE-API-02")["FE-API-02"]
    first, second, *_ = finding.exchanges
    assert first.title == "try 1"
    assert first.request.method == "POST"
    assert b"Contract FE-API-02-" in first.request.body
    assert first.response is not None
    assert first.response.status == 400
    assert second.request.body == first.request.body


def test_no_fault_stays_behind(play: Play, client: MakeClient, called: FrontEmulator) -> None:
    play(client(RightClient), "FE-API-02", "FE-API-06")
    assert len(called.faults) == 0


def test_all_waits_are_in_proportion_to_one() -> None:
    assert Patience.of(15) == Patience()
    assert Patience.of(3).retry_after == pytest.approx(0.4)
    with pytest.raises(InvalidSetting, match="quiet"):
        Patience(quiet=0)
