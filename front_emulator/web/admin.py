"""The emulator's own API under /__admin: what a test in any language needs besides Front's."""

import base64
from heapq import merge
from typing import Any

from flask import Blueprint, Response, request

from front_emulator import __version__
from front_emulator.domain.accounts import Accounts
from front_emulator.domain.entities import DeliveryRecord, WireRequest, WireResponse
from front_emulator.web.access import Access
from front_emulator.web.answers import answer, no_content
from front_emulator.wire import js_json

PREFIX = "/__admin"


def create_admin(accounts: Accounts, access: Access) -> Blueprint:
    """The admin API; errors are RFC 9457 problem details."""
    admin = Blueprint("admin", __name__, url_prefix=PREFIX)

    @admin.before_request
    def check_token() -> Response | None:
        if request.path == f"{PREFIX}/health":
            return None
        if access.admits_admin(request.headers.get("Authorization", "")):
            return None
        return problem(401, "Admin token required", "send the admin token that `serve` printed")

    @admin.get("/health")
    def health() -> Response:
        return answer({"status": "ok", "version": __version__})

    @admin.get("/deliveries")
    def deliveries() -> Response:
        each = [company.deliveries.newest_first() for company in accounts.all()]
        newest_first = merge(*each, key=lambda record: record.due_at, reverse=True)
        return answer({"deliveries": [delivery(record) for record in newest_first]})

    @admin.post("/reset")
    def reset() -> Response:
        for company in accounts.all():
            company.reset()
        return no_content()

    return admin


def delivery(record: DeliveryRecord) -> dict[str, Any]:
    """A delivery as the admin API shows it; `ok` is null until its outcome is known."""
    outcome = record.outcome
    return {
        "id": record.id,
        "message_id": record.message_id,
        "ok": None if outcome is None else outcome.error_type is None,
        "error_type": outcome and outcome.error_type,
        "reason": outcome and outcome.reason,
        "warning": outcome and outcome.warning,
        "status": record.response and record.response.status,
        "state": record.state,
        "attempt": record.attempt,
        "due_at": round(record.due_at, 3),
        "duration": record.duration and round(record.duration, 6),
        "request": record.request and _request(record.request),
        "response": record.response and _response(record.response),
    }


def problem(status: int, title: str, detail: str) -> Response:
    """RFC 9457 problem details."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Response(js_json.dumps(body), status=status, content_type="application/problem+json")


def _request(sent: WireRequest) -> dict[str, Any]:
    return {
        "method": sent.method,
        "url": sent.url,
        "headers": dict(sent.headers),
        **_text(sent.body),
    }


def _response(got: WireResponse) -> dict[str, Any]:
    return {"status": got.status, "headers": dict(got.headers), **_text(got.body)}


def _text(body: bytes) -> dict[str, str]:
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {
            "body": body.decode("utf-8", "replace"),
            "body_base64": base64.b64encode(body).decode(),
        }
