"""`front-emulator receive`."""

from pathlib import Path
from typing import Any

import click

from front_emulator.cli.acting import attach_option, files, json_option
from front_emulator.cli.remote import Remote, remote_options, show


@click.command("receive")
@click.argument("text", required=False)
@click.option("--sender", help="Their handle.  [default: made up]")
@click.option("--name", help="Their name.")
@click.option("--thread-ref", help="Which conversation it belongs to.")
@click.option("--subject")
@click.option("--html", is_flag=True, help="TEXT is HTML; else it is markdown.")
@click.option("--channel", help="A channel's id.  [default: the first]")
@attach_option
@json_option
@remote_options
def command(
    remote: Remote,
    text: str | None,
    html: bool,
    attach: tuple[Path, ...],
    as_json: bool,
    **given: Any,
) -> None:
    """Have a message come in from outside; without TEXT, one that is made up.

    \b
    Example:
      front-emulator receive "Is my parcel lost?" --sender leela
    """
    body = {name: value for name, value in given.items() if value is not None}
    if text is not None:
        body["body"] = text
    if html:
        body["body_format"] = "html"
    message = remote.post("…/receive", {**body, "attachments": files(attach)})
    if as_json:
        show(message)
        return
    sender = message["recipients"][0]["handle"]
    conversation = message["_links"]["related"]["conversation"].rpartition("/")[2]
    click.echo(f"{message['id']}  {conversation}  {sender}: {message['blurb']}")
