"""Every setting has an effect: for each value that is not the default, what is different."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest

from front_emulator import FrontEmulator, InvalidSetting
from front_emulator.domain.conversations import trash
from front_emulator.domain.entities import Upload
from front_emulator.domain.setting_kinds import Choice, Flag
from front_emulator.domain.settings import Settings, document, table
from front_emulator.wire import signing
from tests.e2e import receiver as r
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver


@dataclass(frozen=True)
class World:
    """An account whose clock stands still, its API, and the integration it delivers to."""

    front: FrontEmulator
    api: Api
    receiver: Receiver

    def post(self, body: str = "Hi", **fields: Any) -> Any:
        """The 202 of a message that is there once time goes on."""
        fields = {"sender": {"handle": "leela"}, "body": body, **fields}
        return self.api.post(f"/channels/{self.front.channel.id}/incoming_messages", fields)

    def taken(self, body: str = "Hi", **fields: Any) -> dict[str, Any]:
        """A message that came in over HTTP, as Front shows it."""
        answer = self.post(body, **fields)
        assert answer.status_code == 202, answer.text
        self.front.clock.advance(60)
        return self.api.message(answer.json()["message_uid"])

    def replied(self, text: str = "Hello", subject: str | None = None) -> dict[str, Any]:
        """The body of the POST that a reply causes."""
        message = self.front.receive("Hi", sender="leela", subject=subject)
        self.front.reply(message, text)
        self.front.clock.advance(0)
        return self.receiver.messages[-1]

    def upload(self, *sizes: int) -> Any:
        files = [("attachments", (f"{n}.txt", b"x" * size)) for n, size in enumerate(sizes)]
        data = {"sender[handle]": "leela", "body": "See file"}
        path = f"/channels/{self.front.channel.id}/incoming_messages"
        return self.api.post(path, data=data, files=files)


TESTS = Path(__file__).parents[1]

Effect = Callable[[World], None]
EFFECTS: dict[tuple[str, Any], Effect] = {}


def effect(name: str, value: Any) -> Callable[[Effect], Effect]:
    """Enters a function as what shows the effect of a setting's value."""

    def enter(shows: Effect) -> Effect:
        EFFECTS[name, value] = shows
        return shows

    return enter


@pytest.fixture
def world(front: FrontEmulator, api: Api, receiver: Receiver) -> World:
    front.clock.freeze()
    return World(front, api, receiver)


@pytest.mark.parametrize(("name", "value"), EFFECTS)
def test_a_value_has_its_effect_and_the_default_has_not(
    world: World, name: str, value: Any
) -> None:
    """What a value changes is seen with it, and not without it."""
    with pytest.raises(AssertionError):
        EFFECTS[name, value](world)
    world.front.reset()
    world.front.clock.freeze()
    world.receiver.answers(r.SUCCESS)
    world.receiver.requests.clear()
    world.front.configure(**{name: value})
    EFFECTS[name, value](world)


def test_every_value_that_is_not_the_default_is_tested() -> None:
    """Here or in a test that sets it; one value stands for all of a number or a text."""
    sources = "".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    for each in table():
        kind = each.kind
        values = kind.values if isinstance(kind, Choice) else (True, False)
        if not isinstance(kind, Choice | Flag):
            in_effects = any(name == each.name for name, _ in EFFECTS)
            assert in_effects or f"{each.name}=" in sources, each.name
            continue
        for value in (value for value in values if value != each.default):
            spelled = f'"{value}"' if isinstance(value, str) else value
            # Or to the parameter of a test.
            is_set = re.search(rf"\b{each.name}=({spelled}|[a-z_]+\b)", sources)
            assert (each.name, value) in EFFECTS or is_set, (each.name, value)


def test_a_reset_takes_settings_back(front: FrontEmulator) -> None:
    """What an account was made with is what it goes back to."""
    before = front.settings
    front.configure(user_agent="Mine/1")
    assert front.settings.user_agent == "Mine/1"
    front.reset()
    assert front.settings == before


