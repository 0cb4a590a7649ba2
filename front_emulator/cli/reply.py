"""`front-emulator reply`."""

from typing import Any

import click

from front_emulator.cli.acting import body_of, teammate_options, tell_delivery
from front_emulator.cli.remote import Remote, fail, remote_options


@click.command("reply")
@click.argument("text")
@click.option(
    "--to",
    metavar="ID",
    help="A conversation's id, a message's id or uid.  [default: what was received last]",
)
@teammate_options
@remote_options
def command(remote: Remote, text: str, to: str | None, as_json: bool, **options: Any) -> None:
    """Answer as a teammate; say what became of it. Exit code 1 when it failed.

    \b
    Example:
      front-emulator reply "It is on its way." --to cnv_sql8j71
    """
    body = {"to": to or _latest(remote), "body": text, **body_of(**options)}
    tell_delivery(remote.post("…/reply", body), as_json)


def _latest(remote: Remote) -> str:
    """The message that was received last."""
    found = remote.get("…/journal", kind="event", type="inbound", limit=1)["entries"]
    if not found:
        fail("nothing was received yet; `front-emulator receive` has a message come in")
    return str(found[-1]["message_id"])
