"""Front's API as an integration calls it."""

from typing import Any

import requests

from front_emulator import FrontEmulator


class Api:
    """Calls the API of one account with its token."""

    def __init__(self, front: FrontEmulator) -> None:
        self._base = front.url
        self._token = front.api_token

    def get(self, path: str) -> requests.Response:
        return self._call("GET", path)

    def post(self, path: str, json: Any = None, **options: Any) -> requests.Response:
        return self._call("POST", path, json=json, **options)

    def patch(self, path: str, json: Any) -> requests.Response:
        return self._call("PATCH", path, json=json)

    def message(self, uid: str) -> dict[str, Any]:
        """The message with this uid."""
        found = self.get(f"/messages/alt:uid:{uid}")
        assert found.status_code == 200, found.text
        message: dict[str, Any] = found.json()
        return message

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        found = self.get(f"/conversations/{conversation_id}")
        assert found.status_code == 200, found.text
        conversation: dict[str, Any] = found.json()
        return conversation

    def _call(self, method: str, path: str, **options: Any) -> requests.Response:
        """`path` may also be a whole URL, as links are."""
        url = path if path.startswith("http") else self._base + path
        headers = {"Authorization": f"Bearer {self._token}"}
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, url, headers=headers, timeout=10, **options)
