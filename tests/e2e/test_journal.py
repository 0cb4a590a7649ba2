"""The journal in Python: find, count, wait, never, in what order; and failures that explain."""

import threading
from typing import Any

import pytest
import requests

from front_emulator import FrontEmulator, waits
from front_emulator.domain.errors import InvalidSetting, Unexpected, WaitTimeout
from tests.e2e import receiver as r
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver


@pytest.fixture
def post(front: FrontEmulator) -> Any:
    def post(body: str, sender: str = "leela") -> str:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(
                front.channel.incoming_url,
                json={"sender": {"handle": sender}, "body": body},
                headers={"Authorization": f"Bearer {front.api_token}"},
                timeout=10,
            )
        return str(answer.json()["message_uid"])

    return post


def test_everything_that_happened_is_there_in_order(front: FrontEmulator, post: Any) -> None:
    uid = post("Is my parcel lost?")
    message = front.wait_for_message(text="parcel")
    front.reply(message, "It is on its way.")
    assert [(entry.kind, entry.type or entry.method) for entry in front.journal] == [
        ("request", "POST"),
        ("event", "inbound"),
        ("event", "archive"),
        ("delivery", "POST"),
        ("event", "out_reply"),
    ]
    assert {entry.conversation_id for entry in front.journal} == {message.conversation_id}
    [request] = front.journal.find(kind="request")
    assert (request.message_uid, request.message_id) == (uid, message.id)
    assert len(front.journal) == 5


def test_entries_are_found_by_what_they_are(front: FrontEmulator, receiver: Receiver) -> None:
    receiver.answers(r.answer(200, b"{}"), r.error("forbidden", "not you", 403))
    first, second = front.receive("One", sender="leela"), front.receive("Two", sender="fry")
    sent, failed = front.reply(first, "Yes"), front.reply(second, "No 🚀")
    journal = front.journal
    assert [entry.id for entry in journal.find(kind="delivery")] == [sent.id, failed.id]
    assert [entry.id for entry in journal.find(error_type="forbidden")] == [failed.id]
    assert [entry.id for entry in journal.find(status=200)] == [sent.id]
    assert [entry.id for entry in journal.find(state="failed", method="post")] == [failed.id]
    assert [entry.id for entry in journal.find(text="🚀")] == [failed.id]
    assert journal.count(direction="from_front", path="*/front/outgoing*") == journal.count(
        path=receiver.url
    )
    assert [entry.type for entry in journal.find(message=first.id)] == ["inbound"]
    assert journal.count(message=first.uid) == 1
    assert journal.count(conversation=second.conversation_id, kind="event") == 3
    assert journal.count(channel=front.channel.id) == len(journal)
    assert journal.count(since=front.clock.now() + 60) == 0
    found = journal.get(failed.id)
    assert found is not None
    assert found.line.endswith(failed.message_id)


def test_a_request_is_seen_from_its_arrival(front: FrontEmulator, api: Api) -> None:
    with front.faults.add(on="GET /me", answer="hang"):
        asking = threading.Thread(target=_ask, args=(front,))
        asking.start()
        entry = front.journal.wait(path="/me")
        assert (entry.is_over, entry.status) == (False, None)
    asking.join()
    assert front.journal.wait(path="/me").id == entry.id


def _ask(front: FrontEmulator) -> None:
    with requests.Session() as session:
        session.trust_env = False
        headers = {"Authorization": f"Bearer {front.api_token}"}
        with pytest.raises(requests.RequestException):
            session.get(f"{front.url}/me", headers=headers, timeout=30)


def test_a_wait_ends_on_what_it_waits_for(front: FrontEmulator, post: Any) -> None:
    waiting = threading.Thread(target=post, args=("Is my parcel lost?",))
    waiting.start()
    entry = front.journal.wait(type="inbound")
    waiting.join()
    assert entry.message_id == front.messages[0].id


def test_a_wait_in_vain_names_the_nearest_and_what_they_miss(front: FrontEmulator) -> None:
    front.receive("Hi", sender="leela")
    with pytest.raises(WaitTimeout) as failure:
        front.journal.wait(kind="event", type="archive", timeout=0)
    said = str(failure.value)
    assert said.startswith("no entry with kind='event', type='archive' within 0 s\nthe nearest:\n")
    assert "type is 'inbound', not 'archive'" in said


