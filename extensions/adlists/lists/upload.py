"""A file of identifiers into a Criteo audience: completely, once, and resumable.

The job is one generator (`adlists.lists.jobs`), driven blocking or awaiting:

    read → find or make the audience → open the journal → send batch by batch → report
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypedDict, Unpack, cast

import attrs
import orjson

from adlists.contract import UNSET, Call
from adlists.errors import (
    AdlistsError,
    ArgumentError,
    CallerError,
    Conflict,
    ServerError,
    WireError,
)
from adlists.lists import journal as journals
from adlists.lists import replace
from adlists.lists.delivery import Counted, Delivery, Errand, Pace
from adlists.lists.extract import Batch, Extract, Format, extract
from adlists.lists.identifiers import HashMode
from adlists.lists.jobs import Plan, async_session_of, run, run_async, session_of, work
from adlists.lists.journal import Entry, Journal, Part
from adlists.lists.report import Failure, JobStoppedError, Outcome, Report, Watch
from adlists.pipeline import Pipeline
from adlists.session import AsyncSession, Session
from adlists_api.criteo_v1 import Api, AsyncApi
from adlists_api.criteo_v1.api.audiences import (
    add_remove_users_to_audience as patch,
)
from adlists_api.criteo_v1.api.audiences import (
    create_audience,
    get_audiences,
    remove_users_from_audience,
)
from adlists_api.criteo_v1.models import (
    AudienceCreateRequest,
    AudiencePatchRequest,
    AudiencePatchResponse,
)

Schema = Literal["email", "madid", "identityLink", "gum"]
Operation = Literal["add", "remove", "replace"]
Encoding = Literal["json", "xml"]

_ENVELOPE: Final = 256  # bytes that a body takes beside its identifiers
_TAGS: Final = 22  # bytes that an identifier takes in XML beyond what it takes in JSON
_TYPES: Final = {"json": "application/json", "xml": "application/xml"}


@attrs.frozen(kw_only=True)
class Upload:
    """What is to be done: the arguments of `upload`, described there."""

    audience: int | str
    source: Any
    schema: Schema
    operation: Operation = "add"
    hash: HashMode | None = None
    prehashed: bool = False
    column: str | None = None
    format: Format | None = None
    deduplicate: bool = True
    memory: str = "300MB"
    threads: int | None = None
    rejects: Path | None = None
    advertiser: int | None = None
    create: bool = False
    gum_caller: int | None = None
    max_bytes: int = attrs.field(default=10_000_000, validator=attrs.validators.ge(1000))
    encoding: Encoding = "json"
    pace: Pace = Pace()
    snapshot: bool = False
    replace_all: bool = False
    restart: bool = False
    again: bool = False
    dry_run: bool = False
    state: Path | None = None

    def check(self) -> None:
        """Refuse what does not go together, before anything is read."""
        if self.operation == "replace" and self.schema == "email" and self.hash == "none":
            msg = (
                "replace keeps a snapshot of what was uploaded, and plain addresses are not kept. "
                "Choose a hash, such as sha256."
            )
            raise ArgumentError(msg)
        if self.operation == "replace" and not self.deduplicate:
            msg = "replace compares sets, so it cannot do without removing duplicates."
            raise ArgumentError(msg)
        if (self.schema == "gum") is (self.gum_caller is None):
            msg = "The schema gum needs the id under which Criteo knows the caller, others take none."
            raise ArgumentError(msg)
        if self.create and not isinstance(self.audience, str):
            msg = "An audience is made under a name; give one instead of the id."
            raise ArgumentError(msg)
        if isinstance(self.audience, str) and self.advertiser is None:
            msg = "A name tells an audience only among those of one advertiser; say which."
            raise ArgumentError(msg)

    @property
    def manner(self) -> replace.Manner:
        """Return how to compare with a snapshot."""
        return replace.Manner(self.schema, self.memory, self.threads, self.replace_all)

    def cut(self) -> tuple[int, int]:
        """Return how many identifiers, and how many bytes of JSON, a batch may have."""
        most = _identifiers_at_most()
        size = self.max_bytes - _ENVELOPE
        if self.encoding == "json":
            return most, size
        most = min(most, max(1, size // (2 * _TAGS)))
        return most, size - most * _TAGS

    def call(self, audience: int, part: Part, batch: Batch) -> Call[AudiencePatchResponse]:
        """Return the call that sends a batch."""
        # JSON goes into the body as it is; orjson writes it there without looking inside.
        whole = orjson.Fragment(batch.json) if self.encoding == "json" else batch.strings()
        body = AudiencePatchRequest(
            operation=part,
            schema=self.schema,
            identifiers=cast("list[str]", whole),
            gum_caller_id=UNSET if self.gum_caller is None else self.gum_caller,
        )
        return patch.call(audience, body=body, content_type=_TYPES[self.encoding])


class Options(TypedDict, total=False):
    """What `upload` takes beside its own arguments; described there, defaults in `Upload`."""

    operation: Operation
    hash: HashMode | None
    prehashed: bool
    column: str | None
    format: Format | None
    deduplicate: bool
    memory: str
    threads: int | None
    rejects: Path | None
    advertiser: int | None
    create: bool
    gum_caller: int | None
    max_bytes: int
    encoding: Encoding
    pace: Pace
    snapshot: bool
    replace_all: bool
    restart: bool
    again: bool
    dry_run: bool
    state: Path | None


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
        source: What `adlists.lists.extract()` reads: files, frames, iterables.
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
        SourceError: The source cannot be read.
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


def _identifiers_at_most() -> int:
    """Return the document's limit for one request."""
    body = patch.OPERATION.body
    assert body is not None  # noqa: S101 - the operation has one
    (found,) = [one.schema.max_items for one in body.schema.fields if one.name == "identifiers"]
    return found or 10_000


