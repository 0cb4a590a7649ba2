"""An application whose service wants a token: authorise, token, introspect, then the handshake."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, redirect, request

from front_emulator import (
    ConnectedApplication,
    FrontEmulator,
    InvalidSetting,
    NotConnected,
    OAuth,
    WsgiServer,
)
from front_emulator.sample.sms import Config, create_app
from tests.applications.partner import Partner

CLIENT = OAuth("front", "s:cr%t")
STEPS = ["oauth_authorize", "oauth_token", "oauth_introspect", "authorization"]


class Service:
    """A service's OAuth server, which a test makes answer otherwise."""

    def __init__(self) -> None:
        self.app = Flask("service")
        self.asked: list[tuple[str, dict[str, str], str | None]] = []
        self.answers: dict[str, Any] = {
            "/oauth/authorize": None,
            "/oauth/token": {"access_token": "t-1", "token_type": "bearer", "expires_in": 3600},
            "/oauth/token/introspect": {"active": True},
            "/front": {"type": "success"},
        }
        self.app.add_url_rule("/<path:path>", "any", self._answer, methods=["GET", "POST"])

    def _answer(self, path: str) -> Any:
        fields = (request.args if request.method == "GET" else request.form).to_dict()
        self.asked.append((path, fields, request.headers.get("Authorization")))
        answer = self.answers[f"/{path}"]
        if callable(answer):
            answer = answer(fields)
        if answer is None:
            return redirect(f"{fields['redirect_uri']}?code=c-1&state={fields['state']}")
        return answer

    def fields(self, path: str) -> dict[str, str]:
        return next(fields for asked, fields, _ in self.asked if asked == path)

    def authorization(self, path: str) -> str | None:
        return next(header for asked, _, header in self.asked if asked == path)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def served(service: Service) -> Iterator[str]:
    with WsgiServer(service.app) as server:
        yield server.url


@pytest.fixture
def wanting(front: FrontEmulator, served: str) -> ConnectedApplication:
    """An application that wants a token of Front."""
    return front.create_application("SMS", server_url=f"{served}/front", oauth=CLIENT)


def test_a_token_is_got_introspected_and_sent_along(
    service: Service, served: str, wanting: ConnectedApplication
) -> None:
    channel = wanting.connect()
    assert [each.type for each in wanting.handshakes] == STEPS
    assert service.fields("oauth/authorize") == {
        "response_type": "code",
        "client_id": "front",
        "redirect_uri": "https://app.frontapp.com/oauth/callback",
        "state": service.fields("oauth/authorize")["state"],
    }
    assert service.fields("oauth/token") == {
        "grant_type": "authorization_code",
        "code": "c-1",
        "redirect_uri": "https://app.frontapp.com/oauth/callback",
    }
    assert service.fields("oauth/token/introspect") == {"token": "t-1"}
    basic = "Basic ZnJvbnQ6cyUzQWNyJTI1dA=="  # front:s%3Acr%25t
    assert service.authorization("oauth/token") == basic
    assert service.authorization("oauth/token/introspect") == basic
    assert service.authorization("front") == "Bearer t-1"
    assert (channel.name, channel.outgoing_url) == ("SMS", f"{served}/front")


def test_the_service_names_the_channel(service: Service, wanting: ConnectedApplication) -> None:
    service.answers["/oauth/token/introspect"] = {
        "active": True,
        "front_channel_name": "Parcels",
        "front_channel_address": "+14155550100",
    }
    channel = wanting.connect()
    assert (channel.name, channel.address) == ("Parcels", "+14155550100")
    with pytest.raises(NotConnected, match=f"which channel {channel.id} has"):
        wanting.connect()


def test_a_name_of_one_s_own_stays(service: Service, wanting: ConnectedApplication) -> None:
    service.answers["/oauth/token/introspect"] = {"active": True, "front_channel_name": "Parcels"}
    assert wanting.connect("Mine").name == "Mine"


def test_shared_credentials_name_no_channel(
    service: Service, wanting: ConnectedApplication
) -> None:
    owner = {"resource_owner_id": "o-1", "resource_owner_name": "Planet Express"}
    service.answers["/oauth/token/introspect"] = {"active": True, **owner}
    assert wanting.connect().name == "SMS"


def test_a_service_may_have_its_own_urls_and_no_introspection(
    front: FrontEmulator, service: Service, served: str
) -> None:
    service.answers["/sign-in"] = None
    service.answers["/tokens"] = {"access_token": "t-2"}
    oauth = OAuth(
        "front",
        "secret",
        authorize_url=f"{served}/sign-in?lang=en",
        token_url="/tokens",
        introspect_url=None,
        redirect_uri="https://front.example/back?from=sms",
    )
    application = front.create_application(server_url=f"{served}/front", oauth=oauth)
    service.answers["/sign-in"] = lambda fields: redirect(
        f"{fields['redirect_uri']}&code=c-1&state={fields['state']}"
    )
    application.connect()
    assert [path for path, _, _ in service.asked] == ["sign-in", "tokens", "front"]
    assert service.fields("sign-in")["lang"] == "en"
    assert service.authorization("front") == "Bearer t-2"


