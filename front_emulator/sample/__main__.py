"""Run the live chat on this computer: `python -m front_emulator.sample --port 3000`."""

from dataclasses import replace

import click

from .app import create_app
from .config import Config
from .server import local_server


@click.command()
@click.option("--port", default=3000, show_default=True, help="0 picks a free one.")
@click.option(
    "--known-handle",
    "known_handles",
    multiple=True,
    default=["contract-visitor"],
    show_default=True,
    help="A visitor who is known from the start, for tests; may be repeated.",
)
def main(port: int, known_handles: tuple[str, ...]) -> None:
    """Run the live chat of the guide.

    FRONT_INCOMING_URL, FRONT_API_TOKEN and FRONT_API_SECRET say where Front is and who we are.
    """
    try:
        config = replace(Config.from_env(), known_handles=frozenset(known_handles))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    server = local_server(create_app(config), port)
    click.echo(f"Live chat on http://127.0.0.1:{server.server_port}")
    server.serve_forever()


if __name__ == "__main__":
    main()
