"""front-emulator: a local, stateful, faithful emulator of Front's channel API.

`FrontEmulator` is one Front account to test against. The names below load on first use:
pytest imports this package in every run on a machine where it is installed.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "FrontEmulator": "emulator",
    "FrontServer": "host",
    "WsgiServer": "server",
    "ApplicationChannel": "applications",
    "ConnectedApplication": "applications",
    "ConnectedWebhook": "webhooks",
    "CustomChannel": "handles",
    "Delivery": "handles",
    "OAuth": "domain.entities",
    "Upload": "domain.entities",
    "FrontEmulatorError": "domain.errors",
    "Refusal": "domain.errors",
    "NotAllowed": "domain.errors",
    "NotConnected": "domain.errors",
    "NotFound": "domain.errors",
    "Conflict": "domain.errors",
    "InvalidFixture": "domain.references",
    "InvalidSetting": "domain.errors",
    "InvalidState": "domain.errors",
    "DeliveryPending": "domain.errors",
    "WaitTimeout": "domain.errors",
    "BackgroundFailure": "domain.errors",
}

__all__ = [
    "ApplicationChannel",
    "BackgroundFailure",
    "Conflict",
    "ConnectedApplication",
    "ConnectedWebhook",
    "CustomChannel",
    "Delivery",
    "DeliveryPending",
    "FrontEmulator",
    "FrontEmulatorError",
    "FrontServer",
    "InvalidFixture",
    "InvalidSetting",
    "InvalidState",
    "NotAllowed",
    "NotConnected",
    "NotFound",
    "OAuth",
    "Refusal",
    "Upload",
    "WaitTimeout",
    "WsgiServer",
    "__version__",
]

if TYPE_CHECKING:
    from front_emulator.applications import ApplicationChannel, ConnectedApplication
    from front_emulator.domain.entities import OAuth, Upload
    from front_emulator.domain.errors import (
        BackgroundFailure,
        Conflict,
        DeliveryPending,
        FrontEmulatorError,
        InvalidSetting,
        InvalidState,
        NotAllowed,
        NotConnected,
        NotFound,
        Refusal,
        WaitTimeout,
    )
    from front_emulator.domain.references import InvalidFixture
    from front_emulator.emulator import FrontEmulator
    from front_emulator.handles import CustomChannel, Delivery
    from front_emulator.host import FrontServer
    from front_emulator.server import WsgiServer
    from front_emulator.webhooks import ConnectedWebhook


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
