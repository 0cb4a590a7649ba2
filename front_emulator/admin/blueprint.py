"""The table of operations as routes."""

from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore
from typing import Any

from flask import Blueprint, Response, g, request

from front_emulator.admin import (
    actions,
    applications,
    checks,
    clock,
    companies,
    contract,
    conversations,
    faults,
    journal,
    openapi,
    rate_limits,
    settings,
    signatures,
    snapshots,
    state,
    webhooks,
    whole_server,
)
from front_emulator.admin.operations import AdminCall, Host, Json, Operation
from front_emulator.domain.errors import (
    FrontEmulatorError,
    InvalidSetting,
    InvalidState,
    Refusal,
    Unexpected,
    WaitTimeout,
)
from front_emulator.domain.references import InvalidFixture
from front_emulator.server import THREADS
from front_emulator.web.access import Access
from front_emulator.web.answers import answer, no_content
from front_emulator.web.problems import PREFIX, problem, refused


@cache
def document() -> Json:
    """The OpenAPI document of the admin API."""
    return openapi.document(OPERATIONS)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/openapi.json",
        name="openapi",
        view=lambda _: document(),
        summary="This document.",
        answer="OpenApi",
    ),
    *whole_server.OPERATIONS,
    *companies.OPERATIONS,
    *settings.OPERATIONS,
    *snapshots.OPERATIONS,
    *state.OPERATIONS,
    *clock.OPERATIONS,
    *actions.OPERATIONS,
    *applications.OPERATIONS,
    *webhooks.OPERATIONS,
    *journal.OPERATIONS,
    *faults.OPERATIONS,
    *rate_limits.OPERATIONS,
    *conversations.OPERATIONS,
    *signatures.OPERATIONS,
    *contract.OPERATIONS,
)


def create_admin(host: Host, access: Access) -> Blueprint:
    """The admin API of a server; errors are RFC 9457 problem details."""
    admin = Blueprint("admin", __name__, url_prefix=PREFIX)
    # Whoever waits must leave room for the request they wait for.
    waiting = BoundedSemaphore(THREADS // 2)
    for operation in OPERATIONS:
        admin.add_url_rule(
            operation.path.replace("{", "<").replace("}", ">"),
            endpoint=operation.name,
            view_func=_view(operation, host, access, waiting),
            methods=[operation.method],
            provide_automatic_options=False,
        )
    admin.register_error_handler(checks.Unfit, _unfit)
    admin.register_error_handler(Refusal, refused)
    for kind in (InvalidSetting, InvalidState, InvalidFixture):
        admin.register_error_handler(kind, _invalid)
    admin.register_error_handler(WaitTimeout, _does_not_hold)
    admin.register_error_handler(Unexpected, _does_not_hold)
    return admin


def _view(
    operation: Operation, host: Host, access: Access, waiting: BoundedSemaphore
) -> Callable[..., Response]:
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
        if not operation.waits:
            return _answer(operation, operation.view(call))
        if not waiting.acquire(blocking=False):
            return _too_many_wait()
        try:
            return _answer(operation, operation.view(call))
        finally:
            waiting.release()

    return run


def _answer(operation: Operation, result: Any) -> Response:
    return no_content() if operation.answer is None else answer(result, operation.status)


def _too_many_wait() -> Response:
    response = problem(
        503, "Too many wait", f"{THREADS // 2} requests wait for something already; try again"
    )
    response.headers["Retry-After"] = "1"
    return response


def _unfit(error: checks.Unfit) -> Response:
    return problem(error.status, error.title, str(error), errors=error.errors)


def _invalid(error: FrontEmulatorError) -> Response:
    return problem(400, "Bad request", str(error))


def _does_not_hold(error: FrontEmulatorError) -> Response:
    return problem(422, "Does not hold", str(error))
