"""Effects beat answers: what a message brought about counts for more than how it was answered."""

import json
import os
import shlex
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from front_emulator.contract import check
from front_emulator.contract.effects import Command, Effects, NoCount, Watch
from front_emulator.contract.model import Run, Verdict
from front_emulator.domain.errors import InvalidSetting
from tests.apps import wrong_effects, wrong_messages
from tests.apps.right import SECRET, Json, RightIntegration
from tests.apps.serving import serving

FAIL, WARN, ERROR = Verdict.FAIL, Verdict.WARN, Verdict.ERROR
FORGED = {f"FE-SIG-{number:02}": FAIL for number in range(2, 16)}
MESSAGE = {"scenario": "FE-CTL-01", "id": "msg_1", "uid": "u1", "text": "é", "recipient": "leela"}


def run(app: RightIntegration, effects: Effects | None = None, **options: Any) -> Run:
    given: dict[str, Any] = {"fast": True, "burst": 5, "effects_patience": 0.05, **options}

    def shown(message: Json) -> int:
        return app.shown[message["id"]]

    with serving(app) as url:
        return check(url, SECRET, effects=effects or shown, **given)


def found(run: Run) -> Mapping[str, Verdict]:
    return {each.scenario.id: each.verdict for each in run.with_verdict(FAIL, ERROR, WARN)}


def python(code: str) -> str:
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


def test_a_right_integration_is_right() -> None:
    assert found(run(RightIntegration(), burst=20)) == {}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (wrong_effects.SkipsDrafts, {"FE-CTL-01": FAIL}),
        (wrong_effects.SkipsFilesWithoutText, {"FE-CTL-09": FAIL}),
        (wrong_effects.DeliversDuplicatesTwice, {"FE-LOD-02": FAIL, "FE-LOD-03": FAIL}),
        (
            wrong_effects.TakesEffectThoughItRefuses,
            FORGED | {"FE-SIG-01": FAIL, "FE-BAD-22": FAIL},
        ),
        (wrong_effects.RemembersWhatItRefuses, FORGED),
        (wrong_messages.RefusesHtml, {"FE-CTL-07": FAIL}),
    ],
)
def test_exactly_what_is_wrong_is_found(
    kind: type[RightIntegration], expected: Mapping[str, Verdict]
) -> None:
    assert found(run(kind())) == expected


def test_answers_alone_tell_nothing_of_it() -> None:
    with serving(wrong_effects.SkipsDrafts()) as url:
        assert check(url, SECRET, only=["FE-CTL"]).ok


def test_a_swallowed_first_message_ends_the_run() -> None:
    (result,) = (stopped := run(wrong_effects.SkipsDrafts())).results
    assert "accepted and had no effect" in str(stopped.stopped_early)
    assert "is_draft" in str(result.finding.hint)
    assert result.finding.exchanges


def test_where_right_messages_are_swallowed_a_refusal_says_nothing() -> None:
    going_on = run(wrong_effects.SkipsDrafts(), only=["FE-SIG-01"], keep_going=True)
    first, second = going_on.results
    assert first.verdict is FAIL
    assert second.verdict is Verdict.INCONCLUSIVE
    assert "just before it had no effect" in second.finding.consequence


@pytest.mark.parametrize(
    ("kind", "scenario_id", "sentence"),
    [
        (wrong_effects.TakesEffectThoughItRefuses, "FE-SIG-01", "refused took effect all the same"),
        (wrong_effects.RemembersWhatItRefuses, "FE-SIG-02", "refused at first is accepted as"),
        (wrong_effects.DeliversDuplicatesTwice, "FE-LOD-03", "took effect more than once"),
    ],
)
def test_the_consequence_is_told(
    kind: type[RightIntegration], scenario_id: str, sentence: str
) -> None:
    (result,) = run(kind(), only=[scenario_id]).results
    assert sentence in result.finding.consequence
    assert result.finding.hint


class _Late:
    """Effects that are there when they are asked for once more."""

    def __init__(self, app: RightIntegration) -> None:
        self.app = app
        self.asked: Counter[str] = Counter()

    def __call__(self, message: Json) -> int:
        self.asked[message["id"]] += 1
        return self.app.shown[message["id"]] if self.asked[message["id"]] > 1 else 0


