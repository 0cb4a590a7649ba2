"""Likely causes, and how to mend them in the usual frameworks."""

from urllib.parse import urlsplit

from front_emulator.contract import answers
from front_emulator.contract.bench import TIMESTAMP, Target
from front_emulator.contract.model import Exchange
from front_emulator.wire.outcomes import ERROR_TYPES

RAW_BODY = (
    "Verify the raw body, before anything parses it: request.get_data() in Flask, "
    "express.raw({type: '*/*'}) in Express, await request.body() in FastAPI."
)
SHAPE = (
    'Answer with JSON: {"type": "…", "message": "what a teammate should read"}; '
    f"type is one of {', '.join(ERROR_TYPES)}."
)
COMPARE = (
    "Compare the whole header with base64(HMAC-SHA1(API secret, raw body)) in constant time: "
    "hmac.compare_digest in Python, crypto.timingSafeEqual in Node.js; refuse when it is missing."
)
COMPARE_STAMPED = (
    "Compare the whole header with base64(HMAC-SHA256(app secret, X-Front-Request-Timestamp + ':' "
    "+ raw body)) in constant time; refuse when either header is missing."
)
STAMP = (
    "Read X-Front-Request-Timestamp as milliseconds, verify the signature over it, and refuse what "
    "is more than five minutes from now; refuse when it is missing or no number."
)
IDS = (
    'Answer {"type": "success", "external_id": "…", "external_conversation_id": "…"}: your own '
    "ids of this message and of its conversation."
)
IMPORTED = (
    'Look at the type first: send what is a "message" or a "message_autoreply", and answer 200 to '
    '"message_imported", whose payload has Front\'s ids of a message that you have synced.'
)
COMPARE_SAFELY = (
    "Refuse a signature that is missing or of another length before comparing: "
    "crypto.timingSafeEqual throws where lengths differ, hmac.compare_digest where a text is not "
    "ASCII."
)
LEAK = "Say only that the signature is wrong; keep the expected one out of answers."
CATCH = (
    "Catch what reading the message raises and answer bad_request: ValueError and RecursionError "
    "around json.loads in Python, try/catch around JSON.parse in Node.js."
)
CHECK_FIELDS = "Check what the handler reads before it uses it, and answer bad_request."
NOT_FOUND = 'Answer {"type": "not_found", "message": "…"} for whom you cannot deliver to.'
QUICKLY = "Keep the message, answer, and do the slow work afterwards in the background."
IN_PARALLEL = (
    "Serve requests in parallel: flask run is threaded by itself, Gunicorn needs --threads or "
    "more workers, and nothing in the handler may block an event loop."
)
ANSWER_ALL = "Where it is too much at once, answer too_many_requests instead of dropping messages."
ONCE = (
    "Answer a message that was delivered before as a success: Front sends one id twice only when "
    "a teammate re-sends it."
)
ANY_ORDER = "Take messages in any order; created_at says in which to show them."
FAILED_BEFORE = "Send it like any other: error_type tells of the last try, not of this one."
BODY_LIMIT = (
    "Raise the body limit: express.raw({limit: '25mb'}) in Express (its default is 100 kB), "
    "MAX_CONTENT_LENGTH in Flask, client_max_body_size in nginx."
)
HEADER_CASE = "Header names have no case: look them up as your framework does."
UNICODE = (
    "Keep to UTF-8 with characters of four bytes everywhere: utf8mb4 in MySQL, no ASCII codecs, "
    f"no \\u escapes in what is verified. {RAW_BODY}"
)
READ_TEXT = "Where you cannot show HTML, read text instead of body."
ONLY_A_FILE = "Refuse a message only if it has neither text nor attachments."
ONLY_POST = "Route the Outgoing URL for POST alone; frameworks then answer 405 by themselves."
CONTENT_TYPE = "Check the request's media type, which is application/json."
STAY_WELL = "See its log for what it does when a connection ends early or many come at once."
WHOLE_BODY = (
    "Read the body up to Content-Length before doing anything: frameworks do, a single recv "
    "does not."
)
IGNORE_UNKNOWN = "Read the fields you need and ignore the others: Front adds and empties fields."


def of_a_megabyte(exchange: Exchange) -> str:
    """The likely cause when a long message is not accepted although short ones are."""
    if answers.documented_type(exchange) in ("authentication_required", "forbidden"):
        return (
            "A part of the body seems to be verified for all of it: a long one comes in pieces. "
            f"{RAW_BODY} In bare Node.js and ASGI, join the pieces first."
        )
    return BODY_LIMIT


def of_comparison(exchange: Exchange) -> str:
    """What to compare, where a wrong signature was accepted."""
    is_stamped = any(name == TIMESTAMP for name, _ in exchange.request.headers)
    return COMPARE_STAMPED if is_stamped else COMPARE


def of_first_failure(exchange: Exchange, target: Target) -> str:
    """The likely causes when the first plain right message is not accepted."""
    if exchange.timed_out:
        return f"It may wait for something slow. {QUICKLY}"
    if "certificate" in (exchange.failure or ""):
        return "Front verifies certificates: give it one that is trusted, or http on this machine."
    if exchange.response is None:
        return (
            "It may have crashed: see its log. Or the URL says http where the integration speaks "
            "https, or the other way round."
        )
    return _of_answer(exchange, exchange.response.status, target)


def _of_answer(exchange: Exchange, status: int, target: Target) -> str:
    refused_as = exchange.outcome.error_type
    path = urlsplit(target.url).path or "/"
    if 300 <= status < 400:
        return f"Front follows no redirect: give the final URL, mind a trailing slash in {path}."
    if answers.crashed(exchange):
        return "It crashed on the message: see its log."
    if answers.documented_type(exchange) is None and status in (401, 403, 419):
        return (
            "Something before the handler may refuse it: a check against CSRF (exempt the path: "
            "csrf_exempt in Django and Flask-WTF), a login, a proxy. Or the handler does, because "
            f"of the secret, or of a signature that is not verified over the raw body. {RAW_BODY}"
        )
    if refused_as in ("authentication_required", "forbidden"):
        return (
            "The secret may be another one than the integration's (it is "
            f"{target.kind.signs_with}). Or something else than the raw body is verified. "
            f"{RAW_BODY}"
        )
    if answers.documented_type(exchange) is None and status in (404, 405):
        return f"The path {path} may be wrong: nothing there takes a POST of Front's."
    if refused_as == "not_found":
        return (
            f"It may not know the recipient {target.recipient!r}: name one it knows with "
            "--recipient (recipient in the config)."
        )
    if refused_as == "bad_request":
        return (
            f"It may expect another body than that of channels of the kind {target.kind.name}, "
            f"which is {target.kind.body}."
        )
    return "See the integration's log."
