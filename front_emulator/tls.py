"""A throw-away certificate authority, for clients that insist on https."""

import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field

from front_emulator.domain.errors import MissingExtra
from front_emulator.wire.links import API_HOST, COMPANY_HOSTS

_USUAL = ("localhost", "127.0.0.1", "::1", API_HOST, f"*{COMPANY_HOSTS}")


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server shows, and the authority (PEM) that clients must trust; http has neither."""

    authority: bytes | None = None
    context: ssl.SSLContext | None = field(default=None, repr=False)


def throw_away(names: Iterable[str] = ()) -> Certificate:
    """A certificate for this machine, Front's own hosts and `names`, of an authority made for it.

    Raises `MissingExtra` where the package trustme is not installed.
    """
    try:
        import trustme
    except ImportError as error:
        raise MissingExtra(
            "--tls needs the package trustme: pip install 'front-emulator[tls]'"
        ) from error
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*dict.fromkeys([*_USUAL, *names])).configure_cert(context)
    return Certificate(authority.cert_pem.bytes(), context)
