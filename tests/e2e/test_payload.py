"""What is POSTed: the message as recorded, in the bytes JavaScript writes, signed."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from front_emulator import FrontEmulator, FrontServer, Upload, resources
from tests.e2e import node
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver

RECORDED_AT = 1602100742.249

TEXTS = {
    "plain": "It is on its way.",
    "emoji": "👩‍🚀 to the 🌕, Zürich 日本語",
    "line_separators": "one\u2028two\u2029three",
    "quotes": "\"double\" 'single' \\ back / slash </script>",
    "controls": "tab\t feed\n return\r bell\x07 unit\x1f delete\x7f c1\x9f",
    "html": "<p>Hello <b>you</b></p>",
    "high_surrogate": "half \ud83d a smile",
    "low_surrogate": "\ude00 other half",
    "swapped_surrogates": "\ude00\ud83d",
    "byte_order_mark": "\ufeffmarked\ufffe\uffff",
    "long": "long 😀 " * 2000,
}


@pytest.mark.front(allow_new_messages=True)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_payload_validates_against_the_shipped_schema(
    front: FrontEmulator, receiver: Receiver, text: str
) -> None:
    """Replies and new messages, whatever their text, match schemas/outgoing_message.json."""
    file = Upload("label.png", "image/png", b"png")
    question = front.receive(sender="leela", name="Turanga Leela")
    front.reply(question, text, attachments=[file])
    front.compose("fry", text)
    assert len(receiver.messages) == 2
    for message in receiver.messages:
        Draft202012Validator(resources.schema("outgoing_message")).validate(message)


@pytest.fixture
def recorded_account(receiver: Receiver) -> Iterator[FrontEmulator]:
    """An account whose ids, times and links are those of the golden payload."""
    server = FrontServer(public_url="https://planet-express.api.frontapp.com")
    server.start()
    with FrontEmulator(
        server=server, seed="golden", api_secret="planet-express", outgoing_url=receiver.url
    ) as front:
        front.clock.freeze()
        front.company.clock._held_at = RECORDED_AT
        yield front
    server.stop()


def test_payload_is_the_golden_one_byte_for_byte(
    recorded_account: FrontEmulator, receiver: Receiver
) -> None:
    """Keys in recorded order, compact, UTF-8: fixtures/outgoing_message.json without spaces."""
    front = recorded_account
    question = front.receive("Is my parcel lost?", sender="fry", name="Philip J. Fry")
    label = Upload("label.png", "image/png", bytes(10_000))
    front.reply(question, "It is on its way. 🚀", attachments=[label])
    [delivery] = front.clock.advance(1)
    assert delivery.ok
    golden = resources.fixture("outgoing_message")
    [posted] = receiver.requests
    assert posted.message == golden
    assert posted.body == json.dumps(golden, ensure_ascii=False, separators=(",", ":")).encode()
    signature = posted.header("X-Front-Signature")
    [vector] = [v for v in resources.fixture("signatures") if v["name"] == "outgoing message"]
    assert (vector["secret"], vector["signature"]) == ("planet-express", signature)
    assert vector["body"].encode() == posted.body


@node.needs_node
def test_bytes_are_those_javascript_writes(front: FrontEmulator, receiver: Receiver) -> None:
    """`JSON.stringify(JSON.parse(body))` in Node.js gives the very bytes that were sent."""
    for text in TEXTS.values():
        question = front.receive(sender='le"e\u2028la 🚀')
        front.reply(question, text, subject=text)
    bodies = [received.body for received in receiver.requests]
    assert len(bodies) == len(TEXTS)
    rewritten = node.run(
        '(body) => Buffer.from(JSON.stringify(JSON.parse(body))).toString("hex")', bodies
    )
    assert [bytes.fromhex(each) for each in rewritten] == bodies


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_subject_arrives_character_by_character(
    front: FrontEmulator, receiver: Receiver, text: str
) -> None:
    """No text is changed or lost on the way."""
    front.reply(front.receive(sender="leela"), "Hi", subject=text)
    assert receiver.messages[0]["subject"] == text


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"html", "quotes"}))
def test_plain_body_arrives_character_by_character(
    front: FrontEmulator, receiver: Receiver, name: str
) -> None:
    """It stays as typed, control characters and half a surrogate pair too."""
    front.reply(front.receive(sender="leela"), TEXTS[name])
    [message] = receiver.messages
    assert (message["body"], message["text"]) == (TEXTS[name], TEXTS[name])


def test_half_a_surrogate_pair_by_api_is_sent_as_replacement_character(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """What is no Unicode is accepted and arrives as U+FFFD; whole pairs stay."""
    question = front.receive(sender="leela")
    path = f"/conversations/{question.conversation_id}/messages"
    assert api.post(path, {"body": "half \ud83d, whole \ud83d\ude00"}).status_code == 202
    assert receiver.wait_for(1)[0].message["text"] == "half \ufffd, whole 😀"


def test_signature_verifies_over_the_raw_body(front: FrontEmulator, receiver: Receiver) -> None:
    """base64(HMAC-SHA1(API secret, body)), as one header of 28 characters."""
    for text in TEXTS.values():
        front.reply(front.receive(sender="leela"), text)
    for received in receiver.requests:
        made = hmac.new(front.api_secret.encode(), received.body, hashlib.sha1).digest()
        assert received.header("X-Front-Signature") == base64.b64encode(made).decode()


@node.needs_node
def test_signature_verifies_in_node_over_reserialised_json(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """The way most integrations check it: HMAC over `JSON.stringify` of the parsed body."""
    for text in TEXTS.values():
        front.reply(front.receive(sender="leela"), text)
    signatures = node.run(
        """(body, {secret}) => crypto.createHmac("sha1", secret)
            .update(JSON.stringify(JSON.parse(body))).digest("base64")""",
        [received.body for received in receiver.requests],
        secret=front.api_secret,
    )
    assert signatures == [received.header("X-Front-Signature") for received in receiver.requests]


def test_signature_is_made_with_the_company_secret(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """Two companies sign the same text differently."""
    with FrontEmulator(
        server=front.server, seed="another", processing_delay=0, outgoing_url=receiver.url
    ) as other:
        for account in (front, other):
            account.reply(account.receive(sender="leela"), "Hi")
            received = receiver.requests[-1]
            made = hmac.digest(account.api_secret.encode(), received.body, "sha1")
            assert received.header("X-Front-Signature") == base64.b64encode(made).decode()
    assert front.api_secret != other.api_secret


def test_request_looks_like_one_of_fronts(front: FrontEmulator, receiver: Receiver) -> None:
    """Headers of the recorded HTTP client; no timestamp, nothing of Python's."""
    front.reply(front.receive(sender="leela"), "Hi")
    [received] = receiver.requests
    assert received.request_line == "POST /front/outgoing HTTP/1.1"
    assert sorted((name.lower(), value) for name, value in received.headers) == sorted(
        [
            ("host", f"127.0.0.1:{receiver.port}"),
            ("accept", "application/json"),
            ("user-agent", "Needle/1.3.0 (Node.js v9.11.1; linux x64)"),
            ("x-front-signature", received.header("X-Front-Signature")),
            ("content-type", "application/json; charset=utf-8"),
            ("content-length", str(len(received.body))),
            ("connection", "close"),
        ]
    )


