"""Likely causes of what FE-HSK finds, and how to mend them."""

from urllib.parse import urlsplit

from front_emulator.contract import hints
from front_emulator.contract.answers import documented_type
from front_emulator.contract.model import Exchange

HOW = (
    "Say where the application takes the handshake, its server URL: --server-url URL, server-url "
    "in the config, or server_url in Python."
)
AGREE = (
    'Answer a right authorization with 2xx and {"type": "success", "webhook_url": "https://…"}, '
    "and do the slow work afterwards."
)
NAME_THE_URL = (
    "Answer with the whole address, scheme and host too: request.host_url in Flask, url_for(…, "
    "_external=True), or one from your settings where a proxy is in front."
)
NAME_ANY_URL = (
    "Name the webhook_url in the answer to the authorization, unless messages are to come to the "
    "server URL."
)
AGREE_AGAIN = (
    "Take a channel that you know like a new one: find it by its id, keep what you have of it, "
    "and answer as before."
)
SAME_URL = (
    "Make webhook_url of the channel's id alone, and keep the earlier address working: messages "
    "may be on their way there."
)
VERIFY = f"Verify the handshake as you verify messages. {hints.COMPARE_STAMPED}"
VERIFY_DELETE = (
    "Verify X-Front-Signature of a DELETE over the timestamp, a colon and the word undefined "
    "(or the raw body, as Front's template does), and refuse it when a header is missing."
)
TAKE_DELETE = (
    "Route DELETE at the webhook_url, and answer it with any 2xx. Front's documentation signs the "
    "word undefined in place of its body."
)
SIGNED_OVER_UNDEFINED = (
    "Take a DELETE that is signed over the word undefined, too: Front's documentation says so; "
    "its template verifies the body."
)
FORGET_QUIETLY = (
    "Answer 2xx, or not_found, where there is no such channel: it is gone, as Front wants it."
)


def of_authorization(exchange: Exchange) -> str:
    """The likely cause when a right authorization is not answered with success."""
    response = exchange.response
    if exchange.timed_out:
        return f"It may wait for something slow. {hints.QUICKLY}"
    if response is None:
        return "The server URL may be wrong, or the application has crashed: see its log."
    if documented_type(exchange) in ("authentication_required", "forbidden"):
        return (
            "The secret may be another one than the application's. Or something else than the raw "
            f"body is verified. {hints.COMPARE_STAMPED}"
        )
    if response.status in (404, 405):
        path = urlsplit(exchange.request.url).path or "/"
        return f"The path {path} may be wrong: nothing there takes a POST of Front's."
    return AGREE
