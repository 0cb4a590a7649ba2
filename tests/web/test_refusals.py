"""Every refusal is Front's envelope, with Front's texts."""

from typing import Any

import pytest

from tests.web.client import Api, Json

SENDER = {"handle": "leela"}
GOOD = {"sender": SENDER, "body": "Hi"}
JWT = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"


def envelope(status: int, title: str, message: str, *details: str) -> Json:
    error: Json = {"status": status, "title": title, "message": message}
    return {"_error": error | ({"details": list(details)} if details else {})}


def invalid(*details: str) -> Json:
    return envelope(400, "Bad request", "Body did not satisfy requirements", *details)


@pytest.mark.parametrize(
    ("authorization", "message"),
    [
        (None, "JSON Web Token error"),
        ("", "JSON Web Token error"),
        ("Bearer", "JSON Web Token error"),
        ("Bearer ", "JSON Web Token error"),
        ("Bearer nonsense", "JSON Web Token error"),
        ("Bearer a.b.c", "JSON Web Token error"),
        ("Basic bGVlbGE6eA==", "JSON Web Token error"),
        (f"Bearer {JWT}", "Invalid token"),
        (JWT, "JSON Web Token error"),
        ("Bearer \xff\xfe", "JSON Web Token error"),
    ],
)
def test_a_missing_or_unknown_token_is_a_401(
    api: Api, authorization: str | None, message: str
) -> None:
    api.headers = {} if authorization is None else {"Authorization": authorization}
    for answer in (api.send(json=GOOD), api.call("GET", "/me")):
        assert answer.status_code == 401
        assert answer.json() == envelope(401, "Unauthenticated", message)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
def test_the_scheme_of_a_token_is_read_in_any_case(api: Api, scheme: str) -> None:
    api.headers = {"Authorization": f"{scheme} {api.front.api_token}"}
    assert api.get("/me")["id"] == api.front.company.id


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"sender": {"handle": "x"}, "body": }', "Unexpected token } in JSON at position 36"),
        (b'{"a": "b"', "Unexpected end of JSON input"),
        (b"hello", "Unexpected token h in JSON at position 0"),
        (b'"hello"', 'Unexpected token " in JSON at position 0'),
        (b"\xff\xfe", "Unexpected token \ufffd in JSON at position 0"),
        (b"{'a': 1}", "Unexpected token ' in JSON at position 1"),
        (b'{"a": NaN}', "Unexpected token N in JSON at position 6"),
        (b'{"a": 1,}', "Unexpected token } in JSON at position 8"),
        (b'{"a": "\n"}', "Unexpected token \n in JSON at position 7"),
    ],
)
def test_what_is_no_json_gets_a_message_and_nothing_else(
    api: Api, body: bytes, message: str
) -> None:
    answer = api.send(data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json() == {"_error": {"message": message}}


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({}, ["body.sender: missing", "body.body: missing"]),
        (None, ["body.sender: missing", "body.body: missing"]),
        ({"sender": SENDER}, ["body.body: missing"]),
        ({"sender": {}, "body": "x"}, ["body.sender.handle: missing"]),
        ({"sender": {"handle": None}, "body": "x"}, ["body.sender.handle: missing"]),
        ({"sender": {"handle": ""}, "body": "x"}, ["body.sender.handle: missing"]),
        ({"sender": {"handle": 5}, "body": "x"}, ["body.sender.handle: should be a string"]),
        ({"sender": "leela", "body": "x"}, ["body.sender: should be an object"]),
        ({"sender": [SENDER], "body": "x"}, ["body.sender: should be an object"]),
        ({"sender": SENDER, "body": ""}, ["body.body: missing"]),
        ({"sender": SENDER, "body": " \n"}, ["body.body: missing"]),
        ({"sender": SENDER, "body": ["x"]}, ["body.body: should be a string"]),
        (GOOD | {"subject": 1}, ["body.subject: should be a string"]),
        (GOOD | {"body_format": "md"}, ["body.body_format: should match at least 1 condition"]),
        (GOOD | {"metadata": []}, ["body.metadata: should be an object"]),
        (GOOD | {"metadata": {"thread_ref": 1}}, ["body.metadata.thread_ref: should be a string"]),
        (GOOD | {"metadata": {"headers": "x"}}, ["body.metadata.headers: should be an object"]),
        (
            {"sender": {"name": {}, "contact_id": 1}, "metadata": {"thread_ref": True}},
            [
                "body.sender.handle: missing",
                "body.sender.name: should be a string",
                "body.sender.contact_id: should be a string",
                "body.body: missing",
                "body.metadata.thread_ref: should be a string",
            ],
        ),
        ([], ["body: should be an object"]),
    ],
)
def test_each_wrong_field_is_named(api: Api, body: Any, details: list[str]) -> None:
    answer = api.send(json=body) if body is not None else api.send()
    assert answer.status_code == 400
    assert answer.json() == invalid(*details)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "nonsense"])
def test_another_content_type_is_not_read(api: Api, kind: str) -> None:
    answer = api.send(data=b'{"sender":{"handle":"x"},"body":"y"}', headers={"Content-Type": kind})
    assert answer.json() == invalid("body.sender: missing", "body.body: missing")
    assert kind in answer.headers["X-Front-Emulator-Hint"]


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json"]
)
def test_json_may_be_called_by_any_of_its_names(api: Api, kind: str) -> None:
    answer = api.send(data=b'{"sender":{"handle":"x"},"body":"y"}', headers={"Content-Type": kind})
    assert answer.status_code == 202


