"""What there is to read besides messages: channels, inboxes, teammates, the company."""

import pytest

from tests.web.client import Api


def test_me_is_the_company(api: Api) -> None:
    company = api.front.company
    assert api.get("/me") == {
        "_links": {"self": f"{api.front.url}/me"},
        "id": company.id,
        "name": "Planet Express",
    }


def test_a_channel_shows_its_settings(api: Api) -> None:
    front = api.front
    front.channel.outgoing_url = "http://localhost:1/out?origin=front"
    shown = api.get(f"/channels/{front.channel.id}")
    inbox_id = next(iter(front.company.store.inboxes))
    assert shown == {
        "_links": {
            "self": f"{front.url}/channels/{front.channel.id}",
            "related": {
                "inbox": f"{front.url}/inboxes/{inbox_id}",
                "owner": f"{front.url}/teams/{front.company.team_id}",
            },
        },
        "id": front.channel.id,
        "name": "Website chat",
        "address": front.channel.address,
        "type": "custom",
        "send_as": front.channel.address,
        "settings": {
            "undo_send_time": 0,
            "all_teammates_can_reply": False,
            "contact_type": "custom",
            "reply_mode": "same_channel",
            "compose_mode": "unsupported",
            "auto_assign_on_reply": False,
            "webhook_url": "http://localhost:1/out?origin=front",
        },
        "is_private": False,
        "is_valid": True,
    }


def test_lists_that_are_whole_have_no_pagination(api: Api) -> None:
    inbox_id = next(iter(api.front.company.store.inboxes))
    for path in ("/channels", "/inboxes", "/teammates", f"/inboxes/{inbox_id}/channels"):
        shown = api.get(path)
        assert list(shown) == ["_links", "_results"]
        assert shown["_links"] == {"self": api.front.url + path}


def test_lists_show_what_single_resources_show(api: Api) -> None:
    other = api.front.create_channel("SMS")
    for path in ("/channels", "/inboxes", "/teammates"):
        for entry in api.get(path)["_results"]:
            assert api.get(f"{path}/{entry['id']}") == entry
    assert api.ids("/channels") == [api.front.channel.id, other.id]
    assert len(api.ids("/teammates")) == 3


def test_an_inbox_leads_to_its_channels_and_conversations(api: Api) -> None:
    message = api.receive()
    inbox = api.get("/inboxes")["_results"][0]
    related = inbox["_links"]["related"]
    assert api.ids(related["channels"]) == [api.front.channel.id]
    assert api.ids(related["conversations"]) == [api.front.conversations[0].id]
    assert api.get(related["conversations"])["_results"] == [api.conversation_of(message)]


def test_an_inbox_shows_nothing_of_another_one(api: Api) -> None:
    api.receive()
    empty = api.front.company.add_inbox("Empty")
    assert api.ids(f"/inboxes/{empty.id}/channels") == []
    assert api.ids(f"/inboxes/{empty.id}/conversations") == []


def test_moving_a_channel_takes_its_conversations_along(api: Api) -> None:
    api.receive()
    other = api.front.company.add_inbox("Other")
    first = next(iter(api.front.company.store.inboxes))
    path = f"/channels/{api.front.channel.id}"
    assert api.call("PATCH", path, json={"inbox_id": other.id}).status_code == 204
    assert api.ids(f"/inboxes/{first}/conversations") == []
    assert len(api.ids(f"/inboxes/{other.id}/conversations")) == 1
    assert api.ids(f"/inboxes/{other.id}/channels") == [api.front.channel.id]


def test_a_channels_settings_are_merged(api: Api) -> None:
    path = f"/channels/{api.front.channel.id}"
    before = api.get(path)
    patch = {"name": "Chat", "settings": {"undo_send_time": 10, "unknown": 1}, "unknown": 2}
    answer = api.call("PATCH", path, json=patch)
    assert (answer.status_code, answer.content) == (204, b"")
    settings = before["settings"] | {"undo_send_time": 10}
    assert api.get(path) == before | {"name": "Chat", "settings": settings}


@pytest.mark.parametrize(
    ("settings", "detail"),
    [
        ({"undo_send_time": 7}, "body.settings.undo_send_time: should match at least 1 condition"),
        (
            {"all_teammates_can_reply": 1},
            "body.settings.all_teammates_can_reply: should be a boolean",
        ),
        ({"reply_mode": "no"}, "body.settings.reply_mode: should match at least 1 condition"),
        ({"contact_type": "email"}, "body.settings.contact_type: should eql custom"),
        ({"webhook_url": 5}, "body.settings.webhook_url: should be a string"),
        (5, "body.settings: should be an object"),
    ],
)
def test_a_setting_front_does_not_know_is_refused(api: Api, settings: object, detail: str) -> None:
    path = f"/channels/{api.front.channel.id}"
    before = api.get(path)
    error = api.refused("PATCH", path, json={"settings": settings})
    assert (error["status"], error["details"]) == (400, [detail])
    assert api.get(path) == before


@pytest.mark.parametrize("url", ["nonsense", "ftp://x", "http://", "http://[", "http://x:0"])
def test_an_outgoing_url_must_be_one(api: Api, url: str) -> None:
    path = f"/channels/{api.front.channel.id}"
    error = api.refused("PATCH", path, json={"settings": {"webhook_url": url}})
    assert error["status"] == 400
    assert error["details"][0].startswith("body.settings.webhook_url: ")


def test_a_channel_cannot_move_to_an_inbox_there_is_not(api: Api) -> None:
    path = f"/channels/{api.front.channel.id}"
    error = api.refused("PATCH", path, json={"inbox_id": "inb_0"})
    assert (error["status"], error["message"]) == (404, "Unknown inbox ID inb_0")
