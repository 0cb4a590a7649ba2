"""Applications that get wrong how channels begin and end."""

from itertools import count

from werkzeug.wrappers import Request, Response

from tests.apps.breaking import broken
from tests.apps.right import Json, Refused
from tests.apps.right_handshake import RightHandshake


class NeverAgrees(RightHandshake):
    """Wants to be asked by somebody it knows."""

    def connect(self, channel_id: str) -> None:
        raise Refused("forbidden", "There is no account for this channel.")


class SaysNothingOfSuccess(RightHandshake):
    """An empty 204, as for a webhook."""

    def agreement(self, request: Request, channel_id: str) -> Response:
        return Response(status=204)


class CrashesWhenAsked(RightHandshake):
    def connect(self, channel_id: str) -> None:
        raise RuntimeError("there is no such table")


class BreaksOffWhenAsked(RightHandshake):
    def asked(self, request: Request) -> Response:
        return broken(request)


class NamesAPath(RightHandshake):
    def address(self, request: Request, channel_id: str) -> Json:
        return {"webhook_url": "/front/outgoing"}


class NamesNoText(RightHandshake):
    def address(self, request: Request, channel_id: str) -> Json:
        return {"webhook_url": {"url": f"{request.host_url}front/outgoing"}}


class NamesNoAddress(RightHandshake):
    """Has messages come to the server URL, where it takes none."""

    def address(self, request: Request, channel_id: str) -> Json:
        return {}


class AgreesWithAnybody(RightHandshake):
    def check_authorization(self, request: Request, body: bytes) -> None:
        return


class AgreesWithTheUnsigned(RightHandshake):
    def check_authorization(self, request: Request, body: bytes) -> None:
        if self.signature(request) is not None:
            super().check_authorization(request, body)


class AgreesWithAnySignature(RightHandshake):
    """Looks at the time, and whether there is a signature."""

    def check_authorization(self, request: Request, body: bytes) -> None:
        self.signed(request, body)
        if self.signature(request) is None:
            raise Refused("authentication_required", "The signature is missing.")


class AgreesToTheOld(RightHandshake):
    def check_authorization(self, request: Request, body: bytes) -> None:
        signed = self.stamp(request).encode() + b":" + body
        self.check_signature(self.signature(request), signed)


class RefusesLikeAWebhook(RightHandshake):
    """Refuses forgeries in words, and answers 200 without a type."""

    def asked(self, request: Request) -> Response:
        try:
            self.check_authorization(request, self.body(request))
        except Refused:
            return Response("wrong signature", 200)
        return super().asked(request)


class TellsWhatItExpected(RightHandshake):
    def check_authorization(self, request: Request, body: bytes) -> None:
        self.tell(request, self.signed(request, body))

    def check_deletion(self, request: Request, body: bytes) -> None:
        self.tell(request, self.signed(request, b"undefined"))

    def tell(self, request: Request, signed: bytes) -> None:
        given = self.signature(request)
        if given is None or not self.is_right(given, signed):
            raise Refused("forbidden", f"Expected the signature {self.expected(signed)}.")


class CrashesOnTheUnsigned(RightHandshake):
    def signature(self, request: Request) -> str | None:
        is_handshake = request.method == "DELETE" or request.path != "/front/outgoing"
        return request.headers["X-Front-Signature"] if is_handshake else super().signature(request)


class KnowsEachChannelOnce(RightHandshake):
    def connect(self, channel_id: str) -> None:
        if channel_id in self.channels:
            raise Refused("bad_request", "There is such a channel already.")
        super().connect(channel_id)


class CrashesOnKnownChannels(RightHandshake):
    def connect(self, channel_id: str) -> None:
        if channel_id in self.channels:
            raise RuntimeError("UNIQUE constraint failed")
        super().connect(channel_id)


class NamesAnotherAddressEachTime(RightHandshake):
    def __init__(self) -> None:
        super().__init__()
        self.numbers = count(1)

    def address(self, request: Request, channel_id: str) -> Json:
        return {"webhook_url": f"{request.host_url}front/outgoing?n={next(self.numbers)}"}


class KnowsNoDelete(RightHandshake):
    def told(self, request: Request) -> Response:
        return Response(status=405)


class CrashesAtTheEnd(RightHandshake):
    def disconnect(self, channel_id: str) -> None:
        if channel_id in self.channels:
            raise RuntimeError("there are messages of this channel")


class VerifiesTheBodyOfADelete(RightHandshake):
    """As the official template does, not as the documentation says."""

    def check_deletion(self, request: Request, body: bytes) -> None:
        self.check_signature(self.signature(request), self.signed(request, body))


class EndsForAnybody(RightHandshake):
    def check_deletion(self, request: Request, body: bytes) -> None:
        return


class EndsForTheUnsigned(RightHandshake):
    def check_deletion(self, request: Request, body: bytes) -> None:
        if self.signature(request) is not None:
            super().check_deletion(request, body)


class EndsForAnySignature(RightHandshake):
    def check_deletion(self, request: Request, body: bytes) -> None:
        self.signed(request, body)
        if self.signature(request) is None:
            raise Refused("authentication_required", "The signature is missing.")


class EndsByAnOldBody(VerifiesTheBodyOfADelete):
    """Verifies the body, and never mind when it was signed."""

    def check_deletion(self, request: Request, body: bytes) -> None:
        signed = self.stamp(request).encode() + b":" + body
        self.check_signature(self.signature(request), signed)


class EndsByTheOld(RightHandshake):
    def check_deletion(self, request: Request, body: bytes) -> None:
        signed = self.stamp(request).encode() + b":undefined"
        self.check_signature(self.signature(request), signed)


class CrashesOnUnknownChannels(RightHandshake):
    """Takes for granted that it has the channel."""

    def disconnect(self, channel_id: str) -> None:
        self.channels.remove(channel_id)
