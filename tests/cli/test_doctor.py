"""`front-emulator doctor`: what is wrong with a set-up, in words that help."""

from collections.abc import Callable, Iterator

import pytest
import requests
from click.testing import CliRunner

from front_emulator import FrontEmulator, FrontServer
from front_emulator.cli.group import cli
from tests.apps.right import SECRET, RightIntegration
from tests.apps.serving import serving
from tests.apps.wrong_signatures import AcceptsUnsigned

Doctor = Callable[..., tuple[int, str]]


@pytest.fixture
def server() -> Iterator[FrontServer]:
    with FrontServer() as server:
        yield server


@pytest.fixture
def doctor(server: FrontServer) -> Doctor:
    def ask(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(
            cli, ["doctor", "--url", server.url, *arguments], catch_exceptions=False
        )
        return result.exit_code, " ".join(result.output.split())

    return ask


def _call(front: FrontEmulator, path: str, token: str | None = None) -> None:
    with requests.Session() as session:
        session.trust_env = False
        headers = {"Authorization": f"Bearer {token or front.api_token}"}
        session.get(front.url + path, headers=headers, timeout=10)


def test_a_right_set_up_is_found_to_be_right(server: FrontServer, doctor: Doctor) -> None:
    with serving(RightIntegration()) as url:
        front = FrontEmulator(server=server, api_secret=SECRET, outgoing_url=url)
        _call(front, "/me")
        _call(front, "/messages/alt:uid:0")
        code, said = doctor()
    assert (code, "✗" in said) == (0, False), said
    assert f"✓ {url} refuses one without a signature" in said
    assert "✓ The integration has called Front, 2 times, and was understood" in said


def test_another_secret_than_the_emulators_is_found(server: FrontServer, doctor: Doctor) -> None:
    with serving(RightIntegration()) as url:
        FrontEmulator(server=server, api_secret="another", outgoing_url=url)
        code, said = doctor()
    assert code == 1
    assert "✗ Even a plain right message cannot be sent: 403 Forbidden" in said
    assert "The secret may be another one than the integration's" in said


def test_an_integration_that_verifies_nothing_is_found(server: FrontServer, doctor: Doctor) -> None:
    with serving(AcceptsUnsigned()) as url:
        FrontEmulator(server=server, api_secret=SECRET, outgoing_url=url)
        code, said = doctor()
    assert code == 1
    assert f"✓ {url} takes a right message" in said
    assert said.count("✗") == 2


def test_no_outgoing_url_and_a_frozen_clock_are_found(server: FrontServer, doctor: Doctor) -> None:
    FrontEmulator(server=server).clock.freeze()
    code, said = doctor()
    assert code == 1
    assert "✗ The clock is frozen" in said
    assert "✗ The channel has no Outgoing URL" in said
    assert "? The integration has not called Front yet" in said


def test_nothing_at_the_outgoing_url_is_found(server: FrontServer, doctor: Doctor) -> None:
    FrontEmulator(server=server, outgoing_url="http://127.0.0.1:1/front")
    code, said = doctor()
    assert (code, "✗ Nothing takes connections at 127.0.0.1:1" in said) == (1, True)


def test_an_unknown_host_is_found(server: FrontServer, doctor: Doctor) -> None:
    FrontEmulator(server=server, outgoing_url="http://nowhere.invalid/front")
    code, said = doctor()
    assert code == 1
    assert "✗ Nobody knows the host nowhere.invalid" in said


def test_another_url_than_the_channels_is_found(server: FrontServer, doctor: Doctor) -> None:
    FrontEmulator(server=server, outgoing_url="http://127.0.0.1:1/front")
    _, said = doctor("http://127.0.0.1:1/other")
    assert "✗ The channel's Outgoing URL is http://127.0.0.1:1/front, not" in said


@pytest.mark.parametrize(
    ("path", "token", "said"),
    [
        ("/me", "wrong", "✗ 1 of its calls were answered 401"),
        ("/channels/cha_1", None, "✗ 1 of its calls were answered 404"),
    ],
)
def test_calls_that_went_wrong_are_found(
    server: FrontServer, doctor: Doctor, path: str, token: str | None, said: str
) -> None:
    front = FrontEmulator(server=server)
    _call(front, path, token)
    assert said in doctor()[1]
