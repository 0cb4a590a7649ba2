"""The signature of a delivery, taken apart: which key, which bytes, what came of it."""

import base64

from front_emulator.admin import serialize
from front_emulator.admin.operations import AdminCall, Json, Operation
from front_emulator.domain.errors import Conflict, NotFound
from front_emulator.wire.signing import (
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    application_signature,
    custom_channel_signature,
)


def show(call: AdminCall) -> Json:
    company, delivery_id = call.company, call.variables["delivery"]
    record = company.deliveries.get(delivery_id)
    if record is None:
        raise NotFound(f"Unknown delivery ID {delivery_id}")
    if record.request is None:
        raise Conflict(f"Delivery {delivery_id} is {record.state}: nothing is signed yet")
    channel = company.store.channels[record.channel_id]
    application = company.store.applications.get(channel.application_uid or "")
    secret = company.api_secret if application is None else application.secret
    headers, body = dict(record.request.headers), record.request.body
    sent, timestamp = headers.get(SIGNATURE_HEADER), headers.get(TIMESTAMP_HEADER)
    is_sha256 = application is not None or company.settings.delivery_signature == "sha256"
    if is_sha256 and timestamp is not None:
        signed, algorithm = f"{timestamp}:".encode() + body, "HMAC-SHA256"
        expected = application_signature(secret, timestamp, body)
    else:
        signed, algorithm = body, "HMAC-SHA1"
        expected = custom_channel_signature(secret, body)
    return {
        "header": SIGNATURE_HEADER,
        "algorithm": algorithm,
        "key": secret,
        "key_name": "API secret" if application is None else "app secret",
        "timestamp": timestamp if algorithm == "HMAC-SHA256" else None,
        "signed": serialize.text(signed)["body"],
        "signed_base64": base64.b64encode(signed).decode(),
        "signed_size": len(signed),
        "expected": expected,
        "sent": sent,
        "is_right": sent == expected,
    }


OPERATIONS = (
    Operation(
        method="GET",
        path="/companies/{company}/deliveries/{delivery}/signature",
        name="delivery_signature",
        view=show,
        summary="How the signature of a delivery comes about: key, bytes, expected and sent.",
        answer="Signature",
        conflicts=True,
    ),
)
