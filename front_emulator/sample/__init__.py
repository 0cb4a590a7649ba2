"""A website's live chat on a Front custom channel: copy this folder into your project.

It knows nothing but Front's HTTP API. Start reading at `app.py`; README.md says what matters.
"""

from .app import create_app
from .config import Config, MissingSettingError

__all__ = ["Config", "MissingSettingError", "create_app"]
