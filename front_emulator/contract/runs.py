"""Contract runs beside a running server: started, followed, stopped, reported."""

import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from front_emulator.account import Account
from front_emulator.contract.kind import kind_named
from front_emulator.contract.model import Result, Run, Verdict
from front_emulator.contract.subject import of_account
from front_emulator.domain.clock import monotonic
from front_emulator.domain.errors import Conflict, FrontEmulatorError, NotFound

if TYPE_CHECKING:
    from front_emulator.contract.reports.masking import MaskedRun

Json = dict[str, Any]

REPORTS = {
    "html": ("contract.html", "text/html"),
    "json": ("contract.json", "application/json"),
    "junit": ("contract.junit.xml", "application/xml"),
    "markdown": ("contract.md", "text/markdown"),
    "sarif": ("contract.sarif", "application/sarif+json"),
}
_DONE = "stopped by hand"
_OF_SUBJECT = ("kind", "url", "server_url")
_NONE: Json = {
    "state": "none",
    "target": None,
    "total": 0,
    "done": 0,
    "ok": None,
    "error": None,
    "stopped_early": None,
    "duration": 0,
    "results": [],
}


class Runs:
    """The latest contract run of each company. Each runs in a thread of its own.

    What the run needs is imported when the first one starts, for it takes its time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: dict[str, _Started] = {}

    def start(self, account: Account, options: Mapping[str, Any]) -> Json:
        """Begin a run against the channel's Outgoing URL, an application's or another.

        Raises `Conflict` while one runs, and `InvalidSetting`.
        """
        with self._lock:
            before = self._latest.get(account.company.id)
            if before is not None and before.is_running:
                raise Conflict("A contract run is under way; stop it first")
            started = self._latest[account.company.id] = _Started(account, dict(options))
        started.begin()
        return started.shown()

    def show(self, company_id: str, after: int | None, wait: float) -> Json:
        """How the latest run is getting on; with `after`, once more than so many are done."""
        started = self._latest.get(company_id)
        if started is None:
            return _NONE
        if after is not None:
            started.wait_beyond(after, wait)
        return started.shown()

    def stop(self, company_id: str) -> None:
        """Have the run end after the scenario it is at. Raises `NotFound`."""
        self._known(company_id).stop()

    def report(self, company_id: str, kind: str) -> Json:
        """A report of the run so far, as a file. Raises `NotFound` and `Conflict`."""
        filename, content_type = REPORTS[kind]
        content = _rendered(kind, self._known(company_id).masked)
        return {"filename": filename, "content_type": content_type, "content": content}

    def forget(self, company_id: str) -> None:
        """Stop what runs for a company that ends, and keep nothing of it."""
        with self._lock:
            started = self._latest.pop(company_id, None)
        if started is not None:
            started.stop()

    def close(self) -> None:
        """Stop whatever runs."""
        for started in list(self._latest.values()):
            started.stop()

    def _known(self, company_id: str) -> "_Started":
        started = self._latest.get(company_id)
        if started is None:
            raise NotFound("No contract run has been started")
        return started


class _Stopped(Exception):
    """Somebody asked for the end of the run."""


class _Started:
    """A run that was started, and what it has found so far."""

    def __init__(self, account: Account, options: Json) -> None:
        self._account = account
        self._drive_url = options.pop("drive_url", None)
        self._patience = options.pop("patience", 15.0)
        given = {name: options.pop(name) for name in _OF_SUBJECT if name in options}
        self._subject = of_account(account, **given)
        self._options = options
        self._changed = threading.Condition()
        self._results: list[Result] = []
        self._total = self._count()
        self._error: str | None = None
        self._is_stopping = False
        self._began = monotonic()
        self.is_running = True
        self.run: Run | None = None

    @cached_property
    def masked(self) -> "MaskedRun":
        """What may be shown of the run; worked out once, for it takes its time.

        Raises `Conflict` before it has ended.
        """
        from front_emulator.contract.reports.masking import masked

        if self.run is None:
            raise Conflict("The contract run has not ended yet")
        subject = self._subject
        secrets = [self._account.api_secret, self._account.api_token, subject.secret]
        if subject.authorization is not None:
            secrets.append(subject.authorization)
        return masked(self.run, secrets)

    def begin(self) -> None:
        threading.Thread(target=self._play, name="contract run", daemon=True).start()

    def stop(self) -> None:
        self._is_stopping = True

    def wait_beyond(self, done: int, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(
                lambda: len(self._results) > done or not self.is_running, seconds
            )

    def shown(self) -> Json:
        with self._changed:
            run, results = self.run, list(self._results)
        return {
            "state": self._state,
            "target": self._subject.url,
            "total": self._total,
            "done": len(results),
            "ok": None if run is None or self._error else run.ok,
            "error": self._error,
            "stopped_early": run and run.stopped_early,
            "duration": round(run.duration if run else monotonic() - self._began, 3),
            "results": [_short(result) for result in results],
        }

    @property
    def _state(self) -> str:
        if self.is_running:
            return "running"
        return "failed" if self._error else "finished"

    def _count(self) -> int:
        from front_emulator.contract import catalogue
        from front_emulator.contract.scenarios import triggers
        from front_emulator.contract.target import Target

        subject = self._subject
        target = Target(
            subject.url,
            subject.secret,
            triggers=self._options.get("triggers", {}),
            kind=kind_named(subject.kind),
            server_url=subject.server_url,
            authorization=subject.authorization,
        )
        only, skip = self._options.get("only", ()), self._options.get("skip", ())
        chosen = catalogue.select(
            only, skip, fast=self._options.get("fast", False), kind=subject.kind
        )
        return sum(triggers.is_configured(each, target) for each in chosen)

    def _play(self) -> None:
        run, error = None, None
        try:
            run = self._checked()
        except _Stopped:
            run = self._so_far(_DONE)
        except FrontEmulatorError as failure:
            error, run = str(failure), self._so_far(str(failure))
        except Exception as failure:  # noqa: BLE001 - told where the run is shown, and by the account
            error, run = f"{type(failure).__name__}: {failure}", self._so_far("internal error")
            self._account.company.note_failure(failure)
        with self._changed:
            self.run, self._error, self.is_running = run, error, False
            self._changed.notify_all()

    def _checked(self) -> Run:
        from front_emulator.contract.api_bench import ApiBench, Patience
        from front_emulator.contract.checking import check
        from front_emulator.contract.driving import Url
        from front_emulator.contract.watched import OwnEmulator

        options = self._options | asdict(self._subject)
        if self._drive_url is None:
            return check(**options, on_result=self._on_result)
        own, patience = OwnEmulator(self._account), Patience.of(self._patience)
        with closing(ApiBench(own, Url(self._drive_url), patience=patience)) as api:
            return check(**options, api=api, on_result=self._on_result)

    def _on_result(self, result: Result) -> None:
        with self._changed:
            self._results.append(result)
            self._changed.notify_all()
        if self._is_stopping:
            raise _Stopped

    def _so_far(self, why: str) -> Run:
        from front_emulator.contract import api_error_types, error_types

        results = tuple(self._results)
        return Run(
            target=self._subject.url,
            kind=self._subject.kind,
            seed="",
            results=results,
            error_types=(*error_types.rows(results), *api_error_types.rows(results)),
            duration=monotonic() - self._began,
            stopped_early=why,
        )


def _short(result: Result) -> Json:
    return {
        "id": result.scenario.id,
        "title": result.scenario.title,
        "verdict": Verdict(result.verdict).value,
        "consequence": result.finding.consequence,
        "duration": round(result.duration, 3),
    }


def _rendered(kind: str, shown: "MaskedRun") -> str:
    from front_emulator.contract.reports import html, json_report, junit, markdown, sarif

    match kind:
        case "html":
            return html.render(shown)
        case "json":
            return json_report.render(shown)
        case "junit":
            return junit.render(shown)
        case "markdown":
            return markdown.render(shown)
        case _:
            return sarif.render(shown, artifact="front-emulator.toml")
