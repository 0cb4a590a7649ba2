"""Ids, tokens and draws follow from the seed, the kind and a counter."""

import base64
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from front_emulator.domain.ids import Ids, api_token, base36


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (35, "z"), (36, "10"), (36**6, "1000000"), (1355, "11n")]
)
def test_numbers_are_written_in_base_36(number: int, text: str) -> None:
    assert base36(number) == text


@given(st.integers(0))
def test_base_36_reads_back(number: int) -> None:
    assert int(base36(number), 36) == number


@given(st.text(), st.lists(st.sampled_from(["msg", "cnv", "uid", "cha"])))
def test_ids_of_a_kind_do_not_depend_on_those_of_others(seed: str, kinds: list[str]) -> None:
    mixed, alone = Ids(seed), Ids(seed)
    drawn = [mixed.next(kind) for kind in kinds]
    assert [found for found in drawn if found.startswith("msg_")] == [
        alone.next("msg") for _ in range(kinds.count("msg"))
    ]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("kind", ["msg", "cnv", "cha", "tea", "fil"])
def test_an_id_is_a_prefix_and_a_base_36_number(kind: str) -> None:
    ids = Ids("seed")
    first, second = ids.next(kind), ids.next(kind)
    assert re.fullmatch(rf"{kind}_[0-9a-z]{{5,8}}", first)
    assert int(second[4:], 36) == int(first[4:], 36) + 1


def test_other_seeds_have_other_ids_tokens_and_draws() -> None:
    one, two = Ids("one"), Ids("two")
    assert one.next("msg") != two.next("msg")
    assert one.message_uid() != two.message_uid()
    assert one.secret("token") != two.secret("token")
    assert one.secret("token") != one.secret("secret")
    assert one.fraction("x") != two.fraction("x")
    assert one.number("x") == Ids("one").number("x") != one.number("y")


def test_uids_addresses_and_versions_look_as_recorded() -> None:
    ids = Ids("seed")
    assert re.fullmatch("[0-9a-f]{32}", ids.message_uid())
    assert re.fullmatch("[0-9a-f]{16}", ids.address())
    version = ids.draft_version(1602100742.1)
    assert re.fullmatch(r"[0-9a-f]{32}-[0-9]{6}-1602100742100-[0-9a-f]{4}", version)
    assert len({ids.message_uid() for _ in range(1000)}) == 1000


@given(st.text())
def test_a_draw_is_in_0_to_1(seed: str) -> None:
    ids = Ids(seed)
    assert all(0 <= ids.fraction("delay") < 1 for _ in range(5))


def test_an_api_token_is_a_jwt_that_names_the_company() -> None:
    header, claims, signature = api_token("planet-express", "key").split(".")

    def decoded(segment: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(base64.urlsafe_b64decode(segment + "=="))
        return found

    assert decoded(header) == {"typ": "JWT", "alg": "HS256"}
    assert decoded(claims) | {"iat": 0} == {
        "scopes": ["*"],
        "iat": 0,
        "iss": "front",
        "sub": "planet-express",
        "jti": "key",
    }
    assert re.fullmatch("[A-Za-z0-9_-]{43}", signature)
