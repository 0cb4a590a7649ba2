"""The commands that tell a running emulator what to do: a thin shell over its admin API."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from front_emulator import FrontEmulator, FrontServer
from front_emulator.cli.group import cli
from tests.e2e import receiver as r
from tests.e2e.receiver import Receiver

Run = Callable[..., Result]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def server() -> Iterator[FrontServer]:
    with FrontServer() as server:
        yield server


@pytest.fixture
def front(server: FrontServer, receiver: Receiver) -> FrontEmulator:
    return FrontEmulator(
        server=server, processing_delay=0, outgoing_url=receiver.url, allow_new_messages=True
    )


@pytest.fixture
def run(front: FrontEmulator, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command against the emulator, which it finds by its environment."""
    monkeypatch.delenv("FRONT_EMULATOR_READY_FILE", raising=False)
    monkeypatch.setenv("FRONT_EMULATOR_URL", front.url)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments, catch_exceptions=False)

    return run


def test_a_visitor_writes_and_a_teammate_answers(
    run: Run, front: FrontEmulator, receiver: Receiver, tmp_path: Path
) -> None:
    photo = tmp_path / "parcel.png"
    photo.write_bytes(b"\x89PNG")
    received = run("receive", "Is my *parcel* lost?", "--sender", "leela", "--attach", str(photo))
    message = front.messages[0]
    assert received.stdout == (
        f"{message.id}  {message.conversation_id}  leela: Is my parcel lost?\n"
    )
    assert message.attachments[0].content_type == "image/png"
    answered = run("reply", "It is on its way.", "--author", "amy")
    assert answered.exit_code == 0
    sent = front.messages[1]
    assert answered.stdout.startswith(f"{sent.id}  sent  200  ")
    assert sent.author_id == front.teammates[1].id
    assert len(receiver.requests) == 1


def test_a_message_that_fails_is_exit_code_one(
    run: Run, front: FrontEmulator, receiver: Receiver
) -> None:
    receiver.answers(r.error("forbidden", "not you", 403))
    failed = run("compose", "Hello", "--to", "leela")
    assert failed.exit_code == 1
    assert failed.stdout.rstrip().endswith("forbidden: not you")
    receiver.answers(r.error("forbidden", "not you", 403))
    shown = json.loads(run("compose", "Hello", "--to", "leela", "--json").stdout)
    assert (shown["ok"], shown["error_type"]) == (False, "forbidden")


def test_a_reply_to_nothing_says_how_to_get_something(run: Run) -> None:
    result = run("reply", "Hello")
    assert (result.exit_code, "front-emulator receive" in result.stderr) == (1, True)


def test_time_is_moved_and_shows_what_it_brought(
    run: Run, front: FrontEmulator, receiver: Receiver
) -> None:
    front.channel.undo_send_time = 30
    front.clock.freeze()
    front.reply(front.receive("Hi", sender="leela"), "Hello")
    early = run("advance", "10", "--freeze")
    assert (early.stdout, early.stderr) == ("", "0 deliveries; next in 20 s\n")
    late = run("advance", "20")
    assert late.stdout.startswith(f"{front.messages[1].id}  sent  200")
    assert late.stderr == "1 deliveries; nothing is due\n"


def test_tail_shows_what_there_is_by_criteria(run: Run, front: FrontEmulator) -> None:
    message = front.receive("Hi", sender="leela")
    front.reply(message, "Hello")
    lines = run("tail", "--once").stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["•", "•", "←", "•"]
    [line] = run("tail", "--once", "--type", "inbound").stdout.splitlines()
    assert line.endswith(f"• inbound {message.conversation_id} {message.id}")
    [entry] = run("tail", "--once", "--json", "--kind", "delivery").stdout.splitlines()
    assert json.loads(entry)["state"] == "sent"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_tail_follows_until_it_is_told_to_end(front: FrontEmulator, number: int) -> None:
    """A real process: lines come as things happen, Ctrl-C is no error; nor where it is ignored."""
    ignoring = ["sh", "-c", 'trap "" INT; exec "$@"', "sh"]
    command = [*ignoring, sys.executable, "-m", "front_emulator", "tail", "--url", front.url]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        front.receive("One", sender="leela")
        assert "• inbound" in process.stdout.readline()
        front.receive("Two", sender="fry")
        assert "• inbound" in process.stdout.readline()
        process.send_signal(number)
        try:
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, errors) == (0, "")


