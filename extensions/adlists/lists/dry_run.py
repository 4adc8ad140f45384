"""What a job would do: counted, weighed and told; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs

from adlists.errors import ArgumentError
from adlists.flow import Flow, block
from adlists.lists import confirmation, live, replacement, whole_list
from adlists.lists.job import PUBLIC, Job
from adlists.lists.reading.extract import Extract
from adlists.lists.removals import ask_about_exchange, ask_about_removals
from adlists.lists.report import Report
from adlists.lists.run import Run, blank
from adlists.lists.sending.delivery import Delivery
from adlists.lists.sending.state import StateStore
from adlists.lists.service.protocol import Part
from adlists.lists.target import Target


def plan(
    job: Job, target: Target, source: Extract, delivery: Delivery, state: StateStore
) -> Flow[Report]:
    """Tell what would be sent, and how long it takes at least."""
    known = attrs.evolve(target, id=target.id or "?")
    with Run(job, known, source, delivery, state) as run:
        parts, more = yield from _parts(run, exists=target.id is not None)
        batches = sum(batches for batches, _, _ in parts.values())
        least = max((rate.seconds(batches) for rate in job.delivery.rates), default=None)
        report = blank(job, target, source, "dry run")
        if target.id is None:
            run.notes.append(f"The {job.lists.noun} is not there; it would be made.")
        yield from _try_credentials(run)
        _tell_unfinished(run)
        return attrs.evolve(
            report,
            notes=(*report.notes, *run.notes, *run.snapshots.amiss),
            batches=batches,
            bytes=sum(size for _, _, size in parts.values()),
            limit=", ".join(map(str, job.delivery.rates)),
            least_seconds=least,
            to_add=parts["add"][1] if "add" in parts else None,
            to_remove=parts["remove"][1] if "remove" in parts else None,
            size_before=run.size_before,
            refusal=run.refusal,
            requests=delivery.throttle.requests,
            seconds=delivery.seconds,
            **more,
        )


def _try_credentials(run: Run) -> Flow[None]:
    """Let the credentials do all that comes before a batch, where nothing was asked so far."""
    job, delivery = run.job, run.delivery
    if delivery.throttle.requests:
        return
    operation = job.options.operation
    part: Part = "remove" if operation == "remove" else "add"
    frame = run.frame(part)
    call = job.lists.batch(part, run.scope, frame.media_type, b"")
    yield from delivery.perform(job.pipeline.sign(call.operation))
    if not delivery.throttle.requests:
        run.notes.append(
            "Whether the service takes the credential, only the first batch will tell: there is "
            "nothing to ask before."
        )


def _tell_unfinished(run: Run) -> None:
    former = run.journal.job()
    if former is not None and former.state != "done" and not run.job.live:
        done = sum(entry.done for entry in run.journal.entries)
        run.notes.append(
            f"A job on this list ({former.title}) is unfinished, with {done} batches done: the "
            "same content, sent in the same way, goes on from there."
        )


def _parts(
    run: Run, *, exists: bool
) -> Flow[tuple[dict[Part, tuple[int, int, int]], dict[str, Any]]]:
    """Return batches, identifiers and bytes of each part, and what else a report says."""
    job = run.job
    operation = job.options.operation
    if job.live:
        return (yield from _live(run, exists=exists))
    if exists:
        run.size_before = yield from confirmation.ask_size(run)
    if operation == "replace" and job.lists.offers("replace"):
        weighed = yield from block(lambda: _weigh(run, run.source, operation))
        if weighed[0] == 1 or job.lists.session:
            _ask(run, ask_about_exchange, weighed[1], run.size_before if exists else 0)
            return {operation: weighed}, {}
        whole_list.refuse_too_long(run, weighed[1])
    elif operation != "replace":
        return {operation: (yield from block(lambda: _weigh(run, run.source, operation)))}, {}
    return (yield from _by_difference(run, exists=exists)), {}


def _by_difference(run: Run, *, exists: bool) -> Flow[dict[Part, tuple[int, int, int]]]:
    """Weigh what a replace adds and removes."""
    job = run.job
    found: replacement.Base | None = replacement.Base(None)
    if exists:
        found = yield from block(partial(replacement.base, run))
    if exists:
        replacement.refuse_unknown(run, found)
    difference = yield from block(lambda: replacement.compare(run, found, dry=True))
    if exists and (found is None or job.options.replace_all):
        _ask(run, ask_about_exchange, difference.count, run.size_before)
    elif found is not None:
        _ask(run, ask_about_removals, difference.to_remove, found.count)
    try:
        noun = job.lists.noun
        if found is None or job.options.replace_all:
            run.notes.append(
                f"The {noun} is emptied first, for nobody knows what is on it; then "
                f"{difference.to_add:,} identifiers are added. Until then it is not complete."
            )
        else:
            run.notes.append(
                f"{difference.to_add:,} identifiers are added to the {noun}, then "
                f"{difference.to_remove:,} removed; at no time is it empty."
            )
        parts: dict[Part, tuple[int, int, int]] = {"add": (0, 0, 0), "remove": (0, 0, 0)}
        counts: dict[Part, int] = {"add": difference.to_add, "remove": difference.to_remove}
        for part, count in counts.items():
            if count:
                with difference.open(part) as opened:
                    parts[part] = yield from block(partial(_weigh, run, opened, part))
    finally:
        difference.remove()
    return parts


def _live(
    run: Run, *, exists: bool
) -> Flow[tuple[dict[Part, tuple[int, int, int]], dict[str, Any]]]:
    wanted = yield from block(lambda: live.values(run))
    held: list[str] = []
    if exists:
        run.delivery.tell("listing")
        held = yield from run.delivery.converse(run.job.lists.members(run.scope))
        run.size_before = len(held)
    apart = live.apart(run, wanted, set(held))
    _ask(run, ask_about_removals, len(apart["remove"]), len(held))
    parts: dict[Part, tuple[int, int, int]] = {}
    for part, members in apart.items():
        frame = run.frame(part)
        batches = list(live.batches(run, part, members, 0))
        size = sum(len(batch.rows) + frame.size for batch in batches)
        parts[part] = len(batches), len(members), size
    if run.job.kind.name not in PUBLIC:
        return parts, {}
    return parts, {"adding": tuple(apart["add"]), "removing": tuple(apart["remove"])}


def _ask(run: Run, ask: Callable[..., None], *counts: int | None) -> None:
    """Ask about removals as the job will, but report a refusal instead of raising it."""
    try:
        ask(run.job, *counts)
    except ArgumentError as error:
        run.refusal = str(error)


def _weigh(run: Run, source: Extract, part: Part) -> tuple[int, int, int]:
    """Return how many batches, identifiers and bytes a source makes."""
    frame = run.frame(part)
    batches = count = size = 0
    for batch in source.batches(**run.cut(part)):
        batches += 1
        count += batch.count
        size += len(batch.rows) + frame.size
    source.check()
    return batches, count, size
