"""The admin API's own description, made of its operations."""

from collections.abc import Iterable
from typing import Any

from front_emulator import __version__
from front_emulator.admin import checks
from front_emulator.admin.operations import Json, Operation
from front_emulator.web.problems import PREFIX

_VARIABLES = {
    "company": "An id, or `latest` for the company that was made last.",
}
_ERRORS = {
    "400": "Does not fit: `detail` names field, rule and value.",
    "401": "Bound beyond loopback, and without the admin token.",
    "403": "Host or Origin is foreign.",
    "404": "No such company, or nothing of this id.",
    "409": "Not in the state it is in.",
    "413": "More bytes than the emulator takes.",
    "415": "The body is not JSON.",
    "422": "It does not hold: `detail` shows what there is instead.",
    "503": "Too many requests wait already: try again, or wait for less at a time.",
}


def document(operations: Iterable[Operation]) -> Json:
    """An OpenAPI 3.1 document."""
    paths: dict[str, Json] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "front-emulator's admin API",
            "version": __version__,
            "description": "Control of an emulated Front: companies, clock, faults, journal.",
        },
        "servers": [{"url": PREFIX}],
        "security": [{}, {"admin": []}],
        "paths": paths,
        "components": {
            "schemas": checks.components(),
            "securitySchemes": {"admin": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation) -> Json:
    described: Json = {
        "operationId": operation.name,
        "tags": [operation.noun],
        "summary": operation.summary,
        "responses": _answers(operation),
    }
    parameters = [*_variables(operation.path), *_query(operation)]
    if parameters:
        described["parameters"] = parameters
    if operation.body is not None:
        described["requestBody"] = {
            "required": operation.needs_body,
            "content": {"application/json": {"schema": _ref(operation.body)}},
        }
    if operation.is_open:
        described["security"] = []
    return described


def _variables(path: str) -> list[Json]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _VARIABLES.get(name, "An id."),
            "schema": {"type": "string"},
        }
        for name in names
    ]


def _query(operation: Operation) -> list[Json]:
    return [
        {
            "name": each.name,
            "in": "query",
            "description": each.meaning,
            "schema": each.schema,
        }
        for each in operation.query
    ]


def _answers(operation: Operation) -> Json:
    if operation.answer is None:
        right: Json = {"204": {"description": "Done."}}
    else:
        content = {"application/json": {"schema": _ref(operation.answer)}}
        right = {str(operation.status): {"description": operation.summary, "content": content}}
    return right | {status: _problem(_ERRORS[status]) for status in _errors(operation)}


def _errors(operation: Operation) -> list[str]:
    statuses = ["400", "403", "413"]
    if not operation.is_open:
        statuses.append("401")
    if "{" in operation.path:
        statuses.append("404")
    if operation.body is not None:
        statuses.append("415")
    if operation.fails:
        statuses.append("422")
    if operation.waits:
        statuses.append("503")
    if operation.conflicts:
        statuses.append("409")
    return sorted(statuses)


def _problem(description: str) -> Json:
    content = {"application/problem+json": {"schema": _ref("Problem")}}
    return {"description": description, "content": content}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
