"""JUnit XML as GitHub, GitLab and Jenkins read it (xunit2: Jenkins' junit-10.xsd)."""

import xml.etree.ElementTree as ET
from collections.abc import Collection

from front_emulator import __version__
from front_emulator.contract.model import ErrorTypeRow, Result, Verdict
from front_emulator.contract.reports import excerpts, wording
from front_emulator.contract.reports.masking import MaskedRun

_ELEMENTS = {
    Verdict.FAIL: "failure",
    Verdict.ERROR: "error",
    Verdict.NA: "skipped",
    Verdict.INCONCLUSIVE: "skipped",
}
_PACKAGE = "front_emulator.contract"


def render(run: MaskedRun, *, options: str = "", known: Collection[str] = ()) -> str:
    """A test suite for each group of scenarios, a test case for each scenario.

    A finding that the baseline knows is skipped. The first suite is about the run itself: the
    matrices are its output, and it has an error when the run stopped without a finding.
    """
    root = ET.Element("testsuites", name="front-emulator contract", time=_seconds(run.duration))
    _add_run(root, run)
    for group in dict.fromkeys(result.scenario.group for result in run.results):
        suite = ET.SubElement(root, "testsuite", name=f"{_PACKAGE}.{group}")
        results = [result for result in run.results if result.scenario.group == group]
        for result in results:
            _add_case(suite, result, wording.command_for(run, result, options), known)
        _count(suite, sum(result.duration for result in results))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_run(root: ET.Element, run: MaskedRun) -> None:
    suite = ET.SubElement(root, "testsuite", name=f"{_PACKAGE}.run")
    _add_properties(suite, run)
    broken_off = wording.broken_off(run)
    if broken_off:
        case = ET.SubElement(suite, "testcase", classname=f"{_PACKAGE}.run", name="The run")
        ET.SubElement(case, "error", type="stopped early", message=broken_off)
    _count(suite, run.duration)
    ET.SubElement(suite, "system-out").text = "\n".join(_summary(run))


def _count(suite: ET.Element, duration: float) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("time", _seconds(duration))


def _add_properties(suite: ET.Element, run: MaskedRun) -> None:
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("front-emulator", __version__),
        ("target", run.target),
        ("kind", run.kind),
        ("seed", run.seed),
    ):
        ET.SubElement(properties, "property", name=name, value=value)


def _add_case(suite: ET.Element, result: Result, repeat: str, known: Collection[str]) -> None:
    scenario, finding = result.scenario, result.finding
    case = ET.SubElement(
        suite,
        "testcase",
        classname=f"{_PACKAGE}.{scenario.group}",
        name=f"{scenario.id} {scenario.title}",
        time=_seconds(result.duration),
    )
    element = _ELEMENTS.get(result.verdict)
    message = finding.consequence
    if element in ("failure", "error") and scenario.id in known:
        element, message = "skipped", f"Known from the baseline: {message}"
    if element:
        verdict = ET.SubElement(case, element, type=result.verdict.value, message=message)
        verdict.text = None if element == "skipped" else _proof(result, repeat)
    elif result.verdict is not Verdict.PASS:
        output = f"{result.verdict}: {_proof(result, repeat)}"
        ET.SubElement(case, "system-out").text = output


def _proof(result: Result, repeat: str) -> str:
    scenario, finding = result.scenario, result.finding
    lines = [finding.consequence]
    for exchange in wording.telling(finding):
        lines += ["", *excerpts.plain_lines(exchange)]
    lines += ["", f"Right: {scenario.right}"]
    lines += [f"Likely cause: {finding.hint}"] if finding.hint else []
    return "\n".join([*lines, f"Front's page: {scenario.page}", f"Repeat: {repeat}"])


def _summary(run: MaskedRun) -> list[str]:
    lines = [f"Stopped early: {run.stopped_early}"] if run.stopped_early else []
    for matrix in wording.matrices(run):
        lines += [matrix.title, *map(_row, matrix.rows)]
    return [*lines, wording.count_line(run)]


def _row(row: ErrorTypeRow) -> str:
    words = (row.type, row.verdict, wording.answer_of(row), wording.teammate_sees(row))
    return "  " + " | ".join(words)


def _seconds(duration: float) -> str:
    return f"{duration:.3f}"
