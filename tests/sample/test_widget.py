"""The page and the API it uses."""

from typing import Any

import pytest
from flask import Flask

from tests.sample.actors import Visitor, body_of, deliver, reply_to
from tests.sample.conftest import MakeApp
from tests.sample.fake_front import BROKEN_OFF, NOT_YET, Answer, FakeFront, error


def test_the_page_is_served_with_a_strict_policy(app: Flask) -> None:
    answer = app.test_client().get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in answer.text
    assert "style=" not in answer.text
    assert "://" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["chat.js", "chat.css", "icon.svg"])
def test_what_the_page_needs_is_served(app: Flask, name: str) -> None:
    assert f"/static/{name}" in app.test_client().get("/").text
    answer = app.test_client().get(f"/static/{name}", buffered=True)
    assert answer.status_code == 200
    assert "innerHTML" not in answer.text


def test_health(app: Flask) -> None:
    assert app.test_client().get("/healthz").json == {"status": "ok"}


def test_a_message_goes_to_front_and_is_found_there(front: FakeFront, visitor: Visitor) -> None:
    front.gets.extend([NOT_YET, NOT_YET])
    answer = visitor.write("  Hello  ", name="Leela")
    assert answer.status_code == 202
    assert body_of(answer)["status"] == "sending"
    shown = visitor.wait_for("received")
    assert (shown["text"], shown["message_uid"]) == ("Hello", "0123abcd")
    assert front.bodies == [
        {
            "sender": {"handle": visitor.handle, "name": "Leela"},
            "body": "Hello",
            "metadata": {"thread_ref": visitor.thread_ref},
        }
    ]
    assert front.lookups == ["/messages/alt:uid:0123abcd"] * 3


def test_a_visitor_keeps_the_handle_and_each_chat_has_its_thread(app: Flask) -> None:
    visitor = Visitor(app)
    handle, thread_ref = visitor.handle, visitor.thread_ref
    visitor.begin()
    assert visitor.handle == handle
    assert visitor.thread_ref != thread_ref
    assert Visitor(app).handle != handle


def test_the_cookie_is_not_told_to_front(visitor: Visitor) -> None:
    cookie = visitor.browser.get_cookie("visitor")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.value not in visitor.handle


def test_a_refused_message_shows_why(front: FakeFront, visitor: Visitor) -> None:
    front.posts.append(error(403, "Missing required scopes: [messages:write]"))
    visitor.write("Hello")
    failed = visitor.wait_for("failed")
    assert failed["reason"] == "Front answered 403: Missing required scopes: [messages:write]"
    visitor.write("Again")
    visitor.wait_for("received", number=1)


def test_messages_leave_in_order_though_the_first_is_retried(
    front: FakeFront, visitor: Visitor
) -> None:
    front.posts.extend([error(429, "Too many", Retry_After="20"), error(500, "Oops"), BROKEN_OFF])
    for text in ("one", "two", "three"):
        visitor.write(text)
    visitor.wait_for("received", number=2)
    assert [body["body"] for body in front.bodies] == ["one"] * 4 + ["two", "three"]


def test_a_message_accepted_without_a_uid_stays_sent(front: FakeFront, visitor: Visitor) -> None:
    front.posts.append(Answer(202))
    visitor.write("Hello")
    assert visitor.wait_for("sent")["message_uid"] is None
    assert front.lookups == []


def test_a_message_front_never_shows_stays_sent(front: FakeFront, visitor: Visitor) -> None:
    front.gets.extend([NOT_YET] * 15)
    visitor.write("Hello")
    visitor.write("Again")
    visitor.wait_for("received", number=1)
    assert [message["state"] for message in visitor.messages()] == ["sent", "received"]


def test_a_mistake_of_ours_is_shown_as_failed(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("slurm")

    monkeypatch.setattr("front_emulator.sample.outbox.incoming_message", crash)
    visitor.write("Hello")
    assert visitor.wait_for("failed")["reason"] == "Something went wrong here."


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": " \n"}, {"text": 7}, [], "x", None])
def test_a_message_without_text_is_refused(visitor: Visitor, body: Any) -> None:
    answer = visitor.browser.post(visitor.url, json=body)
    assert (answer.status_code, body_of(answer)["type"]) == (400, "bad_request")
    assert visitor.messages() == []


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 200_000])
def test_what_is_no_json_is_refused(visitor: Visitor, raw: bytes) -> None:
    answer = visitor.browser.post(visitor.url, data=raw, content_type="application/json")
    assert (answer.status_code, body_of(answer)["type"]) == (400, "bad_request")


