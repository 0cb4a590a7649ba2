"""Every snippet and command of the documentation works as written."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.docs.snippets import SET_UP, Snippet, SnippetFailed, run, snippets

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PAGES = sorted(
    page
    for page in (README, ROOT / "front_emulator/sample/README.md", *ROOT.glob("docs/**/*.md"))
    if page.is_file()
)


def documented() -> list[object]:
    """The README's snippets, and marked as slow those of the other pages."""
    return [
        pytest.param(
            page,
            number,
            snippet,
            id=f"{page.relative_to(ROOT)}:{snippet.line}",
            marks=[] if page == README else pytest.mark.slow,
        )
        for page in PAGES
        for number, snippet in enumerate(snippets(page.read_text("utf-8")))
    ]


@pytest.mark.parametrize(("page", "number", "snippet"), documented())
def test_a_snippet_of_the_documentation_works(
    page: Path, number: int, snippet: Snippet, tmp_path: Path
) -> None:
    if snippet.skip:
        pytest.skip(snippet.skip)
    failure = None
    try:
        run(page.read_text("utf-8"), number, tmp_path)
    except SnippetFailed as failed:
        failure = f"{page.relative_to(ROOT)}:{snippet.line}: {failed}"
    if failure:
        pytest.fail(failure, pytrace=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_only_the_readme_sets_up_since_only_its_commands_are_run_by_ci(page: Path) -> None:
    assert page == README or not SET_UP.search(page.read_text("utf-8"))


def try_last(markdown: str, folder: Path) -> None:
    page = dedent(markdown)
    run(page, len(snippets(page)) - 1, folder)


def test_a_snippet_has_the_files_and_the_servers_of_its_page(tmp_path: Path) -> None:
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
    run(dedent(page), 2, tmp_path)


def test_a_console_block_shows_what_its_commands_print(tmp_path: Path) -> None:
    try_last("```console\n$ echo one \\\n  two; echo three\none ...\nthree\n$ true\n```", tmp_path)


@pytest.mark.parametrize(
    ("markdown", "complaint"),
    [
        ("```console\n$ echo one\ntwo\n```", "does not show\ntwo"),
        ("```console\necho one\n```", "after a `\\$ `"),
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
        ("<!-- test: skip -->\n```sh\ntrue\n```", "'skip' is unknown or incomplete"),
        ("<!-- test: skip it is slow -->\n\ntext", "no code follows the directive"),
    ],
)
def test_a_snippet_that_does_not_work_is_told(
    markdown: str, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(SnippetFailed, match=complaint):
        try_last(markdown, tmp_path)
