"""FE-HSK: the handshake, by which an application agrees to channels and learns of their end."""

from collections.abc import Callable

from front_emulator.contract import handshake_hints, handshake_verdicts, hints
from front_emulator.contract.answers import accepted
from front_emulator.contract.bench import SIGNATURE, TIMESTAMP, Bench
from front_emulator.contract.handshake import Handshake, Signing, handshake
from front_emulator.contract.model import Exchange, Finding, Play, Scenario
from front_emulator.contract.scenarios import pages

GROUP = "FE-HSK"

_ANOTHER_SECRET = Signing(changed=SIGNATURE, secret_tail="x")  # noqa: S106 - a wrong one on purpose
_UNSIGNED = Signing(changed=SIGNATURE, is_left_out=True)
_OLD = Signing(changed=TIMESTAMP, ago=301)

_REFUSES = "Refuses it, with one of Front's error types or a status other than 2xx."
_ANYBODY_CONNECTS = "whoever knows the server URL can connect channels that Front never asked about"
_ANYBODY_ENDS = "whoever knows the URL can end your channels"
_FOR_EVER = "what somebody has seen can be sent again at any time"
_WHY_SIGNED = "Anybody can POST to the server URL; only the signature says that it is Front."
_WHY_DELETE_SIGNED = "Anybody can send a DELETE; only the signature says that it is Front."
_BEFORE = "a right authorization just before it"


def _asked(judge: Callable[[Handshake], Finding]) -> Play:
    """Something about a channel of its own, where something says where the handshake goes."""

    def play(bench: Bench) -> Finding:
        made = handshake(bench)
        return handshake_verdicts.not_applicable() if made is None else judge(made)

    return play


def _connected(judge: Callable[[Handshake, Exchange], Finding]) -> Play:
    """Something about a channel that the application has just agreed to."""

    def about(made: Handshake) -> Finding:
        first = made.authorize("a right authorization")
        if not accepted(first):
            return handshake_verdicts.inconclusive(first, _BEFORE)
        return judge(made, first)

    return _asked(about)


def _authorized(made: Handshake) -> Finding:
    return handshake_verdicts.authorized(made.authorize("a right authorization"))


def _webhook_url(made: Handshake) -> Finding:
    exchange = made.authorize("a right authorization")
    return handshake_verdicts.webhook_url(exchange, made.bench.target)


def _authorized_again(made: Handshake, first: Exchange) -> Finding:
    again = made.authorize("the same channel again")
    return handshake_verdicts.authorized_again(first, again)


def _wrongly_authorized(
    what: str,
    signing: Signing,
    meaning: str = _ANYBODY_CONNECTS,
    hint: str = handshake_hints.VERIFY,
) -> Play:
    """About a channel of its own between two right ones: a refusal counts only beside those."""

    def judge(made: Handshake, _: Exchange) -> Finding:
        wrong = handshake(made.bench) or made
        exchange = wrong.authorize(what, signing)
        secret = made.bench.target.secret
        found = handshake_verdicts.forged(exchange, secret, what, meaning=meaning, hint=hint)
        if not handshake_verdicts.refused(exchange):
            return found
        after = wrong.authorize("the same authorization, as it should be")
        if accepted(after):
            return found
        return handshake_verdicts.and_then_unwell(found, after, "a right authorization")

    return _connected(judge)


def _deleted(made: Handshake, first: Exchange) -> Finding:
    url = made.place(first)
    exchange = made.delete("a right delete", url)
    if accepted(exchange):
        return handshake_verdicts.deleted(exchange, None)
    over_body = made.delete("the same, signed over its body", url, signs_body=True)
    return handshake_verdicts.deleted(exchange, over_body)


def _wrongly_deleted(
    what: str,
    signing: Signing,
    meaning: str = _ANYBODY_ENDS,
    hint: str = handshake_hints.VERIFY_DELETE,
) -> Play:
    """A refusal counts only if a right delete is accepted, whichever way it must be signed."""

    def judge(made: Handshake, first: Exchange) -> Finding:
        url, secret = made.place(first), made.bench.target.secret
        for signs_body in (False, True):
            exchange = made.delete(what, url, signing, signs_body=signs_body)
            found = handshake_verdicts.forged(exchange, secret, what, meaning=meaning, hint=hint)
            if not handshake_verdicts.refused(exchange):
                return found
            after = made.delete("the same delete, as it should be", url, signs_body=signs_body)
            if accepted(after):
                return found
        return handshake_verdicts.and_then_unwell(found, after, "a right delete")

    return _connected(judge)


