"""What became of batches that the service takes first, and works through afterwards."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import attrs

from adlists.flow import Flow, block
from adlists.lists.report import Report
from adlists.lists.sending.journal import Entry
from adlists.lists.sending.throttle import HaltError

if TYPE_CHECKING:
    from adlists.lists.run import Run

_SOON: Final = 0.5  # seconds until the state of a batch is asked for a second time


def wait_for_batches(run: Run) -> Flow[bool]:
    """Ask what became of batches that the service works through; False where some still are."""
    lists = run.job.lists
    if not lists.offers("status"):
        return True
    waited, pause = 0.0, min(_SOON, lists.every)
    while True:
        running = [entry for entry in run.journal.entries if entry.state == "running"]
        if not running:
            return True
        run.delivery.tell(f"waiting for the service: {len(running)} batches")
        for entry in running:
            yield from _poll(run, entry)
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


def left_to_service(run: Run) -> Report:
    """Return the report of a job that ends before the service has worked everything through."""
    running = sum(entry.state == "running" for entry in run.journal.entries)
    run.notes.append(
        f"The service is still at work on {running} batches. The same job, run again, asks "
        "what became of them, and sends nothing twice."
    )
    failed = any(not entry.done for entry in run.journal.entries)
    return run.report("unfinished" if failed else "not yet confirmed")


def _poll(run: Run, entry: Entry) -> Flow[None]:
    scope = attrs.evolve(run.scope, outputs={"key": entry.key})
    found = yield from run.delivery.converse(run.job.lists.state(scope))
    if found.state == "running":
        return
    reason = ": ".join(text for text in (f"the service says {found.state}", found.reason) if text)
    rejected = min(found.rejected, entry.count)
    changed = attrs.evolve(
        entry,
        state=found.state,
        done=found.state == "done" or (found.state == "partly" and rejected > 0),
        reason=None if found.state == "done" else reason,
        valid=entry.count - rejected if found.state != "failed" else 0,
        invalid=rejected if found.state != "failed" else entry.count,
    )
    yield from block(partial(run.journal.record, changed))
