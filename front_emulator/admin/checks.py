"""Requests to the admin API against its schemas, and what to say where they do not fit."""

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from flask import Request

from front_emulator import resources
from front_emulator.admin.operations import Json, Operation, Parameter
from front_emulator.domain.errors import FrontEmulatorError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError


class Unfit(FrontEmulatorError):
    """A request that does not fit its schema; `errors` names field, rule and value of each."""

    def __init__(self, status: int, title: str, detail: str, errors: list[Json]) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.errors = errors


@cache
def components() -> dict[str, Json]:
    """The schemas of schemas/admin/ by name."""
    found: dict[str, Json] = {}
    for file in resources.names("schemas", "admin"):
        found |= resources.schema(file)
    return dict(sorted(found.items()))


def body(operation: Operation, request: Request, raw: bytes) -> Json:
    """The request's body. Raises `Unfit`."""
    if not raw.strip():
        if operation.needs_body:
            raise Unfit(400, "Bad request", "body: missing; send a JSON object", [])
        return {}
    if operation.body is None:
        raise Unfit(400, "Bad request", f"body: {operation.name} takes none", [])
    if not request.is_json:
        sent = request.mimetype or "none"
        detail = f"Content-Type: {sent} should be application/json"
        raise Unfit(415, "Unsupported media type", detail, [])
    try:
        data = json.loads(raw, parse_constant=_no_number, parse_float=_number_of)
    except (ValueError, RecursionError) as error:
        raise Unfit(400, "Bad request", f"body: is not JSON: {error}", []) from error
    _check(_body_validator(operation.body), data, "body")
    fields: Json = data
    return fields


def _number_of(text: str) -> float:
    """`2.0` is the integer 2 in JSON Schema as in JavaScript."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def query(operation: Operation, request: Request) -> Json:
    """The query's parameters as what their schemas say they are. Raises `Unfit`."""
    known = {each.name: each for each in operation.query}
    text = request.query_string.decode("utf-8", "replace")
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        given.setdefault(name, []).append(value)
    for name in given:
        if name not in known:
            there = ", ".join(known) or "none"
            detail = f"query.{name}: no such parameter; there are: {there}"
            raise Unfit(400, "Bad request", detail, [])
    found = {name: _value(known[name], values) for name, values in given.items()}
    for name, value in found.items():
        _check(_validator(dict(known[name].schema)), value, f"query.{name}")
    return found


def _value(parameter: Parameter, given: list[str]) -> Any:
    kind = parameter.schema.get("type")
    if kind == "array":
        return given
    text = given[-1]
    if kind == "boolean":
        return {"true": True, "false": False}.get(text.lower(), text)
    if kind in ("integer", "number"):
        return _number(text, kind)
    return text


def _number(text: str, kind: str) -> Any:
    try:
        return int(text) if kind == "integer" else float(text)
    except ValueError:
        return text


@cache
def _body_validator(name: str) -> "Draft202012Validator":
    schema = {
        "$ref": f"#/components/schemas/{name}",
        "components": {"schemas": components()},
    }
    return _validator(schema)


def _validator(schema: Json) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # an eighth of the time to start: on first use

    return Draft202012Validator(schema)


def _check(validator: "Draft202012Validator", data: Any, where: str) -> None:
    from jsonschema.exceptions import relevance

    errors = [_told(error, where) for error in sorted(validator.iter_errors(data), key=relevance)]
    if errors:
        detail = "; ".join(f"{each['field']}: {each['detail']}" for each in errors)
        raise Unfit(400, "Bad request", detail, errors)


def _told(error: "ValidationError", where: str) -> Json:
    path = "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path
    )
    return {
        "field": where + path,
        "rule": str(error.validator),
        "value": _brief(error.instance),
        "detail": error.message if len(error.message) <= 300 else f"{error.message[:300]}…",
    }


def _brief(value: Any) -> Any:
    if isinstance(value, Mapping | list) or (isinstance(value, str) and len(value) > 100):
        text = str(value)
        return text if len(text) <= 100 else f"{text[:100]}…"
    return value
