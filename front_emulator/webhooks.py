"""Webhooks as a test uses them."""

from front_emulator.domain import webhooks
from front_emulator.domain.company import Company
from front_emulator.domain.entities import Webhook, WebhookCall


class ConnectedWebhook:
    """Where Front tells of events, for a rule or for an application; it shows what is now."""

    def __init__(self, company: Company, webhook_id: str) -> None:
        self._company = company
        self.id = webhook_id

    def __repr__(self) -> str:
        known = self._company.store.webhooks.get(self.id)
        if known is None:
            return f"<Webhook {self.id}, removed>"
        disabled = ", disabled" if known.is_disabled else ""
        return f"<Webhook {self.id} of {', '.join(known.types)} → {known.url}{disabled}>"

    @property
    def _webhook(self) -> Webhook:
        return webhooks.known_webhook(self._company, self.id)

    @property
    def url(self) -> str:
        return self._webhook.url

    @property
    def types(self) -> tuple[str, ...]:
        """What it is told of."""
        return self._webhook.types

    @property
    def preview(self) -> bool:
        """Whether it is told ids and links only."""
        return self._webhook.preview

    @property
    def application_uid(self) -> str | None:
        """Whose it is; None for a rule's."""
        return self._webhook.application_uid

    @property
    def is_disabled(self) -> bool:
        """Whether it failed so often that it is told of nothing any more."""
        return self._webhook.is_disabled

    @property
    def calls(self) -> list[WebhookCall]:
        """Every attempt to tell it of an event, oldest first, and its handshake."""
        return [each for each in self._company.webhook_calls if each.webhook_id == self.id]

    def enable(self) -> None:
        """Tell it again of what happens from now on. Raises `NotFound`."""
        webhooks.enable(self._company, self.id)

    def delete(self) -> None:
        """Tell it no more. Raises `NotFound`."""
        webhooks.remove(self._company, self.id)
