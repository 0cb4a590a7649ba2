"""Addresses that Front may be told to send to."""

from urllib.parse import urlsplit

from front_emulator.domain.errors import InvalidSetting


def check_url(name: str, url: str) -> None:
    """Raise `InvalidSetting` unless `url` is an absolute http or https address."""
    try:
        parts = urlsplit(url)
        complete = parts.scheme in ("http", "https") and bool(parts.hostname)
        complete = complete and parts.port != 0
    except ValueError:
        complete = False
    if not complete:
        raise InvalidSetting(f"{name}: {url!r} is not a URL such as http://localhost:3000/outgoing")
