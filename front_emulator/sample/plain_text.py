"""HTML to plain text, for messages that come without their text version."""

from html.parser import HTMLParser
from typing import Final

_NEW_LINE: Final = frozenset({"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3"})
_UNSEEN: Final = frozenset({"script", "style", "head", "title"})


class _TextOf(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _NEW_LINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def strip_tags(html: str) -> str:
    """The readable text of some HTML, one line for each of its paragraphs."""
    parser = _TextOf()
    parser.feed(html)
    parser.close()
    lines = "".join(parser.parts).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
