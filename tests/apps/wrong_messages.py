"""Integrations that read messages in a wrong way."""

import json

from werkzeug.wrappers import Request, Response

from tests.apps.breaking import broken
from tests.apps.right import Json, Refused, RightIntegration


class CrashesOnEmoji(RightIntegration):
    """As a database does that keeps three bytes for a character."""

    def deliver(self, message: Json) -> None:
        if any(ord(character) > 0xFFFF for character in message.get("text") or ""):
            raise RuntimeError("Incorrect string value")
        super().deliver(message)


class RefusesHtml(RightIntegration):
    def check_content(self, message: Json) -> None:
        if (message.get("body") or "").startswith("<"):
            raise Refused("bad_request", "No HTML here.")
        super().check_content(message)


class LimitsBodies(RightIntegration):
    """To 100 kB, as Express does."""

    def body(self, request: Request) -> bytes:
        if (request.content_length or 0) > 100 * 1024:
            raise Refused("bad_request", "Too large.")
        return super().body(request)


class RefusesEmptyTexts(RightIntegration):
    def check_content(self, message: Json) -> None:
        if not message.get("text"):
            raise Refused("bad_request", "There is no text.")


class RefusesUnknownFields(RightIntegration):
    def check(self, message: Json) -> None:
        super().check(message)
        if "contract_extra" in message:
            raise Refused("bad_request", "Unknown field contract_extra.")


class NeedsAnAuthor(RightIntegration):
    def deliver(self, message: Json) -> None:
        if not message["author"]["email"]:
            raise Refused("bad_request", "Who is this?")
        super().deliver(message)


class NeedsASubject(RightIntegration):
    def deliver(self, message: Json) -> None:
        message["subject"].strip()
        super().deliver(message)


class NeedsAttachments(RightIntegration):
    def deliver(self, message: Json) -> None:
        len(message["attachments"])
        super().deliver(message)


class RefusesNewMessages(RightIntegration):
    def deliver(self, message: Json) -> None:
        if (
            "message_replied_to" not in message["_links"]["related"]
            and message.get("subject") == ""
        ):
            raise Refused("forbidden", "Only answers, please.")
        super().deliver(message)


class RefusesDrafts(RightIntegration):
    def deliver(self, message: Json) -> None:
        if message.get("is_draft"):
            raise Refused("bad_request", "A draft is not sent yet.")
        super().deliver(message)


class ReadsTheFirstRecipient(RightIntegration):
    """Which is the channel itself."""

    def handles(self, message: Json) -> list[str]:
        return [message["recipients"][0]["handle"]]


class ExpectsAnEnvelope(RightIntegration):
    """As application channels send it."""

    def parse(self, body: bytes) -> Json:
        payload = super().parse(body).get("payload")
        if not isinstance(payload, dict):
            raise Refused("bad_request", "There is no payload.")
        return payload


class AcceptsAnyText(RightIntegration):
    """Takes what is no JSON for a message all the same."""

    def take(self, request: Request) -> None:
        try:
            super().take(request)
        except Refused as refused:
            if refused.message != "This is not JSON.":
                raise


class BreaksOffOnMalformedJson(RightIntegration):
    def respond(self, request: Request) -> Response:
        response = super().respond(request)
        if b"This is not JSON." in response.get_data():
            return broken(request)
        return response


class CatchesOnlySyntaxErrors(RightIntegration):
    """Of the things that json.loads raises."""

    def parse(self, body: bytes) -> Json:
        try:
            message = json.loads(body)
        except json.JSONDecodeError as error:
            raise Refused("bad_request", "This is not JSON.") from error
        if not isinstance(message, dict):
            raise Refused("bad_request", "This is not a message.")
        return message


class AcceptsArrays(RightIntegration):
    def parse(self, body: bytes) -> Json:
        if body.startswith(b"["):
            body = body[1:-1]
        return super().parse(body)


class ReplacesWrongCharacters(RightIntegration):
    def parse(self, body: bytes) -> Json:
        return super().parse(body.decode("utf-8", "replace").encode())


class AcceptsEmptyMessages(RightIntegration):
    def check_content(self, message: Json) -> None:
        return


class DeliversToNobody(RightIntegration):
    def deliver(self, message: Json) -> None:
        if self.handles(message):
            super().deliver(message)


class ChecksOnlyWhatItNeeds(RightIntegration):
    """Reads recipients and text, and is blind to the rest."""

    def check(self, message: Json) -> None:
        texts = (message.get("text"), message.get("body"))
        if not isinstance(message.get("recipients"), list):
            raise Refused("bad_request", "recipients should be a list.")
        if any(text is not None and not isinstance(text, str) for text in texts):
            raise Refused("bad_request", "text should be a text.")
        self.check_content(message)

    def deliver(self, message: Json) -> None:
        super().deliver({**message, "id": str(message.get("id"))})


class AcceptsAnyMediaType(RightIntegration):
    def check_media_type(self, request: Request) -> None:
        return


class AnswersGet(RightIntegration):
    """With a page that says that all is well."""

    def respond(self, request: Request) -> Response:
        if request.method == "GET":
            return Response("OK")
        return super().respond(request)


class AcceptsPut(RightIntegration):
    def check_method(self, request: Request) -> None:
        if request.method != "PUT":
            super().check_method(request)


class SwallowsNotFound(RightIntegration):
    """Says that it delivered what it could not deliver."""

    def take(self, request: Request) -> None:
        try:
            super().take(request)
        except Refused as refused:
            if refused.type != "not_found":
                raise


class CallsStrangersBadRequests(RightIntegration):
    def take(self, request: Request) -> None:
        try:
            super().take(request)
        except Refused as refused:
            if refused.type != "not_found":
                raise
            raise Refused("bad_request", refused.message) from refused


class CrashesOnStrangers(RightIntegration):
    def deliver(self, message: Json) -> None:
        visitors = dict.fromkeys(self.known, "a visitor")
        for handle in self.handles(message)[:1]:
            visitors[handle].title()
        super().deliver(message)


class NeedsKnownConversations(RightIntegration):
    """Asks for the conversation, and crashes where there is none."""

    def deliver(self, message: Json) -> None:
        if message["_links"]["related"]["conversation"].endswith("cnv_0contract"):
            raise LookupError("no such conversation")
        super().deliver(message)
