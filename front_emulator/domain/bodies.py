"""Bodies: markdown or HTML in, safe HTML, plain text and blurb out."""

import html
import re
from dataclasses import dataclass
from functools import cache

import nh3
from markdown_it import MarkdownIt

BLURB_LENGTH = 200

_BREAK = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"</(?:p|h[1-6]|ul|ol|pre|blockquote|table)>\s*", re.IGNORECASE)
_LINE_END = re.compile(r"</(?:div|li|tr|dt|dd)>\s*", re.IGNORECASE)
# Most chat messages: no sign in them means anything to markdown or HTML, so the parsers
# would give them back as one paragraph, only far slower.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.?']*[A-Za-z0-9,.?']")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BOUNDARY = "\x1e"
_BOUNDARIES = re.compile(rf"({_BOUNDARY}[\s{_BOUNDARY}]*)")


@dataclass(frozen=True, slots=True)
class Body:
    """A message's body in the three forms Front keeps."""

    html: str
    text: str
    blurb: str


def incoming(source: str, body_format: str = "markdown", *, sanitise: bool = True) -> Body:
    """The body of a received message: markdown rendered, HTML sanitised unless it may be raw.

    The format `html_or_text` is the one of applications, which send either.
    Front pages: dev.frontapp.com/reference/receive-custom-messages and …/sync-inbound-message
    """
    if body_format == "html_or_text":
        return outgoing(source, sanitise=sanitise)
    if body_format == "markdown" and _PLAIN.fullmatch(source):
        return Body(f"<p>{source}</p>\n", source, blurb(source))
    rendered = source if body_format == "html" else _markdown().render(source)
    return _of_html(rendered, sanitise)


def outgoing(source: str, *, sanitise: bool = True, plain_as_html: bool = False) -> Body:
    """The body of a message a teammate sends: plain text stays as typed, HTML is sanitised.

    `plain_as_html` writes plain text as Front did in 2019: `test<br>`, with a line feed in `text`.
    """
    if nh3.is_html(_encodable(source)):
        return _of_html(source, sanitise)
    if plain_as_html:
        written = "".join(f"{html.escape(line, quote=False)}<br>" for line in source.split("\n"))
        return Body(written, f"{source}\n", blurb(f"{source}\n"))
    return Body(source, source, blurb(source))


def _of_html(source: str, sanitise: bool) -> Body:
    kept = _sanitised(source) if sanitise else _encodable(source)
    text = plain_text(kept)
    return Body(kept, text, blurb(text))


def plain_text(source: str) -> str:
    """The words of HTML; a `<br>` is a line feed, paragraphs are a blank line apart."""
    marked = _BREAK.sub("\n", source)
    marked = _LINE_END.sub(_BOUNDARY, marked)
    marked = _PARAGRAPH_END.sub(_BOUNDARY * 2, marked)
    words = html.unescape(_tag_stripper().clean(marked))
    *blocks, last = _BOUNDARIES.split(words)
    ended = zip(blocks[::2], blocks[1::2], strict=True)
    lines = "".join(block.rstrip() + _line_feeds(boundary) for block, boundary in ended)
    return (lines + last if last else lines.rstrip("\n")).lstrip("\n")


def blurb(text: str) -> str:
    """The first 200 characters on one line."""
    return re.sub(r"\s+", " ", text[: 4 * BLURB_LENGTH])[:BLURB_LENGTH]


def _line_feeds(boundary: str) -> str:
    return "\n\n" if boundary.count(_BOUNDARY) > 1 else "\n"


def _sanitised(source: str) -> str:
    return _cleaner().clean(_encodable(source).replace(_BOUNDARY, ""))


def _encodable(source: str) -> str:
    """Half a surrogate pair has no UTF-8, which the sanitiser works on."""
    return _SURROGATE.sub("\ufffd", source)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark")


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(url_schemes=nh3.ALLOWED_URL_SCHEMES | {"cid"}, link_rel=None)


@cache
def _tag_stripper() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set())
