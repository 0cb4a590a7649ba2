"""`front-emulator settings`."""

from typing import Any

import click

from front_emulator.domain.settings import Setting, table
from front_emulator.wire import js_json


@click.command("settings")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
def command(form: str) -> None:
    """List the settings: what each means, its default, and how sure it is that Front does so.

    \b
    Example:
      front-emulator settings
      front-emulator serve --set archived_target=new_conversation
    """
    if form == "json":
        click.echo(js_json.dumps([_row(each) for each in table()]))
    else:
        click.echo(markdown() if form == "markdown" else _text())


def markdown() -> str:
    """The settings as tables, one for each group."""
    return "\n\n".join(_markdown_group(group) for group in _groups())


def _text() -> str:
    lines = list[str]()
    for group in _groups():
        lines.append(f"{group}:" if not lines else f"\n{group}:")
        for each in _of(group):
            lines.append(f"  {each.name} = {_shown(each)}  ({each.certainty})")
            lines.append(f"      {each.meaning.replace('`', '')}")
            lines.append(f"      {each.kind.expected}")
    return "\n".join(lines)


def _markdown_group(group: str) -> str:
    rows = [f"## {group}", "", "| Setting | Default | How sure | |", "|---|---|---|---|"]
    for each in _of(group):
        default = f"`{_shown(each)}`"
        about = f"{each.meaning} Should be {each.kind.expected}."
        sure = f"[{each.certainty}](https://{each.page})" if each.page else each.certainty
        rows.append(f"| `{each.name}` | {default} | {sure} | {about} |")
    return "\n".join(rows)


def _groups() -> list[str]:
    return list(dict.fromkeys(each.group for each in table()))


def _of(group: str) -> list[Setting]:
    return [each for each in table() if each.group == group]


def _shown(setting: Setting) -> str:
    value = setting.kind.shown(setting.default)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _row(setting: Setting) -> dict[str, Any]:
    return {
        "name": setting.name,
        "default": setting.kind.shown(setting.default),
        "should_be": setting.kind.expected,
        "group": setting.group,
        "meaning": setting.meaning,
        "certainty": setting.certainty,
        "page": setting.page and f"https://{setting.page}",
    }
