"""Integrations that do the right thing and say it in a wrong way."""

from werkzeug.wrappers import Request, Response

from tests.apps.right import Refused, RightIntegration

_FOR_SIGNATURES = ("authentication_required", "forbidden")


class ShowsErrorPages(RightIntegration):
    """Refuses signatures with a page for browsers."""

    def refusal(self, refused: Refused) -> Response:
        if refused.type not in _FOR_SIGNATURES:
            return super().refusal(refused)
        page = f"<!doctype html><title>Error</title><h1>{refused.message}</h1>"
        return Response(page, self.statuses[refused.type], mimetype="text/html")


class RefusesWithSuccess(RightIntegration):
    """Refuses with 200 and no type, which Front takes for success."""

    def refusal(self, refused: Refused) -> Response:
        return self.answer(200, {"error": refused.message})


class RefusesWithTypesOfItsOwn(RightIntegration):
    def refusal(self, refused: Refused) -> Response:
        if refused.type not in _FOR_SIGNATURES:
            return super().refusal(refused)
        return self.answer(403, {"type": "invalid_signature", "message": refused.message})


class CallsForgeriesBadRequests(RightIntegration):
    def check_signature(self, given: str | None, body: bytes) -> None:
        try:
            super().check_signature(given, body)
        except Refused as refused:
            raise Refused("bad_request", refused.message) from refused


class BlamesItself(RightIntegration):
    """Answers internal_error where the message is at fault."""

    def refusal(self, refused: Refused) -> Response:
        if refused.type == "bad_request":
            refused = Refused("internal_error", "Something went wrong.")
        return super().refusal(refused)


class AnswersTypesOfItsOwn(RightIntegration):
    def success(self) -> Response:
        return self.answer(200, {"type": "ok"})


class Redirects(RightIntegration):
    def respond(self, request: Request) -> Response:
        return Response("", 308, {"Location": f"{request.url}/"})


class IsNotThere(RightIntegration):
    """Another path than the one that is given."""

    def respond(self, request: Request) -> Response:
        return Response("<h1>Not Found</h1>", 404, mimetype="text/html")


class AnswersWithoutType(RightIntegration):
    """Right all the same: a 2xx without an error type is a success."""

    def success(self) -> Response:
        return Response("", 204)


class RefusesWith200AndType(RightIntegration):
    """Right all the same: the type decides, whatever the status."""

    def refusal(self, refused: Refused) -> Response:
        return self.answer(200, {"type": refused.type, "message": refused.message})
