"""`demo` as a newcomer sees it."""

import os
import re
import signal
import subprocess
import sys

import pytest
import requests

from front_emulator.wire.outcomes import ERROR_TYPES


@pytest.mark.slow
def test_the_demo_tells_the_story_and_leaves_both_running_until_ctrl_c() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "front_emulator", "demo", "--keep"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1"},
    ) as demo:
        assert demo.stdout is not None
        lines: list[str] = []
        for line in demo.stdout:
            lines.append(line.rstrip())
            if line.startswith("API token"):
                break
        said = "\n".join(lines)
        token = lines[-1].split()[-1]
        chat, api = (
            next(line.split()[-1] for line in lines if line.startswith(name))
            for name in ("Live chat", "Front's API")
        )
        with requests.Session() as client:
            client.trust_env = False
            assert client.get(f"{chat}/healthz", timeout=10).status_code == 200
            conversations = client.get(
                f"{api}/conversations", headers={"Authorization": f"Bearer {token}"}, timeout=10
            ).json()["_results"]
        demo.send_signal(signal.SIGINT)
        _, errors = demo.communicate(timeout=60)
    assert demo.returncode == 0, errors
    assert len(conversations) == 2
    assert re.findall(r"^GET /messages/alt:uid:\w{32}: (\d+)$", said, re.MULTILINE) == [
        "404",
        "200",
    ]
    for told in (
        "Same thread_ref, same conversation",
        "New thread_ref, new conversation",
        "X-Front-Signature: ",
        "The widget shows: Is my parcel lost? | It was due on Monday. | It is on its way.",
        *(f"{error_type:23}  PASS" for error_type in ERROR_TYPES),
    ):
        assert told in said
