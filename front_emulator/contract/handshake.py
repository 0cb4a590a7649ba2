"""The handshake with an application, made as Front makes it: asked for channels, told of their end.

The channels are made up, so that none that is in use is connected anew or ended.
Front page: dev.frontapp.com/docs/getting-started-with-partner-channels
"""

from dataclasses import dataclass, replace
from typing import TypeGuard
from urllib.parse import urlsplit

from front_emulator.contract.bench import SIGNATURE, Bench, with_header
from front_emulator.contract.model import Exchange
from front_emulator.domain.clock import wall_time
from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.urls import check_url
from front_emulator.wire import applications as wire
from front_emulator.wire import outcomes


@dataclass(frozen=True, slots=True)
class Signing:
    """How a request is signed: as Front does it, unless something is `changed`."""

    changed: str | None = None
    secret_tail: str = ""
    ago: float = 0.0
    is_left_out: bool = False


RIGHT = Signing()


@dataclass(frozen=True, slots=True)
class Handshake:
    """What Front says of one made-up channel, to the application at `server_url`."""

    bench: Bench
    server_url: str
    channel_id: str

    def authorize(self, title: str, signing: Signing = RIGHT) -> Exchange:
        """Ask whether the channel may be connected."""
        envelope = wire.authorization(self.channel_id)
        return self._exchange(title, "POST", self.server_url, envelope, signing)

    def delete(
        self, title: str, url: str, signing: Signing = RIGHT, *, signs_body: bool = False
    ) -> Exchange:
        """Tell that the channel is no more. Any 2xx counts: Front expects no type."""
        envelope = wire.deletion(self.channel_id)
        made = self._exchange(title, "DELETE", url, envelope, signing, signs_body=signs_body)
        answer = made.response
        if answer is None:
            return made
        return replace(made, outcome=outcomes.of_answer(answer.status, answer.body))

    def place(self, authorized: Exchange) -> str:
        """Where the application is told of the end: the address it named for messages.

        One on another machine than those that were given is not asked: it may be a live one.
        """
        given, named = (self.bench.target.url, self.server_url), named_url(authorized)
        if named is None:
            return self.server_url
        if is_usable(named) and not is_elsewhere(named, *given):
            return named
        return self.bench.target.url

    def _exchange(
        self,
        title: str,
        method: str,
        url: str,
        envelope: wire.Json,
        signing: Signing,
        *,
        signs_body: bool = True,
    ) -> Exchange:
        request = wire.request(
            method,
            url,
            envelope,
            secret=f"{self.bench.target.secret}{signing.secret_tail}",
            user_agent=self.bench.emulator.company.settings.user_agent,
            at=wall_time() - signing.ago,
            channel_authorization=self.bench.target.authorization,
            signs_body=signs_body,
        )
        if signing.is_left_out:
            request = replace(request, headers=with_header(request.headers, SIGNATURE, ()))
        return self.bench.exchange(title, request, changed=signing.changed)


def handshake(bench: Bench) -> Handshake | None:
    """One about a channel that no other is about; None where nothing says where it goes."""
    if bench.target.server_url is None:
        return None
    number = bench.emulator.company.ids.next("handshake").partition("_")[2]
    # No channel of Front's has a number that begins with a zero.
    return Handshake(bench, bench.target.server_url, f"cha_0{number}")


def named_url(authorized: Exchange) -> object:
    """What an answer has as `webhook_url`; None where there is none."""
    response = authorized.response
    answer = None if response is None else outcomes.json_object(response.body)
    return None if answer is None else answer.get("webhook_url")


def is_usable(url: object) -> TypeGuard[str]:
    """Whether Front can send messages there."""
    if not isinstance(url, str):
        return False
    try:
        check_url("webhook_url", url)
    except InvalidSetting:
        return False
    return True


def is_elsewhere(url: str, *given: str) -> bool:
    """Whether it is on another host, or another port, than all that were given."""
    return _host(url) not in map(_host, given)


def _host(url: str) -> tuple[str | None, int | None]:
    parts = urlsplit(url)
    return parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
