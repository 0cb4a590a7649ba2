"""Tampering: one letter, and JSON all the same."""

import json

from front_emulator.delivery_faults import _with_one_letter_changed

BODY = json.dumps(
    {"keys": "Text", "n": [1.5, None, True, {"a": '\u001bé \\ "q" ☃ Z'}], "b": "", "c": "x"}
).encode()


def test_one_letter_of_one_text_is_changed() -> None:
    """Never in a key, a number, a literal or an escape: that might not be noticed, or not parse."""
    changed = {_with_one_letter_changed(BODY, number / 1000) for number in range(1000)}
    texts = []
    for each in changed:
        assert sum(a != b for a, b in zip(each, BODY, strict=True)) == 1
        told = json.loads(each)
        assert list(told) == ["keys", "n", "b", "c"]
        assert told["n"][:3] == [1.5, None, True]
        texts.append(told["keys"] + told["n"][3]["a"] + told["c"])
    whole = 'Text\x1bé \\ "q" ☃ Zx'
    letters = [at for at, each in enumerate(whole) if each.isascii() and each.isalpha()]
    expected = [whole[:at] + whole[at].swapcase() + whole[at + 1 :] for at in letters]
    assert sorted(texts) == sorted(expected)
