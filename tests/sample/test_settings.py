"""Settings, and the signature by known values."""

import dataclasses
from typing import Any

import pytest

from front_emulator.sample import Config, MissingSettingError
from front_emulator.sample.signature import is_from_front, sign

ENVIRONMENT = {
    "FRONT_INCOMING_URL": "http://127.0.0.1:8100/channels/cha_1/incoming_messages",
    "FRONT_API_TOKEN": "a token",
    "FRONT_API_SECRET": "a secret",
    "FRONT_API_BASE_URL": "http://127.0.0.1:8100/",
}


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    config = Config.from_env()
    assert config.incoming_url == ENVIRONMENT["FRONT_INCOMING_URL"]
    assert (config.api_token, config.api_secret) == ("a token", "a secret")
    assert config.api_base_url == "http://127.0.0.1:8100"


@pytest.mark.parametrize("name", ["FRONT_INCOMING_URL", "FRONT_API_TOKEN", "FRONT_API_SECRET"])
@pytest.mark.parametrize("value", ["", " "])
def test_a_missing_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(MissingSettingError, match=name):
        Config.from_env({**ENVIRONMENT, name: value})


@pytest.mark.parametrize("name", ["incoming_url", "api_token", "api_secret"])
def test_an_empty_setting_is_named(name: str) -> None:
    empty: dict[str, Any] = {name: ""}
    with pytest.raises(MissingSettingError, match=name):
        dataclasses.replace(Config.from_env(ENVIRONMENT), **empty)


def test_an_incoming_url_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="no URL"):
        Config.from_env({**ENVIRONMENT, "FRONT_INCOMING_URL": "localhost:8100"})


def test_the_api_is_where_the_incoming_url_is() -> None:
    environment = {**ENVIRONMENT, "FRONT_INCOMING_URL": "https://acme.test/p/channels/cha_1/x"}
    del environment["FRONT_API_BASE_URL"]
    assert Config.from_env(environment).api_base_url == "https://acme.test/p"


def test_secrets_are_not_in_the_text_of_the_settings() -> None:
    text = repr(Config.from_env(ENVIRONMENT))
    assert "a token" not in text
    assert "a secret" not in text


def test_a_signature_is_the_base64_of_the_sha1_hmac() -> None:
    # The vector everybody publishes for HMAC-SHA1, de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9.
    body = b"The quick brown fox jumps over the lazy dog"
    assert sign("key", body) == "3nybhbi3iqa8ino29wqQcBydtNk="
    assert is_from_front("key", body, "3nybhbi3iqa8ino29wqQcBydtNk=")
    assert not is_from_front("key", body, "3nybhbi3iqa8ino29wqQcBydtNk")
    assert not is_from_front("key", body, "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9")
    assert not is_from_front("key", body, None)
