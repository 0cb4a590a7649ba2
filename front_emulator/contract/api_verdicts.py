"""Judging what the integration did about Front's answers to its own calls.

Sentences hold no durations and no counts of what happened: two runs must say the same.
Front pages: dev.frontapp.com/docs/errors, dev.frontapp.com/docs/rate-limiting
"""

from collections.abc import Sequence
from dataclasses import dataclass

from front_emulator.contract import api_hints
from front_emulator.contract.api_bench import Attempt, Control
from front_emulator.contract.model import Exchange, Finding, Verdict
from front_emulator.domain.entities import Outcome, RequestRecord, WireRequest, WireResponse


@dataclass(frozen=True, slots=True)
class ApiFinding(Finding):
    """A finding with what the integration `did`, and what `became` of the message."""

    did: str = ""
    became: str = ""


def plain(control: Control, base_url: str) -> ApiFinding:
    """A message that meets no fault: to be there, once."""
    proof = exchanges(control.attempts, base_url)
    if control.is_right:
        return ApiFinding(Verdict.PASS, "The message came, once.", proof)
    if control.copies:
        return doubled(proof)
    return ApiFinding(Verdict.FAIL, _why_nothing(control), proof, api_hints.CONNECT)


def inconclusive(control: Control) -> ApiFinding:
    """Nothing can be said where even a plain message goes wrong."""
    why = "a plain message comes more than once." if control.copies else _why_nothing(control)
    said = f"Nothing can be said: {why[:1].lower()}{why[1:]}"
    return ApiFinding(Verdict.INCONCLUSIVE, said, hint=api_hints.CONNECT)


def not_sent(failure: str | None) -> ApiFinding:
    """The integration sent nothing this time."""
    why = f" ({failure})" if failure else ""
    return ApiFinding(
        Verdict.INCONCLUSIVE,
        f"Nothing can be said: the driver made the integration send nothing{why}.",
    )


def doubled(proof: Sequence[Exchange], verdict: Verdict = Verdict.FAIL) -> ApiFinding:
    """The message is there more than once."""
    return ApiFinding(
        verdict,
        "The message is there more than once: the teammate reads, and may answer, all of them.",
        tuple(proof),
        api_hints.ONE_RETRY_LOOP,
        did="sent the message again although Front had taken it",
        became="The message is there more than once.",
    )


def lost(proof: Sequence[Exchange], after: str, hint: str = api_hints.BACK_OFF) -> ApiFinding:
    """It was not sent again."""
    return ApiFinding(
        Verdict.FAIL,
        f"The message is lost after {after}: it is not sent again, and no teammate ever sees it.",
        tuple(proof),
        hint,
        did="gave up",
        became="The message is lost.",
    )


def blindly_retried(proof: Sequence[Exchange], status: int) -> ApiFinding:
    """The same request again after an answer that will not change."""
    return ApiFinding(
        Verdict.FAIL,
        f"The same request comes again after a {status}, and will get the same answer: it eats "
        "the company's rate limit, and nobody is told.",
        tuple(proof),
        api_hints.NEVER_BLINDLY,
        did="sent the same again",
        became="Front does not take the message.",
    )


def retried_otherwise(proof: Sequence[Exchange], status: int) -> ApiFinding:
    """Another request for the same message: with other credentials, or another body."""
    return ApiFinding(
        Verdict.INFO,
        f"After a {status} the message comes again as another request: right if the first is mended"
        " in it.",
        tuple(proof),
        did="sent it again in another form",
        became="Front does not take the message.",
    )


def believed_sent(proof: Sequence[Exchange], status: int) -> ApiFinding:
    """Front refused it, and the integration says that it was sent."""
    return ApiFinding(
        Verdict.FAIL,
        f"The integration takes a {status} for success: the message is lost, and whoever wrote it "
        "believes that it arrived.",
        tuple(proof),
        api_hints.SAY_SO,
        did="took it for success",
        became="The message is lost, and nobody knows.",
    )


def gave_up_rightly(proof: Sequence[Exchange], status: int) -> ApiFinding:
    """Front refused it, and that was that."""
    return ApiFinding(
        Verdict.PASS,
        f"After a {status} it left it at that.",
        tuple(proof),
        did="left it at that",
        became="Front does not take the message.",
    )


def came_early(proof: Sequence[Exchange]) -> ApiFinding:
    """It came back before Retry-After was over."""
    return ApiFinding(
        Verdict.FAIL,
        "It comes back before Retry-After is over: under load, all that is sent meets 429s.",
        tuple(proof),
        api_hints.WAIT_AS_TOLD,
        did="came back too early",
        became="The message is there, once; under load it would not be.",
    )


