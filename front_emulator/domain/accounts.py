"""Which companies there are, and which of them a token belongs to."""

import threading

from front_emulator.domain.company import Company
from front_emulator.domain.errors import InvalidSetting


class Accounts:
    """The companies of one emulator, by token and by id. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_token: dict[str, Company] = {}
        self._by_id: dict[str, list[Company]] = {}
        self._by_application: dict[str, Company] = {}

    def add(self, company: Company) -> None:
        """Raises `InvalidSetting` when another company has the same API token."""
        with self._lock:
            if company.api_token in self._by_token:
                raise InvalidSetting("api_token: another company of this emulator has it already")
            self._by_token[company.api_token] = company
            self._by_id.setdefault(company.id, []).append(company)

    def remove(self, company: Company) -> None:
        with self._lock:
            if self._by_token.pop(company.api_token, None) is None:
                return
            alike = self._by_id[company.id]
            alike.remove(company)
            if not alike:
                del self._by_id[company.id]
            for uid in [uid for uid, of in self._by_application.items() if of is company]:
                del self._by_application[uid]

    def by_token(self, token: str) -> Company | None:
        return self._by_token.get(token)

    def by_id(self, company_id: str) -> Company | None:
        """The company of an id; of several that were made of the same seed, the last one."""
        with self._lock:
            alike = self._by_id.get(company_id)
            return alike[-1] if alike else None

    def by_application(self, uid: str) -> Company | None:
        """The company that has an application of this uid; the last one where several do.

        They are looked through only where none is known by it yet.
        """
        with self._lock:
            company = self._by_application.get(uid)
            if company is not None and uid in company.store.applications:
                return company
            for each in reversed(self._by_token.values()):
                if uid in each.store.applications:
                    self._by_application[uid] = each
                    return each
            return None

    def latest(self) -> Company | None:
        """The company added last: whose journal tells of requests with no known token."""
        with self._lock:
            return next(reversed(self._by_token.values()), None)

    def all(self) -> list[Company]:
        """Oldest first."""
        with self._lock:
            return list(self._by_token.values())
