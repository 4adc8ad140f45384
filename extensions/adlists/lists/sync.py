"""A file of app identifiers and an AppLovin list, made equal by their live difference.

    read → find or make the list → list its apps → append, delete → list them again → report

Replies only count, so that what the service did not take is told by the second listing.
That also answers for a lost reply: nothing is repeated blindly, the difference is taken anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, TypedDict, Unpack

import attrs
import orjson

from adlists._runtime.pipeline import Pipeline
from adlists.contract import Call
from adlists.errors import AdlistsError, ArgumentError, NotAcceptable, ServerError, WireError
from adlists.lists import summary
from adlists.lists.plans import Plan, async_session_of, perform, run, run_async, session_of, work
from adlists.lists.reading.batches import Batch
from adlists.lists.reading.columns import Format
from adlists.lists.reading.extract import Extract
from adlists.lists.reading.opening import extract
from adlists.lists.reading.rows import JSON_ROW
from adlists.lists.report import JobStoppedError, Report, Watch
from adlists.lists.sending import journal as journals
from adlists.lists.sending.delivery import Counted, Delivery, Errand, HaltError, Pace
from adlists.lists.sending.journal import Journal, Part
from adlists.session import AsyncSession, Session
from adlists_api.applovin_v1 import Api, AsyncApi
from adlists_api.applovin_v1.api.app_lists import append, create, delete_apps, list_apps, list_lists
from adlists_api.applovin_v1.models import AppListChanged

_ROUNDS: Final = 5
_HEX: Final = frozenset("0123456789abcdef")


@attrs.frozen(kw_only=True)
class Sync:
    """What is to be done: the arguments of `sync`, described there."""

    app_list: str
    source: Any
    column: str | None = None
    format: Format | None = None
    rejects: Path | None = None
    create: bool = False
    prune: bool = False
    batch: int = attrs.field(default=1000, validator=attrs.validators.ge(1))
    pace: Pace = attrs.field(factory=Pace)
    dry_run: bool = False
    state: Path | None = None


class Options(TypedDict, total=False):
    """What `sync` takes beside its own arguments; described there, defaults in `Sync`."""

    column: str | None
    format: Format | None
    rejects: Path | None
    create: bool
    prune: bool
    batch: int
    pace: Pace
    dry_run: bool
    state: Path | None


def sync(
    api: Api | Session[Api],
    app_list: str,
    source: Any,
    *,
    watch: Watch | None = None,
    **options: Unpack[Options],
) -> Report:
    """Append to a list the apps of a source that it lacks; with *prune*, delete the others.

    Args:
        api: The API of a session, as `adlists.connect()` gives it.
        app_list: The list's id, or its name.
        source: What `adlists.lists.reading.extract()` reads: files, frames, iterables.
        watch: Called with a `Progress` now and then, from any of the job's threads.
        options: *column*, *format* and *rejects* go to `extract()`; *create* makes a list of
            that name where there is none; *prune* deletes what the source has not; *batch*
            is how many apps go into one request, for the service documents no limit; *pace*
            says how fast; *dry_run* only tells the difference; *state* is the folder of
            journals.

    Raises:
        ArgumentError: There is no such list.
        SourceError: The source cannot be read, or holds no identifier.
        ConfigurationError: Another job is at work on the same list.
        JobStoppedError: The job ended early, with its report so far; call it again to go on.
    """
    session = session_of(api)
    asked = Sync(app_list=app_list, source=source, **options)
    return run(_plan(session.pipeline, asked, watch), session)


async def sync_async(
    api: AsyncApi | AsyncSession[AsyncApi],
    app_list: str,
    source: Any,
    *,
    watch: Watch | None = None,
    **options: Unpack[Options],
) -> Report:
    """Do what `sync` does, awaiting."""
    session = async_session_of(api)
    asked = Sync(app_list=app_list, source=source, **options)
    return await run_async(_plan(session.pipeline, asked, watch), session)


def _plan(pipeline: Pipeline, asked: Sync, watch: Watch | None) -> Plan[Report]:
    delivery = Delivery(pipeline, asked.pace, watch)
    delivery.tell("reading")
    source: Extract = yield from work(
        lambda: extract(
            asked.source,
            identifier="app",
            column=asked.column,
            format=asked.format,
            rejects=asked.rejects,
        )
    )
    delivery.gate.ends = source.interrupt
    try:
        wanted = yield from work(source.values)
        source.check()
        key = yield from _find(asked, delivery)
        blank = summary.blank(pipeline, "sync", key or asked.app_list, "unfinished")
        blank = summary.counted(blank, source)
        if asked.dry_run:
            held = (yield from _held(key, delivery)) if key else set[str]()
            return _dry(blank, asked, wanted, held, delivery)
        assert key is not None  # noqa: S101 - found or made, or refused above
        return (yield from _equal(pipeline, asked, blank, wanted, delivery))
    finally:
        delivery.gate.stop()
        source.close()


def _find(asked: Sync, delivery: Delivery) -> Plan[str | None]:
    """Return the list's id; None for one that a dry run would have created."""
    delivery.tell("finding the list")
    for _ in range(4):
        listed = yield from delivery.ask(list_lists.call())
        named = {one.name: one.app_list_id for one in listed.app_lists}
        if asked.app_list in named.values():
            return asked.app_list
        if (found := named.get(asked.app_list)) is not None:
            return str(found)
        if not asked.create:
            msg = (
                "There is no list of that id or name. Ask for it to be created (--create), or "
                "give another."
            )
            raise ArgumentError(msg)
        if asked.dry_run:
            return None
        if len(asked.app_list) == 32 and _HEX.issuperset(asked.app_list):
            msg = "A list is made under a name; what was given looks like an id."
            raise ArgumentError(msg)
        # After a lost reply nobody knows whether it is there: so look, by its name.
        with suppress(NotAcceptable, ServerError, WireError):
            made = yield from delivery.once(create.call(name=asked.app_list))
            if made.app_list_id:
                return str(made.app_list_id)
    msg = "The list could not be created: every reply was lost. Try again."
    raise AdlistsError(msg)


