"""A job of a manifest, performed in this process: by the session and the budget of its account."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final, Self

from adlists.contract import AsyncClient
from adlists.errors import AdlistsError
from adlists.lists.fleet_report import FleetWatch, JobResult
from adlists.lists.manifest import AccountKey, ManifestJob
from adlists.lists.report import JobStoppedError, Progress, Report
from adlists.lists.sending import folders
from adlists.lists.sending.delivery import DeliveryOptions
from adlists.lists.sending.ledger import ListInUseError
from adlists.lists.sending.rate import Limiter, Rate
from adlists.lists.sending.state import state_of
from adlists.lists.service.steps import lists_of
from adlists.lists.sync import sync_async
from adlists.lists.upload import upload_async
from adlists.session import AsyncSession, connect_async


class Performer:
    """Performs jobs; a session and a limiter of each account are made for its first one.

    What a job of that name has done for the same `run` is not done again. An async context
    manager, which closes what it has opened.
    """

    def __init__(
        self,
        state: Path | str | None,
        *,
        dry_run: bool,
        transport: Any = None,
        plugins: Iterable[object] = (),
        watch: FleetWatch | None = None,
    ) -> None:
        self._chosen = state
        self._state = state_of(state)
        self.run: str | None = None  # what its jobs are a part of
        self._dry_run = dry_run
        self._transport = transport
        self._plugins = tuple(plugins)
        self._watch = watch
        self._stack: Final = AsyncExitStack()
        self._sessions: dict[AccountKey, AsyncSession[Any]] = {}
        self._limiters: dict[str, Limiter] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def perform(self, job: ManifestJob) -> JobResult:
        """Perform a job; what goes wrong with it is told, and raised to nobody."""
        began = time.monotonic()
        report: Report | None = None
        problem: str | None = None
        held = False
        try:
            session, delivery = await self.opened(job)
            send = sync_async if job.sync else upload_async
            report = await send(
                session,
                job.target,
                job.source,
                **job.options,
                delivery=delivery,
                dry_run=self._dry_run,
                state=self._chosen,
                watch=self._watched(job),
                of_run=None if self.run is None else f"{self.run} {job.name}",
            )
            problem = report.refusal or None
        except JobStoppedError as stopped:
            report, problem = stopped.report, str(stopped)
        except AdlistsError as error:
            problem, held = str(error), isinstance(error, ListInUseError)
        return JobResult(
            job=job,
            outcome="failed" if report is None else report.outcome,
            report=report,
            problem=problem,
            seconds=time.monotonic() - began,
            held=held,
        )

    async def opened(self, job: ManifestJob) -> tuple[AsyncSession[Any], DeliveryOptions]:
        """Return the session of a job's account, and how it sends. Raises `ConfigurationError`."""
        session = await self._session(job)
        return session, self._delivery(job, session)

    async def _session(self, job: ManifestJob) -> AsyncSession[Any]:
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

    def _delivery(self, job: ManifestJob, session: AsyncSession[Any]) -> DeliveryOptions:
        """Return how a job sends: by the budget of its account, if it names no rate of its own."""
        lists = lists_of(session.pipeline)
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

    def _watched(self, job: ManifestJob) -> Callable[[Progress], object] | None:
        watch = self._watch
        return None if watch is None else lambda progress: watch(job, progress)
