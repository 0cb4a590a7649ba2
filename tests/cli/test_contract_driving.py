"""`front-emulator contract`, where it makes the integration send or asks for effects."""

import json
import shlex
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from werkzeug.wrappers import Request, Response

from front_emulator import FrontEmulator
from front_emulator.cli import cli
from front_emulator.contract.driving import Hint
from tests.apps.clients import wrong
from tests.apps.clients.right import RightClient
from tests.apps.right import SECRET, RightIntegration
from tests.apps.serving import serving

TOKEN = "the-token-of-tests"
WITH_SECRET = ("--secret", "env:FRONT_API_SECRET")
QUICK = ("--patience", "6", "--only", "FE-API-01,FE-API-02")

Invoke = Callable[..., Result]
Serve = Callable[[type[RightClient]], str]

SEND = """
import json, os, urllib.request
sender = {"handle": os.environ["FRONT_CONTRACT_HANDLE"]}
body = {"sender": sender, "body": os.environ["FRONT_CONTRACT_TEXT"]}
headers = {"Authorization": "Bearer %s", "Content-Type": "application/json"}
urllib.request.urlopen(urllib.request.Request("%s", json.dumps(body).encode(), headers))
"""


class Integration(RightIntegration):
    """Both sides of one; what is POSTed to /drive makes it send."""

    def __init__(self, client: RightClient) -> None:
        super().__init__()
        self.client = client

    def respond(self, request: Request) -> Response:
        if request.path != "/drive":
            return super().respond(request)
        return self.answer(200, {"sent": self.client(Hint(**json.loads(request.get_data())))})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONT_API_SECRET", SECRET)
    monkeypatch.setenv("FRONT_API_TOKEN", TOKEN)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return tmp_path


@pytest.fixture
def invoke(folder: Path) -> Invoke:
    def call(*args: object) -> Result:
        result = CliRunner().invoke(cli, ["contract", *map(str, args)])
        assert "Traceback" not in result.output
        return result

    return call


@pytest.fixture
def port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        number: int = bound.getsockname()[1]
        return number


@pytest.fixture
def incoming_url(port: int) -> str:
    """That of `serve`, which does not change."""
    return f"http://127.0.0.1:{port}/channels/{FrontEmulator().channel.id}/incoming_messages"


@pytest.fixture
def right() -> Iterator[str]:
    with serving(RightIntegration()) as url:
        yield url


def python(code: str) -> str:
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


def error_of(result: Result) -> str:
    assert result.exit_code == 2
    return result.stderr.splitlines()[-1]


def test_a_right_integration_passes_in_both_directions(
    invoke: Invoke, port: int, incoming_url: str
) -> None:
    app = Integration(RightClient(incoming_url, TOKEN))
    with serving(app) as url:
        drive = url.replace("/front/outgoing", "/drive")
        listen = ("--listen", port, "--api-token", "env:FRONT_API_TOKEN")
        result = invoke(url, *WITH_SECRET, "--drive-url", drive, *listen, *QUICK, "--json", "j")
    assert result.exit_code == 0, result.output
    assert "2 scenarios: 2 passed" in result.stdout
    assert "Integration → Front" in result.stdout
    assert f"the integration should call {incoming_url}" in result.stderr
    assert TOKEN not in result.output
    report = json.loads(Path("j").read_text())
    rows = {
        row["type"]: row["verdict"]
        for row in report["error_types"]
        if row["direction"] == "integration_to_front"
    }
    assert len(rows) == 7
    assert rows["bad_request"] == "PASS"
    assert rows["forbidden"] == "N/A"


