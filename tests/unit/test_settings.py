"""Settings: what they may be, and that errors name setting, rule and value."""

from typing import Any

import pytest

from front_emulator.domain.channels import channel_settings, check_url, merged
from front_emulator.domain.entities import ChannelSettings
from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.settings import Settings, parse_delay


def test_defaults_are_fronts() -> None:
    """7 s, no retry, no redirect, no proxy, 25 MB."""
    settings = Settings()
    assert settings.delivery_timeout == 7
    assert settings.delivery_retries == 0
    assert not settings.follow_redirects
    assert not settings.use_environment_proxies
    assert settings.attachments_limit == 25 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("processing_delay", (2, 1)),
        ("processing_delay", (-1, 1)),
        ("delivery_timeout", 0),
        ("delivery_timeout", -7),
        ("delivery_retries", -1),
        ("retry_pause", -0.5),
    ],
)
def test_impossible_setting_is_refused_by_name(name: str, value: Any) -> None:
    """`InvalidSetting` is a ValueError too."""
    with pytest.raises(InvalidSetting, match=name) as caught:
        Settings(**{name: value})
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        (0, (0, 0)),
        (0.5, (0.5, 0.5)),
        ("0.5", (0.5, 0.5)),
        (".5", (0.5, 0.5)),
        ("0.5-2", (0.5, 2)),
        (" 0.5 - 2 ", (0.5, 2)),
        ((1, 3), (1, 3)),
        ("2-1", (2, 1)),
    ],
)
def test_delay_is_a_number_or_a_range(given: Any, seconds: tuple[float, float]) -> None:
    """As a number, as text, or as a pair; the order is the settings' to check."""
    assert parse_delay(given) == seconds


@pytest.mark.parametrize("given", ["", "x", "1-", "-1", "1-2-3", "1s", "1,5", "nan", -1])
def test_other_delays_are_refused(given: Any) -> None:
    """The error shows both forms there are."""
    with pytest.raises(InvalidSetting, match=r"neither seconds \(0\.5\) nor a range"):
        parse_delay(given)


def test_channel_has_the_defaults_of_the_guide() -> None:
    """Replies allowed, new messages not, no undo, contact type custom, no Outgoing URL."""
    assert channel_settings() == ChannelSettings(
        webhook_url=None,
        undo_send_time=0,
        auto_assign_on_reply=False,
        contact_type="custom",
        reply_mode="same_channel",
        compose_mode="unsupported",
    )


@pytest.mark.parametrize(
    ("name", "value", "choices"),
    [
        ("undo_send_time", 7, "0, 5, 10, 15, 30, 60"),
        ("contact_type", "twitter", "custom, email, phone"),
        ("reply_mode", "other", "same_channel, unsupported"),
        ("compose_mode", True, "normal, unsupported"),
    ],
)
def test_unknown_choice_is_refused_with_those_there_are(
    name: str, value: Any, choices: str
) -> None:
    """The error says setting, value and rule."""
    with pytest.raises(InvalidSetting, match=f"{name}: {value!r} is none of {choices}"):
        channel_settings(**{name: value})


def test_unknown_channel_setting_is_refused_with_those_there_are() -> None:
    """A misspelt option is not passed over."""
    with pytest.raises(InvalidSetting, match=r"undo_time: no such channel setting; there are"):
        channel_settings(undo_time=5)


def test_merged_keeps_what_is_not_given() -> None:
    """A patch changes what it names."""
    before = channel_settings(undo_send_time=5, webhook_url="http://localhost/a")
    after = merged(before, {"webhook_url": "http://localhost/b"})
    assert (after.undo_send_time, after.webhook_url) == (5, "http://localhost/b")


@pytest.mark.parametrize("empty", [None, ""])
def test_outgoing_url_may_be_none(empty: str | None) -> None:
    """It is optional, as the guide says."""
    assert not channel_settings(webhook_url=empty).webhook_url


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "https://user:pass@example.com:8443/a?b=c#d",
        "HTTP://LOCALHOST",
        "http://[::1]:3000/x",
        "http://127.0.0.1:65535",
    ],
)
def test_absolute_urls_are_taken(url: str) -> None:
    """http and https, with whatever belongs to them."""
    check_url("webhook_url", url)


@pytest.mark.parametrize(
    "url",
    [
        "x",
        "//localhost/",
        "http:/localhost",
        "http://:80/",
        "http://a:0/",
        "ws://a/",
        "http://a:x/",
    ],
)
def test_other_urls_are_refused(url: str) -> None:
    """With an example of a right one."""
    with pytest.raises(
        InvalidSetting, match=r"is not a URL such as http://localhost:3000/outgoing"
    ):
        check_url("webhook_url", url)
