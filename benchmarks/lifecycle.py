"""What starting, stopping, a fixture and the plugin cost."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from front_emulator import FrontEmulator, FrontServer

_ROUNDS = 20
_PROBE = """
import time
import pytest
_started = {}
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    started = time.perf_counter()
    result = yield
    if fixturedef.argname == "front":
        print("SETUP", time.perf_counter() - started)
    return result
"""
_TESTS = "import pytest\n@pytest.mark.parametrize('n', range(50))\ndef test_it(front, n): pass\n"


def measure() -> Iterator[str]:
    """Medians, in milliseconds."""
    starts, stops, accounts = [], [], []
    for number in range(_ROUNDS):
        server = FrontServer()
        starts.append(_timed(server.start))
        accounts.append(_timed(lambda: _account(server, number)))  # noqa: B023
        stops.append(_timed(server.stop))
    yield f"server start          {_milliseconds(starts)}  (under 30)"
    yield f"server stop           {_milliseconds(stops)}  (under 60)"
    yield f"account made and ended{_milliseconds(accounts)}"
    yield f"front fixture         {_milliseconds(_fixture_setups())}  (under 3, after the first)"
    yield f"plugin, not used      {_milliseconds([_plugin_cost()])}  (under 5)"


def _account(server: FrontServer, number: int) -> None:
    FrontEmulator(server=server, seed=number).stop()


def _fixture_setups() -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "conftest.py").write_text(_PROBE)
        Path(folder, "test_it.py").write_text(_TESTS)
        output = _pytest(folder, "-s")
    return [float(line.split()[-1]) for line in output.splitlines() if "SETUP" in line][1:]


def _plugin_cost() -> float:
    """Extra time of importing the plugin in a process that has pytest already."""
    code = (
        "import time, pytest; started = time.perf_counter(); "
        "import front_emulator.pytest_plugin; print(time.perf_counter() - started)"
    )
    runs = [
        float(subprocess.check_output([sys.executable, "-c", code], text=True)) for _ in range(9)
    ]
    return statistics.median(runs)


def _pytest(folder: str, *options: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *options]
    return subprocess.run(
        [*command, folder], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _milliseconds(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:8.2f} ms"
