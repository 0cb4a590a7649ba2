"""Where our schemas and fixtures are: inside the package in a wheel, beside it in a checkout."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

Kind = Literal["schemas", "fixtures"]


@cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema `name`, read once: not to be changed by who gets it."""
    data: dict[str, Any] = _read("schemas", name)
    return data


def fixture(name: str) -> Any:
    """The data of the fixture `name`, read anew each time."""
    return _read("fixtures", name)


def path(kind: Kind, name: str) -> Path:
    """The file `name`, with its ending, of the folder `kind`.

    Raises `FileNotFoundError`, which names the files that are there.
    """
    folder = _folder(kind)
    file = folder / name
    if not file.is_file():
        there = ", ".join(sorted(each.name for each in folder.glob("*.*"))) or "nothing"
        raise FileNotFoundError(f"{kind} has no {name}: in {folder} there is {there}")
    return file


def names(kind: Kind, folder: str) -> list[str]:
    """The names of a folder's files in `kind`, as `schema` and `fixture` take them."""
    return [f"{folder}/{file.stem}" for file in sorted((_folder(kind) / folder).glob("*.json"))]


def _read(kind: Kind, name: str) -> Any:
    return json.loads(path(kind, f"{name}.json").read_text("utf-8"))


def _folder(kind: Kind) -> Path:
    package = Path(__file__).resolve().parent
    own = package / kind
    return own if own.is_dir() else package.parent / kind
