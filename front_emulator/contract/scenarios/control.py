"""FE-CTL: right messages of every kind, to be accepted within Front's time limit."""

from dataclasses import replace

from front_emulator.contract import hints, plays, verdicts
from front_emulator.contract.answers import accepted
from front_emulator.contract.bench import Bench
from front_emulator.contract.model import Finding, Play, Scenario
from front_emulator.contract.scenarios import letters, pages

_RIGHT = "Accepts it: a 2xx without an error type."


def _accepts(what: str, make: plays.Make, hint: str = hints.IGNORE_UNKNOWN) -> Play:
    return plays.right(make, lambda exchange: verdicts.right_message(exchange, what, hint))


def _first(bench: Bench) -> Finding:
    exchange = bench.post("the first right message", plays.a_reply(bench))
    finding = verdicts.right_message(exchange, "even a plain right message")
    if accepted(exchange):
        return finding
    return replace(finding, hint=hints.of_first_failure(exchange, bench.target))


def _megabyte(bench: Bench) -> Finding:
    exchange = bench.post("a right message", letters.megabyte(bench))
    hint = hints.of_a_megabyte(exchange)
    return verdicts.right_message(exchange, "a message of a megabyte", hint)


def _odd_header_case(bench: Bench) -> Finding:
    request = bench.request(plays.a_reply(bench))
    headers = tuple((name.swapcase(), value) for name, value in request.headers)
    exchange = bench.exchange("odd header case", replace(request, headers=headers))
    what = "a message whose header names are in odd case"
    return verdicts.right_message(exchange, what, hints.HEADER_CASE)


PLAIN = Scenario(
    id="FE-CTL-01",
    title="A plain reply",
    sent="A teammate's short reply, rightly signed.",
    right=_RIGHT,
    why="It is what Front sends all day; without it nothing else can be judged.",
    page=pages.CUSTOM_CHANNEL,
    play=_first,
)

