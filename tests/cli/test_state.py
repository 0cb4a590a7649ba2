"""`serve --state`: the account outlives the process, and its file is never half written."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from front_emulator import state
from tests.cli.processes import Start, session, stop, wait_for

SAVES_ON_AND_ON = """
import sys
from front_emulator import FrontEmulator

front = FrontEmulator(processing_delay=0)
front.start()
for number in range(100_000):
    front.receive(f"Message {number} " + "x" * 10_000, sender="leela")
    front.save_state(sys.argv[1])
    if number == 20:
        print("saving", flush=True)
"""


def post(client: requests.Session, document: dict[str, Any], body: str) -> str:
    sent = {"sender": {"handle": "leela"}, "body": body}
    answer = client.post(document["channel"]["incoming_url"], json=sent, timeout=10)
    uid: str = answer.json()["message_uid"]
    return uid


@pytest.mark.slow
def test_a_served_account_goes_on_where_it_was(start: Start, tmp_path: Path) -> None:
    """Token, channel and messages are what they were; the first run makes the file."""
    file, ready_file = tmp_path / "front.json", tmp_path / "ready.json"
    command = ["serve", "--port", "0", "--state", str(file), "--ready-file", str(ready_file)]
    process = start(*command, "--processing-delay", "manual")
    before = wait_for(ready_file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with session(before) as client:
        uid = post(client, before, "Hi")
    stop(process)
    process = start(*command, "--seed", "another", "--outgoing-url", "http://localhost:9/x")
    after = wait_for(ready_file)
    assert {**after["company"], **after["channel"], "incoming_url": ""} == {
        **before["company"],
        **before["channel"],
        "incoming_url": "",
    }
    with session(after) as client:
        missing = client.get(f"{after['url']}/messages/alt:uid:{uid}", timeout=10)
        assert missing.headers["X-Front-Emulator-Hint"] == "accepted, and held until it is released"
        channel = client.get(f"{after['url']}/channels/{after['channel']['id']}", timeout=10).json()
        assert channel["settings"]["webhook_url"] == "http://localhost:9/x"
    stop(process)


@pytest.mark.slow
def test_what_was_saved_on_demand_survives_a_kill(start: Start, tmp_path: Path) -> None:
    file, ready_file = tmp_path / "front.json", tmp_path / "ready.json"
    process = start(
        "serve", "--port", "0", "--state", str(file), "--ready-file", str(ready_file),
        "--processing-delay", "manual",
    )  # fmt: skip
    document = wait_for(ready_file)
    with session(document) as client:
        saved = post(client, document, "Saved")
        answer = client.post(f"{document['admin_url']}/companies/latest/state/save", timeout=10)
        assert answer.json() == {"path": str(file)}
        post(client, document, "Lost")
    process.kill()
    process.communicate(timeout=60)
    assert list(state.load(file).snapshot.store.accepted) == [saved]


@pytest.mark.slow
def test_after_a_kill_the_last_save_is_whole(tmp_path: Path) -> None:
    """Killed while it saves, again and again."""
    file = tmp_path / "front.json"
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVES_ON_AND_ON, str(file)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "saving\n"
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        saved = state.load(file)
        assert len(saved.snapshot.store.messages) >= 21


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"format": "front-emulator state", "ver', "no JSON ("),
        ('{"name": "my-app", "version": "1.0.0"}', "no state of front-emulator"),
        ('{"format": "front-emulator state", "version": 9}', "version 9 of the format"),
    ],
)
def test_a_file_that_is_none_is_one_line_exit_code_2_and_left_alone(
    start: Start, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "front.json"
    file.write_text(content, "utf-8")
    process = start("serve", "--port", "0", "--state", str(file))
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (2, "")
    [line] = errors.splitlines()
    assert line.startswith(f"front-emulator: --state: {file}: ")
    assert said in line
    assert file.read_text("utf-8") == content


def test_a_file_that_cannot_be_written_is_told_at_the_start(start: Start, tmp_path: Path) -> None:
    process = start("serve", "--port", "0", "--state", str(tmp_path / "none" / "front.json"))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"--state: there is no folder {tmp_path / 'none'}" in errors


def test_a_saved_file_is_as_its_schema_says(start: Start, tmp_path: Path) -> None:
    """At the start already, so that a full disk is told before there is something to lose."""
    file, ready_file = tmp_path / "front.json", tmp_path / "ready.json"
    process = start("serve", "--port", "0", "--state", str(file), "--ready-file", str(ready_file))
    wait_for(ready_file)
    assert json.loads(file.read_text("utf-8"))["format"] == state.FORMAT
    stop(process)
