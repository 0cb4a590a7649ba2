"""One server for any number of companies: what listens, what keeps time, what delivers."""

import secrets
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from front_emulator.account import Account
from front_emulator.admin import create_admin
from front_emulator.admin.contract import ContractRuns
from front_emulator.courier import Courier
from front_emulator.domain.accounts import Accounts
from front_emulator.domain.channels import channel_settings
from front_emulator.domain.company import Company
from front_emulator.domain.entities import DeliveryRecord, Handshake, RequestRecord, WebhookCall
from front_emulator.domain.settings import Settings
from front_emulator.inbox import create_inbox
from front_emulator.resources import fixture
from front_emulator.server import WsgiServer
from front_emulator.timekeeper import Timekeeper
from front_emulator.tls import Certificate, throw_away
from front_emulator.web.access import Access, is_loopback_name
from front_emulator.web.app import Surroundings, create_app

OnRequest = Callable[[Company, RequestRecord], None]
OnDelivery = Callable[[Company, DeliveryRecord], None]
OnWebhook = Callable[[Company, WebhookCall], None]
OnHandshake = Callable[[Handshake], None]


class FrontServer:
    """Serves Front's API for its companies on one port; also a context manager.

    `public_url` is what links and Incoming URLs start with where that is not the address
    bound to; `tls` serves https, with a certificate of the authority `tls_authority` (PEM), made
    for this server; `on_request`, `on_delivery`, `on_webhook` and `on_handshake` are told of
    what crossed the wire.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str | None = None,
        allowed_hosts: Iterable[str] = (),
        tls: bool = False,
        on_request: OnRequest | None = None,
        on_delivery: OnDelivery | None = None,
        on_webhook: OnWebhook | None = None,
        on_handshake: OnHandshake | None = None,
    ) -> None:
        self.accounts = Accounts()
        self.contract_runs: ContractRuns | None = None
        self.state_files: dict[str, Path] = {}
        self._serials = count()
        self.admin_token = secrets.token_hex(16)
        self.public_url = public_url and public_url.rstrip("/")
        self.access = Access(
            is_loopback=is_loopback_name(host),
            admin_token=self.admin_token,
            allowed_hosts=frozenset(_hostnames(allowed_hosts, public_url)),
        )
        names = _hostnames([host, *allowed_hosts], public_url)
        certificate = throw_away(names) if tls else Certificate()
        self.tls_authority = certificate.authority
        surroundings = Surroundings(
            access=self.access,
            base_url=lambda: self.public_url,
            on_request=on_request or _ignore,
        )
        beside = [create_admin(self, self.access), create_inbox()]
        self.app = create_app(self.accounts, surroundings, beside)
        self.courier = Courier(lambda: self.url, on_delivery or _ignore, on_webhook)
        self._on_handshake = on_handshake
        self._timekeeper = Timekeeper(self.courier.dispatch)
        self._server = WsgiServer(self.app, host, port, tls=certificate.context)

    @property
    def url(self) -> str:
        """The address for clients, without a trailing slash."""
        return self.public_url or self._server.url

    @property
    def port(self) -> int:
        return self._server.port

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Bind the address and begin to serve; a busy port is an `OSError` here."""
        self._server.start()
        self._timekeeper.start()

    def stop(self, grace: float = 0.0, *, at_rest: Callable[[], None] | None = None) -> None:
        """Stop; deliveries under way get `grace` seconds to end.

        `at_rest` is called when they have, while the companies are still what they were.
        """
        if self.contract_runs is not None:
            self.contract_runs.close()
        self.courier.drain(grace)
        if at_rest is not None:
            at_rest()
        for company in self.accounts.all():
            self.remove(company)
        self._timekeeper.stop()
        self._server.stop()

    def create_company(
        self,
        seed: str | None = None,
        *,
        name: str | None = None,
        settings: Settings | None = None,
        channel: dict[str, Any] | None = None,
        token: str | None = None,
        secret: str | None = None,
        people: int = 0,
    ) -> Company:
        """An isolated account with an inbox, teammates and a custom channel.

        Without a `seed` it has one of its own, so that its ids are no other account's.
        `channel` has settings of that channel, `people` is how many teammates are made up
        besides the three that are always there. Raises `InvalidSetting`.
        """
        plan = fixture("default_company")
        serial = next(self._serials)
        company = Company(
            f"company {serial}" if seed is None else seed,
            name=name or plan["name"],
            slug=plan["slug"],
            settings=settings,
            token=token,
            secret=secret,
            serial=serial,
        )
        for teammate in plan["teammates"]:
            company.add_teammate(**teammate)
        if people:
            from front_emulator.people import teammates

            for made_up in teammates(company.ids.number("people"), people):
                company.add_teammate(**made_up)
        inbox = company.add_inbox(plan["inbox"])
        company.add_channel(plan["channel"], inbox.id, channel_settings(**(channel or {})))
        company.settle()
        company.on_scheduled = lambda: self.watch(company)
        if self._on_handshake is not None:
            company.on_handshake = self._on_handshake
        company.on_cancelled = lambda: self.courier.call_off(company)
        self.accounts.add(company)
        return company

    def account(self, company: Company) -> Account:
        """A company as a test uses it."""
        return Account(self, company)

    def watch(self, company: Company) -> None:
        """Have the company's next event run when it is due."""
        self._timekeeper.watch(company)

    def remove(self, company: Company) -> None:
        """End a company: its token is unknown from now on, and nothing of it is delivered."""
        company.close()
        self._timekeeper.forget(company)
        self.accounts.remove(company)
        if self.contract_runs is not None and self.accounts.by_id(company.id) is None:
            self.contract_runs.forget(company.id)


def _hostnames(allowed: Iterable[str], public_url: str | None) -> Iterable[str]:
    yield from (name.lower() for name in allowed)
    if public_url:
        yield urlsplit(public_url).hostname or ""


def _ignore(company: Company, record: object) -> None:
    """Nobody asked to be told."""
