"""The Outgoing URL, where Front posts what teammates write.

https://dev.frontapp.com/docs/creating-a-custom-channel
"""

from flask import Blueprint, request

from .chats import Chats
from .config import Config
from .limiter import Limiter
from .payload import Reply, read_reply
from .refusals import Refusal
from .signature import is_from_front


def outgoing_blueprint(config: Config, chats: Chats, limiter: Limiter) -> Blueprint:
    """`POST /front/outgoing`: every Refusal below reaches the teammate as the reason."""
    blueprint = Blueprint("outgoing", __name__)

    @blueprint.post("/front/outgoing")
    def receive_reply() -> dict[str, str]:
        # The bytes first: once parsed and written again, they may not match the signature.
        raw_body = request.get_data()
        if not is_from_front(config.api_secret, raw_body, request.headers.get("X-Front-Signature")):
            raise Refusal("authentication_required", "X-Front-Signature is missing or wrong.")
        limiter.take()
        if request.mimetype != "application/json":
            raise Refusal("bad_request", "The body must be application/json.")
        reply = read_reply(raw_body)
        _refuse_magic_handles(config, reply)
        chats.deliver(reply)
        return {"type": "success"}

    return blueprint


def _refuse_magic_handles(config: Config, reply: Reply) -> None:
    for handle in reply.to:
        error_type = config.refuse.get(handle)
        if error_type:
            raise Refusal(error_type, f"{handle} is always refused like this.")
