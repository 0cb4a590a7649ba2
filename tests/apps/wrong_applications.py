"""Applications that get wrong what only applications have to see to."""

import base64
import hmac
import time
from itertools import count

from werkzeug.wrappers import Request, Response

from tests.apps.right import Json, Refused, RightIntegration
from tests.apps.right_application import RightApplication


class AcceptsSha1(RightApplication):
    """Takes what is signed as for a custom channel, too."""

    def is_right(self, given: str, body: bytes) -> bool:
        _, _, posted = body.partition(b":")
        digest = hmac.digest(self.secret.encode(), posted, "sha1")
        return given == base64.b64encode(digest).decode() or super().is_right(given, body)


class AcceptsTheBodyAlone(RightApplication):
    def is_right(self, given: str, body: bytes) -> bool:
        _, _, posted = body.partition(b":")
        return super().is_right(given, posted) or super().is_right(given, body)


class LeaksTheSignature(RightApplication):
    def check_signature(self, given: str | None, body: bytes) -> None:
        if given is None or not self.is_right(given, body):
            raise Refused("forbidden", f"Expected the signature {self.expected(body)}.")


class NeedsNoTimestamp(RightApplication):
    """A timestamp that is missing is an empty one, and of no age."""

    def signed(self, request: Request, body: bytes) -> bytes:
        if "X-Front-Request-Timestamp" not in request.headers:
            return b":" + body
        return super().signed(request, body)


class CrashesOnWords(RightApplication):
    def seconds(self, stamp: str) -> float:
        return int(stamp) / 1000


class GuessesTheUnit(RightApplication):
    """Takes small numbers for seconds."""

    def seconds(self, stamp: str) -> float:
        found = super().seconds(stamp)
        return found if found > time.time() / 10 else found * 1000


class IsStrictAboutAge(RightApplication):
    def check_age(self, at: float) -> None:
        if time.time() - at > 60:
            raise Refused("forbidden", "The request is too old.")
        super().check_age(at)


class NeverMindsAge(RightApplication):
    def check_age(self, at: float) -> None:
        return


class TakesTheFuture(RightApplication):
    def check_age(self, at: float) -> None:
        super().check_age(min(at, time.time()))


class TakesTheOld(RightApplication):
    def check_age(self, at: float) -> None:
        if at > 1_000_000_000:
            super().check_age(max(at, time.time()))
        else:
            super().check_age(at)


class NamesEachDelivery(RightApplication):
    """Sends again whatever comes again, as another message."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = count(1)

    def ids(self, message: Json) -> Json:
        return super().ids(message) | {"external_id": f"m-{next(self.numbers)}"}


class CrashesOnReplays(RightApplication):
    def deliver_once(self, message: Json) -> None:
        if message["id"] in self.delivered:
            raise RuntimeError("it is there already")
        super().deliver_once(message)


class NamesNoConversation(RightApplication):
    def ids(self, message: Json) -> Json:
        return {"external_id": message["id"]}


class NamesNothing(RightApplication):
    def ids(self, message: Json) -> Json:
        return {}


class NamesAllAlike(RightApplication):
    def ids(self, message: Json) -> Json:
        return super().ids(message) | {"external_id": "message"}


class ExpectsACustomChannel(RightIntegration):
    """The wrong kind: it verifies as custom channels do, and knows no envelope."""


class SendsWhatItSynced(RightApplication):
    """Takes whatever comes for a message that is to be sent."""

    def imported(self, envelope: Json) -> Response:
        return self.answer(200, {"type": "success", **self.ids(envelope["payload"])})


class RefusesImports(RightApplication):
    def imported(self, envelope: Json) -> Response:
        return self.refusal(Refused("bad_request", "This is not a message in its envelope."))


class CrashesOnImports(RightApplication):
    def imported(self, envelope: Json) -> Response:
        raise KeyError(envelope["type"])
