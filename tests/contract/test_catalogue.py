import re

import pytest

from front_emulator.contract import catalogue
from front_emulator.contract.model import Scenario
from front_emulator.domain.errors import InvalidSetting

GROUPS = [
    f"FE-{each}" for each in ("CTL", "SIG", "BAD", "NOT", "ERR", "LOD", "TIM", "API", "APP", "HSK")
]


def ids(scenarios: tuple[Scenario, ...]) -> list[str]:
    return [scenario.id for scenario in scenarios]


def test_ids_are_unique_well_formed_and_in_order() -> None:
    every = ids(catalogue.ALL)
    assert len(set(every)) == len(every) >= 45
    assert all(re.fullmatch(r"FE-[A-Z]{3}-\d{2}", each) for each in every)
    assert list(dict.fromkeys(each.group for each in catalogue.ALL)) == GROUPS
    for group in GROUPS:
        numbers = [int(each[-2:]) for each in every if each.startswith(group)]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("scenario", catalogue.ALL, ids=lambda scenario: scenario.id)
def test_a_scenario_tells_what_it_is(scenario: Scenario) -> None:
    assert scenario.title
    assert scenario.title[-1] != "."
    for sentence in (scenario.sent, scenario.right, scenario.why):
        assert not sentence[0].islower()
        assert sentence.endswith(".")
    assert scenario.page.startswith("dev.frontapp.com/")


def test_all_are_selected_unless_some_are_named() -> None:
    assert catalogue.select() == catalogue.ALL


def test_only_and_skip_take_ids_and_groups() -> None:
    assert ids(catalogue.select(only=["FE-SIG-03", "FE-NOT"])) == [
        "FE-SIG-03",
        "FE-NOT-01",
        "FE-NOT-02",
    ]
    assert ids(catalogue.select(only=["fe-not"], skip=["fe-not-01"])) == ["FE-NOT-02"]
    assert not any(each.group == "FE-CTL" for each in catalogue.select(skip=["FE-CTL"]))


def test_a_kind_leaves_out_what_does_not_apply_to_it() -> None:
    custom, application = (ids(catalogue.select(kind=kind)) for kind in ("custom", "application"))
    assert "FE-SIG-09" in custom
    assert "FE-SIG-09" not in application
    assert {"FE-SIG-16", "FE-APP-01"} <= set(application) - set(custom)


def test_the_order_is_that_of_the_catalogue() -> None:
    assert ids(catalogue.select(only=["FE-NOT-02", "FE-CTL-01"])) == ["FE-CTL-01", "FE-NOT-02"]


def test_fast_leaves_out_what_waits_on_purpose() -> None:
    left_out = set(catalogue.ALL) - set(catalogue.select(fast=True))
    assert left_out == {each for each in catalogue.ALL if each.is_slow}
    assert left_out


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("FE-SGI", "FE-SIG"), ("FE-CLT-03", "FE-CTL-03"), ("FE-BAD-99", "FE-BAD-.9"), ("x", "FE-")],
)
def test_an_unknown_name_is_refused_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(InvalidSetting, match=rf"only: there is no scenario '{name}'.*{nearest}"):
        catalogue.select(only=[name])
    with pytest.raises(InvalidSetting, match="skip: "):
        catalogue.select(skip=[name])
