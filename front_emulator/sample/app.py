"""The live chat as a Flask app: where all its parts are put together."""

import time

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from .chats import Chats
from .config import Config
from .front import Clock, FrontClient, Pause
from .limiter import Limiter
from .outbox import Outbox
from .outgoing import outgoing_blueprint
from .refusals import STATUS_OF, ErrorType, Refusal, error_type_of
from .widget import widget_blueprint

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def create_app(
    config: Config, *, clock: Clock = time.monotonic, pause: Pause = time.sleep
) -> Flask:
    """Make the live chat. `clock` and `pause` are for tests, which do not like to wait."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = config.max_body
    chats = Chats(config)
    outbox = Outbox(FrontClient(config, clock=clock, pause=pause), chats)
    limiter = Limiter(
        per_second=config.replies_per_second, at_once=config.replies_at_once, clock=clock
    )
    app.register_blueprint(widget_blueprint(config, chats, outbox))
    app.register_blueprint(outgoing_blueprint(config, chats, limiter))
    _answer_errors_as_front_reads_them(app)
    app.after_request(_guard)
    return app


def _answer_errors_as_front_reads_them(app: Flask) -> None:
    """Whatever goes wrong, say so as `{"type", "message"}`.

    A page of HTML, or nothing, would leave the teammate without a reason.
    """

    @app.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> Response:
        return _error(refusal.error_type, refusal.message, STATUS_OF[refusal.error_type])

    @app.errorhandler(HTTPException)
    def refuse_http(error: HTTPException) -> Response:
        status = error.code or 500
        response = _error(error_type_of(status), error.description or error.name, status)
        allowed = dict(error.get_headers()).get("Allow")
        if allowed:
            response.headers["Allow"] = allowed
        return response

    @app.errorhandler(Exception)
    def confess(error: Exception) -> Response:
        app.logger.error("Unexpected", exc_info=error)
        return _error("internal_error", "Something went wrong on our side.", 500)


def _error(error_type: ErrorType, message: str, status: int) -> Response:
    response = jsonify(type=error_type, message=message)
    response.status_code = status
    if status == 429:
        response.headers["Retry-After"] = "1"
    return response


def _guard(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    if response.mimetype == "application/json":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
