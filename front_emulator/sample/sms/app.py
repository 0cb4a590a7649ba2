"""The service as a Flask app: what Front calls, and what the telephone company calls."""

import secrets
import time
from base64 import b64decode
from typing import Any

import requests
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from .config import Config
from .front import FrontClient, conversation_id
from .oauth import has_token, take_who_asks_for_tokens
from .signature import is_from_front

Json = dict[str, Any]


class Service:
    """What the service knows: its channel at Front, and what it has sent. In memory only."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.channel_id: str | None = None
        self.sent: dict[str, Json] = {}
        """Text messages by the id of Front's message, so that one is never sent twice."""
        self.tokens: set[str] | None = None
        """The tokens Front may have; None where it needs none."""

    @property
    def front(self) -> FrontClient:
        if self.channel_id is None:
            raise LookupError("Front has not connected a channel yet")
        return FrontClient(self.config, self.channel_id)


def create_app(config: Config) -> Flask:
    """Make the service."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 32 * 1024 * 1024
    service = Service(config)
    if config.oauth_client_id:
        service.tokens = take_who_asks_for_tokens(app, config)
    _take_what_front_sends(app, service)
    _take_what_the_telephone_company_sends(app, service)
    _answer_errors_as_front_reads_them(app)
    return app


def _take_what_front_sends(app: Flask, service: Service) -> None:
    """Front page: https://dev.frontapp.com/docs/channels-overview"""

    @app.post("/front")
    def authorize() -> tuple[Response, int] | Response:
        envelope = _verified(service)
        if envelope is None:
            return _error("authentication_required", "Wrong signature or token", 401)
        service.channel_id = envelope["payload"]["channel_id"]
        return jsonify(type="success", webhook_url=f"{request.host_url}front/messages")

    @app.post("/front/messages")
    def send() -> tuple[Response, int] | Response:
        envelope = _verified(service)
        if envelope is None:
            return _error("authentication_required", "Wrong signature or token", 401)
        if envelope["type"] not in ("message", "message_autoreply"):
            return jsonify(type="success")
        text = _text_message(envelope["payload"])
        sent = service.sent.setdefault(text["front_id"], text)
        return jsonify(
            type="success",
            external_id=sent["id"],
            external_conversation_id=conversation_id(sent["to"]),
        )

    @app.delete("/front/messages")
    def disconnect() -> tuple[Response, int] | Response:
        envelope = _verified(service)
        if envelope is None:
            return _error("authentication_required", "Wrong signature or token", 401)
        if envelope["payload"]["channel_id"] == service.channel_id:
            service.channel_id = None
        return jsonify(type="success")


def _take_what_the_telephone_company_sends(app: Flask, service: Service) -> None:
    """In real life, checked by the company's own signature."""

    @app.post("/carrier/messages")
    def receive() -> tuple[str, int]:
        given = request.get_json()
        files = [
            (each["filename"], b64decode(each["data_base64"]), each["content_type"])
            for each in given.get("media", [])
        ]
        service.front.receive(given["from"], given.get("text", ""), given["id"], files)
        return "", 204

    @app.get("/carrier/messages")
    def outbox() -> Response:
        return jsonify(list(service.sent.values()))

    @app.post("/carrier/failures")
    def fail() -> tuple[str, int]:
        given = request.get_json()
        service.front.fail(given["to"], given["id"], given["reason"])
        return "", 204

    @app.post("/carrier/calls")
    def call() -> tuple[str, int]:
        given = request.get_json()
        if given["status"] == "ringing":
            service.front.begin_call(given["from"], given["id"])
        else:
            service.front.follow_call(given["id"], given["status"])
        return "", 204


def _verified(service: Service) -> Json | None:
    """What Front sent, or None for what is not from Front.

    Front signs the word `undefined` in place of the body of a DELETE.
    """
    raw = request.get_data()
    signed = [raw, b"undefined"] if request.method == "DELETE" else [raw]
    timestamp = request.headers.get("X-Front-Request-Timestamp")
    signature = request.headers.get("X-Front-Signature")
    secret, now = service.config.app_secret, time.time()
    if not any(is_from_front(secret, timestamp, each, signature, now) for each in signed):
        return None
    if service.tokens is not None and not has_token(service.tokens):
        return None
    envelope: Json = request.get_json(force=True)
    return envelope


def _text_message(message: Json) -> Json:
    """What Front's message is as a text message: its recipient and its plain text."""
    to = next(each["handle"] for each in message["recipients"] if each["role"] == "to")
    if not isinstance(to, str) or not isinstance(message["text"], str):
        raise TypeError("handle and text should be texts")
    # An automatic reply has no id; what Front says of it then is all that tells it apart.
    front_id = message.get("id") or secrets.token_hex(8)
    return {"id": secrets.token_hex(8), "front_id": front_id, "to": to, "text": message["text"]}


def _answer_errors_as_front_reads_them(app: Flask) -> None:
    @app.errorhandler(requests.RequestException)
    def front_is_wrong(error: Exception) -> tuple[Response, int]:
        app.logger.error("Front: %s", error)
        return _error("internal_error", "Front could not be told", 502)

    @app.errorhandler(KeyError)
    @app.errorhandler(RecursionError)
    @app.errorhandler(StopIteration)
    @app.errorhandler(TypeError)
    @app.errorhandler(ValueError)
    def wrong_body(error: Exception) -> tuple[Response, int]:
        return _error("bad_request", f"The body lacks something: {error}", 400)

    @app.errorhandler(LookupError)
    def no_channel(error: Exception) -> tuple[Response, int]:
        return _error("not_found", str(error), 404)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[Response, int]:
        return _error("bad_request", error.description or error.name, error.code or 500)


def _error(error_type: str, message: str, status: int) -> tuple[Response, int]:
    return jsonify(type=error_type, message=message), status
