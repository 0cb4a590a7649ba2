"""The table of operations as routes."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Blueprint, Response, g, request

from front_emulator.admin import checks, clock, companies, openapi, whole_server
from front_emulator.admin.operations import AdminCall, Host, Json, Operation
from front_emulator.domain.errors import FrontEmulatorError, InvalidSetting, Refusal
from front_emulator.web.access import Access
from front_emulator.web.answers import answer, no_content
from front_emulator.web.problems import PREFIX, problem, refused


@cache
def _document() -> Json:
    return openapi.document(OPERATIONS)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/openapi.json",
        name="openapi",
        view=lambda _: _document(),
        summary="This document.",
        answer="OpenApi",
    ),
    *whole_server.OPERATIONS,
    *companies.OPERATIONS,
    *clock.OPERATIONS,
)


def create_admin(host: Host, access: Access) -> Blueprint:
    """The admin API of a server; errors are RFC 9457 problem details."""
    admin = Blueprint("admin", __name__, url_prefix=PREFIX)
    for operation in OPERATIONS:
        admin.add_url_rule(
            operation.path.replace("{", "<").replace("}", ">"),
            endpoint=operation.name,
            view_func=_view(operation, host, access),
            methods=[operation.method],
            provide_automatic_options=False,
        )
    admin.register_error_handler(checks.Unfit, _unfit)
    admin.register_error_handler(Refusal, refused)
    admin.register_error_handler(InvalidSetting, _invalid)
    return admin


def _view(operation: Operation, host: Host, access: Access) -> Callable[..., Response]:
    def run(**variables: str) -> Response:
        if not operation.is_open and not access.admits_admin(
            request.headers.get("Authorization", "")
        ):
            return problem(401, "Admin token required", "send the admin token that `serve` printed")
        call = AdminCall(
            host,
            g.exchange.base,
            variables,
            checks.query(operation, request),
            checks.body(operation, request, g.exchange.raw_body),
        )
        return _answer(operation, operation.view(call))

    return run


def _answer(operation: Operation, result: Any) -> Response:
    return no_content() if operation.answer is None else answer(result, operation.status)


def _unfit(error: checks.Unfit) -> Response:
    return problem(error.status, error.title, str(error), errors=error.errors)


def _invalid(error: FrontEmulatorError) -> Response:
    return problem(400, "Bad request", str(error))
