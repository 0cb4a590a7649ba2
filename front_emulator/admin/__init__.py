"""The emulator's own API under /__admin: what a test in any language can do as in Python."""

from front_emulator.admin.blueprint import create_admin
from front_emulator.admin.operations import Host

__all__ = ["Host", "create_admin"]
