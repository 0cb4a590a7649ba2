"""Runs what the documentation shows.

A page's fenced blocks are its snippets. Python with a `def test_` is run by pytest, other
Python as a script; the commands of a `console` or `sh` block by bash, and what a `console`
block shows below a command must be in its output, line by line in order (`...` stands for
anything). JSON, YAML and TOML must parse, JavaScript must pass Node's syntax check.

A page is run as a reader goes through it: from top to bottom, in one folder, each server
started once. Only tests have a folder of their own. Free ports stand in place of those the
page names. A comment before the fence, `<!-- test: ... -->`, changes what happens:

- `file=NAME`: the snippet is this file, for the page's other snippets too;
- `background`: its commands go on running until the end of the page;
- `exit=N`: the exit code it must have;
- `skip REASON`: it is not run.

`<!-- test: start COMMAND -->`, before no fence, runs a command in the background unseen.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Self

import yaml
from markdown_it import MarkdownIt

TIMEOUT = 60.0
DIRECTIVE = re.compile(r"\s*<!-- test: (.+?) -->\s*", re.DOTALL)
PORT = re.compile(r"(?:localhost|127\.0\.0\.1):(\d{4,5})\b|--(?:port|listen)[ =](\d{4,5})\b")
LISTENS = re.compile(r"--port[ =](\d+)")
# The README's own set-up: .ci/run runs these lines as they stand.
SET_UP = re.compile(r"^(?:\$ )?python3 -m venv \.venv && .*\n?", re.MULTILINE)

# Runs a file of tests; what went wrong, or nothing.
RunTests = Callable[[Path], str]
Check = Callable[["_Walk", "Snippet"], None]

# Printed before each command, to tell their outputs apart.
MARK = "\x1e"


class SnippetFailed(Exception):
    """What a snippet did instead of working."""


@dataclass(frozen=True)
class Snippet:
    line: int
    language: str
    text: str
    file: str | None = None
    background: bool = False
    exit: int = 0
    skip: str | None = None


def snippets(markdown: str) -> list[Snippet]:
    """The snippets of a page, in order. Raises `SnippetFailed` on a directive it doesn't know."""
    found: list[Snippet] = []
    directive = ""
    for token in MarkdownIt().parse(markdown):
        line = token.map[0] + 1 if token.map else 0
        comment = DIRECTIVE.fullmatch(token.content) if token.type == "html_block" else None
        if token.type in ("fence", "code_block"):
            language = token.info.partition(" ")[0]
            found.append(_snippet(line, language, token.content, directive))
            directive = ""
        elif directive:
            raise SnippetFailed(f"line {line}: no code follows the directive {directive!r}")
        elif comment and comment[1].startswith("start "):
            found.append(Snippet(line, "sh", comment[1].removeprefix("start "), background=True))
        elif comment:
            directive = comment[1]
    if directive:
        raise SnippetFailed(f"no code follows the directive {directive!r}")
    return found


def _snippet(line: int, language: str, text: str, directive: str) -> Snippet:
    kind, _, rest = directive.partition(" ")
    name, _, value = directive.partition("=")
    if not directive:
        return Snippet(line, language, text)
    if kind == "skip" and rest:
        return Snippet(line, language, text, skip=rest)
    if directive == "background":
        return Snippet(line, language, text, background=True)
    if name == "file" and value:
        return Snippet(line, language, text, file=value)
    if name == "exit" and value.isdecimal():
        return Snippet(line, language, text, exit=int(value))
    raise SnippetFailed(f"line {line}: the directive {directive!r} is unknown or incomplete")


def run(page: str, folder: Path, run_tests: RunTests) -> list[str]:
    """Run the page's snippets, in order, in `folder`; what went wrong, each with its line.

    Raises `SnippetFailed` on a directive it doesn't know.
    """
    found = snippets(_with_free_ports(page))
    wrong: list[str] = []
    with ExitStack() as servers:
        for number, snippet in enumerate(found):
            if snippet.skip:
                continue
            walk = _Walk(folder, _files(found, number), servers, run_tests)
            try:
                walk.check(snippet)
            except SnippetFailed as failed:
                wrong.append(f"{snippet.line}: {failed}")
    return wrong


def _files(found: list[Snippet], number: int) -> dict[str, str]:
    """The page's files as snippet `number` finds them: of two of one name the nearest above."""
    below, above = found[number + 1 :], found[: number + 1]
    return {each.file: each.text for each in (*reversed(below), *above) if each.file}


def _with_free_ports(page: str) -> str:
    ports = {port for match in PORT.findall(page) for port in match if port}
    with ExitStack() as held:
        free = {port: _free_port(held) for port in sorted(ports)}
    if not free:
        return page
    return re.sub(rf"\b({'|'.join(free)})\b", lambda match: free[match[1]], page)


def _free_port(held: ExitStack) -> str:
    bound = held.enter_context(socket.socket())
    bound.bind(("127.0.0.1", 0))
    return str(bound.getsockname()[1])


