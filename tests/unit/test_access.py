"""The rules for Host, Origin and the admin token."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from front_emulator.web.access import Access, hostname_of, is_loopback_name

LOCAL = Access(is_loopback=True, admin_token="t0ken", allowed_hosts=frozenset({"front"}))
OPEN = Access(is_loopback=False, admin_token="t0ken")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost", "localhost"),
        ("LocalHost:8100", "localhost"),
        ("localhost.", "localhost"),
        ("front_emulator:80", "front_emulator"),
        ("127.0.0.1:1", "127.0.0.1"),
        ("[::1]:8100", "::1"),
        ("[::1]", "::1"),
        ("", ""),
        ("localhost:", ""),
        ("localhost:65536", ""),
        ("localhost:x", ""),
        ("user@localhost", ""),
        ("localhost/x", ""),
        ("localhost?x", ""),
        ("localhost#x", ""),
        ("localhost\\x", ""),
        ("local host", ""),
        ("localhost\x00", ""),
        ("localhost\n", ""),
        ("[::1", ""),
        ("::1", ""),
        ("localh\u00f6st", ""),
    ],
)
def test_a_host_is_a_name_and_maybe_a_port(host: str, name: str) -> None:
    assert hostname_of(host) == name


@pytest.mark.parametrize(
    ("name", "is_local"),
    [
        ("localhost", True),
        ("a.b.localhost", True),
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost.com", False),
        ("xlocalhost", False),
        ("128.0.0.1", False),
        ("0.0.0.0", False),
        ("127.1", False),
        ("2130706433", False),
        ("", False),
    ],
)
def test_loopback_is_known_by_name_and_address(name: str, is_local: bool) -> None:
    assert is_loopback_name(name) is is_local


def refusal(host: str, origin: str | None = None, *, access: Access = LOCAL) -> str | None:
    headers = {"Host": host} if origin is None else {"Host": host, "Origin": origin}
    return access.refusal_of(headers)


def test_a_refusal_says_what_to_do() -> None:
    assert refusal("front:80") is None
    assert refusal("other.test:80") == (
        "Host 'other.test:80' is not this emulator's; start it with --allowed-host other.test "
        "if it should be"
    )
    assert refusal("front", "https://page.test") == (
        "Requests of pages from https://page.test are refused"
    )


@pytest.mark.parametrize(
    ("site", "mode", "is_refused"),
    [
        ("cross-site", "no-cors", True),
        ("cross-site", "cors", True),
        ("cross-site", "navigate", False),
        ("same-origin", "cors", False),
        ("none", "navigate", False),
    ],
)
def test_a_browser_fetches_nothing_for_another_site(site: str, mode: str, is_refused: bool) -> None:
    headers = {"Host": "front", "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    assert (LOCAL.refusal_of(headers) is not None) is is_refused
    assert OPEN.refusal_of(headers) is None


@given(st.text(), st.none() | st.text())
def test_only_known_names_are_let_in_on_loopback(host: str, origin: str | None) -> None:
    known = {"localhost", "127.0.0.1", "front", "api2.frontapp.com"}
    if refusal(host, origin) is None:
        name = hostname_of(host)
        assert name in known or name.endswith((".localhost", ".api.frontapp.com"))
        assert origin is None or "://" in origin


@given(st.text(), st.none() | st.text())
def test_beyond_loopback_any_host_is_let_in(host: str, origin: str | None) -> None:
    assert refusal(host, origin, access=OPEN) is None


@pytest.mark.parametrize(
    ("authorization", "admitted"),
    [("Bearer t0ken", True), ("Bearer t0ke", False), ("t0ken", False), ("", False), ("é", False)],
)
def test_beyond_loopback_the_admin_token_is_wanted(authorization: str, admitted: bool) -> None:
    assert OPEN.admits_admin(authorization) is admitted
    assert LOCAL.admits_admin(authorization)
