"""Message templates: synced, changed, removed."""

import pytest

from front_emulator import ApplicationChannel, FrontEmulator
from tests.applications.partner import TEMPLATE, Partner
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver

ALL = "{channel}/application_message_templates"
ONE = f"{ALL}/t-1"


def test_a_template_keeps_its_number_however_often_it_is_synced(
    partner: Partner, channel: ApplicationChannel
) -> None:
    first = partner.call("PUT", ALL, json=TEMPLATE)
    assert (first.status_code, first.json()) == (200, {"template_id": 1})
    other = partner.call("PUT", ALL, json=TEMPLATE | {"external_id": "t-2"})
    assert other.json() == {"template_id": 2}
    again = partner.call("PUT", ALL, json=TEMPLATE | {"name": "Renamed"})
    assert again.json() == {"template_id": 1}
    assert [each.name for each in channel.templates] == ["Renamed", "Appointment"]


def test_an_update_changes_what_it_names(partner: Partner, channel: ApplicationChannel) -> None:
    partner.call("PUT", ALL, json=TEMPLATE)
    changed = partner.call("PATCH", ONE, json={"is_disabled": True, "status_name": "REJECTED"})
    assert (changed.status_code, changed.json()) == (200, {"template_id": 1})
    [template] = channel.templates
    assert (template.is_disabled, template.status_name) == (True, "REJECTED")
    assert template.name == "Appointment"


def test_one_that_is_removed_is_gone_and_its_number_with_it(
    partner: Partner, channel: ApplicationChannel
) -> None:
    partner.call("PUT", ALL, json=TEMPLATE)
    assert partner.call("DELETE", ONE).status_code == 204
    assert channel.templates == []
    for method in ("PATCH", "DELETE"):
        error = partner.refused(404, method, ONE, json={})
        assert error["message"] == "Unknown application message template external ID t-1"
    assert partner.call("PUT", ALL, json=TEMPLATE).json() == {"template_id": 2}


@pytest.mark.parametrize("field", sorted(TEMPLATE))
def test_every_field_is_needed(partner: Partner, field: str) -> None:
    body = {name: value for name, value in TEMPLATE.items() if name != field}
    assert partner.refused(400, "PUT", ALL, json=body)["details"] == [f"body.{field}: missing"]


def test_a_variable_has_uid_type_and_name(partner: Partner) -> None:
    body = TEMPLATE | {"variable_mappings": [{"uid": "1"}]}
    details = partner.refused(400, "PUT", ALL, json=body)["details"]
    names = ["name", "type"]
    assert details == [f"body.variable_mappings[0].{name}: missing" for name in names]


def test_a_channel_without_templates(front: FrontEmulator, receiver: Receiver) -> None:
    custom = f"/channels/{front.channel.id}/application_message_templates"
    application = front.create_application(server_url=receiver.url, capabilities=["messages"])
    lacking = f"/channels/{application.connect().id}/application_message_templates"
    for path, said in (
        (custom, "is not an application channel"),
        (lacking, "does not support application message templates"),
    ):
        refused = Api(front).post(path, TEMPLATE)
        assert refused.status_code == 405
        with_token = Partner(front, application.channels[0])
        token = front.api_token
        error = with_token.refused(400, "PUT", path, json=TEMPLATE, token=token)
        assert said in error["message"]
