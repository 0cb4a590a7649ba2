"""`front-emulator tail`."""

import signal
from typing import Any

import click

from front_emulator import narration
from front_emulator.cli.remote import Remote, remote_options
from front_emulator.wire import js_json

_WAIT = 25
_KINDS = ("request", "delivery", "webhook", "handshake", "event")


@click.command("tail")
@click.option("--kind", type=click.Choice(_KINDS))
@click.option("--direction", type=click.Choice(["to_front", "from_front"]))
@click.option("--method")
@click.option("--path", help="Part of the path, or all of it with `*`.")
@click.option("--status", type=int)
@click.option("--error-type")
@click.option("--type", "type", help="Of an event, such as inbound.")
@click.option("--conversation", metavar="ID")
@click.option("--message", metavar="ID")
@click.option("--text", help="What the body contains.")
@click.option("--once", is_flag=True, help="Show what there is, and end.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@remote_options
def command(remote: Remote, once: bool, as_json: bool, **criteria: Any) -> None:
    """Show requests, deliveries and events as they happen, until Ctrl-C.

    → is the integration calling Front, ← is Front calling it, • is what happens in Front.
    What is not over yet is shown once it is.

    \b
    Example:
      front-emulator tail --kind delivery
      front-emulator tail --status 429 --json
    """
    wanted = {name: value for name, value in criteria.items() if value is not None}
    cursor: dict[str, str] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        # Also where a shell has started it in the background, with Ctrl-C ignored.
        signal.signal(number, signal.default_int_handler)
    try:
        while True:
            wait = 0 if once else _WAIT
            news = remote.get("…/journal/follow", **wanted, **cursor, wait=wait, limit=1000)
            if not news["goes_on"]:
                click.echo("front-emulator: the account was reset", err=True)
            for entry in news["entries"]:
                if entry["is_over"] or once:
                    click.echo(_shown(entry, as_json))
            if once:
                return
            cursor = {"after": news["cursor"]}
    except KeyboardInterrupt:
        return


def _shown(entry: dict[str, Any], as_json: bool) -> str:
    if as_json:
        return js_json.dumps(entry).decode()
    return f"{narration.clock_time(entry['at'])} {entry['line']}"
