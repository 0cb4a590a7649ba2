"""Which integration of an account a contract run is about, where that is not said in full."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from front_emulator.account import Account
from front_emulator.contract.kind import CUSTOM, kind_named
from front_emulator.domain.errors import InvalidSetting


@dataclass(frozen=True, slots=True)
class Subject:
    """An integration by what Front knows of it; options of `check`."""

    kind: str
    url: str
    secret: str = field(repr=False)
    server_url: str | None = None
    authorization: str | None = field(default=None, repr=False)


def of_account(
    account: Account,
    *,
    kind: str = CUSTOM.name,
    url: str | None = None,
    secret: str | None = None,
    server_url: str | None = None,
    authorization: str | None = None,
) -> Subject:
    """The integration behind the account's channel of this kind, except for what is given.

    That of an application is only looked for where `url` or `secret` is missing, and must then
    be one alone. Raises `InvalidSetting`.
    """
    if kind_named(kind) is CUSTOM:
        url = url or account.channel.outgoing_url
        if url is None:
            raise InvalidSetting("url: the channel has no Outgoing URL, and no url was given")
        return Subject(kind, url, secret or account.api_secret, server_url, authorization)
    if url is not None and secret is not None:
        return Subject(kind, url, secret, server_url, authorization)
    found = _only(account, url)
    return Subject(
        kind,
        url or found.url,
        secret or found.secret,
        server_url or found.server_url,
        authorization or found.authorization,
    )


def _only(account: Account, url: str | None) -> Subject:
    """The application that is connected, or the one whose messages go to `url`."""
    known = list(_connected(account))
    if url is not None:
        known = [each for each in known if each.url == url] or [
            replace(each, url=url) for each in known
        ]
    # Each channel of one application may have a header of its own: the first one's will do.
    apart: dict[tuple[str, str, str | None], Subject] = {}
    for each in known:
        apart.setdefault((each.url, each.secret, each.server_url), each)
    found = list(apart.values())
    if not found:
        raise InvalidSetting(
            "url: the account has no connected channel of an application; connect one, or give "
            "url and secret"
        )
    if len(found) > 1:
        urls = " and ".join(each.url for each in found)
        raise InvalidSetting(
            f"url: the account's channels of applications have {urls}; give the url, and the "
            "secret, of one"
        )
    return found[0]


def _connected(account: Account) -> Iterator[Subject]:
    for application in account.applications:
        for channel in application.channels:
            if channel.outgoing_url:
                yield Subject(
                    "application",
                    channel.outgoing_url,
                    application.secret,
                    application.server_url,
                    channel.authorization,
                )
