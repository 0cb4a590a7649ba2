"""`front-emulator serve`."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from front_emulator.cli import serving
from front_emulator.cli.configured import ConfiguredCommand
from front_emulator.cli.options import account_options, option, server_options
from front_emulator.emulator import FrontEmulator
from front_emulator.wire import js_json

_GRACE_SECONDS = 10.0


@click.command("serve", cls=ConfiguredCommand)
@server_options(default_port=8100)
@account_options
@option(
    "--ca-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="front-emulator-ca.pem",
    show_default=True,
    help="With --tls: where what clients must trust is written, for as long as it serves.",
)
@option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Written once the emulator answers: JSON with address, token, secret, channel.",
)
@option(
    "--state",
    "state_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Go on from this file, if it is there, and save the account to it at the end.",
)
@option("--app-url", help="An application's server, which Front asks for a channel at the start.")
@option("--app-uid", help="The application's uid.  [default: made up]")
@option("--app-secret", help="The application's secret.  [default: made up]")
@option(
    "--app-oauth",
    metavar="ID:SECRET",
    help="The OAuth client that Front is to the application.  [default: it needs none]",
)
@option("--webhook-url", help="Where a rule POSTs events.")
@option(
    "--webhook-event",
    multiple=True,
    help="With --webhook-url: a type of event, such as inbound; may be repeated.  [default: all]",
)
@option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    host: str,
    port: int,
    public_url: str | None,
    allowed_host: tuple[str, ...],
    tls: bool,
    ca_file: Path,
    ready_file: Path | None,
    state_file: Path | None,
    app_url: str | None,
    app_uid: str | None,
    app_secret: str | None,
    app_oauth: str | None,
    webhook_url: str | None,
    webhook_event: tuple[str, ...],
    log_format: str,
    **account: Any,
) -> None:
    """Run the emulator until Ctrl-C or SIGTERM.

    Its address, token, secret and channel go to stdout, one line for each request and
    delivery to stderr: → is the integration calling Front, ← is Front calling back.

    \b
    Example:
      front-emulator serve --outgoing-url http://localhost:3000/front/outgoing
    """
    serving.check_application(app_url, app_uid, app_secret, app_oauth)
    serving.check_webhook(webhook_url, webhook_event)
    serving.check_folder("--ready-file", ready_file)
    serving.check_folder("--state", state_file)
    serving.check_folder("--ca-file", ca_file if tls else None)
    if ready_file is not None:
        ready_file.unlink(missing_ok=True)
    if state_file is not None and state_file.exists():
        account["state"] = state_file
    log = serving.WireLog(log_format)
    with serving.until_signalled() as asked:
        emulator = serving.start(
            log,
            host=host,
            port=port,
            public_url=public_url,
            allowed_host=allowed_host,
            tls=tls,
            account=account,
        )
        application = serving.connect(emulator, app_url, app_uid, app_secret, app_oauth)
        log.is_starting = False
        serving.tell_webhook(emulator, webhook_url, webhook_event)
        save = partial(serving.save, emulator, state_file)
        if state_file is not None:
            emulator.server.state_files[emulator.company.id] = state_file.absolute()
        save()
        document = serving.ready_document(emulator) | application
        if serving.write_authority(emulator, ca_file):
            document["ca_file"] = str(ca_file.absolute())
        if ready_file is not None:
            serving.write_privately(ready_file, document)
        _announce(emulator, document, log_format)
        asked.wait()
        for file in (ready_file, ca_file if tls else None):
            if file is not None:
                file.unlink(missing_ok=True)
        emulator.server.stop(grace=_GRACE_SECONDS, at_rest=save)


def _announce(emulator: FrontEmulator, document: dict[str, Any], log_format: str) -> None:
    if log_format == "json":
        click.echo(js_json.dumps(document))
        return
    lines = {
        "Front at": emulator.url,
        "Inbox": f"{emulator.url}/",
        "API token": emulator.api_token,
        "API secret": emulator.api_secret,
        "Channel": emulator.channel.id,
        "Incoming URL": emulator.channel.incoming_url,
        "Outgoing URL": emulator.channel.outgoing_url or "none (--outgoing-url)",
    }
    if "application" in document:
        application = document["application"]
        lines |= {
            "App UID": application["uid"],
            "App secret": application["secret"],
            "App channel": application["channel_id"],
            "Inbound URL": application["inbound_url"],
        }
    if "ca_file" in document:
        lines["CA file"] = document["ca_file"]
    if not emulator.server.access.is_loopback:
        lines["Admin token"] = emulator.server.admin_token
        lines["Inbox"] = f"{emulator.url}/#admin_token={emulator.server.admin_token}"
    for name, value in lines.items():
        click.echo(f"{name:13} {value}")
