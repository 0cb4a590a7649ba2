"""An emulator started from the command line's options."""

import contextlib
import errno
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from front_emulator import __version__, narration
from front_emulator.applications import ApplicationChannel
from front_emulator.cli.configured import nearest_config
from front_emulator.cli.options import UNREACHABLE, USAGE, taken_settings
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    DeliveryRecord,
    Handshake,
    OAuth,
    RequestRecord,
    WebhookCall,
)
from front_emulator.domain.errors import InvalidSetting, InvalidState, MissingExtra, NotConnected
from front_emulator.domain.references import InvalidFixture
from front_emulator.emulator import FrontEmulator
from front_emulator.files import write_whole
from front_emulator.host import FrontServer
from front_emulator.wire import js_json


class WireLog:
    """Tells of each request, delivery, webhook and handshake as it ends, one line each.

    A handshake refused at the start is the command's end, which says so itself: `is_starting`.
    """

    def __init__(self, log_format: str = "text", to: Any = None) -> None:
        self.is_starting = True
        self._as_json = log_format == "json"
        self._to = to or sys.stderr

    def request(self, company: Company, record: RequestRecord) -> None:
        if not self._as_json:
            self._write(record.at, narration.request_line(record))
            return
        self._write_json(
            at=record.at,
            direction="to_front",
            method=record.method,
            path=record.path,
            status=record.status,
            duration=record.duration,
            hint=record.hint,
        )

    def delivery(self, company: Company, record: DeliveryRecord) -> None:
        at = record.started_at or record.due_at
        if not self._as_json:
            self._write(at, narration.delivery_line(record))
            return
        outcome = record.outcome
        self._write_json(
            at=at,
            direction="from_front",
            url=record.request and record.request.url,
            message_id=record.message_id,
            state=record.state,
            status=record.response and record.response.status,
            error_type=outcome and outcome.error_type,
            reason=outcome and outcome.reason,
            duration=record.duration,
            fault=record.fault,
        )

    def webhook(self, company: Company, call: WebhookCall) -> None:
        at = call.started_at or call.due_at
        if not self._as_json:
            self._write(at, narration.webhook_line(company, call))
            return
        self._write_json(
            at=at,
            direction="from_front",
            url=call.request and call.request.url,
            webhook_id=call.webhook_id,
            type=call.type,
            attempt=call.attempt,
            state=call.state,
            status=call.response and call.response.status,
            reason=call.reason,
            duration=call.duration,
        )

    def handshake(self, handshake: Handshake) -> None:
        if self.is_starting and handshake.refusal is not None:
            return
        if not self._as_json:
            self._write(handshake.at, narration.handshake_line(handshake))
            return
        self._write_json(
            at=handshake.at,
            direction="from_front",
            url=handshake.request.url,
            channel_id=handshake.channel_id,
            type=handshake.type,
            status=handshake.response and handshake.response.status,
            reason=handshake.refusal,
            duration=handshake.duration,
        )

    def _write_json(self, **line: Any) -> None:
        self._write_line(js_json.dumps(line).decode())

    def _write(self, at: float, line: str) -> None:
        self._write_line(f"{narration.clock_time(at)} {line}")

    def _write_line(self, line: str) -> None:
        """In one piece: requests and deliveries end in threads of their own."""
        self._to.write(f"{line}\n")
        self._to.flush()


def start(
    log: WireLog | None,
    *,
    host: str,
    port: int,
    public_url: str | None,
    allowed_host: tuple[str, ...],
    tls: bool,
    account: dict[str, Any],
) -> FrontEmulator:
    """A running emulator, or an exit that says in one line why there is none."""
    try:
        server = FrontServer(
            host=host,
            port=port,
            public_url=public_url,
            allowed_hosts=allowed_host,
            tls=tls,
            on_request=None if log is None else log.request,
            on_delivery=None if log is None else log.delivery,
            on_webhook=None if log is None else log.webhook,
            on_handshake=None if log is None else log.handshake,
        )
        emulator = FrontEmulator(server=server, **named(account))
    except InvalidSetting as error:
        raise click.UsageError(str(error)) from error
    except (InvalidFixture, MissingExtra) as error:
        raise stopped(str(error)) from error
    except (InvalidState, OSError) as error:
        raise stopped(f"--state: {error}") from error
    try:
        server.start()
    except OSError as error:
        is_busy = error.errno == errno.EADDRINUSE
        instead = "; --port 0 takes a free one" if is_busy else ""
        raise stopped(f"cannot listen on {host}:{port}: {_why(error)}{instead}") from error
    return emulator


def check_application(
    url: str | None, uid: str | None, secret: str | None, oauth: str | None
) -> None:
    """Raise `click.UsageError` for what is said of an application that has no address."""
    if url is None and (uid or secret or oauth):
        raise click.UsageError("--app-uid, --app-secret and --app-oauth need --app-url")
    if oauth is not None and not all(oauth.partition(":")):
        raise click.UsageError("--app-oauth: should be CLIENT_ID:CLIENT_SECRET")