def test_an_unknown_channel_is_a_404_whatever_the_body(api: Api) -> None:
    for reference in ("cha_0", "alt:address:0"):
        answer = api.call("POST", f"/channels/{reference}/incoming_messages", json={})
        assert answer.status_code == 404
        assert answer.json() == envelope(404, "Not found", f"Unknown channel ID {reference}")
        assert api.front.channel.id in answer.headers["X-Front-Emulator-Hint"]


@pytest.mark.parametrize("path", ["/nothing", "/channels/x/y", "/messages", "/a%20b"])
def test_an_unknown_path_is_a_404(api: Api, path: str) -> None:
    error = api.refused("GET", path)
    assert (error["status"], error["title"]) == (404, "Not found")
    assert error["message"].startswith("Unknown path /")


@pytest.mark.parametrize("path", ["/channels//cha_1", "/channels/cha_1//incoming_messages"])
def test_an_empty_segment_makes_an_unknown_path(api: Api, path: str) -> None:
    for method in ("GET", "POST"):
        assert api.refused(method, path)["message"] == f"Unknown path {path}"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/channels/cha_1", "GET, HEAD, PATCH"),
        ("GET", "/channels/cha_1/incoming_messages", "POST"),
        ("POST", "/messages/msg_1", "GET, HEAD"),
        ("PUT", "/conversations/cnv_1/messages", "GET, HEAD, POST"),
        ("OPTIONS", "/me", "GET, HEAD"),
        ("FROB", "/me", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_a_405_that_names_the_right_ones(
    api: Api, method: str, path: str, allow: str
) -> None:
    answer = api.call(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allow)
    assert answer.headers["X-Front-Emulator-Hint"] == f"allowed: {allow}"
    message = f"{method} is not allowed on {path}"
    assert answer.json() == envelope(405, "Method not allowed", message)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/rules"),
        ("POST", "/conversations/cnv_1/drafts"),
        ("GET", "/tags/tag_1/children"),
        ("PATCH", "/teammates/tea_1"),
    ],
)
def test_what_front_can_do_and_the_emulator_cannot_is_a_501_that_says_so(
    api: Api, method: str, path: str
) -> None:
    answer = api.call(method, path)
    message = f"front-emulator does not emulate {method} {path} yet"
    assert answer.json() == envelope(501, "Not implemented", message)
    assert "docs/emulated.md" in answer.headers["X-Front-Emulator-Hint"]


@pytest.mark.parametrize(
    ("method", "path", "closest"),
    [
        ("POST", "/channels/cha_1/incoming_message", "POST /channels/{channel}/incoming_messages"),
        ("GET", "/conversation/cnv_1", "GET /conversations/{conversation}"),
        ("GET", "/v2/me", None),
        ("GET", "/nothing/like/it/at/all", None),
    ],
)
def test_a_path_that_nearly_is_one_names_the_closest(
    api: Api, method: str, path: str, closest: str | None
) -> None:
    answer = api.call(method, path)
    assert answer.status_code == 404
    hint = answer.headers.get("X-Front-Emulator-Hint")
    if closest is None:
        assert hint is None
    else:
        assert hint is not None
        assert hint.startswith(f"the closest: {closest}")
    [entry] = api.front.journal.find(path=path)
    assert (hint or "") in entry.line


@pytest.mark.parametrize("body", [b"", b'{"a": 1}', b"{no json", bytes(100_000)])
def test_a_body_on_a_get_does_no_harm(api: Api, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert api.call("GET", "/me", data=body, headers=headers).status_code == 200


def test_head_answers_as_get_does_without_the_body(api: Api) -> None:
    got, head = api.call("GET", "/me"), api.call("HEAD", "/me")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


def test_hints_stay_out_of_the_body_and_within_one_header_line(api: Api) -> None:
    odd = "x\x00\x7f\r\n y" + "é中" * 100_000
    answer = api.send(data={odd: "1"}, files={"attachments": ("a", b"")})
    assert answer.json() == invalid("body.sender: missing", "body.body: missing")
    hint = answer.headers["X-Front-Emulator-Hint"]
    assert hint.isprintable()
    assert len(hint) <= 1000


def test_an_own_failure_is_an_envelope_and_reaches_the_test(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("front_emulator.wire.serializers.identity", lambda: None)
    answer = api.call("GET", "/me")
    assert answer.status_code == 500
    assert answer.json()["_error"]["message"].startswith("front-emulator itself failed (TypeError")
    assert "x-ratelimit-limit" in answer.headers
    assert [type(failure) for failure in api.front.company.failures] == [TypeError]
    api.front.company.failures.clear()


def test_a_change_in_a_content_type_that_is_not_read_is_no_silent_success(api: Api) -> None:
    path = f"/channels/{api.front.channel.id}"
    answer = api.call("PATCH", path, data='{"name": "New"}', headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["_error"]["details"]) == (400, ["body: missing"])
    assert "content type text/plain is not read" in answer.headers["X-Front-Emulator-Hint"]
    assert api.front.channel.name == "Website chat"
