"""Which texts have which words: what a search by words looks up."""

import re

from sortedcontainers import SortedDict

_WORD = re.compile(r"\w+")
_INDEXED_CHARACTERS = 20_000


class WordIndex:
    """Finds ids by the words, or by how the words begin, of what was added under them."""

    def __init__(self) -> None:
        self._ids: SortedDict[str, set[str]] = SortedDict()

    def add(self, text: str, entity_id: str) -> None:
        """Only the first 20,000 characters count, so that a huge text costs no huge time."""
        for word in set(words(text[:_INDEXED_CHARACTERS])):
            self._ids.setdefault(word, set()).add(entity_id)

    def find(self, text: str) -> set[str]:
        """The ids under which each of the words of `text` was added, or one that begins with it."""
        found: set[str] | None = None
        for word in words(text):
            matching = set().union(*(self._ids[each] for each in self._beginning_with(word)))
            found = matching if found is None else found & matching
        return found or set()

    def _beginning_with(self, word: str) -> list[str]:
        return list(self._ids.irange(word, f"{word}\U0010ffff"))


def words(text: str) -> list[str]:
    """The words of a text, without regard to case."""
    return _WORD.findall(text.casefold())
