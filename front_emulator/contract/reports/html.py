"""One HTML page that needs nothing else: no script, no font, no image from anywhere."""

import base64
import hashlib
from collections.abc import Collection

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from front_emulator import __version__
from front_emulator.contract.model import Result, Verdict
from front_emulator.contract.reports import excerpts, severity, wording
from front_emulator.contract.reports.masking import MaskedRun

_OPEN = (Verdict.FAIL, Verdict.ERROR)


def render(run: MaskedRun, *, options: str = "", known: Collection[str] = ()) -> str:
    """The page; its policy allows its own style and nothing else."""
    environment = Environment(
        loader=PackageLoader("front_emulator.contract.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = environment.get_template("report.css").render()
    found = severity.findings(run)
    return environment.get_template("report.html").render(
        run=run,
        version=__version__,
        style=Markup(style),  # noqa: S704 - our own file, nothing put into it
        policy=_policy(style),
        count_line=wording.count_line(run, sum(r.scenario.id in known for r in found)),
        matrices=wording.matrices(run),
        findings=[(result, _repeat(run, result, options)) for result in found],
        known=known,
        open_verdicts=_OPEN,
        wording=wording,
        excerpts=excerpts,
    )


def _repeat(run: MaskedRun, result: Result, options: str) -> str:
    return wording.command_for(run, result, options)


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
