"""Commands whose options can also stand in a config file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from front_emulator import config
from front_emulator.domain.errors import InvalidSetting


class ConfiguredCommand(click.Command):
    """A command that takes the defaults of its options from the config file's table of its name.

    The command line goes first, then the environment, then the file.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not set(args) & set(ctx.help_option_names):
            found = nearest_config()
            given = as_defaults(found.options(self.name or ""))
            ctx.default_map = {**given, **(ctx.default_map or {})}
        return super().parse_args(ctx, args)


def nearest_config() -> config.Config:
    """The settings that hold here. Raises `click.UsageError`."""
    try:
        return config.find(Path.cwd())
    except InvalidSetting as error:
        raise click.UsageError(str(error)) from error
    except FileNotFoundError:  # the current folder has been removed
        return config.Config()


def as_defaults(options: Mapping[str, Any]) -> dict[str, Any]:
    """Settings named as flags, as click wants its defaults."""
    return {name.replace("-", "_"): _as_given(value) for name, value in options.items()}


def _as_given(value: Any) -> Any:
    """The value as a command line would have it."""
    if isinstance(value, Mapping):
        return [f"{error_type}={trigger['recipient']}" for error_type, trigger in value.items()]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value
