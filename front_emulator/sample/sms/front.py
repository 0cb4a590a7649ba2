"""Calls to Front's Channel API: https://dev.frontapp.com/reference/introduction"""

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import quote

import requests

from .config import Config

_TOKEN_LIFETIME = 10
File = tuple[str, bytes, str]
"""File name, content, content type."""


class FrontClient:
    """Front's API for one channel of ours. Each call raises `requests.RequestException`."""

    def __init__(self, config: Config, channel_id: str) -> None:
        self._config = config
        self._channel_id = channel_id

    def receive(self, sender: str, text: str, message_id: str, files: list[File]) -> None:
        """Tell Front of a text message that arrived."""
        fields = {
            "sender[handle]": sender,
            "body": text or "Attachment",
            "metadata[external_id]": message_id,
            "metadata[external_conversation_id]": conversation_id(sender),
        }
        # Always a form: then a message with a file and one without take the same way.
        parts: list[tuple[str, Any]] = [(name, (None, value)) for name, value in fields.items()]
        parts += [("attachments[]", file) for file in files]
        self._call("POST", "inbound_messages", files=parts)

    def fail(self, recipient: str, message_id: str, reason: str) -> None:
        """Tell Front that a message did not arrive after all."""
        conversation, message = (
            quote(conversation_id(recipient), safe=""),
            quote(message_id, safe=""),
        )
        path = f"conversations/{conversation}/messages/{message}/status"
        self._call("PUT", path, json={"status": "failed", "reason": reason})

    def begin_call(self, caller: str, call_id: str) -> None:
        """Tell Front that somebody calls."""
        call = {
            "external_call_id": call_id,
            "parent_external_call_id": call_id,
            "initial_status": "ringing",
            "direction": "inbound",
            "from": {"handle": caller},
        }
        self._call("POST", "calls", json=call)

    def follow_call(self, call_id: str, status: str) -> None:
        """Tell Front what became of a call."""
        self._call("PATCH", f"calls/{quote(call_id, safe='')}", json={"call_status": status})

    def _call(self, method: str, path: str, **content: Any) -> None:
        url = f"{self._config.api_base_url}/channels/{self._channel_id}/{path}"
        headers = {"Authorization": f"Bearer {self._token()}"}
        timeout = self._config.timeout
        requests.request(
            method, url, headers=headers, timeout=timeout, **content
        ).raise_for_status()

    def _token(self) -> str:
        """A JSON Web Token for this channel alone, which counts for seconds only."""
        claims = {
            "iss": self._config.app_uid,
            "sub": self._channel_id,
            "jti": secrets.token_hex(16),
            "exp": int(time.time()) + _TOKEN_LIFETIME,
        }
        signed = f"{_segment({'alg': 'HS256', 'typ': 'JWT'})}.{_segment(claims)}"
        signature = hmac.digest(self._config.app_secret.encode(), signed.encode(), "sha256")
        return f"{signed}.{_base64url(signature)}"


def conversation_id(number: str) -> str:
    """What we call the conversation with a number: it is one, whoever begins it."""
    return f"sms:{number}"


def _segment(value: object) -> str:
    return _base64url(json.dumps(value).encode())


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
