"""`front-emulator state`."""

import json
from pathlib import Path

import click

from front_emulator.cli.remote import Remote, remote_options, show
from front_emulator.files import write_whole


@click.group("state")
def command() -> None:
    """Keep what the emulator holds, go back to it, compare it, move it elsewhere.

    Snapshots have names and live in the emulator's memory; a file outlives it.

    \b
    Example:
      front-emulator state take before
      front-emulator state diff before
      front-emulator state restore before
      front-emulator state export account.json
    """


@command.command("take")
@click.argument("name")
@remote_options
def take(remote: Remote, name: str) -> None:
    """Take a snapshot; one of that name before is replaced.

    \b
    Example:
      front-emulator state take before
    """
    remote.post("…/snapshots", {"name": name})


@command.command("list")
@remote_options
def index(remote: Remote) -> None:
    """Show the snapshots.

    \b
    Example:
      front-emulator state list
    """
    for snapshot in remote.get("…/snapshots")["snapshots"]:
        held = f"{snapshot['conversations']} conversations, {snapshot['messages']} messages"
        click.echo(f"{snapshot['name']}  {held}, {snapshot['due']} due")


@command.command("restore")
@click.argument("name")
@remote_options
def restore(remote: Remote, name: str) -> None:
    """Go back to a snapshot; what is under way is broken off.

    \b
    Example:
      front-emulator state restore before
    """
    remote.post(f"…/snapshots/{name}/restore")


@command.command("diff")
@click.argument("name")
@remote_options
def diff(remote: Remote, name: str) -> None:
    """Show what is different now from a snapshot.

    \b
    Example:
      front-emulator state diff before
    """
    click.echo(remote.get(f"…/snapshots/{name}/diff")["text"])


@command.command("export")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@remote_options
def export(remote: Remote, file: Path | None) -> None:
    """Write all of the account to FILE, or to stdout.

    \b
    Example:
      front-emulator state export account.json
    """
    exported = remote.get("…/state")
    if file is None:
        show(exported)
    else:
        try:
            write_whole(file, json.dumps(exported, ensure_ascii=False).encode())
        except OSError as error:
            raise click.UsageError(f"{file}: {error.strerror}") from error


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@remote_options
def take_over(remote: Remote, file: Path) -> None:
    """Put the account to what was exported, from it or from another one.

    \b
    Example:
      front-emulator state import account.json
    """
    try:
        exported = json.loads(file.read_bytes())
    except ValueError as error:
        raise click.UsageError(f"{file}: is not JSON: {error}") from error
    remote.call("PUT", "…/state", json=exported)


@command.command("save")
@remote_options
def save(remote: Remote) -> None:
    """Have `serve --state FILE` write its file now.

    \b
    Example:
      front-emulator state save
    """
    remote.post("…/state/save")
