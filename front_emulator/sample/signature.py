"""Is a request really from Front?

Front signs what it posts to a custom channel with the company's API secret:
https://dev.frontapp.com/docs/rule-webhooks#validating-data-integrity
"""

import hmac
from base64 import b64encode


def sign(secret: str, raw_body: bytes) -> str:
    """What `X-Front-Signature` must be: base64 of the HMAC-SHA1 of the body."""
    return b64encode(hmac.digest(secret.encode(), raw_body, "sha1")).decode()


def is_from_front(secret: str, raw_body: bytes, signature: str | None) -> bool:
    """Check a signature over the bytes exactly as they came in, never over parsed JSON.

    The comparison takes the same time wherever the first wrong character is. A header that came
    twice reaches us joined by a comma and equals no signature.
    """
    if not signature:
        return False
    return hmac.compare_digest(sign(secret, raw_body).encode(), signature.encode())
