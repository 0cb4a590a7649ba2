"""What the commands that act as a visitor or a teammate have in common."""

import base64
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from front_emulator.cli.remote import FAILED, show

F = TypeVar("F", bound=Callable[..., Any])

attach_option = click.option(
    "--attach",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file to attach; may be repeated.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print all that is known.")


def teammate_options(command: F) -> F:
    """How a teammate writes."""
    for add in (
        json_option,
        click.option("--no-wait", is_flag=True, help="Do not wait for the outcome."),
        attach_option,
        click.option("--no-archive", is_flag=True, help="Leave the conversation open."),
        click.option("--subject"),
        click.option("--author", help="A teammate's id, username or email."),
    ):
        command = add(command)
    return command


def body_of(
    author: str | None,
    subject: str | None,
    no_archive: bool,
    attach: tuple[Path, ...],
    no_wait: bool,
) -> dict[str, Any]:
    """These options as the admin API takes them."""
    given = {"author": author, "subject": subject}
    return {
        **{name: value for name, value in given.items() if value is not None},
        "archive": not no_archive,
        "attachments": files(attach),
        "wait": not no_wait,
    }


def files(paths: tuple[Path, ...]) -> list[dict[str, str]]:
    """Files as the admin API takes them."""
    return [
        {
            "filename": path.name,
            "content_type": mimetypes.guess_type(path.name)[0] or "application/octet-stream",
            "data_base64": base64.b64encode(path.read_bytes()).decode(),
        }
        for path in paths
    ]


def tell_delivery(delivery: dict[str, Any], as_json: bool) -> None:
    """What became of a message; exits with 1 where it failed."""
    if as_json:
        show(delivery)
    else:
        click.echo(line(delivery))
    if delivery["ok"] is False:
        raise SystemExit(FAILED)


def line(delivery: dict[str, Any]) -> str:
    """What became of a delivery, in one line."""
    said = f"{delivery['message_id']}  {delivery['state']}"
    if delivery["status"] is not None:
        said += f"  {delivery['status']}"
    if delivery["duration"] is not None:
        said += f"  {delivery['duration'] * 1000:.1f} ms"
    if delivery["error_type"] is not None:
        said += f"  {delivery['error_type']}: {delivery['reason']}"
    return said
