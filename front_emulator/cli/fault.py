"""`front-emulator fault`."""

import json
from typing import Any

import click

from front_emulator.cli.acting import json_option
from front_emulator.cli.remote import Remote, remote_options, show


@click.group("fault")
def command() -> None:
    """Have Front fail, or lose what it sends; docs/faults.md lists the options.

    \b
    Example:
      front-emulator fault add error=too_many_requests retry_after=2 times=1
      front-emulator fault list
      front-emulator fault remove all
    """


@command.command("add")
@click.argument("options", nargs=-1, required=True, metavar="NAME=VALUE...")
@remote_options
def add(remote: Remote, options: tuple[str, ...]) -> None:
    """Put a fault in force; print its id.

    \b
    Example:
      front-emulator fault add "on=POST /channels/*/incoming_messages" status=500 times=1
      front-emulator fault add delivery=drop times=1
    """
    click.echo(remote.post("…/faults", dict(map(_option, options)))["id"])


@command.command("list")
@json_option
@remote_options
def index(remote: Remote, as_json: bool) -> None:
    """Show the faults, and how often each fired.

    \b
    Example:
      front-emulator fault list
    """
    faults = remote.get("…/faults")["faults"]
    if as_json:
        show(faults)
        return
    for fault in faults:
        click.echo(_line(fault))


@command.command("remove")
@click.argument("fault", metavar="ID")
@remote_options
def remove(remote: Remote, fault: str) -> None:
    """End a fault, or `all` of them; what hangs because of it is let go.

    \b
    Example:
      front-emulator fault remove all
    """
    remote.call("DELETE", "…/faults" if fault == "all" else f"…/faults/{fault}")


def _option(text: str) -> tuple[str, Any]:
    """A value is JSON where it can be read as that, else a text."""
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"{text}: should be NAME=VALUE, as in status=429")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _line(fault: dict[str, Any]) -> str:
    told = " ".join(f"{name}={value}" for name, value in fault["options"].items())
    return f"{fault['id']}  fired {fault['fired']}  {told}"
