"""A job as it travels to a worker, and what the worker does with it.

No credential travels, and no address of a state: a worker finds both where any process of its
machine does, by the profile's name and by its environment. Nothing of it is shown by its
`repr`, which engines write into their logs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import attrs

from adlists import catalog
from adlists.contract import is_list
from adlists.errors import AdlistsError, ConfigurationError
from adlists.lists.engines.lifeline import Tie
from adlists.lists.engines.worker import HEARTBEAT, TAKING_OVER, WorkerWatch, while_held
from adlists.lists.fleet_report import JobResult
from adlists.lists.manifest import ManifestJob
from adlists.lists.performer import Performer
from adlists.lists.report import Report
from adlists.version import __version__


@attrs.frozen(kw_only=True, repr=False)
class RemoteJob:
    """A job of a run, in values that can be pickled; *number* tells it from others.

    *run* is whom it works for, *of_run* what another process may go on with tomorrow.
    """

    run: str
    of_run: str | None
    number: int
    dry_run: bool
    service: str
    fields: Mapping[str, Any]
    version: str = __version__

    @classmethod
    def of(
        cls, job: ManifestJob, run: str, number: int, *, of_run: str | None, dry_run: bool
    ) -> Self:
        """Return a job as it travels."""
        fields = {field.name: getattr(job, field.name) for field in attrs.fields(ManifestJob)}
        name = fields.pop("service").name
        fields["source"] = _absolute(job.source)
        fields["options"] = {
            key: value.absolute() if isinstance(value, Path) else value
            for key, value in job.options.items()
        }
        return cls(
            run=run, of_run=of_run, number=number, dry_run=dry_run, service=name, fields=fields
        )

    def job(self) -> ManifestJob:
        """Return the job on this machine. Raises `ConfigurationError`."""
        if self.version != __version__:
            msg = f"This worker has adlists {__version__}, the run has {self.version}."
            raise ConfigurationError(msg)
        found = catalog.find(self.service)
        if found is None:
            msg = f"This worker knows no service {self.service!r}: install its package there."
            raise ConfigurationError(msg)
        return ManifestJob(service=found, **self.fields)

    def __repr__(self) -> str:
        return f"<RemoteJob {self.number}>"


def _absolute(source: Any) -> Any:
    """Return files by their full paths: another process has another current folder."""
    if is_list(source):
        return [_absolute(item) for item in source]
    if isinstance(source, Path):
        return source.absolute()
    return (
        str(Path(source).absolute()) if isinstance(source, str) and "://" not in source else source
    )


@attrs.frozen(kw_only=True)
class Done:
    """What came of a remote job."""

    outcome: str
    report: Report | None
    problem: str | None
    seconds: float


def perform_remote_job(remote: RemoteJob) -> Done:
    """Perform a job on this machine; no exception leaves it, for engines log what it holds."""
    began = time.monotonic()
    try:
        result = asyncio.run(_perform(remote))
    except AdlistsError as error:
        problem = str(error)
    except asyncio.CancelledError:
        problem = "The run has ended, and with it this job."
    except Exception as error:  # noqa: BLE001 - nobody thought of it, so its text stays here
        problem = f"The worker failed ({type(error).__name__})."
    else:
        return Done(
            outcome=result.outcome,
            report=result.report,
            problem=result.problem,
            seconds=result.seconds,
        )
    seconds = time.monotonic() - began
    return Done(outcome="failed", report=None, problem=problem, seconds=seconds)


async def _perform(remote: RemoteJob) -> JobResult:
    job = remote.job()
    tie = await asyncio.to_thread(Tie, remote.run)
    watch = WorkerWatch(tie, remote.number)
    try:
        async with Performer(None, dry_run=remote.dry_run, watch=watch) as performer:
            performer.run = remote.of_run
            return await while_held(_patiently(performer, job), tie)
    finally:
        tie.close()


async def _patiently(performer: Performer, job: ManifestJob) -> JobResult:
    """Perform a job; where a worker died at work on its list, its lock is given up soon."""
    until = time.monotonic() + TAKING_OVER
    while True:
        result = await performer.perform(job)
        if not result.held or time.monotonic() > until:
            return result
        await asyncio.sleep(HEARTBEAT)
