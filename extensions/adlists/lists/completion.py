"""What a service does with batches after it has taken them in: worked through, or turned down.

refuse_rows        rows that were refused at once → their lines, written down
wait_for_batches   each batch asked for until it is done → rows that were turned down later
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

import attrs

from adlists.errors import AdlistsError, NotFound
from adlists.flow import Flow, Together, block
from adlists.lists.report import Report
from adlists.lists.sending.journal import Entry
from adlists.lists.sending.throttle import HaltError
from adlists.lists.service.protocol import BatchState

if TYPE_CHECKING:
    from adlists.lists.run import Run

_SOON: Final = 0.5  # seconds until the state of a batch is asked for a second time
_WRITTEN: Final = 50  # batches whose states are written down at once


def wait_for_batches(run: Run) -> Flow[bool]:
    """Ask what became of batches that the service works through; False where some still are.

    Rows that were not taken are written down: those refused at once before the wait.
    """
    yield from refuse_rows(run)
    ended = not run.job.lists.offers("status") or (yield from _wait(run))
    yield from refuse_rows(run)
    return ended


def _wait(run: Run) -> Flow[bool]:
    lists = run.job.lists
    waited, pause = 0.0, min(_SOON, lists.every)
    while True:
        running = [entry for entry in run.journal.entries if entry.state == "running"]
        if not running:
            return True
        run.delivery.tell(f"waiting for the service: {len(running)} batches")
        yield from _poll_all(run, running)
        left = [entry for entry in run.journal.entries if entry.state == "running"]
        if not left:
            return True
        if not run.job.options.wait or waited + pause > lists.within:
            return False
        try:
            yield from run.delivery.throttle.sleep(pause, "until the service is asked again")
        except HaltError:
            return False
        waited += pause
        pause = min(2 * pause, lists.every)  # what is done soon should not wait for long


def left_to_service(run: Run) -> Report:
    """Return the report of a job that ends before the service has worked everything through."""
    running = sum(entry.state == "running" for entry in run.journal.entries)
    run.notes.append(
        f"The service is still at work on {running} batches. The same job, run again, asks "
        "what became of them, and sends nothing twice."
    )
    failed = any(not entry.done for entry in run.journal.entries)
    return run.report("unfinished" if failed else "not yet confirmed")


def wait_for_key(run: Run, key: str) -> Flow[None]:
    """Wait until the service has carried out one change. Raises `HaltError` where it fails."""
    lists = run.job.lists
    scope = attrs.evolve(run.scope, outputs={"key": key})
    waited, pause = 0.0, min(_SOON, lists.every)
    while True:
        found = yield from run.delivery.converse(lists.state(scope))
        if found.state == "done":
            return
        if found.state != "running" or waited > lists.within:
            msg = f"The service did not empty the list: {found.state} {found.reason}".strip()
            raise HaltError(msg)
        yield from run.delivery.throttle.sleep(pause, "until the list is empty")
        waited += pause
        pause = min(2 * pause, lists.every)


def _poll_all(run: Run, running: list[Entry]) -> Flow[None]:
    """Ask for the state of each, several at once."""
    queue = iter(running)  # one for all: each takes the next
    several = min(run.job.delivery.parallel, len(running))
    yield Together([_poll_next(run, queue) for _ in range(several)], run.delivery.throttle.stop)


def _poll_next(run: Run, queue: Iterator[Entry]) -> Flow[None]:
    """Ask for one after the other, and write down what is known of several at once.

    What a kill leaves unwritten is asked for again.
    """
    known: list[Entry] = []
    try:
        for entry in queue:
            changed = yield from _polled(run, entry)
            if changed is not None:
                known.append(changed)
            if len(known) == _WRITTEN:
                yield from block(partial(run.journal.record, *known))
                known.clear()
    except AdlistsError:
        yield from block(partial(run.journal.record, *known))
        raise
    yield from block(partial(run.journal.record, *known))


def _polled(run: Run, entry: Entry) -> Flow[Entry | None]:
    """Return what became of a batch; None where the service is still at work on it."""
    scope = attrs.evolve(run.scope, outputs={"key": entry.key})
    try:
        found = yield from run.delivery.converse(run.job.lists.state(scope))
    except NotFound:  # nobody will ever know: it has to go again
        found = BatchState(state="failed", reason="it does not know of the batch any more")
    if found.state == "running":
        return None
    reason = ": ".join(text for text in (f"the service says {found.state}", found.reason) if text)
    before = entry.invalid or 0  # refused at once
    rejected = min(found.rejected, entry.count - before)
    if found.rows and (not before or (entry.part, entry.number) in run.delivery.sieved):
        run.late[entry.part, entry.number] = found.rows
    return attrs.evolve(
        entry,
        state=found.state,
        done=found.state == "done"
        or (found.state == "partly" and 0 < rejected < entry.count - before),
        reason=None if found.state == "done" else reason,
        valid=entry.count - before - rejected if found.state != "failed" else 0,
        invalid=before + rejected if found.state != "failed" else entry.count,
    )


def _refuse_late(run: Run) -> None:
    """Find the values of the rows that the service turned down later, by their numbers."""
    late = dict(run.late)
    run.late.clear()
    entries = {(entry.part, entry.number): entry for entry in run.journal.entries}
    for part, (reopen, cut) in run.sources.items():
        if not any(known == part for known, _ in late):
            continue
        with reopen() as source:
            for batch in source.batches(**cut):
                entry, rows = entries.get((part, batch.number)), late.get((part, batch.number))
                if entry is None or rows is None or entry.digest != batch.digest:
                    continue
                values = run.delivery.sieved.get((part, batch.number)) or batch.values()
                for index, reason in rows.items():
                    if index < len(values):
                        run.delivery.rejected[values[index]] = reason


def refuse_rows(run: Run) -> Flow[None]:
    """Find the lines of the rows that the service did not take, and write them down."""
    if run.late:
        yield from block(partial(_refuse_late, run))
    rejected = dict(list(run.delivery.rejected.items())[run.noted :])
    run.noted += len(rejected)
    if rejected:
        yield from block(lambda: run.source.reject(rejected))
        run.notes.append(
            f"{len(rejected):,} rows were not taken by the service"
            + (", and are in the rejects file." if run.job.options.rejects else ".")
        )
