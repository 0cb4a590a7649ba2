"""What Front sends applications, and what it makes of their answers.

Front page: dev.frontapp.com/docs/channels-overview
"""

from typing import Any

from front_emulator.domain.company import Company
from front_emulator.domain.entities import Message, Outcome, WireRequest
from front_emulator.wire import js_json, outcomes, serializers, signing

Json = dict[str, Any]

_UNDEFINED = b"undefined"


def authorization(channel_id: str) -> Json:
    """Asks whether a channel may be connected."""
    return {"type": "authorization", "payload": {"channel_id": channel_id}}


def deletion(channel_id: str) -> Json:
    """Tells that a channel is no more."""
    return {"type": "delete", "payload": {"channel_id": channel_id}}


def message(company: Company, base: str, sent: Message) -> Json:
    """A message that is to be sent, and what the application knows its conversation as.

    `external_conversation_id` is absent as long as the application has named none.
    """
    payload = serializers.delivered_message(company, base, sent)
    if sent.is_autoreply:
        return _envelope(company, "message_autoreply", _autoreply(payload), sent)
    return _envelope(company, "message", payload, sent)


def imported(company: Company, base: str, synced: Message) -> Json:
    """Tells that a message which the application synced is in Front now.

    Front page: dev.frontapp.com/changelog/channel-api-message-import-improvements
    """
    payload = serializers.message(company, base, synced, for_application=True)
    return _envelope(company, "message_imported", payload, synced)


def _envelope(company: Company, kind: str, payload: Json, about: Message) -> Json:
    ids = company.store.conversations[about.conversation_id].external_ids
    one = {"external_conversation_id": ids[-1]} if ids else {}
    metadata = {**one, "external_conversation_ids": list(ids)}
    return {"type": kind, "payload": payload, "metadata": metadata}


def _autoreply(payload: Json) -> Json:
    """What a rule sends has neither an id nor a link to itself."""
    kept = {name: value for name, value in payload.items() if name != "id"}
    links = {name: value for name, value in payload["_links"].items() if name != "self"}
    return kept | {"_links": links, "type": "auto_reply"}


def request(
    method: str,
    url: str,
    envelope: Json,
    *,
    secret: str,
    user_agent: str,
    at: float,
    channel_authorization: str | None = None,
    signs_body: bool = True,
) -> WireRequest:
    """A signed request to an application; `at` is the moment in Unix seconds that is signed.

    `channel_authorization` is a header that a channel may have of its own. Without `signs_body`
    the word `undefined` is signed in place of the body.
    Front page: dev.frontapp.com/docs/security-1
    """
    body = js_json.dumps(envelope)
    signed = body if signs_body else _UNDEFINED
    own = () if channel_authorization is None else (("Authorization", channel_authorization),)
    return WireRequest(
        method,
        url,
        (
            ("Accept", "application/json"),
            ("User-Agent", user_agent),
            *own,
            *signing.signature_headers("sha256", secret, signed, at),
            ("Content-Type", "application/json; charset=utf-8"),
            ("Connection", "close"),
        ),
        body,
    )


def signable(method: str, body: bytes) -> tuple[bytes, ...]:
    """What a request's signature may be over, beside its timestamp."""
    return (body, _UNDEFINED) if method == "DELETE" else (body,)


def outcome(status: int, body: bytes) -> Outcome:
    """What an application's answer to a message means.

    It must say that it is a success; one without the ids that later messages are threaded by
    is one all the same, with a warning.
    """
    found = outcomes.of_answer(status, body, needs_type=True)
    if found.error_type is not None:
        return found
    answer = outcomes.json_object(body) or {}
    names = ("external_id", "external_conversation_id")
    ids = {name: _text(answer.get(name)) for name in names}
    missing = [name for name, value in ids.items() if value is None]
    warning = f"success without {' and '.join(missing)}" if missing else None
    return Outcome(warning=warning, **ids)


def webhook_url(body: bytes) -> str | None:
    """Where a success of `authorization` says that messages go; None where it does not."""
    return _text((outcomes.json_object(body) or {}).get("webhook_url"))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