def check_webhook(url: str | None, types: tuple[str, ...]) -> None:
    """Raise `click.UsageError` for what is said of a webhook that has no address."""
    if url is None and types:
        raise click.UsageError("--webhook-event needs --webhook-url")


def connect(
    emulator: FrontEmulator,
    url: str | None,
    uid: str | None,
    secret: str | None,
    oauth: str | None,
) -> dict[str, Any]:
    """Have a channel of the application at `url`, if there is one; what the ready-file says of it.

    One that a state file brought along is asked about again. Where the application cannot be
    asked or refuses, the command ends, which says so in one line.
    """
    if url is None:
        return {}
    try:
        found = (each for each in emulator.applications if uid in (None, each.uid))
        known = next((each for each in found if each.server_url == url), None)
        if known is not None and known.channels:
            channel = known.channels[0]
            channel.authorize_again()
        else:
            application = known or emulator.create_application(
                server_url=url, uid=uid, secret=secret, oauth=_oauth(oauth)
            )
            channel = application.connect(
                contact_type=emulator.channel.contact_type,
                undo_send_time=emulator.channel.undo_send_time,
            )
    except InvalidSetting as error:
        emulator.server.stop()
        raise click.UsageError(f"--app-url: {error}") from error
    except NotConnected as error:
        emulator.server.stop()
        raise stopped(str(error), UNREACHABLE) from error
    emulator.company.settle()
    return {"application": _application_document(channel)}


def _oauth(client: str | None) -> OAuth | None:
    if client is None:
        return None
    client_id, _, client_secret = client.partition(":")
    return OAuth(client_id, client_secret)


def tell_webhook(emulator: FrontEmulator, url: str | None, types: tuple[str, ...]) -> None:
    """Have a rule's webhook at `url`, unless a state file brought it along."""
    if url is None:
        return
    if any(each.url == url and each.application_uid is None for each in emulator.webhooks):
        return
    try:
        emulator.create_rule_webhook(url, types or None)
    except InvalidSetting as error:
        emulator.server.stop()
        raise click.UsageError(f"--webhook-url: {error}") from error
    emulator.company.settle()


def stopped(why: str, code: int = USAGE) -> SystemExit:
    """The end of the command, told in one line."""
    click.echo(f"front-emulator: {why}", err=True)
    return SystemExit(code)


def check_folder(option: str, path: Path | None) -> None:
    """Raise `click.UsageError` when a file is to be written where there is no folder."""
    if path is not None and not path.parent.is_dir():
        raise click.UsageError(f"{option}: there is no folder {path.parent}")


def save(emulator: FrontEmulator, path: Path | None) -> None:
    """Save the account, where it is to be saved at all."""
    if path is None:
        return
    try:
        emulator.save_state(path)
    except OSError as error:
        raise stopped(f"--state: {path} cannot be written: {_why(error)}") from error


def write_authority(emulator: FrontEmulator, path: Path) -> bool:
    """Write what clients must trust, where the emulator serves https."""
    authority = emulator.server.tls_authority
    if authority is not None:
        write_whole(path, authority)
    return authority is not None


def _application_document(channel: ApplicationChannel) -> dict[str, Any]:
    """All that an application needs to call Front."""
    application = channel.application
    return {
        "uid": application.uid,
        "secret": application.secret,
        "channel_id": channel.id,
        "inbound_url": channel.inbound_url,
    }


def ready_document(emulator: FrontEmulator) -> dict[str, Any]:
    """What the ready-file says: everything a client needs to use the emulator."""
    channel = emulator.channel
    inbox_id = next(iter(emulator.company.store.inboxes))
    return {
        "url": emulator.url,
        "port": emulator.server.port,
        "pid": os.getpid(),
        "version": __version__,
        "admin_url": f"{emulator.url}/__admin",
        "company": {
            "id": emulator.company.id,
            "name": emulator.company.name,
            "api_token": emulator.api_token,
            "api_secret": emulator.api_secret,
        },
        "inbox": {"id": inbox_id},
        "channel": {
            "id": channel.id,
            "address": channel.address,
            "incoming_url": channel.incoming_url,
        },
    }


def write_privately(path: Path, document: dict[str, Any]) -> None:
    """Write a file at once and for its owner alone: it holds a token and a secret."""
    write_whole(path, f"{json.dumps(document, indent=2)}\n".encode())


@contextlib.contextmanager
def until_signalled() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl-C set, instead of ending the process at once."""
    asked = threading.Event()
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {each: signal.signal(each, lambda *_: asked.set()) for each in signals}
    try:
        yield asked
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def named(options: dict[str, Any]) -> dict[str, Any]:
    """A command's options as `FrontEmulator` takes them, with the config file's settings."""
    account = dict(options)
    account["undo_send_time"] = int(account.pop("undo_send"))
    config = nearest_config().options("settings")
    return account | taken_settings(account, config)


def _why(error: OSError) -> str:
    return error.strerror or str(error)
