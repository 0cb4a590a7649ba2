"""`front-emulator contract`: what it takes, prints, writes and returns."""

import contextlib
import json
import os
import pty
import select
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from werkzeug.wrappers import Request, Response

from front_emulator.cli import cli, contract_run
from front_emulator.contract import catalogue, checking
from front_emulator.contract.runner import Unreachable
from tests.apps.right import SECRET, RightIntegration
from tests.apps.right_handshake import RightHandshake
from tests.apps.serving import serving
from tests.apps.wrong_handshakes import EndsForAnybody
from tests.apps.wrong_signatures import AcceptsUnsigned, LeaksTheSignature
from tests.e2e.receiver import Receiver, error

QUICK = ("--only", "FE-CTL-01,FE-SIG-01")
WITH_SECRET = ("--secret", "env:FRONT_API_SECRET")
HANDSHAKE = ("--kind", "application", "--server-url")
NOWHERE = "http://127.0.0.1:1/front/outgoing"

Invoke = Callable[..., Result]


class CountsRequests(RightIntegration):
    """Keeps count, to see that nothing was sent."""

    count = 0

    def respond(self, request: Request) -> Response:
        self.count += 1
        return super().respond(request)


class AlwaysCrashes(RightIntegration):
    """Has lost its database."""

    def respond(self, request: Request) -> Response:
        return Response("<h1>Internal Server Error</h1>", 500)


class EchoesWhatItGot(RightIntegration):
    """Answers a wrong signature with words that a CI service would obey."""

    def respond(self, request: Request) -> Response:
        response = super().respond(request)
        return response if response.status_code == 200 else Response("x\n::error::obey me\n", 500)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command runs: no settings, a secret in the environment, no CI."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONT_API_SECRET", SECRET)
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def invoke(folder: Path) -> Invoke:
    def call(*args: str | Path) -> Result:
        result = CliRunner().invoke(cli, ["contract", *map(str, args)])
        assert "Traceback" not in result.output
        if result.exception is not None:
            assert isinstance(result.exception, SystemExit)
        return result

    return call


@pytest.fixture
def right() -> Iterator[str]:
    with serving(RightIntegration()) as url:
        yield url


@pytest.fixture
def unsigned() -> Iterator[str]:
    with serving(AcceptsUnsigned()) as url:
        yield url