def test_a_wrong_one_is_found_and_the_repetition_repeats_it(
    invoke: Invoke, port: int, incoming_url: str
) -> None:
    app = Integration(wrong.Retries400ForEver(incoming_url, TOKEN))
    with serving(app) as url:
        drive = url.replace("/front/outgoing", "/drive")
        listen = ("--listen", port, "--api-token", "env:FRONT_API_TOKEN")
        first = invoke(url, *WITH_SECRET, "--drive-url", drive, *listen, *QUICK)
        assert first.exit_code == 1
        assert "FAIL  FE-API-02" in first.stdout
        line = next(line for line in first.stdout.splitlines() if "Repeat: " in line)
        again = invoke(*shlex.split(line.partition("front-emulator contract ")[2]))
    assert again.exit_code == 1
    assert "1 scenario: 1 failed" in again.stdout


@pytest.fixture
def running(folder: Path) -> Iterator[FrontEmulator]:
    """An emulator that runs already, with its ready-file."""
    with FrontEmulator(processing_delay=0, seed="running") as front:
        document = {
            "url": front.url,
            "company": {
                "id": front.company.id,
                "api_token": front.api_token,
                "api_secret": front.api_secret,
            },
        }
        (folder / "front.json").write_text(json.dumps(document))
        yield front


@pytest.mark.waits
def test_a_running_emulator_is_what_it_calls(invoke: Invoke, running: FrontEmulator) -> None:
    client = RightClient(running.channel.incoming_url, running.api_token)
    running.clock.freeze()
    with serving(Integration(client)) as url:
        drive = ("--drive-url", url.replace("/front/outgoing", "/drive"))
        only = ("--only", "FE-API-01,FE-API-02,FE-API-07,FE-API-11", "--patience", "9")
        result = invoke(url, *WITH_SECRET, *drive, "--emulator", "front.json", *only)
    assert result.exit_code == 0, result.output
    assert "4 scenarios: 4 passed" in result.stdout
    assert running.channel.incoming_url in result.stderr
    assert running.api_token not in result.output
    assert list(running.faults) == []
    assert running.clock.is_frozen


def test_a_wrong_one_is_found_with_a_running_emulator(
    invoke: Invoke, running: FrontEmulator
) -> None:
    client = wrong.Retries400ForEver(running.channel.incoming_url, running.api_token)
    with serving(Integration(client)) as url:
        drive = ("--drive-url", url.replace("/front/outgoing", "/drive"))
        result = invoke(url, *WITH_SECRET, *drive, "--emulator", "front.json", *QUICK)
    assert result.exit_code == 1
    assert "FAIL  FE-API-02" in result.stdout


def test_an_emulator_that_is_gone_is_told(invoke: Invoke, folder: Path, right: str) -> None:
    document = {"url": "http://127.0.0.1:1", "company": {"id": "cmp_1", "api_token": "t"}}
    (folder / "front.json").write_text(json.dumps(document))
    options = ("--drive", "true", "--emulator", "front.json")
    assert "is not there" in error_of(invoke(right, *WITH_SECRET, *options))


def test_a_command_makes_it_send(invoke: Invoke, port: int, incoming_url: str, right: str) -> None:
    options = ("--drive", python(SEND % (TOKEN, incoming_url)), "--listen", port, "--api-token")
    result = invoke(right, *WITH_SECRET, *options, TOKEN, "--patience", "20", "--only", "FE-API-01")
    assert result.exit_code == 0, result.output
    assert TOKEN not in result.output


