"""Webhooks: rules and applications are told of events, over real sockets."""

import base64
import hmac
import json
from typing import Any

import pytest

from front_emulator import (
    ConnectedApplication,
    ConnectedWebhook,
    FrontEmulator,
    InvalidSetting,
    NotConnected,
    NotFound,
)
from front_emulator.domain import comments, tags
from front_emulator.domain.webhooks import FAILURES_BEFORE_DISABLING, RETRY_PAUSES
from tests.applications.test_handshake import is_signed
from tests.e2e import node
from tests.e2e.receiver import (
    Exchange,
    Received,
    Receiver,
    answer,
    answer_json,
    hang,
    hang_up,
)

Json = dict[str, Any]
REFUSAL = answer(500)


def meets(exchange: Exchange) -> None:
    """Answer the challenge as Front's page has it."""
    challenge = exchange.request.header("X-Front-Challenge")
    answer_json({"challenge": challenge})(exchange)


@pytest.fixture
def webhook(application: ConnectedApplication, receiver: Receiver) -> ConnectedWebhook:
    """An application's webhook for what is received; the challenge is not among the requests."""
    receiver.answers(meets, answer())
    made = application.create_webhook(f"{receiver.origin}/hook", types=("inbound_received",))
    receiver.requests.clear()
    return made


def is_signed_for_a_rule(request: Received, secret: str) -> bool:
    signature = base64.b64encode(hmac.digest(secret.encode(), request.body, "sha1")).decode()
    return request.header("X-Front-Signature") == signature


def paths(receiver: Receiver, count: int) -> list[str]:
    return [each.target for each in receiver.wait_for(count)]


def test_a_rule_posts_the_event_as_it_is_listed(front: FrontEmulator, receiver: Receiver) -> None:
    hook = front.create_rule_webhook(f"{receiver.origin}/rule", types=("inbound",))
    message = front.receive("Hello ☃ <3", sender="leela")
    [request] = receiver.wait_for()
    assert request.request_line == "POST /rule HTTP/1.1"
    assert is_signed_for_a_rule(request, front.api_secret)
    assert request.header("X-Front-Request-Timestamp") is None
    event = request.message
    assert list(event) == [
        "_links", "id", "type", "emitted_at", "conversation", "source", "target",
    ]  # fmt: skip
    [emitted] = front.events
    assert (event["id"], event["type"]) == (emitted.id, "inbound")
    assert event["source"]["_meta"] == {"type": "inboxes"}
    assert event["target"]["data"]["id"] == message.id
    assert event["target"]["data"]["text"] == "Hello ☃ <3"
    entry = front.journal.wait(kind="webhook", state="sent")
    assert (entry.type, entry.status, entry.direction) == ("inbound", 200, "from_front")
    assert (entry.message_id, entry.path) == (message.id, f"{receiver.origin}/rule")
    assert [call.id for call in hook.calls] == [entry.id]


def test_a_preview_has_ids_and_links_only(front: FrontEmulator, receiver: Receiver) -> None:
    front.create_rule_webhook(receiver.url, types=("inbound",), preview=True)
    message = front.receive("Secret", sender="leela")
    [request] = receiver.wait_for()
    event = request.message
    links = {"self": f"{front.url}/conversations/{message.conversation_id}"}
    assert list(event["conversation"]) == ["_links", "id"]
    assert event["conversation"]["_links"]["self"].endswith(links["self"].rpartition("/")[2])
    assert event["target"]["_meta"] == {"type": "message"}
    assert list(event["target"]["data"]) == ["_links", "id"]
    assert b"Secret" not in request.body
    assert [list(each) for each in event["source"]["data"]] == [["_links", "id"]]


def test_what_an_application_is_told_of(
    front: FrontEmulator, application: ConnectedApplication, receiver: Receiver
) -> None:
    receiver.answers(meets, answer())
    application.create_webhook(f"{receiver.origin}/hook")
    front.clock.freeze()
    message = front.receive("Hello", sender="leela")
    conversation = message.conversation_id
    front.update_conversation(conversation, assignee=front.teammates[1])
    front.update_conversation(conversation, assignee=None)
    front.update_conversation(conversation, status="archived")
    front.update_conversation(conversation, status="open")
    front.update_conversation(conversation, status="deleted")
    front.update_conversation(conversation, status="open")
    front.clock.advance(0)
    [challenge, *told] = receiver.requests
    assert challenge.message == {"type": "sync", "authorization": {"id": front.company.id}}
    assert [each.message["type"] for each in told] == [
        "inbound_received",
        "assignee_changed",
        "assignee_changed",
        "conversation_archived",
        "conversation_reopened",
        "conversation_deleted",
        "conversation_restored",
    ]
    for each in receiver.requests:
        assert is_signed(each, application.secret)
    assert {each.message["authorization"]["id"] for each in told} == {front.company.id}
    assert [each.message["payload"]["type"] for each in told][:2] == ["inbound", "assign"]
    assert list(told[0].message) == ["type", "authorization", "payload"]


