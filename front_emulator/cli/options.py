"""Options that several commands share; each can also come from FRONT_EMULATOR_<NAME>."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from front_emulator.domain import settings
from front_emulator.domain.entities import UNDO_SEND_TIMES
from front_emulator.domain.errors import InvalidSetting

F = TypeVar("F", bound=Callable[..., Any])

USAGE = 2
"""Exit code: the command line or the set-up is wrong, such as a busy port."""

UNREACHABLE = 3
"""Exit code: the integration cannot be reached, or does not want to be."""


SERVED_DELAY = "0.5-2"
"""`processing_delay` unless said otherwise: real integrations wait 1 to 11 seconds."""

_FLAGS = {
    "processing_delay": "processing_delay",
    "timeout": "delivery_timeout",
    "rate_limits": "rate_limits",
}


def _assignments(
    ctx: click.Context, param: click.Parameter, given: tuple[str, ...]
) -> dict[str, Any]:
    try:
        return dict(settings.of_text(each) for each in given)
    except InvalidSetting as error:
        raise click.BadParameter(str(error), ctx, param) from error


def _delay(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    _read("processing_delay", ctx, param, value)
    return value  # what is read of `manual` is None, as of no flag


def _plan(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    return _read("rate_limits", ctx, param, value)


def _read(name: str, ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    """What a flag's text means for the setting of this name."""
    if value is None:
        return None
    try:
        return settings.of_text(f"{name}={value}")[1]
    except InvalidSetting as error:
        text = str(error).removeprefix(f"{name}: ")
        raise click.BadParameter(text, ctx, param) from error


def taken_settings(account: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    """The settings among an account's options, taken out of it.

    `--set` goes before a flag of its own, that before the config file's.
    """
    flags = {name: account.pop(flag) for flag, name in _FLAGS.items()}
    given = {name: value for name, value in flags.items() if value is not None}
    assigned: dict[str, Any] = account.pop("set")
    usual = {} if "state" in account else {"processing_delay": SERVED_DELAY}
    return usual | config | given | assigned


def option(name: str, *more: str, **attributes: Any) -> Callable[[F], F]:
    """A click option that is also read from the environment."""
    variable = "FRONT_EMULATOR_" + name.removeprefix("--").upper().replace("-", "_")
    return click.option(name, *more, envvar=variable, **attributes)


def account_options(command: F) -> F:
    """What the emulated account is like."""
    for add in reversed(
        [
            option("--outgoing-url", help="Where Front POSTs what teammates send."),
            option("--api-token", help="The account's API token.  [default: from the seed]"),
            option(
                "--api-secret", help="What deliveries are signed with.  [default: from the seed]"
            ),
            option("--seed", default="front-emulator", show_default=True, help="Of ids and draws."),
            option(
                "--processing-delay",
                callback=_delay,
                metavar="SECONDS",
                help="From a 202 to the message's existence: 0.5, 0.5-2 or manual.  "
                f"[default: {SERVED_DELAY}]",
            ),
            option(
                "--undo-send",
                type=click.Choice([str(seconds) for seconds in UNDO_SEND_TIMES]),
                default="0",
                show_default=True,
                help="Seconds a teammate can take a message back.",
            ),
            option(
                "--contact-type",
                type=click.Choice(["custom", "email", "phone"]),
                default="custom",
                show_default=True,
            ),
            option(
                "--reply-mode",
                type=click.Choice(["same_channel", "unsupported"]),
                default="same_channel",
                show_default=True,
            ),
            option("--allow-new-messages", is_flag=True, help="Teammates may compose."),
            option(
                "--timeout",
                type=click.FloatRange(min=0, min_open=True),
                help="Seconds the integration has to answer a delivery.  [default: 7]",
            ),
            option(
                "--rate-limits",
                callback=_plan,
                metavar="PLAN",
                help="Refuse requests beyond a plan's: starter, growth, scale, partner or a "
                "number a minute.  [default: off]",
            ),
            option(
                "--auto-assign-on-reply",
                is_flag=True,
                help="A conversation goes to the teammate who replies first.",
            ),
            option(
                "--set",
                multiple=True,
                callback=_assignments,
                metavar="NAME=VALUE",
                help="Any setting; `front-emulator settings` lists them.",
            ),
            option(
                "--fixtures",
                type=click.Path(dir_okay=False, exists=True, path_type=Path),
                help="YAML or JSON that fills the account.",
            ),
            option("--people", type=click.IntRange(min=0), default=0, help="More teammates."),
        ]
    ):
        command = add(command)
    return command


def server_options(default_port: int) -> Callable[[F], F]:
    """Where the emulator listens."""

    def add_all(command: F) -> F:
        for add in reversed(
            [
                option("--host", default="127.0.0.1", show_default=True),
                option(
                    "--port",
                    type=click.IntRange(0, 65535),
                    default=default_port,
                    show_default=True,
                    help="0 picks a free one.",
                ),
                option("--public-url", help="What links show where that is not host and port."),
                option("--allowed-host", multiple=True, help="Another Host header to accept."),
                option(
                    "--tls", is_flag=True, help="Serve https, with a certificate for the occasion."
                ),
            ]
        ):
            command = add(command)
        return command

    return add_all


def secret_of(text: str, option: str = "--secret") -> str:
    """A secret given as such or as `env:NAME`. Raises `click.UsageError`."""
    if not text.startswith("env:"):
        return text
    name = text.removeprefix("env:")
    value = os.environ.get(name)
    if not value:
        raise click.UsageError(f"{option} {text}: the environment variable {name} is not set")
    return value
