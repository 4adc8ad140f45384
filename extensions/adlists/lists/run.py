"""One run of a job on one list: what it takes up, what it has done, what the service confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, Self

import attrs

from adlists.contract import Operation
from adlists.errors import AdlistsError
from adlists.flow import Flow, block
from adlists.lists.job import Job
from adlists.lists.reading.extract import Extract
from adlists.lists.report import Failure, Outcome, Report
from adlists.lists.sending import folders
from adlists.lists.sending import journal as journals
from adlists.lists.sending.delivery import BatchRequest, Delivery, Piece
from adlists.lists.sending.journal import Entry, Journal
from adlists.lists.sending.journal import JobRecord as Recorded
from adlists.lists.sending.snapshots import CompareOptions, SnapshotStore
from adlists.lists.sending.throttle import HaltError, spoken
from adlists.lists.sending.verification import Expectation
from adlists.lists.service.frame import Frame
from adlists.lists.service.protocol import ListSize, Part
from adlists.lists.target import Target

_SOON: Final = 0.5  # seconds until the state of a batch is asked for a second time
_TRIALS: Final = 4  # times that a size is asked for before it is held to be wrong


class Run:
    """A run on one list, whose journal it holds; a context manager."""

    def __init__(self, job: Job, target: Target, source: Extract, delivery: Delivery) -> None:
        assert target.id is not None  # noqa: S101 - found or made
        self.job: Final = job
        self.target: Final = target
        self.source: Final = source
        self.delivery: Final = delivery
        self.scope: Final = job.scope(list_id=target.id, list_name=target.name)
        self.notes: list[str] = []
        self.size_before: int | None = None
        self.size: int | None = None
        self.expected: Expectation | None = None
        self.difference: tuple[int, int] | None = None
        self.skipped = 0
        self.certain = True  # nothing can have changed the list unseen since the job began
        self.resumed: Recorded | None = None
        self.begun = False  # whether the journal's latest job is this one
        state = folders.folder(job.options.state)
        service = job.service
        self._name = folders.key(
            service.name, service.server, job.pipeline.registry.account, target.id
        )
        title = f"{job.options.operation} {job.kind.name} {service.name} {target.id}"
        self.journal: Final = Journal(
            state / f"{self._name}{journals.SUFFIX}", title, job.kind.name
        )
        self.notes.extend((*folders.too_open(state), *self.journal.notes))
        compare = CompareOptions(job.kind, job.hashed, job.options.memory, job.options.threads)
        store = folders.key(self._name, job.kind.name)
        self.snapshots: Final = SnapshotStore(state, store, compare)
        self._frames: dict[Part, Frame] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.journal.close()

    # -- taking up -------------------------------------------------------------------------

    def take_up(self, fingerprint: str) -> Flow[bool]:
        """Find out whether an unfinished job goes on; return False where nothing is to be done."""
        journal, options = self.journal, self.job.options
        if self.target.made:
            yield from block(journal.forget)
            yield from block(self.snapshots.forget)
        self.size_before = yield from self.ask_size()
        former = journal.job()
        if former is None or options.restart:
            return True
        moment = _moment(former.ended or former.started)
        same = former.fingerprint == fingerprint and former.operation == options.operation
        if former.state == "done":
            if same and options.once and former.generation == journal.generation:
                self.notes.append(
                    f"The same content was the latest change to this list, on {moment}; nothing "
                    "was sent now."
                )
                return False
            return True
        done = sum(entry.done for entry in journal.entries)
        left = f"A job of {moment} ({former.title}, {done} batches done) was left unfinished"
        if former.operation != options.operation:
            self.notes.append(f"{left} on this list; this one takes its place.")
        elif not same:
            self.notes.append(
                f"{left}, and its source, or how it is sent, is another now: everything is sent."
            )
        elif former.generation != journal.generation:
            self.notes.append(f"{left}, and the list was changed since: everything is sent.")
        elif (why := self._changed(former)) is not None:
            self.notes.append(f"{left}, and {why}: everything is sent.")
        else:
            self._resume(former, moment, done)
        return True

    def _changed(self, former: Recorded) -> str | None:
        """Tell why a list cannot be what an unfinished job left, by its size; None if it can."""
        now = self.size_before
        if now is None or self.job.lists.delay:
            self.certain = False
            return None
        last = former.facts.get("size_at_stop")
        if last is not None:
            return None if now == last else f"its size is {now:,} now and was {last:,} then"
        self.certain = False
        added = sum(entry.valid or 0 for entry in self.journal.entries if entry.part == "add")
        if former.operation == "add" and now < added:
            return f"it holds {now:,} where {added:,} were taken by then"
        return None

    def _resume(self, former: Recorded, moment: str, done: int) -> None:
        self.resumed = former
        self.begun = True
        self.skipped = done
        self.size_before = former.facts.get("size_before")
        self.notes.append(f"Going on with the job of {moment}: {done} batches were done.")

    def begin(self, fingerprint: str, facts: Any) -> None:
        """Write down that the job begins, before its first change to the list."""
        if not self.begun:
            self.begun = True
            listed = {
                "service": self.job.service.name,
                "address": self.job.service.server,
                "list_id": self.target.id,
                "inputs": self.job.told_inputs,
            }
            more = {"size_before": self.size_before, "list": listed}
            self.journal.begin(self.job.options.operation, fingerprint, {**more, **facts})

    # -- sending ---------------------------------------------------------------------------

    def frame(self, part: Part) -> Frame:
        """Return the frame of a part's batches."""
        if part not in self._frames:
            self._frames[part] = self.job.lists.frame(
                part, self.scope, _media_type(self.job.options.content_type), self._encode
            )
        return self._frames[part]

    def _encode(self, data: Any, operation: Operation[Any], form: str) -> bytes:
        codec = self.job.pipeline.codec(form)
        if codec is None or operation.body is None:
            msg = f"No codec writes {form}, which {operation.id} takes."
            raise AdlistsError(msg)
        return codec.encode(data, operation.body.schema)

    def request(self, part: Part) -> BatchRequest:
        """Return what becomes of a part's batches."""
        lists, frame = self.job.lists, self.frame(part)

        def call(content: bytes) -> Any:
            return lists.batch(part, self.scope, frame.media_type, content)

        probe = call(b"")
        return BatchRequest(
            part,
            probe.operation.id,
            frame,
            call,
            lists.result,
            lists.refused,
            lists.repeatable(part),
        )

    def cut(self, part: Part) -> dict[str, Any]:
        """Return how a source is cut into a part's batches."""
        frame = self.frame(part)
        return {
            "size": self.job.batch_items,
            "max_bytes": self.job.batch_bytes - frame.size,
            "row": frame.row,
        }

    def send(
        self,
        part: Part,
        source: Extract,
        expect: Callable[[], int | None],
        begin: Callable[[], None] = lambda: None,
    ) -> Flow[None]:
        """Send what a source gives; *begin* is called before the first batch, if there is one."""
        request = self.request(part)
        known = self.journal.done(part) if self.resumed is not None else {}
        before = sum(entry.count for entry in self.journal.entries if entry.done)
        self.delivery.tell({"add": "adding", "remove": "removing"}[part])
        batches = _unsent(_after(begin, source.batches(**self.cut(part))), known)
        yield from self.delivery.send(
            batches, request, self.journal, expect, before if self.resumed is not None else 0
        )

    # -- the end ---------------------------------------------------------------------------

    def ask_size(self, *, once: bool = False) -> Flow[int | None]:
        """Ask the service how many identifiers the list holds; None where it does not tell."""
        lists = self.job.lists
        if not lists.offers("size") or any(
            name not in self.job.inputs for name in lists.takes("size")
        ):
            return None
        try:
            found: ListSize | None = yield from self.delivery.converse(
                lists.size(self.scope), once=once
            )
        except AdlistsError:
            if once:
                return None
            raise
        return None if found is None else found.count

    def confirm(self, expected: Expectation | None) -> Flow[Outcome]:
        """Ask for the list's size, and compare it with what it should be."""
        delay = self.job.lists.delay
        self.expected = expected
        told = self.job.lists.offers("size") and self.size_before is not None
        if expected is None or not (told or expected.exact):
            self.expected = None
            self.notes.append(self._untold())
            return "not verified"
        self.delivery.tell("asking for the size")
        for trial in range(_TRIALS):
            self.size = yield from self.ask_size()
            if self.size is None:
                self.notes.append(self._untold())
                return "not verified"
            if (expected.admits(self.size) and (expected.exact or not delay)) or delay:
                break
            if trial < _TRIALS - 1:
                pause = self.job.delivery.wait * 2.0**trial
                yield from self.delivery.throttle.sleep(pause, "before the size is asked for again")
        assert self.size is not None  # noqa: S101 - asked for above
        fits = expected.admits(self.size)
        if (fits and expected.exact) or (fits and not delay and expected.certain and self.certain):
            return "done"
        if delay:
            self.notes.append(
                f"The list holds {self.size:,}, expected {expected}; its size lags behind by up to "
                f"{spoken(delay)}, so ask again after {_moment(None, delay)}."
            )
            return "not yet confirmed"
        if fits:
            self.notes.append(
                f"The list holds {self.size:,}, which fits ({expected}) and proves nothing: the "
                "job was broken off, and what others did to the list meanwhile is not seen. Run "
                "again, it sends everything."
            )
            return "not verified"
        self.notes.append(
            f"The list holds {self.size:,} identifiers, expected {expected}: something else "
            "changed it, or the service did not do what it said. Run again, the job sends "
            "everything."
        )
        return "unfinished"

    def _untold(self) -> str:
        noun, lists = self.job.lists.noun, self.job.lists
        missing = [name for name in lists.takes("size") if name not in self.job.inputs]
        if lists.offers("size") and missing:
            return f"Without {' and '.join(missing)}, nobody can check how many the {noun} holds."
        return f"The service does not tell how many identifiers the {noun} holds."

    def wait_for_service(self) -> Flow[bool]:
        """Ask what became of batches that the service works through; False where some still are."""
        lists = self.job.lists
        if not lists.offers("status"):
            return True
        waited, pause = 0.0, min(_SOON, lists.every)
        while True:
            running = [entry for entry in self.journal.entries if entry.state == "running"]
            if not running:
                return True
            self.delivery.tell(f"waiting for the service: {len(running)} batches")
            for entry in running:
                yield from self._poll(entry)
            left = [entry for entry in self.journal.entries if entry.state == "running"]
            if not left:
                return True
            if not self.job.options.wait or waited + pause > lists.within:
                return False
            try:
                yield from self.delivery.throttle.sleep(pause, "until the service is asked again")
            except HaltError:
                return False
            waited += pause
            pause = min(2 * pause, lists.every)  # what is done soon should not wait for long

    def left_to_service(self) -> Report:
        """Return the report of a job that ends before the service has worked everything through."""
        running = sum(entry.state == "running" for entry in self.journal.entries)
        self.notes.append(
            f"The service is still at work on {running} batches. The same job, run again, asks "
            "what became of them, and sends nothing twice."
        )
        failed = any(not entry.done for entry in self.journal.entries)
        return self.report("unfinished" if failed else "not yet confirmed")

    def wait_for_key(self, key: str) -> Flow[None]:
        """Wait until the service has carried out one change. Raises `HaltError` where it fails."""
        lists = self.job.lists
        scope = attrs.evolve(self.scope, outputs={"key": key})
        waited, pause = 0.0, min(_SOON, lists.every)
        while True:
            found = yield from self.delivery.converse(lists.state(scope))
            if found.state == "done":
                return
            if found.state != "running" or waited > lists.within:
                msg = f"The service did not empty the list: {found.state} {found.reason}".strip()
                raise HaltError(msg)
            yield from self.delivery.throttle.sleep(pause, "until the list is empty")
            waited += pause
            pause = min(2 * pause, lists.every)

    def _poll(self, entry: Entry) -> Flow[None]:
        scope = attrs.evolve(self.scope, outputs={"key": entry.key})
        found = yield from self.delivery.converse(self.job.lists.state(scope))
        if found.state == "running":
            return
        reason = ": ".join(
            text for text in (f"the service says {found.state}", found.reason) if text
        )
        rejected = min(found.rejected, entry.count)
        changed = attrs.evolve(
            entry,
            state=found.state,
            done=found.state == "done" or (found.state == "partly" and rejected > 0),
            reason=None if found.state == "done" else reason,
            valid=entry.count - rejected if found.state != "failed" else 0,
            invalid=rejected if found.state != "failed" else entry.count,
        )
        yield from block(partial(self.journal.record, changed))

    def refuse_rows(self) -> Flow[None]:
        """Find the lines of the rows that the service did not take, and write them down."""
        rejected = dict(self.delivery.rejected)
        if rejected:
            yield from block(lambda: self.source.reject(rejected))
            self.notes.append(
                f"{len(rejected):,} rows were not taken by the service"
                + (", and are in the rejects file." if self.job.options.rejects else ".")
            )

    def finish(self, outcome: Outcome, facts: Any) -> Flow[Report]:
        """Write down that the job ended, unless something is left to do; return its report."""
        if any(not entry.done for entry in self.journal.entries):
            return self.report("unfinished")
        told = {"size": self.size, "outcome": outcome, **facts}
        if self.expected is not None:
            told["expected"] = [self.expected.least, self.expected.most]
        yield from block(lambda: self.journal.end(told))
        return self.report(outcome)

    def report(self, outcome: Outcome) -> Report:
        """Return what the job did."""
        found = self.journal.entries if self.begun or outcome == "already done" else []
        done = [entry for entry in found if entry.done]
        valid = [entry.valid for entry in done if entry.valid is not None]
        invalid = [entry.invalid for entry in done if entry.invalid is not None]
        base = blank(self.job, self.target, self.source, outcome)
        return attrs.evolve(
            base,
            notes=(*base.notes, *self.notes),
            sent=sum(entry.count for entry in done),
            valid=sum(valid) if valid else None,
            invalid=sum(invalid) if invalid else None,
            refused=len(self.delivery.rejected),
            batches=len(done),
            skipped=self.skipped,
            attempts=sum(entry.attempts for entry in found),
            requests=self.delivery.throttle.requests,
            seconds=self.delivery.seconds,
            waited=self.delivery.throttle.waited,
            to_add=None if self.difference is None else self.difference[0],
            to_remove=None if self.difference is None else self.difference[1],
            size_before=self.size_before,
            size=self.size,
            expected=None if self.expected is None else (self.expected.least, self.expected.most),
            failures=tuple(
                Failure(entry.part, entry.number, entry.count, entry.reason or "")
                for entry in found
                if not entry.done
            ),
            journal=str(self.journal.path),
        )


