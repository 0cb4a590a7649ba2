"""The pytest plugin: `front`, a fresh Front account for each test.

Only pytest is imported here at module level: every pytest run on the machine pays for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from front_emulator.emulator import FrontEmulator
    from front_emulator.host import FrontServer

MARKER = (
    "front(**options): options of the `front` fixture for this test: seed, people, fixtures, "
    "outgoing_url, undo_send_time, contact_type, reply_mode, allow_new_messages, "
    "auto_assign_on_reply, and the settings that `front-emulator settings` lists"
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)


@pytest.fixture(scope="session")
def front_server() -> Iterator[FrontServer]:
    """The server of this session (and xdist worker); each test has an account of its own."""
    from front_emulator.host import FrontServer

    server = FrontServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def front_options() -> Mapping[str, Any]:
    """Options of `front` for all tests in reach; override it. A test's marker wins over it."""
    return {}


@pytest.fixture
def front(
    request: pytest.FixtureRequest, front_server: FrontServer, front_options: Mapping[str, Any]
) -> Iterator[FrontEmulator]:
    """A fresh Front account on the session's server; its seed is the test's own name."""
    from front_emulator.domain.errors import FrontEmulatorError
    from front_emulator.emulator import FrontEmulator

    options: dict[str, Any] = {"seed": request.node.nodeid, **front_options}
    marker = request.node.get_closest_marker("front")
    if marker is not None:
        if marker.args:
            pytest.fail("pytest.mark.front takes keyword arguments only", pytrace=False)
        options.update(marker.kwargs)
    try:
        emulator = FrontEmulator(server=front_server, **options)
    except (TypeError, OSError, FrontEmulatorError) as error:
        what = str(error).removeprefix("FrontEmulator.__init__() ")
        pytest.fail(f"pytest.mark.front or front_options: {what}; {MARKER}", pytrace=False)
    with emulator:
        yield emulator


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Attach what crossed the wire to the report of a failing test."""
    report = yield
    emulator = getattr(item, "funcargs", {}).get("front")
    if report.failed and emulator is not None and hasattr(emulator, "company"):
        from front_emulator.narration import journal

        lines = journal(emulator.company) or ["nothing crossed the wire"]
        report.sections.append(("front-emulator journal", "\n".join(lines)))
    return report
