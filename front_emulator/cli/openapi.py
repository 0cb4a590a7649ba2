"""`front-emulator openapi`."""

import click

from front_emulator.cli.remote import show


@click.command("openapi")
def command() -> None:
    """Print the OpenAPI document of the admin API.

    \b
    Example:
      front-emulator openapi > admin.json
    """
    from front_emulator.admin.blueprint import document

    show(document())
