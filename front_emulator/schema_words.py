"""What is wrong with a document a person wrote, by JSON Schema, in words."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

Path = tuple[str | int, ...]

_KINDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
}


def problems(schema: Mapping[str, Any], document: Any) -> Iterator[tuple[Path, str]]:
    """Where the document is not as the schema says, and how; no value is told: it may be a secret.

    Integers and numbers are told apart, as TOML and YAML do.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: _is_int(value))
    strict = extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    for error in strict(schema).iter_errors(document):
        yield from _told(error)


def named(path: Path) -> str:
    """A place in a document, as `contract.only.0`."""
    return ".".join(map(str, path))


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _told(error: Any) -> Iterator[tuple[Path, str]]:
    path = tuple(error.absolute_path)
    match error.validator:
        case "additionalProperties" if error.validator_value is False:
            known = list(error.schema["properties"])
            for name in error.instance:
                if name not in known:
                    yield (*path, str(name)), _unknown(str(name), known, path)
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            yield from (((*path, name), "missing") for name in missing)
        case _:
            yield path, f"should be {_expected(error.schema)}"


def _unknown(name: str, known: list[str], table: Path) -> str:
    # cutoff 0: some key is always the nearest, and it shows how keys are spelled.
    likeness = name.replace("_", "-") if "-" in "".join(known) else name
    nearest = get_close_matches(likeness.lower(), known, n=1, cutoff=0)[0]
    return f"there is no such key; the nearest is {named((*table, nearest))}"


def _expected(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    expected = " or ".join(_KINDS[kind] for kind in kinds)
    if kinds == ["array"] and schema.get("items", {}).get("type") == "string":
        expected = "a list of texts"
    return expected + "".join(_limits(schema))


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if "minimum" in schema and "maximum" in schema:
        yield f" from {schema['minimum']} to {schema['maximum']}"
    elif "minimum" in schema:
        yield f" of at least {schema['minimum']}"
    if "exclusiveMinimum" in schema:
        yield f" above {schema['exclusiveMinimum']}"
    if schema.get("minLength") or schema.get("minItems"):
        yield ", not empty"
    if "pattern" in schema:
        yield f" ({schema['description']})"