def test_an_effect_after_the_answer_is_waited_for() -> None:
    app = RightIntegration()
    late = run(app, _Late(app), only=["FE-CTL-01", "FE-SIG-01"], effects_patience=5)
    assert found(late) == {}


def test_what_should_not_come_is_waited_for_as_long_as_effects_take() -> None:
    began: dict[str, float] = {}

    def after_a_moment(message: Json) -> int:
        return int(monotonic() - began.setdefault(message["id"], monotonic()) >= 0.05)

    watch = Watch(after_a_moment, 5)
    assert watch.final({"id": "before anything is known"}) == 0
    assert watch.expected({"id": "right"}) == 1
    began["refused"] = monotonic()
    assert watch.final({"id": "refused"}) == 1


def test_several_recipients_may_each_have_it() -> None:
    class DeliversToEach(RightIntegration):
        def show(self, message: Json) -> None:
            self.shown[message["id"]] += len(message["recipients"]) - 1

    assert found(run(DeliversToEach(), only=["FE-CTL"])) == {}


def test_a_callable_is_told_which_message() -> None:
    app = RightIntegration()
    told: list[Json] = []

    def shown(message: Json) -> int:
        told.append(message)
        return app.shown[message["id"]]

    run(app, shown, only=["FE-CTL-01"])
    (message,) = told
    assert message["scenario"] == "FE-CTL-01"
    assert message["id"].startswith("msg_")
    assert len(message["uid"]) == 32
    assert message["text"].startswith("Contract FE-CTL-01: ")
    assert message["recipient"] == "contract-visitor"


@pytest.mark.parametrize("count", [None, -1, "1", 1.0])
def test_what_is_no_count_is_refused(count: Any) -> None:
    with pytest.raises(NoCount, match="a whole number"):
        run(RightIntegration(), lambda _: count, only=["FE-CTL-01"])


def test_a_callable_s_own_error_is_its_own() -> None:
    def fails(_: Json) -> int:
        raise LookupError("no such table")

    with pytest.raises(LookupError, match="no such table"):
        run(RightIntegration(), fails, only=["FE-CTL-01"])


@pytest.mark.parametrize("patience", [-1.0, float("inf"), float("nan")])
def test_patience_is_a_number_of_seconds(patience: float) -> None:
    with pytest.raises(InvalidSetting, match="effects_patience"):
        Watch(lambda _: 1, patience)


def test_a_command_is_told_which_message(tmp_path: Path) -> None:
    file = tmp_path / "told"
    names = ["FRONT_CONTRACT_ID", "FRONT_CONTRACT_SCENARIO", "FRONT_CONTRACT_RECIPIENT"]
    code = (
        f"import json, os, sys; hint = json.loads(os.environ['FRONT_CONTRACT_HINT']); "
        f"each = [os.environ[name] for name in {names}]; "
        f"json.dump([hint, json.load(sys.stdin), each], open({os.fspath(file)!r}, 'w')); print(2)"
    )
    assert Command(python(code))(MESSAGE) == 2
    assert json.loads(file.read_text()) == [MESSAGE, MESSAGE, ["msg_1", "FE-CTL-01", "leela"]]


def test_a_long_text_is_whole_on_standard_input_alone() -> None:
    code = (
        "import json, os, sys; hint = json.loads(os.environ['FRONT_CONTRACT_HINT']); "
        "print(len(hint['text'])); print(len(json.load(sys.stdin)['text']))"
    )
    assert Command(python(code))({**MESSAGE, "text": "é" * 500_000}) == 500_000


def test_a_command_may_leave_its_standard_input_alone() -> None:
    assert Command("echo 1")({**MESSAGE, "text": "x" * 500_000, "recipient": None}) == 1


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("echo no such table >&2; exit 3", "ended with 3: no such table"),
        ("exit 3", "ended with 3: it printed nothing"),
        ("true", "printed nothing"),
        ("echo none", "should print a number, and printed none"),
        ("echo -1", "should print a number"),
    ],
)
def test_a_command_that_tells_no_number_is_refused(command: str, error: str) -> None:
    with pytest.raises(NoCount, match=error):
        Command(command)(MESSAGE)


def test_a_command_that_does_not_end_is_refused() -> None:
    with pytest.raises(NoCount, match=r"more than 0\.1 s"):
        Command("exec tail -f /dev/null", longest=0.1)(MESSAGE)
