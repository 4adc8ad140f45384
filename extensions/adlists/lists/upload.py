"""A source of identifiers into a list: completely, once, and resumable.

A job is one flow, driven blocking or awaiting:

    check → read → find or make the list → send, batch by batch → ask what became of it → report

How it sends depends on what the service's document offers. A list that can be read is compared
live (`sync`); elsewhere an add or a remove sends the whole source, and a replace the difference
to the last snapshot (`replacement`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from adlists.contract import AsyncClient, Client
from adlists.errors import AdlistsError, ArgumentError
from adlists.flow import Flow, block
from adlists.lists import completion, dry_run, live, replacement, target, whole_list
from adlists.lists.api_sessions import async_session_of, session_of
from adlists.lists.job import Job, prepare
from adlists.lists.options import JobOptions, plain_types
from adlists.lists.reading.extract import Extract
from adlists.lists.report import Report
from adlists.lists.run import Run
from adlists.lists.sending import folders
from adlists.lists.sending.delivery import Delivery
from adlists.lists.sending.state import state_of
from adlists.lists.sending.throttle import StoppedError
from adlists.lists.service.protocol import Part
from adlists.lists.service.template import SessionBatch
from adlists.lists.stages import confirmed, stages, within_budget
from adlists.lists.watching import awaited, blocking
from adlists.session import AsyncSession, Session

A = TypeVar("A")
P = ParamSpec("P")
R = TypeVar("R")


def taking(
    options: Callable[P, JobOptions],
) -> Callable[
    [Callable[[A, str | int, Any, JobOptions], R]], Callable[Concatenate[A, str | int, Any, P], R]
]:
    """Give a job the signature of its options."""

    def decorate(
        job: Callable[[A, str | int, Any, JobOptions], R],
    ) -> Callable[Concatenate[A, str | int, Any, P], R]:
        @wraps(job)
        def call(
            api: A,
            list: str | int,
            source: Any,
            /,
            *args: P.args,
            **kwargs: P.kwargs,
        ) -> R:
            return job(api, list, source, options(*args, **kwargs))

        shown = list(inspect.signature(job).parameters.values())[:3]
        more = [
            known.replace(annotation=plain_types().get(known.name, known.annotation))
            for known in inspect.signature(options).parameters.values()
        ]
        positional = [known.replace(kind=known.POSITIONAL_ONLY) for known in shown]
        cast("Any", call).__signature__ = inspect.Signature([*positional, *more])
        return call

    return decorate


@taking(JobOptions)
def upload(
    api: Client | Session[Any],
    list: str | int,
    source: Any,
    options: JobOptions,
) -> Report:
    """Put a source's identifiers on a list, or take them off, or make it equal to them.

    Args:
        api: The API of a session, as `adlists.connect()` gives it; or the session.
        list: The list's name, or its id.
        source: What `adlists.lists.extract()` reads: files, frames, iterables.
        options: *identifier* is the type, of those that the service's document declares;
            *operation* is "add", "remove" or "replace". *hash*, *prehashed*, *column*,
            *header*, *format*, *sheet*, *query*, *exclude*, *accept_urls*, *deduplicate*,
            *memory*, *threads* and *rejects* go to `extract()`. *create* makes a list of that
            name, with *description*.
            *snapshot* keeps what was sent for a later replace; *replace_all* replaces without
            one, by emptying first. *once* sends nothing where the same content was the latest
            change; *restart* forgets an unfinished job; *dry_run* changes nothing; *wait* is
            False to leave before the service has worked everything through. *batch*,
            *max_bytes* and *content_type* shape a request; *parallel*, *rate*, *max_wait* and
            *delivery* say how fast and how patiently. *state* is the folder of journals and
            snapshots. *watch* is called with a `Progress` now and then, from any of the job's
            threads. *of_run* names what this job is a part of, such as a night's run: what
            was done under the same name is not done again. All else are the inputs of
            the service's document, such as *advertiser*.

    Raises:
        ArgumentError: The arguments do not go together, or there is no such list.
        SourceError: The source cannot be read, or holds no identifier.
        ConfigurationError: The journal cannot be used, or another job is at work on the list.
        JobStoppedError: The job ended early, with its report so far; call it again to go on.
    """
    _refuse_pruning(options)
    session = session_of(api)
    watch = blocking(options.watch)
    return session.run(job_flow(session.pipeline, list, source, options, watch))


@taking(JobOptions)
async def upload_async(
    api: AsyncClient | AsyncSession[Any],
    list: str | int,
    source: Any,
    options: JobOptions,
) -> Report:
    """Do what `upload` does, awaiting; a cancelled job goes on where it was."""
    _refuse_pruning(options)
    session = async_session_of(api)
    async with awaited(options.watch) as watch:
        return await session.run(job_flow(session.pipeline, list, source, options, watch))


def _refuse_pruning(options: JobOptions) -> None:
    if options.prune:
        msg = "prune belongs to sync(); here the operation replace does the same."
        raise ArgumentError(msg)


def job_flow(
    pipeline: Any,
    list: Any,
    source: Any,
    options: JobOptions,
    watch: Any,
) -> Flow[Report]:
    """Run a job from its check to its report."""
    if options.engine is not None:
        from adlists.lists.engines.spread import spread_flow

        return (yield from spread_flow(pipeline, list, source, options, watch))
    if options.partition_by is not None or options.partitions is not None:
        msg = "partition_by and partitions say how an engine parts a query; name an engine."
        raise ArgumentError(msg)
    job = prepare(pipeline, list, source, options)
    state = state_of(options.state)
    with ExitStack() as held:
        delivery = Delivery(pipeline, within_budget(job, state, held), watch)
        held.callback(delivery.throttle.stop)
        delivery.tell("reading")
        try:
            opened = yield from block(lambda: _held(job, held), delivery.throttle.stop)
            delivery.throttle.on_stop(opened.interrupt)
            found = yield from target.resolve(job, delivery)
            if options.dry_run:
                return (yield from dry_run.plan(job, found, opened, delivery, state))
            run = yield from block(
                lambda: held.enter_context(Run(job, found, opened, delivery, state))
            )
            return (yield from stages(run, live.send if job.live else _from_memory))
        except StoppedError:  # a job that ends while it waits
            msg = "The job was stopped."
            raise AdlistsError(msg) from None


def _held(job: Job, held: ExitStack) -> Extract:
    opened = job.open()
    held.callback(opened.close)
    return opened


def _from_memory(run: Run) -> Flow[Report]:
    """Send to a list that cannot be read, going on where an unfinished job was."""
    fingerprint = yield from block(lambda: _fingerprint(run))
    if not (yield from run.take_up(fingerprint)):
        return run.report("already done")
    if run.job.options.operation == "replace" and run.job.lists.offers("replace"):
        return (yield from whole_list.replace(run, fingerprint))
    if run.job.options.operation == "replace":
        return (yield from replacement.replace(run, fingerprint))
    return (yield from _add_or_remove(run, fingerprint))


def _fingerprint(run: Run) -> str:
    """Return what stands for everything that a job sends, and how."""
    operation: Part = run.job.options.operation
    by_difference = operation == "replace" and not run.job.lists.offers("replace")
    part: Part = "add" if by_difference else operation
    session = None
    if part == "replace" and run.job.lists.session:
        session = SessionBatch(1, 1, last=False, total=1)  # the same for every run
    cut, frame = run.cut(part, session), run.frame(part)
    return folders.key(run.source.fingerprint, str(frame.head), str(frame.tail), str(cut))


def _add_or_remove(run: Run, fingerprint: str) -> Flow[Report]:
    operation = cast("Any", run.job.options.operation)
    base = yield from replacement.holding_base(run)
    known = base is not None and base.generation is not None
    keeps = known or run.job.options.snapshot
    facts = {"base": None if base is None else base.to_facts(), "fresh": run.target.made}
    yield from run.send(
        operation,
        run.source,
        run.source.expected,
        partial(run.begin, fingerprint, facts),
    )
    yield from block(run.source.check)
    yield from block(run.source.verify)
    if not (yield from completion.wait_for_batches(run)):
        return completion.left_to_service(run)
    outcome = yield from confirmed(run, operation)
    more: dict[str, Any] = {}
    if keeps and outcome != "unfinished":
        run.delivery.tell("keeping the snapshot")
        more = yield from replacement.keep(run, base, operation, outcome)
    return (yield from run.finish(outcome, more))
