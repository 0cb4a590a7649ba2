"""The settings as JSON Schema."""

from typing import Any

from front_emulator.domain.setting_kinds import (
    Choice,
    Delay,
    Flag,
    Kind,
    NameOrNumber,
    Number,
    Text,
)
from front_emulator.domain.settings import table

_SECONDS = r"(\d+(\.\d+)?|\.\d+)"
_DELAY = rf"^\s*({_SECONDS}\s*(-\s*{_SECONDS}\s*)?|manual)$"


def properties() -> dict[str, dict[str, Any]]:
    """For each setting what it may be, in JSON and TOML."""
    return {
        each.name: {
            **_schema(each.kind),
            "default": each.kind.shown(each.default),
            "description": f"{each.meaning} The default is {each.certainty}.",
        }
        for each in table()
    }


def _schema(kind: Kind) -> dict[str, Any]:
    match kind:
        case Flag():
            return {"type": "boolean"}
        case Choice(values=values):
            return {"enum": list(values)}
        case Number(minimum=minimum, exclusive=exclusive, is_whole=is_whole):
            bound = "exclusiveMinimum" if exclusive else "minimum"
            return {"type": "integer" if is_whole else "number", bound: minimum}
        case Delay():
            return {"type": ["number", "string"], "minimum": 0, "pattern": _DELAY}
        case NameOrNumber(names=names):
            return {"anyOf": [{"enum": list(names)}, {"type": "integer", "minimum": 1}]}
        case Text():
            return {"type": "string", "minLength": 1, "pattern": r"\S"}
    raise TypeError(f"no schema for {kind!r}")
