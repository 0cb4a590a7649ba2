"""The state file: what is written is read back, and what is none is refused in one line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from front_emulator import FrontEmulator, InvalidSetting, InvalidState, resources, state
from front_emulator.domain import sending
from front_emulator.domain.company import Company
from front_emulator.domain.drafting import OutgoingMessage
from front_emulator.domain.snapshots import Snapshots
from front_emulator.files import write_whole
from tests.unit.companies import make_company, received
from tests.unit.test_snapshots import content, rich_company

Json = dict[str, Any]


def exported(company: Company) -> Json:
    """As it is after a way through text."""
    told: Json = json.loads(json.dumps(state.export(company), allow_nan=False))
    return told


def test_what_is_exported_is_read_back_with_everything_that_finds_it() -> None:
    """Entities, files, what is due, deliveries, faults, settings, clock: and every index."""
    company, other = rich_company(), make_company(seed="other")
    told = exported(company)
    state.restore(other, state.read(told))
    assert content(other.store) == content(company.store)
    again = exported(other)
    differing = {name for name in told if told[name] != again[name]}
    assert differing == {"company"}
    assert other.api_token != company.api_token


def test_an_exported_company_is_as_the_schema_says() -> None:
    schema = resources.schema("state")
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(exported(rich_company()))
    Draft202012Validator(schema).validate(exported(make_company()))


def test_half_a_surrogate_pair_survives() -> None:
    company = make_company()
    question = received(company)
    sending.reply(company, question.conversation_id, OutgoingMessage("half \ud83d"))
    other = make_company()
    state.restore(other, state.read(exported(company)))
    assert [message.text for message in other.store.messages.values()] == ["Hi", "half \ud83d"]


def test_ids_go_on_from_where_the_saved_account_was() -> None:
    company = make_company()
    used = {received(company, handle=str(number)).id for number in range(5)}
    other = make_company()
    state.restore(other, state.read(exported(company)))
    assert received(other, handle="new").id not in used


def test_a_new_emulator_goes_on_as_the_saved_one(tmp_path: Path) -> None:
    """Same token, secret, channel; what is given goes before what was saved."""
    path = tmp_path / "front.json"
    with FrontEmulator(seed="mine", processing_delay=0, undo_send_time=5) as front:
        front.clock.freeze()
        message = front.receive("Hi", sender="leela")
        front.reply(message, "Hello")
        front.configure(link_host="api2")
        identity = (front.api_token, front.api_secret, front.channel.id, front.company.id)
        front.save_state(path)
    with FrontEmulator(state=path, outgoing_url="http://localhost/x", user_agent="Me") as front:
        assert (front.api_token, front.api_secret, front.channel.id, front.company.id) == identity
        assert front.clock.is_frozen
        assert [each.text for each in front.messages] == ["Hi", "Hello"]
        assert front.channel.outgoing_url == "http://localhost/x"
        assert front.channel.undo_send_time == 5
        assert (front.settings.user_agent, front.settings.link_host) == ("Me", "api2")
        [delivery] = front.clock.advance(5)
        assert delivery.message.text == "Hello"
        front.reset()
        assert front.channel.outgoing_url == "http://localhost/x"
        assert front.messages == []
    with pytest.raises(InvalidSetting, match="contact_type: the saved channel's is custom"):
        FrontEmulator(state=path, contact_type="phone")


def test_an_export_can_be_imported_into_another_account(front: FrontEmulator) -> None:
    front.clock.freeze()
    front.receive("Hi", sender="leela")
    told = front.export_state()
    front.reset()
    assert front.messages == []
    front.import_state(told)
    assert [each.text for each in front.messages] == ["Hi"]
    assert front.channel.incoming_url.endswith(f"{front.channel.id}/incoming_messages")


def remove(*path: str) -> Callable[[Json], None]:
    def act(told: Json) -> None:
        for step in path[:-1]:
            told = told[step]
        del told[path[-1]]

    return act


def put(value: Any, *path: str) -> Callable[[Json], None]:
    def act(told: Json) -> None:
        for step in path[:-1]:
            told = told[step] if step else next(iter(told.values()))
        told[path[-1]] = value

    return act


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (remove("format"), 'no state of front-emulator: it should say "format": "front-'),
        (put(2, "version"), "version 2 of the format; this front-emulator reads 1"),
        (
            remove("clock"),
            "not as schemas/state.json has it: Object missing required field `clock`",
        ),
        (put(1, "store", "messages", "", "text"), "Expected `str`, got `int` - at `$.store.mess"),
        (put("x", "store", "messages", "", "attachments"), "Expected `array`, got `str`"),
        (
            put("cnv_0", "store", "messages", "", "conversation_id"),
            "names cnv_0, which is not among",
        ),
        (put({}, "store", "teammates"), "an account has a channel and a teammate at least"),
        (put({}, "store", "accepted"), "which is not among its accepted"),
        (put([], "deliveries"), "is not among its deliveries"),
        (put("ap2", "settings", "link_host"), "link_host: 'ap2' should be one of"),
        (put(1, "settings", "link_hots"), "link_hots: no such setting; the nearest is link_host"),
        (
            put("open-ended", "store", "conversations", "", "state"),
            "Invalid enum value 'open-ended'",
        ),
    ],
)
def test_a_damaged_state_is_refused_in_one_line(
    tmp_path: Path, damage: Callable[[Json], None], said: str
) -> None:
    """By file, place and reason."""
    told = exported(rich_company())
    damage(told)
    path = tmp_path / "front.json"
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(InvalidState) as caught:
        state.load(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b"null", b'{"a": 1}', b"[" * 10_000])
def test_another_file_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "front.json"
    path.write_bytes(data)
    with pytest.raises(InvalidState, match=r"front\.json: no "):
        state.load(path)
    assert path.read_bytes() == data


def test_a_file_is_the_old_one_until_it_is_the_new_one(tmp_path: Path) -> None:
    """A write that fails leaves neither a half nor a temporary file."""
    path = tmp_path / "file"
    write_whole(path, b"old")
    with pytest.raises(TypeError):
        write_whole(path, "no bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_diff_is_json_too() -> None:
    company = make_company()
    snapshots = Snapshots(company)
    snapshots.take("before")
    message = received(company, "Hi")
    told = json.loads(json.dumps(state.diff_document(snapshots.diff("before"))))
    assert told["messages"]["added"][message.id]["text"] == "Hi"
    assert told["messages"]["changed"] == {}
