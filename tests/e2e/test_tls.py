"""https with a throw-away certificate: for clients that insist on it."""

import socket
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from front_emulator import FrontEmulator, FrontServer
from front_emulator.domain.errors import MissingExtra
from front_emulator.tls import throw_away


@pytest.fixture
def server() -> Iterator[FrontServer]:
    with FrontServer(tls=True, allowed_hosts=["front.test"]) as server:
        yield server


@pytest.fixture
def front(server: FrontServer) -> Iterator[FrontEmulator]:
    with FrontEmulator(server=server, processing_delay=0) as front:
        yield front


@pytest.fixture
def session(front: FrontEmulator, tmp_path: Path) -> Iterator[requests.Session]:
    """A client that trusts the emulator's authority and no other."""
    assert front.server.tls_authority is not None
    ca_file = tmp_path / "ca.pem"
    ca_file.write_bytes(front.server.tls_authority)
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(ca_file)
        session.headers["Authorization"] = f"Bearer {front.api_token}"
        yield session


def test_a_client_that_trusts_the_authority_is_served(
    front: FrontEmulator, session: requests.Session
) -> None:
    """Messages and files, and links that are https too."""
    assert front.url.startswith("https://")
    data = {"sender[handle]": "leela", "body": "See file"}
    files = {"attachments": ("big.bin", b"x" * 3_000_000)}
    answer = session.post(front.channel.incoming_url, data=data, files=files, timeout=20)
    assert answer.status_code == 202
    message = front.wait_for_message(sender="leela")
    shown = session.get(f"{front.url}/messages/{message.id}", timeout=20).json()
    assert shown["_links"]["self"].startswith(front.url)
    assert len(session.get(shown["attachments"][0]["url"], timeout=20).content) == 3_000_000


def test_the_certificate_is_for_this_machine_fronts_hosts_and_those_allowed(
    front: FrontEmulator,
) -> None:
    assert front.server.tls_authority is not None
    context = ssl.create_default_context(cadata=front.server.tls_authority.decode())
    names = ["localhost", "127.0.0.1", "api2.frontapp.com", "acme.api.frontapp.com", "front.test"]
    for name in names:
        with (
            socket.create_connection(("127.0.0.1", front.server.port), timeout=20) as plain,
            context.wrap_socket(plain, server_hostname=name) as greeted,
        ):
            assert greeted.getpeercert()
    with (
        socket.create_connection(("127.0.0.1", front.server.port), timeout=20) as plain,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        context.wrap_socket(plain, server_hostname="example.com")


def test_who_does_not_trust_it_or_dawdles_disturbs_nobody(
    front: FrontEmulator, session: requests.Session
) -> None:
    with socket.create_connection(("127.0.0.1", front.server.port)):  # says nothing at all
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(f"{front.url}/me", timeout=20)
        assert session.get(f"{front.url}/me", timeout=20).status_code == 200


def test_who_speaks_plain_http_is_told(front: FrontEmulator) -> None:
    with socket.create_connection(("127.0.0.1", front.server.port), timeout=20) as plain:
        plain.sendall(b"GET /me HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = b"".join(iter(lambda: plain.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.endswith(b"This emulator serves https.\n")


def test_faults_that_break_a_connection_work_over_tls(
    front: FrontEmulator, session: requests.Session
) -> None:
    front.faults.add(answer="reset", times=1)
    with pytest.raises(requests.exceptions.ConnectionError):
        session.get(f"{front.url}/me", timeout=20)
    front.faults.add(answer="hang", times=1, held_for=60)
    with pytest.raises(requests.exceptions.ReadTimeout):
        session.get(f"{front.url}/me", timeout=(20, 0.5))
    assert session.get(f"{front.url}/me", timeout=20).status_code == 200


def test_without_the_package_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(MissingExtra, match=r"pip install 'front-emulator\[tls\]'"):
        throw_away()
