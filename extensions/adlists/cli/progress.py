"""A job on the screen: a live bar for people, a line now and then in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

import click

from adlists.cli import results
from adlists.lists import Progress, Report
from adlists.lists.sending.throttle import spoken

_SHOWN: Final = 5  # failed batches that are told one by one
_SELDOM: Final = 10.0  # seconds between two lines of the same step


def show(*, silent: bool) -> Any:
    """Return what shows a job on standard error: called with each `Progress`, open as a context."""
    if silent:
        return Silent()
    return Bar() if sys.stderr.isatty() else LineProgress()


def _say_wait(progress: Progress) -> bool:
    """Say a wait, in every mode: nobody should think that the job hangs."""
    if progress.wait:
        click.echo(f"waiting {spoken(progress.wait)}: {progress.why}", err=True)
    return bool(progress.wait)


class Silent:
    """Shows waits alone: for `--json`."""

    def __call__(self, progress: Progress) -> None:
        """Say a wait."""
        _say_wait(progress)

    @contextmanager
    def open(self) -> Generator[None]:
        """Do nothing."""
        yield


class LineProgress:
    """One line for each step, and one every ten seconds."""

    def __init__(self) -> None:
        self._step = ""
        self._shown = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Print a line where there is something new to say."""
        if _say_wait(progress):
            return
        now = time.monotonic()
        if progress.step == self._step and now - self._shown < _SELDOM:
            return
        told = progress.step
        if progress.done:
            of = "" if progress.total is None else f" of {progress.total:,}"
            told += f": {progress.done:,}{of}, {progress.rate:,.0f}/s; {progress.limit}"
        click.echo(told, err=True)
        self._step, self._shown = progress.step, now

    @contextmanager
    def open(self) -> Generator[None]:
        """Do nothing: lines need no closing."""
        yield


class Bar:
    """A bar with what is done, how fast, how long still, and what limits it."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __call__(self, progress: Progress) -> None:
        """Move the bar."""
        if self._bar is None or _say_wait(progress):
            return
        left = progress.seconds_left
        told = [f"{progress.done:,}" + (f" of {progress.total:,}" if progress.total else "")]
        if progress.rate:
            told.append(f"{progress.rate:,.0f}/s")
        if left is not None:
            told.append(f"{left:,.0f} s left")
        if progress.failed:
            told.append(f"{progress.failed} batches failed")
        told.append(progress.limit)
        self._bar.update(
            self._task,
            description=progress.step,
            completed=progress.done,
            total=progress.total,
            told="  ".join(told),
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
        with RichProgress(*columns, console=Console(stderr=True, highlight=False)) as bar:
            self._bar = bar
            self._task = bar.add_task("starting", total=None, told="")
            yield
            self._bar = None


def conclude(report: Report, command: str) -> None:
    """Print what a job did, as a table or as lines, and how to finish what is left."""
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
    if not report.ok:
        click.echo(f"This command finishes the job:\n  {command}", err=True)


def _shown(report: Report) -> dict[str, Any]:
    dry = report.outcome == "dry run"
    rows: dict[str, Any] = {
        "outcome": report.outcome,
        "list": _list(report),
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
            "no rate given"
            if report.least_seconds is None
            else f"{report.least_seconds:,.0f} s at the given rate"
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
