"""The jobs of a manifest, side by side: each account within its budget, and all of them fairly.

    one session and one limiter for each account, whichever of its jobs spends
    next is a job of the account that has the fewest under way, then the fewest behind it
    jobs on one list keep their order and never meet
    a job that fails takes none with it

What came of each job is written down as it ends, so that a run can go on with the rest.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from adlists.errors import ArgumentError
from adlists.lists.engines.seam import JobEngine
from adlists.lists.fleet_report import FleetReport, FleetWatch, JobResult
from adlists.lists.list_keys import ListKeys
from adlists.lists.manifest import AccountKey, Manifest, ManifestJob
from adlists.lists.performer import Performer
from adlists.lists.sending.run_record import RunLine, RunRecord, run_of
from adlists.lists.sending.state import state_of

if TYPE_CHECKING:
    from adlists.lists.engines.dispatcher import Dispatcher

_AT_ONCE: Final = 8


def run(manifest: Manifest | Path | str, **options: Any) -> FleetReport:
    """Run the jobs of a manifest; arguments and errors are those of `run_async`."""
    return asyncio.run(run_async(manifest, **options))


async def run_async(
    manifest: Manifest | Path | str,
    *,
    select: Iterable[str] = (),
    at_once: int | None = None,
    engine: JobEngine | str | None = None,
    resume: bool = False,
    dry_run: bool = False,
    state: Path | str | None = None,
    transport: Any = None,
    plugins: Iterable[object] = (),
    watch: FleetWatch | None = None,
) -> FleetReport:
    """Run the jobs of a manifest, *at_once* of them side by side.

    *select* takes those whose names fit a pattern; with *resume* those that the latest run of
    this manifest has done are passed over, unless they were changed since. A job that was
    broken off goes on where it was in any case. *transport* and *plugins* go to every session.

    *engine* runs the jobs on other machines: `dask://host:port`, or an engine of yours. State
    is then a database, which each worker finds by its own ADLISTS_STATE, as it does its
    credentials; *at_once* is by default what the engine has room for. `local`, the default,
    runs them in this process, eight at once.

    Raises:
        ManifestError: the manifest cannot be used; nothing was run.
        ConfigurationError: the state or the engine cannot be used.
        ArgumentError: a job cannot be handed to other machines; nothing was run.
    """
    if at_once is not None and at_once < 1:
        msg = "at_once is at least 1."
        raise ArgumentError(msg)
    plan = manifest if isinstance(manifest, Manifest) else Manifest.read(manifest)
    chosen = plan.select(select).jobs
    store = state_of(state)
    began = time.monotonic()
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(
            Performer(state, dry_run=dry_run, transport=transport, plugins=plugins, watch=watch)
        )
        performer: Performer | Dispatcher = here
        if engine is not None and engine != "local":
            from adlists.lists.engines.dispatcher import Dispatcher

            elsewhere = Dispatcher(engine, store, dry_run=dry_run, watch=watch)
            elsewhere.check(chosen, transport=transport, plugins=plugins)
            performer = await stack.enter_async_context(elsewhere)
            at_once = at_once or elsewhere.slots
        kept = store.record(str(plan.path.resolve()))
        stack.callback(kept.close)
        record = _Record(kept, resume=resume, dry_run=dry_run)
        performer.run = record.run
        keys = ListKeys()
        await keys.learn(chosen, here.opened)
        fleet = _Fleet(performer.perform, keys, record, watch)
        await fleet.run(chosen, at_once or _AT_ONCE)
    results = tuple(fleet.results[job.name] for job in chosen)
    return FleetReport(results, time.monotonic() - began)


class _Fleet:
    """Decides which job is next, and has it performed."""

    def __init__(
        self,
        perform: Callable[[ManifestJob], Awaitable[JobResult]],
        keys: ListKeys,
        record: _Record,
        watch: FleetWatch | None,
    ) -> None:
        self.results: Final[dict[str, JobResult]] = {}
        self._perform = perform
        self._keys = keys
        self._record = record
        self._watch = watch
        self._waiting: dict[AccountKey, deque[ManifestJob]] = {}
        self._busy: dict[AccountKey, int] = {}
        self._behind: dict[AccountKey, int] = {}  # jobs that an account has begun
        self._lists: set[object] = set()  # that a job is at work on

    async def run(self, jobs: Iterable[ManifestJob], at_once: int) -> None:
        """Run every job; when it is cancelled, those under way are, and written down."""
        changed: set[object] = set()  # lists that an earlier job of theirs changes again
        for asked in jobs:
            done = self._record.done(asked)
            if done is not None and self._keys.of(asked) not in changed:
                self._end(asked, done)
                continue
            # What comes after it on its list runs, too: to remove who withdrew means nothing
            # where everybody is added again behind it.
            changed.add(self._keys.of(asked))
            self._waiting.setdefault(asked.account, deque()).append(asked)
        under_way: dict[asyncio.Task[JobResult], ManifestJob] = {}
        try:
            while self._waiting or under_way:
                while len(under_way) < at_once and (job := self._next()) is not None:
                    under_way[asyncio.ensure_future(self._perform(job))] = job
                ended, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for task in ended:
                    finished = under_way.pop(task)
                    self._busy[finished.account] -= 1
                    self._lists.discard(self._keys.of(finished))
                    self._end(finished, task.result())
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    def _next(self) -> ManifestJob | None:
        """Take the next job of the account that has had the least, if its list is free."""
        order = sorted(
            self._waiting, key=lambda known: (self._busy.get(known, 0), self._behind.get(known, 0))
        )
        for account in order:
            queue = self._waiting[account]
            job = next((job for job in queue if self._keys.of(job) not in self._lists), None)
            if job is None:
                continue
            queue.remove(job)
            if not queue:
                del self._waiting[account]
            self._busy[account] = self._busy.get(account, 0) + 1
            self._behind[account] = self._behind.get(account, 0) + 1
            self._lists.add(self._keys.of(job))
            return job
        return None

    def _end(self, job: ManifestJob, result: JobResult) -> None:
        self.results[job.name] = result
        if not result.skipped:
            self._record.write(result)
        if self._watch is not None:
            self._watch(job, result)


class _Record:
    """What an earlier run has done, and what this one does."""

    def __init__(self, kept: RunRecord, *, resume: bool, dry_run: bool) -> None:
        self._kept = kept
        self._silent = dry_run
        self._known: dict[str, RunLine] = {}
        self.run: str | None = None
        if resume:
            self._known = {line.name: line for line in kept.lines()}
        elif not dry_run:
            kept.clear()
        if not dry_run:
            self.run = run_of(kept, self._known.values())

    def done(self, job: ManifestJob) -> JobResult | None:
        """Return what an earlier run made of a job, if it did it as it is now."""
        line = self._known.get(job.name)
        if line is None or line.digest != job.digest or line.ok is not True:
            return None
        return JobResult(job=job, outcome=line.outcome, skipped=True)

    def write(self, result: JobResult) -> None:
        """Write down what came of a job."""
        if not self._silent:
            job = result.job
            self._kept.add(RunLine(job.name, job.digest, result.outcome, result.ok))
