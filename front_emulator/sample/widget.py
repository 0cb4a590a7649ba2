"""What the chat page uses: the page itself and a small JSON API."""

import secrets
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from .chats import Chat, Chats
from .config import Config
from .outbox import Outbox
from .refusals import Refusal

_COOKIE = "visitor"
_A_YEAR = 365 * 24 * 3600


def widget_blueprint(config: Config, chats: Chats, outbox: Outbox) -> Blueprint:
    """The page at `/` and the chats at `/api/chats`. A chat's id is the key to it."""
    blueprint = Blueprint("widget", __name__)
    blueprint.before_request(_only_json_may_change_things)
    blueprint.after_request(_keep_cookie)

    @blueprint.get("/")
    def show_page() -> str:
        return render_template("chat.html", max_text=config.max_text)

    @blueprint.post("/api/chats")
    def begin_chat() -> tuple[dict[str, str], int]:
        chat = chats.create(_visitor_handle())
        return {"chat_id": chat.id, "thread_ref": chat.thread_ref, "handle": chat.handle}, 201

    @blueprint.post("/api/chats/<chat_id>/messages")
    def write_message(chat_id: str) -> tuple[dict[str, Any], int]:
        chat = chats.get(chat_id)
        entry = outbox.take(chat, _text(config), _name())
        return {"status": entry.state, "message_uid": None, "message": asdict(entry)}, 202

    @blueprint.get("/api/chats/<chat_id>/messages")
    def read_messages(chat_id: str) -> dict[str, Any]:
        return _news(config, chats, chats.get(chat_id))

    @blueprint.post("/api/chats/<chat_id>/close")
    def close_chat(chat_id: str) -> dict[str, bool]:
        chats.close(chats.get(chat_id))
        return {"closed": True}

    @blueprint.get("/healthz")
    def tell_health() -> dict[str, str]:
        return {"status": "ok"}

    return blueprint


def _visitor_handle() -> str:
    """Who is writing, by cookie; a site with a login uses the account's id.

    Teammates see the handle, so it must not be the cookie itself, with which anybody could
    pass for the visitor.
    """
    cookie = request.cookies.get(_COOKIE, "")
    if not cookie:
        cookie = g.new_cookie = secrets.token_urlsafe(24)
    return f"visitor-{sha256(cookie.encode()).hexdigest()[:16]}"


def _keep_cookie(response: Response) -> Response:
    if "new_cookie" in g:
        response.set_cookie(
            _COOKIE,
            g.new_cookie,
            max_age=_A_YEAR,
            httponly=True,
            secure=request.is_secure,
            samesite="Lax",
        )
    return response


def _only_json_may_change_things() -> None:
    # A page of another site can make a visitor's browser post a form here, but no JSON.
    if request.method == "POST" and not request.is_json:
        raise Refusal("bad_request", "The body must be application/json.")


def _field(name: str) -> str:
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    value = body.get(name) if isinstance(body, dict) else None
    if value is not None and not isinstance(value, str):
        raise Refusal("bad_request", f"{name} must be a string.")
    return (value or "").strip()


def _text(config: Config) -> str:
    text = _field("text")
    if not text:
        raise Refusal("bad_request", "text is empty.")
    if len(text) > config.max_text:
        raise Refusal("bad_request", f"text is longer than {config.max_text} characters.")
    return text


def _name() -> str | None:
    return _field("name")[:100] or None


def _news(config: Config, chats: Chats, chat: Chat) -> dict[str, Any]:
    """Messages that are new or changed since `after`, waiting up to `wait` seconds for one."""
    after = request.args.get("after", 0, type=int)
    wait = request.args.get("wait", 0.0, type=float)
    news = chats.news(chat, max(0, after), max(0.0, min(wait, config.max_wait)))
    return {
        "next": news.rev,
        "closed": news.closed,
        "messages": [asdict(entry) for entry in news.entries],
    }
