"""What happened, as Front lists it: in the company, to a conversation, one by its id."""

from typing import Any

import pytest

from tests.web.client import Api

Json = dict[str, Any]


def _types(listing: Json) -> list[str]:
    return [event["type"] for event in listing["_results"]]


def _assign(api: Api, message: Json) -> None:
    link = message["_links"]["related"]["conversation"]
    amy = api.front.teammates[1]
    assert api.call("PATCH", link, json={"assignee_id": amy.id}).status_code == 204


def test_a_received_message_is_an_event_of_the_inboxes(api: Api) -> None:
    message = api.receive()
    (event,) = api.get("/events")["_results"]
    assert event["type"] == "inbound"
    assert event["target"] == {"_meta": {"type": "message"}, "data": message}
    assert event["conversation"] == api.conversation_of(message)
    assert event["source"]["_meta"] == {"type": "inboxes"}
    (inbox,) = event["source"]["data"]
    channel = api.front.channel
    assert inbox["name"] == api.get("/inboxes")["_results"][0]["name"]
    assert (inbox["type"], inbox["address"], inbox["send_as"]) == (
        "custom",
        channel.address,
        channel.address,
    )


def test_what_a_client_of_the_api_did_has_no_one_as_its_source(api: Api) -> None:
    _assign(api, api.receive())
    event = api.get("/events")["_results"][0]
    assert event["type"] == "assign"
    assert event["source"] == {"_meta": {"type": "api"}, "data": None}
    amy = api.front.teammates[1]
    assert event["target"] == {
        "_meta": {"type": "teammate"},
        "data": api.get(f"/teammates/{amy.id}"),
    }


def test_a_teammates_reply_is_an_event_of_theirs(api: Api) -> None:
    message = api.receive()
    conversation = api.conversation_of(message)["id"]
    api.front.reply(conversation, "It is on its way.", archive=False)
    api.front.clock.advance(0)
    event = api.get("/events")["_results"][0]
    assert event["type"] == "sending_error"
    author = api.front.teammates[0]
    assert event["source"] == {
        "_meta": {"type": "teammate"},
        "data": api.get(f"/teammates/{author.id}"),
    }
    assert event["target"]["data"]["error_type"] == "webhook_error"


def test_an_archived_conversation_is_an_event_without_a_target(api: Api) -> None:
    link = api.receive()["_links"]["related"]["conversation"]
    assert api.call("PATCH", link, json={"status": "archived"}).status_code == 204
    event = api.get("/events")["_results"][0]
    assert (event["type"], event["target"]) == ("archive", None)


def test_an_event_is_read_by_its_own_link(api: Api) -> None:
    api.receive()
    (event,) = api.get("/events")["_results"]
    assert event["_links"]["self"] == f"{api.front.url}/events/{event['id']}"
    assert api.get(event["_links"]["self"]) == event
    refused = api.refused("GET", "/events/evt_1")
    assert (refused["status"], refused["message"]) == (404, "Unknown event ID evt_1")


def test_a_conversation_has_its_own_events_where_it_links_to(api: Api) -> None:
    message = api.receive(sender="leela")
    api.receive(sender="amy")
    _assign(api, message)
    conversation = api.conversation_of(message)
    found = api.get(conversation["_links"]["related"]["events"])
    assert _types(found) == ["assign", "inbound"]
    assert {event["conversation"]["id"] for event in found["_results"]} == {conversation["id"]}
    assert api.get(conversation["_links"]["self"] + "/events?sort_order=asc&limit=1")[
        "_results"
    ] == [found["_results"][1]]


def test_events_come_fifteen_at_a_time(api: Api) -> None:
    for number in range(32):
        api.receive(sender=f"visitor {number}")
    pages = [page["_results"] for page in api.walk("/events")]
    assert [len(page) for page in pages] == [15, 15, 2]
    walked = [event["id"] for page in pages for event in page]
    assert walked == [event.id for event in reversed(api.front.events)]
    assert api.refused("GET", "/events?limit=16")["message"] == (
        "query.limit: should be a number between 1 and 15"
    )


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("q[types][]=inbound", ["inbound", "inbound"]),
        ('q={"types": ["assign"]}', ["assign"]),
        ("q[types][]=assign&q[types][]=inbound&sort_order=asc", ["inbound", "inbound", "assign"]),
        ("q[types][]=comment", []),
        ("q[inboxes][]=inb_1", []),
    ],
)
def test_events_are_found_by_type_and_inbox(api: Api, query: str, types: list[str]) -> None:
    message = api.receive(sender="leela")
    api.receive(sender="amy")
    _assign(api, message)
    assert _types(api.get(f"/events?{query}")) == types


def test_events_are_found_by_their_time(api: Api) -> None:
    for sender in ("leela", "fry", "amy"):
        api.receive(sender=sender)
        api.front.clock.advance(10)
    first, second, third = (event.emitted_at for event in api.front.events)

    def emitted(query: str) -> list[float]:
        return [event["emitted_at"] for event in api.get(f"/events?{query}")["_results"]]

    assert emitted(f"q[after]={first}") == [third, second]
    assert emitted(f"q[before]={third}") == [second, first]
    assert emitted(f"q[after]={first}&q[before]={third}&sort_order=asc") == [second]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("q[types][]=explosion", "query.q.types: should match at least 1 condition (explosion)"),
        ("q[after]=yesterday", "query.q.after: should be a number"),
        ("q=5", "query.q: should be an object"),
        ('q={"types": "inbound"}', "query.q.types: should be an array"),
        ('q={"before": []}', "query.q.before: should be a number"),
    ],
)
def test_a_wrong_query_is_refused(api: Api, query: str, text: str) -> None:
    refused = api.refused("GET", f"/events?{query}")
    assert (refused["status"], refused["message"]) == (400, text)
