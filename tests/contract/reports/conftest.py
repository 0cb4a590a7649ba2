"""Runs made by hand, for reports to show."""

import json
from typing import Any

import pytest

from front_emulator.contract.model import (
    ErrorTypeRow,
    Exchange,
    Finding,
    Result,
    Run,
    Scenario,
    Verdict,
)
from front_emulator.domain.entities import Outcome, WireRequest, WireResponse
from front_emulator.wire.outcomes import ERROR_TYPES
from front_emulator.wire.signing import custom_channel_signature

SECRET = "planted-api-secret-9f2c"
URL = "http://localhost:3000/front/outgoing"


class RunFactory:
    """Makes the parts of a run; what is not given is made up, always the same."""

    secret = SECRET
    url = URL

    def body(self, **fields: Any) -> bytes:
        message = {"id": "msg_1", "type": "custom", "text": "It is on its way.", **fields}
        return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()

    def request(
        self,
        body: bytes | None = None,
        *,
        url: str = URL,
        headers: tuple[tuple[str, str], ...] | None = None,
    ) -> WireRequest:
        body = self.body() if body is None else body
        if headers is None:
            headers = (
                ("Content-Type", "application/json; charset=utf-8"),
                ("X-Front-Signature", custom_channel_signature(SECRET, body)),
            )
        return WireRequest("POST", url, headers, body)

    def answer(
        self, status: int = 200, body: bytes = b'{"type":"success"}', **headers: str
    ) -> WireResponse:
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return WireResponse(status, (("Content-Type", "application/json"), *named), body)

    def exchange(self, **changes: Any) -> Exchange:
        fields: dict[str, Any] = {
            "title": "the message",
            "request": self.request(),
            "outcome": Outcome(),
            "duration": 0.012,
            "response": self.answer(),
        }
        return Exchange(**{**fields, **changes})

    def scenario(self, id: str = "FE-SIG-03", **changes: Any) -> Scenario:  # noqa: A002
        fields: dict[str, Any] = {
            "title": "Garbage as signature",
            "sent": "A message whose signature is not base64.",
            "right": "Refuse it with authentication_required or forbidden.",
            "why": "Whoever knows the URL could write to your visitors.",
            "page": "dev.frontapp.com/docs/creating-a-custom-channel",
            "play": _never,
        }
        return Scenario(id, **{**fields, **changes})

    def result(
        self,
        verdict: Verdict = Verdict.FAIL,
        *,
        id: str = "FE-SIG-03",  # noqa: A002
        consequence: str = "Anyone who knows the URL can write to your visitors.",
        exchanges: tuple[Exchange, ...] | None = None,
        hint: str | None = "The signature is not checked at all.",
        duration: float = 0.05,
        **scenario: Any,
    ) -> Result:
        if exchanges is None:
            exchanges = (self.exchange(changed="X-Front-Signature"),)
        finding = Finding(verdict, consequence, exchanges, hint)
        return Result(self.scenario(id, **scenario), finding, duration)

    def passed(self, id: str = "FE-CTL-01", title: str = "A plain reply") -> Result:  # noqa: A002
        return self.result(
            Verdict.PASS, id=id, title=title, consequence="It was accepted.", hint=None
        )

    def row(
        self,
        type: str = "forbidden",  # noqa: A002
        verdict: Verdict = Verdict.PASS,
        **changes: Any,
    ) -> ErrorTypeRow:
        fields: dict[str, Any] = {
            "direction": "front_to_integration",
            "answer": "403, the documented shape",
            "sentence": "Invalid signature",
            "scenario_ids": ("FE-SIG-03",),
        }
        return ErrorTypeRow(type=type, verdict=verdict, **{**fields, **changes})

    def rows(self) -> tuple[ErrorTypeRow, ...]:
        unprovoked: dict[str, Any] = {
            "verdict": Verdict.NA,
            "answer": "",
            "sentence": "",
            "scenario_ids": (),
            "how": "Name a recipient that provokes it: triggers.not_found.recipient",
        }
        return tuple(
            self.row(each, **(unprovoked if each == "not_found" else {})) for each in ERROR_TYPES
        )

    def run(self, *results: Result, **changes: Any) -> Run:
        fields: dict[str, Any] = {
            "target": URL,
            "kind": "custom",
            "seed": "front-emulator",
            "results": results or self.one_of_each(),
            "error_types": self.rows(),
            "duration": 14.2,
        }
        return Run(**{**fields, **changes})

    def one_of_each(self) -> tuple[Result, ...]:
        """A result of each verdict, as a run finds them."""
        crash = self.exchange(
            response=self.answer(500, b"<h1>Internal Server Error</h1>\n<p>KeyError</p>"),
            outcome=Outcome("internal_error", "The channel answered 500 Internal Server Error"),
        )
        tampered = self.body(text="It is on its wax.")
        one_byte = self.exchange(
            request=self.request(tampered), changed=f"byte {tampered.index(b'wax') + 2}"
        )
        return (
            self.passed(),
            self.passed("FE-CTL-02", "A composed message"),
            self.result(
                Verdict.ERROR,
                id="FE-CTL-03",
                title="Emoji",
                consequence="A teammate who writes an emoji sees the message fail.",
                exchanges=(self.exchange(), crash),
                hint="The text is encoded as ASCII or latin-1 somewhere.",
            ),
            self.result(),
            self.result(
                id="FE-SIG-09",
                title="One byte of the body changed",
                consequence="A message altered on its way reaches the visitor.",
                exchanges=(one_byte,),
                hint=None,
            ),
            self.result(
                Verdict.WARN,
                id="FE-SIG-11",
                title="White space added",
                consequence="The signature is checked over a body that was serialised anew.",
                hint="Verify the raw body: Flask get_data, Express raw, FastAPI body.",
            ),
            self.result(
                Verdict.INFO,
                id="FE-NOT-01",
                title="An unknown recipient",
                consequence="It was accepted: some integrations know no unknown recipients.",
                hint=None,
            ),
            self.result(
                Verdict.NA,
                id="FE-NOT-02",
                title="An unknown conversation",
                consequence="Not asked.",
            ),
            self.result(
                Verdict.INCONCLUSIVE,
                id="FE-LOD-01",
                title="A burst",
                consequence="The right message before it was refused.",
                hint=None,
            ),
        )


def _never(*_: object) -> Finding:
    raise AssertionError("a report plays no scenario")


@pytest.fixture(scope="session")
def make() -> RunFactory:
    """Hypothesis wants no fixture that is made anew for each test; this one keeps nothing."""
    return RunFactory()
