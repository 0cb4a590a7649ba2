"""FrontEmulator: what a test holds. One Front account, and the server it needs."""

import inspect
from contextlib import closing
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from front_emulator.account import Account, api_settings
from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.settings import Settings, changed, known
from front_emulator.host import FrontServer

if TYPE_CHECKING:
    from front_emulator.contract.driving import Driver
    from front_emulator.contract.model import Run


class FrontEmulator(Account):
    """One isolated Front account: an inbox, three teammates and a custom channel.

    Without `server` it brings its own, which runs from `start` to `stop` (or for a `with`
    block); with one, it is one account of many there. Times are in seconds.

    - `seed`: every id, token and draw follows from it.
    - `api_token`, `api_secret`: of your choice instead of made from the seed.
    - `people`: how many teammates are made up besides the three.
    - `outgoing_url` to `auto_assign_on_reply` are settings of the channel, see `CustomChannel`.
    - the rest are settings of the account by name, such as `processing_delay=(0.5, 2)`, the time
      between the 202 and the message's existence; docs/settings.md lists them all.

    Raises `InvalidSetting`. Front page: dev.frontapp.com/docs/creating-a-custom-channel
    """

    def __init__(
        self,
        *,
        server: FrontServer | None = None,
        seed: str | int = "front-emulator",
        api_token: str | None = None,
        api_secret: str | None = None,
        people: int = 0,
        outgoing_url: str | None = None,
        undo_send_time: int = 0,
        contact_type: str = "custom",
        reply_mode: str = "same_channel",
        allow_new_messages: bool = False,
        auto_assign_on_reply: bool = False,
        **settings: Any,
    ) -> None:
        for name in settings:
            known(name, beside=_OPTIONS)
        made = changed(Settings(), settings)
        self._owns_server = server is None
        server = server or FrontServer()
        company = server.create_company(
            str(seed),
            settings=made,
            channel=api_settings(
                outgoing_url,
                undo_send_time=undo_send_time,
                contact_type=contact_type,
                reply_mode=reply_mode,
                allow_new_messages=allow_new_messages,
                auto_assign_on_reply=auto_assign_on_reply,
            ),
            token=api_token,
            secret=api_secret,
            people=people,
        )
        super().__init__(server, company)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
        if error is None:
            self.check_background()

    def contract(
        self,
        url: str | None = None,
        *,
        drive: "Driver | None" = None,
        patience: float = 15.0,
        **options: Any,
    ) -> "Run":
        """Drive the integration at `url` through what Front may do to it, and judge it.

        `url` is the channel's Outgoing URL unless given. `drive(hint)` has the integration send
        `hint.text` to this emulator, and may return whether it believes that it was sent; what
        it does about Front's errors is judged then, too, and each of its steps is waited for
        `patience` seconds at most. For the other options see `front_emulator.contract.check`.
        Raises `InvalidSetting`.
        """
        from front_emulator.contract import check
        from front_emulator.contract.api_bench import ApiBench, Patience

        target = url or self.channel.outgoing_url
        if target is None:
            raise InvalidSetting("contract: the channel has no Outgoing URL, and no url was given")
        if drive is None:
            return check(target, self.api_secret, **options)
        with closing(ApiBench(self, drive, patience=Patience.of(patience))) as api:
            return check(target, self.api_secret, api=api, **options)

    def start(self) -> None:
        """Serve, where this account has a server of its own. A busy port is an `OSError`."""
        if self._owns_server:
            self.server.start()

    def stop(self) -> None:
        """End the account: its token is unknown from now on, nothing of it is delivered."""
        if self._owns_server:
            self.server.stop()
        else:
            self.server.remove(self.company)


_OPTIONS = tuple(inspect.signature(FrontEmulator).parameters)[:-1]
