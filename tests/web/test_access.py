"""Who may talk to the emulator: over sockets, by Host and by Origin."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from front_emulator import FrontEmulator, FrontServer
from tests.web.client import Api, exchange, new_session, status_of

PATHS = ("/me", "/nothing", "/__admin/health", "/__admin/deliveries", "/__admin/nothing")


@contextmanager
def account(server: FrontServer) -> Iterator[Api]:
    server.start()
    try:
        with FrontEmulator(server=server) as front, new_session() as session:
            yield Api(front, session)
    finally:
        server.stop()


def own(api: Api, path: str) -> str:
    return f"http://127.0.0.1:{api.front.server.port}{path}"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:1",
        "localhost.",
        "app.localhost:8100",
        "127.0.0.1",
        "127.0.0.2:80",
        "[::1]",
        "[::1]:8100",
        "api2.frontapp.com",
        "API2.FRONTAPP.COM:443",
        "planet-express.api.frontapp.com",
    ],
)
def test_a_host_that_means_the_emulator_is_let_in(api: Api, host: str) -> None:
    assert api.call("GET", "/me", headers={"Host": host}).status_code == 200
    assert api.call("GET", "/__admin/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "example.com",
        "example.com:80",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "api2.frontapp.com.example.com",
        "xapi2.frontapp.com",
        "api.frontapp.com",
        "app.frontapp.com",
        "192.168.0.1",
        "0.0.0.0",
        "[::2]",
        "example.com@localhost",
        "localhost/example.com",
        "localhost:x",
        "localhost:99999",
        "localhost localhost",
        "localhost,example.com",
        "[::1",
        "",
        ":80",
    ],
)
def test_a_foreign_or_broken_host_is_refused_on_every_path(api: Api, host: str) -> None:
    for path in PATHS:
        answer = api.call("GET", path, headers={"Host": host})
        assert answer.status_code == 403, path
        assert "is not this emulator's" in answer.text


def test_a_refused_request_changes_nothing(api: Api) -> None:
    answer = api.send(json={"sender": {"handle": "x"}, "body": "y"}, headers={"Host": "x.test"})
    assert answer.status_code == 403
    api.front.clock.advance(1)
    assert api.front.messages == []


def test_a_request_without_a_host_is_refused(api: Api) -> None:
    request = b"GET /__admin/health HTTP/1.0\r\n\r\n"
    assert status_of(exchange(api.front.server.port, request)) == 403


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:1", "http://api2.frontapp.com"],
)
def test_pages_of_this_machine_are_let_in(api: Api, origin: str) -> None:
    assert api.call("GET", "/me", headers={"Origin": origin}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.com",
        "http://localhost.example.com",
        "null",
        "",
        "localhost",
        "file://",
        "http://[",
        "http://example.com@localhost",
        "chrome-extension://abc",
        "http://localhost, http://example.com",
    ],
)
def test_pages_from_elsewhere_are_refused_on_every_path(api: Api, origin: str) -> None:
    for path in PATHS:
        answer = api.call("GET", path, headers={"Origin": origin})
        assert answer.status_code == 403, path
        assert "Requests of pages from" in answer.text
    assert api.call("POST", "/__admin/reset", headers={"Origin": origin}).status_code == 403


def test_refusals_are_envelopes_and_problem_details(api: Api) -> None:
    answer = api.call("GET", "/me", headers={"Host": "example.com"})
    assert answer.json()["_error"] == {
        "status": 403,
        "title": "Forbidden",
        "message": "Host 'example.com' is not this emulator's; start it with "
        "--allowed-host example.com if it should be",
    }
    admin = api.call("GET", "/__admin/health", headers={"Host": "example.com"})
    assert admin.headers["Content-Type"] == "application/problem+json"
    assert admin.json()["status"] == 403


def test_allowed_and_public_hosts_are_let_in() -> None:
    server = FrontServer(allowed_hosts=["Front-Emulator"], public_url="https://CI.example:8443/x")
    with account(server) as api:
        for host in ("front-emulator", "FRONT-emulator:80", "ci.example", "localhost"):
            assert api.call("GET", own(api, "/me"), headers={"Host": host}).status_code == 200
        for origin in ("http://front-emulator:1", "https://ci.example:8443"):
            assert api.call("GET", own(api, "/me"), headers={"Origin": origin}).status_code == 200
        assert api.call("GET", own(api, "/me"), headers={"Host": "x.test"}).status_code == 403


def test_beyond_loopback_any_host_may_use_the_api() -> None:
    with account(FrontServer(host="0.0.0.0")) as api:
        for host in ("example.com", "front_emulator:8100", "localhost"):
            shown = api.get(own(api, "/me"), headers={"Host": host})
            assert shown["_links"]["self"] == f"http://{host}/me"
        origin = {"Origin": "https://example.com"}
        assert api.call("GET", own(api, "/me"), headers=origin).status_code == 200


def test_beyond_loopback_a_broken_or_missing_host_still_gets_whole_links() -> None:
    with account(FrontServer(host="0.0.0.0")) as api:
        for host in ("a b", "x/y", "[", "localhost:x"):
            shown = api.get(own(api, "/me"), headers={"Host": host})
            assert shown["_links"]["self"].startswith("http://")
            assert shown["_links"]["self"].endswith(f":{api.front.server.port}/me")


def test_beyond_loopback_the_admin_api_wants_its_token() -> None:
    server = FrontServer(host="0.0.0.0")
    with account(server) as api:
        api.headers = {}

        def status(path: str, token: str | None = None, method: str = "GET") -> int:
            headers = {} if token is None else {"Authorization": f"Bearer {token}"}
            answer: requests.Response = api.call(method, own(api, path), headers=headers)
            return answer.status_code

        assert status("/__admin/deliveries") == 401
        assert status("/__admin/deliveries", "wrong") == 401
        assert status("/__admin/deliveries", api.front.api_token) == 401
        assert status("/__admin/reset", "wrong", "POST") == 401
        assert status("/__admin/deliveries", server.admin_token) == 200
        assert status("/__admin/health") == 200


def test_on_loopback_the_admin_api_needs_no_token(api: Api) -> None:
    api.headers = {}
    assert api.call("GET", "/__admin/deliveries").status_code == 200