def test_faults_come_and_go(run: Run, front: FrontEmulator) -> None:
    added = run("fault", "add", "on=GET /me", "error=too_many_requests", "retry_after=2")
    [rule] = front.faults.list()
    assert added.stdout == f"{rule.id}\n"
    listed = run("fault", "list").stdout
    assert listed.startswith(f"{rule.id}  fired 0  on=GET /me error=too_many_requests")
    assert json.loads(run("fault", "list", "--json").stdout)[0]["id"] == rule.id
    assert run("fault", "remove", "flt_0").exit_code == 1
    assert run("fault", "remove", "all").exit_code == 0
    assert list(front.faults) == []


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["status"], 2, "status: should be NAME=VALUE"),
        (["statsu=429"], 1, "statsu"),
        (["status=1000"], 1, "status: 1000 is greater than the maximum of 599"),
    ],
)
def test_a_fault_that_is_none_is_refused(
    run: Run, front: FrontEmulator, options: list[str], code: int, said: str
) -> None:
    result = run("fault", "add", *options)
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
    assert list(front.faults) == []


def test_state_is_taken_compared_and_gone_back_to(
    run: Run, front: FrontEmulator, tmp_path: Path
) -> None:
    front.receive("One", sender="leela")
    assert run("state", "take", "before").exit_code == 0
    assert run("state", "list").stdout == "before  1 conversations, 1 messages, 0 due\n"
    message = front.receive("Two", sender="fry")
    assert message.id in run("state", "diff", "before").stdout
    file = tmp_path / "account.json"
    assert run("state", "export", str(file)).exit_code == 0
    assert json.loads(run("state", "export").stdout)["format"]
    assert run("state", "restore", "before").exit_code == 0
    assert len(front.messages) == 1
    assert run("state", "import", str(file)).exit_code == 0
    assert [each.text for each in front.messages] == ["One", "Two"]


def test_state_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    assert "no snapshot 'before'" in run("state", "restore", "before").stderr
    file = tmp_path / "account.json"
    file.write_text("{")
    result = run("state", "import", str(file))
    assert (result.exit_code, "is not JSON" in result.stderr) == (2, True)
    file.write_text("{}")
    assert run("state", "import", str(file)).exit_code == 1
    assert run("state", "save").exit_code == 1


def test_a_reset_forgets(run: Run, front: FrontEmulator) -> None:
    front.receive("Hi", sender="leela")
    assert run("reset").exit_code == 0
    assert front.messages == []


def test_the_document_is_that_of_the_admin_api(run: Run) -> None:
    document = json.loads(run("openapi").stdout)
    assert document["openapi"] == "3.1.0"
    assert "/companies" in document["paths"]


def test_a_ready_file_names_emulator_and_company(
    run: Run, tmp_path: Path, server: FrontServer
) -> None:
    other = FrontEmulator(server=server, seed="other", processing_delay=0)
    FrontEmulator(server=server, seed="latest")
    ready_file = tmp_path / "front.json"
    ready_file.write_text(json.dumps({"url": server.url, "company": {"id": other.company.id}}))
    assert run("receive", "Hi", "--emulator", str(ready_file)).exit_code == 0
    assert len(other.messages) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is it running?"),
        ("{", "is not JSON"),
        ("[]", "is not what `serve --ready-file` writes"),
    ],
)
def test_a_ready_file_that_is_none_is_a_usage_error(
    run: Run, tmp_path: Path, content: str | None, said: str
) -> None:
    ready_file = tmp_path / "front.json"
    if content is not None:
        ready_file.write_text(content)
    result = run("reset", "--emulator", str(ready_file))
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_no_emulator_is_one_line_and_exit_code_three(run: Run) -> None:
    result = run("reset", "--url", "http://127.0.0.1:1")
    assert result.exit_code == 3
    [line] = result.stderr.splitlines()
    assert "`front-emulator serve` starts one" in line


def test_a_refusal_is_one_line_and_exit_code_one(run: Run) -> None:
    result = run("receive", "Hi", "--company", "cmp_1")
    assert result.exit_code == 1
    [line] = result.stderr.splitlines()
    assert line.startswith("front-emulator: Unknown company ID cmp_1")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_the_commands(shell: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "front_emulator"],
        env={**os.environ, "_FRONT_EMULATOR_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "_FRONT_EMULATOR_COMPLETE" in result.stdout, result.stderr


@pytest.mark.parametrize("name", list(cli.list_commands(None)))  # type: ignore[arg-type]
def test_every_command_has_an_example(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"front-emulator {name}" in result.output
