"""Is a request really from Front, and not an old one sent again?

Front signs with the application's secret: https://dev.frontapp.com/docs/security-1
"""

import hmac
from base64 import b64encode

MAX_AGE = 300.0
"""Seconds by which a request's time may differ from ours."""


def sign(secret: str, timestamp: str, raw_body: bytes) -> str:
    """What `X-Front-Signature` must be: base64 of the HMAC-SHA256 of `timestamp:body`."""
    signed = timestamp.encode() + b":" + raw_body
    return b64encode(hmac.digest(secret.encode(), signed, "sha256")).decode()


def is_from_front(
    secret: str, timestamp: str | None, raw_body: bytes, signature: str | None, now: float
) -> bool:
    """Check a signature over the bytes exactly as they came in; `timestamp` is in milliseconds."""
    if not signature or timestamp is None or not (timestamp.isascii() and timestamp.isdigit()):
        return False
    if abs(now - int(timestamp) / 1000) > MAX_AGE:
        return False
    expected = sign(secret, timestamp, raw_body)
    return hmac.compare_digest(expected.encode(), signature.encode())
