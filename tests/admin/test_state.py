"""Settings, snapshots, state, seeding and release over HTTP."""

from pathlib import Path
from typing import Any

import pytest

from front_emulator import FrontEmulator, FrontServer
from front_emulator.domain import receiving
from front_emulator.domain.settings import Settings, document
from tests.admin.client import Admin

COMPANY = "/companies/latest"
STORY = {
    "contacts": {"fry": {"name": "Fry"}},
    "conversations": {"old": {"messages": [{"from": "${fry.handle}", "body": "Hi", "at": "-1h"}]}},
}


@pytest.fixture
def front(server: FrontServer) -> FrontEmulator:
    front = FrontEmulator(server=server, processing_delay=0)
    front.clock.freeze()
    return front


def test_settings_are_read_and_changed_by_name(admin: Admin, front: FrontEmulator) -> None:
    assert admin.get(f"{COMPANY}/settings") == document(Settings(processing_delay=(0, 0)))
    change = {"link_host": "api2", "processing_delay": "0.5-2"}
    answer = admin.call("PATCH", f"{COMPANY}/settings", json=change)
    assert answer.json() == document(front.settings)
    assert (front.settings.link_host, front.settings.processing_delay) == ("api2", (0.5, 2))
    assert admin.call("PATCH", f"{COMPANY}/settings", json=answer.json()).status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"link_host": "ap2"},
            "link_host: 'ap2' should be one of emulator, company, api2; the nea",
        ),
        ({"link_hots": "api2"}, "link_hots: no such setting; the nearest is link_host"),
        ({"delivery_retries": "2"}, "delivery_retries: '2' should be a whole number, at least 0"),
        ({"link_host": "api2", "retry_pause": -1}, "retry_pause: -1 should be a number of seconds"),
    ],
)
def test_a_wrong_setting_is_a_problem_that_names_it(
    admin: Admin, front: FrontEmulator, change: dict[str, Any], said: str
) -> None:
    """And none of the change is made."""
    problem = admin.refused("PATCH", f"{COMPANY}/settings", json=change)
    assert problem["status"] == 400
    assert said in problem["detail"]
    assert document(front.settings) == document(Settings(processing_delay=(0, 0)))


def test_a_company_can_be_made_with_settings(admin: Admin, server: FrontServer) -> None:
    made = admin.post("/companies", settings={"archived_target": "new_conversation"})
    company = server.accounts.by_id(made["id"])
    assert company is not None
    assert company.settings.archived_target == "new_conversation"
    assert admin.refused("POST", "/companies", json={"settings": {"nope": 1}})["status"] == 400


def test_a_snapshot_is_taken_compared_gone_back_to_and_forgotten(
    admin: Admin, front: FrontEmulator
) -> None:
    front.receive("One", sender="fry")
    taken = admin.post(f"{COMPANY}/snapshots", name="before it")
    assert (taken["name"], taken["messages"], taken["due"]) == ("before it", 1, 0)
    second = front.receive("Two", sender="fry")
    assert admin.get(f"{COMPANY}/snapshots") == {"snapshots": [taken]}
    found = admin.get(f"{COMPANY}/snapshots/before%20it/diff")
    assert list(found["differences"]["messages"]["added"]) == [second.id]
    assert f"+ messages {second.id} 'Two'" in found["text"].split("\n")
    admin.post(f"{COMPANY}/snapshots", name="after")
    assert admin.get(f"{COMPANY}/snapshots/after/diff", to="after")["differences"] == {}
    back = admin.get(f"{COMPANY}/snapshots/after/diff", to="before it")
    assert list(back["differences"]["messages"]["removed"]) == [second.id]
    assert admin.post(f"{COMPANY}/snapshots/before%20it/restore") is None
    assert [message.text for message in front.messages] == ["One"]
    admin.call("DELETE", f"{COMPANY}/snapshots/after")
    assert list(front.snapshots) == ["before it"]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "nope/restore"), ("GET", "nope/diff"), ("DELETE", "nope")]
)
def test_an_unknown_snapshot_is_a_404(
    admin: Admin, front: FrontEmulator, method: str, path: str
) -> None:
    problem = admin.refused(method, f"{COMPANY}/snapshots/{path}")
    assert problem["status"] == 404
    assert problem["detail"].startswith("There is no snapshot 'nope'")


