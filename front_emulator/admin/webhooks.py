"""Webhooks of rules and of applications: made, shown, enabled again, removed."""

from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation
from front_emulator.domain.errors import NotFound
from front_emulator.webhooks import ConnectedWebhook

ALL = "/companies/{company}/webhooks"
ONE = f"{ALL}/{{webhook}}"


def create(call: AdminCall) -> Json:
    given = dict(call.body)
    uid = given.pop("application", None)
    if uid is None:
        return serialize.webhook(call.account.create_rule_webhook(**given))
    for application in call.account.applications:
        if application.uid == uid:
            given.pop("preview", None)
            return serialize.webhook(application.create_webhook(**given))
    raise NotFound(f"Unknown application UID {uid}")


def index(call: AdminCall) -> Json:
    return {"webhooks": [serialize.webhook(each) for each in call.account.webhooks]}


def show(call: AdminCall) -> Json:
    return serialize.webhook(_known(call))


def enable(call: AdminCall) -> Json:
    webhook = _known(call)
    webhook.enable()
    return serialize.webhook(webhook)


def delete(call: AdminCall) -> None:
    _known(call).delete()


def _known(call: AdminCall) -> ConnectedWebhook:
    webhook_id = call.variables["webhook"]
    for each in call.account.webhooks:
        if each.id == webhook_id:
            return each
    raise NotFound(f"Unknown webhook ID {webhook_id}")


OPERATIONS = (
    Operation(
        method="POST",
        path=ALL,
        name="create_webhook",
        view=create,
        summary="Have events POSTed to a URL, by a rule or for an application, challenged first.",
        status=201,
        answer="Webhook",
        body="NewWebhook",
        needs_body=True,
    ),
    Operation(
        method="GET",
        path=ALL,
        name="webhooks",
        view=index,
        summary="Every webhook, and whether it is disabled.",
        answer="Webhooks",
    ),
    Operation(
        method="GET",
        path=ONE,
        name="webhook",
        view=show,
        summary="One webhook.",
        answer="Webhook",
    ),
    Operation(
        method="POST",
        path=f"{ONE}/enable",
        name="enable_webhook",
        view=enable,
        summary="Tell a disabled webhook again of what happens from now on.",
        answer="Webhook",
    ),
    Operation(
        method="DELETE",
        path=ONE,
        name="delete_webhook",
        view=delete,
        summary="Tell it no more, not of what is due either.",
    ),
)