@dataclass(frozen=True)
class _Walk:
    """Where a snippet is run: the page's folder, its files, and the servers above it."""

    folder: Path
    files: dict[str, str]
    servers: ExitStack
    run_tests: RunTests

    def check(self, snippet: Snippet) -> None:
        self._write_files(self.folder)
        check = CHECKS.get(snippet.language)
        if check is None:
            raise SnippetFailed(f"{snippet.language!r} is none of {', '.join(CHECKS)}")
        check(self, snippet)

    def python(self, snippet: Snippet) -> None:
        if "def test_" in snippet.text:
            name = snippet.file or "test_snippet.py"
            with TemporaryDirectory() as folder:
                self._write_files(Path(folder))
                if failed := self.run_tests(_write(Path(folder) / name, snippet.text)):
                    raise SnippetFailed(failed)
        elif snippet.file:
            compile(snippet.text, snippet.file, "exec")
        else:
            _write(self.folder / "snippet.py", snippet.text)
            _finish([sys.executable, "snippet.py"], snippet, self.folder)

    def shell(self, snippet: Snippet) -> None:
        commands = _commands(snippet)
        if snippet.background:
            script = "\n".join(command for command, _ in commands)
            self.servers.enter_context(_in_background(script, self.folder))
            return
        script = "\n".join(f"printf '{MARK}'\n{command}" for command, _ in commands)
        outputs = _finish(_bash(script), snippet, self.folder).split(MARK)[1:]
        for (command, expected), output in zip(commands, outputs, strict=False):
            _check_shown(command, expected, output)

    def javascript(self, snippet: Snippet) -> None:
        if node := shutil.which("node"):
            name = snippet.file or "snippet.mjs"
            _write(self.folder / name, snippet.text)
            _finish([node, "--check", name], snippet, self.folder)

    def _write_files(self, folder: Path) -> None:
        for name, text in self.files.items():
            _write(folder / name, text)


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def _parsed_by(parse: Callable[[str], object]) -> Check:
    def check(_: _Walk, snippet: Snippet) -> None:
        try:
            parse(snippet.text)
        except (ValueError, yaml.YAMLError) as error:
            raise SnippetFailed(f"is no {snippet.language}: {error}") from error

    return check


CHECKS: dict[str, Check] = {
    "console": _Walk.shell,
    "html": _parsed_by(str),
    "http": _parsed_by(str),
    "javascript": _Walk.javascript,
    "js": _Walk.javascript,
    "json": _parsed_by(json.loads),
    "mermaid": _parsed_by(str),
    "python": _Walk.python,
    "sh": _Walk.shell,
    "text": _parsed_by(str),
    "toml": _parsed_by(tomllib.loads),
    "yaml": _parsed_by(yaml.safe_load),
}


def _commands(snippet: Snippet) -> list[tuple[str, list[str]]]:
    """Each command with the output shown for it; a block without prompts is one script."""
    text = SET_UP.sub("", snippet.text)
    if "pip install" in text:
        raise SnippetFailed("a test installs nothing: skip this with a reason")
    if snippet.language != "console":
        return [(text, [])]
    commands: list[tuple[str, list[str]]] = []
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *shown = re.split(r"(?<!\\)\n", part.rstrip("\n"))
        commands.append((command, shown))
    if text and not commands:
        raise SnippetFailed("a console block shows its commands after a `$ `")
    return commands


def _check_shown(command: str, expected: list[str], output: str) -> None:
    lines = iter(output.splitlines())
    for each in expected:
        pattern = re.sub(r"[\[?*]", r"[\g<0>]", each.rstrip()).replace("...", "*")
        if not any(fnmatchcase(line.rstrip(), pattern) for line in lines):
            raise SnippetFailed(f"{command}\n  does not show\n{each}\n  but\n{output}")


def _bash(script: str) -> list[str]:
    return ["bash", "-euo", "pipefail", "-c", script]


def _finish(command: list[str], snippet: Snippet, folder: Path) -> str:
    """What the command printed; it must end in time, with the exit code it should have."""
    with _Running(command, folder) as running:
        try:
            code = running.process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            raise SnippetFailed(f"no end within {TIMEOUT:g} s:\n{running.text()}") from None
        if code != snippet.exit:
            raise SnippetFailed(f"exit code {code}, not {snippet.exit}:\n{running.text()}")
        return running.output()


@contextmanager
def _in_background(script: str, folder: Path) -> Iterator[None]:
    """Run the commands until the block ends; enter once every `--port` of theirs answers."""
    with _Running(_bash(script), folder) as running:
        for port in LISTENS.findall(script):
            _wait_for(int(port), running)
        yield


def _wait_for(port: int, running: "_Running") -> None:
    give_up = time.monotonic() + TIMEOUT / 2
    while time.monotonic() < give_up and running.process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SnippetFailed(f"nothing listens on port {port}:\n{running.text()}")


class _Running:
    """A command with all it starts, in a session of its own that ends with the block."""

    def __init__(self, command: list[str], folder: Path) -> None:
        # A file, not a pipe: nothing blocks when nobody reads along.
        self._output = TemporaryFile("w+")  # noqa: SIM115 - closed by __exit__
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def output(self) -> str:
        self._output.seek(0)
        return self._output.read()

    def text(self) -> str:
        return self.output().replace(MARK, "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._output, suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _environment() -> dict[str, str]:
    own = ("PYTEST_", "FRONT_")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(own)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return environment | {"COLUMNS": "100", "NO_COLOR": "1"}
