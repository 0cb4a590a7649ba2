"""Who may talk to the emulator: a web page from elsewhere may not, by any path."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hmac import compare_digest

from werkzeug.datastructures import Headers

from front_emulator.wire.links import API_HOST, COMPANY_HOSTS

_HOST = re.compile(r"([\w.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Access:
    """The rules for Host and Origin, and for the admin API.

    Bound to loopback, a foreign Host or Origin is refused on every path, so that no page
    in a browser of this machine can drive the emulator; nor can one have a browser fetch
    anything, such as an image, that would keep a thread busy. Bound beyond loopback, any Host
    may use the API, and the admin API wants `admin_token`.
    """

    is_loopback: bool
    admin_token: str
    allowed_hosts: frozenset[str] = frozenset()

    def refusal_of(self, headers: Headers | Mapping[str, str]) -> str | None:
        """Why a request with these headers is refused, or None."""
        if not self.is_loopback:
            return None
        host, origin = headers.get("Host", ""), headers.get("Origin")
        if not self._is_known(hostname_of(host)):
            return (
                f"Host {host!r} is not this emulator's; start it with "
                f"--allowed-host {hostname_of(host) or 'NAME'} if it should be"
            )
        if origin is not None and not self._is_known(hostname_of(origin.partition("://")[2])):
            return f"Requests of pages from {origin} are refused"
        is_fetched = headers.get("Sec-Fetch-Mode") != "navigate"
        if is_fetched and headers.get("Sec-Fetch-Site") == "cross-site":
            return "Requests of pages from another site are refused"
        return None

    def admits_admin(self, authorization: str) -> bool:
        """Whether the admin API may be used with this Authorization header."""
        wanted = f"Bearer {self.admin_token}"
        return self.is_loopback or compare_digest(authorization.encode(), wanted.encode())

    def _is_known(self, hostname: str) -> bool:
        return (
            is_loopback_name(hostname)
            or hostname == API_HOST
            or hostname.endswith(COMPANY_HOSTS)
            or hostname in self.allowed_hosts
        )


@lru_cache(maxsize=64)
def is_loopback_name(hostname: str) -> bool:
    """Whether a host name or address means this machine by itself."""
    if hostname == "localhost" or hostname.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(hostname).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=64)
def hostname_of(host: str) -> str:
    """The name or address in a Host header, without the port; "" where the header is none."""
    match = _HOST.fullmatch(host)
    if match is None or int(match[2] or 0) > 65535:
        return ""
    return match[1].strip("[]").rstrip(".").lower()
