"""A job on the screen: a live bar for people, a line now and then in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any, Final

import attrs
import click

from adlists.cli import results
from adlists.cli.voice import Voice
from adlists.lists import Progress, Report
from adlists.lists.progress_line import told as told_of
from adlists.lists.sending.throttle import spoken

_SHOWN: Final = 5  # failed batches that are told one by one
_SELDOM: Final = 10.0  # seconds between two lines of the same step
_OFTEN: Final = 1.0  # seconds between two objects of JSON


def show(voice: Voice, *, silent: bool) -> Any:
    """Return what shows a job on standard error: called with each `Progress`, open as a context."""
    if voice.as_json and not voice.quiet:
        return JsonProgress(voice)
    if silent or voice.quiet:
        return Waits(voice)
    return Bar(voice) if sys.stderr.isatty() else LineProgress(voice)


class Waits:
    """Reports waits and nothing else, so that nobody thinks the job hangs; base of all others."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def __call__(self, progress: Progress) -> None:
        """Say a wait, or show how far the job is."""
        if progress.wait:
            text = f"waiting {spoken(progress.wait)}: {progress.why}"
            self._voice.say(text, event="wait", seconds=progress.wait, why=progress.why)
        else:
            self._show(progress)

    def _show(self, progress: Progress) -> None:
        """Show how far the job is."""

    @contextmanager
    def open(self) -> Generator[None]:
        """Do nothing: lines need no closing."""
        yield


class LineProgress(Waits):
    """One line for each step, and one every ten seconds."""

    _seldom = _SELDOM

    def __init__(self, voice: Voice) -> None:
        super().__init__(voice)
        self._step = ""
        self._shown = float("-inf")

    def _show(self, progress: Progress) -> None:
        """Print a line where there is something new to say."""
        now = time.monotonic()
        if progress.step == self._step and now - self._shown < self._seldom:
            return
        self._tell(progress)
        self._step, self._shown = progress.step, now

    def _tell(self, progress: Progress) -> None:
        told = [progress.step]
        if progress.done:
            told += told_of(progress)
        self._voice.say(f"{told[0]}: {', '.join(told[1:])}" if told[1:] else told[0])


class JsonProgress(LineProgress):
    """One object for each step, and one a second."""

    _seldom = _OFTEN

    def _tell(self, progress: Progress) -> None:
        told: dict[str, Any] = attrs.asdict(progress)
        del told["wait"], told["why"]
        told |= {"rate": progress.rate, "seconds_left": progress.seconds_left}
        told = {
            key: round(value, 3) if isinstance(value, float) else value
            for key, value in told.items()
        }
        self._voice.say(progress.step, event="progress", **told)


class Bar(Waits):
    """A bar with what is done, how fast, how long still, and what limits it."""

    def __init__(self, voice: Voice) -> None:
        super().__init__(voice)
        self._bar: Any = None
        self._task: Any = None

    def _show(self, progress: Progress) -> None:
        """Move the bar."""
        if self._bar is None:
            return
        with suppress(OSError):  # the terminal may be gone, and the job goes on
            self._bar.update(
                self._task,
                description=progress.step,
                completed=progress.done,
                total=progress.total,
                told="  ".join(told_of(progress)),
            )

    @contextmanager
    def open(self) -> Generator[None]:
        """Keep the bar in place while the block lasts."""
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as RichProgress

        columns = (
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[told]}", markup=False),
        )
        # Results go to standard output as they are, past the bar.
        console = Console(stderr=True, highlight=False)
        with RichProgress(*columns, console=console, redirect_stdout=False) as bar:
            self._bar = bar
            self._task = bar.add_task("starting", total=None, told="")
            yield
            self._bar = None


def conclude(report: Report) -> None:
    """Print what a job did, as a table or as lines."""
    results.show(_shown(report))
    for note in report.notes:
        click.echo(note)
    for failure in report.failures[:_SHOWN]:
        reason = f"Batch {failure.number} ({failure.part}, {failure.count:,} identifiers)"
        click.echo(f"{results.styled('✗', fg='red', bold=True)} {reason}: {failure.reason}")
    if (more := len(report.failures) - _SHOWN) > 0:
        click.echo(f"… and {more:,} more batches; --json names them all.")
    for said, members in (
        ("would be added", report.adding),
        ("would be removed", report.removing),
        ("not taken by the service", report.not_taken),
        ("not removed by the service", report.not_removed),
    ):
        if members:
            click.echo(f"{len(members):,} {said}:")
            click.echo("\n".join(f"  {results.plain(member)}" for member in members))


def _shown(report: Report) -> dict[str, Any]:
    dry = report.outcome == "dry run"
    rows: dict[str, Any] = {
        "outcome": report.outcome,
        "list": _list(report),
        "account": report.credential or {},
        "identifier": _identifier(report),
        "files": {
            results.plain(str(file["name"])): results.plain(_column(file)) for file in report.files
        },
        "rows read": f"{report.read:,}",
        "rejected": {reason: f"{count:,}" for reason, count in report.rejected.items() if count},
        "duplicates": f"{report.duplicates:,}",
        "unique": f"{report.unique:,}",
    }
    if report.to_add is not None:
        rows["to add"] = f"{report.to_add:,}"
    if report.to_remove is not None:
        rows["to remove"] = f"{report.to_remove:,}"
    if dry:
        rows["batches"] = f"{report.batches:,}"
        rows["bytes"] = f"{report.bytes or 0:,}"
        rows["time at least"] = (
            "unknown, as no rate is given"
            if report.least_seconds is None
            else f"{spoken(report.least_seconds)}, at {report.limit}"
        )
        return {key: value for key, value in rows.items() if value != {}}
    rows |= {
        "sent": f"{report.sent:,}",
        "valid": "not counted" if report.valid is None else f"{report.valid:,}",
        "invalid": "not counted" if report.invalid is None else f"{report.invalid:,}",
        "refused": f"{report.refused:,}" if report.refused else {},
        "size": _size(report),
        "batches": f"{report.batches:,}"
        + (f", {report.skipped:,} of them before" if report.skipped else ""),
        "attempts": f"{report.attempts:,}, {report.retries:,} of them retries",
        "seconds": f"{report.seconds:.1f}",
        "rows per second": f"{report.rows_per_second:,.0f}",
    }
    return {key: value for key, value in rows.items() if value != {}}


def _identifier(report: Report) -> str:
    return (
        report.identifier
        if report.hash in {None, "none"}
        else f"{report.identifier}, as {report.hash}"
    )


def _list(report: Report) -> str:
    name = f" {results.plain(report.list_name)!r}" if report.list_name else ""
    inputs = "".join(f", {name} {value}" for name, value in report.inputs.items())
    return f"{report.service} {report.list_id or 'new'}{name}{inputs}, at {report.address}"


def _column(file: Any) -> str:
    column, position = file.get("column"), file.get("position")
    told = f"column {position}" if column is None else f"column {position}, {column!r}"
    return file["format"] if position is None else f"{file['format']}, {told}"


def _size(report: Report) -> Any:
    if report.size is None:
        return {}
    before = "" if report.size_before is None else f", {report.size_before:,} before"
    return f"{report.size:,}{before}"
