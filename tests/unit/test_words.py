"""The index of words finds what a look at every text would."""

from hypothesis import given
from hypothesis import strategies as st

from front_emulator.domain.words import WordIndex, words

texts = st.text(st.sampled_from("abAB ßé_.1"), max_size=12)


@given(st.lists(texts, max_size=8), texts)
def test_an_id_is_found_by_the_beginnings_of_its_words(told: list[str], sought: str) -> None:
    index = WordIndex()
    for number, text in enumerate(told):
        index.add(text, str(number))
    assert index.find(sought) == {
        str(number)
        for number, text in enumerate(told)
        if words(sought)
        and all(any(word.startswith(part) for word in words(text)) for part in words(sought))
    }


def test_a_huge_text_is_known_by_its_beginning() -> None:
    index = WordIndex()
    index.add("first " + "x " * 10_000 + "last", "1")
    assert index.find("first") == {"1"}
    assert index.find("last") == set()
