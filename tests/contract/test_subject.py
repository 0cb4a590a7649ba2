"""Which integration a run is about, where an account has it and nobody says it."""

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest

from front_emulator import FrontEmulator
from front_emulator.applications import ConnectedApplication
from front_emulator.contract.subject import Subject, of_account
from front_emulator.domain.errors import InvalidSetting
from tests.apps.right import SECRET
from tests.apps.right_handshake import SERVER_PATH, RightHandshake
from tests.apps.serving import serving
from tests.e2e.receiver import Receiver


@pytest.fixture
def server_url() -> Iterator[str]:
    with serving(RightHandshake()) as url:
        yield urljoin(url, SERVER_PATH)


@pytest.fixture
def application(front: FrontEmulator, server_url: str) -> ConnectedApplication:
    return front.create_application("SMS", server_url=server_url, secret=SECRET)


def test_the_connected_application_is_judged_with_its_handshake(
    front: FrontEmulator, application: ConnectedApplication
) -> None:
    channel = application.connect()
    run = front.contract(kind="application", only=["FE-CTL-01", "FE-HSK"], fast=True)
    assert run.ok, run
    assert (run.target, run.kind) == (channel.outgoing_url, "application")
    assert {each.verdict.value for each in run.results} == {"PASS"}
    assert [each.id for each in application.channels] == [channel.id]


def test_what_is_given_goes_before_what_is_known(
    front: FrontEmulator, application: ConnectedApplication
) -> None:
    channel = application.connect()
    known = Subject("application", channel.outgoing_url or "", SECRET, application.server_url)
    assert of_account(front, kind="application") == known
    told = of_account(front, kind="application", secret="other", server_url="http://a.test/")
    assert told == Subject("application", known.url, "other", "http://a.test/")
    elsewhere = of_account(front, kind="application", url="http://b.test/")
    assert elsewhere == Subject("application", "http://b.test/", SECRET, application.server_url)


def test_who_says_both_is_taken_at_his_word(
    front: FrontEmulator, application: ConnectedApplication
) -> None:
    application.connect()
    said = of_account(front, kind="application", url="http://b.test/", secret="other")
    assert said == Subject("application", "http://b.test/", "other", None)


def test_several_channels_at_one_address_are_one_application(
    front: FrontEmulator, application: ConnectedApplication
) -> None:
    one = application.connect("One", authorization="Bearer 1")
    application.connect("Two", authorization="Bearer 2")
    found = of_account(front, kind="application")
    assert (found.url, found.authorization) == (one.outgoing_url, "Bearer 1")


def test_without_a_connected_channel_there_is_nothing_to_judge(
    front: FrontEmulator, application: ConnectedApplication
) -> None:
    with pytest.raises(InvalidSetting, match="no connected channel of an application; connect one"):
        front.contract(kind="application")
    application.connect().delete()
    with pytest.raises(InvalidSetting, match="no connected channel"):
        front.contract("http://localhost:1", kind="application")


def test_of_several_one_has_to_be_named(
    front: FrontEmulator, application: ConnectedApplication, receiver: Receiver
) -> None:
    one = application.connect()
    other = front.create_application("Other", server_url=receiver.url, secret="other")
    other.connect()
    both = f"have {one.outgoing_url} and {receiver.url}; give the url"
    with pytest.raises(InvalidSetting, match=both):
        front.contract(kind="application")
    named = of_account(front, kind="application", url=receiver.url)
    assert (named.secret, named.server_url) == ("other", other.server_url)


def test_the_custom_channel_is_as_before(front: FrontEmulator) -> None:
    with pytest.raises(InvalidSetting, match="the channel has no Outgoing URL"):
        front.contract()
    front.channel.outgoing_url = "http://c.test/"
    assert of_account(front) == Subject("custom", "http://c.test/", front.api_secret)


def test_a_secret_is_not_printed(front: FrontEmulator) -> None:
    assert "hidden" not in repr(of_account(front, url="http://c.test/", secret="hidden"))
