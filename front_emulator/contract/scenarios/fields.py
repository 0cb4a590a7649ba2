"""The part of FE-BAD that is about single fields of a rightly signed message."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from front_emulator.contract import hints, plays, verdicts
from front_emulator.contract.bench import Bench, Json, Letter
from front_emulator.contract.model import Exchange, Play, Scenario, Verdict
from front_emulator.contract.scenarios import pages

Change = Callable[[Json], object]
"""Makes a message wrong, in place."""

REFUSES = "Refuses it with bad_request or another 4xx."
EITHER = "Accepts or refuses it, and does not crash."
NO_MESSAGE = "No message can be read from it: who accepts it loses what a teammate wrote."

_FIELD = "A handler that reads the field must not crash; one that accepts will not notice changes."


def _unreadable(number: int, title: str, what: str, change: Change, changed: str) -> Scenario:
    play = _play(what, change, changed, Verdict.FAIL)
    return _scenario(number, title, what, play, REFUSES, NO_MESSAGE)


def _odd(number: int, title: str, what: str, change: Change, changed: str) -> Scenario:
    play = _play(what, change, changed, Verdict.WARN)
    return _scenario(number, title, what, play, REFUSES, _FIELD)


def _absent(number: int, field: str) -> Scenario:
    what = f"a message without the field {field}"
    play = _play(what, _without(field), f"{field} left out", Verdict.PASS)
    why = "Not every message needs the field; who reads it must not crash without."
    return _scenario(number, f"No field {field}", what, play, EITHER, why)


def _scenario(number: int, title: str, what: str, play: Play, right: str, why: str) -> Scenario:
    sent = f"{what[:1].upper()}{what[1:]}, otherwise right and rightly signed."
    return Scenario(f"FE-BAD-{number:02}", title, sent, right, why, pages.MESSAGE, play)


def _play(what: str, change: Change, changed: str, accepting: Verdict) -> Play:
    def wrong(bench: Bench, letter: Letter) -> Exchange:
        payload = deepcopy(letter.payload)
        change(payload)
        return bench.post(what, payload, changed=changed)

    return plays.paired(
        wrong,
        lambda exchange, _: verdicts.unreadable(
            exchange, what, accepting=accepting, hint=hints.CHECK_FIELDS
        ),
    )


def _without(*names: str) -> Change:
    def change(payload: Json) -> None:
        for name in names:
            del payload[name]

    return change


def _with(**values: Any) -> Change:
    return lambda payload: payload.update(values)


def _to_nobody(payload: Json) -> None:
    payload["recipients"] = [each for each in payload["recipients"] if each["role"] == "from"]


def _of_no_conversation(payload: Json) -> None:
    del payload["_links"]["related"]["conversation"]


SCENARIOS = (
    _unreadable(
        7,
        "Neither body nor text",
        "a message with neither body nor text",
        _without("body", "text", "blurb"),
        "body, text and blurb left out",
    ),
    _unreadable(
        8,
        "Body and text that are no text",
        "a message whose body is an object and whose text is a number",
        _with(body={"html": 1}, text=42, blurb=42),
        "body, text and blurb of another type",
    ),
    _unreadable(
        9,
        "Nobody to send to",
        "a message whose only recipient has the role from",
        _to_nobody,
        "no recipient with the role to",
    ),
    _unreadable(
        10,
        "No recipients",
        "a message without recipients",
        _without("recipients"),
        "recipients left out",
    ),
    _unreadable(
        11,
        "Recipients that are no list",
        "a message whose recipients are a text",
        _with(recipients="contract-visitor"),
        "recipients of another type",
    ),
    _odd(12, "No id", "a message without id", _without("id"), "id left out"),
    _odd(
        13,
        "An id that is no text",
        "a message whose id is an object",
        _with(id={"contract": 1}),
        "id of another type",
    ),
    _odd(
        14,
        "No link to the conversation",
        "a message without a link to its conversation",
        _of_no_conversation,
        "_links.related.conversation left out",
    ),
    _odd(
        15,
        "Links that are no object",
        "a message whose _links are a text",
        _with(_links="https://front.example"),
        "_links of another type",
    ),
    _absent(16, "attachments"),
    _odd(
        17,
        "Attachments that are no list",
        "a message whose attachments are an object",
        _with(attachments={"filename": 1}),
        "attachments of another type",
    ),
    _absent(18, "author"),
    _odd(
        19,
        "An author that is no object",
        "a message whose author is a text",
        _with(author="leela"),
        "author of another type",
    ),
    _odd(20, "No type", "a message without type", _without("type"), "type left out"),
    _odd(
        21,
        "A type that is no text",
        "a message whose type is a number",
        _with(type=42),
        "type of another type",
    ),
)
