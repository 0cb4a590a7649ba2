"""A company's settings."""

from front_emulator.admin.operations import AdminCall, Json, Operation
from front_emulator.domain.settings import document


def show(call: AdminCall) -> Json:
    return document(call.company.settings)


def update(call: AdminCall) -> Json:
    call.account.configure(**call.body)
    return show(call)


OPERATIONS = (
    Operation(
        method="GET",
        path="/companies/{company}/settings",
        name="settings",
        view=show,
        summary="How the company behaves where Front is configurable, random or silent.",
        answer="Settings",
    ),
    Operation(
        method="PATCH",
        path="/companies/{company}/settings",
        name="configure",
        view=update,
        summary="Change settings by name, until the next reset.",
        answer="Settings",
        body="GivenSettings",
        needs_body=True,
    ),
)
