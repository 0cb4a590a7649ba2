"""`serve --app-url`: the handshake at the start, and the sample application in both directions."""

import base64
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from front_emulator import WsgiServer
from front_emulator.sample.sms import Config, create_app
from tests.cli.processes import COMMAND, Start, session, stop, wait_for
from tests.e2e.receiver import Receiver, error

Json = dict[str, Any]

UID, SECRET = "sms-app", "the application's secret"


@pytest.fixture
def config() -> Config:
    return Config(app_uid=UID, app_secret=SECRET)


@pytest.fixture
def sms(config: Config) -> Iterator[str]:
    """The sample application, served; its address."""
    with WsgiServer(create_app(config)) as server:
        yield server.url


@pytest.fixture
def carrier(sms: str) -> Iterator[requests.Session]:
    with requests.Session() as client:
        client.trust_env = False
        yield client


def serving(start: Start, ready_file: Path, sms: str, *more: str) -> Json:
    start(
        "serve", "--port", "0", "--ready-file", str(ready_file), "--processing-delay", "0",
        "--app-url", f"{sms}/front", "--app-uid", UID, "--app-secret", SECRET, *more,
    )  # fmt: skip
    return wait_for(ready_file)


def eventually(client: requests.Session, url: str, wanted: str) -> Json:
    """The answer of a URL as soon as `wanted` is in it, within half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        answer = client.get(url, timeout=10)
        assert answer.status_code == 200, answer.text
        if wanted in answer.text:
            found: Json = answer.json()
            return found
    raise AssertionError(f"no {wanted} at {url}: {answer.text}")


def test_the_sample_works_in_both_directions(
    start: Start, tmp_path: Path, sms: str, config: Config, carrier: requests.Session
) -> None:
    """Handshake, a text with a picture, a teammate's answer that fails later, and a call."""
    document = serving(start, tmp_path / "front.json", sms)
    application, config.api_base_url = document["application"], document["url"]
    assert application == {
        "uid": UID,
        "secret": SECRET,
        "channel_id": application["channel_id"],
        "inbound_url": f"{document['url']}/channels/{application['channel_id']}/inbound_messages",
    }
    with session(document) as front:
        base, channel_id = document["url"], application["channel_id"]
        channel = front.get(f"{base}/channels/{channel_id}").json()
        assert channel["settings"]["webhook_url"] == f"{sms}/front/messages"

        picture = base64.b64encode(b"\x89PNG").decode()
        media = {"filename": "a.png", "content_type": "image/png", "data_base64": picture}
        text = {"from": "+14155550123", "text": "See this", "id": "in-1", "media": [media]}
        assert carrier.post(f"{sms}/carrier/messages", json=text).status_code == 204
        [conversation] = eventually(front, f"{base}/conversations", "cnv_")["_results"]
        messages = f"{base}/conversations/{conversation['id']}/messages"
        [message] = front.get(messages).json()["_results"]
        assert message["text"] == "See this"
        [file] = message["attachments"]
        assert front.get(file["url"]).content == b"\x89PNG"

        reply = {"body": "Nice picture"}
        assert front.post(messages, json=reply).status_code == 202
        eventually(front, f"{base}/conversations/{conversation['id']}/events", "out_reply")
        [sent] = carrier.get(f"{sms}/carrier/messages").json()
        assert (sent["to"], sent["text"]) == ("+14155550123", "Nice picture")

        failure = {"to": sent["to"], "id": sent["id"], "reason": "Switched off"}
        assert carrier.post(f"{sms}/carrier/failures", json=failure).status_code == 204
        failed = front.get(messages).json()["_results"][0]
        assert (failed["text"], failed["error_type"]) == ("Nice picture", "webhook_error")
        reopened = front.get(f"{base}/conversations/{conversation['id']}").json()
        assert reopened["status"] == "unassigned"

        for status in ("ringing", "connected", "hangup"):
            call = {"from": "+14155550123", "id": "call-1", "status": status}
            assert carrier.post(f"{sms}/carrier/calls", json=call).status_code == 204
        latest = front.get(f"{base}/conversations").json()["_results"][0]
        [shown] = front.get(f"{base}/conversations/{latest['id']}/messages").json()["_results"]
        assert (shown["type"], shown["text"]) == ("call", "Call from +14155550123: hangup")


