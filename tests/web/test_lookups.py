"""Resources by id and by alias, percent-encoded or not."""

from urllib.parse import quote

import pytest

from front_emulator import FrontEmulator, FrontServer
from tests.web.client import Api


def test_a_message_is_found_by_id_and_by_uid(api: Api) -> None:
    message = api.receive()
    assert api.get(f"/messages/{message['id']}") == message
    assert api.get(f"/messages/alt%3Auid%3A{message['message_uid']}") == message


def test_a_conversation_is_found_by_its_ref(api: Api) -> None:
    message = api.receive(thread_ref="meya/thread t-c05d é%2F?#")
    ref = quote("imported@frontapp.com_t:meya/thread t-c05d é", safe="")
    conversation = api.conversation_of(message)
    assert api.get(f"/conversations/{conversation['id']}") == conversation
    assert api.refused("GET", f"/conversations/alt:ref:{ref}")["status"] == 404


@pytest.mark.parametrize("ref", ["plain", "meya/t-c05d", "100% é?#&+ 中", "a/b%20c", "a%25b/c"])
def test_the_alias_of_a_ref_may_hold_any_character(api: Api, ref: str) -> None:
    api.receive(thread_ref=ref)
    alias = quote(f"imported@frontapp.com_t:{ref}", safe="")
    assert api.get(f"/conversations/alt:ref:{alias}")["id"] == api.front.conversations[0].id
    assert len(api.ids(f"/conversations/alt:ref:{alias}/messages")) == 1


@pytest.mark.parametrize("handle", ["leela", "u/5 é", "leela+home@example.com", "a:b", "%41"])
def test_a_contact_is_found_by_source_and_handle(api: Api, handle: str) -> None:
    link = api.receive(sender=handle)["recipients"][0]["_links"]["related"]["contact"]
    contact = api.get(link)
    assert api.get(f"/contacts/alt:custom:{quote(handle, safe='')}") == contact
    assert api.get(f"/contacts/{quote('alt:custom:' + handle, safe='')}") == contact


@pytest.mark.front(contact_type="phone")
@pytest.mark.parametrize("alias", ["+14155552671", "%2B14155552671", "4155552671"])
def test_a_contact_is_found_by_its_number(api: Api, alias: str) -> None:
    api.receive(sender="+1 415 555 2671")
    assert api.get(f"/contacts/alt:phone:{alias}")["handles"][0]["handle"] == "+14155552671"


def test_a_teammate_is_found_by_email(api: Api) -> None:
    leela = api.front.teammates[0]
    by_id = api.get(f"/teammates/{leela.id}")
    assert api.get(f"/teammates/alt:email:{leela.email}") == by_id
    assert api.get(f"/teammates/alt:email:{quote(leela.email, safe='')}") == by_id


def test_a_channel_is_found_by_its_address(api: Api) -> None:
    channel = api.front.channel
    assert api.get(f"/channels/alt:address:{channel.address}") == api.get(f"/channels/{channel.id}")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/messages/{}", "message"),
        ("/messages/{}/download/fil_1", "message"),
        ("/download/{}", "attachment"),
        ("/conversations/{}", "conversation"),
        ("/conversations/{}/messages", "conversation"),
        ("/channels/{}", "channel"),
        ("/inboxes/{}", "inbox"),
        ("/inboxes/{}/channels", "inbox"),
        ("/inboxes/{}/conversations", "inbox"),
        ("/teammates/{}", "teammate"),
        ("/contacts/{}", "contact"),
    ],
)
@pytest.mark.parametrize("reference", ["abc_123", "alt:nothing:x", "alt:", "alt", "0", "é"])
def test_what_is_unknown_is_named_in_the_404(
    api: Api, path: str, kind: str, reference: str
) -> None:
    assert api.refused("GET", path.format(quote(reference))) == {
        "status": 404,
        "title": "Not found",
        "message": f"Unknown {kind} ID {reference}",
    }


def test_another_companys_resources_are_unknown(api: Api, front_server: FrontServer) -> None:
    message = api.receive(thread_ref="r")
    sender = message["recipients"][0]
    paths = [
        f"/channels/{api.front.channel.id}",
        f"/channels/alt:address:{api.front.channel.address}",
        f"/messages/alt:uid:{message['message_uid']}",
        f"/messages/{message['id']}",
        message["_links"]["related"]["conversation"],
        "/conversations/alt:ref:imported@frontapp.com_t:r",
        sender["_links"]["related"]["contact"],
        "/contacts/alt:custom:leela",
    ]
    with FrontEmulator(server=front_server, seed="another company") as another:
        token = {"Authorization": f"Bearer {another.api_token}"}
        assert api.get("/me", headers=token)["id"] == another.company.id
        for path in paths:
            assert api.call("GET", path).status_code == 200
            assert api.call("GET", path, headers=token).status_code == 404
        assert api.get("/conversations", headers=token)["_results"] == []
    assert api.call("GET", "/me", headers=token).status_code == 401, "the account has ended"
