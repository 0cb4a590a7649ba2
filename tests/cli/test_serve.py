"""`serve`, `wait` and `exec` as real processes."""

import json
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from front_emulator.cli import cli
from tests.cli.processes import COMMAND, Start, session, stop, wait_for


def test_the_ready_file_says_all_a_client_needs(start: Start, tmp_path: Path) -> None:
    ready_file = tmp_path / "front.json"
    process = start("serve", "--port", "0", "--ready-file", str(ready_file))
    document = wait_for(ready_file)
    assert stat.S_IMODE(ready_file.stat().st_mode) == 0o600
    assert set(document) == {
        "url", "port", "pid", "version", "admin_url", "company", "inbox", "channel",
    }  # fmt: skip
    assert document["pid"] == process.pid
    assert document["url"] == f"http://127.0.0.1:{document['port']}"
    assert document["admin_url"] == f"{document['url']}/__admin"
    assert set(document["company"]) == {"id", "name", "api_token", "api_secret"}
    with session(document) as client:
        channel = client.get(f"{document['url']}/channels/{document['channel']['id']}").json()
        assert channel["address"] == document["channel"]["address"]
        assert document["channel"]["incoming_url"].startswith(document["url"])
        inbox = client.get(f"{document['url']}/inboxes/{document['inbox']['id']}")
        assert inbox.status_code == 200
        assert client.get(f"{document['url']}/conversations").json()["_results"] == []
    stop(process)
    assert not ready_file.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_zero_when_told_to(start: Start, tmp_path: Path, number: int) -> None:
    ready_file = tmp_path / "front.json"
    process = start("serve", "--port", "0", "--ready-file", str(ready_file))
    wait_for(ready_file)
    stop(process, number)


def test_it_prints_what_one_must_know_and_a_line_for_each_request(
    start: Start, tmp_path: Path
) -> None:
    ready_file = tmp_path / "front.json"
    process = start(
        "serve", "--port", "0", "--ready-file", str(ready_file), "--processing-delay", "0"
    )
    document = wait_for(ready_file)
    with session(document) as client:
        body = {"sender": {"handle": "leela"}, "body": "Is my parcel lost?"}
        uid = client.post(document["channel"]["incoming_url"], json=body).json()["message_uid"]
        while (found := client.get(f"{document['url']}/messages/alt:uid:{uid}")).status_code == 404:
            pass
        conversation = found.json()["_links"]["related"]["conversation"]
        assert client.post(f"{conversation}/messages", json={"body": "hi"}).status_code == 202
        deliveries = f"{document['admin_url']}/deliveries"
        while client.get(deliveries).json()["deliveries"][0]["ok"] is None:
            pass
        client.get(f"{document['url']}/nope")
    out, err = stop(process)
    for value in (
        document["url"],
        document["company"]["api_token"],
        document["company"]["api_secret"],
        document["channel"]["id"],
        document["channel"]["incoming_url"],
    ):
        assert value in out
    lines = err.splitlines()
    assert any("→ POST /channels/" in line and "202" in line for line in lines)
    assert any("→ GET /nope  404" in line for line in lines)
    assert any("← POST nowhere" in line and "no Outgoing URL" in line for line in lines)


def test_the_log_can_be_json(start: Start, tmp_path: Path) -> None:
    ready_file = tmp_path / "front.json"
    process = start("serve", "--port", "0", "--ready-file", str(ready_file), "--log-format", "json")
    document = wait_for(ready_file)
    with session(document) as client:
        client.get(f"{document['url']}/me")
    out, err = stop(process)
    assert json.loads(out)["url"] == document["url"]
    (line,) = [json.loads(line) for line in err.splitlines()]
    assert (line["direction"], line["method"], line["path"], line["status"]) == (
        "to_front",
        "GET",
        "/me",
        200,
    )


def test_a_busy_port_is_one_line_and_exit_code_2(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start("serve", "--port", str(port))
        out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert err == (
        f"front-emulator: cannot listen on 127.0.0.1:{port}: Address already in use; "
        "--port 0 takes a free one\n"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--processing-delay", "soon"], "neither seconds (0.5) nor a range"),
        (["--undo-send", "7"], "'7' is not one of"),
        (["--outgoing-url", "localhost"], "outgoing_url: 'localhost' is not a URL such as"),
        (["--ready-file", "/no/such/folder/front.json"], "there is no folder /no/such/folder"),
        (["--timeout", "0"], "0"),
    ],
)
def test_a_wrong_flag_is_exit_code_2_and_says_what_is_wrong(
    start: Start, args: list[str], said: str
) -> None:
    process = start("serve", "--port", "0", *args)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said in err
    assert "Traceback" not in err


