"""What an operation of the admin API is: routes and the OpenAPI document are made of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from front_emulator.account import Account
from front_emulator.domain.accounts import Accounts
from front_emulator.domain.company import Company
from front_emulator.domain.errors import NotFound
from front_emulator.domain.settings import Settings

if TYPE_CHECKING:
    from front_emulator.admin.contract import ContractRuns

Json = dict[str, Any]

LATEST = "latest"
"""What names the company that was made last."""


class Host(Protocol):
    """What the admin API needs of the server it runs on."""

    accounts: Accounts
    state_files: dict[str, Path]
    """Of companies, by id, that are saved to one."""
    contract_runs: "ContractRuns | None"
    """What plays contract runs, where something does."""

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
    ) -> Company: ...

    def account(self, company: Company) -> Account: ...

    def remove(self, company: Company) -> None: ...


@dataclass(frozen=True)
class AdminCall:
    """A request to the admin API, its body and query checked against the operation's schemas."""

    host: Host
    base: str
    """What addresses in the answer start with."""
    variables: Mapping[str, str]
    query: Json
    body: Json

    @cached_property
    def account(self) -> Account:
        """The account that `{company}` of the path names. Raises `NotFound`."""
        name = self.variables["company"]
        accounts = self.host.accounts
        company = accounts.latest() if name == LATEST else accounts.by_id(name)
        if company is None:
            known = ", ".join(each.id for each in accounts.all()[-5:]) or "none"
            raise NotFound(f"Unknown company ID {name}", hint=f"there are: {known}")
        return self.host.account(company)

    @property
    def company(self) -> Company:
        return self.account.company


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query; a list is given by naming it several times."""

    name: str
    meaning: str
    schema: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route. `body` and `answer` name schemas of schemas/admin/; no answer is a 204.

    `name` is that of the Python method that does the same.
    """

    method: str
    path: str
    name: str
    view: Callable[[AdminCall], Any] = field(compare=False)
    summary: str
    status: int = 200
    answer: str | None = None
    body: str | None = None
    needs_body: bool = False
    query: tuple[Parameter, ...] = ()
    waits: bool = False
    """Whether it may hold its thread until something happens."""
    fails: bool = False
    """Whether what it asserts may turn out not to hold: a 422 that shows what there is."""
    conflicts: bool = False
    """Whether it may be refused because of the state things are in."""
    is_open: bool = False
    """Whether it needs no admin token."""

    @property
    def noun(self) -> str:
        """What it is about; operations of one noun stand together in the document."""
        parts = [part for part in self.path.split("/") if part and not part.startswith("{")]
        return parts[1] if parts[0] == "companies" and len(parts) > 1 else parts[0]
