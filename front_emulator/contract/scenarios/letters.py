"""Right messages of the kinds that control scenarios send."""

from copy import deepcopy

from front_emulator.contract import plays
from front_emulator.contract.bench import Bench, Letter
from front_emulator.domain.entities import Upload

_MEGABYTE = 1_000_000
_NULLABLE = ("blurb", "error_type", "version", "subject", "draft_mode", "author", "signature")
_OPTIONAL = (
    *("message_uid", "blurb", "error_type", "version", "subject", "draft_mode"),
    *("signature", "is_draft"),
)


def saying(words: str) -> plays.Make:
    """A reply with these words."""
    return lambda bench: bench.reply(bench.phrase(words))


def composed(bench: Bench) -> Letter:
    """A new message, which answers nothing."""
    return bench.compose(bench.phrase("we have news for you."))


def html(bench: Bench) -> Letter:
    """A reply with formatting: `body` is HTML then, and `text` is not."""
    text = bench.phrase("your parcel is <b>on its way</b>.")
    return bench.reply(f'<p>{text}</p><p><a href="https://front.example/track">Track it</a></p>')


def megabyte(bench: Bench) -> Letter:
    """A reply that makes a body of a megabyte: its text is there twice, as body and as text."""
    sentence = "This long text tells the whole story of a parcel. "
    return bench.reply(bench.phrase(sentence * (_MEGABYTE // 2 // len(sentence))))


def only_a_file(bench: Bench) -> Letter:
    """A message with an attachment and no text."""
    name = f"{bench.phrase('a file and no text').replace(':', '')}.txt"
    file = Upload(name, "text/plain", b"Good news, everyone!")
    payload = deepcopy(bench.reply("", attachments=[file]).payload)
    return bench.letter(payload | dict.fromkeys(("body", "text", "blurb"), ""))


def to_several(bench: Bench) -> Letter:
    """A message to the recipient, to somebody else and with a copy to a third."""
    target = bench.target
    text = bench.phrase("this goes to several people.")
    return bench.reply(text, to=(target.recipient, target.companion), cc=(target.stranger,))


def with_nulls(bench: Bench) -> Letter:
    """A reply whose fields are null where they may be."""
    payload = deepcopy(plays.a_reply(bench).payload)
    payload |= dict.fromkeys(_NULLABLE)
    payload["metadata"]["headers"]["in_reply_to"] = None
    for recipient in payload["recipients"]:
        recipient["name"] = None
    return bench.letter(payload)


def without_optionals(bench: Bench) -> Letter:
    """A reply without the fields that Front added over the years or leaves out at times."""
    payload = deepcopy(plays.a_reply(bench).payload)
    named = [(recipient, ("name",)) for recipient in payload["recipients"]]
    related = (payload["_links"]["related"], ("message_replied_to", "message_seen"))
    for part, names in (*named, related, (payload["metadata"], ("headers",)), (payload, _OPTIONAL)):
        for name in names:
            part.pop(name, None)
    return bench.letter(payload)


def with_extras(bench: Bench) -> Letter:
    """A reply with fields that are not in Front's documentation yet."""
    payload = deepcopy(plays.a_reply(bench).payload)
    links = payload["_links"]
    parts = (payload, links, links["related"], payload["metadata"], payload["author"])
    for part in (*parts, *payload["recipients"]):
        part["contract_extra"] = {"new": [1, 2.5, True, None, "…"]}
    return bench.letter(payload)
