"""Drivers: a command, a URL, a callable."""

import json
import os
import shlex
import sys
import threading
from pathlib import Path

import pytest
from werkzeug.wrappers import Request, Response

from front_emulator.contract.driving import Command, Drive, Driver, Hint, NotDriven, Url
from tests.apps.serving import serving

HINT = Hint("FE-API-02", "Is anybody there? é", "leela")


def python(code: str) -> str:
    """A command that runs this code."""
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


def test_a_command_has_the_hint_in_its_environment(tmp_path: Path) -> None:
    file = tmp_path / "hint"
    names = ("SCENARIO", "TEXT", "HANDLE", "HINT")
    keys = [f"FRONT_CONTRACT_{name}" for name in names]
    Command(
        python(
            f"import json, os; open({str(file)!r}, 'w').write("
            f"json.dumps([os.environ[key] for key in {keys!r}]))"
        )
    )(HINT)
    *each, whole = json.loads(file.read_text())
    assert each == ["FE-API-02", "Is anybody there? é", "leela"]
    assert json.loads(whole) == {
        "scenario": "FE-API-02",
        "text": "Is anybody there? é",
        "handle": "leela",
    }


@pytest.mark.parametrize(
    ("output", "sent"),
    [
        ('{"sent": true}', True),
        ('trying\\n{"sent": false}', False),
        ("sent", None),
        ("", None),
        ('{"sent": 1}', None),
        ("[true]", None),
    ],
)
def test_a_command_may_say_whether_it_was_sent(output: str, sent: bool | None) -> None:
    assert Command(f"printf '{output}'")(HINT) is sent


def test_a_command_that_fails_is_told_with_what_it_printed() -> None:
    with pytest.raises(NotDriven, match="ended with 3: no such chat"):
        Command("echo no such chat >&2; exit 3")(HINT)
    with pytest.raises(NotDriven, match="ended with 1: it printed nothing"):
        Command("false")(HINT)


def test_a_command_that_lasts_too_long_is_ended_and_says_nothing() -> None:
    assert Command("sleep 60", longest=0.05)(HINT) is None


def test_closing_ends_what_a_command_started(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    command = Command(f"echo > {shlex.quote(str(begun))}; sleep 60 & wait")
    ended = threading.Event()
    Drive(command, HINT, ended.set).start()
    begun.read_bytes()
    command.close()
    assert ended.wait(10)
    with pytest.raises(NotDriven, match="the run is over"):
        command(HINT)


def test_a_url_is_posted_the_hint_as_json() -> None:
    seen: list[tuple[str, str, object]] = []

    @Request.application
    def app(request: Request) -> Response:
        seen.append((request.method, request.mimetype, request.get_json()))
        return Response('{"sent": false}', 202)

    with serving(app) as url:
        assert Url(url)(HINT) is False
    assert seen == [("POST", "application/json", json.loads(HINT.as_json()))]


@pytest.mark.parametrize(("status", "body"), [(404, "no route"), (500, "{}")])
def test_a_url_that_answers_with_an_error_has_failed(status: int, body: str) -> None:
    app = Request.application(lambda _: Response(body, status))
    with serving(app) as url, pytest.raises(NotDriven, match=f"answered {status}: {body}"):
        Url(url)(HINT)


def test_a_url_may_say_with_an_error_that_nothing_was_sent() -> None:
    with serving(Request.application(lambda _: Response('{"sent": false}', 502))) as url:
        assert Url(url)(HINT) is False


def test_a_url_nobody_answers_at_has_failed() -> None:
    with serving(Request.application(lambda _: Response())) as url:
        pass
    with pytest.raises(NotDriven, match="refused"):
        Url(url)(HINT)


def driven(driver: Driver) -> Drive:
    ended = threading.Event()
    drive = Drive(driver, HINT, ended.set)
    drive.start()
    assert ended.wait(10)
    assert drive.is_over
    return drive


def test_a_callable_says_whether_it_was_sent() -> None:
    assert driven(lambda hint: hint.handle == "leela").sent is True
    assert driven(lambda _: None).sent is None


def test_what_a_callable_raises_is_kept() -> None:
    drive = driven(lambda _: int("one") > 0)
    assert drive.failure == "ValueError: invalid literal for int() with base 10: 'one'"
    assert drive.sent is None
