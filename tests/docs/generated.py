"""What is generated from the code and kept in the repository; `python -m tests.docs.generated`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from front_emulator import state
from front_emulator.cli.settings import markdown
from front_emulator.wire import setting_schemas

ROOT = Path(__file__).parents[2]
BEGIN, END = "<!-- generated: begin -->\n", "<!-- generated: end -->\n"


# Without what they may be: so the refusal is the settings' own, which names the nearest.
_GIVEN = {"type": "object", "description": "Some of the settings, by name, as Settings has them."}


def files() -> Iterator[tuple[Path, str]]:
    """Each file with the text it should have."""
    page = ROOT / "docs" / "settings.md"
    before, rest = page.read_text("utf-8").split(BEGIN)
    yield page, f"{before}{BEGIN}{markdown()}\n{END}{rest.split(END)[1]}"
    state_file = ROOT / "schemas" / "state.json"
    yield state_file, _json(state.schema())
    yield (
        ROOT / "schemas" / "admin" / "settings.json",
        _json({"Settings": _settings(), "GivenSettings": _GIVEN}),
    )
    config = ROOT / "schemas" / "config.json"
    yield config, _config(config.read_text("utf-8"))


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _settings() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "Settings by name; docs/settings.md says more.",
        "properties": setting_schemas.properties(),
        "additionalProperties": False,
    }


def _config(text: str) -> str:
    """The config file's schema with the settings put in, the rest of it as it is written."""
    begin = text.index('    "settings": {\n')
    end = text.index("\n    }", begin) + len("\n    }")
    table = {
        "description": "Settings of the account that `serve` and `exec` run; see docs/settings.md.",
        "type": "object",
        "additionalProperties": False,
        "properties": setting_schemas.properties(),
    }
    return text[:begin] + _indented('"settings": ', table) + text[end:]


def _indented(key: str, value: Any) -> str:
    lines = (key + json.dumps(value, indent=2, ensure_ascii=False)).split("\n")
    return "\n".join(f"    {line}" for line in lines)


if __name__ == "__main__":
    for path, text in files():
        path.write_text(text, encoding="utf-8")
