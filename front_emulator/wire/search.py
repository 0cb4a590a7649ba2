"""Front's search syntax: words, and filters such as `tag:tag_123` or `is:open`.

Front page: dev.frontapp.com/docs/search-1
"""

from front_emulator.domain.errors import InvalidQuery, NotEmulated
from front_emulator.domain.searching import STATES, Search

_LISTS = {
    "is": "states",
    "inbox": "inbox_ids",
    "tag": "tag_ids",
    "assignee": "assignee_ids",
    "from": "recipients",
    "to": "recipients",
    "recipient": "recipients",
}
_MOMENTS = ("after", "before")
_LATER = (
    "author", "bcc", "cc", "commenter", "contact", "custom_field", "during", "link", "mention",
    "participant", "topic",
)  # fmt: skip


def parsed(query: str) -> Search:
    """What a search query asks for. Raises `InvalidQuery` and `NotEmulated`."""
    words: list[str] = []
    lists: dict[str, list[str]] = {}
    moments: dict[str, float] = {}
    for term in query.split():
        name, colon, value = term.partition(":")
        if not colon or not value:
            words.append(term)
        elif name in _LISTS:
            lists.setdefault(_LISTS[name], []).append(_checked(name, value))
        elif name in _MOMENTS:
            moments[name] = _moment(name, value)
        elif name in _LATER:
            raise NotEmulated(f"front-emulator does not emulate the search filter {name}: yet")
        else:
            words.append(term)
    given = {name: tuple(values) for name, values in lists.items()}
    return Search(words=" ".join(words), **given, **moments)  # type: ignore[arg-type]


def _checked(name: str, value: str) -> str:
    if name == "is" and value not in STATES:
        raise InvalidQuery(
            f"params.query: unknown state is:{value}", hint=f"known states: {', '.join(STATES)}"
        )
    return value


def _moment(name: str, value: str) -> float:
    if not (value.isascii() and value.isdigit()):
        raise InvalidQuery(f"params.query: {name} should be a time in Unix seconds, not {value}")
    return float(value)
