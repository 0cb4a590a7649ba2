"""`front-emulator exec`."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import click

from front_emulator.cli import serving
from front_emulator.cli.options import account_options, option, server_options
from front_emulator.emulator import FrontEmulator

_NOT_FOUND = 127


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@server_options(default_port=0)
@account_options
@option("--log-format", type=click.Choice(["text", "json", "none"]), default="none")
@click.argument("argv", nargs=-1, required=True, type=click.UNPROCESSED, metavar="COMMAND...")
def command(
    host: str,
    port: int,
    public_url: str | None,
    allowed_host: tuple[str, ...],
    tls: bool,
    log_format: str,
    argv: tuple[str, ...],
    **account: Any,
) -> None:
    """Run COMMAND with an emulator of its own and return its exit code.

    COMMAND finds FRONT_API_BASE_URL, FRONT_API_TOKEN, FRONT_API_SECRET,
    FRONT_CHANNEL_ID, FRONT_INCOMING_URL and FRONT_EMULATOR_URL in its environment;
    with --tls also FRONT_CA_FILE, which Node trusts by itself.

    \b
    Example:
      front-emulator exec --outgoing-url http://localhost:3000/outgoing -- npm test
    """
    log = None if log_format == "none" else serving.WireLog(log_format)
    emulator = serving.start(
        log,
        host=host,
        port=port,
        public_url=public_url,
        allowed_host=allowed_host,
        tls=tls,
        account=account,
    )
    with tempfile.TemporaryDirectory() as folder:
        variables = {**os.environ, **environment(emulator)}
        ca_file = Path(folder, "ca.pem")
        if serving.write_authority(emulator, ca_file):
            variables |= {"FRONT_CA_FILE": str(ca_file), "NODE_EXTRA_CA_CERTS": str(ca_file)}
        try:
            raise SystemExit(_run(argv, variables))
        finally:
            emulator.server.stop()


def environment(emulator: FrontEmulator) -> dict[str, str]:
    """The variables that tell a program about the emulator."""
    return {
        "FRONT_API_BASE_URL": emulator.url,
        "FRONT_API_TOKEN": emulator.api_token,
        "FRONT_API_SECRET": emulator.api_secret,
        "FRONT_CHANNEL_ID": emulator.channel.id,
        "FRONT_INCOMING_URL": emulator.channel.incoming_url,
        "FRONT_EMULATOR_URL": emulator.url,
    }


def _run(argv: tuple[str, ...], variables: dict[str, str]) -> int:
    try:
        process = subprocess.Popen(argv, env=variables)
    except OSError as error:
        click.echo(f"front-emulator: {argv[0]}: {error.strerror}", err=True)
        return _NOT_FOUND
    # Ctrl-C reaches the command by itself; a SIGTERM to us is passed on to it.
    ignored = signal.signal(signal.SIGINT, signal.SIG_IGN)
    passed_on = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        code = process.wait()
    finally:
        signal.signal(signal.SIGINT, ignored)
        signal.signal(signal.SIGTERM, passed_on)
    return 128 - code if code < 0 else code
