"""Run the service on this computer: `python -m front_emulator.sample.sms --port 3000`."""

import click
from werkzeug.serving import make_server

from .app import create_app
from .config import Config


@click.command()
@click.option("--port", default=3000, show_default=True, help="0 picks a free one.")
def main(port: int) -> None:
    """Run the text message service.

    FRONT_APP_UID, FRONT_APP_SECRET and FRONT_API_BASE_URL say who we are and where Front is.
    """
    try:
        config = Config.from_env()
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    server = make_server("127.0.0.1", port, create_app(config), threaded=True)
    click.echo(f"Text messages on http://127.0.0.1:{server.server_port}/front")
    server.serve_forever()


if __name__ == "__main__":
    main()
