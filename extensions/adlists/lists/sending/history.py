"""What the journals of a state folder tell: the latest job for each list and type."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs

from adlists.contract import Client
from adlists.lists.api_sessions import session_of
from adlists.lists.report import Outcome
from adlists.lists.sending import journal as journals
from adlists.lists.sending.journal import Entry
from adlists.lists.sending.state import JOB_COLUMNS, StateStore, state_of
from adlists.lists.service.dialogue import converse
from adlists.lists.service.protocol import ListSize
from adlists.lists.service.steps import lists_of
from adlists.lists.service.template import Variables


@attrs.frozen(kw_only=True)
class Past:
    """The latest job for one list and type of identifiers.

    `expected` is the least and the most that the list should hold, `size` what it held.
    """

    key: str
    state: StateStore = attrs.field(eq=False, repr=False)
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
        return attrs.asdict(self, filter=lambda field, _: field.name != "state")


def past_jobs(state: Path | str | None = None) -> list[Past]:
    """Return the jobs, the latest first; a journal that is in use or damaged is passed over."""
    store = state_of(state)
    found: list[Past] = []
    for key, rows in store.latest():
        with suppress(ValueError, KeyError, TypeError):
            found.extend(_past(store, key, row) for row in rows)
    return sorted(found, key=lambda job: job.ended or job.started, reverse=True)


def prune_journals(before: float, state: Path | str | None = None) -> int:
    """Forget the lists whose jobs all ended well before a moment: journals and snapshots.

    Returns how many lists those were.

    One that is in use, is damaged or tells of something left to do stays.
    """
    store = state_of(state)
    by_list: dict[str, list[Past]] = {}
    for job in past_jobs(state):
        by_list.setdefault(job.key, []).append(job)
    return sum(
        all(
            job.ended is not None
            and job.ended < before
            and job.outcome in {"done", "already done", "not verified"}
            for job in jobs
        )
        and store.forget(key)
        for key, jobs in by_list.items()
    )


def _past(store: StateStore, key: str, row: tuple[Any, ...]) -> Past:
    told = dict(zip(JOB_COLUMNS, row, strict=True))
    facts = json.loads(told["facts"])
    expected = facts.get("expected")
    return Past(
        key=key,
        state=store,
        **facts["list"],
        identifier=told["identifier"],
        operation=told["operation"],
        outcome=facts.get("outcome", "done") if told["state"] == "done" else "unfinished",
        started=told["started"],
        ended=told["ended"],
        sent=told["sent"] or 0,
        size=facts.get("size"),
        expected=None if expected is None else (expected[0], expected[1]),
    )


def past_batches(job: Past) -> list[Entry]:
    """Return what came of the batches of a job, in order; none where its journal is in use."""
    return [
        Entry(part, number, digest, bool(done), *rest)
        for part, number, digest, done, *rest in job.state.batches(job.key, job.identifier)
    ]


def confirm(api: Client, job: Past) -> Past:
    """Ask for the list's size again; return the job with what came of it, and write that down.

    Before the time is over by which sizes lag, only one that has moved to what it should be
    says anything; else the job stays as it is.
    """
    session = session_of(api)
    lists = lists_of(session.pipeline)
    if lists is None or job.expected is None or not lists.offers("size"):
        return job
    dialogue = lists.size(Variables(inputs=job.inputs, list_id=job.list_id))
    found: ListSize | None = session.run(converse(dialogue, session.pipeline.flow))
    if found is None:
        return job
    least, most = job.expected
    fits = least <= found.count <= most
    settled = time.time() >= (job.ended or job.started) + lists.delay
    if not settled and not (fits and least == most and found.count != job.size):
        return attrs.evolve(job, size=found.count)
    outcome: Outcome = "done" if fits else "unfinished"
    journal = journals.Journal(job.state.ledger(job.key), "", job.identifier)
    try:
        told: dict[str, Any] = {"outcome": outcome, "size": found.count}
        known = journal.job()
        kept = None if known is None else known.facts.get("snapshot")
        if kept is not None and outcome == "done":
            told["snapshot"] = {**kept, "size": found.count}  # now it is known what it stands for
        journal.end(told)
    finally:
        journal.close()
    return attrs.evolve(job, outcome=outcome, size=found.count)
