"""Judging: from exchanges to a finding, by pure functions.

`what` names the message or what was wrong about it, such as "a message without a signature".
Sentences hold no durations and no counts of what happened: two runs must say the same.
Front page: dev.frontapp.com/docs/creating-a-custom-channel ("Sending messages")
"""

from collections.abc import Sequence
from dataclasses import replace

from front_emulator.contract import hints
from front_emulator.contract.answers import (
    accepted,
    crashed,
    described,
    documented_type,
    is_documented,
    leaks,
)
from front_emulator.contract.model import Exchange, Finding, Verdict

FOR_SIGNATURES = ("authentication_required", "forbidden")

_OUR_FAULT = ("request_timeout", "too_many_requests", "internal_error")


def right_message(exchange: Exchange, what: str, hint: str = hints.IGNORE_UNKNOWN) -> Finding:
    """A right message: to be accepted."""
    if crashed(exchange):
        return crash((exchange,), f"{what} cannot be sent: {described(exchange)}", hint)
    if not accepted(exchange):
        return finding(
            Verdict.FAIL, f"{what} cannot be sent: {described(exchange)}.", (exchange,), hint
        )
    if exchange.outcome.warning:
        return finding(
            Verdict.WARN,
            f"{what} was accepted, and the answer has an {exchange.outcome.warning}.",
            (exchange,),
            'Answer {"type": "success"}, or leave the type out.',
        )
    return finding(Verdict.PASS, f"{what} was accepted.", (exchange,))


def composed(exchange: Exchange, what: str) -> Finding:
    """A new message, which an integration may refuse: channels do not allow them by default."""
    if accepted(exchange) or crashed(exchange) or not is_documented(exchange):
        return right_message(exchange, what)
    return finding(
        Verdict.WARN,
        f"{what} is refused ({described(exchange)}): teammates can answer, not begin.",
        (exchange,),
        "Keep 'Allow new messages from channel' off, as it is by default, or accept them.",
    )


def to_several(exchange: Exchange, what: str) -> Finding:
    """A message to several, of whom the integration may know only one."""
    if documented_type(exchange) == "not_found":
        return finding(Verdict.INFO, f"{what} is refused when one of them is unknown.", (exchange,))
    return right_message(exchange, what)


def forged(
    exchange: Exchange,
    secret: str,
    what: str,
    *,
    accepting: Verdict = Verdict.FAIL,
    meaning: str = "whoever knows the URL can write to visitors as your team",
    hint: str | None = None,
) -> Finding:
    """A message whose signature is not right: to be refused, in the documented shape.

    `accepting` and `meaning` say what it means when it is taken all the same, and `hint` how
    to mend that.
    """
    proof = (exchange,)
    if leaks(exchange, secret):
        return finding(
            Verdict.FAIL,
            f"The answer to {what} contains the right signature or the secret: "
            "whoever asks can then write to visitors.",
            proof,
            hints.LEAK,
        )
    if crashed(exchange):
        said = f"{what} crashes the integration: {described(exchange)}"
        return crash(proof, said, hint or hints.COMPARE_SAFELY)
    if accepted(exchange):
        usual = hints.RAW_BODY if accepting is Verdict.WARN else hints.of_comparison(exchange)
        return finding(accepting, f"{what} was accepted: {meaning}.", proof, hint or usual)
    if not is_documented(exchange):
        return finding(
            Verdict.FAIL,
            f"{what} is refused with {described(exchange)}: Front cannot tell what went wrong.",
            proof,
            hints.SHAPE,
        )
    if documented_type(exchange) not in FOR_SIGNATURES:
        return finding(
            Verdict.WARN,
            f"{what} is refused with {described(exchange)}, which names another fault than it is.",
            proof,
            f"Answer with the type {' or '.join(FOR_SIGNATURES)}.",
        )
    return finding(Verdict.PASS, f"{what} was refused.", proof)


def twice_signed(exchange: Exchange, secret: str, what: str) -> Finding:
    """Two signatures of which one is right: servers join or drop the second, either is right."""
    if leaks(exchange, secret) or crashed(exchange):
        return forged(exchange, secret, what)
    done = "accepted" if accepted(exchange) else "refused"
    return finding(Verdict.INFO, f"{what} was {done}; either is right.", (exchange,))


