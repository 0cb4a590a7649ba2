"""GitHub annotations: escaped, worst first, ten at most."""

from typing import Any

from front_emulator.contract.model import Verdict
from front_emulator.contract.reports import github
from front_emulator.contract.reports.masking import masked


def lines(run: Any, **options: Any) -> list[str]:
    return github.render(masked(run), **options).splitlines()


def test_each_finding_is_a_command_worst_first(make: Any) -> None:
    assert [line.partition("::")[2].partition(" ")[0] for line in lines(make.run())] == [
        "error",
        "error",
        "error",
        "warning",
        "notice",
        "notice",
    ]


def test_title_and_message_are_escaped(make: Any) -> None:
    result = make.result(title="100%: a, b", consequence="50% lost", hint="two\nlines")
    assert lines(make.run(result)) == [
        "::error title=FE-SIG-03 100%25%3A a%2C b::50%25 lost%0Atwo\\nlines"
    ]


def test_there_are_ten_at_most_and_the_worst_are_among_them(make: Any) -> None:
    mild = [make.result(Verdict.WARN, id=f"FE-BAD-{n:02}") for n in range(20)]
    found = lines(make.run(*mild, make.result()))
    assert len(found) == 10
    assert found[0].startswith("::error title=FE-SIG-03")


def test_known_findings_and_a_clean_run_say_nothing(make: Any) -> None:
    assert lines(make.run(make.result()), known=("FE-SIG-03",)) == []
    assert lines(make.run(make.passed())) == []


def test_a_run_that_broke_off_is_an_error(make: Any) -> None:
    run = make.run(make.passed(), stopped_early="nobody answers")
    assert lines(run) == ["::error title=front-emulator contract::nobody answers"]


def test_quoted_text_is_nothing_to_obey() -> None:
    assert (
        github.quoted("::error::x\n", "token") == "::stop-commands::token\n::error::x\n::token::\n"
    )
