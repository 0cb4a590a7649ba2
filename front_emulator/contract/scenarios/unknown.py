"""FE-NOT: messages for somebody the integration cannot know."""

from copy import deepcopy

from front_emulator.contract import plays, verdicts
from front_emulator.contract.bench import Bench, Letter, Target
from front_emulator.contract.model import Exchange, Finding, Scenario, Verdict
from front_emulator.contract.scenarios import pages

_NO_CONVERSATION = "cnv_0contract"
_WHY = "A teammate must read that nobody got the message; a success says that somebody did."


def _to_a_stranger(bench: Bench, _: Letter) -> Exchange:
    text = bench.phrase("you do not know whom this is for.")
    letter = bench.reply(text, to=(bench.target.stranger,))
    return bench.post("an unknown recipient", letter, changed="an unknown recipient")


def _in_a_strange_conversation(bench: Bench, letter: Letter) -> Exchange:
    payload = deepcopy(letter.payload)
    related = payload["_links"]["related"]
    base, _, _ = related["conversation"].rpartition("/")
    related["conversation"] = f"{base}/{_NO_CONVERSATION}"
    changed = "_links.related.conversation of no conversation"
    return bench.post("an unknown conversation", payload, changed=changed)


def _judge_stranger(exchange: Exchange, target: Target) -> Finding:
    is_named = target.unknown_recipient is not None
    accepting = Verdict.FAIL if is_named else Verdict.INFO
    return verdicts.unknown(
        exchange,
        "a message to an unknown recipient",
        accepting=accepting,
        right_if="the integration can deliver to anybody",
    )


def _judge_conversation(exchange: Exchange, _: Target) -> Finding:
    what = "a message in an unknown conversation"
    return verdicts.unknown(exchange, what, right_if="it goes by the recipient")


SCENARIOS = (
    Scenario(
        id="FE-NOT-01",
        title="An unknown recipient",
        sent="A reply to a handle the integration cannot know (unknown_recipient, if given).",
        right='Refuses it with the type "not_found", unless it can deliver to anybody.',
        why=_WHY,
        page=pages.CUSTOM_CHANNEL,
        play=plays.paired(_to_a_stranger, _judge_stranger),
    ),
    Scenario(
        id="FE-NOT-02",
        title="An unknown conversation",
        sent=f"A reply to the known recipient in the conversation {_NO_CONVERSATION}.",
        right='Delivers to the recipient, or refuses it with the type "not_found".',
        why="Integrations find the visitor by the recipient or by the conversation's link.",
        page=pages.CUSTOM_CHANNEL,
        play=plays.paired(_in_a_strange_conversation, _judge_conversation),
    ),
)
