"""The ways a secret or a signature can be written without ceasing to be one."""

import base64
import hmac
import html
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from front_emulator.contract.model import Exchange
from front_emulator.wire.applications import signable

_SHORTEST = 8
_URL_SAFE = str.maketrans("+/", "-_")


def spellings_of(secret: str) -> set[str]:
    """The secret as it stands, and as JSON, HTML, URLs, base64 and hexadecimal write it."""
    data = secret.encode("utf-8", "surrogatepass")
    plain = {
        secret,
        data.decode("latin-1"),
        quote(data, safe=""),
        quote_plus(data),
        html.escape(secret),
        html.escape(secret).replace("&quot;", "&#34;").replace("&#x27;", "&#39;"),
        repr(secret)[1:-1],
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(secret)[1:-1].replace("/", "\\/"),
    }
    encoded = {
        base64.b64encode(data).decode("ascii"),
        base64.b64encode(data).decode("ascii").rstrip("="),
        base64.urlsafe_b64encode(data).decode("ascii").rstrip("="),
        data.hex(),
        data.hex().upper(),
    }
    return plain | {each for each in encoded if len(each) >= _SHORTEST}


def signatures_of(exchange: Exchange, secrets: Iterable[str]) -> set[str]:
    """What the request was signed with, and what it should have been signed with."""
    headers = exchange.request.headers
    sent = {value for name, value in headers if name.lower() == "x-front-signature"}
    body = exchange.request.body
    times = [value for name, value in headers if name.lower() == "x-front-request-timestamp"]
    bodies = signable(exchange.request.method, body)
    stamped = [("sha256", f"{time}:".encode() + each) for time in times for each in bodies]
    for secret in secrets:
        for algorithm, signed in (("sha1", body), ("sha256", body), *stamped):
            digest = hmac.digest(secret.encode(), signed, algorithm)
            unpadded = base64.b64encode(digest).decode("ascii").rstrip("=")
            sent |= {unpadded, unpadded.translate(_URL_SAFE), digest.hex()}
    quoted = {quote(each, safe="") for each in sent}
    return {each for each in sent | quoted if len(each) >= _SHORTEST}
