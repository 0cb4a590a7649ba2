"""Request bodies: checked data, or what is wrong with each field in Front's words.

What a body may look like is in schemas/.

Front pages: dev.frontapp.com/docs/creating-a-custom-channel and dev.frontapp.com/reference/messages
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import fastjsonschema

from front_emulator import resources
from front_emulator.domain.errors import InvalidBody

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

_Path = tuple[str | int, ...]

_NOT_BLANK = r"\S"
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_KINDS = {
    "string": "a string",
    "number": "a number",
    "integer": "a number",
    "boolean": "a boolean",
    "array": "an array",
    "object": "an object",
}


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a schema says about one value, as far as reading it goes."""

    kind: str
    is_nullable: bool
    members: Mapping[str, "_Shape"]
    items: "_Shape | None"
    takes_one: bool
    """Whether an object stands for a list of it."""


def checked(
    schema: str, body: Any, *, textual: bool = False, allow_blank: bool = False
) -> dict[str, Any]:
    """The fields of `body` that `schemas/<schema>.json` knows, when all of them are right.

    A null counts as an absent field unless the schema gives it a meaning. `textual` says that
    `body` came as form fields: "true", "1" and digits become what the schema wants, and one
    value stands for a list of one. `allow_blank` lets the field `body` be empty. Raises
    `InvalidBody` whose details name every wrong field, in the schema's order.
    """
    shape = _shape_of(schema)
    data = _known(shape, body, textual)
    if not _is_right(schema, data):
        found = _validator(schema).iter_errors(data)
        errors = [e for e in found if not (allow_blank and _is_blank_body(e))]
        if errors:
            raise InvalidBody(_details(shape, errors))
    return dict(data)


def _is_blank_body(error: "ValidationError") -> bool:
    rule, wanted, _ = _parts(error)
    return rule == "pattern" and wanted == _NOT_BLANK and list(error.absolute_path) == ["body"]


def _is_right(schema: str, data: Any) -> bool:
    try:
        _compiled(schema)(data)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


@cache
def _compiled(schema: str) -> Callable[[Any], Any]:
    """The schema as a function: jsonschema, which has the words for what is wrong, is slow."""
    keywords = resources.schema(schema)
    # Of drafts later than 7 it knows none; schemas/ keeps to what both have.
    older = {**keywords, "$schema": "http://json-schema.org/draft-07/schema#"}
    validate: Callable[[Any], Any] = fastjsonschema.compile(
        older, use_default=False, detailed_exceptions=False
    )
    return validate


@cache
def _validator(schema: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # an eighth of the time to start, for errors alone

    return Draft202012Validator(resources.schema(schema))


@cache
def _shape_of(schema: str) -> _Shape:
    return _shape(resources.schema(schema))


def _shape(schema: Mapping[str, Any]) -> _Shape:
    kinds = _kinds(schema["type"])
    members = {name: _shape(member) for name, member in schema.get("properties", {}).items()}
    items = _shape(schema["items"]) if "items" in schema else None
    takes_one = kinds[0] == "array" and "object" in kinds
    return _Shape(kinds[0], "null" in kinds, members, items, takes_one)


def _known(shape: _Shape, value: Any, textual: bool) -> Any:
    if textual:
        value = _from_text(shape, value)
    if shape.takes_one and isinstance(value, dict):
        value = [value]
    if shape.members and isinstance(value, dict):
        return {
            name: _known(member, value[name], textual)
            for name, member in shape.members.items()
            if name in value and (value[name] is not None or member.is_nullable)
        }
    if shape.items and isinstance(value, list):
        return [_known(shape.items, item, textual) for item in value]
    return value


def _from_text(shape: _Shape, value: Any) -> Any:
    """What a form field's text stands for; text that stands for nothing else stays."""
    if not isinstance(value, str):
        return value
    if shape.kind == "array":
        return [value]
    if shape.kind == "boolean":
        return _BOOLEANS.get(value, value)
    if shape.kind in ("integer", "number") and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value


def _details(shape: _Shape, errors: "Iterable[ValidationError]") -> tuple[str, ...]:
    reasons: dict[_Path, str] = {}
    for error in errors:
        for path, reason in _reasons(error):
            if path not in reasons or error.validator == "enum":
                reasons[path] = reason
    in_order = sorted(reasons, key=lambda path: _rank(shape, path))
    return tuple(f"{_named(path)}: {reasons[path]}" for path in in_order)


def _reasons(error: "ValidationError") -> Iterator[tuple[_Path, str]]:
    """Front's words, which are those of the npm package paperwork, for one JSON Schema error."""
    path = tuple(error.absolute_path)
    rule, wanted, value = _parts(error)
    match rule:
        case "required":
            yield from (((*path, name), "missing") for name in wanted if name not in value)
        case "anyOf":
            yield (*path, wanted[0]["required"][0]), "missing"
        case "type":
            yield path, f"should be {_KINDS[_kinds(wanted)[0]]}"
        case "enum":
            yield path, "should match at least 1 condition"
        case "pattern" if wanted == _NOT_BLANK:
            yield path, "missing"
        case "pattern":
            yield path, f"should match /{wanted}/"
        case _:
            yield path, f"failed {rule}"


def _parts(error: "ValidationError") -> tuple[Any, Any, Any]:
    return error.validator, error.validator_value, error.instance


def _kinds(kinds: str | list[str]) -> list[str]:
    return kinds if isinstance(kinds, list) else [kinds]


def _rank(shape: _Shape, path: _Path) -> tuple[int, ...]:
    """Where a field stands in its schema."""
    rank: list[int] = []
    for step in path:
        if isinstance(step, int):
            rank.append(step)
            shape = shape.items or shape
        else:
            rank.append(list(shape.members).index(step))
            shape = shape.members[step]
    return tuple(rank)


def _named(path: _Path) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "body" + "".join(steps)
