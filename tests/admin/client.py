"""The admin API as these tests call it; every answer is checked against its own document."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests
from jsonschema import Draft202012Validator

from front_emulator.admin.blueprint import document

Json = dict[str, Any]


class Admin:
    """A client of the admin API. `company` of a path is the one made last."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self.url = url
        self._session = session

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """Any answer, once it is found to be one the document knows."""
        answer = self._session.request(method, f"{self.url}/__admin{path}", timeout=60, **options)
        self._check(method, path, answer)
        return answer

    def get(self, path: str, **query: Any) -> Any:
        """The JSON of a 200."""
        answer = self.call("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, **body: Any) -> Any:
        """The JSON of a POST that went well; None for a 204."""
        answer = self.call("POST", path, json=body) if body else self.call("POST", path)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def refused(self, method: str, path: str, **options: Any) -> Json:
        """The problem of a refusal."""
        answer = self.call(method, path, **options)
        assert answer.status_code >= 400, answer.text
        problem: Json = answer.json()
        assert problem["status"] == answer.status_code
        return problem

    @property
    def document(self) -> Json:
        """What the server says of itself; `test_document` sees that this is what it serves."""
        return document()

    def _check(self, method: str, path: str, answer: requests.Response) -> None:
        """That the document has this operation and this answer, and what is in it fits."""
        described = self._operation(method, urlsplit(path).path)
        if described is None:
            assert answer.status_code in (404, 405), answer.text
            return
        responses = described["responses"]
        assert str(answer.status_code) in responses, (answer.status_code, answer.text)
        content = responses[str(answer.status_code)].get("content")
        if content is None:
            assert answer.content == b""
            return
        [(content_type, media)] = content.items()
        assert answer.headers["Content-Type"].partition(";")[0] == content_type
        _validator(media["schema"]["$ref"]).validate(answer.json())

    def _operation(self, method: str, path: str) -> Json | None:
        for template, operations in self.document["paths"].items():
            parts, given = template.split("/"), path.split("/")
            fits = len(parts) == len(given) and all(
                part.startswith("{") or part == each
                for part, each in zip(parts, given, strict=True)
            )
            if fits and method.lower() in operations:
                found: Json = operations[method.lower()]
                return found
        return None


@cache
def _validator(reference: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": reference, "components": document()["components"]})
