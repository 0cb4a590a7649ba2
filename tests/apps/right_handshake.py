"""A right application that takes the handshake, too, cut like the others."""

from werkzeug.wrappers import Request, Response

from tests.apps.right import Json, Refused
from tests.apps.right_application import RightApplication

SERVER_PATH = "/front/server"


class RightHandshake(RightApplication):
    """Agrees to every channel, and forgets those that are no more."""

    def __init__(self) -> None:
        super().__init__()
        self.channels: set[str] = set()

    def respond(self, request: Request) -> Response:
        if request.method == "DELETE":
            return self.told(request)
        return self.asked(request) if request.path == SERVER_PATH else super().respond(request)

    def asked(self, request: Request) -> Response:
        """The answer to `authorization`."""
        try:
            self.check_method(request)
            body = self.body(request)
            self.check_authorization(request, body)
            channel_id = self.channel_id(self.parse(body), "authorization")
            self.connect(channel_id)
        except Refused as refused:
            return self.refusal(refused)
        return self.agreement(request, channel_id)

    def told(self, request: Request) -> Response:
        """The answer to `delete`."""
        try:
            body = self.body(request)
            self.check_deletion(request, body)
            self.disconnect(self.channel_id(self.parse(body), "delete"))
        except Refused as refused:
            return self.refusal(refused)
        return Response(status=204)

    def check_authorization(self, request: Request, body: bytes) -> None:
        self.check_signature(self.signature(request), self.signed(request, body))

    def check_deletion(self, request: Request, body: bytes) -> None:
        """By the documentation a word is signed in place of the body."""
        self.check_signature(self.signature(request), self.signed(request, b"undefined"))

    def channel_id(self, envelope: Json, kind: str) -> str:
        payload = envelope.get("payload")
        found = payload.get("channel_id") if isinstance(payload, dict) else None
        if envelope.get("type") != kind or not isinstance(found, str):
            raise Refused("bad_request", f"This is no {kind}.")
        return found

    def connect(self, channel_id: str) -> None:
        self.channels.add(channel_id)

    def disconnect(self, channel_id: str) -> None:
        self.channels.discard(channel_id)

    def agreement(self, request: Request, channel_id: str) -> Response:
        return self.answer(200, {"type": "success"} | self.address(request, channel_id))

    def address(self, request: Request, channel_id: str) -> Json:
        return {"webhook_url": f"{request.host_url}front/outgoing"}
