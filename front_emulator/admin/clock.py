"""A company's clock, and what is due next."""

from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation, Parameter

_MOST = 1000


def show(call: AdminCall) -> Json:
    return serialize.clock(call.company.clock)


def freeze(call: AdminCall) -> Json:
    call.account.clock.freeze()
    return show(call)


def resume(call: AdminCall) -> Json:
    call.account.clock.resume()
    return show(call)


def advance(call: AdminCall) -> Json:
    caused = call.account.clock.advance(call.body["seconds"])
    return _moved(call, [delivery.id for delivery in caused])


def set_to(call: AdminCall) -> Json:
    caused = call.account.clock.set(call.body["now"])
    return _moved(call, [delivery.id for delivery in caused])


def schedule(call: AdminCall) -> Json:
    company, limit = call.company, call.query.get("limit", 100)
    with company.lock:
        due = company.schedule.upcoming(limit)
        shown = [serialize.due(company, each) for each in due]
        return {"due": shown, "total": len(company.schedule)}


def _moved(call: AdminCall, caused: list[str]) -> Json:
    company = call.company
    records = [company.deliveries.get(delivery_id) for delivery_id in caused]
    shown = [serialize.delivery(record) for record in records if record is not None]
    return {**serialize.clock(company.clock), "deliveries": shown}


OPERATIONS = (
    Operation(
        method="GET",
        path="/companies/{company}/clock",
        name="clock",
        view=show,
        summary="The company's time.",
        answer="Clock",
    ),
    Operation(
        method="POST",
        path="/companies/{company}/clock/freeze",
        name="clock_freeze",
        view=freeze,
        summary="Hold the time: nothing falls due until it is moved or runs again.",
        answer="Clock",
    ),
    Operation(
        method="POST",
        path="/companies/{company}/clock/resume",
        name="clock_resume",
        view=resume,
        summary="Let the time run on from where it stands.",
        answer="Clock",
    ),
    Operation(
        method="POST",
        path="/companies/{company}/clock/advance",
        name="clock_advance",
        view=advance,
        summary="Move the time on, run what falls due in order; the deliveries this caused.",
        answer="MovedClock",
        body="Advance",
        needs_body=True,
        waits=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/clock/set",
        name="clock_set",
        view=set_to,
        summary="Put the time to a moment, run what falls due until then.",
        answer="MovedClock",
        body="SetClock",
        needs_body=True,
        waits=True,
    ),
    Operation(
        method="GET",
        path="/companies/{company}/schedule",
        name="schedule",
        view=schedule,
        summary="What is due next, first things first.",
        answer="Schedule",
        query=(
            Parameter(
                "limit",
                "How many to show.",
                {"type": "integer", "minimum": 1, "maximum": _MOST, "default": 100},
            ),
        ),
    ),
)