def test_pages_between_are_gone_through(service: Service, wanting: ConnectedApplication) -> None:
    service.answers["/oauth/authorize"] = lambda fields: redirect(
        f"/consented?redirect_uri={fields['redirect_uri']}&state={fields['state']}", 303
    )
    service.answers["/consented"] = None
    wanting.connect()
    assert [each.type for each in wanting.handshakes] == ["oauth_authorize", *STEPS]


def test_with_a_header_of_one_s_own_no_token_is_asked_for(
    service: Service, wanting: ConnectedApplication
) -> None:
    wanting.connect(authorization="Bearer mine")
    assert [path for path, _, _ in service.asked] == ["front"]
    assert service.authorization("front") == "Bearer mine"


def test_messages_have_the_token_too(
    front: FrontEmulator, service: Service, wanting: ConnectedApplication
) -> None:
    channel = wanting.connect()
    question = Partner(front, channel).receive()
    service.asked.clear()
    front.reply(question, "Yes")
    assert {header for _, _, header in service.asked} == {"Bearer t-1"}


def page(fields: dict[str, str]) -> str:
    return "<h1>Sign in</h1>"


def back(**query: str) -> Any:
    def answer(fields: dict[str, str]) -> Any:
        given = {"state": fields["state"]} | query
        return redirect(
            fields["redirect_uri"] + "?" + "&".join(f"{k}={v}" for k, v in given.items())
        )

    return answer


@pytest.mark.parametrize(
    ("path", "said", "reason"),
    [
        ("/oauth/authorize", page, "oauth_authorize at .*/oauth/authorize failed: it answered 200"),
        (
            "/oauth/authorize",
            back(error="access_denied", error_description="No"),
            "access_denied: No",
        ),
        ("/oauth/authorize", back(error="access_denied"), "it does not say why"),
        ("/oauth/authorize", back(state="x", code="c"), "state: 'x' should be the "),
        ("/oauth/authorize", back(), "code: missing in what it redirects to"),
        ("/oauth/authorize", lambda _: redirect("/loop"), "redirects in a circle: 10 times"),
        ("/oauth/token", ({"error": "invalid_grant"}, 400), "it answered 400: invalid_grant"),
        ("/oauth/token", ("no", 500), "oauth_token at .*/oauth/token failed: it answered 500"),
        ("/oauth/token", {"token": "t"}, "access_token: missing in its answer"),
        ("/oauth/token", "[1]", "access_token: missing in its answer"),
        ("/oauth/token/introspect", {"active": False}, "active: False should be true"),
        ("/oauth/token/introspect", {}, "active: None should be true"),
        ("/oauth/token/introspect", ("", 401), "it answered 401"),
        ("/front", ({"type": "bad_request", "message": "No number left"}, 400), "No number left"),
    ],
)
def test_each_step_says_why_it_failed(
    service: Service, wanting: ConnectedApplication, path: str, said: Any, reason: str
) -> None:
    service.answers["/loop"] = lambda _: redirect("/loop?" + "x" * len(service.asked))
    service.answers[path] = said
    with pytest.raises(NotConnected, match=reason):
        wanting.connect()
    assert wanting.channels == []


def test_urls_are_checked_when_the_application_is_made(front: FrontEmulator) -> None:
    oauth = OAuth("front", "secret", token_url="ftp://x")
    with pytest.raises(InvalidSetting, match=r"oauth\.token_url"):
        front.create_application(server_url="http://localhost/front", oauth=oauth)


def test_no_two_states_are_the_same(service: Service, wanting: ConnectedApplication) -> None:
    wanting.connect()
    wanting.connect()
    urls = [each.request.url for each in wanting.handshakes if each.type == "oauth_authorize"]
    states = {parse_qs(urlsplit(url).query)["state"][0] for url in urls}
    assert len(states) == 2


def test_the_sample_connects(front: FrontEmulator) -> None:
    config = Config(
        app_uid="sms", app_secret="secret", oauth_client_id="front", oauth_client_secret="hush"
    )
    with WsgiServer(create_app(config)) as server:
        config.api_base_url = front.url
        application = front.create_application(
            server_url=f"{server.url}/front",
            uid="sms",
            secret="secret",
            oauth=OAuth("front", "hush"),
        )
        channel = application.connect()
        assert (channel.name, channel.address) == ("Text messages", "+14155550100")
        delivery = front.reply(Partner(front, channel).receive(handle="+14155550123"), "Hello")
        assert delivery.ok
        stranger = front.create_application(
            server_url=f"{server.url}/front", oauth=OAuth("front", "wrong")
        )
        with pytest.raises(NotConnected, match=r"oauth_token at .* failed: it answered 401"):
            stranger.connect()
        with pytest.raises(NotConnected, match="authentication_required"):
            application.connect(authorization="Bearer forged")
