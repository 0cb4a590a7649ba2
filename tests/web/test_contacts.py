"""Who a sender is: by the channel's contact type, by contact_id, by name."""

import pytest

from tests.web.client import Api, Json


def contact_of(api: Api, message: Json) -> Json:
    contact: Json = api.get(message["recipients"][0]["_links"]["related"]["contact"])
    return contact


def test_a_custom_handle_is_kept_as_it_is(api: Api) -> None:
    message = api.receive(sender=" Leela@Example.com ")
    assert message["recipients"][0]["handle"] == " Leela@Example.com "
    assert contact_of(api, message)["handles"] == [
        {"handle": " Leela@Example.com ", "source": "custom"}
    ]


@pytest.mark.front(contact_type="email")
def test_an_email_address_is_the_same_in_any_case(api: Api) -> None:
    first = api.receive(sender=" Leela@Example.com ")
    second = api.receive(sender="leela@example.com")
    assert first["recipients"][0]["handle"] == "leela@example.com"
    assert first["recipients"] == second["recipients"]
    assert first["_links"]["related"]["conversation"] == second["_links"]["related"]["conversation"]
    assert api.get("/contacts/alt:email:LEELA@example.com")["handles"] == [
        {"handle": "leela@example.com", "source": "email"}
    ]


@pytest.mark.front(contact_type="phone")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("415 555 2671", "+14155552671"),
        ("(415) 555-2671", "+14155552671"),
        ("1-415-555-2671", "+14155552671"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+33 1 23 45 67 89", "+33123456789"),
        ("not a number", "not a number"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_a_phone_number_without_a_plus_is_one_of_the_usa(api: Api, given: str, kept: str) -> None:
    message = api.receive(sender=given)
    assert message["recipients"][0]["handle"] == kept
    assert contact_of(api, message)["handles"] == [{"handle": kept, "source": "phone"}]


@pytest.mark.front(contact_type="phone")
def test_one_number_in_two_spellings_is_one_conversation(api: Api) -> None:
    for sender in ("415 555 2671", "+1 415-555-2671"):
        api.receive(sender=sender)
    assert len(api.front.conversations) == 1


def test_one_handle_by_two_contact_types_is_two_contacts(api: Api) -> None:
    mail = api.front.create_channel(contact_type="email")
    custom = contact_of(api, api.receive(sender="leela@example.com"))
    by_mail = contact_of(api, api.receive(sender="leela@example.com", channel=mail))
    assert custom["id"] != by_mail["id"]


def test_a_name_is_shown_and_kept(api: Api) -> None:
    named = api.receive(name="Turanga Leela")
    later = api.receive()
    assert named["recipients"][0]["name"] == later["recipients"][0]["name"] == "Turanga Leela"
    assert contact_of(api, later)["name"] == "Turanga Leela"


def test_a_new_name_replaces_the_old_one(api: Api) -> None:
    api.receive(name="Leela")
    message = api.receive(name="Turanga Leela")
    assert contact_of(api, message)["name"] == "Turanga Leela"


def test_a_contact_id_gives_the_contact_another_handle(api: Api) -> None:
    known = contact_of(api, api.receive(sender="leela", name="Leela"))
    message = api.receive(sender="leela-at-home", contact_id=known["id"])
    assert message["recipients"][0]["name"] == "Leela"
    assert contact_of(api, message) == known | {
        "handles": [
            {"handle": "leela", "source": "custom"},
            {"handle": "leela-at-home", "source": "custom"},
        ]
    }
    assert api.get("/contacts/alt:custom:leela-at-home")["id"] == known["id"]


def test_a_contact_id_takes_the_handle_from_the_contact_that_had_it(api: Api) -> None:
    before = contact_of(api, api.receive(sender="shared"))
    taker = contact_of(api, api.receive(sender="leela"))
    api.receive(sender="shared", contact_id=taker["id"])
    assert api.get("/contacts/alt:custom:shared")["id"] == taker["id"]
    assert api.get(f"/contacts/{before['id']}")["handles"] == []


def test_an_unknown_contact_id_is_refused_at_once(api: Api) -> None:
    data = {"sender": {"handle": "x", "contact_id": "crd_0"}, "body": "Hi"}
    error = api.refused("POST", api.front.channel.incoming_url, json=data)
    assert (error["status"], error["message"]) == (404, "Unknown contact ID crd_0")
    api.front.clock.advance(1)
    assert api.front.messages == []


def test_a_contact_reads_as_documented(api: Api) -> None:
    contact = contact_of(api, api.receive(name="Leela"))
    url = f"{api.front.url}/contacts/{contact['id']}"
    assert contact == {
        "_links": {
            "self": url,
            "related": {
                "notes": f"{url}/notes",
                "conversations": f"{url}/conversations",
                "owner": None,
            },
        },
        "id": contact["id"],
        "name": "Leela",
        "description": "",
        "avatar_url": None,
        "links": [],
        "groups": [],
        "lists": [],
        "handles": [{"handle": "leela", "source": "custom"}],
        "custom_fields": {},
        "is_private": False,
    }
