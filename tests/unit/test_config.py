"""Settings from a file: found, checked, and refused by file and key."""

from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator

from front_emulator import config, resources
from front_emulator.cli import contract, serve
from front_emulator.contract.kind import KINDS
from front_emulator.contract.reports.severity import Level
from front_emulator.domain.errors import InvalidSetting
from front_emulator.wire.outcomes import ERROR_TYPES


def written(folder: Path, text: str, name: str = config.OWN_FILE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(tmp_path: Path, text: str, name: str = config.OWN_FILE) -> str:
    path = written(tmp_path, text, name)
    with pytest.raises(InvalidSetting) as refused:
        config.find(tmp_path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


FULL = """
[contract]
url = "http://localhost:3000/front/outgoing"
secret = "env:FRONT_API_SECRET"
kind = "application"
server-url = "http://localhost:3000/front"
recipient = "leela"
unknown-recipient = "nobody"
timeout = 2.5
burst = 5
only = ["FE-SIG"]
skip = ["FE-SIG-03"]
fail-on = "warn"
seed = "mine"
baseline = "known.json"

[contract.triggers.not_found]
recipient = "+15005550001"

[serve]
port = 8200
undo-send = 5
processing-delay = "0.5-2"
allow-new-messages = true
allowed-host = ["front.test"]
"""


def test_every_setting_of_the_contract_is_read(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    found = config.find(tmp_path).options("contract")
    assert found["url"] == "http://localhost:3000/front/outgoing"
    assert found["server-url"] == "http://localhost:3000/front"
    assert found["only"] == ["FE-SIG"]
    assert found["triggers"] == {"not_found": {"recipient": "+15005550001"}}
    assert config.find(tmp_path).options("serve")["port"] == 8200
    assert config.find(tmp_path).options("wait") == {}


def test_a_file_is_named_from_where_the_settings_are(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    below = tmp_path / "src" / "app"
    below.mkdir(parents=True)
    assert config.find(below).options("contract")["baseline"] == str(tmp_path / "known.json")


def test_the_nearest_file_is_taken(tmp_path: Path) -> None:
    written(tmp_path, '[contract]\nseed = "far"')
    near = written(
        tmp_path / "a" / "b", '[tool.front-emulator.contract]\nseed = "near"', "pyproject.toml"
    )
    found = config.find(tmp_path / "a" / "b")
    assert (found.path, found.options("contract")) == (near, {"seed": "near"})


def test_a_pyproject_without_our_table_is_passed_by(tmp_path: Path) -> None:
    written(tmp_path, '[contract]\nseed = "far"')
    written(tmp_path / "a", "[tool.ruff]\nline-length = 100", "pyproject.toml")
    assert config.find(tmp_path / "a").options("contract") == {"seed": "far"}


def test_our_own_file_goes_before_the_projects(tmp_path: Path) -> None:
    written(tmp_path, '[contract]\nseed = "own"')
    written(tmp_path, '[tool.front-emulator.contract]\nseed = "project"', "pyproject.toml")
    assert config.find(tmp_path).options("contract") == {"seed": "own"}


def test_our_own_file_may_name_its_tables_as_a_project_does(tmp_path: Path) -> None:
    written(tmp_path, '[tool.front-emulator.contract]\nseed = "own"')
    assert config.find(tmp_path).options("contract") == {"seed": "own"}


def test_no_file_is_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "OWN_FILE", "no-such-file-anywhere.toml")
    monkeypatch.setattr(config, "PROJECT_FILE", "nor-such-a-one.toml")
    assert config.find(tmp_path) == config.Config()
    assert config.find(tmp_path).options("contract") == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[contract]\nrecipent = "x"',
            "contract.recipent: there is no such key; the nearest is contract.recipient",
        ),
        (
            '[contract]\nunknown_recipient = "x"',
            "no such key; the nearest is contract.unknown-recipient",
        ),
        ("[contrct]", "contrct: there is no such key; the nearest is contract"),
        (
            '[contract.triggers.notfound]\nrecipient = "x"',
            "no such key; the nearest is contract.triggers.not_found",
        ),
        (
            '[contract.triggers.not_found]\nrecipients = "x"',
            "no such key; the nearest is contract.triggers.not_found.recipient",
        ),
        ("[serve]\nprt = 1", "serve.prt: there is no such key; the nearest is serve.port"),
    ],
)
def test_an_unknown_key_names_the_nearest(tmp_path: Path, text: str, problem: str) -> None:
    assert problem in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("contract = 1", "contract: should be a table"),
        ("[contract]\nurl = 1", "contract.url: should be a text"),
        ('[contract]\nburst = "5"', "contract.burst: should be a whole number of at least 2"),
        ("[contract]\nburst = 5.0", "contract.burst: should be a whole number of at least 2"),
        ("[contract]\nburst = true", "contract.burst: should be a whole number of at least 2"),
        ("[contract]\nburst = 1", "contract.burst: should be a whole number of at least 2"),
        ("[contract]\ntimeout = 0", "contract.timeout: should be a number above 0"),
        ('[contract]\nonly = "FE-SIG"', "contract.only: should be a list of texts"),
        ("[contract]\nonly = [1]", "contract.only.0: should be a text"),
        (
            '[contract]\nfail-on = "bad"',
            "contract.fail-on: should be one of fail, warn, inconclusive, info, never",
        ),
        ('[contract]\nseed = ""', "contract.seed: should be a text, not empty"),
        ("[contract.triggers.not_found]", "contract.triggers.not_found.recipient: missing"),
        ("[serve]\nport = 70000", "serve.port: should be a whole number from 0 to 65535"),
        ("[serve]\nundo-send = 7", "serve.undo-send: should be one of 0, 5, 10, 15, 30, 60"),
        (
            '[serve]\nprocessing-delay = "soon"',
            "serve.processing-delay: should be a number or a text",
        ),
        ("[serve]\nallow-new-messages = 1", "serve.allow-new-messages: should be true or false"),
    ],
)
def test_a_wrong_value_says_what_it_should_be(tmp_path: Path, text: str, problem: str) -> None:
    assert problem in refusal(tmp_path, text)


