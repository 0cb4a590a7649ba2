"""What makes the integration under test send, where it sends to, and what tells its effects."""

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import click

from front_emulator.cli.options import USAGE, secret_of
from front_emulator.cli.remote import read_ready_file
from front_emulator.contract import driving, effects
from front_emulator.contract.api_bench import ApiBench, Patience
from front_emulator.contract.calling import listening
from front_emulator.contract.checking import actual_seed
from front_emulator.contract.driving import Driver
from front_emulator.contract.remote import NoEmulator, RemoteEmulator
from front_emulator.contract.target import Target

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--drive", metavar="COMMAND", help="Makes the integration send FRONT_CONTRACT_TEXT."
    ),
    click.option("--drive-url", metavar="URL", help="The same, by a POST of JSON with its text."),
    click.option(
        "--listen",
        type=click.IntRange(1, 65535),
        metavar="PORT",
        help="Where the integration finds Front: an emulator is started there.",
    ),
    click.option("--api-token", metavar="env:NAME", help="What the integration calls Front with."),
    click.option(
        "--emulator",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Or uses the running one that `serve --ready-file FILE` has started.",
    ),
    click.option(
        "--patience",
        type=click.FloatRange(min=0, min_open=True, max=3600),
        default=15.0,
        show_default=True,
        help="Seconds to wait for each step of what it sends.",
    ),
    click.option(
        "--effects",
        metavar="COMMAND",
        help="Prints how often the message FRONT_CONTRACT_ID was delivered.",
    ),
    click.option(
        "--effects-patience",
        type=click.FloatRange(min=0, max=3600),
        default=effects.PATIENCE,
        show_default=True,
        help="Seconds to wait for an effect after the answer.",
    ),
)


def driving_options(command: F) -> F:
    """What makes the integration send, and what tells its effects."""
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


@dataclass(frozen=True, slots=True)
class Driving:
    """These options as they were given."""

    drive: str | None
    drive_url: str | None
    listen: int | None
    emulator: Path | None
    api_token: str | None
    patience: float
    effects: str | None
    effects_patience: float

    @classmethod
    def taken_from(cls, options: dict[str, Any]) -> Self:
        """What is given, taken out of `options`. Raises `click.UsageError` where it is amiss."""
        given = cls(**{name: options.pop(name) for name in cls.__slots__})
        given._check()
        return given if given.api_token is None else given._with_token()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no report may show. Raises `click.UsageError` for a ready-file that is none."""
        company = {} if self.emulator is None else read_ready_file(self.emulator)["company"]
        known = (self.api_token, company.get("api_token"), company.get("api_secret"))
        return tuple(each for each in known if each is not None)

    @contextlib.contextmanager
    def options(self, target: Target, seed: str) -> Iterator[dict[str, Any]]:
        """The options of `check`, while what they need is there. Exits on a busy port."""
        told: dict[str, Any] = {}
        if self.effects is not None:
            told["effects"] = effects.Command(self.effects)
            told["effects_patience"] = self.effects_patience
        driver = self._driver()
        if driver is None:
            yield told
            return
        with self._called(driver, target, seed) as (api, api_token):
            should_call = f"the integration should call {api.front.incoming_url}"
            click.echo(f"front-emulator: {should_call}", err=True)
            yield {**told, "api": api, "api_token": api_token}

    def _check(self) -> None:
        if self.drive is not None and self.drive_url is not None:
            raise click.UsageError("--drive and --drive-url: one of them makes it send")
        is_driven = self.drive is not None or self.drive_url is not None
        if self.listen is not None and self.emulator is not None:
            raise click.UsageError("--listen and --emulator: one of them is what it calls")
        if is_driven and self.listen is None and self.emulator is None:
            raise click.UsageError(
                "--listen PORT is missing: where the integration is configured to find Front; "
                "or --emulator FILE, the ready-file of one that runs"
            )
        if is_driven and self.listen is not None and self.api_token is None:
            raise click.UsageError(
                "--api-token is missing: env:NAME names a variable that holds what the "
                "integration calls Front with"
            )
        for name in ("listen", "emulator"):
            if getattr(self, name) is not None and not is_driven:
                raise click.UsageError(
                    f"--{name}: nothing makes the integration send. {driving.HOW}"
                )
        if math.isnan(self.patience) or math.isnan(self.effects_patience):
            raise click.UsageError("--patience and --effects-patience: should be seconds")

    def _with_token(self) -> Self:
        token = secret_of(self.api_token or "", "--api-token")
        if not token:
            raise click.UsageError("--api-token: should not be empty")
        given = {name: getattr(self, name) for name in self.__slots__}
        return type(self)(**{**given, "api_token": token})

    def _driver(self) -> Driver | None:
        if self.drive is not None:
            return driving.Command(self.drive)
        return None if self.drive_url is None else driving.Url(self.drive_url)

    @contextlib.contextmanager
    def _called(
        self, driver: Driver, target: Target, seed: str
    ) -> Iterator[tuple[ApiBench, str | None]]:
        """What the integration calls, and with which token."""
        if self.emulator is None:
            with self._listening(driver, target, seed) as api:
                yield api, self.api_token
            return
        document = read_ready_file(self.emulator)
        company = document["company"]
        try:
            front = RemoteEmulator(document["url"], company["id"], seed=actual_seed(seed))
        except NoEmulator as error:
            click.echo(f"front-emulator: --emulator {self.emulator}: {error}", err=True)
            raise SystemExit(USAGE) from error
        patience = Patience.of(self.patience)
        api = ApiBench(front, driver, patience=patience, handle=target.recipient)
        with contextlib.closing(api):
            yield api, company["api_token"]

    @contextlib.contextmanager
    def _listening(self, driver: Driver, target: Target, seed: str) -> Iterator[ApiBench]:
        port, token = self.listen or 0, self.api_token or ""
        with contextlib.ExitStack() as stack:
            try:
                api = stack.enter_context(
                    listening(
                        driver,
                        port=port,
                        api_token=token,
                        secret=target.secret,
                        seed=seed,
                        patience=Patience.of(self.patience),
                        handle=target.recipient,
                    )
                )
            except OSError as error:
                why = error.strerror or str(error)
                click.echo(f"front-emulator: cannot listen on port {port}: {why}", err=True)
                raise SystemExit(USAGE) from error
            yield api