def blank(job: Job, target: Target, source: Extract, outcome: Outcome) -> Report:
    """Return a report that tells what was asked for, and what the source's rows came to."""
    counts = source.counts
    return Report(
        service=job.service.name,
        address=job.service.server,
        operation=job.options.operation,
        outcome=outcome,
        list_id=target.id,
        list_name=target.name,
        identifier=job.kind.name,
        inputs=job.told_inputs,
        files=tuple(reading.to_dict() for reading in source.readings),
        notes=tuple(
            f"{reading.name}: {note}." for reading in source.readings for note in reading.notes
        ),
        read=counts.read,
        rejected=dict(counts.rejected),
        duplicates=counts.duplicates,
        unique=counts.unique,
    )


def _media_type(asked: str | None) -> str | None:
    """Return a media type; `json` and `xml` stand for the usual ones."""
    if asked is None or "/" in asked:
        return asked
    return {"form": "application/x-www-form-urlencoded", "lines": "text/plain"}.get(
        asked, f"application/{asked}"
    )


def _unsent(batches: Iterator[Piece], known: dict[int, str]) -> Iterator[Piece]:
    """Pass over what was sent before, by number and digest: what differs goes again."""
    for batch in batches:
        if known.get(batch.number) != batch.digest:
            yield batch


def _after(begin: Callable[[], None], batches: Iterator[Piece]) -> Iterator[Piece]:
    for batch in batches:
        begin()
        yield batch
        yield from batches


def _moment(at: float | None, later: float = 0.0) -> str:
    moment = datetime.now(UTC).timestamp() + later if at is None else at
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")
