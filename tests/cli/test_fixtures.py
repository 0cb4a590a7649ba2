"""`--fixtures`: the account is filled before anybody can look."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.processes import COMMAND, Start, session, stop, wait_for

STORY = """
conversations:
  parcel:
    subject: Parcel 42
    messages: [{from: fry, body: Is it lost, at: -1h}]
"""


@pytest.mark.slow
def test_serve_starts_with_what_the_file_says(start: Start, tmp_path: Path) -> None:
    """And with a state it goes on from that: the file is not planted twice."""
    story, ready_file, state = (tmp_path / name for name in ("story.yaml", "ready.json", "s.json"))
    story.write_text(STORY, "utf-8")
    command = ["serve", "--port", "0", "--ready-file", str(ready_file), "--state", str(state)]
    for _ in range(2):
        process = start(*command, "--fixtures", str(story))
        document = wait_for(ready_file)
        with session(document) as client:
            listed = client.get(f"{document['url']}/conversations", timeout=10).json()["_results"]
        assert [each["subject"] for each in listed] == ["Parcel 42"]
        stop(process)


def test_a_mistake_is_told_with_file_and_line_and_exit_code_2(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text("contacts:\n  fry: {nam: x}\n", "utf-8")
    command = [*COMMAND, "exec", "--fixtures", str(story), "--", "true"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"front-emulator: {story}:2: contacts.fry.nam: there is no such key; "
        "the nearest is contacts.fry.name\n"
    )