def test_a_form_of_another_site_is_refused(visitor: Visitor) -> None:
    answer = visitor.browser.post(visitor.url, data={"text": "Buy!"})
    assert answer.status_code == 400
    assert visitor.messages() == []


def test_a_text_too_long_is_refused(make_app: MakeApp) -> None:
    visitor = Visitor(make_app(max_text=5))
    assert visitor.write("123456").status_code == 400
    assert visitor.write("12345").status_code == 202


def test_a_chat_that_has_ended_takes_no_more_messages(visitor: Visitor) -> None:
    visitor.browser.post(f"/api/chats/{visitor.chat_id}/close", json={})
    answer = visitor.write("Hello")
    assert (answer.status_code, body_of(answer)["type"]) == (403, "forbidden")
    assert body_of(visitor.browser.get(visitor.url))["closed"] is True


def test_too_many_messages_on_their_way_are_refused(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("front_emulator.sample.lanes.Lanes.add", lambda *_: None)
    visitor = Visitor(make_app(max_pending=2))
    answers = [visitor.write("Hello") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]


def test_another_chat_is_not_found(visitor: Visitor) -> None:
    answer = visitor.browser.get("/api/chats/nope/messages")
    assert (answer.status_code, body_of(answer)["type"]) == (404, "not_found")


def test_news_is_what_changed_since(app: Flask, visitor: Visitor) -> None:
    deliver(app, reply_to(visitor.handle, id="msg_1", text="one"))
    before = body_of(visitor.browser.get(visitor.url))
    deliver(app, reply_to(visitor.handle, id="msg_2", text="two"))
    news = body_of(visitor.browser.get(f"{visitor.url}?after={before['next']}&wait=5"))
    assert [message["text"] for message in news["messages"]] == ["two"]


def test_with_all_seats_taken_nobody_waits(make_app: MakeApp) -> None:
    visitor = Visitor(make_app(max_waiting=0))
    news = body_of(visitor.browser.get(f"{visitor.url}?after=0&wait=25"))
    assert news == {"next": 0, "closed": False, "messages": []}


@pytest.mark.parametrize("query", ["after=x&wait=y", "after=-1&wait=-1", "wait=nan", "after=9"])
def test_odd_queries_are_answered_at_once(visitor: Visitor, query: str) -> None:
    assert visitor.browser.get(f"{visitor.url}?{query}").status_code == 200


def test_the_quietest_chat_makes_room(make_app: MakeApp) -> None:
    app = make_app(max_chats=2)
    quiet, busy = Visitor(app), Visitor(app)
    quiet.messages()
    busy.messages()
    third = Visitor(app)
    assert quiet.browser.get(quiet.url).status_code == 404
    assert busy.messages() == third.messages() == []


def test_the_oldest_message_makes_room(make_app: MakeApp) -> None:
    app = make_app(max_messages=2)
    visitor = Visitor(app)
    for text in ("one", "two", "three"):
        deliver(app, reply_to(visitor.handle, id=text, text=text))
    assert visitor.texts() == ["two", "three"]


def test_a_message_that_made_room_is_not_brought_back(make_app: MakeApp, front: FakeFront) -> None:
    app = make_app(max_messages=1)
    visitor = Visitor(app)
    visitor.write("one")
    visitor.write("two")
    assert visitor.wait_for("received")["text"] == "two"
    assert visitor.texts() == ["two"]


def test_ids_of_replies_are_forgotten_some_time(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("front_emulator.sample.chats._REMEMBERED_IDS", 1)
    for message_id in ("msg_1", "msg_2", "msg_2", "msg_1"):
        deliver(app, reply_to(visitor.handle, id=message_id))
    assert len(visitor.messages()) == 3


def test_replies_to_somebody_who_was_unknown_wait_for_them(make_app: MakeApp) -> None:
    app = make_app(accept_unknown=True, max_chats=1)
    visitor = Visitor(app)
    Visitor(app)  # makes the visitor unknown
    deliver(app, reply_to(visitor.handle))
    visitor.begin()
    assert visitor.texts() == ["On its way."]
    visitor.browser.get(f"{visitor.url}?after=1")
    seen = visitor.chat_id
    visitor.begin()
    assert visitor.chat_id != seen


def test_chats_of_two_apps_know_nothing_of_each_other(make_app: MakeApp) -> None:
    visitor = Visitor(make_app())
    other = make_app().test_client()
    assert other.get(visitor.url).status_code == 404
