import os

import pytest
from hypothesis import settings

pytest_plugins = ["pytester"]

# Workers and commands under test start by the dozen: each would compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores: much of the suite waits for sockets and subprocesses."""
    return (os.cpu_count() or 1) + 1


# Half of the usual examples: the suite is run often, and in CI three times over.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.load_profile("quick")