def test_delivery_shows_the_bytes_that_were_sent(front: FrontEmulator, receiver: Receiver) -> None:
    """`request` is what crossed the wire, `response` what came back."""
    delivery = front.reply(front.receive(sender="leela"), "Hi 🚀")
    [received] = receiver.requests
    assert delivery.request is not None
    assert delivery.request.body == received.body
    assert (delivery.request.method, delivery.request.url) == ("POST", receiver.url)
    assert set(delivery.request.headers) <= set(received.headers)
    assert delivery.response is not None
    assert (delivery.response.status, delivery.response.body) == (200, b'{"type": "success"}')


def test_outgoing_url_keeps_its_query_and_sends_its_credentials(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """`user:password@` becomes Basic authentication, the query stays."""
    front.channel.outgoing_url = f"http://front:s%20cret@127.0.0.1:{receiver.port}/m?origin=front&x"
    assert front.reply(front.receive(sender="leela"), "Hi").ok
    [received] = receiver.requests
    assert received.target == "/m?origin=front&x"
    credentials = base64.b64encode(b"front:s cret").decode()
    assert received.header("Authorization") == f"Basic {credentials}"


def test_links_in_the_payload_resolve_on_the_emulator(
    front: FrontEmulator, api: Api, receiver: Receiver
) -> None:
    """Message, conversation, parent, contact, author and file are where the payload says."""
    question = front.receive("Where is it?", sender="leela", name="Turanga Leela")
    front.reply(question, "Here", attachments=[Upload("map.png", "image/png", b"png")])
    [message] = receiver.messages
    related = message["_links"]["related"]

    def fetched(link: str) -> dict[str, Any]:
        answer = api.get(link)
        assert (link, answer.status_code) == (link, 200)
        found: dict[str, Any] = answer.json()
        return found

    assert fetched(message["_links"]["self"])["id"] == message["id"]
    assert fetched(related["conversation"])["id"] == question.conversation_id
    assert fetched(related["message_replied_to"])["id"] == question.id
    assert fetched(message["author"]["_links"]["self"]) == message["author"]
    sender, recipient = message["recipients"]
    assert sender["_links"]["related"]["contact"] is None
    contact = fetched(recipient["_links"]["related"]["contact"])
    assert (contact["name"], recipient["name"]) == ("Turanga Leela", "Turanga Leela")
    assert api.get(message["attachments"][0]["url"]).content == b"png"
    assert related["message_replied_to"] == f"{message['_links']['self']}/parent"


def test_in_reply_to_is_one_reference_per_message_replied_to(
    front: FrontEmulator, receiver: Receiver
) -> None:
    """`imported@frontapp.com_` and 40 hexadecimal digits, the same for each reply to it."""
    first = front.receive("One", sender="leela")
    front.reply(first, "a")
    front.reply(first, "b")
    front.reply(front.receive("Two", sender="leela"), "c")
    references = [m["metadata"]["headers"]["in_reply_to"] for m in receiver.messages]
    prefix = "imported@frontapp.com_"
    assert all(r.startswith(prefix) and len(r) == len(prefix) + 40 for r in references)
    assert references[0] == references[1] != references[2]


def test_payload_never_has_the_thread_ref(front: FrontEmulator, receiver: Receiver) -> None:
    """An integration finds its thread by conversation or handle, as with Front."""
    front.reply(front.receive(sender="leela", thread_ref="session-7"), "Hi")
    assert b"session-7" not in receiver.requests[0].body
