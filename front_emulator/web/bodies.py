"""Request bodies as they arrive: JSON, or multipart in every spelling Front takes."""

import io
import re
from typing import Any, TypeVar
from urllib.parse import unquote

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

from front_emulator.domain.entities import Upload
from front_emulator.domain.errors import InvalidBody, MalformedBody
from front_emulator.domain.settings import MEBIBYTE, Settings
from front_emulator.domain.sizes import too_large
from front_emulator.wire import js_json, multipart, validation

_CHUNK = 256 * 1024
_DRAINED_AT_MOST = 512 * MEBIBYTE
_ROOM_FOR_FIELDS = 4 * MEBIBYTE
# Front's official template misspells the type.
_FORMS = ("multipart/form-data", "multipart/from-data")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

T = TypeVar("T")
Body = tuple[dict[str, Any], tuple[Upload, ...]]


def read(request: Request, settings: Settings) -> bytes:
    """The whole body. One far beyond what Front takes is read to its end, then refused.

    Raises `TooLarge`, and `MalformedBody` for one that breaks off or whose chunks are none.
    """
    is_total = settings.attachments_limit_scope == "total"
    limit = settings.attachments_limit + _ROOM_FOR_FIELDS if is_total else _DRAINED_AT_MOST
    announced = request.content_length
    try:
        if announced is None or announced > limit:
            return _drained(request, limit, settings)
        raw = request.stream.read()
    except (ValueError, OverflowError, OSError) as error:
        raise MalformedBody("Malformed request body", hint=str(error)) from error
    if len(raw) < announced:
        raise MalformedBody("Request aborted", hint=f"{len(raw)} of {announced} bytes arrived")
    return raw


def _drained(request: Request, limit: int, settings: Settings) -> bytes:
    """A body of unknown or too great a length; what is beyond `limit` is not kept."""
    chunks, size = list[bytes](), 0
    while chunk := request.stream.read(_CHUNK):
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
        if size > _DRAINED_AT_MOST:
            break
    if size > limit:
        raise too_large(settings, "Request body too large", f"the body has more than {limit} bytes")
    return b"".join(chunks)


def parsed(request: Request, raw: bytes, schema: str, *, allow_blank: bool = False) -> Body:
    """The body's checked fields and its files; `allow_blank` lets a message be empty.

    Raises `MalformedBody` where it cannot be read and `InvalidBody` where it is not what
    `schema` says. Front page: dev.frontapp.com/docs/attachments-1
    """
    kind = request.mimetype
    if kind in _FORMS:
        return _multipart(request, raw, schema, allow_blank)
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return validation.checked(schema, _json(raw), allow_blank=allow_blank), ()
    return _unread(kind, raw, schema), ()


def _json(raw: bytes) -> Any:
    try:
        value = js_json.loads(raw)
    except js_json.JsonSyntaxError as error:
        raise MalformedBody(str(error)) from error
    return _encodable(value) if b"\\u" in raw else value


def _encodable(value: Any) -> Any:
    """Half a surrogate pair, which only an escape can bring in, has no UTF-8."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_encodable(name): _encodable(each) for name, each in value.items()}
    return [_encodable(each) for each in value] if isinstance(value, list) else value


def _unread(kind: str, raw: bytes, schema: str) -> dict[str, Any]:
    """Front's body parser passes over other content types: every field is missing."""
    named = f"content type {kind}" if kind else "a body without Content-Type"
    hint = f"{named} is not read; send application/json or multipart/form-data"
    try:
        data = validation.checked(schema, {})
    except InvalidBody as error:
        raise InvalidBody(error.details, hint=hint) from error
    if raw:
        raise InvalidBody(("body: missing",), hint=hint)
    return data


def _multipart(request: Request, raw: bytes, schema: str, allow_blank: bool) -> Body:
    parser = FormDataParser(
        stream_factory=_in_memory, max_form_memory_size=None, max_form_parts=None, silent=False
    )
    try:
        _, fields, files = parser.parse(
            io.BytesIO(raw), _FORMS[0], len(raw), request.mimetype_params
        )
    except ValueError as error:
        raise MalformedBody(
            f"Malformed multipart body: {str(error) or 'no boundary'}",
            hint="let the HTTP client set Content-Type, so that it carries the boundary",
        ) from error
    data = multipart.nest(_named(fields))
    uploads = tuple(
        _upload(part) for name, part in _named(files) if multipart.is_attachment_field(name)
    )
    try:
        checked = validation.checked(schema, data, textual=True, allow_blank=allow_blank)
    except InvalidBody as error:
        hint = _multipart_hint([name for name, _ in (*_named(fields), *_named(files))])
        raise InvalidBody(error.details, hint=hint) from error
    return checked, uploads


def _in_memory(*_: object, **__: object) -> io.BytesIO:
    """Where a file's bytes go while the form is read; they are in memory already."""
    return io.BytesIO()


def _named(parts: MultiDict[Any, T]) -> list[tuple[str, T]]:
    """The parts with a name, without which a part is of no use."""
    return [(name, part) for name, part in parts.items(multi=True) if isinstance(name, str)]


def _upload(part: FileStorage) -> Upload:
    name = _CONTROLS.sub("", part.filename or "") or "attachment"
    return Upload(
        filename=_decoded(name),
        content_type=_CONTROLS.sub("", part.content_type or "") or "application/octet-stream",
        data=part.read(),
    )


def _decoded(filename: str) -> str:
    """Needle, the HTTP client of Front's templates, percent-encodes file names."""
    try:
        return _CONTROLS.sub("", unquote(filename, errors="strict")) or filename
    except UnicodeDecodeError:
        return filename


def _multipart_hint(names: list[str]) -> str:
    found = ", ".join(names[:16]) or "none"
    return f"fields found: {found}; nest with brackets, as in sender[handle]"