def test_an_unknown_name_or_value_is_refused_with_the_nearest(front: FrontEmulator) -> None:
    with pytest.raises(InvalidSetting, match="nearest is archived_target"):
        front.configure(archive_target="reopen")
    with pytest.raises(InvalidSetting, match="nearest is new_conversation"):
        front.configure(archived_target="new")
    with pytest.raises(InvalidSetting, match="nearest is outgoing_url"):
        FrontEmulator(outgoing_ulr="http://localhost/")
    assert document(front.settings) == document(Settings(processing_delay=(0, 0)))


@effect("processing_delay", "manual")
def held_until_released(world: World) -> None:
    uid = world.post().json()["message_uid"]
    world.front.clock.advance(3600)
    missing = world.api.get(f"/messages/alt:uid:{uid}")
    assert missing.status_code == 404
    assert missing.headers["X-Front-Emulator-Hint"] == "accepted, and held until it is released"
    assert world.front.release() == [uid]
    world.front.clock.advance(0)
    assert world.api.message(uid)["text"] == "Hi"
    assert world.front.receive("Released at once", sender="fry").text == "Released at once"


@effect("processing_delay", (7, 7))
def later(world: World) -> None:
    uid = world.post().json()["message_uid"]
    world.front.clock.advance(6.999)
    assert world.api.get(f"/messages/alt:uid:{uid}").status_code == 404
    world.front.clock.advance(0.001)
    assert world.api.message(uid)["id"]


@effect("message_not_found_text", "No {reference} here")
def own_text(world: World) -> None:
    answer = world.api.get("/messages/alt:uid:abc")
    assert answer.json()["_error"]["message"] == "No alt:uid:abc here"
    assert answer.status_code == 404


@effect("attachments_limit", 10)
def smaller_limit(world: World) -> None:
    assert world.upload(10).status_code == 202
    answer = world.upload(11)
    assert answer.status_code == 413
    assert answer.json()["_error"]["title"] == "Payload too large"


@effect("attachments_limit_scope", "file")
def limit_of_each_file(world: World) -> None:
    world.front.configure(attachments_limit=10)
    assert world.upload(10, 10, 10).status_code == 202
    assert "a file has 11 bytes" in world.upload(1, 11).headers["X-Front-Emulator-Hint"]


@effect("too_large_status", 400)
def refused_like_a_field(world: World) -> None:
    world.front.configure(attachments_limit=10)
    answer = world.upload(11)
    assert (answer.status_code, answer.json()["_error"]["title"]) == (400, "Bad request")
    world.front.configure(attachments_limit=0)
    assert world.upload(5 * 1024 * 1024).status_code == 400


@effect("allow_blank_body", True)
def blank_bodies(world: World) -> None:
    assert world.taken("")["text"] == ""
    assert world.post(" ", sender={"handle": " "}).status_code == 400
    missing = {"sender": {"handle": "leela"}}
    path = f"/channels/{world.front.channel.id}/incoming_messages"
    assert world.api.post(path, missing).status_code == 400


@effect("ignore_unknown_contact_id", True)
def unknown_contact_passed_over(world: World) -> None:
    shown = world.taken(sender={"handle": "leela", "contact_id": "crd_0"})
    known = shown["recipients"][0]["_links"]["related"]["contact"].rpartition("/")[2]
    again = world.taken(sender={"handle": "other", "contact_id": known})
    assert again["recipients"][0]["_links"]["related"]["contact"].endswith(known)


@effect("sanitise_html", False)
def raw_html(world: World) -> None:
    html = "<p onclick='x()'>Hi</p><script>x()</script>"
    shown = world.taken(html, body_format="html")
    assert (shown["body"], shown["text"]) == (html, "Hi")
    assert world.replied(html)["body"] == html


