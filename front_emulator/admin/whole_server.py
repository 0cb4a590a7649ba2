"""What is about the server and all of its companies."""

from heapq import merge

from front_emulator import __version__
from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation


def health(_: AdminCall) -> Json:
    return {"status": "ok", "version": __version__}


def deliveries(call: AdminCall) -> Json:
    each = [company.deliveries.newest_first() for company in call.host.accounts.all()]
    newest_first = merge(*each, key=lambda record: record.due_at, reverse=True)
    return {"deliveries": [serialize.delivery(record) for record in newest_first]}


def reset(call: AdminCall) -> None:
    for company in call.host.accounts.all():
        company.reset()


OPERATIONS = (
    Operation(
        method="GET",
        path="/health",
        name="health",
        view=health,
        summary="The emulator answers.",
        answer="Health",
        is_open=True,
    ),
    Operation(
        method="GET",
        path="/deliveries",
        name="deliveries",
        view=deliveries,
        summary="Every send of every company, newest first.",
        answer="Deliveries",
    ),
    Operation(
        method="POST",
        path="/reset",
        name="reset",
        view=reset,
        summary="Reset every company.",
    ),
)
