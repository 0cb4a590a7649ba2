"""A company as one document: exported, imported, saved; and filled from another document."""

from front_emulator import fixtures
from front_emulator.admin.operations import AdminCall, Json, Operation
from front_emulator.domain.errors import Conflict


def export(call: AdminCall) -> Json:
    return call.account.export_state()


def import_from(call: AdminCall) -> None:
    call.account.import_state(call.body)


def save(call: AdminCall) -> Json:
    path = call.host.state_files.get(call.company.id)
    if path is None:
        raise Conflict("The account has no state file", hint="start serve with --state FILE")
    call.account.save_state(path)
    return {"path": str(path)}


def seed(call: AdminCall) -> Json:
    made = fixtures.plant(call.company, fixtures.load(call.body, reads_files=False))
    return {"made": {name: entity.id for name, entity in made.items()}}


OPERATIONS = (
    Operation(
        method="GET",
        path="/companies/{company}/state",
        name="export_state",
        view=export,
        summary="All of the company as one document, as schemas/state.json describes it.",
        answer="State",
    ),
    Operation(
        method="PUT",
        path="/companies/{company}/state",
        name="import_state",
        view=import_from,
        summary="Put the company to what was exported; its own token, secret and name stay.",
        body="State",
        needs_body=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/state/save",
        name="save_state",
        view=save,
        summary="Write the company to the file that `serve --state` names.",
        answer="SavedState",
        conflicts=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/seed",
        name="seed",
        view=seed,
        summary="Fill the company from fixtures, as schemas/fixtures.json describes them.",
        status=201,
        answer="Seeded",
        body="Fixtures",
        needs_body=True,
    ),
)
