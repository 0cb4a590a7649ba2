"""The OpenAPI document: true to the routes, and valid."""

import re

import pytest
from jsonschema import Draft202012Validator

from front_emulator import FrontServer
from front_emulator.admin.blueprint import OPERATIONS
from tests.admin.client import Admin


def test_the_document_is_served(server: FrontServer, admin: Admin) -> None:
    assert admin.get("/openapi.json") == admin.document


def test_every_route_is_described_and_nothing_else(server: FrontServer, admin: Admin) -> None:
    routes = {
        (method, re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix("/__admin")))
        for rule in server.app.url_map.iter_rules()
        if rule.rule.startswith("/__admin")
        for method in (rule.methods or set()) - {"HEAD"}
    }
    described = {
        (method.upper(), path)
        for path, operations in admin.document["paths"].items()
        for method in operations
    }
    assert routes == described


def test_every_schema_is_one_and_every_reference_leads_somewhere(admin: Admin) -> None:
    schemas = admin.document["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    references = set(re.findall(r"#/components/schemas/(\w+)", str(admin.document)))
    assert references <= set(schemas)
    assert set(schemas) <= references, "a schema that nothing refers to"


def test_operations_have_names_of_their_own() -> None:
    names = [operation.name for operation in OPERATIONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ["/nowhere", "/companies/latest/nowhere"])
def test_an_unknown_path_is_a_problem(admin: Admin, path: str) -> None:
    problem = admin.refused("GET", path)
    assert (problem["status"], problem["title"]) == (404, "Not found")


def test_a_wrong_method_names_the_right_ones(admin: Admin) -> None:
    answer = admin.call("PUT", "/companies")
    assert answer.status_code == 405
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "HEAD", "POST"]
