"""Who may call: an application for its own channel, for 30 seconds; a company for all of it."""

import time
from typing import Any

import pytest

from front_emulator import ApplicationChannel, ConnectedApplication, FrontEmulator, FrontServer
from front_emulator.wire import tokens
from tests.applications.partner import Partner, inbound
from tests.e2e.receiver import Receiver

Claims = dict[str, Any]


def token(channel: ApplicationChannel, secret: str, **changed: Any) -> str:
    claims = {"iss": channel.application.uid, "sub": channel.id, "exp": time.time() + 20}
    return tokens.signed({**claims, **changed}, secret)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"iss": "somebody"}, "'somebody', the uid of an application"),
        ({"iss": None}, "None, the uid"),
        ({"sub": "cha_none"}, "sub: 'cha_none' is no channel of application"),
        ({"sub": None}, "sub: missing"),
        ({"exp": None}, "exp: missing"),
        ({"exp": 1600000000}, "exp: the token expired"),
        ({"exp": 9999999999}, "it should be 30 at most"),
    ],
)
def test_each_wrong_claim_is_told(
    partner: Partner,
    channel: ApplicationChannel,
    application: ConnectedApplication,
    changed: Claims,
    said: str,
) -> None:
    wrong = token(channel, application.secret, **changed)
    error = partner.refused(401, "GET", f"/channels/{channel.id}", token=wrong)
    assert (error["title"], error["message"]) == ("Unauthenticated", "Invalid token")
    assert said in error["hint"]


def test_the_api_secret_is_not_the_applications(
    partner: Partner, channel: ApplicationChannel, front: FrontEmulator
) -> None:
    wrong = token(channel, front.api_secret)
    error = partner.refused(401, "GET", f"/channels/{channel.id}", token=wrong)
    assert "the signature does not fit" in error["hint"]


def test_the_custom_channel_is_none_of_an_application(
    partner: Partner,
    channel: ApplicationChannel,
    application: ConnectedApplication,
    front: FrontEmulator,
) -> None:
    wrong = token(channel, application.secret, sub=front.channel.id)
    assert "is no channel of" in partner.refused(401, "GET", "/me", token=wrong)["hint"]


def test_no_token_and_what_is_none(partner: Partner) -> None:
    error = partner.refused(401, "POST", "{channel}/inbound_messages", token="nonsense")
    assert error["message"] == "JSON Web Token error"


def test_a_token_may_expire_by_the_companys_clock(
    front: FrontEmulator, partner: Partner, channel: ApplicationChannel
) -> None:
    """The machine's by default, which applications go by, also while a test holds the time."""
    front.clock.freeze()
    sent = channel.token()
    front.clock.advance(3600)
    path = f"/channels/{channel.id}"
    assert partner.call("GET", path, token=sent).status_code == 200
    front.configure(signature_clock="company")
    assert "exp" in partner.refused(401, "GET", path, token=sent)["hint"]
    assert partner.call("GET", path).status_code == 200
    front.clock.advance(11)
    front.configure(signature_clock="wall")


def test_it_reads_its_own_channel(partner: Partner) -> None:
    """With the id that the application gave the message, which a company is not shown."""
    message = partner.receive()
    shown = partner.get(f"/messages/{message.id}")
    assert shown["metadata"] == {"external_id": "m-1"}
    assert partner.get(f"/messages/alt:uid:{message.uid}")["id"] == message.id
    listed = partner.get(f"/conversations/{message.conversation_id}/messages")["_results"]
    assert [each["metadata"]["external_id"] for each in listed] == ["m-1"]
    assert partner.get(f"/conversations/{message.conversation_id}")["id"]
    companys = partner.front.api_token
    assert partner.get(f"/messages/{message.id}", token=companys)["metadata"] == {}


def test_it_downloads_the_files_of_its_own_messages(partner: Partner) -> None:
    files = [("attachments[0]", ("a.txt", b"bytes", "text/plain"))]
    data = {
        "sender[handle]": "kif",
        "body": "See file",
        "metadata[external_id]": "m-1",
        "metadata[external_conversation_id]": "c-1",
    }
    sent = partner.call("POST", "{channel}/inbound_messages", data=data, files=files)
    message = partner.appeared(sent)
    [attachment] = message.attachments
    url = f"/messages/{message.id}/download/{attachment.id}"
    assert partner.call("GET", url).content == b"bytes"


@pytest.mark.parametrize(
    "path",
    [
        "/channels/{channel}",
        "/messages/{message}",
        "/messages/alt:uid:{uid}",
        "/messages/{message}/download/fil_1",
        "/conversations/{conversation}",
        "/conversations/{conversation}/messages",
        "/conversations",
        "/teammates",
        "/download/fil_1",
    ],
)
def test_it_reads_nothing_else(front: FrontEmulator, partner: Partner, path: str) -> None:
    message = front.receive("Hi", sender="zapp")
    named = path.format(
        channel=front.channel.id,
        message=message.id,
        uid=message.uid,
        conversation=message.conversation_id,
    )
    error = partner.refused(403, "GET", named)
    assert (error["title"], error["message"]) == ("Forbidden", "Forbidden")


def test_it_writes_into_no_other_channel(
    front: FrontEmulator, application: ConnectedApplication, partner: Partner
) -> None:
    other = application.connect("Another")
    path = f"/channels/{other.id}/inbound_messages"
    assert "the token is for channel" in partner.refused(403, "POST", path, json=inbound())["hint"]


def test_what_is_not_there_is_not_found(partner: Partner) -> None:
    for path in ("/messages/msg_none", "/conversations/cnv_none", "/channels/cha_none"):
        assert partner.refused(404, "GET", path)["title"] == "Not found"


def test_accounts_of_one_server_do_not_meet(receiver: Receiver) -> None:
    """Nor when their ids are the same, because their seeds are."""
    with FrontServer() as server:
        fronts = [FrontEmulator(server=server, seed="same", processing_delay=0) for _ in range(2)]
        made = [f.create_application(server_url=receiver.url) for f in fronts]
        channels = [each.connect() for each in made]
        assert len({each.uid for each in made}) == len({each.secret for each in made}) == 2
        assert channels[0].id == channels[1].id
        for number, front in enumerate(fronts):
            Partner(front, channels[number]).receive(f"to {number}")
            assert [message.text for message in front.messages] == [f"to {number}"]
        gone = channels[0].token()
        fronts[0].stop()
        partner = Partner(fronts[1], channels[1])
        assert partner.refused(401, "GET", "/me", token=gone)["message"] == "Invalid token"
