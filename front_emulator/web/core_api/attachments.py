"""The bytes of attachments."""

import re
from urllib.parse import quote

from flask import Response
from werkzeug.http import dump_options_header

from front_emulator.domain.entities import Attachment
from front_emulator.domain.errors import NotFound
from front_emulator.web.answers import header_text
from front_emulator.web.call import Call, Route
from front_emulator.web.core_api import lookup

_NOT_ASCII = re.compile(r"[^\x20-\x7e]")


def of_message(call: Call, message: str, attachment: str) -> Response:
    """Front page: dev.frontapp.com/reference/download-attachment-for-a-message"""
    found = lookup.message(call.company, message)
    for each in found.attachments:
        if each.id == attachment:
            return _download(each)
    raise NotFound(f"Unknown attachment ID {attachment}")


def by_id(call: Call, attachment: str) -> Response:
    """Front page: dev.frontapp.com/reference/download-attachment"""
    found = call.company.store.attachments.get(attachment)
    if found is None:
        raise NotFound(f"Unknown attachment ID {attachment}")
    return _download(found[0])


def _download(attachment: Attachment) -> Response:
    response = Response(attachment.data)
    response.headers["Content-Type"] = header_text(attachment.content_type)
    response.headers["Content-Disposition"] = _disposition(attachment.filename)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _disposition(filename: str) -> str:
    """A header is ASCII, so any other name is given percent-encoded as well (RFC 6266)."""
    plain = _NOT_ASCII.sub("", filename)
    names = {"filename": plain}
    if plain != filename:
        names["filename*"] = f"UTF-8''{quote(filename, safe='', errors='replace')}"
    return dump_options_header("attachment", names)


ROUTES = (
    Route("GET", "/messages/<message>/download/<attachment>", of_message, is_for_channels=True),
    Route("GET", "/download/<attachment>", by_id),
)
