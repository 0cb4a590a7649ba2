"""Integrations whose answers are right, and what becomes of the messages is not."""

from werkzeug.wrappers import Request

from tests.apps.right import Json, Refused, RightIntegration


class SkipsDrafts(RightIntegration):
    """Takes them, and waits for the message itself, which never comes."""

    def deliver_once(self, message: Json) -> None:
        if not message.get("is_draft"):
            super().deliver_once(message)


class SkipsFilesWithoutText(RightIntegration):
    def deliver_once(self, message: Json) -> None:
        if message.get("text"):
            super().deliver_once(message)


class DeliversDuplicatesTwice(RightIntegration):
    """Has no memory."""

    def deliver_once(self, message: Json) -> None:
        with self.lock:
            self.delivered[message["id"]] = message
            self.show(message)


class TakesEffectThoughItRefuses(RightIntegration):
    """Verifies when the message is on its way already."""

    def take(self, request: Request) -> None:
        self.check_method(request)
        body = self.body(request)
        message = self.parse(body)
        self.check(message)
        self.deliver(message)
        self.check_signature(self.signature(request), body)
        self.check_media_type(request)


class RemembersWhatItRefuses(RightIntegration):
    """Keeps the id before it verifies, and takes the right message for a duplicate then."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def parse(self, body: bytes) -> Json:
        message = super().parse(body)
        message["is_new"] = str(message.get("id")) not in self.seen
        return message

    def take(self, request: Request) -> None:
        try:
            super().take(request)
        except Refused as refused:
            if refused.type == "forbidden":
                self.seen.add(str(self.parse(self.body(request))["id"]))
            raise

    def deliver_once(self, message: Json) -> None:
        if message["is_new"]:
            super().deliver_once(message)