SCENARIOS = (
    PLAIN,
    Scenario(
        id="FE-CTL-02",
        title="A second reply in the same conversation",
        sent="Another reply, with a subject that begins with Re: and a link to what it answers.",
        right=_RIGHT,
        why="Conversations go on; each reply has an id of its own and the conversation's link.",
        page=pages.CUSTOM_CHANNEL,
        play=_accepts(
            "a second reply in a conversation", letters.saying("and one more: it comes by ship.")
        ),
    ),
    Scenario(
        id="FE-CTL-03",
        title="A new message",
        sent="A message a teammate composed: no subject, no link to a message it answers.",
        right="Accepts it, or refuses it in the documented shape where new messages are off.",
        why="Channels may allow new messages; such a message answers nothing.",
        page=pages.COMPOSE,
        play=plays.right(letters.composed, lambda x: verdicts.composed(x, "a new message")),
    ),
    Scenario(
        id="FE-CTL-04",
        title="Emoji",
        sent="A reply with characters of four bytes and emoji made of several code points.",
        right=_RIGHT,
        why="Teammates use emoji; databases and encoders that know three bytes fail on them.",
        page=pages.MESSAGE,
        play=_accepts(
            "a message with emoji",
            letters.saying("🎉 your parcel 📦 is here 👩‍🚀👍🏽 🇳🇱 𝄞𐍈"),
            hints.UNICODE,
        ),
    ),
    Scenario(
        id="FE-CTL-05",
        title="Text from right to left",
        sent="A reply in Arabic and Hebrew, with marks that set the direction.",
        right=_RIGHT,
        why="Front's users write every language, and signatures are over UTF-8 bytes.",
        page=pages.MESSAGE,
        play=_accepts(
            "a message in Arabic and Hebrew",
            letters.saying("طردك في الطريق \u200fשלום לכם\u200e (2/3)"),  # noqa: RUF001
            hints.UNICODE,
        ),
    ),
    Scenario(
        id="FE-CTL-06",
        title="Combining characters",
        sent="A reply with the same letters precomposed and combined, and marks in stacks.",
        right=_RIGHT,
        why="Whoever normalises the text before verifying gets another signature.",
        page=pages.MESSAGE,
        play=_accepts(
            "a message with combining characters",
            letters.saying("caf\u00e9 cafe\u0301 \u1e69 s\u0323\u0307 Z\u0351\u036b\u0343 क्षि"),
            hints.UNICODE,
        ),
    ),
    Scenario(
        id="FE-CTL-07",
        title="An HTML body",
        sent="A formatted reply: body is HTML, text is the same in plain text.",
        right=_RIGHT,
        why="The advanced composer formats; body is HTML then, so a text channel reads text.",
        page=pages.MESSAGE,
        play=_accepts("a message with an HTML body", letters.html, hints.READ_TEXT),
    ),
    Scenario(
        id="FE-CTL-08",
        title="A megabyte",
        sent="A reply that makes a request body of about one megabyte.",
        right=_RIGHT,
        why="Teammates paste logs and threads; usual body limits begin at 100 kB.",
        page=pages.MESSAGE,
        play=_megabyte,
    ),
    Scenario(
        id="FE-CTL-09",
        title="An attachment without text",
        sent="A message with an empty body and text, and one attachment.",
        right=_RIGHT,
        why="Front writes Attachment there, but promises it nowhere: an empty text is no fault.",
        page=pages.MESSAGE,
        play=_accepts("a file without text", letters.only_a_file, hints.ONLY_A_FILE),
    ),
    Scenario(
        id="FE-CTL-10",
        title="Several recipients",
        sent="A message with two recipients in the role to and one in cc.",
        right="Delivers it to those it knows; not_found for the others is right, too.",
        why="Recipients are a list that begins with the channel itself; roles tell them apart.",
        page=pages.MESSAGE,
        play=plays.right(
            letters.to_several, lambda x: verdicts.to_several(x, "a message to several people")
        ),
    ),
    Scenario(
        id="FE-CTL-11",
        title="Optional fields that are null",
        sent="A reply whose author, subject, blurb, version and the like are null.",
        right=_RIGHT,
        why="Front sends null: a rule has no author, and a sent message has no version.",
        page=pages.MESSAGE,
        play=_accepts("a message with nulls", letters.with_nulls),
    ),
    Scenario(
        id="FE-CTL-12",
        title="Optional fields that are absent",
        sent="A reply without message_uid, blurb, subject, version, is_draft and the like.",
        right=_RIGHT,
        why="Fields came to the message over the years, and some left its documentation.",
        page=pages.MESSAGE,
        play=_accepts("a message without optional fields", letters.without_optionals),
    ),
    Scenario(
        id="FE-CTL-13",
        title="Unknown fields",
        sent="A reply with a new field in every object of it.",
        right=_RIGHT,
        why="Front adds fields without notice.",
        page=pages.MESSAGE,
        play=_accepts("a message with unknown fields", letters.with_extras),
    ),
    Scenario(
        id="FE-CTL-14",
        title="Header names in odd case",
        sent="A reply with x-fRONT-sIGNATURE and the like.",
        right=_RIGHT,
        why="HTTP header names have no case, and proxies rewrite them.",
        page=pages.SIGNATURE,
        play=_odd_header_case,
    ),
    Scenario(
        id="FE-CTL-15",
        title="Characters that serialisers escape",
        sent="A reply with quotes, backslashes, slashes, <, >, &, control characters and U+2028.",
        right=_RIGHT,
        why="Front escapes as JSON.stringify does; whoever writes the JSON anew may not.",
        page=pages.SIGNATURE,
        play=_accepts(
            "a message with characters that serialisers escape differently",
            letters.saying('"quoted" \\ C:\\new 1/2 3<4>2 R&D it\'s \t\x01\x7f\u2028 \u00a0 {}[]'),
            hints.RAW_BODY,
        ),
    ),
    Scenario(
        id="FE-CTL-16",
        title="Text of several lines",
        sent="A reply with line feeds, empty lines and spaces at both ends.",
        right=_RIGHT,
        why="Text arrives as it was typed.",
        page=pages.MESSAGE,
        play=_accepts(
            "a message of several lines",
            letters.saying("first line\nsecond line\r\n\n  - indented\n\tand the end  \n"),
        ),
    ),
)
