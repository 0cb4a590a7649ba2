"""A text message service as an application channel of Front: small, and meant to be copied."""

from .app import create_app
from .config import Config

__all__ = ["Config", "create_app"]
