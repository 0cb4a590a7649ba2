"""Companies without a server: nothing happens in them unless a test makes it happen."""

from typing import Any

from front_emulator.domain import receiving
from front_emulator.domain.channels import channel_settings
from front_emulator.domain.company import Company
from front_emulator.domain.entities import Channel, Message
from front_emulator.domain.receiving import IncomingMessage
from front_emulator.domain.settings import Settings

BEGIN = 1602100742.249


def make_company(
    settings: Settings | None = None, *, seed: str = "unit", **channel: Any
) -> Company:
    """A company with an inbox, two teammates and a channel; its clock stands still."""
    company = Company(seed, name="Planet Express", slug="planet-express", settings=settings)
    company.clock.freeze()
    company.clock._held_at = BEGIN
    company.add_teammate("leela@planet-express.example", "leela", "Leela", "Turanga", True)
    company.add_teammate("amy@planet-express.example", "amy", "Amy", "Wong")
    inbox = company.add_inbox("Live chat")
    company.add_channel("Website chat", inbox.id, channel_settings(**channel))
    company.settle()
    return company


def channel_of(company: Company) -> Channel:
    return next(iter(company.store.channels.values()))


def teammate_ids(company: Company) -> list[str]:
    return list(company.store.teammates)


def received(company: Company, body: str = "Hi", handle: str = "fry", **more: Any) -> Message:
    """A message that has come in and exists."""
    incoming = IncomingMessage(handle=handle, body=body, **more)
    accepted = receiving.accept(company, channel_of(company).id, incoming)
    company.schedule.cancel(accepted.uid)
    with company.lock:
        return receiving.appear(company, accepted.uid)
