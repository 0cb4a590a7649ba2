"""Gets a token of an application's service: OAuth 2.0 with an authorization code.

Front is the client; the emulator stands for the teammate's browser, too, and goes wherever the
service redirects it. It consents to nothing on a page.
Front page: dev.frontapp.com/docs/token-instrospection-for-channel-identification
"""

from dataclasses import replace
from functools import partial

from front_emulator.asking import ask
from front_emulator.domain.company import Company
from front_emulator.domain.entities import Application, Channel, Handshake, OAuth, WireResponse
from front_emulator.domain.errors import NotConnected
from front_emulator.wire import oauth as wire

_REDIRECTS = 10
"""More of them are a circle."""


def with_token(company: Company, application: Application, channel: Channel) -> Channel:
    """The channel with a token of its own, and with the name and address the service gives it.

    Raises `NotConnected`, which says at which step and why.
    """
    oauth = wire.at_server(application)
    code = _code(company, application, channel, oauth)
    answer = _granted(
        ask(
            company,
            application,
            channel,
            "oauth_token",
            wire.token_request(oauth, code, company.settings.user_agent),
            wire.token_refusal,
        )
    )
    token = wire.token(answer)
    channel = replace(channel, authorization=f"Bearer {token}")
    if oauth.introspect_url is None:
        return channel
    identity = _granted(
        ask(
            company,
            application,
            channel,
            "oauth_introspect",
            wire.introspection_request(oauth, token, company.settings.user_agent),
            wire.introspection_refusal,
        )
    )
    return _named(company, application, channel, wire.identity(identity))


def _code(company: Company, application: Application, channel: Channel, oauth: OAuth) -> str:
    """What the service hands to the browser for Front. Raises `NotConnected`."""
    with company.lock:
        state = company.ids.secret(f"state {company.ids.draw('oauth state')}")[:32]
    url = wire.authorize_url(oauth, state)
    for _ in range(_REDIRECTS):
        asked = ask(
            company,
            application,
            channel,
            "oauth_authorize",
            wire.page_request(url, company.settings.user_agent),
            partial(wire.redirect_refusal, url, oauth, state),
        )
        url = wire.location(url, _granted(asked))
        if wire.is_for_front(url, oauth):
            return wire.code(url)
    raise NotConnected(f"{oauth.authorize_url} redirects in a circle: {_REDIRECTS} times")


def _granted(asked: Handshake) -> WireResponse:
    if asked.refusal is not None or asked.response is None:
        url = asked.request.url.partition("?")[0]
        raise NotConnected(f"{asked.type} at {url} failed: {asked.refusal}")
    return asked.response


def _named(
    company: Company,
    application: Application,
    channel: Channel,
    identity: tuple[str | None, str | None],
) -> Channel:
    """What the service calls the channel, unless somebody has called it something already."""
    name, address = identity
    if name is not None and channel.name == application.name:
        channel = replace(channel, name=name)
    if address is None:
        return channel
    with company.lock:
        holder = company.store.channel_by_address(address)
    if holder is not None:
        raise NotConnected(
            f"oauth_introspect names the address {address!r}, which channel {holder.id} has"
        )
    return replace(channel, address=address)
