"""Comments on conversations."""

from flask import Response

from front_emulator.domain import comments
from front_emulator.domain.errors import NotEmulated, NotFound
from front_emulator.web.answers import answer
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.wire import serializers


def index(call: Call, conversation: str) -> Response:
    """Front page: dev.frontapp.com/reference/list-conversation-comments"""
    company = call.company
    found = lookup.conversation(company, conversation)
    with company.lock:
        listed = company.store.comments_of(found.id)
        shown = [serializers.comment(company, call.base, each) for each in listed]
    return answer(serializers.unpaged(call.self_link, shown))


def create(call: Call, conversation: str) -> Response:
    """Front page: dev.frontapp.com/reference/add-comment"""
    company = call.company
    found = lookup.conversation(company, conversation)
    data, files = call.body("comment")
    if files:
        raise NotEmulated("front-emulator does not emulate attachments of comments yet")
    author = data.get("author_id")
    made = comments.add(
        company,
        found.id,
        data["body"],
        author_id=None if author is None else lookup.teammate(company, author).id,
        is_pinned=data.get("is_pinned", False),
    )
    return answer(serializers.comment(company, call.base, made), 201)


def show(call: Call, comment: str) -> Response:
    """Front page: dev.frontapp.com/reference/get-comment"""
    found = call.company.store.comments.get(comment)
    if found is None:
        raise NotFound(f"Unknown comment ID {comment}")
    return answer(serializers.comment(call.company, call.base, found))


ROUTES = (
    Route("GET", "/conversations/<conversation>/comments", index),
    Route("POST", "/conversations/<conversation>/comments", create),
    Route("GET", "/comments/<comment>", show),
)
