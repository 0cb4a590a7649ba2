"""A right integration, cut so that a broken one differs from it in one method."""

import base64
import hmac
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

Json = dict[str, Any]
Environ = dict[str, Any]

SECRET = "the-secret-of-tests"
VISITOR = "contract-visitor"


class Refused(Exception):
    """The message cannot be taken, for the reason that one of Front's error types names."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.type = error_type
        self.message = message


class RightIntegration:
    """Takes what Front sends, as it should be done."""

    statuses: ClassVar = {
        "bad_request": 400,
        "authentication_required": 401,
        "forbidden": 403,
        "not_found": 404,
        "request_timeout": 408,
        "too_many_requests": 429,
        "internal_error": 500,
    }

    def __init__(self, secret: str = SECRET, known: Iterable[str] = (VISITOR,)) -> None:
        self.secret = secret
        self.known = frozenset(known)
        self.delivered: dict[str, Json] = {}
        self.shown: Counter[str] = Counter()
        self.in_flight = 0
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self.lock:
            self.in_flight += 1
        try:
            response = self.respond(Request(environ))
        finally:
            with self.lock:
                self.in_flight -= 1
        return response(environ, start_response)

    def respond(self, request: Request) -> Response:
        try:
            self.take(request)
        except Refused as refused:
            return self.refusal(refused)
        except HTTPException as error:  # a body that broke off
            return Response(str(error), error.code)
        return self.success()

    def take(self, request: Request) -> None:
        self.check_method(request)
        body = self.body(request)
        self.check_signature(self.signature(request), body)
        self.check_media_type(request)
        message = self.parse(body)
        self.check(message)
        self.deliver(message)

    def body(self, request: Request) -> bytes:
        return request.get_data()

    def success(self) -> Response:
        return self.answer(200, {"type": "success"})

    def refusal(self, refused: Refused) -> Response:
        body = {"type": refused.type, "message": refused.message}
        return self.answer(self.statuses[refused.type], body)

    def answer(self, status: int, body: Json) -> Response:
        return Response(json.dumps(body), status, mimetype="application/json")

    def check_method(self, request: Request) -> None:
        if request.method != "POST":
            raise Refused("bad_request", f"{request.method} is not for here.")

    def check_media_type(self, request: Request) -> None:
        if request.mimetype != "application/json":
            raise Refused("bad_request", "This is not application/json.")

    def signature(self, request: Request) -> str | None:
        return request.headers.get("X-Front-Signature")

    def check_signature(self, given: str | None, body: bytes) -> None:
        if given is None:
            raise Refused("authentication_required", "The signature is missing.")
        if not self.is_right(given, body):
            raise Refused("forbidden", "The signature is wrong.")

    def is_right(self, given: str, body: bytes) -> bool:
        return hmac.compare_digest(given.encode(), self.expected(body).encode())

    def expected(self, body: bytes) -> str:
        return base64.b64encode(self.digest(body)).decode()

    def digest(self, body: bytes) -> bytes:
        return hmac.digest(self.secret.encode(), body, "sha1")

    def parse(self, body: bytes) -> Json:
        try:
            message = json.loads(body.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise Refused("bad_request", "This is not JSON.") from error
        if not isinstance(message, dict):
            raise Refused("bad_request", "This is not a message.")
        return message

    def check(self, message: Json) -> None:
        _expect(message, "id", str)
        _expect(message, "type", str)
        _expect(message, "recipients", list)
        _expect(message, "attachments", list, optional=True)
        _expect(message, "author", dict, optional=True)
        _expect(message, "text", str, optional=True)
        _expect(message, "body", str, optional=True)
        related = _expect(_expect(message, "_links", dict), "related", dict)
        _expect(related, "conversation", str)
        self.check_content(message)

    def check_content(self, message: Json) -> None:
        if not (message.get("text") or message.get("body") or message.get("attachments")):
            raise Refused("bad_request", "There is nothing in this message.")

    def deliver(self, message: Json) -> None:
        handles = self.handles(message)
        if not handles:
            raise Refused("bad_request", "The message is to nobody.")
        if not self.known.intersection(handles):
            raise Refused("not_found", f"Nobody here is {handles[0]}.")
        self.deliver_once(message)

    def deliver_once(self, message: Json) -> None:
        with self.lock:
            if message["id"] not in self.delivered:
                self.delivered[message["id"]] = message
                self.show(message)

    def show(self, message: Json) -> None:
        """Put it before the visitor's eyes."""
        self.shown[message["id"]] += 1

    def handles(self, message: Json) -> list[str]:
        return [each["handle"] for each in message["recipients"] if each["role"] == "to"]


def _expect(fields: Json, name: str, kind: type, *, optional: bool = False) -> Any:
    value = fields.get(name)
    if not (optional and value is None) and not isinstance(value, kind):
        raise Refused("bad_request", f"{name} should be {kind.__name__}.")
    return value
