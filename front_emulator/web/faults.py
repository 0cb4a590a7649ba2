"""Faults on the wire: what a request gets instead of the answer it should have had."""

import socket
from collections.abc import Callable
from dataclasses import replace

from flask import Request, Response

from front_emulator.domain.clock import monotonic
from front_emulator.domain.company import Company
from front_emulator.domain.entities import RequestRecord
from front_emulator.domain.fault_effects import AnswerEffect
from front_emulator.domain.faults import Firing
from front_emulator.web import holding
from front_emulator.web.answers import HINT_HEADER, error, header_text
from front_emulator.web.exchange import Exchange
from front_emulator.web.fault_answers import refusal
from front_emulator.web.holding import Held

Tell = Callable[[Company, RequestRecord], None]

TAKE_CONNECTION = "front_emulator.take_connection"
"""In the WSGI environ of a server that lets go of a connection: gives the socket."""

_SENT_BY_THE_SERVER = ("whole", "malformed")
_FORMS = {
    "hang": "no answer for {:g} s",
    "reset": "connection reset",
    "empty": "connection closed without an answer",
    "truncated": "the answer broke off",
    "malformed": "the JSON broke off",
    "drip": "answered byte by byte over {:g} s",
}


def instead(exchange: Exchange) -> Response | None:
    """Look for a fault the request runs into; an answer where it is to have no effect."""
    firing = exchange.find_fault()
    return None if firing is None or firing.effect.lets_through else Response()


def answer(
    exchange: Exchange, firing: Firing[AnswerEffect], response: Response, tell: Tell
) -> Response:
    """What the client gets by a fault instead of `response`, written to the journal."""
    company, effect = exchange.caller().company, firing.effect
    made = response if effect.code is None else refusal(exchange.request, effect, response)
    made.headers[HINT_HEADER] = header_text(_hint(firing, response))
    if firing.rule is None:
        made.headers["Preference-Applied"] = f"code={effect.code}"
    if effect.answer == "malformed":
        made.set_data(made.get_data()[:-1])
    if effect.answer in _SENT_BY_THE_SERVER and not firing.latency:
        tell(company, exchange.record(company, made))
        return made
    take = exchange.request.environ.get(TAKE_CONNECTION)
    if take is None:
        return _not_by_this_server(exchange, company, tell)
    _Withheld(exchange, firing, made, tell).begin(take())
    return Response()


class _Withheld:
    """An answer that comes late, in pieces or never, and its place in the journal."""

    def __init__(
        self, exchange: Exchange, firing: Firing[AnswerEffect], made: Response, tell: Tell
    ) -> None:
        company, effect = exchange.caller().company, firing.effect
        self._company = company
        self._firing = firing
        self._effect = effect
        self._tell = tell
        self._started = exchange.started
        self._head, self._body = _on_the_wire(exchange.request, made)
        with company.changed:
            self._record = replace(exchange.draft(company, made), duration=None)
            if not effect.is_answered:
                self._record = replace(
                    self._record, status=None, response_headers=(), response_body=b""
                )
            company.requests.put(self._record)
            company.changed.notify_all()

    def begin(self, connection: socket.socket) -> None:
        """Wait for the moment in a thread of its own, unless it is now."""
        effect, rule, faults = self._effect, self._firing.rule, self._company.faults
        seconds = self._firing.latency + (effect.held_for if effect.answer == "hang" else 0)
        if not seconds and effect.answer != "drip":
            self._end(connection, None)
            return

        def end() -> None:
            try:
                self._end(connection, held)
            finally:
                # Not before: what drips may still be told to end.
                faults.let_go(held.release)

        held = Held(connection, seconds, end, watches_client=effect.answer == "hang")
        if rule is None or not faults.hold(rule, held.release):
            held.release()
        held.start()

    def _end(self, connection: socket.socket, held: Held | None) -> None:
        """Do what the fault says, once it is told."""
        try:
            self._note()
        except Exception as failure:  # noqa: BLE001 - kept, and raised by the next wait
            self._company.note_failure(failure)
        match self._effect.answer:
            case "reset":
                holding.reset(connection)
            case "hang" | "empty":
                holding.close(connection)
            case "truncated":
                half = self._body[: len(self._body) // 2]
                holding.send_and_close(connection, self._head + half)
            case "drip" if held is not None:
                pause = self._effect.held_for / max(len(self._body), 1)
                holding.drip_and_close(connection, self._head, self._body, held, pause)
            case _:
                holding.send_and_close(connection, self._head + self._body)

    def _note(self) -> None:
        company = self._company
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


def _hint(firing: Firing[AnswerEffect], response: Response) -> str:
    effect = firing.effect
    consequence = (
        f"the request took effect, its answer was {response.status_code}"
        if effect.lets_through
        else "the request had no effect"
    )
    return f"{firing.name}: {', '.join(_done(firing))}; {consequence}"


def _done(firing: Firing[AnswerEffect]) -> list[str]:
    effect, done = firing.effect, list[str]()
    if effect.code is not None:
        done.append(f"answered {effect.code}")
    if effect.answer != "whole":
        done.append(_FORMS[effect.answer].format(effect.held_for))
    if firing.latency:
        done.append(f"late by {firing.latency:g} s")
    if effect.exists_after is not None:
        done.append(f"processed after {effect.exists_after:g} s")
    return done


def _on_the_wire(request: Request, response: Response) -> tuple[bytes, bytes]:
    """Head and body of an answer as a server sends them, on a connection that ends with it."""
    headers = response.get_wsgi_headers(request.environ)
    headers["Connection"] = "close"
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.to_wsgi_list())
    body = b"" if request.method == "HEAD" else response.get_data()
    return f"HTTP/1.1 {response.status}\r\n{head}\r\n".encode("latin-1"), body


def _not_by_this_server(exchange: Exchange, company: Company, tell: Tell) -> Response:
    made = error(501, "Not implemented", "This server cannot withhold answers")
    made.headers[HINT_HEADER] = "such a fault needs front-emulator's own server"
    tell(company, exchange.record(company, made))
    return made
