"""One run of a job on one list: what it takes up, what it has done, what the service confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, Self, TypeAlias

import attrs

from adlists.contract import Operation
from adlists.errors import AdlistsError
from adlists.flow import Flow, block
from adlists.lists import confirmation
from adlists.lists.job import Job
from adlists.lists.reading.batches import Batch
from adlists.lists.reading.extract import Extract
from adlists.lists.report import Failure, Outcome, Report, moment
from adlists.lists.sending import folders
from adlists.lists.sending.delivery import BatchRequest, Delivery, Piece
from adlists.lists.sending.journal import JobRecord as Recorded
from adlists.lists.sending.journal import Journal
from adlists.lists.sending.snapshots import CompareOptions, SnapshotStore
from adlists.lists.sending.state import StateStore
from adlists.lists.sending.verification import Expectation
from adlists.lists.service.frame import Frame
from adlists.lists.service.protocol import Part
from adlists.lists.service.template import SessionBatch
from adlists.lists.target import Target

_LONGEST: Final = 8_000  # bytes of a row, at most
_NUMBER: Final = 32  # bytes by which a later batch's number and mark may be longer


Reopen: TypeAlias = Callable[[], AbstractContextManager[Extract]]


class Run:
    """A run on one list, whose journal it holds; a context manager."""

    def __init__(
        self, job: Job, target: Target, source: Extract, delivery: Delivery, state: StateStore
    ) -> None:
        assert target.id is not None  # noqa: S101 - found or made
        self.job: Final = job
        self.target: Final = target
        self.source: Final = source
        self.delivery: Final = delivery
        self.scope: Final = job.scope(list_id=target.id, list_name=target.name)
        self.notes: list[str] = []
        self.refusal = ""
        self.size_before: int | None = None
        self.size: int | None = None
        self.expected: Expectation | None = None
        self.difference: tuple[int, int] | None = None
        self.skipped = 0
        self.certain = True  # nothing can have changed the list unseen since the job began
        self.resumed: Recorded | None = None
        self.same = False  # whether the latest job was to send the same, in the same way
        self.begun = False  # whether the journal's latest job is this one
        service = job.service
        name = folders.key(service.name, service.server, job.pipeline.registry.account, target.id)
        title = f"{job.options.operation} {job.kind.name} {service.name} {target.id}"
        ledger = state.ledger(name)
        self.journal: Final = Journal(ledger, title, job.kind.name)
        delivery.throttle.held = self.journal.held
        self.notes.extend((*state.notes, *self.journal.notes))
        compare = CompareOptions(job.kind, job.hashed, job.options.memory, job.options.threads)
        self.snapshots: Final[SnapshotStore] = state.snapshots(
            ledger, folders.key(name, job.kind.name), compare
        )
        self._frames: dict[Part, Frame] = {}
        self.sources: Final[dict[Part, tuple[Reopen, dict[str, Any]]]] = {}
        self.late: Final[dict[tuple[Part, int], Mapping[int, str]]] = {}  # rows turned down later
        self.first = 0  # the number of the first batch
        self.refused = 0  # rows that the service did not take of others' pieces
        self.noted = 0  # rows that were written down as not taken

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
        self.size_before = yield from confirmation.ask_size(self)
        former = journal.job()
        if former is None or options.restart:
            return True
        when = moment(former.ended or former.started)
        same = former.fingerprint == fingerprint and former.operation == options.operation
        self.same = same
        if former.state == "done":
            told, outcome = former.facts.get("of_run"), former.facts.get("outcome")
            once = options.once or (options.of_run is not None and told == options.of_run)
            holds = former.generation == journal.generation and outcome != "unfinished"
            if same and once and holds:
                self.notes.append(
                    f"The same content was the latest change to this list, on {when}; nothing "
                    "was sent now."
                )
                return False
            return True
        done = sum(entry.done for entry in journal.entries)
        left = f"A job of {when} ({former.title}, {done} batches done) was left unfinished"
        if former.operation != options.operation:
            self.notes.append(f"{left} on this list; this one takes its place.")
        elif not same:
            self.notes.append(
                f"{left}, and its source, or how it is sent, is another now: everything is sent."
            )
        elif former.generation != journal.generation:
            self.notes.append(f"{left}, and the list was changed since: everything is sent.")
        elif former.facts.get("sent") is False:
            self.notes.append(f"{left}, and a list is replaced as a whole: everything is sent.")
        elif (why := self._changed(former)) is not None:
            self.notes.append(f"{left}, and {why}: everything is sent.")
        else:
            self._resume(former, when, done)
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

    def _resume(self, former: Recorded, when: str, done: int) -> None:
        self.resumed = former
        self.begun = True
        self.skipped = done
        self.size_before = former.facts.get("size_before")
        self.notes.append(f"Going on with the job of {when}: {done} batches were done.")

    def begin_anew(self) -> None:
        """Take up nothing after all: what it would take is lost."""
        self.resumed = None
        self.begun = False
        self.skipped = 0
        self.notes.append("What the unfinished job was to send is lost, so that it begins anew.")

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
            more: dict[str, Any] = {"size_before": self.size_before, "list": listed}
            if self.job.options.of_run is not None:
                more["of_run"] = self.job.options.of_run
            if self.job.options.snapshot or facts.get("base") is not None:
                self.snapshots.begin(self.journal.generation + 1)
            self.journal.begin(self.job.options.operation, fingerprint, {**more, **facts})

    # -- sending ---------------------------------------------------------------------------

    def frame(self, part: Part, session: SessionBatch | None = None) -> Frame:
        """Return the frame of a part's batches, or of one batch of a session."""
        if part not in self._frames or session is not None:
            self._frames[part] = self.job.lists.frame(
                part,
                attrs.evolve(self.scope, session=session),
                _media_type(self.job.options.content_type),
                self._encode,
            )
        return self._frames[part]

    def _encode(self, data: Any, operation: Operation[Any], form: str) -> bytes:
        codec = self.job.pipeline.codec(form)
        if codec is None or operation.body is None:
            msg = f"No codec writes {form}, which {operation.id} takes."
            raise AdlistsError(msg)
        return codec.encode(data, operation.body.schema)

    def request(self, part: Part, session: SessionBatch | None = None) -> BatchRequest:
        """Return what becomes of a part's batches, or of one batch of a session."""
        lists, frame = self.job.lists, self.frame(part, session)
        scope = attrs.evolve(self.scope, session=session)

        def call(content: bytes) -> Any:
            return lists.batch(part, scope, frame.media_type, content)

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

    def cut(self, part: Part, session: SessionBatch | None = None) -> dict[str, Any]:
        """Return how a source is cut into a part's batches."""
        frame = self.frame(part, session)
        room = _NUMBER if session is not None else 0
        return {
            **({"first": self.first} if self.first else {}),
            "size": self.job.batch_items,
            "max_bytes": self.job.batch_bytes - frame.size - room,
            "row": frame.row,
        }

    def send_one(self, batch: Batch, session: SessionBatch | None, total: int) -> Flow[bool]:
        """Send one batch of a replace, after all before it; tell whether it was done."""
        self.delivery.tell("replacing")
        self.sources.setdefault("replace", (self._own, self.cut("replace", session)))
        request = self.request("replace", session)
        yield from self.delivery.send(
            iter([batch]), request, self.journal, lambda: total, parallel=1
        )
        return any(entry.number == batch.number and entry.done for entry in self.journal.entries)

    def send(
        self,
        part: Part,
        source: Extract,
        expect: Callable[[], int | None],
        begin: Callable[[], None] = lambda: None,
        reopen: Reopen | None = None,
    ) -> Flow[None]:
        """Send what a source gives; *begin* is called before the first batch, if there is one.

        *reopen* opens it again, where it is not the job's own.
        """
        request = self.request(part)
        self.sources[part] = reopen or self._own, self.cut(part)
        known = self.journal.done(part) if self.resumed is not None else {}
        before = sum(entry.count for entry in self.journal.entries if entry.done)
        self.delivery.tell({"add": "adding", "remove": "removing"}[part])
        batches = _unsent(_after(begin, source.batches(**self.cut(part))), known)
        yield from self.delivery.send(
            batches,
            request,
            self.journal,
            expect,
            before if self.resumed is not None else 0,
            1 if self._is_one_batch(expect()) else None,
        )

    def _is_one_batch(self, count: int | None) -> bool:
        """Tell whether so many identifiers surely go into one batch: who else would wait for it?"""
        room = self.job.batch_bytes // _LONGEST
        return count is not None and count <= min(self.job.batch_items, room)

    # -- the end ---------------------------------------------------------------------------

    def _own(self) -> AbstractContextManager[Extract]:
        return nullcontext(self.source)

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
            notes=(*base.notes, *self.notes, *self.snapshots.amiss),
            sent=sum(entry.count for entry in done),
            valid=sum(valid) if valid else None,
            invalid=sum(invalid) if invalid else None,
            refused=self.refused + len(self.delivery.rejected),
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
                Failure(
                    entry.part,
                    entry.number,
                    entry.count,
                    entry.reason or "",
                    again=(entry.part, entry.number) not in self.delivery.hopeless,
                )
                for entry in found
                if not entry.done
            ),
            journal=self.journal.place,
        )


def blank(job: Job, target: Target, source: Extract, outcome: Outcome) -> Report:
    """Return a report that tells what was asked for, and what the source's rows came to."""
    counts = source.counts
    return Report(
        service=job.service.name,
        address=job.service.server,
        operation=job.options.operation,
        outcome=outcome,
        credential=job.pipeline.credential_place,
        list_id=target.id,
        list_name=target.name,
        identifier=job.kind.name,
        hash="given as a hash" if job.options.prehashed else job.options.hash,
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
