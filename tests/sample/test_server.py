"""The sample as a program, over real sockets."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from front_emulator import sample
from front_emulator.sample import create_app
from front_emulator.sample.server import local_server
from front_emulator.sample.signature import sign
from tests.sample.actors import JSON, SECRET, as_bytes, reply_to
from tests.sample.conftest import Settings
from tests.sample.fake_front import FakeFront

FOLDER = Path(sample.__file__).parent


@pytest.fixture
def port(settings: Settings) -> Iterator[int]:
    app = create_app(settings(known_handles=frozenset({"leela"})))
    server = local_server(app)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def send(port: int, raw: bytes, signatures: list[str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", "/front/outgoing")
    connection.putheader("Content-Type", JSON)
    connection.putheader("Content-Length", str(len(raw)))
    for signature in signatures:
        connection.putheader("X-Front-Signature", signature)
    connection.endheaders(raw)
    answer = connection.getresponse()
    result = answer.status, answer.read()
    connection.close()
    return result


def test_a_signed_reply_is_taken(port: int) -> None:
    raw = as_bytes(reply_to("leela", text="😀"))
    assert send(port, raw, [sign(SECRET, raw)]) == (200, b'{"type":"success"}\n')


def test_two_signatures_are_refused_though_one_is_right(port: int) -> None:
    raw = as_bytes(reply_to("leela"))
    right, wrong = sign(SECRET, raw), sign("another secret", raw)
    assert send(port, raw, [right, wrong])[0] == 401
    assert send(port, raw, [wrong, right])[0] == 401


def test_a_burst_of_twenty_is_taken(port: int) -> None:
    bodies = [as_bytes(reply_to("leela", id=f"msg_{number}")) for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda raw: send(port, raw, [sign(SECRET, raw)])[0], bodies))
    assert answers == [200] * 20


def test_a_request_cut_off_halfway_does_no_harm(port: int) -> None:
    raw = as_bytes(reply_to("leela"))
    head = (
        "POST /front/outgoing HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"X-Front-Signature: {sign(SECRET, raw)}\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as cut:
        cut.sendall(head.encode() + raw[:20])
        cut.shutdown(socket.SHUT_WR)
        assert b" 400 " in cut.makefile("rb").readline()
    assert send(port, raw, [sign(SECRET, raw)])[0] == 200


def run(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FRONT_")}
    return subprocess.Popen(
        [sys.executable, *arguments],
        env={**clean, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_program_says_where_it_is(front: FakeFront) -> None:
    settings = {
        "FRONT_INCOMING_URL": front.incoming_url,
        "FRONT_API_TOKEN": "a token",
        "FRONT_API_SECRET": SECRET,
    }
    arguments = ["-m", "front_emulator.sample", "--port", "0", "--known-handle", "leela"]
    with run(*arguments, **settings) as program:
        assert program.stdout is not None
        line = program.stdout.readline()
        assert line.startswith("Live chat on http://127.0.0.1:")
        raw = as_bytes(reply_to("leela"))
        assert send(int(line.rpartition(":")[2]), raw, [sign(SECRET, raw)])[0] == 200
        program.terminate()
        assert program.communicate(timeout=60)[0] == ""


def test_the_program_names_what_it_is_missing() -> None:
    with run("-m", "front_emulator.sample", FRONT_INCOMING_URL="http://x/channels/c") as program:
        _, errors = program.communicate(timeout=60)
    assert program.returncode == 2
    assert "FRONT_API_TOKEN is not set" in errors
    assert "Traceback" not in errors


def test_the_folder_can_be_lifted_out(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "livechat")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import livechat\n"
        "config = livechat.Config(incoming_url='http://x/channels/c', api_token='t',"
        " api_secret='s')\n"
        "assert livechat.create_app(config).test_client().get('/').status_code == 200\n"
        "print([name for name in sys.modules if name.startswith('front_emulator')])\n"
    )
    with run("-c", code) as program:
        output, errors = program.communicate(timeout=60)
    assert (output, errors) == ("[]\n", "")