def _deleted_unknown(made: Handshake, first: Exchange) -> Finding:
    url, stranger = made.place(first), handshake(made.bench) or made
    what = "a channel that nobody connected"
    exchange = stranger.delete(what, url)
    if handshake_verdicts.blames_the_signature(exchange):
        exchange = stranger.delete(what, url, signs_body=True)
    return handshake_verdicts.deleted_unknown(exchange)


def _scenario(
    number: int,
    title: str,
    sent: str,
    right: str,
    why: str,
    play: Play,
    page: str = pages.STAMPED,
) -> Scenario:
    scenario_id = f"{GROUP}-{number:02}"
    return Scenario(scenario_id, title, sent, right, why, page, play, kinds=("application",))


SCENARIOS = (
    _scenario(
        1,
        "A right authorization",
        "An authorization of a channel, rightly signed, to the server URL.",
        'Answers {"type": "success"} within the time limit.',
        "Without it there is no channel.",
        _asked(_authorized),
        pages.HANDSHAKE,
    ),
    _scenario(
        2,
        "The address for messages",
        "An authorization of a channel, rightly signed, to the server URL.",
        "Names an absolute http or https address as webhook_url.",
        "Messages of the channel go there; without one they go to the server URL.",
        _asked(_webhook_url),
        pages.HANDSHAKE,
    ),
    _scenario(
        3,
        "An authorization signed with another secret",
        "An authorization whose signature is made with another secret.",
        _REFUSES,
        _WHY_SIGNED,
        _wrongly_authorized("an authorization signed with another secret", _ANOTHER_SECRET),
    ),
    _scenario(
        4,
        "An authorization without a signature",
        "An authorization without X-Front-Signature.",
        _REFUSES,
        _WHY_SIGNED,
        _wrongly_authorized("an authorization without a signature", _UNSIGNED),
    ),
    _scenario(
        5,
        "An authorization of 301 seconds ago",
        "An authorization that was rightly signed 301 seconds ago.",
        _REFUSES,
        "Whoever has seen an authorization can send it again, for as long as it is taken.",
        _wrongly_authorized("an authorization of 301 s ago", _OLD, _FOR_EVER, hints.STAMP),
    ),
    _scenario(
        6,
        "The same channel again",
        "Two authorizations of one channel, both rightly signed.",
        "Answers the second as the first: with success and the same webhook_url.",
        "Front asks again when somebody connects a channel anew.",
        _connected(_authorized_again),
        pages.HANDSHAKE,
    ),
    _scenario(
        7,
        "A right delete",
        "A DELETE of a channel that was connected, rightly signed, to its webhook_url.",
        "Answers with a 2xx.",
        "The channel is no more: nothing that is sent through it arrives.",
        _connected(_deleted),
        pages.HANDSHAKE,
    ),
    _scenario(
        8,
        "A delete signed with another secret",
        "A DELETE whose signature is made with another secret.",
        _REFUSES,
        _WHY_DELETE_SIGNED,
        _wrongly_deleted("a delete signed with another secret", _ANOTHER_SECRET),
    ),
    _scenario(
        9,
        "A delete without a signature",
        "A DELETE without X-Front-Signature.",
        _REFUSES,
        _WHY_DELETE_SIGNED,
        _wrongly_deleted("a delete without a signature", _UNSIGNED),
    ),
    _scenario(
        10,
        "A delete of 301 seconds ago",
        "A DELETE that was rightly signed 301 seconds ago.",
        _REFUSES,
        "Of a DELETE only the time is signed: an old one can be turned against any channel.",
        _wrongly_deleted("a delete of 301 s ago", _OLD, _FOR_EVER, hints.STAMP),
    ),
    _scenario(
        11,
        "A delete of an unknown channel",
        "A DELETE of a channel that was never connected, rightly signed.",
        "Answers with anything but a crash: a 2xx, or not_found.",
        "An application may have lost a channel that Front still has.",
        _connected(_deleted_unknown),
        pages.HANDSHAKE,
    ),
)
