"""`front-emulator compose`."""

from typing import Any

import click

from front_emulator.cli.acting import body_of, teammate_options, tell_delivery
from front_emulator.cli.remote import Remote, remote_options


@click.command("compose")
@click.argument("text")
@click.option("--to", multiple=True, required=True, metavar="HANDLE", help="May be repeated.")
@click.option("--channel", help="A channel's id.  [default: the first]")
@teammate_options
@remote_options
def command(
    remote: Remote,
    text: str,
    to: tuple[str, ...],
    channel: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Write to somebody first, as a teammate. Exit code 1 when it failed.

    The channel must allow new messages: `serve --allow-new-messages`.

    \b
    Example:
      front-emulator compose "Your parcel is here." --to leela
    """
    body = {"to": list(to), "body": text, **body_of(**options)}
    if channel is not None:
        body["channel"] = channel
    tell_delivery(remote.post("…/compose", body), as_json)
