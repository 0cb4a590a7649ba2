"""Making the integration send a message to Front: by a command, a URL or a callable."""

import contextlib
import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from front_emulator import transport
from front_emulator.domain.entities import WireRequest, WireResponse
from front_emulator.domain.errors import FrontEmulatorError

LONGEST = 60.0
"""Seconds a command or a request may take: it may last as long as the integration tries."""

HOW = (
    "Say how to make the integration send: --drive 'command' (the text to send is in "
    "FRONT_CONTRACT_TEXT, all of the hint in FRONT_CONTRACT_HINT as JSON), --drive-url URL "
    "(POSTed the hint), or a callable in pytest."
)

_SHOWN = 200


class NotDriven(FrontEmulatorError):
    """The driver could not do its work."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a driver is told: the message to send, and for whom.

    `handle` is whom the message should come from, where the integration lets it choose.
    """

    scenario: str
    text: str
    handle: str

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    def as_environment(self) -> dict[str, str]:
        """FRONT_CONTRACT_SCENARIO, _TEXT, _HANDLE, and _HINT with all of it as JSON."""
        each = {f"FRONT_CONTRACT_{name.upper()}": value for name, value in asdict(self).items()}
        return {**each, "FRONT_CONTRACT_HINT": self.as_json()}


Driver = Callable[[Hint], bool | None]
"""Makes the integration send one message.

Returns True where the integration believes that Front has taken it, False where it has given
up, and None where it does not tell. It runs in a thread of its own and may last as long as the
integration tries. What it raises is shown where no message came.
"""


class Command:
    """Drives by a shell command, which has the hint in its environment.

    Its last line may be `{"sent": true}` or `{"sent": false}`, where it knows. What still
    runs after `close` is ended.
    """

    def __init__(self, command: str, *, longest: float = LONGEST) -> None:
        self._command = command
        self._longest = longest
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_closed = False

    def __call__(self, hint: Hint) -> bool | None:
        with self._started(hint) as process:
            try:
                output, _ = process.communicate(timeout=self._longest)
            except subprocess.TimeoutExpired:
                return None
        said = _said(output)
        if process.returncode and said is None:
            text = _excerpt(output) or "it printed nothing"
            raise NotDriven(f"the command ended with {process.returncode}: {text}")
        return said

    def close(self) -> None:
        """End what still runs."""
        with self._lock:
            self._is_closed = True
            running = list(self._running)
        for process in running:
            _kill(process)

    @contextlib.contextmanager
    def _started(self, hint: Hint) -> Iterator[subprocess.Popen[bytes]]:
        with self._lock:
            if self._is_closed:
                raise NotDriven("the run is over")
            process = subprocess.Popen(  # noqa: S602 - the user's own command, as they would type it
                self._command,
                shell=True,
                env={**os.environ, **hint.as_environment()},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._running.add(process)
        try:
            yield process
        finally:
            _kill(process)
            if process.stdout is not None:
                process.stdout.close()
            process.wait()
            with self._lock:
                self._running.discard(process)


class Url:
    """Drives by a URL that is POSTed the hint as JSON.

    Its answer may be `{"sent": true}` or `{"sent": false}`, where it knows.
    """

    def __init__(self, url: str, *, longest: float = LONGEST) -> None:
        self._url = url
        self._longest = longest

    def __call__(self, hint: Hint) -> bool | None:
        headers = (("Content-Type", "application/json"), ("User-Agent", "front-emulator"))
        request = WireRequest("POST", self._url, headers, hint.as_json().encode())
        answer = self._answer(request)
        said = _said(answer.body)
        if answer.status >= 400 and said is None:
            raise NotDriven(f"{self._url} answered {answer.status}: {_excerpt(answer.body)}")
        return said

    def _answer(self, request: WireRequest) -> WireResponse:
        try:
            return transport.send(request, timeout=self._longest)
        except transport.NoAnswer as error:
            raise NotDriven(f"{self._url}: {error}") from error


class Drive:
    """A driver at work: what it said, and why it failed.

    `on_end` is called when it is over, in its thread.
    """

    def __init__(self, driver: Driver, hint: Hint, on_end: Callable[[], None]) -> None:
        self.is_over = False
        self.sent: bool | None = None
        self.failure: str | None = None
        self._driver = driver
        self._hint = hint
        self._on_end = on_end

    def start(self) -> None:
        """Begin, and return."""
        threading.Thread(target=self._run, name="front-emulator-drive", daemon=True).start()

    def _run(self) -> None:
        try:
            self.sent = self._driver(self._hint)
        except NotDriven as error:
            self.failure = str(error)
        except Exception as error:  # noqa: BLE001 - shown in the finding it leads to
            self.failure = f"{type(error).__name__}: {error}"
        self.is_over = True
        self._on_end()


def _said(output: bytes) -> bool | None:
    """What `{"sent": …}` in the last line says."""
    lines = output.strip().splitlines()
    try:
        last = json.loads(lines[-1]) if lines else None
    except (ValueError, RecursionError):
        return None
    sent = last.get("sent") if isinstance(last, dict) else None
    return sent if isinstance(sent, bool) else None


def _excerpt(output: bytes) -> str:
    text = " ".join(output.decode("utf-8", "replace").split())
    return text if len(text) <= _SHOWN else f"…{text[-_SHOWN:]}"


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a command and what it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
