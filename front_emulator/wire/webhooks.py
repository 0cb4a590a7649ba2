"""What Front sends webhooks, and what it takes for an answer.

Front pages: dev.frontapp.com/docs/rule-webhooks and dev.frontapp.com/docs/application-webhooks
"""

from typing import Any

from front_emulator.domain.company import Company
from front_emulator.domain.entities import Event, Webhook, WireRequest, WireResponse
from front_emulator.wire import events, js_json, outcomes, signing

Json = dict[str, Any]
CHALLENGE_HEADER = "X-Front-Challenge"


def body(company: Company, base: str, webhook: Webhook, event: Event, kind: str) -> bytes:
    """What a webhook is told of an event, which its application knows as a `kind`."""
    told = events.event(company, base, event)
    if webhook.application_uid is not None:
        return js_json.dumps(_envelope(company, kind) | {"payload": told})
    return js_json.dumps(_preview(told) if webhook.preview else told)


def sync(company: Company) -> bytes:
    """Asks whether an application's webhook is its own."""
    return js_json.dumps(_envelope(company, "sync"))


def request(
    company: Company, webhook: Webhook, sent: bytes, challenge: str | None = None
) -> WireRequest:
    """The signed POST of a body: SHA-256 with a timestamp for an application, SHA-1 for a rule."""
    application = company.store.applications.get(webhook.application_uid or "")
    scheme = "sha1" if application is None else "sha256"
    secret = company.api_secret if application is None else application.secret
    asked = () if challenge is None else ((CHALLENGE_HEADER, challenge),)
    return WireRequest(
        "POST",
        webhook.url,
        (
            ("Accept", "application/json"),
            ("User-Agent", company.settings.user_agent),
            *asked,
            *signing.signature_headers(scheme, secret, sent, company.signing_time()),
            ("Content-Type", "application/json; charset=utf-8"),
            ("Connection", "close"),
        ),
        sent,
    )


def refusal(answer: WireResponse) -> str | None:
    """Why an answer is no success: any 2xx is one, whatever its body."""
    return None if 200 <= answer.status < 300 else f"it answered {answer.status}"


def challenge_refusal(answer: WireResponse, challenge: str) -> str | None:
    """Why an answer to a challenge is none."""
    said = refusal(answer)
    if said is not None:
        return said
    given = (outcomes.json_object(answer.body) or {}).get("challenge")
    if given == challenge:
        return None
    what = "no JSON with a challenge" if given is None else f"the challenge {given!r}"
    return (
        f'it answered {what}; it should answer {{"challenge":"{challenge}"}}, the header\'s value'
    )


def _envelope(company: Company, kind: str) -> Json:
    return {"type": kind, "authorization": {"id": company.id}}


def _preview(told: Json) -> Json:
    """An event with ids and links in place of what it is about."""
    return told | {
        "conversation": _named(told["conversation"]),
        "source": _part(told["source"]),
        "target": _part(told["target"]),
    }


def _part(part: Json | None) -> Json | None:
    if part is None:
        return None
    data = part["data"]
    short = [_named(each) for each in data] if isinstance(data, list) else data and _named(data)
    return {"_meta": part["_meta"], "data": short}


def _named(shown: Json) -> Json:
    return {"_links": {"self": shown["_links"]["self"]}, "id": shown["id"]}
