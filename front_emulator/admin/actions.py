"""What the outside world and teammates do: write in, answer, take back, send again."""

import base64
import binascii
from typing import Any

from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation
from front_emulator.domain.entities import Message, Upload
from front_emulator.domain.errors import InvalidSetting, NotFound
from front_emulator.handles import CustomChannel, Delivery
from front_emulator.wire import serializers
from front_emulator.wire.links import link_base


def receive(call: AdminCall) -> Json:
    given = dict(call.body)
    received = call.account.receive(
        given.pop("body", None),
        attachments=_files(given.pop("attachments", ())),
        channel=_channel(call, given.pop("channel", None)),
        **given,
    )
    return _message(call, received)


def reply(call: AdminCall) -> Json:
    given = dict(call.body)
    sent = call.account.reply(
        given.pop("to"),
        given.pop("body"),
        attachments=_files(given.pop("attachments", ())),
        **given,
    )
    return _delivery(call, sent)


def autoreply(call: AdminCall) -> Json:
    given = dict(call.body)
    return _delivery(call, call.account.autoreply(given.pop("to"), given.pop("body"), **given))


def compose(call: AdminCall) -> Json:
    given = dict(call.body)
    sent = call.account.compose(
        given.pop("to"),
        given.pop("body"),
        attachments=_files(given.pop("attachments", ())),
        channel=_channel(call, given.pop("channel", None)),
        **given,
    )
    return _delivery(call, sent)


def undo(call: AdminCall) -> Json:
    return _delivery(call, call.account.undo(_known_delivery(call)))


def resend(call: AdminCall) -> Json:
    message = _known_message(call)
    return _delivery(call, call.account.resend(message, **call.body))


def release(call: AdminCall) -> Json:
    return {"released": call.account.release(call.body.get("uid"))}


def create_channel(call: AdminCall) -> Json:
    made = call.account.create_channel(**call.body)
    return serialize.channel(call.company.store.channels[made.id], call.base)


def _message(call: AdminCall, shown: Message) -> Json:
    company = call.company
    with company.lock:
        return serializers.message(company, link_base(company, call.base), shown)


def _delivery(call: AdminCall, sent: Delivery) -> Json:
    record = call.company.deliveries.get(sent.id)
    if record is None:
        raise NotFound(f"Delivery {sent.id} is gone: the account was reset")
    return serialize.delivery(record)


def _known_delivery(call: AdminCall) -> Delivery:
    return Delivery(call.company, call.variables["delivery"])


def _known_message(call: AdminCall) -> Message:
    message_id = call.variables["message"]
    message = call.company.store.messages.get(message_id)
    if message is None:
        raise NotFound(f"Unknown message ID {message_id}")
    return message


def _channel(call: AdminCall, channel_id: str | None) -> CustomChannel | None:
    return None if channel_id is None else call.account.channel_of(channel_id)


def _files(given: list[dict[str, Any]] | tuple[()]) -> list[Upload]:
    return [
        Upload(
            each["filename"],
            each.get("content_type", "application/octet-stream"),
            _bytes(each["data_base64"], number),
        )
        for number, each in enumerate(given)
    ]


def _bytes(text: str, number: int) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise InvalidSetting(f"body.attachments[{number}].data_base64: {error}") from error


OPERATIONS = (
    Operation(
        method="POST",
        path="/companies/{company}/receive",
        name="receive",
        view=receive,
        summary="A message from outside, once it exists; what is not given is made up.",
        status=201,
        answer="Message",
        body="Receive",
        waits=True,
        conflicts=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/reply",
        name="reply",
        view=reply,
        summary="A teammate answers; the delivery, once its outcome is known.",
        status=201,
        answer="Delivery",
        body="Reply",
        needs_body=True,
        waits=True,
        conflicts=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/autoreply",
        name="autoreply",
        view=autoreply,
        summary="A rule answers; the delivery, once its outcome is known.",
        status=201,
        answer="Delivery",
        body="Autoreply",
        needs_body=True,
        waits=True,
        conflicts=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/compose",
        name="compose",
        view=compose,
        summary="A teammate writes first; the channel must allow new messages.",
        status=201,
        answer="Delivery",
        body="Compose",
        needs_body=True,
        waits=True,
        conflicts=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/deliveries/{delivery}/undo",
        name="undo",
        view=undo,
        summary="Take a message back within its undo window.",
        answer="Delivery",
        conflicts=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/messages/{message}/resend",
        name="resend",
        view=resend,
        summary="Send a failed or undone message again, under the same id.",
        status=201,
        answer="Delivery",
        body="Resend",
        waits=True,
        conflicts=True,
    ),
    Operation(
        method="POST",
        path="/companies/{company}/release",
        name="release",
        view=release,
        summary="Let messages appear that are held (processing_delay manual): one by uid, or all.",
        answer="Released",
        body="Release",
    ),
    Operation(
        method="POST",
        path="/companies/{company}/channels",
        name="create_channel",
        view=create_channel,
        summary="Another custom channel.",
        status=201,
        answer="Channel",
        body="NewNamedChannel",
    ),
)