@effect("thread_ref_scope", "company")
def shared_by_channels(world: World) -> None:
    other = world.front.create_channel("Other")
    first = world.front.receive(thread_ref="a")
    second = world.front.receive(thread_ref="a", channel=other)
    assert first.conversation_id == second.conversation_id


@effect("archived_target", "new_conversation")
def archived_for_good(world: World) -> None:
    first = world.front.receive(sender="leela")
    world.api.patch(f"/conversations/{first.conversation_id}", {"status": "archived"})
    second = world.front.receive(sender="leela")
    assert second.conversation_id != first.conversation_id
    assert world.api.conversation(first.conversation_id)["status"] == "archived"
    assert world.front.receive(sender="leela").conversation_id == second.conversation_id


@effect("trashed_target", "new_conversation")
def trashed_for_good(world: World) -> None:
    first = world.front.receive(sender="leela")
    with world.front.company.lock:
        trash(world.front.company, first.conversation_id)
    assert world.front.receive(sender="leela").conversation_id != first.conversation_id
    assert world.api.conversation(first.conversation_id)["status"] == "deleted"


@effect("echo_headers", False)
def headers_kept_back(world: World) -> None:
    shown = world.taken(metadata={"headers": {"x": 1}, "thread_ref": "a"})
    assert shown["metadata"] == {"thread_ref": "a"}


@effect("legacy_conversation_reference", True)
def reference_in_the_202(world: World) -> None:
    for metadata in ({}, {"thread_ref": "a"}):
        accepted = world.post(metadata=metadata).json()
        assert list(accepted) == ["status", "message_uid", "conversation_reference"]
        reference = accepted["conversation_reference"]
        world.front.clock.advance(60)
        shown = world.api.message(accepted["message_uid"])
        conversation = world.api.conversation(f"alt:ref:{reference}")
        assert shown["_links"]["related"]["conversation"].endswith(conversation["id"])


@effect("retry_pause", 5.0)
def longer_pause(world: World) -> None:
    retried_after(world, 5, 10)


@effect("retry_backoff", 3.0)
def steeper_pauses(world: World) -> None:
    retried_after(world, 1, 3, 9)


def retried_after(world: World, *pauses: float) -> None:
    world.front.configure(delivery_retries=len(pauses))
    world.receiver.answers(r.answer(503))
    world.replied()
    for pause in pauses:
        assert world.front.clock.advance(pause - 0.001) == []
        assert len(world.front.clock.advance(0.001)) == 1


@effect("untyped_answer", "failed")
def type_wanted(world: World) -> None:
    for body in ("", "ok", "{}", '{"type":"sucess"}'):
        world.receiver.answers(r.answer(200, body))
        world.replied()
        delivery = world.front.deliveries[-1]
        assert (delivery.ok, delivery.error_type) == (False, "internal_error")
        assert delivery.reason == "The channel answered 200 OK without a type"
    world.receiver.answers(r.SUCCESS)
    world.replied()
    assert world.front.deliveries[-1].ok


@effect("user_agent", "Mine/1")
def own_user_agent(world: World) -> None:
    world.replied()
    assert world.receiver.requests[-1].header("User-Agent") == "Mine/1"


@effect("delivery_signature", "sha1_and_timestamp")
def timestamp_beside_the_signature(world: World) -> None:
    world.replied()
    request = world.receiver.requests[-1]
    assert (request.header("X-Front-Request-Timestamp") or "").isdecimal()
    expected = signing.custom_channel_signature(world.front.api_secret, request.body)
    assert request.header("X-Front-Signature") == expected


@effect("delivery_signature", "sha256")
def signature_of_applications(world: World) -> None:
    world.replied()
    request = world.receiver.requests[-1]
    timestamp = request.header("X-Front-Request-Timestamp") or ""
    expected = signing.application_signature(world.front.api_secret, timestamp, request.body)
    assert request.header("X-Front-Signature") == expected


