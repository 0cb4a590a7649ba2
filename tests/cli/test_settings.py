"""Settings from the command line and the config file, and the list of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from front_emulator.cli import serving
from front_emulator.cli import settings as settings_command
from front_emulator.cli.exec import command as exec_command
from front_emulator.cli.group import cli
from front_emulator.domain.settings import Settings, table
from front_emulator.emulator import FrontEmulator


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Settings]:
    """The settings of each emulator that a command starts, which then goes no further."""
    found = list[Settings]()

    def start(log: object, *, account: dict[str, object], **_: object) -> None:
        emulator = FrontEmulator(**serving.named(account))
        found.append(emulator.settings)
        raise SystemExit(0)

    monkeypatch.setattr(serving, "start", start)
    monkeypatch.chdir(tmp_path)
    return found


@pytest.mark.parametrize("command", ["serve", "exec"])
def test_a_flag_goes_before_the_config_file_and_set_before_a_flag(
    made: list[Settings], tmp_path: Path, command: str
) -> None:
    """The nearest word counts; what nobody says is the command's default."""
    Path("front-emulator.toml").write_text(
        "[settings]\ndelivery_timeout = 2\ndelivery_retries = 2\nlink_host = 'api2'\n", "utf-8"
    )
    tail = ["--", "true"] if command == "exec" else []
    given = ["--timeout", "3", "--set", "delivery-retries=3", "--set", "in_reply_to=hex"]
    result = CliRunner().invoke(cli, [command, *given, *tail])
    assert result.exit_code == 0, result.output
    [settings] = made
    assert (settings.delivery_timeout, settings.delivery_retries) == (3, 3)
    assert (settings.link_host, settings.in_reply_to) == ("api2", "hex")
    assert settings.processing_delay == (0.5, 2)


@pytest.mark.parametrize(("given", "plan"), [("starter", "starter"), ("120", 120), ("off", "off")])
def test_rate_limits_are_a_plan_or_a_number(
    made: list[Settings], given: str, plan: str | int
) -> None:
    result = CliRunner().invoke(cli, ["serve", "--rate-limits", given])
    assert result.exit_code == 0, result.output
    assert [settings.rate_limits for settings in made] == [plan]


def test_what_is_no_plan_is_exit_code_2() -> None:
    result = CliRunner().invoke(cli, ["serve", "--rate-limits", "professional"])
    assert result.exit_code == 2
    assert "'professional' should be one of off, starter, growth, scale, partner" in result.output


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("draft_mode=privat", "draft_mode: 'privat' should be one of private, null, absent"),
        ("draftmode=null", "draftmode: no such setting; the nearest is draft_mode"),
        ("draft_mode", "draft_mode: should be name=value"),
    ],
)
def test_a_wrong_setting_is_exit_code_2_and_says_the_nearest(given: str, said: str) -> None:
    result = CliRunner().invoke(exec_command, ["--set", given, "--", "true"])
    assert result.exit_code == 2
    assert said in result.output


def test_a_wrong_setting_in_the_file_is_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "front-emulator.toml").write_text("[settings]\nretry_paus = 1\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "front_emulator", "exec", "--", "true"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "settings.retry_paus: there is no such key; the nearest is settings.retry_pause" in (
        done.stderr
    )


def test_the_list_has_every_setting() -> None:
    names = [each.name for each in table()]
    for form in ("text", "markdown", "json"):
        output = CliRunner().invoke(settings_command.command, ["--format", form]).output
        assert all(name in output for name in names)
    assert [row["name"] for row in json.loads(output)] == names
    assert all(row["should_be"] for row in json.loads(output))
