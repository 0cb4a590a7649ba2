"""Snapshots of a company: taken, gone back to, compared."""

from front_emulator import state
from front_emulator.admin.operations import AdminCall, Json, Operation, Parameter
from front_emulator.domain.snapshots import Snapshot


def index(call: AdminCall) -> Json:
    taken = call.account.snapshots
    return {"snapshots": [_shown(name, taken[name]) for name in taken]}


def take(call: AdminCall) -> Json:
    name = call.body["name"]
    return _shown(name, call.account.snapshots.take(name))


def restore(call: AdminCall) -> None:
    call.account.snapshots.restore(call.variables["snapshot"])


def remove(call: AdminCall) -> None:
    call.account.snapshots.remove(call.variables["snapshot"])


def diff(call: AdminCall) -> Json:
    found = call.account.snapshots.diff(call.variables["snapshot"], call.query.get("to"))
    return {"differences": state.diff_document(found), "text": str(found)}


def _shown(name: str, snapshot: Snapshot) -> Json:
    store = snapshot.store
    return {
        "name": name,
        "taken_at": snapshot.taken_at,
        "conversations": len(store.conversations),
        "messages": len(store.messages),
        "due": len(snapshot.schedule),
    }


OPERATIONS = (
    Operation(
        method="GET",
        path="/companies/{company}/snapshots",
        name="snapshots",
        view=index,
        summary="The company's snapshots, in memory.",
        answer="Snapshots",
    ),
    Operation(
        method="POST",
        path="/companies/{company}/snapshots",
        name="take_snapshot",
        view=take,
        summary="Keep the company as it is under a name; one of that name before is replaced.",
        status=201,
        answer="Snapshot",
        body="NewSnapshot",
        needs_body=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/snapshots/{snapshot}/restore",
        name="restore_snapshot",
        view=restore,
        summary="Go back to a snapshot: what is under way is broken off, ids go on counting.",
    ),
    Operation(
        method="GET",
        path="/companies/{company}/snapshots/{snapshot}/diff",
        name="diff_snapshots",
        view=diff,
        summary="What is different now, or in another snapshot, from this one.",
        answer="Diff",
        query=(Parameter("to", "Another snapshot; without it, what is now.", {"type": "string"}),),
    ),
    Operation(
        method="DELETE",
        path="/companies/{company}/snapshots/{snapshot}",
        name="remove_snapshot",
        view=remove,
        summary="Forget a snapshot.",
    ),
)
