"""The contract tester: drives an integration through what Front may do to it, and judges.

`check` is the whole of it in one call. The names below load on first use: they bring the
emulator along.
"""

from typing import TYPE_CHECKING, Any

_HOMES = {
    "Run": "model",
    "Unreachable": "runner",
    "Verdict": "model",
    "check": "checking",
    "listening": "calling",
}

__all__ = ["Run", "Unreachable", "Verdict", "check", "listening"]

if TYPE_CHECKING:
    from front_emulator.contract.calling import listening
    from front_emulator.contract.checking import check
    from front_emulator.contract.model import Run, Verdict
    from front_emulator.contract.runner import Unreachable


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