@effect("signature_clock", "company")
def company_time_signed(world: World) -> None:
    world.front.configure(delivery_signature="sha256")
    world.front.clock.advance(100_000)
    world.replied()
    timestamp = world.receiver.requests[-1].header("X-Front-Request-Timestamp") or ""
    assert int(timestamp) == int(world.front.clock.now() * 1000)


@effect("delivered_as", "sent")
def no_draft(world: World) -> None:
    payload = world.replied()
    assert (payload["is_draft"], payload["version"], payload["draft_mode"]) == (False, None, None)


@effect("reply_subject", "re_trimmed")
def no_blank_at_the_end(world: World) -> None:
    assert world.replied()["subject"] == "Re:"


@effect("reply_subject", "unchanged")
def subject_kept(world: World) -> None:
    assert world.replied(subject="Parcel")["subject"] == "Parcel"


@effect("outgoing_body", "html")
def typed_text_as_html(world: World) -> None:
    payload = world.replied("1 < 2\ntest")
    assert payload["body"] == "1 &lt; 2<br>test<br>"
    assert (payload["text"], payload["blurb"]) == ("1 < 2\ntest\n", "1 < 2 test ")


@effect("reply_event", "outbound")
def event_of_a_reply(world: World) -> None:
    world.replied()
    assert "outbound" in [event.type for event in world.front.events]


@effect("message_profile", "2020")
def fields_of_2020(world: World) -> None:
    payload = world.replied()
    later = {"message_uid", "draft_mode", "signature"}
    world.front.configure(message_profile="2023")
    assert list(payload) == [name for name in world.taken() if name not in later]
    world.front.configure(message_profile="2020")
    assert list(payload["_links"]["related"]) == ["conversation", "message_replied_to"]
    assert list(payload["recipients"][0]) == ["_links", "handle", "role"]
    assert list(world.taken()) == list(payload)


@effect("draft_mode", "null")
def no_draft_mode(world: World) -> None:
    assert world.replied()["draft_mode"] is None


@effect("draft_mode", "absent")
def draft_mode_left_out(world: World) -> None:
    assert "draft_mode" not in world.replied()


@effect("message_replied_to", "parent")
def link_to_the_parent(world: World) -> None:
    payload = world.replied()
    [parent] = [message for message in world.front.messages if message.is_inbound]
    link = payload["_links"]["related"]["message_replied_to"]
    assert link == f"{world.front.url}/messages/{parent.id}"
    assert world.api.get(link).json()["id"] == parent.id


@effect("in_reply_to", "hex")
def sixteen_digits(world: World) -> None:
    payload = world.replied()
    [parent] = [message for message in world.front.messages if message.is_inbound]
    reference = sha1(parent.uid.encode(), usedforsecurity=False).hexdigest()[:16]
    assert payload["metadata"]["headers"]["in_reply_to"] == reference


@effect("link_host", "company")
def links_of_the_company(world: World) -> None:
    links_start_with(world, "https://planet-express.api.frontapp.com/")


@effect("link_host", "api2")
def links_of_api2(world: World) -> None:
    links_start_with(world, "https://api2.frontapp.com/")


def links_start_with(world: World, base: str) -> None:
    upload = Upload("a.txt", "text/plain", b"x")
    shown = world.front.receive(sender="leela", attachments=[upload])
    for each in (world.replied(), world.api.get(f"/messages/{shown.id}").json()):
        assert each["_links"]["self"].startswith(base)
    message = world.api.get(f"/messages/{shown.id}").json()
    assert message["attachments"][0]["url"].startswith(base)
    page = world.api.get(f"/conversations/{shown.conversation_id}/messages?limit=1").json()
    assert page["_pagination"]["next"].startswith(base)
    assert page["_links"]["self"].startswith(base)


@effect("rate_limit_reset", "fraction")
def reset_with_a_fraction(world: World) -> None:
    reset = world.api.get("/me").headers["x-ratelimit-reset"]
    assert reset.endswith(".000")
