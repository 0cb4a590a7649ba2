"""Text of strangers made fit to be shown: nothing in it moves a cursor or breaks a file."""

import re

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_FIRST_ESCAPED_BYTE, _LAST_ESCAPED_BYTE = "\udc80", "\udcff"


def printable(text: str) -> str:
    r"""Control, direction and lone surrogate characters as escapes such as `\x1b`.

    Line feeds and tabs stay; so do the joiners that emoji and Persian are written with.
    """
    return _HIDDEN.sub(_escape, text)


def one_line(text: str) -> str:
    r"""`printable`, with line ends as `\n` and tabs as `\t`."""
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last of them an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if _FIRST_ESCAPED_BYTE <= character <= _LAST_ESCAPED_BYTE:
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
