"""One call that drives an integration through the contract."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from front_emulator.account import Account
from front_emulator.contract import catalogue, runner
from front_emulator.contract.api_bench import ApiBench
from front_emulator.contract.bench import Bench, Target
from front_emulator.contract.effects import PATIENCE, Effects, Watch
from front_emulator.contract.kind import CUSTOM, kind_named
from front_emulator.contract.model import Run
from front_emulator.domain.clock import wall_time
from front_emulator.domain.settings import Settings
from front_emulator.host import FrontServer

_NO_DELAY = Settings(processing_delay=(0.0, 0.0))

FRESH = "fresh"
"""The seed whose ids are new in every run: an integration may remember ids for ever."""


def check(
    url: str,
    secret: str,
    *,
    kind: str = CUSTOM.name,
    server_url: str | None = None,
    authorization: str | None = None,
    recipient: str = "contract-visitor",
    unknown_recipient: str | None = None,
    timeout: float = 7.0,
    burst: int = 20,
    triggers: Mapping[str, str] | None = None,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    fast: bool = False,
    keep_going: bool = False,
    seed: str = FRESH,
    api_token: str | None = None,
    api: ApiBench | None = None,
    effects: Effects | None = None,
    effects_patience: float = PATIENCE,
    on_result: runner.OnResult | None = None,
) -> Run:
    """Drive the integration at `url` through everything Front may send it, and judge it.

    `secret` is what the integration verifies with, the API secret, or the application's where
    `kind` is "application" instead of "custom"; for the others see `Target`,
    `catalogue.select` and `runner.run`. Links in messages lead to an emulator that runs
    meanwhile and takes `api_token`. With an `api`, whose account the integration calls, it is
    made to send messages, too, and what it does about Front's errors is judged. `effects` tells
    how often a message took effect, which then counts for more than the answer; one that comes
    after the answer is waited for, `effects_patience` seconds at most.
    Raises `InvalidSetting`, `runner.Unreachable` and `effects.NoCount`.
    """
    target = Target(
        url,
        secret,
        recipient=recipient,
        unknown_recipient=unknown_recipient,
        timeout=timeout,
        burst=burst,
        triggers=triggers or {},
        kind=kind_named(kind),
        server_url=server_url,
        authorization=authorization,
    )
    scenarios = catalogue.select(only, skip, fast=fast, kind=kind)
    watch = None if effects is None else Watch(effects, effects_patience)
    with FrontServer() as server:
        company = server.create_company(
            actual_seed(seed), settings=_NO_DELAY, token=api_token, secret=secret
        )
        bench = Bench(Account(server, company), target, api=api)
        run = runner.run(bench, scenarios, on_result=on_result, keep_going=keep_going, watch=watch)
    return replace(run, seed=seed)


def actual_seed(seed: str) -> str:
    """The seed to draw from; that of FRESH is another one each time."""
    return f"{FRESH}-{wall_time():.6f}" if seed == FRESH else seed
