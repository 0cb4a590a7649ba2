"""A right application, cut so that a broken one differs from it in one method."""

import hmac
import time

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from tests.apps.right import Json, Refused, RightIntegration

LIMIT = 300.0


class RightApplication(RightIntegration):
    """Takes what Front sends to an application, as it should be done."""

    def respond(self, request: Request) -> Response:
        try:
            self.check_method(request)
            signed = self.signed(request, self.body(request))
            self.check_signature(self.signature(request), signed)
            self.check_media_type(request)
            envelope = self.parse(self.body(request))
            if envelope.get("type") == "message_imported":
                return self.imported(envelope)
            message = self.opened(envelope)
            self.check(message)
            self.deliver(message)
        except Refused as refused:
            return self.refusal(refused)
        except HTTPException as error:  # a body that broke off
            return Response(str(error), error.code)
        return self.answer(200, {"type": "success", **self.ids(message)})

    def signed(self, request: Request, body: bytes) -> bytes:
        """What must have been signed."""
        stamp = self.stamp(request)
        self.check_age(self.seconds(stamp))
        return stamp.encode() + b":" + body

    def stamp(self, request: Request) -> str:
        found: str | None = request.headers.get("X-Front-Request-Timestamp")
        if found is None:
            raise Refused("authentication_required", "The timestamp is missing.")
        return found

    def seconds(self, stamp: str) -> float:
        if not (stamp.isascii() and stamp.isdigit()):
            raise Refused("authentication_required", "The timestamp is no number.")
        return int(stamp) / 1000

    def check_age(self, at: float) -> None:
        if abs(time.time() - at) > LIMIT:
            raise Refused("forbidden", "The request is too old, or from the future.")

    def digest(self, body: bytes) -> bytes:
        return hmac.digest(self.secret.encode(), body, "sha256")

    def opened(self, envelope: Json) -> Json:
        payload = envelope.get("payload")
        if envelope.get("type") != "message" or not isinstance(payload, dict):
            raise Refused("bad_request", "This is not a message in its envelope.")
        return payload

    def imported(self, envelope: Json) -> Response:
        """Front tells of a message that the application has synced."""
        return self.answer(200, {})

    def ids(self, message: Json) -> Json:
        conversation = message["_links"]["related"]["conversation"]
        return {"external_id": message["id"], "external_conversation_id": conversation}