def test_a_state_goes_out_of_one_company_into_another(admin: Admin, front: FrontEmulator) -> None:
    """More than Front's own limit of bytes, too: files are in it."""
    front.receive("Hi", sender="fry")
    exported = admin.get(f"{COMPANY}/state")
    exported["padding"] = "x" * 40_000_000
    other = admin.post("/companies")
    answer = admin.call("PUT", f"/companies/{other['id']}/state", json=exported)
    assert answer.status_code == 204, answer.text
    shown = admin.get(f"/companies/{other['id']}")
    assert (shown["messages"], shown["api_token"]) == (1, other["api_token"])


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "'format' is a required property"),
        ({"format": "front-emulator state", "version": 2}, "version 2 of the format"),
        ({"format": "front-emulator state", "version": 1}, "not as schemas/state.json has it"),
    ],
)
def test_another_document_is_refused(
    admin: Admin, front: FrontEmulator, state: dict[str, Any], said: str
) -> None:
    problem = admin.refused("PUT", f"{COMPANY}/state", json=state)
    assert problem["status"] == 400
    assert said in problem["detail"]


def test_the_state_is_saved_on_demand(admin: Admin, front: FrontEmulator, tmp_path: Path) -> None:
    """Where `serve --state` named a file."""
    problem = admin.refused("POST", f"{COMPANY}/state/save")
    assert (problem["status"], problem["title"]) == (409, "Conflict")
    path = tmp_path / "front.json"
    front.server.state_files[front.company.id] = path
    front.receive("Hi", sender="fry")
    assert admin.post(f"{COMPANY}/state/save") == {"path": str(path)}
    assert [m.text for m in FrontEmulator(state=path).messages] == ["Hi"]


def test_a_company_is_filled_from_fixtures(admin: Admin, front: FrontEmulator) -> None:
    made = admin.post(f"{COMPANY}/seed", **STORY)["made"]
    assert set(made) == {"fry", "old"}
    assert [m.conversation_id for m in front.messages] == [made["old"]]


@pytest.mark.parametrize(
    ("fixtures", "said"),
    [
        ({"contcats": {}}, "contcats: there is no such key; the nearest is contacts"),
        ({"conversations": {"a": {}}}, "conversations.a.messages: missing"),
        (
            {
                "conversations": {
                    "a": {
                        "messages": [
                            {"from": "x", "body": "y", "attachments": [{"path": "/etc/hostname"}]}
                        ]
                    }
                }
            },
            "over HTTP no file of this machine is read",
        ),
    ],
)
def test_wrong_fixtures_are_refused(
    admin: Admin, front: FrontEmulator, fixtures: dict[str, Any], said: str
) -> None:
    problem = admin.refused("POST", f"{COMPANY}/seed", json=fixtures)
    assert problem["status"] == 400
    assert said in problem["detail"]
    assert front.messages == []


def test_held_messages_are_released(admin: Admin, front: FrontEmulator) -> None:
    front.configure(processing_delay="manual")
    accepted = [
        receiving.accept(front.company, front.channel.id, receiving.IncomingMessage("x", text)).uid
        for text in ("One", "Two", "Three")
    ]
    first, *others = accepted
    assert admin.post(f"{COMPANY}/release", uid=first) == {"released": [first]}
    front.clock.advance(0)
    assert [message.text for message in front.messages] == ["One"]
    assert admin.post(f"{COMPANY}/release") == {"released": others}
    assert admin.refused("POST", f"{COMPANY}/release", json={"uid": first})["status"] == 404


def test_two_runs_can_be_compared_by_a_hash(admin: Admin, front: FrontEmulator) -> None:
    front.receive("Hi", sender="fry")
    told = admin.get(f"{COMPANY}/journal/digest")
    assert told == {"sha256": front.journal.digest(), "entries": 1}
