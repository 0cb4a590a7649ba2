"""Whatever is written, the payload says it, is valid, and is its own re-serialisation."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from front_emulator import resources
from front_emulator.domain import sending
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.entities import Upload
from front_emulator.wire import js_json, serializers
from tests.unit.companies import make_company, received

VALIDATOR = Draft202012Validator(resources.schema("outgoing_message"))

anything = st.text(st.characters(), max_size=300)


@settings(max_examples=150, deadline=None)
@given(body=anything, subject=anything, handle=anything.filter(bool), filename=anything)
def test_payload_of_any_text_is_valid_and_says_it(
    body: str, subject: str, handle: str, filename: str
) -> None:
    """Half surrogate pairs, control characters, markup: schema-valid, read back unchanged."""
    company = make_company()
    question = received(company, handle=handle)
    outgoing = OutgoingMessage(
        body, subject=subject, attachments=(Upload(filename, "text/plain", b"x"),)
    )
    record = sending.reply(company, question.conversation_id, outgoing)
    message = company.store.messages[record.message_id]
    payload = serializers.message(company, "http://front.test", message)
    data = js_json.dumps(payload)
    read = json.loads(data)
    VALIDATOR.validate(read)
    assert js_json.dumps(js_json.loads(data)) == data
    assert joined(read["subject"]) == joined(subject)
    assert joined(read["recipients"][1]["handle"]) == joined(handle)
    assert joined(read["attachments"][0]["filename"]) == joined(filename)
    assert len(read["blurb"]) <= 200


def joined(text: str) -> str:
    """Halves of a surrogate pair that stand side by side are one character in JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