def test_a_secret_in_a_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    message = refusal(tmp_path, '[contract]\nsecret = "hunter2hunter2"')
    assert "contract.secret: should be a text" in message
    assert "env:NAME" in message
    assert "hunter2" not in message


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    message = refusal(tmp_path, "[contract]\nurl = 1\nbrst = 2")
    assert "contract.url" in message
    assert "contract.brst" in message


@pytest.mark.parametrize("content", [b"[contract", b"x = \xff", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / config.OWN_FILE
    path.write_bytes(content)
    with pytest.raises(InvalidSetting, match=r"front-emulator\.toml: cannot be read"):
        config.find(tmp_path)


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, '[tool]\nfront-emulator = "x"', "pyproject.toml")
    assert message == "front-emulator: should be a table"


def test_the_schema_is_a_schema_and_says_what_each_key_means() -> None:
    schema = resources.schema("config")
    Draft202012Validator.check_schema(schema)
    for table in schema["properties"].values():
        for key, value in table["properties"].items():
            assert value.get("description"), key


def flags(command: click.Command) -> dict[str, click.Option]:
    return {
        parameter.opts[0].removeprefix("--"): parameter
        for parameter in command.params
        if isinstance(parameter, click.Option)
    }


def keys(table: str) -> dict[str, Any]:
    found: dict[str, Any] = resources.schema("config")["properties"][table]["properties"]
    return found


def test_every_flag_of_serve_is_a_key_and_every_key_a_flag() -> None:
    assert keys("serve").keys() == flags(serve.command).keys()


def test_every_key_of_the_contract_is_an_option() -> None:
    named = {"trigger" if key == "triggers" else key for key in keys("contract")}
    assert named - {"url"} <= flags(contract.command).keys()


def test_choices_are_the_same_in_file_and_command_line() -> None:
    assert keys("contract")["fail-on"]["enum"] == [level.value for level in Level]
    assert keys("contract")["kind"]["enum"] == list(KINDS)
    assert list(keys("contract")["triggers"]["properties"]) == list(ERROR_TYPES)
    for name, option in flags(serve.command).items():
        if isinstance(option.type, click.Choice):
            assert [str(each) for each in keys("serve")[name]["enum"]] == list(option.type.choices)
