"""A job's journal and its report: where to take up, and what came of it all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import attrs

from adlists._runtime.pipeline import Pipeline
from adlists.errors import ArgumentError
from adlists.lists.reading.extract import Extract
from adlists.lists.report import Failure, Outcome, Report
from adlists.lists.sending.journal import Entry, Journal

_FACTS: Final = ("read", "rejected", "duplicates", "unique", "to_add", "to_remove")


def begin(
    journal: Journal, fingerprint: str, *, restart: bool, again: bool
) -> tuple[tuple[str, ...], bool]:
    """Begin or take up the job; return what to say of it, and whether it was done already."""
    job = journal.job()
    if job is None or restart:
        journal.begin(fingerprint)
        return (), False
    moment = datetime.fromtimestamp(job.ended or job.started, UTC).strftime("%Y-%m-%d %H:%M UTC")
    same = job.fingerprint == fingerprint
    if job.state == "done":
        if same and not again:
            note = f"All of this was sent already, on {moment}; nothing was sent now; --again does."
            return (note,), True
        journal.begin(fingerprint)
        changed = f"The source has changed since {moment}, when it was sent last."
        return (() if same else (changed,)), False
    done = sum(one.done for one in journal.entries())
    if not same and not done:
        journal.begin(fingerprint)
        return (), False
    if not same:
        msg = (
            f"The source, or how it is cut into batches, has changed since this job began on "
            f"{moment}, with {done} batches done. Bring the former one back, or begin anew with "
            "what is there now (--restart)."
        )
        raise ArgumentError(msg)
    return (f"Going on with the job of {moment}: {done} batches were done.",), False


def blank(pipeline: Pipeline, operation: str, list_id: str, outcome: Outcome) -> Report:
    """Begin a report."""
    return Report(
        service=pipeline.service.name,
        list_id=list_id,
        operation=operation,
        outcome=outcome,
    )


def counted(report: Report, source: Extract) -> Report:
    """Add what the source's rows came to."""
    counts = source.counts
    return attrs.evolve(
        report,
        read=counts.read,
        rejected=dict(counts.rejected),
        duplicates=counts.duplicates,
        unique=counts.unique,
    )


def facts(report: Report) -> dict[str, Any]:
    """Return what a journal keeps of a report: counts."""
    return {name: getattr(report, name) for name in _FACTS}


def told(report: Report, journal: Journal, requests: int) -> Report:
    """Add what the journal knows of the batches."""
    entries: list[Entry] = journal.entries()
    done = [one for one in entries if one.done]
    job = journal.job()
    known = dict(job.facts) if job is not None and report.outcome == "already done" else {}
    valid = [one.valid for one in done if one.valid is not None]
    invalid = [one.invalid for one in done if one.invalid is not None]
    return attrs.evolve(
        report,
        **{name: known[name] for name in _FACTS if name in known},
        sent=sum(one.count for one in done),
        valid=sum(valid) if valid else None,
        invalid=sum(invalid) if invalid else None,
        batches=len(done),
        skipped=len(done) if report.outcome == "already done" else report.skipped,
        attempts=sum(one.attempts for one in entries),
        requests=requests,
        failures=tuple(
            Failure(one.part, one.number, one.count, one.reason or "")
            for one in entries
            if not one.done
        ),
    )
