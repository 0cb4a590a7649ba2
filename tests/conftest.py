import gc
import os
import sys
from collections.abc import Generator

import pytest
from hypothesis import settings

pytest_plugins = ["pytester"]

# Workers and commands under test start by the dozen: each would compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two more than there are cores: much of the suite waits for sockets and subprocesses."""
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits comes first, in whichever order the rest is."""
    items.sort(key=lambda item: item.get_closest_marker("waits") is None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What thousands of tests are made of is no garbage: none of it is looked through for any."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


# Half of the usual examples: the suite is run often, and in CI three times over.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.load_profile("quick")
