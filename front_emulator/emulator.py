"""FrontEmulator: what a test holds. One Front account, and the server it needs."""

import inspect
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from front_emulator.account import Account, api_settings
from front_emulator.contract.kind import CUSTOM
from front_emulator.contract.runs import Runs
from front_emulator.domain import channels
from front_emulator.domain.company import Company
from front_emulator.domain.entities import ChannelSettings
from front_emulator.domain.errors import FrontEmulatorError, InvalidSetting
from front_emulator.domain.settings import Settings, changed, known
from front_emulator.host import FrontServer

if TYPE_CHECKING:
    from front_emulator.contract.driving import Driver
    from front_emulator.contract.model import Run
    from front_emulator.state import State


class FrontEmulator(Account):
    """One isolated Front account: an inbox, three teammates and a custom channel.

    Without `server` it brings its own, which runs from `start` to `stop` (or for a `with`
    block); with one, it is one account of many there. Times are in seconds.

    - `seed`: every id, token and draw follows from it.
    - `api_token`, `api_secret`: of your choice instead of made from the seed.
    - `people`: how many teammates are made up besides the three.
    - `fixtures`: a file, or a dict, that fills it with people, channels and conversations.
    - `state`: a file that `save_state` wrote, to go on from. Seed, people and fixtures are then the
      file's, and so is every other option that is not given.
    - `outgoing_url` to `auto_assign_on_reply` are settings of the channel, see `CustomChannel`.
    - the rest are settings of the account by name, such as `processing_delay=(0.5, 2)`, the time
      between the 202 and the message's existence; docs/settings.md lists them all.

    Raises `InvalidSetting`, and `InvalidState` for a file that is none.
    Front page: dev.frontapp.com/docs/creating-a-custom-channel
    """

    server: FrontServer

    def __init__(
        self,
        *,
        server: FrontServer | None = None,
        seed: str | int = "front-emulator",
        api_token: str | None = None,
        api_secret: str | None = None,
        people: int = 0,
        fixtures: str | Path | Mapping[str, Any] | None = None,
        state: str | Path | None = None,
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
        channel = api_settings(
            outgoing_url,
            undo_send_time=undo_send_time,
            contact_type=contact_type,
            reply_mode=reply_mode,
            allow_new_messages=allow_new_messages,
            auto_assign_on_reply=auto_assign_on_reply,
        )
        made, saved = changed(Settings(), settings), None if state is None else _saved(state)
        if saved is not None:
            seed = saved.identity.seed
            api_token = api_token or saved.identity.api_token
            api_secret = api_secret or saved.identity.api_secret
        self._owns_server = server is None
        server = server or FrontServer()
        company = server.create_company(
            str(seed),
            settings=made,
            channel=channel,
            token=api_token,
            secret=api_secret,
            people=people,
        )
        try:
            if saved is not None:
                _go_on(company, saved, channel, settings)
            elif fixtures is not None:
                _plant(company, fixtures)
        except FrontEmulatorError:
            server.remove(company)
            raise
        server.contract_runs = server.contract_runs or Runs()
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
        kind: str = CUSTOM.name,
        secret: str | None = None,
        server_url: str | None = None,
        authorization: str | None = None,
        drive: "Driver | None" = None,
        patience: float = 15.0,
        **options: Any,
    ) -> "Run":
        """Drive the integration at `url` through what Front may do to it, and judge it.

        `url` is the channel's Outgoing URL unless given, and `secret` the API secret. With
        `kind="application"` both, `server_url` and `authorization` are those of the application
        that is connected, of which there must be one alone unless both are given. `drive(hint)`
        has the integration send `hint.text` to this emulator, and may return whether it believes
        that it was sent; what it does about Front's errors is judged then, too, and each of its
        steps is waited for `patience` seconds at most. For the other options see
        `front_emulator.contract.check`. Raises `InvalidSetting`.
        """
        from front_emulator.contract import check
        from front_emulator.contract.api_bench import ApiBench, Patience
        from front_emulator.contract.subject import of_account
        from front_emulator.contract.watched import OwnEmulator

        subject = of_account(
            self,
            kind=kind,
            url=url,
            secret=secret,
            server_url=server_url,
            authorization=authorization,
        )
        options |= asdict(subject)
        if drive is None:
            return check(**options)
        with closing(ApiBench(OwnEmulator(self), drive, patience=Patience.of(patience))) as api:
            return check(**options, api=api)

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


def _plant(company: Company, source: str | Path | Mapping[str, Any]) -> None:
    from front_emulator.fixtures import load, plant

    plant(company, load(source))
    company.settle()


def _saved(path: str | Path) -> "State":
    from front_emulator.state import load

    return load(Path(path))


def _go_on(
    company: Company, saved: "State", channel: dict[str, Any], settings: dict[str, Any]
) -> None:
    """Make the company the saved one; what is given beside it, and not the default, goes first."""
    from front_emulator.state import adopt

    adopt(company, saved)
    company.configure(**settings)
    usual = ChannelSettings()
    given = {name: value for name, value in channel.items() if value != getattr(usual, name)}
    first = next(iter(company.store.channels.values()))
    kept = first.settings.contact_type
    if given.get("contact_type", kept) != kept:
        raise InvalidSetting(f"contact_type: the saved channel's is {kept}, and stays")
    channels.update(company, first.id, settings=given)
    company.settle()


_OPTIONS = tuple(inspect.signature(FrontEmulator).parameters)[:-1]
