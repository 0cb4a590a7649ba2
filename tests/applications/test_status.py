"""A message that was sent turns out not to have arrived."""

import pytest

from front_emulator import FrontEmulator
from tests.applications.partner import Partner
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver, answer_json

PATH = "{channel}/conversations/c-1/messages/m-9/status"


@pytest.fixture
def success(receiver: Receiver, partner: Partner) -> None:
    receiver.answers(
        answer_json({"type": "success", "external_id": "m-9", "external_conversation_id": "c-1"})
    )


def test_a_teammates_message_fails_later_and_the_conversation_opens(
    front: FrontEmulator, partner: Partner, success: None
) -> None:
    question = partner.receive()
    delivery = front.reply(question, "On its way")
    assert delivery.ok
    assert front.company.store.conversations[question.conversation_id].state == "archived"
    body = {"status": "failed", "reason": "Number not in service"}
    assert partner.call("PUT", PATH, json=body).status_code == 204
    message = delivery.message
    assert (message.error_type, message.failure) == ("webhook_error", "Number not in service")
    shown = Api(front).message(message.uid)
    assert (shown["error_type"], shown["is_draft"]) == ("webhook_error", False)
    assert front.company.store.conversations[question.conversation_id].state == "open"
    assert [each.type for each in front.events][-2:] == ["sending_error", "reopen"]


def test_a_message_that_was_sent_elsewhere_can_fail_too(partner: Partner) -> None:
    message = partner.send(external_id="m-9")
    assert partner.call("PUT", PATH, json={"status": "failed"}).status_code == 204
    failed = partner.front.company.store.messages[message.id]
    assert failed.failure == "The channel reported a failure"


def test_ids_may_hold_what_a_path_must_encode(partner: Partner) -> None:
    partner.send(external_id="a/b c", conversation="sms:+1")
    path = "{channel}/conversations/sms%3A%2B1/messages/a%2Fb%20c/status"
    assert partner.call("PUT", path, json={"status": "failed"}).status_code == 204


def test_what_cannot_fail(partner: Partner) -> None:
    failed = {"status": "failed"}
    partner.receive()
    error = partner.refused(
        400, "PUT", "{channel}/conversations/c-1/messages/m-1/status", json=failed
    )
    assert "was received" in error["hint"]
    assert "external ID m-9" in partner.refused(404, "PUT", PATH, json=failed)["message"]
    path = "{channel}/conversations/none/messages/m-1/status"
    assert "external ID none" in partner.refused(404, "PUT", path, json=failed)["message"]
    error = partner.refused(400, "PUT", PATH, json={"status": "delivered"})
    assert error["details"] == ["body.status: should match at least 1 condition"]
    assert partner.refused(400, "PUT", PATH, json={})["details"] == ["body.status: missing"]
