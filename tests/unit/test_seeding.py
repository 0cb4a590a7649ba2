"""Fixtures files: what they make, what they refuse and where."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from front_emulator import FrontEmulator, FrontServer, InvalidFixture, fixtures, resources
from front_emulator.domain.company import Company
from front_emulator.domain.moments import past
from tests.unit.companies import BEGIN, make_company, received

WRONG = (Path(__file__).parent / "wrong_fixtures.txt").read_text("utf-8").split("=====\n")

PEOPLE = """
teammates:
  kif: {first_name: Kif, last_name: Kroker}
inboxes:
  support:
channels:
  chat:
    name: Support chat
    inbox: ${support.id}
    undo_send_time: 5
    allow_new_messages: true
contacts:
  fry:
    name: Philip
    handles: {custom: philip, email: fry@planet-express.example}
"""

STORY = f"""{PEOPLE}
conversations:
  parcel:
    channel: ${{chat.id}}
    subject: Parcel
    status: archived
    assignee: kif
    tags: [urgent]
    messages:
      - from: ${{fry.handle}}
        body: Is **my** parcel lost?
        at: -2h
        attachments:
          - {{text: hello, filename: a.txt, content_type: text/plain}}
      - author: ${{kif.id}}
        body: It is on its way, ${{fry.name}}.
        at: -1h
  refused:
    messages:
      - {{from: bender, body: Hello, at: -90m}}
      - author: leela
        body: Hi
        at: -30m
        failed: {{type: forbidden, message: Blocked}}
  composed:
    channel: ${{chat.id}}
    messages:
      - {{author: amy, to: [zoidberg], body: Are you there}}
