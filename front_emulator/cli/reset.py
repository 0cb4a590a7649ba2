"""`front-emulator reset`."""

import click

from front_emulator.cli.remote import Remote, remote_options


@click.command("reset")
@remote_options
def command(remote: Remote) -> None:
    """Forget every conversation, cancel what is pending, restore channels and settings.

    \b
    Example:
      front-emulator reset --emulator front.json
    """
    remote.post("…/reset")