def test_a_command_that_fails_is_told(invoke: Invoke, port: int, right: str) -> None:
    options = ("--drive", "echo no chat; exit 3", "--listen", port, "--api-token", TOKEN)
    result = invoke(right, *WITH_SECRET, *options, *QUICK)
    assert result.exit_code == 1
    assert "FAIL  FE-API-01" in result.stdout
    assert "ended with 3: no chat" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--drive", "true"), "--listen PORT is missing"),
        (("--drive", "true", "--listen", "8100"), "--api-token is missing"),
        (("--drive", "true", "--drive-url", "http://localhost:1/"), "one of them"),
        (("--listen", "8100"), "nothing makes the integration send"),
        (("--emulator", "front.json"), "nothing makes the integration send"),
        (("--drive", "true", "--emulator", "front.json"), "is it running?"),
        (
            ("--drive", "true", "--emulator", "front.json", "--listen", "8100"),
            "--listen and --emulator: one of them",
        ),
        (("--drive", "true", "--listen", "8100", "--api-token", "env:NO_SUCH"), "--api-token env:"),
        (("--drive", "true", "--listen", "8100", "--api-token", ""), "should not be empty"),
        (("--listen", "0"), "--listen"),
        (("--patience", "nan"), "should be seconds"),
        (
            ("--drive-url", "http://chat.example/", "--listen", "8100", "--api-token", "t"),
            "chat.example is not this machine",
        ),
        (
            ("--drive-url", "ftp://localhost/", "--listen", "8100", "--api-token", "t"),
            "--drive-url: should be the integration's",
        ),
    ],
)
def test_what_is_amiss_is_told_before_anything_is_sent(
    invoke: Invoke, options: tuple[str, ...], error: str
) -> None:
    result = invoke("http://127.0.0.1:1/", *WITH_SECRET, *options)
    assert error in error_of(result)
    assert result.stdout == ""


def test_a_busy_port_is_told_in_one_line(invoke: Invoke, right: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        number = busy.getsockname()[1]
        options = ("--drive", "true", "--listen", number, "--api-token", TOKEN)
        result = invoke(right, *WITH_SECRET, *options)
    said = f"cannot listen on port {number}: Address already in use"
    assert error_of(result) == f"front-emulator: {said}"


def test_without_a_driver_it_does_not_apply(invoke: Invoke, right: str) -> None:
    result = invoke(right, *WITH_SECRET, "--only", "FE-API")
    assert result.exit_code == 0
    assert "not applicable" in result.stdout
    assert "Integration → Front" not in result.stdout


def test_effects_are_asked_of_a_command(invoke: Invoke, right: str) -> None:
    only = ("--only", "FE-CTL-01,FE-CTL-02")
    assert invoke(right, *WITH_SECRET, "--effects", "echo 1", *only).exit_code == 0
    patience = ("--effects-patience", "0")
    swallowed = invoke(right, *WITH_SECRET, "--effects", "echo 0", *patience, *only)
    assert swallowed.exit_code == 1
    assert "FAIL  FE-CTL-01" in swallowed.stdout
    assert "Stopped early: A right message was accepted and had no effect" in swallowed.stdout
    assert "--effects 'echo 0' --effects-patience 0" in swallowed.stdout


def test_effects_that_cannot_be_told_end_the_run_with_its_reports(
    invoke: Invoke, right: str
) -> None:
    command = "echo no such table >&2; exit 1"
    result = invoke(right, *WITH_SECRET, "--effects", command, "--json", "j")
    assert "the command ended with 1: no such table" in error_of(result)
    assert "no such table" in json.loads(Path("j").read_text())["stopped_early"]


def test_credentials_of_a_command_are_not_in_the_repetition(invoke: Invoke, right: str) -> None:
    command = "echo 0 # postgres://chat:hunter2@localhost/"
    options = ("--effects", command, "--effects-patience", "0")
    result = invoke(right, *WITH_SECRET, *options, "--only", "FE-CTL-01")
    assert result.exit_code == 1
    assert "postgres://***@localhost/" in result.stdout
    assert "hunter2" not in result.output


def test_the_options_can_stand_in_the_settings(
    invoke: Invoke, folder: Path, port: int, incoming_url: str
) -> None:
    app = Integration(RightClient(incoming_url, TOKEN))
    with serving(app) as url:
        drive = url.replace("/front/outgoing", "/drive")
        (folder / "front-emulator.toml").write_text(
            f'[contract]\nurl = "{url}"\nsecret = "env:FRONT_API_SECRET"\n'
            f'drive-url = "{drive}"\nlisten = {port}\napi-token = "env:FRONT_API_TOKEN"\n'
            'patience = 1.4\neffects = "echo 1"\neffects-patience = 0.5\nonly = ["FE-API-01"]\n'
        )
        result = invoke()
    assert result.exit_code == 0, result.output
    assert "1 scenario: 1 passed" in result.stdout