"""


def planted(company: Company, text: str) -> dict[str, Any]:
    return fixtures.plant(company, fixtures.load(yaml.safe_load(text)))


def test_people_channels_and_conversations_are_made() -> None:
    company = make_company()
    made = planted(company, STORY)
    store = company.store
    assert made["kif"].email == "kif@planet-express.example"
    assert made["chat"].inbox_id == made["support"].id
    assert made["chat"].settings.undo_send_time == 5
    assert made["chat"].settings.compose_mode == "normal"
    assert store.contact_by_handle("email", "fry@planet-express.example") == made["fry"]
    parcel = made["parcel"]
    assert (parcel.subject, parcel.status, parcel.assignee_id) == (
        "Parcel", "archived", made["kif"].id,
    )  # fmt: skip
    assert [store.tags[tag_id].name for tag_id in parcel.tag_ids] == ["urgent"]
    question, answer = (m for _, m in store.messages_of(parcel.id, 9, descending=False))
    assert (question.body, question.text) == (
        "<p>Is <strong>my</strong> parcel lost?</p>\n", "Is my parcel lost?",
    )  # fmt: skip
    assert (question.created_at, answer.created_at) == (BEGIN - 7200, BEGIN - 3600)
    assert (question.attachments[0].filename, question.attachments[0].data) == ("a.txt", b"hello")
    assert question.recipients[0].contact_id == made["fry"].id
    assert (answer.text, answer.author_id) == ("It is on its way, Philip.", made["kif"].id)
    assert (answer.is_draft, answer.in_reply_to) == (False, question.uid)


def test_what_has_been_is_in_the_order_of_time() -> None:
    """Events, and the list of conversations, are as if it had happened."""
    company = make_company()
    made = planted(company, STORY)
    moments = [
        (event.type, round(BEGIN - event.emitted_at)) for event in company.store.events.values()
    ]
    assert moments == [
        ("inbound", 7200), ("inbound", 5400), ("out_reply", 3600), ("sending_error", 1800),
        ("outbound", 0), ("tag", 3600), ("assign", 3600), ("archive", 3600),
    ]  # fmt: skip
    listed = [conversation.id for _, conversation in company.store.conversations_page(9)]
    assert listed == [made["composed"].id, made["refused"].id, made["parcel"].id]
    assert made["parcel"].updated_at == BEGIN - 3600


def test_a_failed_message_is_a_draft_that_can_be_sent_again(front: FrontEmulator) -> None:
    front.clock.freeze()
    front.seed(yaml.safe_load(STORY))
    [failed] = [message for message in front.messages if message.error_type]
    assert (failed.text, failed.error_type, failed.is_draft) == ("Hi", "webhook_error", True)
    delivery = front.resend(failed)
    assert front.clock.advance(0) == [delivery]


def test_nothing_of_it_crosses_the_wire_or_is_pending(front: FrontEmulator) -> None:
    front.configure(delivery_retries=3)
    front.clock.freeze()
    front.seed(yaml.safe_load(STORY))
    assert (front.deliveries, front.requests) == ([], [])
    assert front.clock.advance(100_000) == []
    assert front.clock.is_frozen


def test_who_writes_again_writes_into_the_seeded_conversation() -> None:
    company = make_company()
    made = planted(company, STORY)
    assert received(company, "Still nothing", "bender").conversation_id == made["refused"].id


def test_two_conversations_of_one_sender_stay_apart() -> None:
    """Each takes the messages that stand in it; what comes later goes into the latest begun."""
    company = make_company()
    made = planted(
        company,
        """
        conversations:
          first:
            messages: [{from: fry, body: a, at: -4h}, {from: fry, body: c, at: -2h}]
          second:
            messages: [{from: fry, body: b, at: -3h}, {from: fry, body: d, at: -1h}]
          third:
            thread_ref: order/1
            messages: [{from: fry, body: e}, {from: bender, body: f}]
        """,
    )
    texts = {
        name: [m.text for _, m in company.store.messages_of(made[name].id, 9, descending=False)]
        for name in made
    }
    assert texts == {"first": ["a", "c"], "second": ["b", "d"], "third": ["e", "f"]}
    assert received(company, "g", "fry").conversation_id == made["second"].id
    again = received(company, "h", "zoidberg", thread_ref="order/1")
    assert again.conversation_id == made["third"].id


def test_same_seed_same_people_and_ids() -> None:
    text = """
    contacts:
      one: {name: "${faker.name}", handles: {phone: "${faker.phone}"}}
      two: {name: "${faker.name}"}
    conversations: {a: {messages: [{from: "${two.handle}", body: "${faker.sentence}"}]}}
    """
    first, second, other = (planted(make_company(seed=seed), text) for seed in ("a", "a", "b"))
    assert first == second
    assert first["one"].name != first["two"].name
    assert first["one"].name != other["one"].name
    assert first["one"].handle.startswith("+1415555")


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (0, 1_000_000.0),
        (-1.5, 999_998.5),
        ("-2h", 992_800.0),
        ("-0.5s", 999_999.5),
        ("-1d", 913_600.0),
        ("1970-01-02T00:00:00Z", 86_400.0),
        ("1970-01-02T01:00:00+01:00", 86_400.0),
        ("1970-01-02", 86_400.0),
    ],
)
def test_a_moment_can_be_written_in_three_ways(at: Any, moment: float) -> None:
    assert past(at, 1_000_000) == moment


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_is_told_with_file_and_line_and_nothing_is_made(
    tmp_path: Path, text: str
) -> None:
    """Each of wrong_fixtures.txt says behind `!!`, in the line it is about, what is told of it."""
    company = make_company()
    store = company.store
    before = [dict(each) for each in (store.contacts, store.teammates, store.channels)]
    path = tmp_path / "story.yaml"
    path.write_text(text, "utf-8")
    [(line, said)] = [
        (number, line.partition("# !! ")[2])
        for number, line in enumerate(text.split("\n"), 1)
        if "# !! " in line
    ]
    with pytest.raises(InvalidFixture) as caught:
        fixtures.plant(company, fixtures.load(path))
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert said in str(caught.value)
    store = company.store
    assert [store.contacts, store.teammates, store.channels] == before
    assert (store.conversations, store.messages, store.tags) == ({}, {}, {})


def test_all_that_has_the_wrong_shape_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("contacts:\n  a: {nam: x}\n  b: {name: 1}\n", "utf-8")
    with pytest.raises(InvalidFixture) as caught:
        fixtures.load(path)
    assert [line.split(":")[1] for line in str(caught.value).split("\n")] == ["2", "3"]


def test_json_will_do_too(tmp_path: Path) -> None:
    """With tabs, and with escapes that YAML reads otherwise."""
    path = tmp_path / "story.json"
    path.write_text(json.dumps({"contacts": {"a": {"name": "😀"}}}, indent="\t"), "utf-8")
    assert "\\ud83d" in path.read_text("utf-8")
    assert fixtures.plant(make_company(), fixtures.load(path))["a"].name == "😀"
    path.write_text('{\n\t"contacts": {\n\t\t"a": {"name": 7}}}', "utf-8")
    with pytest.raises(InvalidFixture, match=r"story\.json:3: contacts\.a\.name: should be a text"):
        fixtures.load(path)
    path.write_text('{\n"contacts": ,}', "utf-8")
    with pytest.raises(InvalidFixture, match=r"story\.json:2: Expecting value"):
        fixtures.load(path)


@pytest.mark.parametrize("content", [b"\xff", b"a: \x00", b"[" * 100_000])
def test_a_file_that_is_neither_is_told_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "story.yaml"
    path.write_bytes(content)
    with pytest.raises(InvalidFixture, match=r"story\.yaml:1: "):
        fixtures.load(path)


def test_an_empty_file_makes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("# nothing yet\n", "utf-8")
    assert fixtures.plant(make_company(), fixtures.load(path)) == {}


def test_a_file_is_attached_from_beside_the_fixtures(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    path = tmp_path / "story.yaml"
    path.write_text(
        "conversations: {a: {messages: [{from: x, body: y, attachments: [{path: photo.png}]}]}}",
        "utf-8",
    )
    company = make_company()
    fixtures.plant(company, fixtures.load(path))
    [message] = company.store.messages.values()
    [file] = message.attachments
    assert (file.filename, file.data) == ("photo.png", b"\x89PNG")


def test_an_account_can_be_made_with_fixtures(tmp_path: Path) -> None:
    """Channels and people of the file are still there after a reset, its conversations are not."""
    path = tmp_path / "story.yaml"
    path.write_text(STORY, "utf-8")
    front = FrontEmulator(fixtures=path)
    assert front.messages[0].text == "Is my parcel lost?"
    front.reset()
    assert front.messages == []
    assert [channel.name for channel in front.company.store.channels.values()] == [
        "Website chat", "Support chat",
    ]  # fmt: skip


def test_an_account_that_cannot_be_filled_is_not_there() -> None:
    server = FrontServer()
    with pytest.raises(InvalidFixture, match=r"^contcats: there is no such key"):
        FrontEmulator(server=server, fixtures={"contcats": {}})
    assert server.accounts.all() == []


def test_the_schema_is_a_schema_and_the_example_is_as_it_says() -> None:
    schema = resources.schema("fixtures")
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(yaml.safe_load(STORY))
