"""Front's two signatures, as pure functions over bytes."""

import base64
import hmac

SIGNATURE_HEADER = "X-Front-Signature"
TIMESTAMP_HEADER = "X-Front-Request-Timestamp"


def custom_channel_signature(api_secret: str, body: bytes) -> str:
    """`X-Front-Signature` of a POST to a custom channel: base64 HMAC-SHA1 of the body.

    Front page: dev.frontapp.com/docs/creating-a-custom-channel
    """
    return _base64(hmac.digest(api_secret.encode(), body, "sha1"))


def application_signature(app_secret: str, timestamp: str, body: bytes) -> str:
    """`X-Front-Signature` of a POST to an application: base64 HMAC-SHA256 of `timestamp:body`.

    `timestamp` is the value of `X-Front-Request-Timestamp`.
    Front page: dev.frontapp.com/docs/security-1
    """
    return _base64(hmac.digest(app_secret.encode(), timestamp.encode() + b":" + body, "sha256"))


def signature_headers(
    scheme: str, secret: str, body: bytes, at: float
) -> tuple[tuple[str, str], ...]:
    """The headers that sign a body in a `scheme` of the setting `delivery_signature`.

    `at` is the moment in Unix seconds; `X-Front-Request-Timestamp` has it in milliseconds.
    """
    if scheme == "sha1":
        return ((SIGNATURE_HEADER, custom_channel_signature(secret, body)),)
    timestamp = str(int(at * 1000))
    signature = (
        application_signature(secret, timestamp, body)
        if scheme == "sha256"
        else custom_channel_signature(secret, body)
    )
    return (TIMESTAMP_HEADER, timestamp), (SIGNATURE_HEADER, signature)


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode("ascii")
