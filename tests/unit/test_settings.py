"""Settings: what they may be, and that errors name setting, rule and value."""

from typing import Any

import pytest

from front_emulator.domain.channels import channel_settings, merged
from front_emulator.domain.entities import ChannelSettings
from front_emulator.domain.errors import InvalidSetting
from front_emulator.domain.settings import Settings, changed, document, known, of_text, table
from front_emulator.domain.urls import check_url


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
        ("manual", None),
        (None, None),
    ],
)
def test_delay_is_a_number_or_a_range(given: Any, seconds: tuple[float, float] | None) -> None:
    """As a number, as text, or as a pair; None and `manual` are until somebody releases it."""
    assert Settings(processing_delay=given).processing_delay == seconds


@pytest.mark.parametrize("given", ["", "x", "1-", "-1", "1-2-3", "1s", "1,5", "nan", -1])
def test_other_delays_are_refused(given: Any) -> None:
    """The error shows both forms there are."""
    with pytest.raises(InvalidSetting, match=r"neither seconds \(0\.5\) nor a range"):
        Settings(processing_delay=given)


@pytest.mark.parametrize("given", ["2-1", (1, 2, 3), (1, "x"), (0, float("inf"))])
def test_a_delay_that_is_no_range_is_refused(given: Any) -> None:
    with pytest.raises(InvalidSetting, match=r"processing_delay: .* is not a"):
        Settings(processing_delay=given)


@pytest.mark.parametrize(
    ("assignment", "value"),
    [
        ("processing_delay=0.5-2", (0.5, 2)),
        ("processing-delay = manual", None),
        ("delivery_retries=3", 3),
        ("delivery_timeout=1.5", 1.5),
        ("allow_blank_body=on", True),
        ("allow_blank_body=False", False),
        ("too_large_status=400", 400),
        ("user_agent=a=b", "a=b"),
        ("message_profile=2020", "2020"),
    ],
)
def test_a_setting_can_be_given_as_text(assignment: str, value: Any) -> None:
    """As `--set` takes it: hyphens or underscores, and the text of the value."""
    name, read = of_text(assignment)
    assert (known(name).name, read) == (name, value)
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("assignment", "refusal"),
    [
        ("user_agent", "user_agent: should be name=value"),
        ("user_agnt=x", "user_agnt: no such setting; the nearest is user_agent"),
        ("user_agent= ", "user_agent: '' should be a text, not empty"),
        ("allow_blank_body=2", "allow_blank_body: '2' should be true or false"),
        ("delivery_retries=1.5", "delivery_retries: '1.5' should be a whole number, at least 0"),
        ("delivery_timeout=0", "delivery_timeout: 0.0 should be a number of seconds, more than 0"),
        ("delivery_timeout=inf", "delivery_timeout: inf should be"),
        ("retry_backoff=nan", "retry_backoff: nan should be a number, at least 1"),
        ("link_host=ap2", "link_host: 'ap2' should be one of emulator, company, api2; the nearest"),
    ],
)
def test_a_wrong_text_is_refused_by_name_rule_and_value(assignment: str, refusal: str) -> None:
    with pytest.raises(InvalidSetting) as caught:
        of_text(assignment)
    assert str(caught.value).startswith(refusal)


def test_a_document_of_settings_is_read_back_as_they_were() -> None:
    """What the admin API shows can be sent to it again."""
    settings = Settings(processing_delay=(1, 2.5), link_host="api2", delivery_retries=2)
    assert changed(Settings(), document(settings)) == settings
    held = Settings(processing_delay=None)
    assert changed(Settings(), document(held)) == held


@pytest.mark.parametrize("value", [1, "true", None])
def test_types_are_not_guessed(value: Any) -> None:
    """Only the command line has nothing but text."""
    with pytest.raises(InvalidSetting, match="should be true or false"):
        Settings(follow_redirects=value)


def test_every_setting_is_described() -> None:
    for each in table():
        assert each.meaning.endswith("."), each.name
        assert each.kind.read(each.default) == each.default, each.name
        assert each.page is None or each.page.startswith("dev.frontapp.com/"), each.name


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
