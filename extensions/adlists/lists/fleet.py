"""The jobs of a manifest, side by side: each account within its budget, and all of them fairly.

    one session and one limiter for each account, whichever of its jobs spends
    next is a job of the account that has the fewest under way, then the fewest behind it
    jobs on one list keep their order and never meet
    a job that fails takes none with it

What came of each job is written down as it ends, so that a run can go on with the rest.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs

from adlists.contract import AsyncClient
from adlists.errors import AdlistsError, ArgumentError
from adlists.lists.manifest import Manifest, ManifestJob
from adlists.lists.report import JobStoppedError, Progress, Report
from adlists.lists.sending import folders
from adlists.lists.sending.delivery import DeliveryOptions
from adlists.lists.sending.rate import Limiter, Rate
from adlists.lists.sending.state import FolderState, StateStore, state_of
from adlists.lists.sync import sync_async
from adlists.lists.upload import upload_async
from adlists.session import AsyncSession, connect_async

_AT_ONCE: Final = 8
AccountKey: TypeAlias = tuple[str, str, str]


@attrs.frozen(kw_only=True)
class JobResult:
    """What came of one job: a report, or a problem, or both where it ended early.

    `outcome` is the report's, or "failed" where there is none; `skipped` says that an earlier
    run had done it.
    """

    job: ManifestJob
    outcome: str
    report: Report | None = None
    problem: str | None = None
    seconds: float = 0.0
    skipped: bool = False

    @property
    def ok(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.problem is None and self.outcome not in {"unfinished", "failed"}

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        service, profile, _ = self.job.account
        return {
            "name": self.job.name,
            "service": service,
            "profile": profile or None,
            "list": self.job.target,
            "outcome": self.outcome,
            "ok": self.ok,
            "skipped": self.skipped,
            "problem": self.problem,
            "seconds": round(self.seconds, 3),
            "report": None if self.report is None else self.report.to_dict(),
        }


@attrs.frozen
class FleetReport:
    """What a run did: a result for each job, in the manifest's order."""

    results: tuple[JobResult, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Tell whether every job is done."""
        return all(result.ok for result in self.results)

    def count(self) -> dict[str, int]:
        """Return how many jobs there are of each outcome."""
        found: dict[str, int] = {}
        for result in self.results:
            found[result.outcome] = found.get(result.outcome, 0) + 1
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        return {
            "ok": self.ok,
            "outcomes": self.count(),
            "seconds": round(self.seconds, 3),
            "jobs": [result.to_dict() for result in self.results],
        }


#: Called with a job and how far it is, or what came of it; in the loop's thread or a job's own.
FleetWatch: TypeAlias = Callable[[ManifestJob, "Progress | JobResult"], object]


def run(manifest: Manifest | Path | str, **options: Any) -> FleetReport:
    """Run the jobs of a manifest; arguments and errors are those of `run_async`."""
    return asyncio.run(run_async(manifest, **options))


async def run_async(
    manifest: Manifest | Path | str,
    *,
    select: Iterable[str] = (),
    at_once: int = _AT_ONCE,
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

    Raises:
        ManifestError: the manifest cannot be used; nothing was run.
        ConfigurationError: the state folder cannot be used.
    """
    if at_once < 1:
        msg = "at_once is at least 1."
        raise ArgumentError(msg)
    plan = manifest if isinstance(manifest, Manifest) else Manifest.read(manifest)
    chosen = plan.select(select).jobs
    store = state_of(state)
    folder = store.folder if isinstance(store, FolderState) else folders.folder()
    record = _Record(folder, plan.path, resume=resume, dry_run=dry_run)
    began = time.monotonic()
    async with AsyncExitStack() as stack:
        accounts = _Accounts(stack, store, transport, tuple(plugins))
        fleet = _Fleet(accounts, record, state, dry_run, watch)
        await fleet.run(chosen, at_once)
    results = tuple(fleet.results[job.name] for job in chosen)
    return FleetReport(results, time.monotonic() - began)


class _Accounts:
    """A session and a limiter for each account; both are made for its first job."""

    def __init__(
        self,
        stack: AsyncExitStack,
        state: StateStore,
        transport: Any,
        plugins: tuple[object, ...],
    ) -> None:
        self._stack = stack
        self._state = state
        self._transport = transport
        self._plugins = plugins
        self._sessions: dict[AccountKey, AsyncSession[Any]] = {}
        self._limiters: dict[str, Limiter] = {}

    async def session(self, job: ManifestJob) -> AsyncSession[Any]:
        """Return the session of a job's account. Raises `ConfigurationError`."""
        if job.account not in self._sessions:
            api = type("Api", (AsyncClient,), {"SERVICE": job.service})
            session: AsyncSession[Any] = connect_async(
                api,
                base_url=job.base_url,
                transport=self._transport,
                plugins=self._plugins,
                profile=job.profile,
            )
            await self._stack.enter_async_context(session)
            self._sessions[job.account] = session
        return self._sessions[job.account]

    def delivery(self, job: ManifestJob, session: AsyncSession[Any]) -> DeliveryOptions:
        """Return how a job sends: by the budget of its account, if it names no rate of its own."""
        lists = job.service.lists
        rates = () if lists is None else lists.limits.rate
        declared = tuple(Rate(rate.calls, rate.seconds) for rate in rates)
        registry = session.pipeline.registry
        key = folders.key(job.service.name, session.pipeline.service.server, registry.account)
        if key not in self._limiters:
            self._limiters[key] = self._state.limiter(key, declared)
            self._stack.callback(self._limiters[key].close)
        limiter = self._limiters[key]
        return DeliveryOptions(
            rates=declared, limiter=None if job.options.get("rate") is not None else limiter
        )


class _Fleet:
    """Decides which job is next, and runs it."""

    def __init__(
        self,
        accounts: _Accounts,
        record: _Record,
        state: Path | str | None,
        dry_run: bool,
        watch: FleetWatch | None,
    ) -> None:
        self.results: Final[dict[str, JobResult]] = {}
        self._accounts = accounts
        self._record = record
        self._state = state
        self._dry_run = dry_run
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
            if done is not None and _list_of(asked) not in changed:
                self._end(asked, done)
                continue
            # What comes after it on its list runs, too: to remove who withdrew means nothing
            # where everybody is added again behind it.
            changed.add(_list_of(asked))
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
                    self._lists.discard(_list_of(finished))
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
            job = next((job for job in queue if _list_of(job) not in self._lists), None)
            if job is None:
                continue
            queue.remove(job)
            if not queue:
                del self._waiting[account]
            self._busy[account] = self._busy.get(account, 0) + 1
            self._behind[account] = self._behind.get(account, 0) + 1
            self._lists.add(_list_of(job))
            return job
        return None

    async def _perform(self, job: ManifestJob) -> JobResult:
        began = time.monotonic()
        report: Report | None = None
        problem: str | None = None
        try:
            session = await self._accounts.session(job)
            send = sync_async if job.sync else upload_async
            report = await send(
                session,
                job.target,
                job.source,
                **job.options,
                delivery=self._accounts.delivery(job, session),
                dry_run=self._dry_run,
                state=self._state,
                watch=self._watched(job),
            )
        except JobStoppedError as stopped:
            report, problem = stopped.report, str(stopped)
        except AdlistsError as error:
            problem = str(error)
        return JobResult(
            job=job,
            outcome="failed" if report is None else report.outcome,
            report=report,
            problem=problem,
            seconds=time.monotonic() - began,
        )

    def _watched(self, job: ManifestJob) -> Callable[[Progress], object] | None:
        watch = self._watch
        return None if watch is None else lambda progress: watch(job, progress)

    def _end(self, job: ManifestJob, result: JobResult) -> None:
        self.results[job.name] = result
        if not result.skipped:
            self._record.write(result)
        if self._watch is not None:
            self._watch(job, result)


def _list_of(job: ManifestJob) -> object:
    """Return what tells a list from others: the account, its name or id, and whose it is."""
    declared = () if job.service.lists is None else job.service.lists.inputs
    owner = tuple(str(job.options.get(known.name)) for known in declared if "find" in known.needed)
    return job.account, str(job.target), owner


class _Record:
    """What came of the jobs of a manifest's latest run: a line of JSON for each.

    It holds no identifier, and lies beside the journals.
    """

    def __init__(self, state: Path, manifest: Path, *, resume: bool, dry_run: bool) -> None:
        name = sha256(str(manifest.resolve()).encode()).hexdigest()[:32]
        self._path = state / f"{name}.run"
        self._silent = dry_run
        self._known: dict[str, Mapping[str, Any]] = {}
        if resume:
            self._known = {line["name"]: line for line in self._lines()}
        elif not dry_run:
            self._path.unlink(missing_ok=True)

    def _lines(self) -> Iterable[dict[str, Any]]:
        try:
            text = self._path.read_text("utf-8", errors="replace")
        except FileNotFoundError:
            return
        for line in text.splitlines():
            try:
                found = json.loads(line)
                yield {key: found[key] for key in ("name", "digest", "outcome", "ok")}
            except (ValueError, TypeError, KeyError):
                continue  # a line that a kill has cut: its job runs again

    def done(self, job: ManifestJob) -> JobResult | None:
        """Return what an earlier run made of a job, if it did it as it is now."""
        line = self._known.get(job.name)
        if line is None or line["digest"] != job.digest or line["ok"] is not True:
            return None
        return JobResult(job=job, outcome=str(line["outcome"]), skipped=True)

    def write(self, result: JobResult) -> None:
        """Write down what came of a job."""
        if self._silent:
            return
        line = {
            "name": result.job.name,
            "digest": result.job.digest,
            "outcome": result.outcome,
            "ok": result.ok,
        }
        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
        try:
            with os.fdopen(os.open(self._path, flags, 0o600), "ab") as file:
                file.write(json.dumps(line).encode() + b"\n")
        except OSError as error:
            msg = f"{self._path} cannot be written: {error.strerror}. Make room, and go on."
            raise AdlistsError(msg) from None
