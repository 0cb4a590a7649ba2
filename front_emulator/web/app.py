"""The Flask app: access rules, Front's API, the admin API, and the journal of it all."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchPath
from werkzeug.routing import Rule

from front_emulator.domain.accounts import Accounts
from front_emulator.domain.company import Company
from front_emulator.domain.entities import RequestRecord
from front_emulator.domain.errors import AskedFor, NotEmulated, Refusal
from front_emulator.web import faults, near_misses, problems, rate_limiting, reach
from front_emulator.web.access import Access
from front_emulator.web.answers import HINT_HEADER, error, header_text, refused
from front_emulator.web.call import Call, Route
from front_emulator.web.channel_api import ROUTES as CHANNEL_ROUTES
from front_emulator.web.core_api import ROUTES as CORE_ROUTES
from front_emulator.web.exchange import Exchange, current_request
from front_emulator.web.fault_answers import asked_for
from front_emulator.web.problems import PREFIX, problem
from front_emulator.wire.links import link_base

_LOG = logging.getLogger("front_emulator")


@dataclass(frozen=True)
class Surroundings:
    """What the app is told about the server it runs in.

    `base_url` is asked for the address links start with, None for the request's own;
    `on_request` is told of each request to Front's API once its answer is made.
    """

    access: Access
    base_url: Callable[[], str | None]
    on_request: Callable[[Company, RequestRecord], None]


def create_app(
    accounts: Accounts, surroundings: Surroundings, beside: Iterable[Blueprint] = ()
) -> Flask:
    """Front's API for the companies in `accounts`, and what is served `beside` it."""
    app = Flask("front_emulator", static_folder=None)
    app.url_rule_class = _MatchedRule
    app.url_map.merge_slashes = False
    for blueprint in beside:
        app.register_blueprint(blueprint)
    for route in (*CORE_ROUTES, *CHANNEL_ROUTES):
        app.add_url_rule(
            route.path,
            endpoint=f"{route.method} {route.path}",
            view_func=_authenticated(route),
            methods=[route.method],
            provide_automatic_options=False,
        )
    _guard(app, accounts, surroundings)
    _journal(app, surroundings.on_request)
    app.wsgi_app = _Slashless(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _authenticated(route: Route) -> Callable[..., Response]:
    def answer_call(**variables: str) -> Response:
        exchange: Exchange = g.exchange
        firing = exchange.fault
        delay = None if firing is None else firing.effect.exists_after
        company, channel_id = exchange.caller()
        call = Call(
            exchange.request,
            company,
            lambda: link_base(company, exchange.base),
            exchange.raw_body,
            delay,
            channel_id,
        )
        # An encoded slash within a path segment reaches a WSGI app as it was sent.
        references = {name: text.replace("%2F", "/") for name, text in variables.items()}
        reach.check(call, route, references)
        return route.view(call, **references)

    return answer_call


def _guard(app: Flask, accounts: Accounts, surroundings: Surroundings) -> None:
    """Refuse what must not get in, read the body of what may, and word every error."""

    @app.before_request
    def check_and_read() -> Response | None:
        exchange = g.exchange = Exchange(current_request(), accounts, surroundings.base_url())
        reason = surroundings.access.refusal_of(exchange.request.headers)
        if reason is not None:
            return _error(403, "Forbidden", reason)
        exchange.read_body()
        exchange.arrive()
        return exchange.find_excess() or faults.instead(exchange)

    @app.errorhandler(Refusal)
    def front_refusal(refusal: Refusal) -> Response:
        if request.path.startswith(PREFIX):
            return problems.refused(refusal)
        if isinstance(refusal, AskedFor):
            return asked_for(g.exchange.request, refusal)
        return refused(refusal)

    @app.errorhandler(HTTPException)
    def http_error(exception: HTTPException) -> Response:
        return _http_error(exception)

    @app.errorhandler(Exception)
    def own_failure(exception: Exception) -> Response:
        _LOG.error("front-emulator failed on %s", request.path, exc_info=exception)
        company = g.exchange.journalled_by()
        if company is not None:
            company.note_failure(exception)
        return _error(
            500,
            "Internal error",
            f"front-emulator itself failed ({type(exception).__name__}); its log says where",
        )


def _journal(app: Flask, on_request: Callable[[Company, RequestRecord], None]) -> None:
    """Give every answer of Front's API its headers, and its place in the journal."""

    @app.after_request
    def record(response: Response) -> Response:
        exchange: Exchange = g.exchange
        if exchange.is_beside_the_story:
            return response
        company = exchange.journalled_by()
        path = exchange.request.path
        response.headers.extend(rate_limiting.headers(company, exchange.request.method, path))
        if exchange.fault is not None:
            return faults.answer(exchange, exchange.fault, response, on_request)
        if company is not None:
            made = exchange.record(company, response)
            on_request(company, made)
        return response


def _http_error(exception: HTTPException) -> Response:
    method, path = request.method, request.path
    if isinstance(exception, NoSuchPath | MethodNotAllowed) and near_misses.is_fronts(method, path):
        return refused(
            NotEmulated(
                f"front-emulator does not emulate {method} {path} yet",
                hint="Front has this operation; docs/emulated.md lists those that are emulated",
            )
        )
    if isinstance(exception, NoSuchPath):
        return _error(404, "Not found", f"Unknown path {path}", _nearest(method, path))
    if isinstance(exception, MethodNotAllowed):
        allowed = ", ".join(sorted(exception.valid_methods or ()))
        message = f"{method} is not allowed on {path}"
        response = _error(405, "Method not allowed", message, f"allowed: {allowed}")
        response.headers["Allow"] = allowed
        return response
    return _error(exception.code or 400, exception.name, exception.description or exception.name)


def _nearest(method: str, path: str) -> str | None:
    """The operations whose paths are most like this one, of the API it is in."""
    operations = {
        (each, rule.rule.replace("<", "{").replace(">", "}"))
        for rule in current_app.url_map.iter_rules()
        for each in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(PREFIX) == path.startswith(PREFIX)
    }
    found = near_misses.closest(method, path, operations)
    return f"the closest: {', '.join(found)}" if found else None


def _error(status: int, title: str, message: str, hint: str | None = None) -> Response:
    if request.path.startswith(PREFIX):
        return problem(status, title, f"{message} ({hint})" if hint else message)
    response = error(status, title, message)
    if hint:
        response.headers[HINT_HEADER] = header_text(hint)
    return response


class _MatchedRule(Rule):
    """A rule that is only matched: no view builds URLs, and Werkzeug's preparing for it is slow."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        return _never_built


def _never_built(*_: object, **__: object) -> tuple[str, str]:
    raise RuntimeError("front-emulator builds its links itself, see wire/serializers.py")


class _Slashless:
    """Takes a path with trailing slashes for the path without."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["PATH_INFO"] = environ.get("PATH_INFO", "").rstrip("/") or "/"
        return self._app(environ, start_response)
