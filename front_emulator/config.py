"""Settings from a file: `[tool.front-emulator]` of pyproject.toml, or front-emulator.toml.

What may stand there is in schemas/config.json.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from front_emulator import resources, schema_words
from front_emulator.domain.errors import InvalidSetting

OWN_FILE = "front-emulator.toml"
PROJECT_FILE = "pyproject.toml"

_PATHS = ("baseline", "ready-file", "state", "fixtures", "ca-file")


@dataclass(frozen=True, slots=True)
class Config:
    """What a file says, checked; `path` is None and everything empty where there is no file."""

    path: Path | None = None
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def options(self, command: str) -> dict[str, Any]:
        """The settings of a command, named as its flags: `unknown-recipient`.

        Files are named from where the config file is.
        """
        options = dict(self.tables.get(command, {}))
        for name in _PATHS:
            if self.path is not None and name in options:
                options[name] = str(self.path.parent / options[name])
        return options


def find(start: Path) -> Config:
    """The settings of the nearest file in `start` or a folder above it.

    In one folder, front-emulator.toml goes before pyproject.toml; a pyproject.toml without our
    table is passed by. Raises `InvalidSetting`, which names the file and the key.
    """
    folder = start.resolve()
    for each in (folder, *folder.parents):
        for name in (OWN_FILE, PROJECT_FILE):
            config = _read(each / name)
            if config is not None:
                return config
    return Config()


def _read(path: Path) -> Config | None:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, IsADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise InvalidSetting(f"{path}: cannot be read: {error}") from error
    tool = document.get("tool")
    ours = tool.get("front-emulator") if isinstance(tool, dict) else None
    if ours is None and path.name == OWN_FILE:
        ours = document
    if ours is None:
        return None
    _check(ours, path)
    return Config(path, ours)


def _check(settings: Any, path: Path) -> None:
    found = [
        f"{schema_words.named(where) or 'front-emulator'}: {how}"
        for where, how in schema_words.problems(resources.schema("config"), settings)
    ]
    if found:
        raise InvalidSetting(f"{path}: {'; '.join(found)}")