@pytest.mark.slow
def test_the_application_of_a_state_file_is_asked_again(
    start: Start, tmp_path: Path, sms: str, config: Config, carrier: requests.Session
) -> None:
    state, ready_file = tmp_path / "state.json", tmp_path / "front.json"
    first = serving(start, ready_file, sms, "--state", str(state))
    process = start("serve", "--port", "0", "--state", str(state), "--app-url", f"{sms}/front",
                    "--ready-file", str(tmp_path / "second.json"))  # fmt: skip
    second = wait_for(tmp_path / "second.json")
    same = ("uid", "secret", "channel_id")
    assert [second["application"][name] for name in same] == [
        first["application"][name] for name in same
    ]
    out, _ = stop(process)
    assert f"App channel   {first['application']['channel_id']}" in out


def test_an_application_that_is_not_there_or_refuses_is_one_line(
    start: Start, tmp_path: Path
) -> None:
    ready_file = tmp_path / "front.json"
    with Receiver() as receiver:
        receiver.answers(error("bad_request", "Not today"))
        for url, said in (
            ("http://127.0.0.1:9/front", "could not be asked: the connection was refused"),
            (receiver.url, "it answered 200, bad_request: Not today"),
        ):
            process = start(
                "serve", "--port", "0", "--app-url", url, "--ready-file", str(ready_file)
            )
            out, err = process.communicate(timeout=60)
            assert process.returncode == 3
            assert out == ""
            [line] = err.splitlines()
            assert line.startswith("front-emulator: Application ")
            assert said in line
            assert not ready_file.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--app-uid", "app"], "--app-uid, --app-secret and --app-oauth need --app-url"),
        (["--app-url", "http://x", "--app-oauth", "x"], "--app-oauth: should be CLIENT_ID:CLIENT"),
        (["--webhook-event", "inbound"], "--webhook-event needs --webhook-url"),
        (["--webhook-url", "nowhere"], "--webhook-url: url: 'nowhere' is not a URL"),
        (["--app-url", "nowhere"], "--app-url: server_url: 'nowhere' is not a URL"),
    ],
)
def test_a_wrong_command_line_is_exit_code_two(start: Start, options: list[str], said: str) -> None:
    process = start("serve", "--port", "0", *options)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said in err


def test_the_sample_says_what_it_lacks() -> None:
    command = [COMMAND[0], "-m", "front_emulator.sample.sms", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, env={"FRONT_APP_UID": "x"})
    assert done.returncode == 2
    assert "FRONT_APP_SECRET is not set" in done.stderr


def test_json_logs_have_the_application_too(start: Start, tmp_path: Path, sms: str) -> None:
    ready_file = tmp_path / "front.json"
    process = start(
        "serve", "--port", "0", "--ready-file", str(ready_file), "--log-format", "json",
        "--app-url", f"{sms}/front", "--app-uid", UID, "--app-secret", SECRET,
    )  # fmt: skip
    document = wait_for(ready_file)
    out, err = stop(process)
    assert json.loads(out)["application"] == document["application"]
    asked = json.loads(err.splitlines()[0])
    assert (asked["type"], asked["status"], asked["reason"]) == ("authorization", 200, None)
    assert asked["url"] == f"{sms}/front"
    assert asked["channel_id"] == document["application"]["channel_id"]


def test_a_token_is_got_first_where_the_application_wants_one(
    start: Start, tmp_path: Path, config: Config
) -> None:
    config.oauth_client_id, config.oauth_client_secret = "front", "hush"
    with WsgiServer(create_app(config)) as server:
        document = serving(start, tmp_path / "front.json", server.url, "--app-oauth", "front:hush")
        with session(document) as front:
            base, channel_id = document["url"], document["application"]["channel_id"]
            channel = front.get(f"{base}/channels/{channel_id}").json()
            assert (channel["name"], channel["address"]) == ("Text messages", "+14155550100")
