"""The course of a run: what comes first, when it stops, what it says then."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from front_emulator.contract import Unreachable, Verdict, check
from front_emulator.contract.model import Result, Run
from front_emulator.domain.errors import InvalidSetting
from tests.apps import wrong_answers, wrong_messages, wrong_signatures, wrong_under_load
from tests.apps.breaking import broken
from tests.apps.right import SECRET, Json, Refused, RightIntegration
from tests.apps.serving import App, serving


def run(app: App, **options: Any) -> Run:
    with serving(app) as url:
        return check(url, SECRET, **options)


def ids(found: Run) -> list[str]:
    return [result.scenario.id for result in found.results]


@pytest.fixture
def free_port() -> Iterator[int]:
    """A port that nobody listens on: bound, and never listening."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def test_results_are_told_one_by_one_in_order() -> None:
    told: list[Result] = []
    found = run(RightIntegration(), only=["FE-CTL"], on_result=told.append)
    assert tuple(told) == found.results
    assert ids(found) == [f"FE-CTL-{number:02}" for number in range(1, 17)]
    assert found.stopped_early is None
    assert found.kind == "custom"
    assert found.duration > 0


def test_a_plain_right_message_comes_first_even_if_it_was_not_chosen() -> None:
    app = RightIntegration()
    found = run(app, only=["FE-NOT-02"])
    assert ids(found) == ["FE-NOT-02"]
    assert "Contract FE-CTL-01" in next(iter(app.delivered.values()))["text"]


@pytest.mark.parametrize("options", [{}, {"only": ["FE-SIG"]}])
def test_a_first_message_that_is_refused_ends_the_run(options: dict[str, list[str]]) -> None:
    found = run(wrong_messages.RefusesDrafts(), **options)
    assert ids(found) == ["FE-CTL-01"]
    assert found.results[0].verdict is Verdict.FAIL
    assert found.stopped_early is not None
    assert found.stopped_early.startswith("Even a plain right message cannot be sent: 400")
    assert len(found.error_types) == 7


def test_keep_going_runs_on_with_what_can_be_said() -> None:
    found = run(wrong_messages.RefusesDrafts(), only=["FE-CTL-02", "FE-SIG"], keep_going=True)
    assert found.stopped_early is None
    assert ids(found)[:2] == ["FE-CTL-01", "FE-CTL-02"]
    verdicts = {result.verdict for result in found.results if result.scenario.group == "FE-SIG"}
    assert verdicts == {Verdict.INCONCLUSIVE}


class _Answers(RightIntegration):
    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response

    def respond(self, request: Request) -> Response:
        return self.response


class _Breaks(RightIntegration):
    def respond(self, request: Request) -> Response:
        return broken(request)


@pytest.mark.parametrize(
    ("app", "verdict", "hint"),
    [
        (RightIntegration("another-secret"), Verdict.FAIL, "The secret may be another.*raw body"),
        (RightIntegration(known=["leela"]), Verdict.FAIL, "'contract-visitor'.*--recipient"),
        (wrong_answers.IsNotThere(), Verdict.FAIL, "The path /front/outgoing may be wrong"),
        (wrong_answers.Redirects(), Verdict.FAIL, "follows no redirect"),
        (wrong_messages.ExpectsAnEnvelope(), Verdict.FAIL, "no envelope"),
        (_Answers(Response("CSRF token missing", 403)), Verdict.FAIL, "CSRF.*raw body"),
        (_Answers(Response(status=401)), Verdict.FAIL, "a login"),
        (_Answers(Response("teapot", 418)), Verdict.FAIL, "expect another body"),
        (_Answers(Response("<h1>", 500)), Verdict.ERROR, "see its log"),
        (_Breaks(), Verdict.ERROR, "It may have crashed"),
    ],
)
def test_the_likely_cause_is_told(app: RightIntegration, verdict: Verdict, hint: str) -> None:
    (result,) = run(app).results
    assert result.verdict is verdict
    with pytest.raises(AssertionError, match=hint):
        raise AssertionError(result.finding.hint)


@pytest.mark.parametrize(
    ("app", "scenario_id", "hint"),
    [
        (wrong_messages.LimitsBodies(), "FE-CTL-08", "Raise the body limit"),
        (wrong_under_load.ReadsOnce(), "FE-CTL-08", "comes in pieces.*join the pieces"),
        (wrong_signatures.CrashesWithoutHeader(), "FE-SIG-01", "crypto.timingSafeEqual throws"),
    ],
)
def test_the_hint_fits_what_was_seen(app: RightIntegration, scenario_id: str, hint: str) -> None:
    (result,) = run(app, only=[scenario_id]).results
    with pytest.raises(AssertionError, match=hint):
        raise AssertionError(result.finding.hint)


def test_a_first_message_that_hangs_ends_the_run() -> None:
    (result,) = run(wrong_under_load.IsTooSlow(), timeout=0.2).results
    assert result.verdict is Verdict.ERROR
    assert "in the background" in str(result.finding.hint)


