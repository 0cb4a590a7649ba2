"""Settings from a file: `[tool.front-emulator]` of pyproject.toml, or front-emulator.toml.

What may stand there is in schemas/config.json.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from front_emulator import resources
from front_emulator.domain.errors import InvalidSetting

OWN_FILE = "front-emulator.toml"
PROJECT_FILE = "pyproject.toml"

_KINDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list of texts",
    "object": "a table",
}
_PATHS = ("baseline", "ready-file", "state")


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
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    # TOML tells 7 from 7.0, which JSON Schema does not.
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: _is_int(value))
    strict = extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    validator = strict(resources.schema("config"))
    problems = [text for error in validator.iter_errors(settings) for text in _told(error)]
    if problems:
        raise InvalidSetting(f"{path}: {'; '.join(problems)}")


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _told(error: Any) -> Iterator[str]:
    """The error in words; no value is shown, since it may be a secret."""
    key = ".".join(map(str, error.absolute_path))
    match error.validator:
        case "additionalProperties":
            known = list(error.schema["properties"])
            for name in error.instance:
                if name not in known:
                    yield _unknown(name, known, key)
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            yield from (f"{key}.{name}: missing" for name in missing)
        case _:
            yield f"{key or 'front-emulator'}: should be {_expected(error.schema)}"


def _unknown(name: str, known: list[str], table: str) -> str:
    prefix = f"{table}." if table else ""
    # cutoff 0: some key is always the nearest, and it shows how keys are spelled.
    spelled = name.replace("_", "-").lower()
    nearest = get_close_matches(spelled, known, n=1, cutoff=0)[0]
    return f"{prefix}{name}: there is no such key; the nearest is {prefix}{nearest}"


def _expected(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    expected = " or ".join(_KINDS[kind] for kind in kinds)
    return expected + "".join(_limits(schema))


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if "minimum" in schema and "maximum" in schema:
        yield f" from {schema['minimum']} to {schema['maximum']}"
    elif "minimum" in schema:
        yield f" of at least {schema['minimum']}"
    if "exclusiveMinimum" in schema:
        yield f" above {schema['exclusiveMinimum']}"
    if schema.get("minLength"):
        yield ", not empty"
    if "pattern" in schema:
        yield f" ({schema['description']})"
