"""The command group; each command's module loads when the command runs."""

import io
import sys
from importlib import import_module

import click

from front_emulator import __version__

_COMMANDS = {
    "serve": "Run the emulator until Ctrl-C.",
    "wait": "Wait until a served emulator answers.",
    "exec": "Run a command against an emulator of its own.",
    "contract": "Check how an integration handles what Front sends.",
    "receive": "Have a message come in from outside.",
    "reply": "Answer as a teammate.",
    "compose": "Write first, as a teammate.",
    "advance": "Move the time on.",
    "fault": "Have Front fail, or lose what it sends.",
    "state": "Keep what the emulator holds, go back to it, compare it.",
    "tail": "Show what happens as it happens.",
    "reset": "Forget every conversation.",
    "doctor": "Check an integration's set-up.",
    "openapi": "Print the admin API's description.",
    "settings": "List the settings: what each means, its default, how sure that is.",
    "demo": "Watch the whole story: visitor, Front, teammate, failures.",
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"front_emulator.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(__version__, prog_name="front-emulator")
def cli() -> None:
    """A local, stateful, faithful emulator of Front's channel API."""


def main() -> None:
    """The `front-emulator` command."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show an arrow shows a question mark.
        sys.stdout.reconfigure(errors="replace")
    cli(prog_name="front-emulator")
