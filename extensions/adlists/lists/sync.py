"""A list and a source, made equal: what the list lacks is added, with *prune* the rest removed.

A list that can be read is compared live. Elsewhere *prune* is a replace, by the difference to
the last snapshot, and without it everything is added.
"""

from __future__ import annotations

from typing import Any

from adlists.contract import AsyncClient, Client
from adlists.errors import ArgumentError
from adlists.lists.api_sessions import async_session_of, session_of
from adlists.lists.options import JobOptions
from adlists.lists.report import Report
from adlists.lists.upload import job_flow, taking
from adlists.lists.watching import awaited, blocking
from adlists.session import AsyncSession, Session


@taking(JobOptions)
def sync(
    api: Client | Session[Any],
    list: str | int,
    source: Any,
    options: JobOptions,
) -> Report:
    """Add to a list what it lacks of a source; with *prune*, remove what the source has not.

    Arguments and errors are those of `upload()`, without *operation*. *max_removals* is the
    largest part of a list, in percent, that is pruned without being allowed to.
    """
    session = session_of(api)
    asked = _as_operation(options)
    watch = blocking(options.watch)
    return session.run(job_flow(session.pipeline, list, source, asked, watch))


@taking(JobOptions)
async def sync_async(
    api: AsyncClient | AsyncSession[Any],
    list: str | int,
    source: Any,
    options: JobOptions,
) -> Report:
    """Do what `sync` does, awaiting."""
    session = async_session_of(api)
    asked = _as_operation(options)
    async with awaited(options.watch) as watch:
        return await session.run(job_flow(session.pipeline, list, source, asked, watch))


def _as_operation(options: JobOptions) -> JobOptions:
    """Return the options with the operation that a sync stands for."""
    if options.operation != "add":
        msg = "sync() takes no operation: it adds, and with prune it removes, too."
        raise ArgumentError(msg)
    return options.with_operation("replace") if options.prune else options
