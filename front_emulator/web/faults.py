"""Faults on the wire: what a request gets instead of the answer it should have had.

Front pages: dev.frontapp.com/docs/errors, dev.frontapp.com/docs/rate-limiting
"""

import re
import socket
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from math import ceil

from flask import Request, Response

from front_emulator.domain.clock import monotonic
from front_emulator.domain.company import Company
from front_emulator.domain.entities import RequestRecord
from front_emulator.domain.faults import Fault, FaultRule
from front_emulator.web import holding
from front_emulator.web.answers import HINT_HEADER, error, header_text
from front_emulator.web.exchange import Exchange
from front_emulator.web.holding import Held

Tell = Callable[[Company, RequestRecord], None]

TAKE_CONNECTION = "front_emulator.take_connection"
"""In the WSGI environ of a server that lets go of a connection: gives the socket."""

_TITLES = {
    400: "Bad request",
    401: "Unauthenticated",
    404: "Not found",
    413: "Payload too large",
    429: "Too many requests",
    500: "Internal server error",
}
_UNKNOWN = re.compile(r"/(?P<noun>[a-z]+)s/(?P<id>[^/]+)")


def instead(exchange: Exchange) -> Response | None:
    """Look for a fault the request runs into; an answer where it is to have no effect."""
    rule = exchange.find_fault()
    return None if rule is None or rule.fault.lets_through else Response()


def answer(exchange: Exchange, rule: FaultRule, response: Response, tell: Tell) -> Response:
    """What the client gets by a fault instead of `response`, written to the journal."""
    company, fault = exchange.authenticated(), rule.fault
    made = response if fault.status is None else _refusal(exchange.request, fault, response)
    made.headers[HINT_HEADER] = header_text(_hint(rule, response))
    if fault.is_answered and not fault.latency:
        tell(company, exchange.record(company, made))
        return made
    take = exchange.request.environ.get(TAKE_CONNECTION)
    if take is None:
        return _not_by_this_server(exchange, company, tell)
    _withhold(_Withheld(exchange, company, rule, made, tell), take())
    return Response()


class _Withheld:
    """An answer that comes late or never, and its place in the journal."""

    def __init__(
        self, exchange: Exchange, company: Company, rule: FaultRule, made: Response, tell: Tell
    ) -> None:
        self.rule = rule
        self.company = company
        self._tell = tell
        self._started = exchange.started
        self._data = _on_the_wire(exchange.request, made)
        with company.changed:
            self._record = replace(exchange.draft(company, made), duration=None)
            if not rule.fault.is_answered:
                self._record = replace(
                    self._record, status=None, response_headers=(), response_body=b""
                )
            company.requests.put(self._record)
            company.changed.notify_all()

    def end(self, connection: socket.socket) -> None:
        """Do what the fault says, once it is told."""
        try:
            self._note()
        except Exception as failure:  # noqa: BLE001 - kept, and raised by the next wait
            self.company.note_failure(failure)
        if self.rule.fault.reset:
            holding.reset(connection)
        elif self.rule.fault.hang:
            holding.close(connection)
        else:
            holding.send_and_close(connection, self._data)

    def _note(self) -> None:
        company = self.company
        with company.changed:
            ended = replace(
                self._record,
                at=company.clock.timestamp(),
                duration=monotonic() - self._started,
            )
            if company.requests.get(ended.id) is None:
                return  # the account was reset meanwhile
            company.requests.put(ended)
            company.changed.notify_all()
        self._tell(company, ended)


def _withhold(withheld: _Withheld, connection: socket.socket) -> None:
    rule, faults = withheld.rule, withheld.company.faults
    seconds = rule.fault.held_for if rule.fault.hang else rule.fault.latency
    if not seconds:
        withheld.end(connection)
        return

    def end() -> None:
        faults.let_go(held.release)
        withheld.end(connection)

    held = Held(connection, seconds, end, watches_client=rule.fault.hang)
    if not faults.hold(rule, held.release):
        held.release()
    held.start()


def _refusal(request: Request, fault: Fault, response: Response) -> Response:
    status = fault.status or 500
    if fault.body is not None:
        made = Response(fault.body, status=status, content_type="application/json; charset=utf-8")
    else:
        text, details = _text(request, fault, status)
        made = error(status, _title(status), fault.message or text, details)
    made.headers.extend(
        (name, value) for name, value in response.headers if name.lower().startswith("x-ratelimit")
    )
    if fault.retry_after is not None:
        made.headers["Retry-After"] = _plainly(fault.retry_after)
    if status == 429:
        _use_up(made, fault)
    return made


def _plainly(seconds: float) -> str:
    return str(int(seconds) if seconds == int(seconds) else seconds)


def _text(request: Request, fault: Fault, status: int) -> tuple[str, tuple[str, ...]]:
    """Front's message for a status, and the details of it."""
    if status == 400:
        return "Body did not satisfy requirements", ("body.body: missing",)
    if status == 401:
        return "Invalid token", ()
    if status == 403:
        kind = "read" if request.method == "GET" else "write"
        return f"Missing required scopes: [messages:*:{kind}]", ()
    if status == 404:
        found = _UNKNOWN.match(request.path)
        known = f"{found['noun']} ID {found['id']}" if found else f"path {request.path}"
        return f"Unknown {known}", ()
    if status == 429:
        limit = "Rate limit exceeded" + (" for tier-2 route" if fault.is_tiered else "")
        return f"{limit}. Please retry in {ceil((fault.retry_after or 0) * 1000)} milliseconds.", ()
    return _title(status), ()


def _use_up(response: Response, fault: Fault) -> None:
    """A company's allowance is used up; that of a tier may be while the company's is not."""
    if fault.is_tiered:
        response.headers["x-front-tier"] = "2"
        return
    response.headers["x-ratelimit-remaining"] = "0"
    response.headers["x-ratelimit-burst-remaining"] = "0"


def _title(status: int) -> str:
    try:
        return _TITLES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


def _hint(rule: FaultRule, response: Response) -> str:
    fault = rule.fault
    limit = "" if fault.times is None else f" of {fault.times}"
    effect = (
        f"the request took effect, its answer was {response.status_code}"
        if fault.lets_through
        else "the request had no effect"
    )
    return f"fault {rule.id}, {rule.fired}{limit}: {', '.join(_done(fault))}; {effect}"


def _done(fault: Fault) -> list[str]:
    done = []
    if fault.status is not None:
        done.append(f"answered {fault.status}")
    if fault.hang:
        done.append(f"no answer for {fault.held_for:g} s")
    if fault.reset:
        done.append("connection reset")
    if fault.latency:
        done.append(f"late by {fault.latency:g} s")
    if fault.processing_delay is not None:
        done.append(f"processed after {fault.processing_delay:g} s")
    return done


def _on_the_wire(request: Request, response: Response) -> bytes:
    """An answer as a server sends it, on a connection that ends with it."""
    headers = response.get_wsgi_headers(request.environ)
    headers["Connection"] = "close"
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.to_wsgi_list())
    return f"HTTP/1.1 {response.status}\r\n{head}\r\n".encode("latin-1") + response.get_data()


def _not_by_this_server(exchange: Exchange, company: Company, tell: Tell) -> Response:
    made = error(501, "Not implemented", "This server cannot withhold answers")
    made.headers[HINT_HEADER] = "faults that hang, reset or delay need front-emulator's own server"
    tell(company, exchange.record(company, made))
    return made
