"""Companies: isolated accounts, made and ended while the server runs."""

from collections.abc import Iterator
from itertools import chain, islice

from front_emulator.account import api_settings
from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation, Parameter
from front_emulator.domain.entities import AcceptedMessage, Message
from front_emulator.domain.errors import NotFound
from front_emulator.domain.settings import Settings, changed


def create(call: AdminCall) -> Json:
    given = call.body
    company = call.host.create_company(
        given.get("seed"),
        name=given.get("name"),
        settings=changed(Settings(), given.get("settings", {})),
        channel=api_settings(**given.get("channel", {})),
        token=given.get("api_token"),
        secret=given.get("api_secret"),
        people=given.get("people", 0),
    )
    return serialize.company(call.host.account(company), call.base)


def index(call: AdminCall) -> Json:
    accounts = [call.host.account(company) for company in call.host.accounts.all()]
    return {"companies": [serialize.company(account, call.base) for account in accounts]}


def show(call: AdminCall) -> Json:
    return serialize.company(call.account, call.base)


def remove(call: AdminCall) -> None:
    call.host.remove(call.company)


def reset(call: AdminCall) -> None:
    call.company.reset()


def deliveries(call: AdminCall) -> Json:
    newest_first = call.company.deliveries.newest_first()
    return {"deliveries": [serialize.delivery(record) for record in newest_first]}


def delivery(call: AdminCall) -> Json:
    delivery_id = call.variables["delivery"]
    record = call.company.deliveries.get(delivery_id)
    if record is None:
        raise NotFound(f"Unknown delivery ID {delivery_id}")
    return serialize.delivery(record)


def messages(call: AdminCall) -> Json:
    company, limit = call.company, call.query.get("limit", 100)
    with company.lock:
        store = company.store
        newest: Iterator[Message | AcceptedMessage] = chain(
            reversed(store.accepted.values()), reversed(store.messages.values())
        )
        found = list(islice((each for each in newest if _is_wanted(call.query, each)), limit))
    return {"messages": [serialize.message(each) for each in found]}


def _is_wanted(query: Json, shown: Message | AcceptedMessage) -> bool:
    if isinstance(shown, AcceptedMessage):
        is_inbound, at = True, shown.accepted_at
    else:
        is_inbound, at = shown.is_inbound, shown.created_at
    return (
        query.get("is_inbound") in (None, is_inbound)
        and at >= query.get("since", 0)
        and query.get("text", "") in shown.text
    )


OPERATIONS = (
    Operation(
        method="POST",
        path="/companies",
        name="create_company",
        view=create,
        summary="An account of its own, with an inbox, three teammates and a custom channel.",
        status=201,
        answer="Company",
        body="NewCompany",
    ),
    Operation(
        method="GET",
        path="/companies",
        name="companies",
        view=index,
        summary="Every account of this server, oldest first.",
        answer="Companies",
    ),
    Operation(
        method="GET",
        path="/companies/{company}",
        name="company",
        view=show,
        summary="An account: token, secret, channel, clock.",
        answer="Company",
    ),
    Operation(
        method="DELETE",
        path="/companies/{company}",
        name="remove_company",
        view=remove,
        summary="End an account: its token is unknown from now on, and nothing of it is delivered.",
    ),
    Operation(
        method="POST",
        path="/companies/{company}/reset",
        name="reset_company",
        view=reset,
        summary="Forget every conversation, cancel what is pending, restore the channels.",
    ),
    Operation(
        method="GET",
        path="/companies/{company}/messages",
        name="messages",
        view=messages,
        summary="Messages, newest first; also those that are accepted and do not exist yet.",
        answer="Messages",
        query=(
            Parameter("text", "What the text contains.", {"type": "string"}),
            Parameter("is_inbound", "Received, or sent.", {"type": "boolean"}),
            Parameter("since", "Not before this moment, Unix seconds.", {"type": "number"}),
            Parameter(
                "limit",
                "How many at most.",
                {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100},
            ),
        ),
    ),
    Operation(
        method="GET",
        path="/companies/{company}/deliveries",
        name="company_deliveries",
        view=deliveries,
        summary="Every send to an Outgoing URL, newest first.",
        answer="Deliveries",
    ),
    Operation(
        method="GET",
        path="/companies/{company}/deliveries/{delivery}",
        name="company_delivery",
        view=delivery,
        summary="One send: what went out, what came back, what became of it.",
        answer="Delivery",
    ),
)
