"""Contract runs against an account's integration: started, followed, stopped, reported."""

from collections.abc import Mapping
from typing import Any, Protocol

from front_emulator.account import Account
from front_emulator.admin.operations import AdminCall, Json, Operation, Parameter
from front_emulator.domain.errors import NotFound

_LONGEST_WAIT = 30
_REPORTS = ("html", "json", "junit", "markdown", "sarif")


class ContractRuns(Protocol):
    """What plays contract runs. It stands above the server, which is told of it."""

    def start(self, account: Account, options: Mapping[str, Any]) -> Json: ...

    def show(self, company_id: str, after: int | None, wait: float) -> Json: ...

    def stop(self, company_id: str) -> None: ...

    def report(self, company_id: str, kind: str) -> Json: ...

    def forget(self, company_id: str) -> None: ...

    def close(self) -> None: ...


def start(call: AdminCall) -> Json:
    return _runs(call).start(call.account, call.body)


def show(call: AdminCall) -> Json:
    return _runs(call).show(call.company.id, call.query.get("after"), call.query.get("wait", 0))


def stop(call: AdminCall) -> None:
    _runs(call).stop(call.company.id)


def report(call: AdminCall) -> Json:
    kind = call.variables["report"]
    if kind not in _REPORTS:
        raise NotFound(f"Unknown report {kind}", hint=f"there are: {', '.join(_REPORTS)}")
    return _runs(call).report(call.company.id, kind)


def _runs(call: AdminCall) -> ContractRuns:
    runs = call.host.contract_runs
    if runs is None:
        raise NotFound(
            "This server plays no contract runs",
            hint="front-emulator serve does, and any server that a FrontEmulator is on",
        )
    return runs


OPERATIONS = (
    Operation(
        method="POST",
        path="/companies/{company}/contract",
        name="contract",
        view=start,
        summary="Begin a contract run of the Outgoing URL or an application; it goes on beside.",
        status=202,
        answer="ContractRun",
        body="ContractOptions",
        conflicts=True,
    ),
    Operation(
        method="GET",
        path="/companies/{company}/contract",
        name="contract_run",
        view=show,
        summary="How the latest contract run is getting on.",
        answer="ContractRun",
        query=(
            Parameter(
                "after",
                "Answer once more scenarios than these are done, or the run has ended.",
                {"type": "integer", "minimum": 0},
            ),
            Parameter(
                "wait",
                "Seconds to wait for that.",
                {"type": "number", "minimum": 0, "maximum": _LONGEST_WAIT, "default": 0},
            ),
        ),
        waits=True,
    ),
    Operation(
        method="DELETE",
        path="/companies/{company}/contract",
        name="stop_contract",
        view=stop,
        summary="Have the run end after the scenario it is at.",
    ),
    Operation(
        method="GET",
        path="/companies/{company}/contract/reports/{report}",
        name="contract_report",
        view=report,
        summary=f"A report of the run, once it has ended: {', '.join(_REPORTS)}.",
        answer="ContractReport",
        conflicts=True,
    ),
)