def test_flags_also_come_from_the_environment(start: Start, tmp_path: Path) -> None:
    ready_file = tmp_path / "front.json"
    process = start(
        "serve",
        FRONT_EMULATOR_PORT="0",
        FRONT_EMULATOR_READY_FILE=str(ready_file),
        FRONT_EMULATOR_API_TOKEN="a-token",
        FRONT_EMULATOR_API_SECRET="a-secret",
        FRONT_EMULATOR_UNDO_SEND="5",
        FRONT_EMULATOR_CONTACT_TYPE="phone",
        FRONT_EMULATOR_REPLY_MODE="unsupported",
        FRONT_EMULATOR_ALLOW_NEW_MESSAGES="1",
        FRONT_EMULATOR_OUTGOING_URL="http://localhost:9/out",
        FRONT_EMULATOR_PEOPLE="2",
        FRONT_EMULATOR_PUBLIC_URL="http://front.test:8100/",
    )
    assert process.stdout is not None
    process.stdout.readline()
    document = json.loads(ready_file.read_text())
    assert document["url"] == "http://front.test:8100"
    assert document["company"]["api_token"] == "a-token"
    assert document["company"]["api_secret"] == "a-secret"
    base = f"http://127.0.0.1:{document['port']}"
    with session(document) as client:
        client.headers["Host"] = "front.test:8100"
        channel = client.get(f"{base}/channels/{document['channel']['id']}").json()
        assert channel["settings"] == {
            "undo_send_time": 5,
            "all_teammates_can_reply": False,
            "contact_type": "phone",
            "reply_mode": "unsupported",
            "compose_mode": "normal",
            "auto_assign_on_reply": False,
            "webhook_url": "http://localhost:9/out",
        }
        assert channel["_links"]["self"].startswith("http://front.test:8100/channels/")
        assert len(client.get(f"{base}/teammates").json()["_results"]) == 5


@pytest.mark.slow
def test_same_seed_same_token_and_ids(start: Start, tmp_path: Path) -> None:
    documents = []
    for name in ("one.json", "two.json"):
        ready_file = tmp_path / name
        process = start("serve", "--port", "0", "--seed", "7", "--ready-file", str(ready_file))
        documents.append(wait_for(ready_file))
        stop(process)
    one, two = documents
    assert one["company"] == two["company"]
    assert one["channel"]["id"] == two["channel"]["id"]


def test_a_delivery_under_way_is_finished_before_the_end(start: Start, tmp_path: Path) -> None:
    ready_file = tmp_path / "front.json"
    with socket.create_server(("127.0.0.1", 0)) as integration:
        url = f"http://127.0.0.1:{integration.getsockname()[1]}/out"
        process = start(
            "serve", "--port", "0", "--ready-file", str(ready_file), "--outgoing-url", url,
            "--allow-new-messages",
        )  # fmt: skip
        document = wait_for(ready_file)
        with session(document) as client:
            path = f"{document['url']}/channels/{document['channel']['id']}/messages"
            assert client.post(path, json={"to": ["leela"], "body": "hi"}).status_code == 202
        connection, _ = integration.accept()
        connection.recv(65536)
        process.send_signal(signal.SIGTERM)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        connection.close()
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert any("← POST" in line and "sent" in line for line in err.splitlines())


def test_wait_gives_up_in_time_and_says_why(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli, ["wait", "--ready-file", str(tmp_path / "no.json"), "--for", "0.1"]
    )
    assert done.exit_code == 1
    assert "the file is not there after 0.1 s" in done.stderr


@pytest.mark.parametrize("content", ["no JSON", "[]", "{}"])
def test_wait_tells_a_file_that_is_no_ready_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "front.json").write_text(content)
    result = CliRunner().invoke(
        cli, ["wait", "--ready-file", str(tmp_path / "front.json"), "--for", "0"]
    )
    assert result.exit_code == 1
    assert "the file is none that `serve --ready-file` writes after 0 s" in result.stderr


def test_a_stale_ready_file_is_not_believed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    ready_file = tmp_path / "front.json"
    ready_file.write_text(json.dumps({"url": f"http://127.0.0.1:{port}", "pid": 1}))
    done = CliRunner().invoke(cli, ["wait", "--ready-file", str(ready_file), "--for", "0.1"])
    assert done.exit_code == 1
    assert f"no answer from http://127.0.0.1:{port}" in done.stderr


def test_exec_tells_the_command_about_its_emulator_and_returns_its_exit_code() -> None:
    program = (
        "import json, os, sys, urllib.request as u\n"
        "e = {k: v for k, v in os.environ.items() if k.startswith('FRONT_')}\n"
        "r = u.Request(e['FRONT_API_BASE_URL'] + '/channels/' + e['FRONT_CHANNEL_ID'],\n"
        "    headers={'Authorization': 'Bearer ' + e['FRONT_API_TOKEN']})\n"
        "print(json.dumps([e, json.load(u.build_opener(u.ProxyHandler({})).open(r))]))\n"
        "sys.exit(7)\n"
    )
    done = subprocess.run(
        [*COMMAND, "exec", "--outgoing-url", "http://localhost:9/out", "--", sys.executable, "-c",
         program],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 7, done.stderr
    variables, channel = json.loads(done.stdout)
    assert variables["FRONT_INCOMING_URL"] == (
        f"{variables['FRONT_API_BASE_URL']}/channels/{channel['id']}/incoming_messages"
    )
    assert variables["FRONT_EMULATOR_URL"] == variables["FRONT_API_BASE_URL"]
    assert len(variables["FRONT_API_SECRET"]) == 32
    assert channel["settings"]["webhook_url"] == "http://localhost:9/out"


def test_exec_of_a_command_that_is_not_there_is_127() -> None:
    done = subprocess.run(
        [*COMMAND, "exec", "--", "no-such-command"], capture_output=True, text=True
    )
    assert done.returncode == 127
    assert done.stderr == "front-emulator: no-such-command: No such file or directory\n"


def test_version_and_help_start_without_flask() -> None:
    code = (
        "import sys; from front_emulator.cli import main; sys.argv = ['front-emulator', '--help']\n"
        "try: main()\n"
        "except SystemExit: print('flask' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
    for command in ("serve", "wait", "exec", "contract", "demo"):
        assert command in done.stdout
