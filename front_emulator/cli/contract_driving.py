"""What makes the integration under test send, where it sends to, and what tells its effects."""

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import click

from front_emulator.cli.options import USAGE, secret_of
from front_emulator.contract import driving, effects
from front_emulator.contract.api_bench import ApiBench, Patience
from front_emulator.contract.calling import listening
from front_emulator.contract.driving import Driver
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
        help="Not yet: see --listen.",
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
    api_token: str | None
    patience: float
    effects: str | None
    effects_patience: float

    @classmethod
    def taken_from(cls, options: dict[str, Any]) -> Self:
        """What is given, taken out of `options`. Raises `click.UsageError` where it is amiss."""
        if options.pop("emulator") is not None:
            raise click.UsageError(
                "--emulator: a running emulator cannot be told to fail yet: "
                "--listen PORT --api-token TOKEN starts one that can"
            )
        given = cls(**{name: options.pop(name) for name in cls.__slots__})
        given._check()
        return given if given.api_token is None else given._with_token()

    @property
    def secrets(self) -> tuple[str, ...]:
        return () if self.api_token is None else (self.api_token,)

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
        with self._listening(driver, target, seed) as api:
            click.echo(f"front-emulator: the integration should call {_incoming(api)}", err=True)
            yield {**told, "api": api, "api_token": self.api_token}

    def _check(self) -> None:
        if self.drive is not None and self.drive_url is not None:
            raise click.UsageError("--drive and --drive-url: one of them makes it send")
        is_driven = self.drive is not None or self.drive_url is not None
        if is_driven and self.listen is None:
            raise click.UsageError(
                "--listen PORT is missing: where the integration is configured to find Front"
            )
        if is_driven and self.api_token is None:
            raise click.UsageError(
                "--api-token is missing: env:NAME names a variable that holds what the "
                "integration calls Front with"
            )
        if self.listen is not None and not is_driven:
            raise click.UsageError(f"--listen: nothing makes the integration send. {driving.HOW}")
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


def _incoming(api: ApiBench) -> str:
    return api.front.channel.incoming_url