def test_answers_tags_and_comments_are_told_of(
    front: FrontEmulator, application: ConnectedApplication, receiver: Receiver
) -> None:
    wanted = ("outbound_sent", "tag_added", "tag_removed", "new_comment_added")
    receiver.answers(meets, answer())
    application.create_webhook(f"{receiver.origin}/hook", types=wanted)
    with Receiver() as integration:
        front.channel.outgoing_url = integration.url
        message = front.receive("Hello", sender="leela")
        assert front.reply(message, "Good news", archive=False).ok
        receiver.wait_for(2)
    front.clock.freeze()
    tag = tags.create(front.company, "urgent")
    front.update_conversation(message, tag_ids=(tag.id,))
    front.update_conversation(message, tag_ids=())
    comments.add(front.company, message.conversation_id, "Is it?")
    front.clock.advance(0)
    assert [(each["type"], each["payload"]["type"]) for each in receiver.messages[1:]] == [
        ("outbound_sent", "out_reply"),
        ("tag_added", "tag"),
        ("tag_removed", "untag"),
        ("new_comment_added", "comment"),
    ]


def test_a_failed_message_is_told_of(
    front: FrontEmulator, application: ConnectedApplication, receiver: Receiver
) -> None:
    receiver.answers(meets, answer())
    wanted = ("outbound_sent", "message_delivery_failed")
    application.create_webhook(f"{receiver.origin}/hook", types=wanted)
    question = front.receive("Hello", sender="leela")
    front.channel.outgoing_url = None
    assert not front.reply(question, "Good news").ok
    [_, failed] = receiver.wait_for(2)
    assert failed.message["type"] == "message_delivery_failed"
    assert failed.message["payload"]["type"] == "sending_error"


@node.needs_node
def test_node_verifies_over_what_it_parsed(
    front: FrontEmulator, application: ConnectedApplication, receiver: Receiver
) -> None:
    receiver.answers(meets, answer())
    application.create_webhook(f"{receiver.origin}/hook", types=("inbound_received",))
    front.create_rule_webhook(f"{receiver.origin}/rule", types=("inbound",))
    front.receive("Ünïcödé ☃ <3 \u2028 1.0", sender="leela")
    [_, *told] = receiver.wait_for(3)
    by_path = {each.target: each for each in told}
    rule, hook = by_path["/rule"], by_path["/hook"]
    judge = """(body, given) => crypto.createHmac(given.kind, given.secret)
        .update(given.before + JSON.stringify(JSON.parse(body))).digest("base64")"""
    signed = node.run(judge, [rule.body], kind="sha1", secret=front.api_secret, before="")
    assert signed == [rule.header("X-Front-Signature")]
    before = f"{hook.header('X-Front-Request-Timestamp')}:"
    signed = node.run(judge, [hook.body], kind="sha256", secret=application.secret, before=before)
    assert signed == [hook.header("X-Front-Signature")]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (answer_json({"challenge": "another"}), "the challenge 'another'"),
        (answer(200, "hello"), "no JSON with a challenge"),
        (answer(403), "it answered 403"),
        (hang_up, "closed"),
    ],
    ids=["another", "none", "status", "connection"],
)
def test_a_webhook_that_does_not_meet_the_challenge_is_not_made(
    front: FrontEmulator,
    application: ConnectedApplication,
    receiver: Receiver,
    script: Any,
    why: str,
) -> None:
    receiver.answers(script)
    with pytest.raises(NotConnected, match=why if why != "closed" else "did not meet"):
        application.create_webhook(receiver.url)
    assert front.webhooks == []
    [entry] = front.journal.find(kind="webhook")
    assert (entry.type, entry.state) == ("sync", "failed")


def test_what_cannot_be_asked_for(front: FrontEmulator, application: ConnectedApplication) -> None:
    with pytest.raises(InvalidSetting, match="the nearest is inbound"):
        front.create_rule_webhook("http://localhost:1", types=("inbound_received",))
    with pytest.raises(InvalidSetting, match="the nearest is inbound_received"):
        application.create_webhook("http://localhost:1", types=("inbound_receive",))
    with pytest.raises(InvalidSetting, match="without types"):
        front.create_rule_webhook("http://localhost:1", types=())
    with pytest.raises(InvalidSetting, match="url: 'nowhere'"):
        front.create_rule_webhook("nowhere")


def test_a_rule_is_not_told_twice(front: FrontEmulator, receiver: Receiver) -> None:
    receiver.answers(REFUSAL)
    hook = front.create_rule_webhook(receiver.url, types=("inbound",))
    front.clock.freeze()
    front.receive("Hello", sender="leela")
    front.clock.advance(86_400)
    assert len(receiver.requests) == 1
    [call] = hook.calls
    assert (call.state, call.reason) == ("failed", "it answered 500")


