"""What is kept of a job beyond its run: a file with its report, a notice when it ends badly."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from adlists.cli import private_file, voice
from adlists.errors import AdlistsError
from adlists.lists import JobStoppedError, Progress, Report
from adlists.lists.report_pages import Timeline, without_members, written
from adlists.messages import Request, Timeout
from adlists.version import __version__

_SUFFIXES: Final = (".md", ".html", ".json")
_SECONDS: Final = 10.0


class Keeping:
    """Writes and posts what became of a job; what fails in doing so is said, no more."""

    def __init__(self, file: Path | None, notify: str | None) -> None:
        if file is not None and file.suffix.lower() not in _SUFFIXES:
            msg = f"A report is written as {', '.join(_SUFFIXES)}, not as {file.suffix or 'that'}."
            raise click.UsageError(msg)
        if notify is not None and not notify.startswith(("https://", "http://")):
            msg = "A notice goes to an address: https://…"
            raise click.UsageError(msg)
        self._file = file
        self._notify = notify
        self._timeline = Timeline()

    def watching(self, screen: Callable[[Progress], object]) -> Callable[[Progress], object]:
        """Return what watches a job for the screen and for the picture."""
        if self._file is None:
            return screen

        def both(progress: Progress) -> None:
            self._timeline(progress)
            screen(progress)

        return both

    def ended(self, report: Report, stopped: JobStoppedError | None) -> None:
        """Write the report; post it where something is left to do."""
        if self._file is not None:
            self._write(self._file, written(report, self._timeline, self._file.suffix.lower()))
        if not report.ok:
            problem = str(stopped) if stopped is not None else "; ".join(report.notes)
            what = f"{report.operation} on {report.service} {report.list_id or ''}".strip()
            self._post(f"{what}: {report.outcome}. {problem}", without_members(report))

    def failed(self, error: AdlistsError) -> None:
        """Post why a job did not begin."""
        self._post(f"A job failed: {error}", {"outcome": "failed", "kind": type(error).__name__})

    def _write(self, path: Path, text: str) -> None:
        try:
            private_file.write(path, text)
        except OSError as error:
            said = f"The report {path} could not be written: {error.strerror}."
            voice.current().say(said, level="warning")

    def _post(self, text: str, facts: dict[str, Any]) -> None:
        if self._notify is None:
            return
        from adlists import transports
        from adlists._runtime import drivers
        from adlists.flow import transmit

        content = json.dumps({"text": text, **facts}).encode()
        headers = {"content-type": "application/json", "user-agent": f"adlists/{__version__}"}
        try:
            transport = transports.open_sync(None, Timeout.of(_SECONDS))
            try:
                request = Request("POST", self._notify, headers, content)
                status = drivers.run(transmit(request), transport).status
            finally:
                transport.close()
            problem = f"it answered {status}" if status >= 300 else ""
        except AdlistsError as error:  # whose text may quote the address, and that is a secret
            problem = type(error).__name__
        if problem:
            voice.current().say(f"The notice could not be posted: {problem}.", level="warning")
