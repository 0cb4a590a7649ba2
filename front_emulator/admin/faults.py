"""A company's faults: what goes wrong on purpose."""

from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation
from front_emulator.domain.errors import NotFound
from front_emulator.domain.faults import FaultRule


def index(call: AdminCall) -> Json:
    return {"faults": [serialize.fault(rule) for rule in call.account.faults.list()]}


def add(call: AdminCall) -> Json:
    return serialize.fault(call.account.faults.add(**call.body))


def show(call: AdminCall) -> Json:
    return serialize.fault(_rule(call))


def remove(call: AdminCall) -> None:
    _rule(call).remove()


def clear(call: AdminCall) -> None:
    call.account.faults.clear()


def _rule(call: AdminCall) -> FaultRule:
    rule_id = call.variables["fault"]
    rule = call.account.faults.get(rule_id)
    if rule is None:
        raise NotFound(f"Unknown fault ID {rule_id}")
    return rule


OPERATIONS = (
    Operation(
        method="GET",
        path="/companies/{company}/faults",
        name="faults",
        view=index,
        summary="Every fault in the order they were added, and how often each fired.",
        answer="Faults",
    ),
    Operation(
        method="POST",
        path="/companies/{company}/faults",
        name="add_fault",
        view=add,
        summary="Have answers or deliveries go wrong; docs/faults.md describes the options.",
        status=201,
        answer="Fault",
        body="NewFault",
        needs_body=True,
    ),
    Operation(
        method="DELETE",
        path="/companies/{company}/faults",
        name="clear_faults",
        view=clear,
        summary="End all faults; what hangs because of one is let go.",
    ),
    Operation(
        method="GET",
        path="/companies/{company}/faults/{fault}",
        name="fault",
        view=show,
        summary="A fault, and how often it fired.",
        answer="Fault",
    ),
    Operation(
        method="DELETE",
        path="/companies/{company}/faults/{fault}",
        name="remove_fault",
        view=remove,
        summary="End a fault; what hangs because of it is let go.",
    ),
)
