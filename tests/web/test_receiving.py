"""A message comes in: accepted at once, there after the processing delay."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from front_emulator import FrontEmulator
from tests.web.client import DELAY, Api, accepted_uid, new_session

MESSAGE_KEYS = [
    "_links",
    "id",
    "message_uid",
    "type",
    "is_inbound",
    "created_at",
    "blurb",
    "body",
    "text",
    "error_type",
    "version",
    "subject",
    "draft_mode",
    "metadata",
    "author",
    "recipients",
    "attachments",
    "signature",
    "is_draft",
]


def test_an_accepted_message_is_answered_with_its_uid(api: Api) -> None:
    answer = api.send(json={"sender": {"handle": "leela"}, "body": "Hi"})
    assert answer.status_code == 202
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert list(answer.json()) == ["status", "message_uid"]
    assert answer.json()["status"] == "accepted"
    assert re.fullmatch("[0-9a-f]{32}", answer.json()["message_uid"])


def test_a_message_is_nowhere_until_its_delay_is_over(api: Api) -> None:
    uid = api.post("Hi")
    api.front.clock.advance(DELAY - 0.001)
    error = api.refused("GET", f"/messages/alt:uid:{uid}")
    assert error == {
        "status": 404,
        "title": "Not found",
        "message": f"Unknown message ID alt:uid:{uid}",
    }
    assert api.ids("/conversations") == []
    api.front.clock.advance(0.001)
    message = api.get(f"/messages/alt:uid:{uid}")
    assert message["message_uid"] == uid
    assert len(api.ids("/conversations")) == 1


def test_the_404_before_a_message_exists_says_how_long_it_takes_outside_the_body(api: Api) -> None:
    answer = api.call("GET", f"/messages/alt:uid:{api.post()}")
    hint = answer.headers["X-Front-Emulator-Hint"]
    assert hint == "accepted, and will exist in 0.050 s; the clock is frozen"


@pytest.mark.front(processing_delay=0.01)
def test_on_a_running_clock_a_message_appears_by_itself(front: FrontEmulator, session: Any) -> None:
    uid = Api(front, session).post("Where is it?", "amy")
    message = front.wait_for_message(sender="amy")
    assert message.uid == uid


@pytest.mark.front(processing_delay=(0, 0.02))
def test_many_clients_at_once_each_keep_their_order(front: FrontEmulator) -> None:
    def write(client: int) -> list[str]:
        with new_session() as session:
            api = Api(front, session)
            return [api.post(str(number), f"visitor {client}") for number in range(10)]

    with ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(write, range(8)))
    front.clock.advance(1)
    shown = [message.uid for message in front.messages]
    assert sorted(shown) == sorted(uid for uids in accepted for uid in uids)
    for uids in accepted:
        assert [uid for uid in shown if uid in uids] == uids


@pytest.mark.front(processing_delay=(1, 3))
def test_the_delay_is_drawn_from_its_range(api: Api) -> None:
    uids = [api.post(str(number)) for number in range(20)]
    accepted = list(api.front.company.store.accepted.values())
    delays = [(message.due_at or 0) - message.accepted_at for message in accepted]
    assert [message.uid for message in accepted] == uids
    assert all(0.999 <= delay <= 3.001 for delay in delays)
    assert len({round(delay, 3) for delay in delays}) > 1
    assert delays == sorted(delays), "each channel keeps the order of acceptance"


def test_a_received_message_has_the_keys_of_a_recorded_one_in_their_order(api: Api) -> None:
    message = api.receive()
    assert list(message) == MESSAGE_KEYS
    assert list(message["_links"]) == ["self", "related"]
    assert list(message["_links"]["related"]) == ["conversation", "message_seen"]
    assert list(message["recipients"][0]) == ["_links", "name", "handle", "role"]


def test_a_received_message_reads_as_recorded(api: Api) -> None:
    front = api.front
    message = api.receive(
        "(Conversation start)", "meya_user/u-5ec5", thread_ref="meya/t-c05d", subject="Meya"
    )
    conversation_id = front.conversations[0].id
    contact_id = front.conversations[0].recipient.contact_id
    message_url = f"{front.url}/messages/{message['id']}"
    assert re.fullmatch("msg_[0-9a-z]+", message["id"])
    assert message["created_at"] == round(message["created_at"], 3)
    assert message == {
        "_links": {
            "self": message_url,
            "related": {
                "conversation": f"{front.url}/conversations/{conversation_id}",
                "message_seen": f"{message_url}/seen",
            },
        },
        "id": message["id"],
        "message_uid": message["message_uid"],
        "type": "custom",
        "is_inbound": True,
        "created_at": message["created_at"],
        "blurb": "(Conversation start)",
        "body": "<p>(Conversation start)</p>\n",
        "text": "(Conversation start)",
        "error_type": None,
        "version": None,
        "subject": "Meya",
        "draft_mode": None,
        "metadata": {"thread_ref": "meya/t-c05d"},
        "author": None,
        "recipients": [
            {
                "_links": {"related": {"contact": f"{front.url}/contacts/{contact_id}"}},
                "name": None,
                "handle": "meya_user/u-5ec5",
                "role": "from",
            },
            {
                "_links": {"related": {"contact": None}},
                "name": None,
                "handle": front.channel.address,
                "role": "to",
            },
        ],
        "attachments": [],
        "signature": None,
        "is_draft": False,
    }


def test_a_conversation_starts_unassigned_with_its_sender_as_recipient(api: Api) -> None:
    message = api.receive("Hi", "leela", name="Turanga Leela", subject="Parcel")
    conversation = api.conversation_of(message)
    conversation_url = f"{api.front.url}/conversations/{conversation['id']}"
    assert conversation["_links"]["self"] == conversation_url
    assert conversation["_links"]["related"] == {
        **{
            name: f"{conversation_url}/{name}"
            for name in ("events", "followers", "messages", "comments", "inboxes")
        },
        "last_message": f"{api.front.url}/messages/{message['id']}?referer=conversation",
    }
    assert (conversation["status"], conversation["assignee"]) == ("unassigned", None)
    assert (conversation["subject"], conversation["tags"]) == ("Parcel", [])
    assert conversation["recipient"] == message["recipients"][0]
    assert conversation["waiting_since"] == message["created_at"]


def test_nothing_deduplicates_messages(api: Api) -> None:
    first, second = api.post("Same"), api.post("Same")
    assert api.appear(first)["id"] != api.appear(second)["id"]
    assert len(api.front.messages) == 2


def test_headers_of_a_message_come_back(api: Api) -> None:
    headers = {"origin": "chat", "10": [1, 2.5, None], "2": {"é": True}}
    uid = accepted_uid(
        api.send(json={"sender": {"handle": "x"}, "body": "y", "metadata": {"headers": headers}})
    )
    assert api.appear(uid)["metadata"] == {"headers": headers}


def test_unknown_keys_are_tolerated(api: Api) -> None:
    data = {
        "sender": {"handle": "x", "email": "x@example.com"},
        "body": "Hi",
        "metadata": {"external_id": 1, "external_conversation_id": "c"},
        "undefined": [{}],
    }
    assert api.appear(accepted_uid(api.send(json=data)))["metadata"] == {}


def test_null_counts_as_absent(api: Api) -> None:
    data = {
        "sender": {"handle": "x", "name": None, "contact_id": None},
        "body": "Hi",
        "subject": None,
        "body_format": None,
        "metadata": None,
    }
    message = api.appear(accepted_uid(api.send(json=data)))
    assert (message["subject"], message["metadata"]) == ("", {})


@pytest.mark.parametrize(
    ("body_format", "source", "body", "text"),
    [
        (None, "**hi** there", "<p><strong>hi</strong> there</p>\n", "hi there"),
        ("markdown", "one\n\ntwo", "<p>one</p>\n<p>two</p>\n", "one\n\ntwo"),
        ("html", "test<br>", "test<br>", "test\n"),
        ("html", "**hi**", "**hi**", "**hi**"),
        ("html", '<p onclick="x()">hi<script>x()</script></p>', "<p>hi</p>", "hi"),
    ],
)
def test_a_body_is_markdown_unless_it_says_html(
    api: Api, body_format: str | None, source: str, body: str, text: str
) -> None:
    message = api.receive(source, body_format=body_format)
    assert (message["body"], message["text"]) == (body, text)


def test_a_blurb_is_one_line_of_at_most_200_characters(api: Api) -> None:
    assert api.receive("test<br>", body_format="html")["blurb"] == "test "
    assert api.receive("word\n" * 100)["blurb"] == ("word " * 40)


def test_the_channel_can_be_named_by_its_address(api: Api) -> None:
    path = f"/channels/alt:address:{api.front.channel.address}/incoming_messages"
    uid = accepted_uid(api.call("POST", path, json={"sender": {"handle": "x"}, "body": "Hi"}))
    assert api.appear(uid)["recipients"][1]["handle"] == api.front.channel.address


def test_the_incoming_url_takes_messages(api: Api) -> None:
    expected = f"{api.front.url}/channels/{api.front.channel.id}/incoming_messages"
    assert api.front.channel.incoming_url == expected


@pytest.mark.parametrize("suffix", ["?", "?&undefined", "?a=b&", "/", "//"])
def test_odd_ends_of_a_path_do_no_harm(api: Api, suffix: str) -> None:
    path = f"/channels/{api.front.channel.id}/incoming_messages{suffix}"
    answer = api.call("POST", path, json={"sender": {"handle": "x"}, "body": "Hi"})
    assert answer.status_code == 202


def test_a_request_is_journalled_with_its_answer(api: Api) -> None:
    uid = api.post("Hi")
    record = api.front.requests[-1]
    assert (record.method, record.status) == ("POST", 202)
    assert record.path == f"/channels/{api.front.channel.id}/incoming_messages"
    assert '"body": "Hi"' in record.text
    assert uid.encode() in record.response_body
