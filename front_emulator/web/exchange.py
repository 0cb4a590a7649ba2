"""A request to the emulator on its way through, and what the journal keeps of it."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Request, Response, request

from front_emulator.domain.accounts import Accounts
from front_emulator.domain.clock import monotonic
from front_emulator.domain.company import Company
from front_emulator.domain.entities import RequestRecord
from front_emulator.domain.errors import Unauthenticated
from front_emulator.domain.fault_effects import AnswerEffect
from front_emulator.domain.faults import Firing
from front_emulator.domain.settings import Settings
from front_emulator.web import bodies, rate_limiting
from front_emulator.web.access import hostname_of
from front_emulator.web.answers import HINT_HEADER
from front_emulator.web.call import Caller, caller_of
from front_emulator.web.problems import PREFIX
from front_emulator.wire import preferences

JOURNALLED_BYTES = 64 * 1024

OBSERVER_HEADER = "X-Front-Emulator-Observer"
"""Has a request to Front's API leave no trace, whatever its value; what the web inbox sends."""

_OWN_PREFIX = "/__"

_DEFAULTS = Settings()
# The admin API takes accounts with all their files.
_WHOLE_ACCOUNTS = Settings(attachments_limit_scope="file")


class Exchange:
    """One request: when it began, whose it is, and its body once that is read."""

    def __init__(
        self, request: Request, accounts: Accounts, public_base: str | None = None
    ) -> None:
        self.started = monotonic()
        self.request = request
        self.raw_body = b""
        self.fault: Firing[AnswerEffect] | None = None
        self._arrived: RequestRecord | None = None
        self._accounts = accounts
        self._public_base = public_base
        self._caller: Caller | None = None
        self._refusal: Unauthenticated | None = None
        try:
            self._caller = caller_of(request, accounts)
        except Unauthenticated as refusal:
            self._refusal = refusal

    @property
    def base(self) -> str:
        """What links in the answer start with: the public address, else that of the request.

        Where its Host names none, that is the server's own.
        """
        if self._public_base:
            return self._public_base
        environ = self.request.environ
        host = environ.get("HTTP_HOST", "")
        if not hostname_of(host):
            host = f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        return f"{self.request.scheme}://{host}"

    @property
    def is_beside_the_story(self) -> bool:
        """Whether it is none of Front's: no fault and no limit concerns it, no journal tells.

        So it is with the emulator's own API and page, and with whoever only looks on.
        """
        own = self.request.path.startswith(_OWN_PREFIX)
        page = self.request.path == "/" and self.request.method in ("GET", "HEAD")
        return own or page or OBSERVER_HEADER in self.request.headers

    def caller(self) -> Caller:
        """Whose token the request carries, or `Unauthenticated`."""
        if self._caller is None:
            raise self._refusal or Unauthenticated("JSON Web Token error")
        return self._caller

    @property
    def _company(self) -> Company | None:
        return None if self._caller is None else self._caller.company

    def journalled_by(self) -> Company | None:
        """The request's company; without a known token the latest, so that it is told somewhere."""
        return self._company or self._accounts.latest()

    def read_body(self) -> None:
        """Read the whole body. Raises `TooLarge`."""
        settings = _DEFAULTS if self._company is None else self._company.settings
        if self.request.path.startswith(PREFIX):
            settings = _WHOLE_ACCOUNTS
        self.raw_body = bodies.read(self.request, settings)

    def find_excess(self) -> Response | None:
        """The answer to a request too many."""
        company, path = self._company, self.request.path
        if company is None or self.is_beside_the_story:
            return None
        return rate_limiting.refusal(company, self.request.method, path)

    def find_fault(self) -> Firing[AnswerEffect] | None:
        """The fault that the request asks for or runs into."""
        company, path = self._company, self.request.path
        if company is None or self.is_beside_the_story:
            return None
        self.fault = self._asked_for(company)
        if self.fault is None and company.faults.active:
            headers = self.request.headers.items()
            self.fault = company.faults.take_request(
                self.request.method, path, self.raw_body, headers
            )
        return self.fault

    def _asked_for(self, company: Company) -> Firing[AnswerEffect] | None:
        prefer = self.request.headers.get("Prefer")
        if prefer is None or not company.settings.magic_values:
            return None
        status = preferences.error_status(prefer)
        if status is None:
            return None
        effect = (
            AnswerEffect(error="too_many_requests")
            if status == HTTPStatus.TOO_MANY_REQUESTS
            else AnswerEffect(status=status)
        )
        return Firing(f"Prefer: code={status}", effect)

    def arrive(self) -> None:
        """Put the request into the journal, where it is seen while it waits for its answer."""
        company = self.journalled_by()
        if company is None or self.is_beside_the_story:
            return
        with company.changed:
            self._arrived = self._bare(company)
            company.requests.put(self._arrived)
            company.changed.notify_all()

    def record(self, company: Company, response: Response) -> RequestRecord:
        """Put the request and its answer into the company's journal."""
        record = self.draft(company, response)
        with company.changed:
            # Unless the account was reset meanwhile: it has forgotten the request.
            if self._arrived is None or company.requests.get(record.id) is not None:
                company.requests.put(record)
                company.changed.notify_all()
        return record

    def draft(self, company: Company, response: Response) -> RequestRecord:
        """What the journal keeps of the request and its answer."""
        with company.lock:
            bare = self._arrived or self._bare(company)
        return replace(
            bare,
            at=company.clock.timestamp(),
            status=response.status_code,
            response_headers=tuple(response.headers.to_wsgi_list()),
            response_body=response.get_data()[:JOURNALLED_BYTES],
            duration=monotonic() - self.started,
            hint=response.headers.get(HINT_HEADER),
        )

    def _bare(self, company: Company) -> RequestRecord:
        environ = self.request.environ
        return RequestRecord(
            id=company.ids.next("req"),
            at=company.clock.timestamp(),
            method=self.request.method,
            path=environ.get("REQUEST_URI") or self.request.full_path,
            headers=_headers(environ),
            body=self.raw_body[:JOURNALLED_BYTES],
            number=company.next_number(),
        )


def _headers(environ: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The request's headers; a WSGI server passes them on in this form."""
    named = [
        (name[5:].replace("_", "-").title(), value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    unprefixed = (name for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if name in environ)
    named.extend((name.replace("_", "-").title(), environ[name]) for name in unprefixed)
    return tuple(named)


def current_request() -> Request:
    """Flask's request itself instead of its proxy, which every access goes through."""
    return request._get_current_object()  # type: ignore[no-any-return,attr-defined] # noqa: SLF001 - its documented way