def test_a_wait_finds_what_is_there_however_much_there_is(front: FrontEmulator) -> None:
    message = front.receive("Hi", sender="leela")
    with front.company.lock:
        for _ in range(10_000):
            front.company.emit("reopen", message.conversation_id)
        last = front.company.emit("archive", message.conversation_id)
    assert front.journal.wait(type="archive", timeout=0).id == last.id


def test_a_wait_hears_what_becomes_of_an_earlier_request(
    front: FrontEmulator, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request is there before its message, and belongs to a conversation only then."""
    conversation = front.receive("Hi", sender="leela").conversation_id
    front.clock.freeze()
    front.configure(processing_delay=10)
    post("Is my parcel lost?")

    def meanwhile(_: float) -> bool:
        front.clock.advance(10)
        return True

    monkeypatch.setattr(front.company.changed, "wait", meanwhile)
    entry = front.journal.wait(kind="request", conversation=conversation)
    assert (entry.message_id, entry.status) == (front.messages[-1].id, 202)


def test_a_wait_that_ends_as_the_entry_comes_still_says_what_it_missed(
    front: FrontEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = front.receive("Hi", sender="leela")

    def too_late(*_: object) -> None:
        with front.company.lock:
            front.company.emit("archive", message.conversation_id)

    monkeypatch.setattr(waits, "within", too_late)
    with pytest.raises(WaitTimeout, match="no entry with type='archive' within 0 s"):
        front.journal.wait(type="archive", timeout=0)


def test_entries_come_one_after_the_other(front: FrontEmulator) -> None:
    message = front.receive("Hi", sender="leela")
    front.reply(message, "Hello")
    types = [{"type": "inbound"}, {"type": "archive"}, {"type": "out_reply"}]
    assert [entry.type for entry in front.journal.sequence(*types)] == [
        "inbound",
        "archive",
        "out_reply",
    ]
    with pytest.raises(WaitTimeout, match=r"no entry with type='inbound' after\n.*archive"):
        front.journal.sequence({"type": "archive"}, {"type": "inbound"}, timeout=0)


def test_what_never_happens_is_no_failure(front: FrontEmulator) -> None:
    front.clock.freeze()
    front.channel.undo_send_time = 10
    sent = front.reply(front.receive(sender="leela"), "Hi")
    front.journal.never(kind="delivery", state="sent", advance=9)
    with pytest.raises(Unexpected, match=r"there should be no entry with .*\n.*sent"):
        front.journal.never(kind="delivery", state="sent", advance=1)
    assert sent.ok


def test_an_unknown_criterion_names_the_nearest(front: FrontEmulator) -> None:
    with pytest.raises(InvalidSetting, match="statu: no such criterion; the nearest is status"):
        front.journal.find(statu=200)


def test_a_follower_misses_nothing_and_hears_nothing_twice(front: FrontEmulator) -> None:
    message = front.receive("Hi", sender="leela")
    entries, cursor, goes_on = front.journal.since(None)
    assert ([entry.type for entry in entries], goes_on) == (["inbound"], True)
    assert front.journal.since(cursor) == ([], cursor, True)
    front.reply(message, "Hello")
    entries, cursor, _ = front.journal.since(cursor)
    assert [entry.type or entry.state for entry in entries] == ["archive", "sent", "out_reply"]
    front.company.reset()
    entries, cursor, goes_on = front.journal.since(cursor)
    assert (entries, goes_on) == ([], False)
    front.receive("Hi", sender="leela")
    entries, _, goes_on = front.journal.since(cursor)
    assert ([entry.type for entry in entries], goes_on) == (["inbound"], True)


@pytest.mark.parametrize(
    "cursor", ["", "1", "0-0-0-0-0", "0-0-0-0-0-0-0", "0-0-0-0-0-x", "٣-0-0-0-0-0"]
)
def test_a_cursor_that_is_none_is_refused(front: FrontEmulator, cursor: str) -> None:
    with pytest.raises(InvalidSetting, match="is no cursor of the journal"):
        front.journal.since(cursor)
