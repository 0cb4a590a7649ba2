"""Who may use the service, by OAuth 2.0: Front asks for a token before it connects a channel.

A real service has a page here on which somebody signs in and consents; this one consents at once.
Front page: https://dev.frontapp.com/docs/token-instrospection-for-channel-identification
"""

import hmac
import secrets
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Redirect

from .config import Config


def take_who_asks_for_tokens(app: Flask, config: Config) -> set[str]:
    """Routes for Front's OAuth client; the tokens that count."""
    codes: dict[str, str] = {}
    tokens: set[str] = set()

    @app.get("/oauth/authorize")
    def consent() -> Redirect | tuple[Response, int]:
        """Redirects the browser back to Front, with a code that is good for one token."""
        asked, target = request.args, request.args.get("redirect_uri", "")
        if asked.get("client_id") != config.oauth_client_id:
            return _error("unauthorized_client")
        if not target or target != config.oauth_redirect_uri:
            return _error("invalid_request")
        code = secrets.token_hex(16)
        codes[code] = target
        return redirect(f"{target}?{urlencode({'code': code, 'state': asked.get('state', '')})}")

    @app.post("/oauth/token")
    def token() -> Response | tuple[Response, int]:
        if not _is_client(config):
            return _error("invalid_client", 401)
        target = codes.pop(request.form.get("code", ""), None)
        if target is None or target != request.form.get("redirect_uri"):
            return _error("invalid_grant")
        made = secrets.token_hex(32)
        tokens.add(made)
        return jsonify({"access_token": made, "token_type": "bearer"})

    @app.post("/oauth/token/introspect")
    def introspect() -> Response | tuple[Response, int]:
        """Names the channel: without it Front shows a random address."""
        if not _is_client(config):
            return _error("invalid_client", 401)
        if request.form.get("token") not in tokens:
            return jsonify(active=False)
        return jsonify(
            active=True, front_channel_name=config.name, front_channel_address=config.number
        )

    return tokens


def has_token(tokens: set[str]) -> bool:
    """Whether Front's request has a token that counts."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and token in tokens


def _is_client(config: Config) -> bool:
    given = request.authorization
    if given is None or given.type != "basic":
        return False
    is_id = hmac.compare_digest((given.username or "").encode(), config.oauth_client_id.encode())
    secret = (given.password or "").encode()
    return is_id and hmac.compare_digest(secret, config.oauth_client_secret.encode())


def _error(error: str, status: int = 400) -> tuple[Response, int]:
    return jsonify(error=error), status
