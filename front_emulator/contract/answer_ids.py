"""Judging the ids that applications answer with.

Front page: dev.frontapp.com/docs/channels-faq
"""

from front_emulator.contract import hints
from front_emulator.contract.answers import accepted, crashed, described, documented_type
from front_emulator.contract.model import Exchange, Finding, Verdict
from front_emulator.contract.verdicts import crash, finding, inconclusive
from front_emulator.domain.entities import Outcome
from front_emulator.wire import applications

_SUFFERING = {
    "external_id": "Front cannot tell which message a later status is about",
    "external_conversation_id": "what is written there next is not threaded with it by Front",
}


def present(exchange: Exchange) -> Finding:
    """The answer to a right message: both ids, or what Front does without."""
    if not accepted(exchange):
        return inconclusive(exchange, "to an application")
    missing = [name for name in _SUFFERING if getattr(_ids(exchange), name) is None]
    if not missing:
        said = "The answer names the message and its conversation."
        return finding(Verdict.PASS, said, (exchange,))
    suffering = ", and ".join(_SUFFERING[name] for name in missing)
    said = f"A success without {' and '.join(missing)}: {suffering}."
    return finding(Verdict.WARN, said, (exchange,), hints.IDS)


def of_a_replay(first: Exchange, second: Exchange) -> Finding:
    """The very same request again: refused, or answered as before."""
    both, what = (first, second), "the very same request, once more,"
    if crashed(second):
        said = f"{what} crashes the integration: {described(second)}"
        return crash(both, said, hints.ONCE)
    if accepted(second) and _ids(first).external_id != _ids(second).external_id:
        said = f"{what} is answered with another external_id: it seems to be delivered twice."
        return finding(Verdict.FAIL, said, both, hints.ONCE)
    done = "accepted with the same ids" if accepted(second) else "refused"
    return finding(Verdict.PASS, f"{what} was {done}.", both)


def of_two(one: Exchange, other: Exchange) -> Finding:
    """Two messages, which must not have one id."""
    for each in (one, other):
        if not accepted(each):
            return inconclusive(each, "to an application")
    both, named = (one, other), _ids(one).external_id
    if named is None:
        said = "Nothing can be said: the answer names no external_id."
        return finding(Verdict.INCONCLUSIVE, said, both)
    if named == _ids(other).external_id:
        said = "Two messages are answered with one external_id: Front takes them for one."
        return finding(Verdict.FAIL, said, both, hints.IDS)
    return finding(Verdict.PASS, "Each message has an external_id of its own.", both)


def of_an_import(exchange: Exchange) -> Finding:
    """A `message_imported`, which is not to be sent to anybody."""
    what, response = "A message_imported", exchange.response
    if response is None or crashed(exchange):
        said = f"{what} crashes the integration: {described(exchange)}"
        return crash((exchange,), said, hints.IMPORTED)
    if _ids(exchange).external_id is not None:
        said = f"{what} is answered with an external_id: whoever wrote it gets their own text back."
        return finding(Verdict.FAIL, said, (exchange,), hints.IMPORTED)
    if response.status >= 300 or documented_type(exchange) is not None:
        said = f"{what} gets {described(exchange)}: Front tells of each message that was synced."
        return finding(Verdict.WARN, said, (exchange,), hints.IMPORTED)
    return finding(Verdict.PASS, f"{what} was taken note of.", (exchange,))


def _ids(exchange: Exchange) -> Outcome:
    response = exchange.response
    return Outcome() if response is None else applications.outcome(response.status, response.body)
