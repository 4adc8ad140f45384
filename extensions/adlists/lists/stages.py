"""What every way to run a job has in common: one budget, a report of what stopped it, its end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Literal

import attrs

from adlists.errors import AdlistsError, CallerError
from adlists.flow import Flow, block
from adlists.lists import confirmation
from adlists.lists.job import Job
from adlists.lists.report import JobStoppedError, Outcome, Report
from adlists.lists.run import Run
from adlists.lists.sending import folders
from adlists.lists.sending.delivery import DeliveryOptions
from adlists.lists.sending.state import StateStore
from adlists.lists.sending.throttle import HaltError
from adlists.lists.sending.verification import after_adding, after_removing, taken


def within_budget(job: Job, state: StateStore, held: ExitStack) -> DeliveryOptions:
    """Return how a job sends, by the budget of its account where several spend it."""
    options = job.delivery
    if options.limiter is not None:
        return options
    account = folders.key(job.service.name, job.service.server, job.pipeline.registry.account)
    limiter = state.limiter(account, options.rates)
    held.callback(limiter.close)
    return attrs.evolve(options, limiter=limiter)


def stages(run: Run, perform: Callable[[Run], Flow[Report]]) -> Flow[Report]:
    """Run a job whose list is known; what stops it midway comes with a report."""
    try:
        return (yield from perform(run))
    except (AdlistsError, OSError) as error:
        if isinstance(error, CallerError) and not (run.begun and run.journal.entries):
            raise  # nothing was begun
        if run.begun and not run.job.lists.delay:
            yield from _note_size(run)
        again = error.again if isinstance(error, HaltError) else not isinstance(error, CallerError)
        raise JobStoppedError(str(error), run.report("unfinished"), again=again) from None


def _note_size(run: Run) -> Flow[None]:
    """Keep the list's size of this moment, so that a change from elsewhere is seen later."""
    job = run.journal.job()
    if job is None or job.state == "done" or run.delivery.throttle.stopped:
        return
    size = yield from confirmation.ask_size(run, once=True)
    if size is not None:
        yield from block(lambda: run.journal.note({"size_at_stop": size}))


def confirmed(run: Run, operation: Literal["add", "remove"]) -> Flow[Outcome]:
    """Tell what came of an add or a remove, by the size that the list has now."""
    entries = run.journal.entries
    count = taken(entries, operation)
    if operation == "add":
        unique = run.job.options.deduplicate
        expected = after_adding(run.size_before, count, unique=unique, certain=run.certain)
    else:
        expected = after_removing(run.size_before, count, certain=run.certain)
    if not all(entry.done for entry in entries):
        return "unfinished"
    return (yield from confirmation.confirm(run, expected))
