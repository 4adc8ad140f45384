"""A file of identifiers into a Criteo audience: completely, once, and resumable.

The job is one generator (`adlists.lists.plans`), driven blocking or awaiting:

    read → find or make the audience → open the journal → send batch by batch → report
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Unpack

import attrs

from adlists._runtime.pipeline import Pipeline
from adlists.errors import AdlistsError, CallerError
from adlists.lists import summary
from adlists.lists.options import Options, Upload
from adlists.lists.plans import Plan, async_session_of, run, run_async, session_of, work
from adlists.lists.reading import estimate
from adlists.lists.reading.batches import Batch
from adlists.lists.reading.extract import Extract
from adlists.lists.reading.opening import extract
from adlists.lists.report import JobStoppedError, Report, Watch
from adlists.lists.sending import journal as journals
from adlists.lists.sending import snapshots
from adlists.lists.sending.delivery import Delivery
from adlists.lists.sending.journal import Journal, Part
from adlists.lists.service import audiences
from adlists.lists.service.audiences import Schema
from adlists.session import AsyncSession, Session
from adlists_api.criteo_v1 import Api, AsyncApi
from adlists_api.criteo_v1.api.audiences import remove_users_from_audience


def upload(
    api: Api | Session[Api],
    audience: int | str,
    source: Any,
    *,
    schema: Schema,
    watch: Watch | None = None,
    **options: Unpack[Options],
) -> Report:
    """Put a source's identifiers on an audience, or take them off, or make it equal to them.

    Args:
        api: The API of a session, as `adlists.connect()` gives it.
        audience: Its id, or its name together with *advertiser*.
        source: What `adlists.lists.reading.extract()` reads: files, frames, iterables.
        schema: What the identifiers are.
        watch: Called with a `Progress` now and then, from any of the job's threads.
        options: *operation* is "add", "remove" or "replace"; *hash*, *prehashed*, *column*,
            *format*, *deduplicate*, *memory*, *threads* and *rejects* go to `extract()`;
            *create* makes an audience of that name for *advertiser*; *gum_caller* goes with
            the schema gum; *max_bytes* bounds a request, which *encoding* writes as "json"
            or "xml"; *pace* says how fast. *snapshot* keeps what was sent for a later
            replace; *replace_all* replaces without one, by emptying first. *restart* forgets
            an unfinished job, *again* sends what was sent already, *dry_run* sends nothing.
            *state* is the folder of journals and snapshots.

    Raises:
        ArgumentError: The arguments do not go together, or the source has changed.
        SourceError: The source cannot be read, or holds no identifier.
        ConfigurationError: The journal cannot be used, or another job uses it.
        JobStoppedError: The job ended early, with its report so far; call it again to go on.
    """
    session = session_of(api)
    asked = _asked(audience, source, schema, options)
    return run(_plan(session.pipeline, asked, watch), session)


async def upload_async(
    api: AsyncApi | AsyncSession[AsyncApi],
    audience: int | str,
    source: Any,
    *,
    schema: Schema,
    watch: Watch | None = None,
    **options: Unpack[Options],
) -> Report:
    """Do what `upload` does, awaiting; a cancelled job goes on where it was."""
    session = async_session_of(api)
    asked = _asked(audience, source, schema, options)
    return await run_async(_plan(session.pipeline, asked, watch), session)


def _asked(audience: int | str, source: Any, schema: Schema, options: Options) -> Upload:
    if isinstance(audience, str) and audience.isdigit():
        audience = int(audience)
    asked = Upload(audience=audience, source=source, schema=schema, **options)
    asked.check()
    return asked


def _plan(pipeline: Pipeline, asked: Upload, watch: Watch | None) -> Plan[Report]:
    delivery = Delivery(pipeline, asked.pace, watch)
    delivery.tell("reading")
    source = yield from work(lambda: _open(asked))
    delivery.gate.ends = source.interrupt
    try:
        if asked.dry_run:
            return (yield from _dry(pipeline, asked, source, delivery))
        audience, made = yield from audiences.find(
            asked.audience, asked.advertiser, delivery, create=asked.create and not asked.dry_run
        )
        return (yield from _send(pipeline, asked, source, delivery, audience, made=made))
    finally:
        delivery.gate.stop()
        source.close()


def _open(asked: Upload) -> Extract:
    return extract(
        asked.source,
        identifier=asked.schema,
        hash=asked.hash,
        prehashed=asked.prehashed,
        column=asked.column,
        format=asked.format,
        deduplicate=asked.deduplicate,
        memory=asked.memory,
        threads=asked.threads,
        rejects=asked.rejects,
    )


def _dry(pipeline: Pipeline, asked: Upload, source: Extract, delivery: Delivery) -> Plan[Report]:
    """Count what would be sent, and send nothing."""
    parts: dict[Part, tuple[int, int, int]] = {}
    notes: tuple[str, ...] = ()
    if asked.operation == "replace":
        # Its snapshot is kept by its id, so a name has to be looked up.
        audience, _ = yield from audiences.find(
            asked.audience, asked.advertiser, delivery, create=asked.create and not asked.dry_run
        )
        where = _place(pipeline, asked, audience)
        difference = yield from work(lambda: where.compare(source, asked.manner))
        notes = difference.says(str(asked.audience))
        counts: dict[Part, int] = {"add": difference.to_add, "remove": difference.to_remove}
        for part, count in counts.items():
            parts[part] = 0, 0, 0
            if not count:
                continue
            with difference.open(part) as opened:
                parts[part] = yield from work(partial(_weigh, opened, asked))
        difference.remove()
    else:
        parts[asked.operation] = yield from work(lambda: _weigh(source, asked))
    batches = sum(one[0] for one in parts.values())
    rate = asked.pace.rate
    return attrs.evolve(
        summary.counted(
            summary.blank(pipeline, asked.operation, str(asked.audience), "dry run"), source
        ),
        notes=notes,
        batches=batches,
        bytes=sum(one[2] for one in parts.values()),
        least_seconds=None if rate is None else rate.seconds(batches),
        to_add=parts["add"][1] if "add" in parts else None,
        to_remove=parts["remove"][1] if "remove" in parts else None,
        seconds=delivery.seconds,
    )


def _weigh(source: Extract, asked: Upload) -> tuple[int, int, int]:
    """Return how many batches, identifiers and bytes a source makes."""
    batches = count = size = 0
    for batch in source.batches(*asked.cut()):
        batches += 1
        count += batch.count
        size += audiences.weight(batch, asked.encoding)
    source.check()
    return batches, count, size


def _place(pipeline: Pipeline, asked: Upload, audience: int | str) -> snapshots.Place:
    service = pipeline.service
    name = journals.key(service.name, service.server, str(audience), asked.schema)
    return snapshots.Place(journals.folder(asked.state), name)


def _send(
    pipeline: Pipeline,
    asked: Upload,
    source: Extract,
    delivery: Delivery,
    audience: int,
    *,
    made: bool,
) -> Plan[Report]:
    service = pipeline.service
    name = journals.key(
        "upload", service.name, service.server, audience, asked.operation, source.identity
    )
    where = attrs.evolve(_place(pipeline, asked, audience), job=name)
    path = journals.folder(asked.state) / f"{name}.journal"
    title = f"{asked.operation} {asked.schema} {service.name} {audience}"
    journal = yield from work(lambda: Journal(path, title))
    blank = attrs.evolve(
        summary.blank(pipeline, asked.operation, str(audience), "unfinished"), journal=str(path)
    )
    try:
        fingerprint = journals.key(source.fingerprint, *asked.cut(), asked.encoding)
        # A replacement is done only as long as nothing else has changed the audience.
        job = journal.job()
        touched = job is not None and job.facts.get("snapshot", "") != where.stamp
        again = asked.again or (asked.operation == "replace" and touched)
        notes, over = summary.begin(journal, fingerprint, restart=asked.restart, again=again)
        if over:
            done = attrs.evolve(blank, outcome="already done", notes=notes)
            return summary.told(done, journal, 0)
        skipped = sum(one.done for one in journal.entries())
        blank = attrs.evolve(blank, notes=notes, skipped=skipped)
        try:
            more = yield from _parts(asked, source, delivery, journal, where, audience, made=made)
        except (AdlistsError, OSError) as error:
            if isinstance(error, CallerError) and not journal.entries():
                raise  # nothing was begun
            so_far = summary.told(summary.counted(blank, source), journal, delivery.gate.requests)
            so_far = attrs.evolve(so_far, seconds=delivery.seconds)
            raise JobStoppedError(str(error), so_far) from None
        blank = attrs.evolve(blank, **more)
        report = summary.told(summary.counted(blank, source), journal, delivery.gate.requests)
        if not report.failures:
            report = attrs.evolve(report, outcome="done")
            facts = {**summary.facts(report), "snapshot": where.stamp}
            yield from work(lambda: journal.end(facts))
        return attrs.evolve(report, seconds=delivery.seconds)
    finally:
        journal.close()


def _parts(
    asked: Upload,
    source: Extract,
    delivery: Delivery,
    journal: Journal,
    where: snapshots.Place,
    audience: int,
    *,
    made: bool,
) -> Plan[dict[str, Any]]:
    """Send everything there is to send; return what the report says beside the counts."""
    operation = asked.operation
    if operation != "replace":
        kept = where.kept or asked.snapshot
        guess = yield from work(lambda: estimate.rows(asked.source))
        delivery.expect = partial(_expected, source, guess)
        delivery.before = sum(one.count for one in journal.entries() if one.done)
        begin = where.withdraw
        yield from _part(asked, source, delivery, journal, audience, operation, begin)
        source.check()
        if kept and all(one.done for one in journal.entries()):
            delivery.tell("keeping the snapshot")
            yield from work(where.withdraw)  # it is there, where every batch was sent before
            yield from work(lambda: where.update(source, asked.manner, operation))
        return {}
    delivery.tell("comparing with the last upload")
    difference = yield from work(
        lambda: where.difference(source, asked.manner, journal, fresh=made)
    )
    if difference.empties and not difference.emptied:
        delivery.tell("emptying the audience")
        yield from delivery.ask(remove_users_from_audience.call(audience))
        yield from work(lambda: difference.note(journal, emptied=True))
    delivery.total = difference.to_add + difference.to_remove
    delivery.before = sum(one.count for one in journal.entries() if one.done)
    counts: dict[Part, int] = {"add": difference.to_add, "remove": difference.to_remove}
    for part, count in counts.items():
        if not count:
            continue
        opened = yield from work(partial(difference.open, part))
        delivery.gate.ends = opened.interrupt
        try:
            yield from _part(asked, opened, delivery, journal, audience, part)
        finally:
            opened.close()
    if all(one.done for one in journal.entries()):
        yield from work(difference.keep)
    return {
        "to_add": difference.to_add,
        "to_remove": difference.to_remove,
    }


def _expected(source: Extract, rows: int | None) -> int | None:
    """Return how many identifiers there will be, by the share of the rows read so far."""
    counts = source.counts
    if rows is None or not counts.read:
        return None
    return round(max(rows, counts.read) * counts.unique / counts.read)


def _part(
    asked: Upload,
    source: Extract,
    delivery: Delivery,
    journal: Journal,
    audience: int,
    part: Part,
    begin: Callable[[], None] = lambda: None,
) -> Plan[None]:
    """Send what a source gives; *begin* is called before the first batch, if there is one."""
    batches = source.batches(*asked.cut(), skip=journal.done(part))
    delivery.tell({"add": "adding", "remove": "removing"}[part])
    yield from delivery.send(_after(begin, batches), asked.errand(audience, part), journal)


def _after(begin: Callable[[], None], batches: Iterator[Batch]) -> Iterator[Batch]:
    for batch in batches:
        begin()
        yield batch
        yield from batches
