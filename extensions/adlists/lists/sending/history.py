"""What the journals of a state folder tell: the latest job for each list and type."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs

from adlists.contract import Client
from adlists.lists.report import Outcome
from adlists.lists.sending import folders
from adlists.lists.sending import journal as journals
from adlists.lists.sending.journal import Entry
from adlists.lists.service.dialogue import converse
from adlists.lists.service.protocol import ListSize
from adlists.lists.service.steps import lists_of
from adlists.lists.service.template import Variables
from adlists.lists.upload import session_of


@attrs.frozen(kw_only=True)
class Past:
    """The latest job for one list and type of identifiers.

    `expected` is the least and the most that the list should hold, `size` what it held.
    """

    path: Path
    service: str
    address: str
    list_id: str
    identifier: str
    operation: str
    outcome: Outcome
    started: float
    ended: float | None
    sent: int
    size: int | None = None
    expected: tuple[int, int] | None = None
    inputs: dict[str, Any] = attrs.field(factory=dict[str, Any])

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        return {**attrs.asdict(self), "path": str(self.path)}


def past_jobs(state: Path | None = None) -> list[Past]:
    """Return the jobs, the latest first; a journal that is in use or damaged is passed over."""
    found: list[Past] = []
    for path in folders.folder(state).glob(f"*{journals.SUFFIX}"):
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0)) as db:
                found.extend(_of(db, path))
        except (sqlite3.Error, ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda job: job.ended or job.started, reverse=True)


def prune_journals(before: float, state: Path | None = None) -> list[Path]:
    """Remove the journals of lists whose jobs all ended well before a moment; return them.

    One that is in use, is damaged or tells of something left to do stays.
    """
    by_path: dict[Path, list[Past]] = {}
    for job in past_jobs(state):
        by_path.setdefault(job.path, []).append(job)
    removed: list[Path] = []
    for path, jobs in by_path.items():
        settled = all(
            job.ended is not None
            and job.ended < before
            and job.outcome in {"done", "already done", "not verified"}
            for job in jobs
        )
        if not settled:
            continue
        try:
            with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as db:
                db.execute("BEGIN EXCLUSIVE")  # nobody is at work on it
                path.unlink()
        except (sqlite3.Error, OSError):
            continue
        removed.append(path)
    return removed


def _of(db: sqlite3.Connection, path: Path) -> list[Past]:
    rows = db.execute(
        "SELECT identifier, operation, state, started, ended, facts,"
        " (SELECT sum(count) FROM batch WHERE batch.identifier = job.identifier AND done) FROM job"
    ).fetchall()
    found: list[Past] = []
    for identifier, operation, state, started, ended, text, sent in rows:
        facts = json.loads(text)
        expected = facts.get("expected")
        found.append(
            Past(
                path=path,
                **facts["list"],
                identifier=identifier,
                operation=operation,
                outcome=facts.get("outcome", "done") if state == "done" else "unfinished",
                started=started,
                ended=ended,
                sent=sent or 0,
                size=facts.get("size"),
                expected=None if expected is None else (expected[0], expected[1]),
            )
        )
    return found


def past_batches(job: Past) -> list[Entry]:
    """Return what came of the batches of a job, in order; none where its journal is in use."""
    try:
        with closing(sqlite3.connect(f"file:{job.path}?mode=ro", uri=True, timeout=0)) as db:
            rows = db.execute(
                "SELECT part, number, digest, done, count, valid, invalid, attempts, reason, key,"
                " state FROM batch WHERE identifier = ? ORDER BY part, number",
                (job.identifier,),
            ).fetchall()
    except sqlite3.Error:
        return []
    return [
        Entry(part, number, digest, bool(done), *rest) for part, number, digest, done, *rest in rows
    ]


def confirm(api: Client, job: Past) -> Past:
    """Ask for the list's size again; return the job with what came of it, and write that down."""
    session = session_of(api)
    lists = lists_of(session.pipeline)
    if lists is None or job.expected is None or not lists.offers("size"):
        return job
    dialogue = lists.size(Variables(inputs=job.inputs, list_id=job.list_id))
    found: ListSize | None = session.run(converse(dialogue, session.pipeline.flow))
    if found is None:
        return job
    least, most = job.expected
    outcome: Outcome = "done" if least <= found.count <= most else "unfinished"
    journal = journals.Journal(job.path, "", job.identifier)
    try:
        journal.end({"outcome": outcome, "size": found.count})
    finally:
        journal.close()
    return attrs.evolve(job, outcome=outcome, size=found.count)
