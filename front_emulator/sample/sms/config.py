"""What the service must be told: who it is at Front, and where Front is."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(kw_only=True)
class Config:
    """The first two are shown in the settings of the application at Front."""

    app_uid: str
    app_secret: str = field(repr=False)
    api_base_url: str = "https://api2.frontapp.com"
    timeout: float = 5.0
    """Seconds to wait for Front."""
    oauth_client_id: str = ""
    """The OAuth client that Front is; without one, Front needs no token."""
    oauth_client_secret: str = field(default="", repr=False)
    oauth_redirect_uri: str = "https://app.frontapp.com/oauth/callback"
    """Where Front has its codes sent."""
    name: str = "Text messages"
    number: str = "+14155550100"
    """What Front is to call the channel."""

    def __post_init__(self) -> None:
        # An empty secret would verify what anybody signs.
        if not self.app_uid or not self.app_secret:
            raise ValueError("app_uid and app_secret must not be empty")
        if self.oauth_client_id and not self.oauth_client_secret:
            raise ValueError("oauth_client_secret must not be empty")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read FRONT_APP_UID, FRONT_APP_SECRET, FRONT_API_BASE_URL, FRONT_OAUTH_CLIENT_ID and
        FRONT_OAUTH_CLIENT_SECRET. Raises `ValueError`.
        """
        env = os.environ if environ is None else environ
        missing = [name for name in ("FRONT_APP_UID", "FRONT_APP_SECRET") if not env.get(name)]
        if missing:
            raise ValueError(f"the environment variable {missing[0]} is not set")
        base = env.get("FRONT_API_BASE_URL", "").rstrip("/") or cls.api_base_url
        uid, secret = env["FRONT_APP_UID"], env["FRONT_APP_SECRET"]
        return cls(
            app_uid=uid,
            app_secret=secret,
            api_base_url=base,
            oauth_client_id=env.get("FRONT_OAUTH_CLIENT_ID", ""),
            oauth_client_secret=env.get("FRONT_OAUTH_CLIENT_SECRET", ""),
        )
