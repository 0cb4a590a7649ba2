"""`front-emulator advance`."""

import click

from front_emulator.cli.acting import json_option, line
from front_emulator.cli.remote import Remote, remote_options, show


@click.command("advance")
@click.argument("seconds", type=click.FloatRange(min=0))
@click.option("--freeze", is_flag=True, help="Hold the time first, so that nothing else moves it.")
@json_option
@remote_options
def command(remote: Remote, seconds: float, freeze: bool, as_json: bool) -> None:
    """Move the time on by SECONDS and run what falls due; show the deliveries this caused.

    \b
    Example:
      front-emulator advance 60 --freeze
    """
    if freeze:
        remote.post("…/clock/freeze")
    moved = remote.post("…/clock/advance", {"seconds": seconds})
    if as_json:
        show(moved)
        return
    for delivery in moved["deliveries"]:
        click.echo(line(delivery))
    due = remote.get("…/schedule", limit=1)
    following = f"next in {due['due'][0]['in']:g} s" if due["due"] else "nothing is due"
    click.echo(f"{len(moved['deliveries'])} deliveries; {following}", err=True)
