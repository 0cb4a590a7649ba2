"""Tags: listed, made, put on conversations and taken off."""

from functools import partial

from flask import Response

from front_emulator.domain import tags
from front_emulator.web.answers import answer, no_content
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup
from front_emulator.web.paging import paged
from front_emulator.wire import serializers


def index(call: Call) -> Response:
    """Front page: dev.frontapp.com/reference/list-tags"""
    store = call.company.store
    return paged(call, store.tags_page, partial(serializers.tag, call.company, call.base))


def create(call: Call) -> Response:
    """Front pages: dev.frontapp.com/reference/create-tag and …/create-company-tag"""
    data, _ = call.body("tag")
    fields = ("description", "highlight", "is_visible_in_conversation_lists")
    details = {name: data[name] for name in fields if name in data}
    made = tags.create(call.company, data["name"], **details)
    return answer(serializers.tag(call.company, call.base, made), 201)


def show(call: Call, tag: str) -> Response:
    """Front page: dev.frontapp.com/reference/get-tag"""
    found = tags.known_tag(call.company, tag)
    return answer(serializers.tag(call.company, call.base, found))


def conversations(call: Call, tag: str) -> Response:
    """Front page: dev.frontapp.com/reference/list-tagged-conversations"""
    company = call.company
    found = tags.known_tag(company, tag)
    return paged(
        call,
        lambda limit, after, descending: company.store.tagged_page(
            found.id, limit, after, descending=descending
        ),
        partial(serializers.conversation, company, call.base),
    )


def add(call: Call, conversation: str) -> Response:
    """Front page: dev.frontapp.com/reference/add-conversation-tag"""
    found = lookup.conversation(call.company, conversation)
    data, _ = call.body("tag_ids")
    tags.add(call.company, found.id, data["tag_ids"])
    return no_content()


def remove(call: Call, conversation: str) -> Response:
    """Front page: dev.frontapp.com/reference/remove-conversation-tag"""
    found = lookup.conversation(call.company, conversation)
    data, _ = call.body("tag_ids")
    tags.remove(call.company, found.id, data["tag_ids"])
    return no_content()


ROUTES = (
    Route("GET", "/tags", index),
    Route("POST", "/tags", create),
    Route("GET", "/company/tags", index),
    Route("POST", "/company/tags", create),
    Route("GET", "/tags/<tag>", show),
    Route("GET", "/tags/<tag>/conversations", conversations),
    Route("POST", "/conversations/<conversation>/tags", add),
    Route("DELETE", "/conversations/<conversation>/tags", remove),
)
