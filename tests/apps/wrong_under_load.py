"""Integrations that are right one message at a time, or on a good line, or at leisure."""

import threading

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Request, Response

from tests.apps.breaking import broken
from tests.apps.right import Json, Refused, RightIntegration

_AT_ONCE = 4
_LONGEST = 15.0


class Busy(RightIntegration):
    """Works on a few messages at a time, and on no more; not broken in itself."""

    def __init__(self) -> None:
        super().__init__()
        self.is_overloaded = threading.Event()

    def respond(self, request: Request) -> Response:
        if self.in_flight > _AT_ONCE:
            self.is_overloaded.set()
            return self.too_much(request)
        return super().respond(request)

    def body(self, request: Request) -> bytes:
        body = super().body(request)
        if b"FE-LOD-01: message" in body:
            # At work until there are too many, however slowly they come in.
            self.is_overloaded.wait(_LONGEST)
        return body

    def too_much(self, request: Request) -> Response:
        return self.refusal(Refused("too_many_requests", "One after the other, please."))


class BreaksOffUnderLoad(Busy):
    def too_much(self, request: Request) -> Response:
        return broken(request)


class CrashesUnderLoad(Busy):
    def too_much(self, request: Request) -> Response:
        return Response("<h1>503</h1>", 503, mimetype="text/html")


class RefusesUnderLoad(Busy):
    def too_much(self, request: Request) -> Response:
        return self.refusal(Refused("bad_request", "Not now."))


class AnswersBare429(Busy):
    """Says it with the status alone, as proxies do."""

    def too_much(self, request: Request) -> Response:
        return Response("slow down", 429)


class RefusesDuplicates(RightIntegration):
    def deliver(self, message: Json) -> None:
        with self.lock:
            known = message["id"] in self.delivered
        if known:
            raise Refused("bad_request", "This came before.")
        super().deliver(message)


class CrashesOnDuplicates(RightIntegration):
    """As a unique index does that nobody expected."""

    def deliver(self, message: Json) -> None:
        handles = self.handles(message)
        with self.lock:
            if self.delivered.get(message["id"]) is not None:
                raise RuntimeError("UNIQUE constraint failed: messages.id")
            if self.known.intersection(handles):
                self.delivered[message["id"]] = message
                return
        super().deliver(message)


class RefusesWhatFailedBefore(RightIntegration):
    def deliver(self, message: Json) -> None:
        if message.get("error_type"):
            raise Refused("bad_request", "This message has an error.")
        super().deliver(message)


class WantsTheOrderKept(RightIntegration):
    """Refuses a message that is older than the last one."""

    def __init__(self) -> None:
        super().__init__()
        self.last = 0.0

    def deliver(self, message: Json) -> None:
        if message["created_at"] < self.last:
            raise Refused("bad_request", "This is old.")
        super().deliver(message)
        self.last = message["created_at"]


class IsSlowAtTimes(RightIntegration):
    """Takes more than two seconds for every fourth message."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def respond(self, request: Request) -> Response:
        self.count += 1
        if self.count % 4 == 0:
            threading.Event().wait(2.1)
        return super().respond(request)


class IsTooSlow(RightIntegration):
    def respond(self, request: Request) -> Response:
        threading.Event().wait(30)
        return super().respond(request)


class HangsOnHtml(RightIntegration):
    def deliver(self, message: Json) -> None:
        if (message.get("body") or "").startswith("<"):
            threading.Event().wait(30)
        super().deliver(message)


class ReadsOnce(RightIntegration):
    """Takes for the body what one read gives."""

    def body(self, request: Request) -> bytes:
        first: bytes = request.environ["wsgi.input"].read1(request.content_length or 0)
        return first


class DiesOfHalfAMessage(RightIntegration):
    """Answers nothing any more once a body has broken off."""

    is_dead = False

    def body(self, request: Request) -> bytes:
        try:
            return super().body(request)
        except ClientDisconnected:
            self.is_dead = True
            raise

    def respond(self, request: Request) -> Response:
        if self.is_dead:
            return broken(request)
        return super().respond(request)


class CrashesOnHalfAMessage(RightIntegration):
    def body(self, request: Request) -> bytes:
        try:
            return super().body(request)
        except ClientDisconnected as error:
            raise RuntimeError("half a message") from error
