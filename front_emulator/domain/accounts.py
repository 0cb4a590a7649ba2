"""Which companies there are, and which of them a token belongs to."""

import threading

from front_emulator.domain.company import Company
from front_emulator.domain.errors import InvalidSetting


class Accounts:
    """The companies of one emulator, by token. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_token: dict[str, Company] = {}

    def add(self, company: Company) -> None:
        """Raises `InvalidSetting` when another company has the same API token."""
        with self._lock:
            if company.api_token in self._by_token:
                raise InvalidSetting("api_token: another company of this emulator has it already")
            self._by_token[company.api_token] = company

    def remove(self, company: Company) -> None:
        with self._lock:
            self._by_token.pop(company.api_token, None)

    def by_token(self, token: str) -> Company | None:
        return self._by_token.get(token)

    def latest(self) -> Company | None:
        """The company added last: whose journal tells of requests with no known token."""
        with self._lock:
            return next(reversed(self._by_token.values()), None)

    def all(self) -> list[Company]:
        """Oldest first."""
        with self._lock:
            return list(self._by_token.values())
