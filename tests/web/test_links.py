"""`_links` start with the address the client used, or with the public one."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from front_emulator import FrontEmulator, FrontServer, Upload
from tests.web.client import Api, new_session


def links(value: Any) -> Iterator[str]:
    """Every absolute URL in an answer."""
    if isinstance(value, str) and value.startswith("http"):
        yield value
    children = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for child in children:
            yield from links(child)


def paths(api: Api) -> list[str]:
    conversation = api.front.conversations[0].id
    return [
        "/me",
        "/channels",
        "/inboxes",
        "/teammates",
        "/conversations?limit=1",
        f"/conversations/{conversation}",
        f"/conversations/{conversation}/messages?limit=1",
        f"/messages/{api.front.messages[0].id}",
        f"/contacts/{api.front.messages[0].recipients[0].contact_id}",
    ]


def filled(front: FrontEmulator) -> None:
    front.clock.freeze()
    for sender in ("leela", "leela", "amy"):
        front.receive("Hi", sender=sender, attachments=[Upload("a", "text/plain", b"a")])


@pytest.mark.parametrize(
    "host",
    ["api2.frontapp.com", "planet-express.api.frontapp.com:8443", "localhost", "[::1]:8100"],
)
def test_links_are_on_the_requests_own_host(api: Api, host: str) -> None:
    filled(api.front)
    for path in paths(api):
        found = list(links(api.get(path, headers={"Host": host})))
        assert found, path
        assert {urlsplit(link)._replace(path="", query="").geturl() for link in found} == {
            f"http://{host}"
        }


def test_a_page_is_followed_on_fronts_own_host(api: Api) -> None:
    filled(api.front)
    seen, path = [], "/conversations?limit=1"
    while path:
        page = api.get(path, headers={"Host": "api2.frontapp.com"})
        seen += [entry["id"] for entry in page["_results"]]
        path = (page["_pagination"]["next"] or "").removeprefix("http://api2.frontapp.com")
    assert len(seen) == 2


def test_every_link_that_is_emulated_leads_somewhere(api: Api) -> None:
    filled(api.front)
    emulated = {
        "self",
        "conversation",
        "contact",
        "inbox",
        "messages",
        "conversations",
        "channels",
        "last_message",
    }

    def follow(value: Any, checked: set[str]) -> None:
        if isinstance(value, list):
            for child in value:
                follow(child, checked)
        elif isinstance(value, dict):
            related = {**value, **value.pop("related", {})}
            for name, link in related.items():
                if name in emulated and isinstance(link, str) and link not in checked:
                    checked.add(link)
                    if not link.endswith(("/teams", "/conversations")) or "inboxes" in link:
                        api.get(link)
                follow(link, checked)

    checked: set[str] = set()
    for path in paths(api):
        follow(api.get(path), checked)
    assert len(checked) > 10


@pytest.mark.parametrize("public_url", ["https://front.test", "http://front_emulator:8100/v/"])
def test_links_and_incoming_urls_are_on_the_public_url(public_url: str) -> None:
    server = FrontServer(public_url=public_url)
    server.start()
    try:
        with FrontEmulator(server=server) as front, new_session() as session:
            base = public_url.rstrip("/")
            assert front.channel.incoming_url.startswith(f"{base}/channels/")
            filled(front)
            api = Api(front, session)
            host = {"Host": urlsplit(public_url).netloc}
            for path in paths(api):
                for given in (host, {}):
                    own = f"http://127.0.0.1:{server.port}{path}"
                    found = list(links(api.get(own, headers=given)))
                    assert found
                    assert all(link.startswith(f"{base}/") for link in found)
    finally:
        server.stop()


def test_a_host_with_an_underscore_makes_whole_links() -> None:
    server = FrontServer(allowed_hosts=["front_emulator"])
    server.start()
    try:
        with FrontEmulator(server=server) as front, new_session() as session:
            api = Api(front, session)
            shown = api.get("/me", headers={"Host": "front_emulator:8100"})
            assert shown["_links"]["self"] == "http://front_emulator:8100/me"
    finally:
        server.stop()