def hammered(proof: Sequence[Exchange]) -> ApiFinding:
    """Its pauses do not grow."""
    return ApiFinding(
        Verdict.WARN,
        "The pauses between tries do not grow: while Front recovers, all its clients are in its "
        "way.",
        tuple(proof),
        f"{api_hints.BACK_OFF} {api_hints.CHANCE}",
        did="tried again after pauses that do not grow",
        became="The message is there, once.",
    )


def waited_for_ever(proof: Sequence[Exchange]) -> ApiFinding:
    """It let go only when the connection was closed."""
    return ApiFinding(
        Verdict.WARN,
        "It waits for as long as Front hangs: the call seems to have no time limit.",
        tuple(proof),
        api_hints.TIME_LIMIT,
        did="waited until the connection was closed",
        became="The message is there, once.",
    )


def delivered(proof: Sequence[Exchange], did: str) -> ApiFinding:
    """It went wrong, and the message is there."""
    return ApiFinding(
        Verdict.PASS,
        "The message is there in the end, once.",
        tuple(proof),
        did=did,
        became="The message is there, once.",
    )


def unavoidably_doubled(proof: Sequence[Exchange], after: str) -> ApiFinding:
    """Sent again, as is right in general, though Front had taken it."""
    return ApiFinding(
        Verdict.WARN,
        f"The message is there twice after {after}: Front had taken it already, and does not "
        "recognise it. A lost message would be worse.",
        tuple(proof),
        api_hints.LOOK_FIRST,
        did="sent it again",
        became="The message is there twice.",
    )


def left_as_taken(proof: Sequence[Exchange]) -> ApiFinding:
    """Not sent again, and it was there."""
    return ApiFinding(
        Verdict.PASS,
        "The message is there, once.",
        tuple(proof),
        did="did not send it again",
        became="The message is there, once.",
    )


def sent_again_on_404(proof: Sequence[Exchange]) -> ApiFinding:
    """It took the 404 of the uid for a loss."""
    return ApiFinding(
        Verdict.FAIL,
        "It takes the 404 of a uid for a loss and sends the message again: it is there twice.",
        tuple(proof),
        api_hints.ASK_PATIENTLY,
        did="sent it again",
        became="The message is there more than once.",
    )


def stopped_looking(proof: Sequence[Exchange]) -> ApiFinding:
    """It never saw the message."""
    return ApiFinding(
        Verdict.FAIL,
        "It stops asking before the message is there, and never learns its conversation: answers "
        "of teammates cannot be told apart.",
        tuple(proof),
        api_hints.ASK_PATIENTLY,
        did="stopped asking",
        became="The message is there, and the integration does not know where.",
    )


def never_looked(proof: Sequence[Exchange]) -> ApiFinding:
    """It does without."""
    return ApiFinding(
        Verdict.INFO,
        "It never asks for the message by its uid: right if it does not need the conversation.",
        tuple(proof),
        did="did not ask",
        became="The message is there, once.",
    )


def looked_too_often(proof: Sequence[Exchange]) -> ApiFinding:
    """It asks without pauses."""
    return ApiFinding(
        Verdict.WARN,
        "It asks for the message almost without pauses: each look counts against the company's "
        "rate limit.",
        tuple(proof),
        api_hints.ASK_PATIENTLY,
        did="asked without pauses",
        became="The message is there, once.",
    )


def looked_patiently(proof: Sequence[Exchange]) -> ApiFinding:
    """It found the message in the end."""
    return ApiFinding(
        Verdict.PASS,
        "It asks until the message is there, and sends it once.",
        tuple(proof),
        did="asked again until it was there",
        became="The message is there, once.",
    )


def exchanges(attempts: Sequence[Attempt], base_url: str) -> tuple[Exchange, ...]:
    """The tries of a message as proof."""
    return tuple(
        exchange(f"try {number}", attempt.record, base_url)
        for number, attempt in enumerate(attempts, start=1)
    )


def exchange(title: str, record: RequestRecord, base_url: str) -> Exchange:
    """A request of the integration, and what it was answered."""
    path = record.path if record.path.startswith("/") else ""
    response = (
        None
        if record.status is None
        else WireResponse(record.status, record.response_headers, record.response_body)
    )
    return Exchange(
        title=title,
        request=WireRequest(record.method, f"{base_url}{path}", record.headers, record.body),
        outcome=Outcome(),
        duration=record.duration or 0.0,
        response=response,
        failure=None if response else "no answer, on purpose",
    )


def _why_nothing(control: Control) -> str:
    if control.attempts:
        record = control.attempts[-1].record
        return f"Front refuses even a plain message with {record.status}."
    why = f" ({control.failure})" if control.failure else ""
    return f"No message comes to this emulator when the driver has one sent{why}."