def _held(key: str, delivery: Delivery) -> Plan[set[str]]:
    listed = yield from delivery.ask(list_apps.call(app_list_id=key))
    return {one.application for one in listed.apps if isinstance(one.application, str)}


def _apart(asked: Sync, wanted: Sequence[str], held: set[str]) -> dict[Part, list[str]]:
    """Return what is missing on the list, in the file's order, and what is too much."""
    extra = sorted(held.difference(wanted)) if asked.prune else []
    return {"add": [one for one in wanted if one not in held], "remove": extra}


def _dry(
    blank: Report, asked: Sync, wanted: Sequence[str], held: set[str], delivery: Delivery
) -> Report:
    apart = _apart(asked, wanted, held)
    batches = [one for part in apart for one in _batches(apart[part], asked.batch, 0)]
    rate = asked.pace.rate
    return attrs.evolve(
        blank,
        outcome="dry run",
        to_add=len(apart["add"]),
        to_remove=len(apart["remove"]),
        adding=tuple(apart["add"]),
        removing=tuple(apart["remove"]),
        batches=len(batches),
        bytes=sum(len("\n".join(one.values()).encode()) for one in batches),
        least_seconds=None if rate is None else rate.seconds(len(batches)),
        seconds=delivery.seconds,
    )


def _equal(
    pipeline: Pipeline, asked: Sync, blank: Report, wanted: Sequence[str], delivery: Delivery
) -> Plan[Report]:
    service, key = pipeline.service, blank.list_id
    name = journals.key("sync", service.name, service.server, key)
    path = journals.folder(asked.state) / f"{name}.journal"
    journal = yield from work(lambda: Journal(path, f"sync {service.name} {key}"))
    try:
        journal.begin("")  # the difference is live: nothing of an earlier run is needed
        blank = attrs.evolve(blank, journal=str(path))
        apart: dict[Part, list[str]] = {}
        try:
            apart, first = yield from _rounds(asked, wanted, delivery, journal, key)
        except AdlistsError as error:
            so_far = summary.told(blank, journal, delivery.gate.requests)
            so_far = attrs.evolve(so_far, seconds=delivery.seconds)
            raise JobStoppedError(str(error), so_far) from None
        equal = not any(apart.values())
        report = attrs.evolve(
            summary.told(blank, journal, delivery.gate.requests),
            outcome="done" if equal else "unfinished",
            to_add=len(first["add"]),
            to_remove=len(first["remove"]),
            not_taken=tuple(apart["add"]),
            not_removed=tuple(apart["remove"]),
            seconds=delivery.seconds,
        )
        if equal:  # whatever went wrong on the way is mended
            report = attrs.evolve(report, failures=())
            yield from work(lambda: journal.end(summary.facts(report)))
        return report
    finally:
        journal.close()


def _rounds(
    asked: Sync, wanted: Sequence[str], delivery: Delivery, journal: Journal, key: str
) -> Plan[tuple[dict[Part, list[str]], dict[Part, list[str]]]]:
    """Send the difference until there is none, or the service does not take the rest."""
    first: dict[Part, list[str]] | None = None
    sent = 0
    for number in range(_ROUNDS):
        delivery.tell("listing" if number == 0 else "listing again")
        apart = _apart(asked, wanted, (yield from _held(key, delivery)))
        if first is None:
            first = apart
            delivery.total = sum(map(len, apart.values()))
        if not any(apart.values()) or (number and not delivery.doubtful):
            return apart, first
        if number:
            yield from perform(
                delivery.gate.sleep(min(30.0, asked.pace.wait * 2.0 ** (number - 1)))
            )
        delivery.doubtful = 0
        calls: dict[Part, Any] = {"add": append.call, "remove": delete_apps.call}
        for part, call in calls.items():
            batches = list(_batches(apart[part], asked.batch, sent))
            sent += len(batches)
            operation = "append" if part == "add" else "delete_apps"
            errand = Errand(part, operation, partial(_call, call, key), _counted, repeat=False)
            if batches:
                delivery.tell("appending" if part == "add" else "deleting")
                yield from delivery.send(iter(batches), errand, journal)
    apart = _apart(asked, wanted, (yield from _held(key, delivery)))
    if any(apart.values()) and delivery.doubtful:
        msg = f"In {_ROUNDS} rounds the service lost replies every time. Try again later."
        raise HaltError(msg)
    return apart, first or apart


def _call(call: Any, key: str, batch: Batch) -> Call[Any]:
    made: Call[Any] = call(app_list_id=key, body=batch.values())
    return made


def _counted(reply: AppListChanged) -> Counted:
    good, bad = reply.processed_apps, reply.failed_apps
    return good if isinstance(good, int) else None, bad if isinstance(bad, int) else None


def _batches(apps: Sequence[str], size: int, first: int) -> Iterator[Batch]:
    for number, start in enumerate(range(0, len(apps), size)):
        text = orjson.dumps(apps[start : start + size])[1:-1]
        count = len(apps[start : start + size])
        yield Batch(first + number, count, hashlib.sha256(text).hexdigest(), text, JSON_ROW)
