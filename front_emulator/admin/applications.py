"""Applications and their channels: made, asked again, ended."""

from dataclasses import asdict

from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation
from front_emulator.applications import ApplicationChannel, ConnectedApplication
from front_emulator.domain.entities import OAuth
from front_emulator.domain.errors import NotFound

ALL = "/companies/{company}/applications"
ONE = f"{ALL}/{{application}}"
CHANNEL = f"{ONE}/channels/{{channel}}"


def create(call: AdminCall) -> Json:
    given = dict(call.body)
    oauth = given.pop("oauth", None)
    made = call.account.create_application(**given, oauth=oauth and OAuth(**oauth))
    return _application(call, made)


def index(call: AdminCall) -> Json:
    return {"applications": [_application(call, each) for each in call.account.applications]}


def show(call: AdminCall) -> Json:
    return _application(call, _known(call))


def connect(call: AdminCall) -> Json:
    return _channel(call, _known(call).connect(**call.body))


def authorize_again(call: AdminCall) -> Json:
    channel = _known_channel(call)
    channel.authorize_again()
    return _channel(call, channel)


def delete(call: AdminCall) -> Json:
    return serialize.handshake(_known_channel(call).delete())


def _known(call: AdminCall) -> ConnectedApplication:
    uid = call.variables["application"]
    for each in call.account.applications:
        if each.uid == uid:
            return each
    raise NotFound(f"Unknown application UID {uid}")


def _known_channel(call: AdminCall) -> ApplicationChannel:
    for each in _known(call).channels:
        if each.id == call.variables["channel"]:
            return each
    raise NotFound(f"Unknown channel ID {call.variables['channel']}")


def _application(call: AdminCall, shown: ConnectedApplication) -> Json:
    return {
        "uid": shown.uid,
        "name": shown.name,
        "secret": shown.secret,
        "server_url": shown.server_url,
        "capabilities": list(shown.capabilities),
        "oauth": shown.oauth and asdict(shown.oauth),
        "channels": [_channel(call, each) for each in shown.channels],
        "handshakes": [serialize.handshake(each) for each in shown.handshakes],
    }


def _channel(call: AdminCall, shown: ApplicationChannel) -> Json:
    """A channel, with a token that counts for 30 seconds."""
    channel = call.company.store.channels[shown.id]
    return serialize.channel(channel, call.base) | {
        "status": shown.status,
        "inbound_url": f"{call.base}/channels/{shown.id}/inbound_messages",
        "outbound_url": f"{call.base}/channels/{shown.id}/outbound_messages",
        "token": shown.token(lifetime=29),
    }


OPERATIONS = (
    Operation(
        method="POST",
        path=ALL,
        name="create_application",
        view=create,
        summary="Make an application known.",
        status=201,
        answer="Application",
        body="NewApplication",
        needs_body=True,
    ),
    Operation(
        method="GET",
        path=ALL,
        name="applications",
        view=index,
        summary="Every application, its channels and what it was asked about them.",
        answer="Applications",
    ),
    Operation(
        method="GET",
        path=ONE,
        name="application",
        view=show,
        summary="One application.",
        answer="Application",
    ),
    Operation(
        method="POST",
        path=f"{ONE}/channels",
        name="connect",
        view=connect,
        summary="A channel, after the handshake that has the application agree to it.",
        status=201,
        answer="ApplicationChannel",
        body="NewApplicationChannel",
    ),
    Operation(
        method="POST",
        path=f"{CHANNEL}/authorize",
        name="authorize_again",
        view=authorize_again,
        summary="Play the handshake of a channel again.",
        answer="ApplicationChannel",
    ),
    Operation(
        method="DELETE",
        path=CHANNEL,
        name="delete_application_channel",
        view=delete,
        summary="End a channel and tell the application; what came of telling it.",
        answer="Handshake",
    ),
)