def test_nobody_there_is_no_finding_but_an_error(free_port: int) -> None:
    with pytest.raises(Unreachable, match=f"http://127.0.0.1:{free_port}/in cannot be reached"):
        check(f"http://user:pass@127.0.0.1:{free_port}/in", SECRET)


def test_credentials_are_not_in_the_error(free_port: int) -> None:
    with pytest.raises(Unreachable) as caught:
        check(f"http://user:hidden@127.0.0.1:{free_port}/in", SECRET)
    assert "hidden" not in str(caught.value)


class _LocksOut(RightIntegration):
    """Takes nothing any more after a forgery."""

    is_locked = False

    def check_signature(self, given: str | None, body: bytes) -> None:
        if self.is_locked:
            raise Refused("forbidden", "You are locked out.")
        try:
            super().check_signature(given, body)
        except Refused:
            self.is_locked = True
            raise


def test_a_refusal_does_not_count_when_right_messages_are_refused_after_it() -> None:
    found = run(_LocksOut(), only=["FE-SIG-01", "FE-SIG-02"])
    assert [result.verdict for result in found.results] == [Verdict.INCONCLUSIVE] * 2
    after, before = found.results
    assert "just after it" in after.finding.consequence
    assert "just before it" in before.finding.consequence


class _Dies(RightIntegration):
    """Answers nothing any more after the first thing that is not JSON."""

    is_dead = False

    def respond(self, request: Request) -> Response:
        return broken(request) if self.is_dead else super().respond(request)

    def parse(self, body: bytes) -> Json:
        try:
            return super().parse(body)
        except Refused:
            self.is_dead = True
            raise


def test_an_integration_that_died_ends_the_run() -> None:
    found = run(_Dies(), only=["FE-BAD"])
    assert ids(found) == ["FE-BAD-01", "FE-BAD-02", "FE-BAD-03"]
    assert found.stopped_early is not None
    assert "from FE-BAD-01 on" in found.stopped_early
    kept = run(_Dies(), only=["FE-BAD"], keep_going=True)
    assert len(kept.results) == 26


def test_two_runs_say_the_same() -> None:
    def comparable(found: Run) -> object:
        said = [
            (each.scenario.id, each.verdict, each.finding.consequence, each.finding.hint)
            for each in found.results
        ]
        return said, found.error_types, found.seed

    runs = [run(RightIntegration(), fast=True, seed="leela") for _ in range(2)]
    assert comparable(runs[0]) == comparable(runs[1])


def test_ids_follow_from_the_seed_and_are_fresh_without() -> None:
    def delivered(**options: str) -> list[str]:
        app = RightIntegration()
        run(app, only=["FE-CTL-01"], **options)
        return list(app.delivered)

    assert delivered(seed="leela") == delivered(seed="leela")
    assert delivered() != delivered()


class _Obliging(RightIntegration):
    """Answers with the error type that the recipient is named after."""

    def deliver(self, message: Json) -> None:
        for handle in self.handles(message):
            if handle in self.statuses:
                raise Refused(handle, f"This is {handle}.")
        super().deliver(message)


def test_configured_recipients_provoke_every_error_type() -> None:
    triggers = {error_type: error_type for error_type in _Obliging.statuses}
    found = run(_Obliging(), only=["FE-ERR"], triggers=triggers)
    assert ids(found) == [f"FE-ERR-{number:02}" for number in range(1, 8)]
    assert {each.verdict for each in found.results} == {Verdict.PASS}
    assert [(each.verdict, each.sentence) for each in found.error_types] == [
        (Verdict.PASS, f"This is {error_type}.") for error_type in triggers
    ]


def test_a_recipient_that_does_not_do_as_configured_is_found() -> None:
    found = run(_Obliging(), only=["FE-ERR"], triggers={"not_found": "forbidden"})
    (result,) = found.results
    assert (result.scenario.id, result.verdict) == ("FE-ERR-04", Verdict.FAIL)
    assert found.error_types[3].verdict is Verdict.FAIL


def test_without_configured_recipients_their_scenarios_are_left_out() -> None:
    assert ids(run(RightIntegration(), only=["FE-ERR"])) == []


def test_an_unknown_recipient_that_is_named_must_be_refused() -> None:
    open_to_all = RightIntegration(known=["contract-visitor", "contract-stranger"])
    assert run(open_to_all, only=["FE-NOT-01"]).results[0].verdict is Verdict.INFO
    named = run(open_to_all, only=["FE-NOT-01"], unknown_recipient="contract-stranger")
    assert named.results[0].verdict is Verdict.FAIL


@pytest.mark.parametrize("recipient", ["+14155550100", "leela@planet-express.example"])
def test_recipients_of_other_kinds_work_as_well(recipient: str) -> None:
    found = run(RightIntegration(known=[recipient]), recipient=recipient, fast=True)
    assert not found.with_verdict(Verdict.FAIL, Verdict.ERROR, Verdict.WARN, Verdict.INCONCLUSIVE)


def test_wrong_options_are_refused_before_anything_is_sent(free_port: int) -> None:
    with pytest.raises(InvalidSetting, match="only: "):
        check(f"http://127.0.0.1:{free_port}/", SECRET, only=["FE-XYZ"])
