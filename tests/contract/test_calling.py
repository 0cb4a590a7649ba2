"""The emulator that an integration calls while it is judged."""

import socket

import pytest

from front_emulator import FrontEmulator
from front_emulator.account import Account
from front_emulator.contract import listening
from front_emulator.contract.api_bench import ApiBench
from front_emulator.contract.checking import FRESH
from front_emulator.contract.driving import Hint
from front_emulator.contract.model import Verdict
from front_emulator.contract.watched import OwnEmulator
from tests.apps.clients import wrong
from tests.apps.clients.right import RightClient
from tests.apps.right import RightIntegration
from tests.apps.serving import serving

TOKEN = "the-token-of-tests"


class Silent:
    """Sends nothing, and knows when it is over."""

    is_closed = False

    def __call__(self, hint: Hint) -> None:
        """Nothing comes of it."""

    def close(self) -> None:
        self.is_closed = True


def uid_of_a_message(seed: str) -> str:
    with listening(Silent(), port=0, api_token=TOKEN, secret="s", seed=seed) as api:
        return account_of(api).receive("hello").uid


def account_of(api: ApiBench) -> Account:
    assert isinstance(api.front, OwnEmulator)
    return api.front.account


def test_the_channel_is_that_of_serve_and_the_token_as_given() -> None:
    with listening(Silent(), port=0, api_token=TOKEN, secret="s") as api:
        account = account_of(api)
        assert account.channel.id == FrontEmulator().channel.id
        assert api.front.incoming_url == account.channel.incoming_url
        assert (account.api_token, account.api_secret) == (TOKEN, "s")


def test_what_is_sent_has_new_ids_in_each_run() -> None:
    assert uid_of_a_message("one") == uid_of_a_message("one")
    assert len({uid_of_a_message(FRESH) for _ in range(3)}) == 3


def test_the_driver_is_ended_with_it() -> None:
    driver = Silent()
    with listening(driver, port=0, api_token=TOKEN, secret="s"):
        assert not driver.is_closed
    assert driver.is_closed


def test_a_busy_port_is_an_oserror() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with (
            pytest.raises(OSError, match="Address already in use"),
            listening(Silent(), port=port, api_token=TOKEN, secret="s"),
        ):
            pytest.fail("somebody listens there")


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [(RightClient, Verdict.PASS), (wrong.Retries400ForEver, Verdict.FAIL)],
)
def test_a_test_s_own_account_can_be_what_it_calls(
    front: FrontEmulator, kind: type[RightClient], verdict: Verdict
) -> None:
    client = kind(front.channel.incoming_url, front.api_token)
    with serving(RightIntegration(front.api_secret)) as url:
        run = front.contract(url, only=["FE-API-02"], drive=client, patience=6)
    (result,) = run.results
    assert result.verdict is verdict
    assert len([row for row in run.error_types if row.direction == "integration_to_front"]) == 7