def instead_of_checking(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What `check` was called with, which sends nothing any more."""
    given: dict[str, Any] = {}

    def check(url: str, secret: str, **options: Any) -> Any:
        given.update(options, url=url, secret=secret)
        raise Unreachable(f"{url} was not asked")

    monkeypatch.setattr(contract_run, "check", check)
    return given


def error_of(result: Result) -> str:
    """The last line on stderr, of a call that was refused before anything was sent."""
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr.splitlines()[-1]


def test_a_right_integration_passes(invoke: Invoke, right: str) -> None:
    result = invoke(right, *WITH_SECRET, *QUICK)
    assert result.exit_code == 0
    assert "2 scenarios: 2 passed" in result.stdout
    assert "authentication_required  PASS" in result.stdout
    assert result.stderr == ""


def test_findings_are_shown_with_the_command_that_repeats_them(
    invoke: Invoke, unsigned: str
) -> None:
    result = invoke(unsigned, *WITH_SECRET, *QUICK, "--burst", "3")
    assert result.exit_code == 1
    assert "FAIL  FE-SIG-01" in result.stdout
    assert (
        f"Repeat: front-emulator contract {unsigned} --only FE-SIG-01 "
        "--secret env:FRONT_API_SECRET --burst 3\n"
    ) in result.stdout


def test_the_repetition_repeats_just_that(invoke: Invoke, unsigned: str) -> None:
    first = invoke(unsigned, *WITH_SECRET, *QUICK)
    line = next(line for line in first.stdout.splitlines() if "Repeat: " in line)
    again = invoke(*line.partition("front-emulator contract ")[2].split())
    assert again.exit_code == 1
    assert "1 scenario: 1 failed" in again.stdout


def test_a_literal_secret_is_nowhere(invoke: Invoke, folder: Path) -> None:
    with serving(LeaksTheSignature()) as url:
        files = {
            kind: folder / f"report.{kind}"
            for kind in ("junit", "json", "markdown", "html", "sarif")
        }
        options = [part for kind, path in files.items() for part in (f"--{kind}", path)]
        result = invoke(url, "--secret", SECRET, "--only", "FE-SIG", *options, "--github")
    assert result.exit_code == 1
    for text in (result.output, *(path.read_text("utf-8") for path in files.values())):
        assert SECRET not in text
        assert "FE-SIG-01" in text


def test_every_report_is_written(invoke: Invoke, folder: Path, unsigned: str) -> None:
    options = []
    for kind in ("junit", "json", "markdown", "html", "sarif"):
        options += [f"--{kind}", folder / f"report.{kind}"]
    assert invoke(unsigned, *WITH_SECRET, *QUICK, *options).exit_code == 1
    report = json.loads((folder / "report.json").read_text())
    assert {each["id"]: each["verdict"] for each in report["scenarios"]} == {
        "FE-CTL-01": "PASS",
        "FE-SIG-01": "FAIL",
    }
    assert ET.parse(folder / "report.junit").getroot().get("failures") == "1"
    assert "FAIL FE-SIG-01" in (folder / "report.markdown").read_text()
    assert (folder / "report.html").read_text().startswith("<!doctype html>")
    assert json.loads((folder / "report.sarif").read_text())["version"] == "2.1.0"


def test_two_runs_compare_equal(invoke: Invoke, folder: Path, unsigned: str) -> None:
    reports = []
    for name in ("one.json", "two.json"):
        invoke(unsigned, *WITH_SECRET, "--only", "FE-SIG", "--json", folder / name)
        report = json.loads((folder / name).read_text())
        del report["observed"]
        reports.append(json.dumps(report))
    assert reports[0] == reports[1]


def test_nobody_there_is_exit_3_one_line_and_still_a_report(invoke: Invoke, folder: Path) -> None:
    result = invoke(NOWHERE, *WITH_SECRET, "--json", "r.json", "--junit", "r.xml")
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1
    assert NOWHERE in result.stderr
    report = json.loads((folder / "r.json").read_text())
    assert NOWHERE in report["stopped_early"]
    assert report["scenarios"] == []
    assert ET.parse(folder / "r.xml").getroot().get("errors") == "1"


def test_credentials_of_a_url_are_not_shown(invoke: Invoke, right: str) -> None:
    for url in (right, NOWHERE):
        result = invoke(url.replace("//", "//me:hunter2@"), *WITH_SECRET, *QUICK)
        assert "hunter2" not in result.output
        assert "//***@127.0.0.1" in result.output


def test_when_the_first_message_crashes_that_is_the_finding(invoke: Invoke, folder: Path) -> None:
    with serving(AlwaysCrashes()) as url:
        result = invoke(url, *WITH_SECRET, "--json", "r.json")
        assert result.exit_code == 1
        assert "ERROR  FE-CTL-01" in result.stdout
        assert "Stopped early" in result.stdout
        assert "1 scenario: 1 crashed" in result.stdout
        assert json.loads((folder / "r.json").read_text())["stopped_early"]
        going = invoke(url, *WITH_SECRET, *QUICK, "--keep-going")
    assert going.exit_code == 1
    assert "1 crashed, 1 inconclusive" in going.stdout


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        ((), "URL is missing"),
        (("ftp://localhost/in", *WITH_SECRET), "URL: should be the integration's"),
        (("localhost:3000", *WITH_SECRET), "URL: should be the integration's"),
        (("http://", *WITH_SECRET), "URL: should be the integration's"),
        (("http://localhost:99999/", *WITH_SECRET), "URL: Port out of range"),
        (("http://[::1/", *WITH_SECRET), "URL: Invalid IPv6 URL"),
        (("http://front.example.com/in", *WITH_SECRET), "front.example.com is not this machine"),
        (("http://localhost.evil.test/", *WITH_SECRET), "localhost.evil.test is not this machine"),
        (("http://10.0.0.1/", *WITH_SECRET), "10.0.0.1 is not this machine"),
        ((NOWHERE,), "--secret is missing"),
        ((NOWHERE, "--secret", ""), "--secret: should not be empty"),
        ((NOWHERE, "--secret", "env:NOT_SET"), "the environment variable NOT_SET is not set"),
        ((NOWHERE, *WITH_SECRET, "--only", "FE-SIG-99"), "'FE-SIG-99'; the nearest is FE-SIG-09"),
        ((NOWHERE, *WITH_SECRET, "--skip", "FE-SGI"), "there is no scenario 'FE-SGI'"),
        ((NOWHERE, "--only", "FE-CTL", "--skip", "FE-CTL"), "leave no scenario to run"),
        ((NOWHERE, *WITH_SECRET, "--burst", "1"), "--burst"),
        ((NOWHERE, *WITH_SECRET, "--timeout", "0"), "--timeout"),
        ((NOWHERE, *WITH_SECRET, "--timeout", "nan"), "--timeout: should be seconds"),
        ((NOWHERE, *WITH_SECRET, "--timeout", "inf"), "--timeout"),
        ((NOWHERE, *WITH_SECRET, "--server-url", NOWHERE), "a custom channel has no handshake"),
        ((NOWHERE, *WITH_SECRET, "--authorization", "Bearer t"), "sends none to a custom channel"),
        (
            (NOWHERE, *WITH_SECRET, "--authorization", "env:NOT_THERE"),
            "--authorization env:NOT_THERE: the environment variable NOT_THERE is not set",
        ),
        (
            (NOWHERE, *WITH_SECRET, *HANDSHAKE, "/front"),
            "--server-url: should be the integration's",
        ),
        ((NOWHERE, *WITH_SECRET, *HANDSHAKE, "http://10.0.0.1/"), "10.0.0.1 is not this machine"),
        ((NOWHERE, *WITH_SECRET, "--recipient", ""), "recipient: should not be empty"),
        ((NOWHERE, *WITH_SECRET, "--trigger", "forbidden"), "should be TYPE=RECIPIENT"),
        ((NOWHERE, *WITH_SECRET, "--trigger", "notfound=x"), "the nearest is 'not_found'"),
        ((NOWHERE, *WITH_SECRET, "--fail-on", "bad"), "--fail-on"),
        ((NOWHERE, *WITH_SECRET, "--junit", "none/r.xml"), "--junit: there is no folder none"),
        ((NOWHERE, *WITH_SECRET, "--json", "."), "--json"),
        ((NOWHERE, *WITH_SECRET, "--update-baseline"), "--update-baseline: needs --baseline FILE"),
        ((NOWHERE, *WITH_SECRET, "--baseline", "b.json"), "there is no such baseline"),
        (
            (NOWHERE, *WITH_SECRET, "--baseline", "none/b.json", "--update-baseline"),
            "--baseline: there is no folder none",
        ),
    ],
)
def test_what_is_wrong_on_the_command_line_is_exit_2(
    invoke: Invoke, args: tuple[str, ...], problem: str
) -> None:
    assert problem in error_of(invoke(*args))


def test_a_missing_folder_is_told_before_anything_is_sent(invoke: Invoke) -> None:
    app = CountsRequests()
    with serving(app) as url:
        assert invoke(url, *WITH_SECRET, "--html", "none/r.html").exit_code == 2
    assert app.count == 0


def test_a_remote_target_is_taken_when_it_is_meant(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = instead_of_checking(monkeypatch)
    invoke("http://front.example.com/in", *WITH_SECRET, "--allow-remote")
    assert given["url"] == "http://front.example.com/in"


def test_a_fault_of_ours_is_exit_4_one_line_and_still_a_report(
    invoke: Invoke, folder: Path, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:

    def breaks_after_the_first(*args: Any, on_result: Any, **options: Any) -> Any:
        def tell(result: Any) -> None:
            on_result(result)
            raise RuntimeError(f"no such thing: {SECRET}")

        return checking.check(*args, on_result=tell, **options)

    monkeypatch.setattr(contract_run, "check", breaks_after_the_first)
    result = invoke(right, *WITH_SECRET, *QUICK, "--json", "r.json")
    assert result.exit_code == 4
    (line,) = result.stderr.splitlines()
    assert line.startswith(
        "front-emulator: internal error: RuntimeError: no such thing: *** (test_"
    )
    report = json.loads((folder / "r.json").read_text())
    assert [each["id"] for each in report["scenarios"]] == ["FE-CTL-01"]
    assert "internal error" in report["stopped_early"]


def test_a_fault_in_a_report_is_one_line_too(
    invoke: Invoke, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("front_emulator.contract.reports.junit.render", lambda *_, **__: 1 / 0)
    result = invoke(right, *WITH_SECRET, *QUICK, "--junit", "r.xml")
    assert result.exit_code == 4
    assert len(result.stderr.splitlines()) == 1


def test_an_interrupted_run_leaves_what_it_has(
    invoke: Invoke, folder: Path, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(contract_run, "check", interrupted)
    result = invoke(right, *WITH_SECRET, *QUICK, "--json", "r.json")
    assert result.exit_code == 130
    assert json.loads((folder / "r.json").read_text())["stopped_early"] == "interrupted"


def test_a_report_that_cannot_be_written_is_exit_2(
    invoke: Invoke, folder: Path, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here to stand for a full disk")
    result = invoke(right, *WITH_SECRET, *QUICK, "--json", "/dev/full")
    assert result.exit_code == 2
    assert "/dev/full: No space left on device" in result.stderr


def test_the_handshake_is_played_and_repeated_at_the_server_url(
    invoke: Invoke, folder: Path
) -> None:
    with serving(EndsForAnybody()) as url:
        options = (*HANDSHAKE, url.replace("outgoing", "server"))
        files = [
            part
            for kind in ("junit", "json", "markdown", "html", "sarif")
            for part in (f"--{kind}", folder / f"report.{kind}")
        ]
        result = invoke(url, *WITH_SECRET, "--only", "FE-HSK", *options, *files)
    assert result.exit_code == 1
    assert "11 scenarios: 8 passed, 3 failed" in result.stdout
    assert "DELETE http://127.0.0.1" in result.stdout
    for number in ("08", "09", "10"):
        assert f"FAIL  FE-HSK-{number}" in result.stdout
        repeat = f"--only FE-HSK-{number} --secret env:FRONT_API_SECRET {' '.join(options)}\n"
        assert repeat in result.stdout
    for path in folder.glob("report.*"):
        assert "FE-HSK-08" in path.read_text("utf-8")


def test_without_a_server_url_the_handshake_does_not_apply(invoke: Invoke) -> None:
    with serving(RightHandshake()) as url:
        result = invoke(url, *WITH_SECRET, "--only", "FE-HSK", "--kind", "application")
    assert result.exit_code == 0
    assert "11 scenarios: 11 not applicable" in result.stdout


def test_the_list_is_that_of_the_kind(invoke: Invoke) -> None:
    listed = invoke("--list", "--kind", "application").stdout.splitlines()
    expected = catalogue.select(kind="application")
    assert listed == [f"{each.id}  {each.title}" for each in expected]


def test_the_list_names_every_scenario_and_needs_no_url(invoke: Invoke) -> None:
    result = invoke("--list")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{each.id}  {each.title}" for each in catalogue.select(kind="custom")
    ]


def test_the_list_is_of_what_would_run(invoke: Invoke) -> None:
    chosen = invoke("--list", "--only", "fe-ctl,FE-SIG-01", "--skip", "FE-CTL-01").stdout
    ids = [line.partition(" ")[0] for line in chosen.splitlines()]
    assert "FE-CTL-02" in ids
    assert ids[-1] == "FE-SIG-01"
    assert "FE-CTL-01" not in ids


def test_fast_leaves_out_what_waits(invoke: Invoke) -> None:
    slow = {each.id for each in catalogue.select(kind="custom") if each.is_slow}
    listed = {line.partition(" ")[0] for line in invoke("--list", "--fast").stdout.splitlines()}
    assert slow
    assert listed == {each.id for each in catalogue.select(kind="custom")} - slow


def test_a_baseline_lets_only_new_findings_fail(
    invoke: Invoke, folder: Path, right: str, unsigned: str
) -> None:
    baseline = ("--baseline", "known.json")
    adopted = invoke(unsigned, *WITH_SECRET, *QUICK, *baseline, "--update-baseline")
    assert adopted.exit_code == 0
    assert json.loads((folder / "known.json").read_text())["findings"] == {"FE-SIG-01": "FAIL"}
    again = invoke(unsigned, *WITH_SECRET, *QUICK, *baseline, "--junit", "r.xml")
    assert again.exit_code == 0
    assert "Known from the baseline: FE-SIG-01" in again.stdout
    assert ET.parse(folder / "r.xml").getroot().get("failures") == "0"
    more = invoke(unsigned, *WITH_SECRET, "--only", "FE-CTL-01,FE-SIG-01,FE-SIG-02", *baseline)
    assert more.exit_code == 1
    mended = invoke(right, *WITH_SECRET, *QUICK, *baseline)
    assert mended.exit_code == 0
    assert "FE-SIG-01" in mended.stderr
    assert "--update-baseline" in mended.stderr


def test_a_run_that_stopped_early_leaves_the_baseline_alone(invoke: Invoke, folder: Path) -> None:
    with serving(AlwaysCrashes()) as url:
        result = invoke(url, *WITH_SECRET, "--baseline", "known.json", "--update-baseline")
    assert result.exit_code == 1
    assert not (folder / "known.json").exists()


@pytest.mark.parametrize(("level", "exit_code"), [("never", 0), ("fail", 1), ("info", 1)])
def test_the_level_decides_what_fails(
    invoke: Invoke, unsigned: str, level: str, exit_code: int
) -> None:
    assert invoke(unsigned, *WITH_SECRET, *QUICK, "--fail-on", level).exit_code == exit_code


def test_annotations_are_printed_where_asked_for(invoke: Invoke, unsigned: str) -> None:
    lines = invoke(unsigned, *WITH_SECRET, *QUICK, "--github").stdout.splitlines()
    assert lines[-1].startswith("::error title=FE-SIG-01 ")
    assert "::error" not in invoke(unsigned, *WITH_SECRET, *QUICK).stdout


def test_on_github_no_word_of_the_target_is_obeyed(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    with serving(EchoesWhatItGot()) as url:
        lines = invoke(url, *WITH_SECRET, *QUICK).stdout.splitlines()
    assert lines[0].startswith("::stop-commands::")
    assert lines[-1] == f"::{lines[0].removeprefix('::stop-commands::')}::"
    assert not any(line.strip().startswith("::error") for line in lines)


def test_a_step_summary_is_added_to(
    invoke: Invoke, folder: Path, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = folder / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for path in (summary, folder / "other.md"):
        path.write_text("before\n")
        invoke(right, *WITH_SECRET, *QUICK, "--markdown", path)
        assert path.read_text().startswith("before\n") is (path == summary)
        assert "# Front contract" in path.read_text()


SETTINGS = """
[tool.front-emulator.contract]
url = "{url}"
secret = "env:FRONT_API_SECRET"
only = ["FE-CTL-01", "FE-SIG-01"]
timeout = 3
burst = 4
fail-on = "never"
"""


def test_settings_come_from_a_file_and_the_command_line_goes_first(
    invoke: Invoke, folder: Path, unsigned: str
) -> None:
    (folder / "pyproject.toml").write_text(SETTINGS.format(url=unsigned))
    result = invoke("--sarif", "r.sarif")
    assert result.exit_code == 0
    assert "2 scenarios: 1 passed, 1 failed" in result.stdout
    (run,) = json.loads((folder / "r.sarif").read_text())["runs"]
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "pyproject.toml"}
    assert invoke("--fail-on", "fail", "--only", "FE-SIG-01").exit_code == 1
    assert invoke(NOWHERE).exit_code == 3


def test_triggers_come_from_a_file(
    invoke: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "front-emulator.toml").write_text(
        '[contract.triggers.forbidden]\nrecipient = "+15005550001"'
    )
    given = instead_of_checking(monkeypatch)
    invoke(NOWHERE, *WITH_SECRET)
    assert given["triggers"] == {"forbidden": "+15005550001"}
    invoke(NOWHERE, *WITH_SECRET, "--trigger", "not_found=leela")
    assert given["triggers"] == {"not_found": "leela"}


def test_an_unknown_key_is_exit_2_and_help_still_works(invoke: Invoke, folder: Path) -> None:
    (folder / "front-emulator.toml").write_text('[contract]\nrecipent = "x"')
    message = error_of(invoke(NOWHERE, *WITH_SECRET))
    assert str(folder / "front-emulator.toml") in message
    assert "the nearest is contract.recipient" in message
    assert invoke("--help").exit_code == 0


def test_help_fits_a_terminal(invoke: Invoke) -> None:
    lines = invoke("--help").stdout.splitlines()
    assert lines[0] == "Usage: cli contract [OPTIONS] [URL]"
    assert max(map(len, lines)) <= 80


# As a real process


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "front_emulator", "contract", *args]


def test_as_a_process_it_returns_1_and_prints_no_escape(folder: Path, unsigned: str) -> None:
    done = subprocess.run(
        command(unsigned, *WITH_SECRET, *QUICK, "--json", "r.json"),
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 1
    assert b"FAIL  FE-SIG-01" in done.stdout
    assert b"\x1b" not in done.stdout
    assert done.stderr == b""
    assert (folder / "r.json").exists()


def test_a_reader_that_goes_away_gets_no_traceback(folder: Path, right: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            command(right, *WITH_SECRET, *QUICK),
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert b"Traceback" not in done.stderr


def test_on_a_terminal_it_asks_for_the_secret_and_shows_progress(
    folder: Path, unsigned: str
) -> None:
    """The secret is not echoed, progress and color are there, NO_COLOR takes the color away."""
    shown = in_a_terminal(command(unsigned, *QUICK), f"{SECRET}\n".encode())
    assert b"Front's API secret: " in shown
    assert SECRET.encode() not in shown
    assert b"FE-SIG-01" in shown
    assert b"\x1b[1;31mFAIL" in shown
    assert b"2/2" in shown


def test_no_color_is_respected_on_a_terminal(folder: Path, unsigned: str) -> None:
    shown = in_a_terminal(command(unsigned, *WITH_SECRET, *QUICK), b"", NO_COLOR="1")
    assert b"FAIL  FE-SIG-01" in shown
    assert b"\x1b[1;31m" not in shown


def in_a_terminal(argv: list[str], typed: bytes, **variables: str) -> bytes:
    """What a person sees who types `typed` when asked."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        argv,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **variables},
    )
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # the terminal is gone with the process
        while select.select([ours], [], [], 30)[0]:
            shown += os.read(ours, 65536)
            if typed and shown.rstrip().endswith(b"secret:"):
                os.write(ours, typed)
                typed = b""
    os.close(ours)
    assert process.wait(30) == 1
    return shown


def test_a_header_is_sent_along_and_told_by_its_variable_alone(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICE_TOKEN", "Bearer not-to-be-told")
    with Receiver() as receiver:
        receiver.answers(error("forbidden", "No."))
        options = ("--kind", "application", "--authorization", "env:SERVICE_TOKEN")
        result = invoke(receiver.url, *WITH_SECRET, *options, "--only", "FE-CTL-01")
        assert receiver.requests[0].header("Authorization") == "Bearer not-to-be-told"
    assert result.exit_code == 1
    assert "--authorization env:SERVICE_TOKEN" in result.stdout
    assert "not-to-be-told" not in result.output
