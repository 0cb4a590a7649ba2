"""Integrations that verify signatures in a wrong way."""

import base64
import hmac
import json

from werkzeug.wrappers import Request

from front_emulator.wire import js_json
from tests.apps.right import Refused, RightIntegration


class AcceptsUnsigned(RightIntegration):
    """Verifies nothing."""

    def check_signature(self, given: str | None, body: bytes) -> None:
        return


class AcceptsWithoutHeader(RightIntegration):
    """Verifies a signature only if there is one."""

    def check_signature(self, given: str | None, body: bytes) -> None:
        if given is not None:
            super().check_signature(given, body)


class CrashesWithoutHeader(RightIntegration):
    """Takes it for granted that there is a signature."""

    def check_signature(self, given: str | None, body: bytes) -> None:
        if not self.is_right(given, body):  # type: ignore[arg-type]
            raise Refused("forbidden", "The signature is wrong.")


class ComparesUpToTheShorterLength(RightIntegration):
    def is_right(self, given: str, body: bytes) -> bool:
        return self.expected(body).startswith(given)


class ComparesTheFirstCharacters(RightIntegration):
    def is_right(self, given: str, body: bytes) -> bool:
        return self.expected(body)[:10] == given[:10]


class VerifiesLikeNode(RightIntegration):
    """Verifies JSON.stringify(JSON.parse(body))."""

    def is_right(self, given: str, body: bytes) -> bool:
        return super().is_right(given, js_json.dumps(self.parse(body)))


class VerifiesJsonDumps(RightIntegration):
    """Verifies what Python writes, which escapes what Front does not."""

    def is_right(self, given: str, body: bytes) -> bool:
        return super().is_right(given, json.dumps(self.parse(body), separators=(",", ":")).encode())


class VerifiesTrimmed(RightIntegration):
    def is_right(self, given: str, body: bytes) -> bool:
        return super().is_right(given, body.strip())


class AcceptsKeysInAnyOrder(RightIntegration):
    def is_right(self, given: str, body: bytes) -> bool:
        if super().is_right(given, body):
            return True
        message = dict(reversed(self.parse(body).items()))
        return super().is_right(given, js_json.dumps(message))


class TakesSignaturesAgain(RightIntegration):
    """Remembers right signatures, and takes each of them for any message."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = set[str]()

    def is_right(self, given: str, body: bytes) -> bool:
        is_right = given in self.seen or super().is_right(given, body)
        if is_right:
            self.seen.add(given)
        return is_right


class AcceptsHex(RightIntegration):
    def is_right(self, given: str, body: bytes) -> bool:
        return given == self.digest(body).hex() or super().is_right(given, body)


class AcceptsUrlSafeBase64(RightIntegration):
    def is_right(self, given: str, body: bytes) -> bool:
        return super().is_right(given.replace("-", "+").replace("_", "/"), body)


class AcceptsSha256(RightIntegration):
    def is_right(self, given: str, body: bytes) -> bool:
        digest = hmac.digest(self.secret.encode(), body, "sha256")
        return given == base64.b64encode(digest).decode() or super().is_right(given, body)


class AcceptsAnotherSecret(RightIntegration):
    """Any text that begins with the secret will do as one."""

    def is_right(self, given: str, body: bytes) -> bool:
        longer = hmac.digest(f"{self.secret}x".encode(), body, "sha1")
        return given == base64.b64encode(longer).decode() or super().is_right(given, body)


class LeaksTheSignature(RightIntegration):
    def check_signature(self, given: str | None, body: bytes) -> None:
        if given is None or not self.is_right(given, body):
            raise Refused("forbidden", f"Expected the signature {self.expected(body)}.")


class LooksForExactHeaderNames(RightIntegration):
    """Needs a server that keeps the names as they came."""

    def signature(self, request: Request) -> str | None:
        names: dict[str, str] = request.environ["tests.headers"]
        return names.get("X-Front-Signature")
