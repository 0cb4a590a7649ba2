"""Every snippet and command of the documentation works as written."""

import asyncio
from pathlib import Path
from textwrap import dedent

import pytest
from phonenumbers import PhoneMetadata

from tests.docs.snippets import SET_UP, RunTests, SnippetFailed, run, snippets

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PAGES = sorted(
    page
    for page in (README, ROOT / "front_emulator/sample/README.md", *ROOT.glob("docs/**/*.md"))
    if page.is_file()
)


# No snippet needs these, and a run inside a run is quicker without them.
UNUSED_PLUGINS = ("cacheprovider", "faker", "hypothesispytest", "randomly", "xdist")
PYTEST_OPTIONS = ("-q", "-W", "error", *(f"-pno:{name}" for name in UNUSED_PLUGINS))


def pages() -> list[object]:
    return [
        pytest.param(page, id=str(page.relative_to(ROOT)), marks=pytest.mark.slow) for page in PAGES
    ]


@pytest.fixture
def run_tests(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> RunTests:
    """Pytest in this process, which has loaded already what each process would load anew."""
    # It loads regions on demand; an inner run forgets what it loaded, and they would be missing.
    PhoneMetadata.load_all()

    def run_file(file: Path) -> str:
        monkeypatch.chdir(file.parent)
        # Playwright leaves an event loop running in the thread that has driven a browser.
        run_pytest = (
            pytester.runpytest_subprocess if _is_in_a_loop() else pytester.runpytest_inprocess
        )
        result = run_pytest(*PYTEST_OPTIONS, f"--rootdir={file.parent}", file)
        return "" if result.ret == 0 else result.stdout.str() + result.stderr.str()

    return run_file


def _is_in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@pytest.mark.parametrize("page", pages())
def test_every_snippet_of_a_page_works(page: Path, tmp_path: Path, run_tests: RunTests) -> None:
    wrong = run(page.read_text("utf-8"), tmp_path, run_tests)
    if wrong:
        where = page.relative_to(ROOT)
        pytest.fail("\n".join(f"{where}:{each}" for each in wrong), pytrace=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_only_the_readme_sets_up_since_only_its_commands_are_run_by_ci(page: Path) -> None:
    assert page == README or not SET_UP.search(page.read_text("utf-8"))


def test_a_snippet_has_the_files_and_the_servers_of_its_page(
    tmp_path: Path, run_tests: RunTests
) -> None:
    page = """
        <!-- test: file=app.py -->
        ```python
        from flask import Flask

        app = Flask(__name__)
        app.add_url_rule("/", view_func=lambda: "hello")
        ```
        <!-- test: start flask --app app run --port 8100 -->

        ```python
        from urllib.request import urlopen

        def test_page(address):
            with urlopen(address) as answer:
                assert answer.read() == b"hello"
        ```
        <!-- test: file=conftest.py -->
        ```python
        import pytest

        @pytest.fixture
        def address():
            return "http://localhost:8100/"
        ```
        """
    assert run(dedent(page), tmp_path, run_tests) == []


def test_a_console_block_shows_what_its_commands_print(tmp_path: Path, run_tests: RunTests) -> None:
    page = "```console\n$ echo one \\\n  two; echo three\none ...\nthree\n$ true\n```"
    assert run(page, tmp_path, run_tests) == []


def test_what_stands_below_a_snippet_that_fails_is_run(tmp_path: Path, run_tests: RunTests) -> None:
    page = "```sh\nfalse\n```\n```sh\ntouch there\n```\n```sh\nexit 3\n```"
    wrong = run(page, tmp_path, run_tests)
    assert [each.partition(",")[0] for each in wrong] == ["1: exit code 1", "7: exit code 3"]
    assert (tmp_path / "there").exists()


@pytest.mark.parametrize(
    ("markdown", "complaint"),
    [
        ("```console\n$ echo one\ntwo\n```", "does not show\ntwo"),
        ("```console\necho one\n```", "after a `$ `"),
        ("```sh\necho one; exit 3\n```", "exit code 3, not 0:\none"),
        ("<!-- test: exit=3 -->\n```sh\ntrue\n```", "exit code 0, not 3"),
        ("```sh\nfalse\ntrue\n```", "exit code 1"),
        ("```sh\npip install front-emulator\n```", "installs nothing"),
        ("```python\ndef test_wrong():\n    assert 1 == 2\n```", "assert 1 == 2"),
        ("```python\nprint(1 / 0)\n```", "ZeroDivisionError"),
        ("```json\n{one}\n```", "is no json"),
        ("```klingon\nQapla'\n```", "'klingon' is none of console, "),
        ("```\nno language\n```", "'' is none of"),
        ("<!-- test: start true --port 8100 -->\n```sh\ntrue\n```", "nothing listens on port"),
    ],
)
def test_a_snippet_that_does_not_work_is_told(
    markdown: str, complaint: str, tmp_path: Path, run_tests: RunTests
) -> None:
    (wrong,) = run(markdown, tmp_path, run_tests)
    assert complaint in wrong


@pytest.mark.parametrize(
    ("markdown", "complaint"),
    [
        ("<!-- test: skip -->\n```sh\ntrue\n```", "'skip' is unknown or incomplete"),
        ("<!-- test: skip it is slow -->\n\ntext", "no code follows the directive"),
    ],
)
def test_a_directive_that_means_nothing_is_told(markdown: str, complaint: str) -> None:
    with pytest.raises(SnippetFailed, match=complaint):
        snippets(markdown)