def _plan(pipeline: Pipeline, asked: Upload, watch: Watch | None) -> Plan[Report]:
    delivery = Delivery(pipeline, asked.pace, watch)
    delivery.tell("reading")
    source = yield from work(lambda: _open(asked))
    try:
        if asked.dry_run:
            return (yield from _dry(pipeline, asked, source, delivery))
        audience, made = yield from _audience(asked, delivery)
        return (yield from _send(pipeline, asked, source, delivery, audience, made=made))
    finally:
        delivery.gate.stop()
        delivery.closing(source.close)


def _open(asked: Upload) -> Extract:
    return extract(
        asked.source,
        kind=asked.schema,
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
    """Count what would be sent, and send nothing, not even a question."""
    parts: dict[Part, tuple[int, int, int]] = {}
    notes: tuple[str, ...] = ()
    if asked.operation == "replace":
        audience, _ = yield from _audience(asked, delivery)  # its snapshot is kept by its id
        where = _place(pipeline, asked, audience)
        difference = yield from work(lambda: where.compare(source, asked.manner))
        notes = difference.says(str(asked.audience))
        for part in list[Part](("add", "remove")):
            parts[part] = yield from work(partial(_weigh, difference.open(part), asked))
        difference.remove()
    else:
        parts[asked.operation] = yield from work(lambda: _weigh(source, asked))
    batches = sum(one[0] for one in parts.values())
    rate = asked.pace.rate
    return attrs.evolve(
        _counted(_blank(pipeline, asked, str(asked.audience), "dry run"), source),
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
        tags = _TAGS * batch.count if asked.encoding == "xml" else 0
        size += len(batch.json) + tags + 80
    return batches, count, size


def _audience(asked: Upload, delivery: Delivery) -> Plan[tuple[int, bool]]:
    """Return the audience's id, and whether this job has made it just now."""
    if isinstance(asked.audience, int):
        return asked.audience, False
    delivery.tell("finding the audience")
    for _ in range(4):
        found = yield from _named(asked, delivery)
        if found is not None:
            return found, False
        if not asked.create:
            msg = (
                f"Advertiser {asked.advertiser} has no audience of that name. "
                "Ask for it to be created (--create), or give another name."
            )
            raise ArgumentError(msg)
        body = AudienceCreateRequest(advertiser_id=asked.advertiser or 0, name=str(asked.audience))
        # After a lost reply nobody knows whether it is there: so look, by its name.
        with suppress(Conflict, ServerError, WireError):
            made = yield from delivery.once(create_audience.call(body=body))
            if isinstance(made.audience_id, int):
                return made.audience_id, True
    msg = "The audience could not be created: every reply was lost. Try again."
    raise AdlistsError(msg)


def _named(asked: Upload, delivery: Delivery) -> Plan[int | None]:
    listed = yield from delivery.ask(get_audiences.call(advertiser_id=asked.advertiser or 0))
    for one in listed.audiences or ():
        if one.name == asked.audience and isinstance(one.id, int):
            return cast("int", one.id)
    return None


def _place(pipeline: Pipeline, asked: Upload, audience: int | str) -> replace.Place:
    service = pipeline.service
    name = journals.key(service.name, service.server, str(audience), asked.schema)
    return replace.Place(journals.folder(asked.state), name)


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
    where = _place(pipeline, asked, audience)
    path = journals.folder(asked.state) / f"{name}.journal"
    title = f"{asked.operation} {asked.schema} {service.name} {audience}"
    journal = yield from work(lambda: Journal(path, title))
    blank = attrs.evolve(
        _blank(pipeline, asked, str(audience), "unfinished"), journal=str(path)
    )
    try:
        fingerprint = journals.key(source.fingerprint, *asked.cut(), asked.encoding)
        notes, over = _begin(journal, asked, fingerprint)
        if over:
            done = attrs.evolve(blank, outcome="already done", notes=notes)
            return _told(done, journal, 0)
        skipped = sum(one.done for one in journal.entries())
        blank = attrs.evolve(blank, notes=notes, skipped=skipped)
        try:
            more = yield from _parts(asked, source, delivery, journal, where, audience, made=made)
        except (AdlistsError, OSError) as error:
            if isinstance(error, CallerError) and not delivery.gate.requests:
                raise  # nothing was sent, nothing begun
            so_far = _told(_counted(blank, source), journal, delivery.gate.requests)
            so_far = attrs.evolve(so_far, seconds=delivery.seconds)
            raise JobStoppedError(str(error), so_far) from None
        blank = attrs.evolve(blank, **more)
        report = _told(_counted(blank, source), journal, delivery.gate.requests)
        if not report.failures:
            report = attrs.evolve(report, outcome="done")
            yield from work(lambda: journal.end(_facts(report)))
        return attrs.evolve(report, seconds=delivery.seconds)
    finally:
        journal.close()


def _begin(journal: Journal, asked: Upload, fingerprint: str) -> tuple[tuple[str, ...], bool]:
    """Begin or take up the job; return what to say of it, and whether it was done already."""
    job = journal.job()
    if job is None or asked.restart:
        journal.begin(fingerprint)
        return (), False
    moment = datetime.fromtimestamp(job.ended or job.started, UTC).strftime("%Y-%m-%d %H:%M UTC")
    same = job.fingerprint == fingerprint
    if job.state == "done":
        if same and not asked.again:
            note = f"All of this was sent already, on {moment}; nothing was sent now."
            return (note,), True
        journal.begin(fingerprint)
        changed = f"The source has changed since {moment}, when it was sent last."
        return (() if same else (changed,)), False
    done = sum(one.done for one in journal.entries())
    if not same and not done:
        journal.begin(fingerprint)
        return (), False
    if not same:
        msg = (
            f"The source, or how it is cut into batches, has changed since this job began on "
            f"{moment}, with {done} batches done. Bring the former one back, or begin anew with "
            "what is there now (--restart)."
        )
        raise ArgumentError(msg)
    return (f"Going on with the job of {moment}: {done} batches were done.",), False


def _parts(
    asked: Upload,
    source: Extract,
    delivery: Delivery,
    journal: Journal,
    where: replace.Place,
    audience: int,
    *,
    made: bool,
) -> Plan[dict[str, Any]]:
    """Send everything there is to send; return what the report says beside the counts."""
    operation = asked.operation
    if operation != "replace":
        kept = where.kept or asked.snapshot
        if kept:
            yield from work(where.withdraw)
        delivery.total = source.counts.unique or None
        yield from _part(asked, source, delivery, journal, audience, operation)
        if kept:
            delivery.tell("keeping the snapshot")
            yield from work(lambda: where.update(source, asked.manner, operation))
        return {}
    delivery.tell("comparing with the last upload")
    difference = yield from work(lambda: where.difference(source, asked.manner, journal, fresh=made))
    if difference.empties and not difference.emptied:
        delivery.tell("emptying the audience")
        yield from delivery.ask(remove_users_from_audience.call(audience))
        yield from work(lambda: difference.note(journal, emptied=True))
    delivery.total = difference.to_add + difference.to_remove
    counts: dict[Part, int] = {"add": difference.to_add, "remove": difference.to_remove}
    for part in [one for one in counts if counts[one]]:
        opened = yield from work(partial(difference.open, part))
        try:
            yield from _part(asked, opened, delivery, journal, audience, part)
        finally:
            delivery.closing(opened.close)
    if all(one.done for one in journal.entries()):
        yield from work(difference.keep)
    return {
        "to_add": difference.to_add,
        "to_remove": difference.to_remove,
    }


def _part(
    asked: Upload,
    source: Extract,
    delivery: Delivery,
    journal: Journal,
    audience: int,
    part: Part,
) -> Plan[None]:
    done = journal.done(part)
    batches: Iterator[Batch] = source.batches(*asked.cut(), skip=done)
    errand = Errand(part, patch.OPERATION.id, partial(asked.call, audience, part), _valid)
    delivery.tell({"add": "adding", "remove": "removing"}[part])
    yield from delivery.send(batches, errand, journal)


def _valid(reply: AudiencePatchResponse) -> Counted:
    valid, invalid = reply.nb_valid_identifiers, reply.nb_invalid_identifiers
    return (
        valid if isinstance(valid, int) else None,
        invalid if isinstance(invalid, int) else None,
    )


def _blank(pipeline: Pipeline, asked: Upload, audience: str, outcome: Outcome) -> Report:
    return Report(
        service=pipeline.service.name,
        list_id=audience,
        operation=asked.operation,
        outcome=outcome,
    )


def _counted(report: Report, source: Extract) -> Report:
    counts = source.counts
    return attrs.evolve(
        report,
        read=counts.read,
        rejected=dict(counts.rejected),
        duplicates=counts.duplicates,
        unique=counts.unique,
    )


def _facts(report: Report) -> dict[str, Any]:
    names = ("read", "rejected", "duplicates", "unique", "to_add", "to_remove")
    return {name: getattr(report, name) for name in names}


def _told(report: Report, journal: Journal, requests: int) -> Report:
    """Add what the journal knows of the batches."""
    entries: list[Entry] = journal.entries()
    done = [one for one in entries if one.done]
    job = journal.job()
    facts = dict(job.facts) if job is not None and report.outcome == "already done" else {}
    valid = [one.valid for one in done if one.valid is not None]
    invalid = [one.invalid for one in done if one.invalid is not None]
    return attrs.evolve(
        report,
        **facts,
        sent=sum(one.count for one in done),
        valid=sum(valid) if valid else None,
        invalid=sum(invalid) if invalid else None,
        batches=len(done),
        skipped=len(done) if report.outcome == "already done" else report.skipped,
        attempts=sum(one.attempts for one in entries),
        requests=requests,
        failures=tuple(
            Failure(one.part, one.number, one.count, one.reason or "")
            for one in entries
            if not one.done
        ),
    )
