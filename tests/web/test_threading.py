"""Which conversation a message belongs to."""

import pytest
import requests

from front_emulator import FrontEmulator
from front_emulator.host import FrontServer
from tests.web.client import Api, Json, new_session


def thread(message: Json) -> str:
    link: str = message["_links"]["related"]["conversation"]
    return link


def set_status(api: Api, conversation_url: str, status: str) -> None:
    assert api.call("PATCH", conversation_url, json={"status": status}).status_code == 204


def test_without_a_ref_the_sender_decides(api: Api) -> None:
    leela, amy, again = api.receive(), api.receive(sender="amy"), api.receive()
    assert thread(leela) == thread(again) != thread(amy)
    assert api.ids(f"{thread(leela)}/messages") == [again["id"], leela["id"]]


def test_a_ref_separates_one_senders_messages(api: Api) -> None:
    monday, tuesday = api.receive(thread_ref="monday"), api.receive(thread_ref="tuesday")
    plain, monday_again = api.receive(), api.receive(thread_ref="monday")
    assert len({thread(monday), thread(tuesday), thread(plain)}) == 3
    assert thread(monday_again) == thread(monday)


def test_a_ref_joins_senders(api: Api) -> None:
    assert thread(api.receive(thread_ref="r")) == thread(api.receive(sender="amy", thread_ref="r"))


def test_an_empty_ref_is_none(api: Api) -> None:
    assert thread(api.receive(thread_ref="")) == thread(api.receive())


def test_a_ref_that_equals_a_handle_is_not_that_sender(api: Api) -> None:
    assert thread(api.receive(thread_ref="leela")) != thread(api.receive(sender="leela"))


@pytest.mark.parametrize("ref", ["r", None])
def test_channels_do_not_share_threads(api: Api, ref: str | None) -> None:
    other = api.front.create_channel()
    here, there = api.receive(thread_ref=ref), api.receive(thread_ref=ref, channel=other)
    assert thread(here) != thread(there)


@pytest.mark.parametrize("ref", ["r", None])
def test_companies_do_not_share_threads(api: Api, front_server: FrontServer, ref: str) -> None:
    with (
        FrontEmulator(server=front_server, seed="another company") as another,
        new_session() as session,
    ):
        another.clock.freeze()
        there = Api(another, session)
        there.receive(thread_ref=ref)
        api.receive(thread_ref=ref)
        assert len(api.front.messages) == len(another.messages) == 1
        assert api.front.conversations[0].id != another.conversations[0].id


@pytest.mark.parametrize("status", ["archived", "deleted"])
@pytest.mark.parametrize("ref", ["r", None])
def test_a_message_reopens_its_archived_or_trashed_conversation(
    api: Api, status: str, ref: str | None
) -> None:
    first = api.receive(thread_ref=ref)
    set_status(api, thread(first), status)
    assert api.conversation_of(first)["status"] == status
    second = api.receive("Again", thread_ref=ref)
    assert thread(second) == thread(first)
    assert api.conversation_of(second)["status"] == "unassigned"


@pytest.mark.parametrize(("status", "event"), [("archived", "reopen"), ("deleted", "restore")])
def test_reopening_and_restoring_are_events_after_the_message(
    api: Api, status: str, event: str
) -> None:
    message = api.receive()
    set_status(api, thread(message), status)
    api.receive()
    assert [event.type for event in api.front.events][-2:] == ["inbound", event]


def test_a_reopened_conversation_keeps_its_assignee(api: Api) -> None:
    message = api.receive()
    amy = api.front.teammates[1]
    patch = {"assignee_id": amy.id, "status": "archived"}
    assert api.call("PATCH", thread(message), json=patch).status_code == 204
    conversation = api.conversation_of(api.receive())
    assert (conversation["status"], conversation["assignee"]["id"]) == ("assigned", amy.id)


def test_a_conversation_shows_whoever_wrote_last(api: Api) -> None:
    api.receive(thread_ref="r")
    message = api.receive(sender="amy", thread_ref="r")
    conversation = api.conversation_of(message)
    assert conversation["recipient"]["handle"] == "amy"
    assert message["id"] in conversation["_links"]["related"]["last_message"]


def test_waiting_since_is_the_first_unanswered_message(api: Api) -> None:
    first = api.receive()
    api.front.clock.advance(60)
    assert api.conversation_of(api.receive())["waiting_since"] == first["created_at"]


def test_an_answer_to_a_composed_message_starts_a_conversation(
    front: FrontEmulator, session: requests.Session
) -> None:
    front.clock.freeze()
    front.channel.allow_new_messages = True
    api = Api(front, session)
    composed = front.compose("leela", "Your parcel is here").message
    assert thread(api.receive("Thanks!")).split("/")[-1] != composed.conversation_id