def unreadable(
    exchange: Exchange, what: str, *, accepting: Verdict = Verdict.FAIL, hint: str = hints.CATCH
) -> Finding:
    """A rightly signed request with something wrong in it: to be refused, never to crash.

    `accepting` is what it means when it is taken all the same.
    """
    proof = (exchange,)
    if crashed(exchange):
        return crash(proof, f"{what} crashes the integration: {described(exchange)}", hint)
    if accepted(exchange):
        return _accepted_unreadable(exchange, what, accepting, hint)
    if not _blames_the_request(exchange):
        return finding(
            Verdict.WARN,
            f"{what} is answered with {described(exchange)}: a teammate is not told that the "
            "message itself is at fault.",
            proof,
            "Answer with the type bad_request.",
        )
    return finding(Verdict.PASS, f"{what} was refused.", proof)


def unknown(
    exchange: Exchange, what: str, *, accepting: Verdict = Verdict.INFO, right_if: str
) -> Finding:
    """A message to where the integration cannot know: not_found, unless it takes all.

    `right_if` says when taking it is right.
    """
    proof = (exchange,)
    if crashed(exchange):
        said = f"{what} crashes the integration: {described(exchange)}"
        return crash(proof, said, hints.NOT_FOUND)
    if accepted(exchange):
        is_wrong = accepting is Verdict.FAIL
        says = "the teammate believes that it arrived" if is_wrong else f"right if {right_if}"
        hint = hints.NOT_FOUND if is_wrong else None
        return finding(accepting, f"{what} was accepted: {says}.", proof, hint)
    if documented_type(exchange) == "not_found":
        return finding(Verdict.PASS, f"{what} was refused with not_found.", proof)
    return finding(
        Verdict.WARN,
        f"{what} is refused with {described(exchange)}, not with the type not_found.",
        proof,
        hints.NOT_FOUND,
    )


def triggered(exchange: Exchange, error_type: str) -> Finding:
    """A message to the recipient for whom the integration answers with `error_type`."""
    proof = (exchange,)
    what = f"the recipient configured for {error_type}"
    if crashed(exchange):
        return crash(proof, f"{what} gets {described(exchange)}", hints.SHAPE)
    if documented_type(exchange) == error_type:
        said = f"{what} was answered with {error_type}."
        return finding(Verdict.PASS, said, proof)
    if exchange.outcome.error_type == error_type:
        said = f"{what} gets {described(exchange)}: the teammate reads no reason."
        return finding(Verdict.WARN, said, proof, hints.SHAPE)
    return finding(Verdict.FAIL, f"{what} gets {described(exchange)}.", proof, hints.SHAPE)


def inconclusive(exchange: Exchange, when: str) -> Finding:
    """The right message beside the wrong one did not arrive, so nothing can be said."""
    became = "had no effect" if accepted(exchange) else f"was not accepted ({described(exchange)})"
    return finding(
        Verdict.INCONCLUSIVE,
        f"Nothing can be said: a right message {when} {became}.",
        (exchange,),
    )


def and_then_unwell(found: Finding, after: Exchange) -> Finding:
    """The finding of a wrong message, where the right one after it was not accepted either."""
    if found.verdict is Verdict.ERROR:
        said = found.consequence.rstrip(".")
        said = f"{said}; a right message after it was not accepted ({described(after)})."
        return replace(found, consequence=said, exchanges=(*found.exchanges, after))
    spoilt = inconclusive(after, "just after it")
    return replace(spoilt, exchanges=(*found.exchanges, after))


def _accepted_unreadable(exchange: Exchange, what: str, accepting: Verdict, hint: str) -> Finding:
    if accepting is Verdict.PASS:
        return finding(accepting, f"{what} was accepted; either is right.", (exchange,))
    if accepting is Verdict.FAIL:
        said = f"{what} was accepted: the teammate believes that it arrived, and it cannot have."
        return finding(accepting, said, (exchange,), hint)
    said = f"{what} was accepted: nobody will notice when Front sends something else."
    return finding(accepting, said, (exchange,), hint)


def _blames_the_request(exchange: Exchange) -> bool:
    named = documented_type(exchange)
    if named is not None:
        return named not in _OUR_FAULT
    return exchange.response is not None and 400 <= exchange.response.status < 500


def finding(
    verdict: Verdict, said: str, exchanges: Sequence[Exchange], hint: str | None = None
) -> Finding:
    """A finding whose sentence begins with a capital letter."""
    return Finding(verdict, said[:1].upper() + said[1:], tuple(exchanges), hint)


def crash(exchanges: Sequence[Exchange], said: str, hint: str = hints.CATCH) -> Finding:
    """The finding that the integration crashed; `said` ends without a full stop."""
    return finding(Verdict.ERROR, f"{said}.", exchanges, hint)
