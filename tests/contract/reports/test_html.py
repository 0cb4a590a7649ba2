"""The HTML page: nothing from elsewhere, everything escaped, no complaint of a browser."""

import base64
import hashlib
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from front_emulator.contract.model import Verdict
from front_emulator.contract.reports import html
from front_emulator.contract.reports.masking import masked
from front_emulator.domain.entities import Outcome

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page_of(run: Any, **options: Any) -> str:
    return html.render(masked(run), **options)


def hostile_run(make: Any) -> Any:
    exchange = make.exchange(
        title=HOSTILE,
        response=make.answer(500, HOSTILE.encode(), Location=HOSTILE),
        outcome=Outcome("internal_error", HOSTILE),
        changed=HOSTILE,
    )
    result = make.result(
        consequence=HOSTILE, hint=HOSTILE, title=HOSTILE, exchanges=(exchange, exchange)
    )
    return make.run(
        result,
        make.passed(),
        error_types=(
            make.row(answer=HOSTILE, sentence=HOSTILE),
            make.row(how=HOSTILE, sentence=""),
        ),
        target=f"http://localhost/{HOSTILE}",
        seed=HOSTILE,
        stopped_early=HOSTILE,
    )


def test_nothing_is_loaded_from_anywhere(make: Any) -> None:
    for tag, attributes in Tags(page_of(make.run())).found:
        assert tag not in ("script", "iframe", "object", "embed", "base", "form", "img")
        assert attributes.get("href", "data:,") == "data:,"
        assert not {"src", "style", "srcset"} & attributes.keys()
    assert "@import" not in page_of(make.run())
    assert "url(" not in page_of(make.run())


def test_the_policy_allows_the_pages_own_style_alone(make: Any) -> None:
    page = page_of(make.run())
    (policy,) = (
        attributes["content"]
        for _, attributes in Tags(page).found
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_whatever_a_target_says_is_text(make: Any) -> None:
    page = page_of(hostile_run(make), options=HOSTILE)
    assert "<script" not in page
    assert "<img" not in page
    assert "onerror=alert(2)&gt;" in page
    tags = Tags(page).found
    assert not any(name.startswith("on") for _, attributes in tags for name in attributes)


def test_bad_findings_are_open_and_known_ones_closed(make: Any) -> None:
    page = page_of(make.run(), known={"FE-SIG-03"})
    details = [attributes for tag, attributes in Tags(page).found if tag == "details"]
    assert ["open" in attributes for attributes in details] == [False, True, True] + [False] * 3
    assert "(known from the baseline)" in page


def test_every_scenario_and_the_changed_part_is_there(make: Any) -> None:
    page = page_of(make.run())
    for result in make.run().results:
        assert result.scenario.id in page
    assert "<mark>x</mark>" in page
    assert page.count('class="verdict v-') >= 7 + 9


def test_a_clean_run_has_no_findings(make: Any) -> None:
    assert "<h2>Findings</h2>" not in page_of(make.run(make.passed()))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_opens_it_without_complaint(make: Any, tmp_path: Path, scheme: str) -> None:
    if CHROMIUM is None:
        why = "no Chromium is installed"
        if "REQUIRE_BROWSER" in os.environ:
            pytest.fail(why)
        pytest.skip(why)
    file = tmp_path / "report.html"
    file.write_text(page_of(hostile_run(make)), encoding="utf-8")
    opened = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert "CONSOLE" not in opened.stderr
    assert "Front contract" in opened.stdout
    assert Verdict.FAIL.value in opened.stdout
