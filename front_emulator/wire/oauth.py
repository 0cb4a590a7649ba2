"""What Front sends an application's OAuth 2.0 server, and what it makes of the answers.

Front page: dev.frontapp.com/docs/token-instrospection-for-channel-identification
"""

import base64
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

from front_emulator.domain.entities import Application, OAuth, WireRequest, WireResponse
from front_emulator.wire import outcomes

_REDIRECTS = (301, 302, 303, 307, 308)


def at_server(application: Application) -> OAuth:
    """The application's OAuth server with its URLs in full. It must have one."""
    oauth = application.oauth
    if oauth is None:
        raise ValueError(f"application {application.uid} has no OAuth server")
    base, introspect = application.server_url, oauth.introspect_url
    return replace(
        oauth,
        authorize_url=urljoin(base, oauth.authorize_url),
        token_url=urljoin(base, oauth.token_url),
        introspect_url=None if introspect is None else urljoin(base, introspect),
    )


def authorize_url(oauth: OAuth, state: str) -> str:
    """Where the teammate's browser is sent to consent."""
    query = urlencode(
        {
            "response_type": "code",
            "client_id": oauth.client_id,
            "redirect_uri": oauth.redirect_uri,
            "state": state,
        }
    )
    return f"{oauth.authorize_url}{'&' if '?' in oauth.authorize_url else '?'}{query}"


def page_request(url: str, user_agent: str) -> WireRequest:
    """What a browser asks for."""
    headers = (("Accept", "text/html"), ("User-Agent", user_agent), ("Connection", "close"))
    return WireRequest("GET", url, headers, b"")


def redirect_refusal(url: str, oauth: OAuth, state: str, answer: WireResponse) -> str | None:
    """Why an answer sends the browser nowhere, or to Front with no code for it."""
    target = location(url, answer)
    if answer.status not in _REDIRECTS or target == url:
        return (
            f"it answered {answer.status}, not a redirect to {oauth.redirect_uri} with code and "
            "state; nobody is there to consent on a page"
        )
    if not is_for_front(target, oauth):
        return None
    given = _query(target)
    if "error" in given:
        return f"{given['error']}: {given.get('error_description', 'it does not say why')}"
    if given.get("state") != state:
        return f"state: {given.get('state')!r} should be the {state!r} of the request"
    return None if given.get("code") else "code: missing in what it redirects to"


def location(url: str, answer: WireResponse) -> str:
    """Where an answer to a request of `url` redirects to; `url` itself where it does not."""
    given = next((value for name, value in answer.headers if name.lower() == "location"), "")
    return urljoin(url, given)


def is_for_front(url: str, oauth: OAuth) -> bool:
    """Whether a redirect leads back to Front."""
    return url.partition("?")[0] == oauth.redirect_uri.partition("?")[0]


def code(url: str) -> str:
    """The code in a redirect to Front."""
    return _query(url)["code"]


def token_request(oauth: OAuth, code: str, user_agent: str) -> WireRequest:
    """Exchanges the code for a token."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": oauth.redirect_uri,
    }
    return _form(oauth, oauth.token_url, form, user_agent)


def token_refusal(answer: WireResponse) -> str | None:
    """Why an answer has no token in it."""
    given = outcomes.json_object(answer.body) or {}
    if not 200 <= answer.status < 300:
        said = given.get("error_description") or given.get("error")
        return f"it answered {answer.status}" + (f": {said}" if said else "")
    return None if _text(given, "access_token") else "access_token: missing in its answer"


def token(answer: WireResponse) -> str:
    """The token of an answer that `token_refusal` has nothing against."""
    return _text(outcomes.json_object(answer.body) or {}, "access_token") or ""


def introspection_request(oauth: OAuth, token: str, user_agent: str) -> WireRequest:
    """Asks whose a token is."""
    return _form(oauth, oauth.introspect_url or "", {"token": token}, user_agent)


def introspection_refusal(answer: WireResponse) -> str | None:
    """Why an answer does not say that the token counts."""
    if not 200 <= answer.status < 300:
        return f"it answered {answer.status}"
    active = (outcomes.json_object(answer.body) or {}).get("active")
    return None if active is True else f"active: {active!r} should be true"


def identity(answer: WireResponse) -> tuple[str | None, str | None]:
    """What the service calls a channel: its name, its address."""
    given = outcomes.json_object(answer.body) or {}
    return _text(given, "front_channel_name"), _text(given, "front_channel_address")


def _form(oauth: OAuth, url: str, form: dict[str, str], user_agent: str) -> WireRequest:
    who = f"{quote(oauth.client_id, safe='')}:{quote(oauth.client_secret, safe='')}"
    return WireRequest(
        "POST",
        url,
        (
            ("Accept", "application/json"),
            ("User-Agent", user_agent),
            ("Authorization", f"Basic {base64.b64encode(who.encode()).decode()}"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Connection", "close"),
        ),
        urlencode(form).encode(),
    )


def _query(url: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


def _text(given: dict[str, Any], name: str) -> str | None:
    value = given.get(name)
    return value if isinstance(value, str) and value else None
