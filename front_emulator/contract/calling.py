"""An emulator on a port that the integration knows, for it to call while it is judged."""

from collections.abc import Iterator
from contextlib import contextmanager

from front_emulator.account import Account
from front_emulator.contract.api_bench import ApiBench, Patience
from front_emulator.contract.checking import FRESH, actual_seed
from front_emulator.contract.driving import Driver
from front_emulator.contract.watched import OwnEmulator
from front_emulator.domain.ids import Ids
from front_emulator.domain.settings import Settings
from front_emulator.host import FrontServer

_SEED = "front-emulator"
"""That of `front-emulator serve`, so that the channel's Incoming URL is the same."""
_NO_DELAY = Settings(processing_delay=(0.0, 0.0))


@contextmanager
def listening(
    driver: Driver,
    *,
    port: int,
    api_token: str,
    secret: str,
    seed: str = FRESH,
    patience: Patience | None = None,
    handle: str = "contract-visitor",
) -> Iterator[ApiBench]:
    """What `check` takes as `api`, with an emulator of its own on `port` of this machine.

    Its channel is always the same one, and what is sent there has ids that follow from `seed`:
    an integration may remember ids for ever. A busy port is an `OSError`.
    """
    with FrontServer(port=port) as server:
        company = server.create_company(_SEED, settings=_NO_DELAY, token=api_token, secret=secret)
        company.ids = Ids(actual_seed(seed))
        front = OwnEmulator(Account(server, company))
        api = ApiBench(front, driver, patience=patience, handle=handle)
        try:
            yield api
        finally:
            api.close()