def test_an_application_is_told_again_at_the_company_s_pace(
    front: FrontEmulator, webhook: ConnectedWebhook, receiver: Receiver
) -> None:
    front.clock.freeze()
    receiver.answers(REFUSAL, REFUSAL, answer())
    front.receive("Hello", sender="leela")
    front.clock.advance(0)
    assert len(receiver.requests) == 1
    front.clock.advance(RETRY_PAUSES[0] - 1)
    assert len(receiver.requests) == 1
    front.clock.advance(1)
    assert len(receiver.requests) == 2
    front.clock.advance(RETRY_PAUSES[1])
    first, second, third = receiver.requests
    assert first.body == second.body == third.body
    assert [each.state for each in webhook.calls[1:]] == ["failed", "failed", "sent"]
    assert [each.attempt for each in webhook.calls[1:]] == [1, 2, 3]
    front.clock.advance(86_400)
    assert len(receiver.requests) == 3


def test_one_that_goes_on_failing_is_disabled_until_it_is_enabled(
    front: FrontEmulator, webhook: ConnectedWebhook, receiver: Receiver
) -> None:
    front.clock.freeze()
    receiver.answers(REFUSAL)
    for number in range(FAILURES_BEFORE_DISABLING):
        assert not webhook.is_disabled
        front.receive(f"Message {number}", sender="leela")
        front.clock.advance(sum(RETRY_PAUSES))
    assert webhook.is_disabled
    assert "disabled" in repr(webhook)
    attempts = FAILURES_BEFORE_DISABLING * (1 + len(RETRY_PAUSES))
    assert len(receiver.requests) == attempts
    receiver.answers(answer())
    front.receive("Nobody is told", sender="leela")
    front.clock.advance(86_400)
    assert len(receiver.requests) == attempts
    webhook.enable()
    front.receive("Told again", sender="leela")
    front.clock.advance(0)
    assert receiver.messages[-1]["payload"]["target"]["data"]["text"] == "Told again"
    assert len(receiver.requests) == attempts + 1


def test_what_waits_when_it_is_disabled_or_removed_is_cancelled(
    front: FrontEmulator, webhook: ConnectedWebhook, receiver: Receiver
) -> None:
    front.clock.freeze()
    receiver.answers(REFUSAL)
    front.receive("Hello", sender="leela")
    assert [each.state for each in webhook.calls[1:]] == ["failed", "scheduled"]
    webhook.delete()
    assert [each.state for each in webhook.calls[1:]] == ["failed", "cancelled"]
    assert "removed" in repr(webhook)
    front.clock.advance(60)
    assert len(receiver.requests) == 1
    with pytest.raises(NotFound):
        webhook.enable()


def test_a_hanging_webhook_delays_nothing_else(front: FrontEmulator, receiver: Receiver) -> None:
    with Receiver() as hanging:
        hanging.answers(hang())
        front.create_rule_webhook(hanging.url, types=("inbound",))
        front.create_rule_webhook(f"{receiver.origin}/other", types=("inbound",))
        front.channel.outgoing_url = receiver.url
        question = front.receive("Hello", sender="leela")
        hanging.wait_for()
        assert front.reply(question, "Good news").ok
        assert sorted(paths(receiver, 2)) == ["/front/outgoing", "/other"]
        front.receive("And another", sender="leela")
        receiver.wait_for(3)
        assert len(hanging.requests) == 1
        hanging.release()
        assert [each["target"]["data"]["text"] for each in _bodies(hanging, 2)] == [
            "Hello",
            "And another",
        ]


def test_a_reset_breaks_off_what_is_under_way(front: FrontEmulator, receiver: Receiver) -> None:
    receiver.answers(hang())
    front.company.settle()
    hook = front.create_rule_webhook(receiver.url, types=("inbound",))
    front.receive("Hello", sender="leela")
    receiver.wait_for()
    front.reset()
    assert front.server.courier.drain(5)
    assert hook.calls == []
    assert front.webhooks == []


def test_a_snapshot_and_an_export_keep_what_is_due(
    front: FrontEmulator, webhook: ConnectedWebhook, receiver: Receiver
) -> None:
    front.clock.freeze()
    receiver.answers(REFUSAL, answer())
    front.receive("Hello", sender="leela")
    front.clock.advance(0)
    front.snapshots.take("before the retry")
    exported = json.loads(json.dumps(front.export_state()))
    front.clock.advance(RETRY_PAUSES[0])
    assert len(receiver.requests) == 2
    front.snapshots.restore("before the retry")
    front.clock.advance(RETRY_PAUSES[0])
    assert len(receiver.requests) == 3
    front.import_state(exported)
    front.clock.advance(RETRY_PAUSES[0])
    assert len(receiver.requests) == 4
    assert len({each.body for each in receiver.requests}) == 1
    assert [each.state for each in webhook.calls] == ["sent", "failed", "sent"]


def _bodies(receiver: Receiver, count: int) -> list[Json]:
    return [each.message for each in receiver.wait_for(count)]
