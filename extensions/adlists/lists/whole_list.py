"""A list given new contents as a whole: by one request, or by a numbered run of them.

    count → batch 1, 2, … in their order, one at a time → the last, with which the list is exchanged

A run acts with its last batch. One that was broken off has changed nothing, so that the next job
begins another: nothing is taken up but the wait for a service that works through it later.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import partial
from typing import Any

import attrs

from adlists.errors import ArgumentError
from adlists.flow import Flow, block
from adlists.lists import completion, confirmation, replacement
from adlists.lists.reading.batches import Batch
from adlists.lists.removals import ask_about_exchange
from adlists.lists.report import Report
from adlists.lists.run import Run
from adlists.lists.sending.verification import Expectation
from adlists.lists.service.template import SessionBatch

_IDS = 1 << 62  # what any service can hold that takes a number


def replace(run: Run, fingerprint: str) -> Flow[Report]:
    """Make the list equal to the source."""
    if run.resumed is not None and run.resumed.facts.get("sent") and _taken(run):
        return (yield from _finish(run, run.resumed.facts["count"]))
    run.delivery.tell("counting")
    counts = yield from block(run.source.measure)
    run.source.check()  # a list is never replaced by nothing
    session = None
    if run.job.lists.session:
        session = SessionBatch(secrets.randbelow(_IDS) + 1, 1, last=False, total=counts.unique)
    ahead = iter(run.source.batches(**run.cut("replace", session)))
    batches = yield from block(partial(_two, ahead))
    if len(batches) > 1 and session is None:
        refuse_too_long(run, counts.unique)
        del ahead  # or the source could not be read anew
        return (yield from replacement.replace(run, fingerprint))
    ask_about_exchange(run.job, counts.unique, 0 if run.target.made else run.size_before)
    facts = {"count": counts.unique, "sent": False}
    yield from block(partial(run.begin, fingerprint, facts))
    for number in range(1, counts.unique + 1):
        last = len(batches) == 1
        if last:  # before it acts
            yield from block(run.source.verify)
        if session is not None:
            session = attrs.evolve(session, seq=number, last=last)
        done = yield from run.send_one(batches.pop(0), session, counts.unique)
        if not done:
            return _broken_off(run, last=last)
        if last:
            break
        batches += yield from block(partial(_more, ahead))
    yield from block(lambda: run.journal.note({"sent": True}))
    return (yield from _finish(run, counts.unique))


def _taken(run: Run) -> bool:
    """Tell whether the service turned down no part of what it was sent, as far as is known."""
    return all(entry.done for entry in run.journal.entries)


def _two(ahead: Iterator[Batch]) -> list[Batch]:
    return [*_more(ahead), *_more(ahead)]


def _more(ahead: Iterator[Batch]) -> list[Batch]:
    found = next(ahead, None)
    return [] if found is None else [found]


def refuse_too_long(run: Run, count: int) -> None:
    """Refuse a list that is too long for one request, where no other way takes many."""
    lists = run.job.lists
    if not (lists.offers("add") and lists.offers("remove")):
        msg = (
            f"{run.job.service.name} takes a whole list in one request, of at most "
            f"{run.job.batch_items:,} identifiers and {run.job.batch_bytes:,} bytes, and the "
            f"source has {count:,}."
        )
        raise ArgumentError(msg)


def _broken_off(run: Run, *, last: bool) -> Report:
    noun = run.job.lists.noun
    run.notes.append(
        f"Nobody knows whether the {noun} was replaced. Run again, it begins anew."
        if last
        else f"The {noun} was not replaced, and is what it was. Run again, it begins anew."
    )
    return run.report("unfinished")


def _finish(run: Run, count: int) -> Flow[Report]:
    """Wait for the service, ask for the size, and tell what was done."""
    if not (yield from completion.wait_for_batches(run)):
        return completion.left_to_service(run)
    if not _taken(run):
        return _broken_off(run, last=True)
    yield from block(run.journal.raise_others)
    invalid = sum(entry.invalid or 0 for entry in run.journal.entries)
    outcome = yield from confirmation.confirm(
        run, Expectation(least=count - invalid, most=count - invalid)
    )
    more: dict[str, Any] = {}
    if run.job.options.snapshot and outcome != "unfinished":
        run.delivery.tell("keeping the snapshot")
        more = yield from replacement.keep(run, replacement.Base(None), "add", outcome)
    return (yield from run.finish(outcome, more))
