"""Sending sides of integrations, each of which takes one of Front's answers in a wrong way."""

import re
from dataclasses import replace

import requests

from front_emulator.contract.driving import Hint
from tests.apps.clients.right import Json, RightClient


class SendsTwice(RightClient):
    """Whatever it has to say."""

    def __call__(self, hint: Hint) -> bool:
        return super().__call__(hint) and super().__call__(hint)


class SendsNothing(RightClient):
    def __call__(self, hint: Hint) -> bool:
        raise LookupError("there is no chat")


class WritesItsOwnTexts(RightClient):
    """Not broken in itself: an automatic notice has the text it has."""

    def __call__(self, hint: Hint) -> bool:
        return super().__call__(replace(hint, text="Your parcel has left."))


class HasAnOldToken(RightClient):
    """Gets a new one when it meets a 401, as with OAuth."""

    def pause_before(self, attempt: int, answer: requests.Response | None) -> float:
        if _status(answer) == 401:
            self.headers = {
                "Authorization": self.headers["Authorization"].replace("Bearer", "bearer")
            }
        return super().pause_before(attempt, answer)

    def may_try_again(self, answer: requests.Response | None) -> bool:
        return super().may_try_again(answer) or _status(answer) == 401


class Retries400ForEver(RightClient):
    """As long as its pauses last."""

    def may_try_again(self, answer: requests.Response | None) -> bool:
        return super().may_try_again(answer) or _status(answer) == 400


class RetriesWhateverIsNo202(RightClient):
    def may_try_again(self, answer: requests.Response | None) -> bool:
        return True


class Swallows401(RightClient):
    """Takes it for success."""

    def give_up(self, answer: requests.Response | None) -> str | None:
        return None if _status(answer) == 401 else super().give_up(answer)


class HasNoTimeLimit(RightClient):
    time_limit = None


class GivesUpWithoutAnAnswer(RightClient):
    def may_try_again(self, answer: requests.Response | None) -> bool:
        return answer is not None and super().may_try_again(answer)


class DoublesOnAHangingAnswer(RightClient):
    """Its HTTP library tries again, and so does its own loop."""

    def timed_out(self, method: str, url: str, body: Json | None) -> requests.Response | None:
        self.call(method, url, body)
        return self.call(method, url, body)


class IgnoresRetryAfter(RightClient):
    def retry_after(self, answer: requests.Response) -> float:
        return 0.0


class TakesMillisecondsForSeconds(RightClient):
    """Reads the text of the error, and waits for minutes."""

    def retry_after(self, answer: requests.Response) -> float:
        asked = re.search(r"(\d+) milliseconds", answer.text)
        assert asked is not None
        return float(asked[1])


class TrustsTheRemainingRequests(RightClient):
    def retry_after(self, answer: requests.Response) -> float:
        if int(answer.headers["x-ratelimit-remaining"]) > 0:
            return 0.0
        return super().retry_after(answer)


class NeverRetries500(RightClient):
    def may_try_again(self, answer: requests.Response | None) -> bool:
        return super().may_try_again(answer) and _status(answer) != 500


class RetriesWithoutGrowingPauses(RightClient):
    pauses = (1.5, 0.02, 0.02)


class GivesUpOnTheFirst404(RightClient):
    lookups = (0.1,)


class Takes202ForThere(RightClient):
    """Looks at once, and has no patience."""

    lookups = (0.0, 0.0)


class SendsAgainOn404(RightClient):
    lookups = (0.15,)

    def not_there(self, message: Json) -> None:
        self.send(message)


class LooksWithoutPauses(RightClient):
    lookups = (0.005,) * 4000


class NeverLooks(RightClient):
    """Which is right for those who do not need the conversation."""

    lookups = ()


def _status(answer: requests.Response | None) -> int | None:
    return None if answer is None else answer.status_code
