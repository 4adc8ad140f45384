"""The jobs of a manifest, handed to an engine: what may travel, who hears, what came back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from typing import Any, Self

import attrs

from adlists import catalog
from adlists.errors import AdlistsError, ArgumentError
from adlists.lists.engines import engine_of
from adlists.lists.engines.handover import refuse_secret_inputs, refuse_secrets, shared
from adlists.lists.engines.lifeline import Lifeline
from adlists.lists.engines.remote_job import Done, RemoteJob, perform_remote_job
from adlists.lists.engines.seam import EngineError, JobEngine
from adlists.lists.fleet_report import FleetWatch, JobResult
from adlists.lists.manifest import ManifestJob
from adlists.lists.report import Progress
from adlists.lists.sending.state import StateStore


class Dispatcher:
    """Hands jobs to an engine; an async context manager."""

    def __init__(
        self,
        engine: JobEngine | str,
        state: StateStore,
        *,
        dry_run: bool,
        watch: FleetWatch | None,
    ) -> None:
        self._state = shared(state)
        self._chosen = engine
        self.run: str | None = None  # what its jobs are a part of
        self._dry_run = dry_run
        self._watch = watch
        self._stack = AsyncExitStack()
        self._jobs: list[ManifestJob] = []
        self._under_way: set[int] = set()
        self._lifeline: Lifeline
        self._engine: JobEngine

    def check(self, jobs: Iterable[ManifestJob], *, transport: Any, plugins: Any) -> None:
        """Refuse what cannot be handed over, or must not. Raises `ArgumentError`."""
        if transport is not None or tuple(plugins):
            msg = (
                "transport and plugins cannot be handed to other machines: install plugins there, "
                "and name them in the environment."
            )
            raise ArgumentError(msg)
        for job in jobs:
            whose = f"The job {job.name!r}"
            refuse_secret_inputs(catalog.inputs_of(job.service), job.options, whose)
            for source in (job.source, job.options.get("exclude", "")):
                refuse_secrets(source, whose)

    async def __aenter__(self) -> Self:
        chosen = self._chosen
        if isinstance(chosen, str):
            self._engine = await asyncio.to_thread(engine_of, chosen)
            self._stack.callback(self._engine.close)
        else:
            self._engine = chosen  # whoever made it closes it
        self._lifeline = Lifeline(self._state, self._hear)
        await asyncio.to_thread(self._lifeline.__enter__)
        self._stack.push(self._lifeline.__exit__)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def slots(self) -> int:
        """How many jobs the engine has room for."""
        return self._engine.slots

    async def perform(self, job: ManifestJob) -> JobResult:
        """Have a job performed; what goes wrong with it is told, and raised to nobody."""
        number = len(self._jobs)
        self._jobs.append(job)
        remote = RemoteJob.of(
            job, self._lifeline.run, number, of_run=self.run, dry_run=self._dry_run
        )
        self._under_way.add(number)
        try:
            handle = self._engine.submit(perform_remote_job, remote, label="job")
            done: Done = await asyncio.wrap_future(self._engine.outcome(handle))
            self._lifeline.check()
        except AdlistsError as error:
            return JobResult(job=job, outcome="failed", problem=_why(error))
        except Exception as error:  # noqa: BLE001 - of an engine, or of what the workers lack
            kind = type(error).__name__
            problem = f"The engine could not run it ({kind}). Have the workers the same packages?"
            return JobResult(job=job, outcome="failed", problem=problem)
        finally:
            self._under_way.discard(number)
        return JobResult(job=job, **attrs.asdict(done, recurse=False))

    def _hear(self, number: int, progress: Progress) -> None:
        if self._watch is not None and number in self._under_way:
            self._watch(self._jobs[number], progress)


def _why(error: AdlistsError) -> str:
    return f"{error} Run again, it goes on." if isinstance(error, EngineError) else str(error)
