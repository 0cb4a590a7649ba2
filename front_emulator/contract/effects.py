"""What messages brought about behind the answers: asked of a command or a callable."""

import json
import os
import subprocess
import threading
from collections.abc import Callable
from typing import Any, TypeGuard

from front_emulator.domain.clock import monotonic
from front_emulator.domain.errors import FrontEmulatorError, InvalidSetting

Json = dict[str, Any]

Effects = Callable[[Json], int]
"""Tells how often a message took effect, such as how often it stands in the visitor's chat.

It is given `id`, `uid`, `text` and `recipient` of the message and the `scenario` it belongs to;
`uid` and `recipient` are None where the message names none.
"""

PATIENCE = 2.0
LONGEST = 30.0
"""Seconds a command may take to tell."""

_SHOWN = 200
_TEXT_IN_ENVIRONMENT = 1000
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 0.5
_GROWTH = 1.6
_SLOWER_AT_TIMES = 1.5


class NoCount(FrontEmulatorError):
    """How often a message took effect cannot be told."""


class Command:
    """Asks a shell command, whose last line is the number.

    The message is JSON on its standard input and in FRONT_CONTRACT_HINT, where a long text is
    cut; FRONT_CONTRACT_ID, _SCENARIO and _RECIPIENT have what their names say.
    """

    def __init__(self, command: str, *, longest: float = LONGEST) -> None:
        self._command = command
        self._longest = longest

    def __call__(self, message: Json) -> int:
        try:
            done = subprocess.run(  # noqa: S602 - the user's own command, as they would type it
                self._command,
                shell=True,
                check=False,
                env={**os.environ, **_environment(message)},
                input=json.dumps(message).encode(),
                capture_output=True,
                timeout=self._longest,
            )
        except subprocess.TimeoutExpired as error:
            raise NoCount(f"effects: the command took more than {self._longest:g} s") from error
        if done.returncode:
            said = _excerpt(done.stderr or done.stdout) or "it printed nothing"
            raise NoCount(f"effects: the command ended with {done.returncode}: {said}")
        lines = done.stdout.split()
        if not lines or not lines[-1].isdigit():
            said = _excerpt(done.stdout) or "nothing"
            raise NoCount(f"effects: the command should print a number, and printed {said}")
        return int(lines[-1])


class Watch:
    """Asks for effects, and waits for them where they come after the answer.

    How long they took so far is how long it waits for what should not come. Raises
    `InvalidSetting`.
    """

    def __init__(self, effects: Effects, patience: float = PATIENCE) -> None:
        if not 0 <= patience < float("inf"):
            raise InvalidSetting("effects_patience: should be 0 seconds or more")
        self._effects = effects
        self._patience = patience
        self._lag = 0.0

    def expected(self, message: Json) -> int:
        """How often it took effect, once it did or patience is at its end."""
        began = monotonic()
        pause = _FIRST_PAUSE
        count = self._count(message)
        while not count and (left := began + self._patience - monotonic()) > 0:
            threading.Event().wait(min(pause, left))
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)
            count = self._count(message)
            if count:
                self._lag = max(self._lag, monotonic() - began)
        return count

    def final(self, message: Json) -> int:
        """How often it took effect, in the time that effects take here."""
        if self._lag:
            threading.Event().wait(min(self._lag * _SLOWER_AT_TIMES, self._patience))
        return self._count(message)

    def _count(self, message: Json) -> int:
        count = self._effects(dict(message))
        if not _is_count(count):
            raise NoCount(f"effects: should return a whole number, 0 or more, not {count!r}")
        return count


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and value >= 0


def _environment(message: Json) -> dict[str, str]:
    # The kernel takes no more than 128 kB for one variable.
    brief = {**message, "text": (message["text"] or "")[:_TEXT_IN_ENVIRONMENT]}
    return {
        "FRONT_CONTRACT_HINT": json.dumps(brief),
        "FRONT_CONTRACT_ID": message["id"],
        "FRONT_CONTRACT_SCENARIO": message["scenario"],
        "FRONT_CONTRACT_RECIPIENT": message["recipient"] or "",
    }


def _excerpt(output: bytes) -> str:
    text = " ".join(output.decode("utf-8", "replace").split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
