"""An account's applications and their channels, as a test uses them."""

from collections.abc import Callable, Iterable
from typing import Any

from front_emulator import connecting, notifying
from front_emulator.domain import webhooks
from front_emulator.domain.applications import known_application
from front_emulator.domain.company import Company
from front_emulator.domain.entities import (
    Application,
    Call,
    Handshake,
    MessageTemplate,
    OAuth,
    WebhookCall,
)
from front_emulator.handles import CustomChannel
from front_emulator.webhooks import ConnectedWebhook
from front_emulator.wire import tokens

_TOKEN_LIFETIME = 10.0


class ApplicationChannel(CustomChannel):
    """A channel of an application, and what the application has told of it.

    Front page: dev.frontapp.com/docs/channels-overview
    """

    @property
    def inbound_url(self) -> str:
        """Where the application POSTs what it receives."""
        return f"{self._base_url()}/channels/{self.id}/inbound_messages"

    @property
    def outbound_url(self) -> str:
        """Where the application POSTs what was sent outside of Front."""
        return f"{self._base_url()}/channels/{self.id}/outbound_messages"

    @property
    def application(self) -> "ConnectedApplication":
        uid = self._channel.application_uid or ""
        return ConnectedApplication(self._company, uid, self._base_url)

    @property
    def status(self) -> str:
        """`ok` or `offline`, as the application says."""
        return self._channel.status

    @property
    def authorization(self) -> str | None:
        """The Authorization header that Front's requests about this channel have."""
        return self._channel.authorization

    @property
    def is_deleted(self) -> bool:
        return self._channel.is_deleted

    @property
    def templates(self) -> list[MessageTemplate]:
        """The message templates that the application has synced, oldest first."""
        with self._company.lock:
            templates = self._company.store.templates.values()
            return [each for each in templates if each.channel_id == self.id]

    @property
    def calls(self) -> list[Call]:
        """The calls on this channel, oldest first."""
        with self._company.lock:
            calls = self._company.store.calls.values()
            return [each for each in calls if each.channel_id == self.id]

    @property
    def imports(self) -> list[WebhookCall]:
        """Each `message_imported`: the application told of a message it synced, oldest first."""
        return [each for each in self._company.webhook_calls if each.webhook_id == self.id]

    def token(self, lifetime: float = _TOKEN_LIFETIME) -> str:
        """A token as the application makes one for its calls; `lifetime` is in seconds."""
        application = self.application
        claims = {
            "iss": application.uid,
            "sub": self.id,
            "jti": self._company.ids.secret(str(self._company.ids.draw("jti"))),
            "exp": self._company.signing_time() + lifetime,
        }
        return tokens.signed(claims, application.secret)

    def authorize_again(self) -> None:
        """Play the handshake again; the address it names counts from now on.

        Raises `NotConnected`, which leaves the channel as it was.
        """
        connecting.authorize_again(self._company, self._channel)

    def delete(self) -> Handshake:
        """End the channel and tell the application; what came of telling it."""
        return connecting.delete(self._company, self._channel)


class ConnectedApplication:
    """An application that an account knows, and its channels."""

    def __init__(self, company: Company, uid: str, base_url: Callable[[], str]) -> None:
        self._company = company
        self._base_url = base_url
        self.uid = uid

    def __repr__(self) -> str:
        return f"<Application {self.uid} {self.name!r} at {self.server_url}>"

    @property
    def _application(self) -> Application:
        return known_application(self._company, self.uid)

    @property
    def name(self) -> str:
        return self._application.name

    @property
    def secret(self) -> str:
        """What Front's requests to it, and its tokens, are signed with."""
        return self._application.secret

    @property
    def server_url(self) -> str:
        return self._application.server_url

    @property
    def oauth(self) -> OAuth | None:
        """Its service's OAuth 2.0 server; None where it wants no token of Front."""
        return self._application.oauth

    @property
    def capabilities(self) -> tuple[str, ...]:
        """Some of `messages`, `templates` and `calls`."""
        return self._application.capabilities

    @property
    def channels(self) -> list[ApplicationChannel]:
        """Its channels that have not been deleted, oldest first."""
        with self._company.lock:
            channels = list(self._company.store.channels.values())
        return [
            self._handle(channel.id)
            for channel in channels
            if channel.application_uid == self.uid and not channel.is_deleted
        ]

    @property
    def handshakes(self) -> list[Handshake]:
        """What Front asked of it or told it about channels, oldest first, and its answers."""
        return [each for each in self._company.handshakes if each.application_uid == self.uid]

    @property
    def webhooks(self) -> list[ConnectedWebhook]:
        """Where it is told of events, oldest first."""
        with self._company.lock:
            known = list(self._company.store.webhooks.values())
        found = [each.id for each in known if each.application_uid == self.uid]
        return [ConnectedWebhook(self._company, each) for each in found]

    def create_webhook(self, url: str, types: Iterable[str] | None = None) -> ConnectedWebhook:
        """Tell the application of events at a URL that meets the challenge; of all by default.

        `types` are Front's, such as `inbound_received`. Raises `NotConnected` where the URL does
        not meet it or cannot be reached, and `InvalidSetting`.
        Front page: dev.frontapp.com/docs/application-webhooks
        """
        made = webhooks.plan(self._company, url, types, application_uid=self._application.uid)
        notifying.create_of_application(self._company, made)
        return ConnectedWebhook(self._company, made.id)

    def connect(
        self,
        name: str | None = None,
        *,
        contact_type: str = "custom",
        undo_send_time: int = 0,
        authorization: str | None = None,
        inbox_id: str | None = None,
        **settings: Any,
    ) -> ApplicationChannel:
        """A channel, after the handshake that has the application agree to it.

        `authorization` is the header that the application's service wants of Front; without it,
        one with OAuth is asked for a token first, and names the channel. Raises `NotConnected`
        where it refuses or cannot be asked, `InvalidSetting`, and `NotFound`.
        """
        channel = connecting.connect(
            self._company,
            self._application,
            inbox_id=inbox_id,
            name=name,
            authorization=authorization,
            contact_type=contact_type,
            undo_send_time=undo_send_time,
            **settings,
        )
        return self._handle(channel.id)

    def _handle(self, channel_id: str) -> ApplicationChannel:
        return ApplicationChannel(self._company, channel_id, self._base_url)
