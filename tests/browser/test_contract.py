"""The contract, run from the page against the channel's Outgoing URL."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from front_emulator import FrontEmulator
from tests.apps.right import SECRET
from tests.apps.right_handshake import SERVER_PATH, RightHandshake
from tests.apps.serving import serving
from tests.browser.inbox import Inbox
from tests.e2e.receiver import Receiver, hang

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

MATRICES = ("The integration answers Front", "Front answers the integration")


@pytest.fixture
def contract(inbox: Inbox) -> Inbox:
    inbox.view("Contract")
    expect(inbox.page.get_by_text("No run yet")).to_be_visible()
    return inbox


@pytest.mark.slow
def test_a_run_ends_with_both_matrices_findings_and_reports(
    contract: Inbox, receiver: Receiver, tmp_path: Path
) -> None:
    page = contract.page
    expect(page.get_by_label("Integration", exact=True)).to_have_value(receiver.url)
    contract.button("Run").click()
    expect(page.get_by_text("scenarios failed")).to_be_visible(timeout=60_000)
    for name in MATRICES:
        matrix = page.get_by_role("region", name=name, exact=True)
        expect(matrix.locator("tbody tr")).to_have_count(7)
    findings = page.get_by_role("region", name="Findings")
    finding = findings.locator("details").filter(has_text="FE-SIG-01")
    finding.locator("summary").click()
    expect(finding).to_contain_text("What is right")
    expect(finding.get_by_label("Request").first).to_contain_text(receiver.url)
    expect(finding.get_by_label("Answer").first).to_contain_text("HTTP 200")
    for name in ("HTML", "Markdown", "JUnit", "JSON", "SARIF"):
        with page.expect_download() as started:
            page.get_by_role("button", name=f"Download the {name} report").click()
        saved = tmp_path / started.value.suggested_filename
        started.value.save_as(saved)
        assert "FE-SIG-01" in saved.read_text(encoding="utf-8")
    assert contract.front.messages == []


def test_progress_is_live_and_a_run_can_be_stopped(contract: Inbox, receiver: Receiver) -> None:
    page = contract.page
    receiver.answers(hang())
    contract.button("Run").click()
    progress = page.get_by_role("region", name="Progress")
    expect(progress).to_contain_text("0 of")
    contract.button("Stop").click()
    receiver.release()
    expect(progress).to_contain_text("stopped by hand", timeout=60_000)
    expect(page.get_by_role("region", name=MATRICES[0], exact=True)).to_be_visible()


def test_an_integration_that_is_not_there_is_said(contract: Inbox) -> None:
    contract.page.get_by_label("Integration", exact=True).fill("http://127.0.0.1:1/")
    contract.button("Run").click()
    expect(contract.page.get_by_role("alert")).to_contain_text("cannot be reached")


def test_an_application_is_judged_as_one(
    front: FrontEmulator, inbox: Inbox, receiver: Receiver
) -> None:
    with serving(RightHandshake()) as url:
        application = front.create_application(server_url=urljoin(url, SERVER_PATH), secret=SECRET)
        application.connect("Text messages")
        inbox.view("Contract")
        page = inbox.page
        expect(page.get_by_label("Integration", exact=True)).to_have_value(receiver.url)
        page.get_by_label("Channel", exact=True).select_option("Text messages")
        expect(page.get_by_label("Integration", exact=True)).to_have_value(url)
        inbox.button("Run").click()
        expect(page.get_by_text("Nothing failed in")).to_be_visible(timeout=60_000)
    run = front.server.contract_runs
    assert run is not None
    report = run.report(front.company.id, "json")["content"]
    assert {"FE-APP-08", "FE-HSK-01"} <= set(re.findall(r"FE-[A-Z]{3}-\d{2}", report))
