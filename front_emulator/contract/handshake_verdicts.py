"""Judging the handshake of applications.

Front pages: dev.frontapp.com/docs/getting-started-with-partner-channels, …/security-1
"""

from dataclasses import replace

from front_emulator.contract import handshake_hints, hints
from front_emulator.contract.answers import accepted, crashed, described, documented_type, leaks
from front_emulator.contract.handshake import is_elsewhere, is_usable, named_url
from front_emulator.contract.model import Exchange, Finding, Verdict
from front_emulator.contract.target import Target
from front_emulator.contract.verdicts import FOR_SIGNATURES, crash, finding

_NO_MORE = "no channel can be connected"


def not_applicable() -> Finding:
    """Nothing says where the handshake goes."""
    said = "Nothing says where the application takes the handshake."
    return Finding(Verdict.NA, said, hint=handshake_hints.HOW)


def inconclusive(exchange: Exchange, what: str, *before: Exchange) -> Finding:
    """What is right beside the wrong was not taken; `what` names it and when it was sent."""
    said = f"Nothing can be said: {what} was not accepted ({described(exchange)})."
    return finding(Verdict.INCONCLUSIVE, said, (*before, exchange))


def authorized(exchange: Exchange) -> Finding:
    """A right authorization: to be answered with success."""
    what, proof = "a right authorization", (exchange,)
    hint = handshake_hints.of_authorization(exchange)
    if crashed(exchange):
        return crash(proof, f"{what} gets {described(exchange)}: {_NO_MORE}", hint)
    if not accepted(exchange):
        said = f"{what} is answered with {described(exchange)}: {_NO_MORE}."
        return finding(Verdict.FAIL, said, proof, hint)
    return finding(Verdict.PASS, f"{what} was answered with success.", proof)


def webhook_url(exchange: Exchange, target: Target) -> Finding:
    """Where the answer to a right authorization says that messages go."""
    if not accepted(exchange):
        return inconclusive(exchange, "a right authorization")
    named, proof = named_url(exchange), (exchange,)
    if named is None:
        return _no_webhook_url(exchange, target)
    if not is_usable(named):
        return finding(
            Verdict.FAIL,
            "The webhook_url is no absolute http or https address: Front cannot send messages "
            "there.",
            proof,
            handshake_hints.NAME_THE_URL,
        )
    if is_elsewhere(named, target.url):
        said = "The webhook_url is on another host than URL: this run judges messages at URL alone."
        return finding(Verdict.INFO, said, proof)
    return finding(Verdict.PASS, "The webhook_url is an absolute address.", proof)


def authorized_again(first: Exchange, second: Exchange) -> Finding:
    """The same channel once more: to be answered as before."""
    both, what = (first, second), "the same channel, asked about again,"
    if crashed(second):
        said = f"{what} crashes the application: {described(second)}"
        return crash(both, said, handshake_hints.AGREE_AGAIN)
    if not accepted(second):
        said = (
            f"{what} is answered with {described(second)}: a channel that was interrupted cannot "
            "be connected anew."
        )
        return finding(Verdict.FAIL, said, both, handshake_hints.AGREE_AGAIN)
    if named_url(first) != named_url(second):
        said = (
            f"{what} gets another webhook_url: what Front sends to the earlier one may be lost, "
            "unless both take messages."
        )
        return finding(Verdict.WARN, said, both, handshake_hints.SAME_URL)
    return finding(Verdict.PASS, f"{what} was answered as before.", both)


def deleted(exchange: Exchange, over_body: Exchange | None) -> Finding:
    """A right delete; `over_body` is the same one signed over its body, where the first failed."""
    what, proof = "a right delete", (exchange,)
    if accepted(exchange):
        return finding(Verdict.PASS, f"{what} was answered with success.", proof)
    if over_body is not None and accepted(over_body):
        return finding(
            Verdict.WARN,
            "A delete is taken only when it is signed over its body; by the documentation Front "
            "signs the word undefined.",
            (exchange, over_body),
            handshake_hints.SIGNED_OVER_UNDEFINED,
        )
    gone = "the application goes on with a channel that is no more"
    if crashed(exchange):
        said = f"{what} crashes the application: {described(exchange)}"
        return crash(proof, said, handshake_hints.TAKE_DELETE)
    said = f"{what} is answered with {described(exchange)}: {gone}."
    return finding(Verdict.FAIL, said, proof, handshake_hints.TAKE_DELETE)


def deleted_unknown(exchange: Exchange) -> Finding:
    """A right delete of a channel that nobody connected: anything but a crash."""
    what = "a delete of a channel it does not know"
    response = exchange.response
    if response is None or response.status >= 500:
        said = f"{what} crashes the application: {described(exchange)}"
        return crash((exchange,), said, handshake_hints.FORGET_QUIETLY)
    done = "accepted" if accepted(exchange) else "refused"
    return finding(Verdict.PASS, f"{what} was {done}; either is right.", (exchange,))


def forged(exchange: Exchange, secret: str, what: str, *, meaning: str, hint: str) -> Finding:
    """What Front did not sign like this: to be refused, with an error type or without a 2xx."""
    proof = (exchange,)
    if leaks(exchange, secret):
        return finding(
            Verdict.FAIL,
            f"The answer to {what} contains the right signature or the secret: whoever asks can "
            "then pass for Front.",
            proof,
            hints.LEAK,
        )
    if crashed(exchange):
        said = f"{what} crashes the application: {described(exchange)}"
        return crash(proof, said, hints.COMPARE_SAFELY)
    if not refused(exchange):
        return finding(Verdict.FAIL, f"{what} was accepted: {meaning}.", proof, hint)
    return finding(Verdict.PASS, f"{what} was refused.", proof)


def refused(exchange: Exchange) -> bool:
    """Whether the application says no: by one of Front's types, or by the status."""
    response = exchange.response
    if response is None or documented_type(exchange) is not None:
        return True
    return not 200 <= response.status < 300


def blames_the_signature(exchange: Exchange) -> bool:
    """Whether the application may have refused it because of how it is signed."""
    response = exchange.response
    is_unauthorized = response is not None and response.status in (401, 403)
    return is_unauthorized or documented_type(exchange) in FOR_SIGNATURES


def and_then_unwell(found: Finding, after: Exchange, what: str) -> Finding:
    """The finding of a wrong request, where the right one after it was not accepted either."""
    if found.verdict is not Verdict.ERROR:
        return inconclusive(after, f"{what} just after it", *found.exchanges)
    said = found.consequence.rstrip(".")
    said = f"{said}; {what} after it was not accepted ({described(after)})."
    return replace(found, consequence=said, exchanges=(*found.exchanges, after))


def _no_webhook_url(exchange: Exchange, target: Target) -> Finding:
    if target.server_url == target.url:
        said = "There is no webhook_url: messages go to the server URL, which is URL."
        return finding(Verdict.INFO, said, (exchange,))
    said = "There is no webhook_url: messages go to the server URL, and none to URL."
    return finding(Verdict.WARN, said, (exchange,), handshake_hints.NAME_ANY_URL)
