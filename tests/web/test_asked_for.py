"""Errors that a request asks for itself: `Prefer: code=…`, and magic values in what it posts."""

import pytest

from front_emulator.domain.error_types import STATUS_OF
from tests.web.client import Api, field, form


def test_a_request_gets_the_error_it_prefers(api: Api) -> None:
    body = {"sender": {"handle": "leela"}, "body": "Hi"}
    answer = api.send(json=body, headers={"Prefer": "code=429"})
    assert answer.status_code == 429
    assert answer.json()["_error"] == {
        "status": 429,
        "title": "Too many requests",
        "message": "Rate limit exceeded. Please retry in 1000 milliseconds.",
    }
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["Preference-Applied"] == "code=429"
    hint = "Prefer: code=429: answered 429; the request had no effect"
    assert answer.headers["X-Front-Emulator-Hint"] == hint
    assert api.front.requests[-1].hint == hint
    assert not api.front.company.store.accepted


def test_whatever_it_says_otherwise(api: Api) -> None:
    headers = {"Prefer": "code=503"}
    for method, path in (("GET", "/me"), ("GET", "/nothing"), ("DELETE", "/me")):
        assert api.call(method, path, headers=headers).status_code == 503
    assert api.send(data=b"{", headers=headers).status_code == 503
    unknown = api.call("GET", "/me", headers={**headers, "Authorization": "Bearer x"})
    assert unknown.status_code == 401


def test_it_goes_before_faults_and_uses_none_up(api: Api) -> None:
    rule = api.front.faults.add(status=500, times=1)
    assert api.call("GET", "/me", headers={"Prefer": "code=404"}).status_code == 404
    assert rule.fired == 0


def test_other_preferences_are_ignored(api: Api) -> None:
    answer = api.call("GET", "/me", headers={"Prefer": "code=204, return=minimal"})
    assert answer.status_code == 200
    assert "Preference-Applied" not in answer.headers


@pytest.mark.parametrize(("error_type", "status"), STATUS_OF.items())
def test_a_text_makes_an_intake_fail(api: Api, error_type: str, status: int) -> None:
    body = f"#fail {error_type}"
    html = {"body": f"<p>{body}</p>", "body_format": "html"}
    for said in ({"body": body}, html):
        answer = api.send(json={"sender": {"handle": "leela"}, **said})
        assert (answer.status_code, answer.json()["_error"]["status"]) == (status, status)
        assert f"magic value '{body}'" in answer.headers["X-Front-Emulator-Hint"]
    data, headers = form(field("sender[handle]", "leela"), field("body", body))
    assert api.send(data=data, headers=headers).status_code == status
    assert not api.front.company.store.accepted


def test_a_refused_intake_shows_the_true_limits(api: Api) -> None:
    answer = api.send(json={"sender": {"handle": "x"}, "body": "#fail too_many_requests"})
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["x-ratelimit-limit"] == "100"


def test_nothing_less_is_magic(api: Api) -> None:
    for body in ("#fail", "#fail teapot", "Look: #fail forbidden", "# fail forbidden", "forbidden"):
        assert api.post(body)
    assert api.post("Hi", sender="forbidden@fail.example")


def test_all_of_it_can_be_switched_off(api: Api) -> None:
    api.front.configure(magic_values=False)
    assert api.post("#fail forbidden")
    assert api.call("GET", "/me", headers={"Prefer": "code=429"}).status_code == 200
