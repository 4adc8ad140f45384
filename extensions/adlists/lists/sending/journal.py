"""What was done to a list from here, kept so that an unfinished job goes on where it was.

One ledger for each list (service, address, account, id). It holds counts and digests, and no
identifier, and stays locked while a job runs, so that a second job on the same list is refused.

    generation   a number for each type of identifiers, raised by every run that sends something
    job          the latest job for each type: what it is, and how far; its generation
    batch        what came of each of that job's batches

An unfinished job is taken up only while the list's generation is still its own: otherwise
something else has changed the list since. A finished job stands for nothing but its report. A
batch is written down, to the disk, before it counts as done: after a kill the batches that were
on their way are sent again, and no others.

Every row carries a checksum. A ledger that is damaged is put aside, and said; never believed.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import attrs

from adlists.lists.sending.ledger import Clear, DamagedLedgerError, Ledger, Put, row
from adlists.lists.service.protocol import Part

State = Literal["running", "done"]


@attrs.frozen
class Entry:
    """What came of one batch. `valid` and `invalid` are the service's counts, if it gave any.

    `reason` says why a batch was not done, without a value of it. `key` and `state` tell of a
    batch that the service works through later how to ask, and what the last answer was.
    """

    part: Part
    number: int
    digest: str
    done: bool
    count: int
    valid: int | None = None
    invalid: int | None = None
    attempts: int = 1
    reason: str | None = None
    key: str | None = None
    state: str | None = None


@attrs.frozen(kw_only=True)
class JobRecord:
    """The latest job for one type of identifiers on a list."""

    operation: str
    title: str
    fingerprint: str
    generation: int
    state: State
    started: float
    ended: float | None
    facts: Mapping[str, Any]


class Journal:
    """The journal of one list, open and locked, seen by a job for one type of identifiers.

    Threads may share it. `notes` tells what was found amiss when it was opened.
    """

    def __init__(self, ledger: Ledger, title: str, identifier: str) -> None:
        """Read what is there, each row by its checksum; from here on it is only written."""
        self.identifier: Final = identifier
        self.notes: tuple[str, ...] = ()
        self._title = title
        self._mutex = threading.Lock()
        self._closed = False
        self._ledger = ledger
        try:
            found = _content(ledger)
        except DamagedLedgerError:
            aside = ledger.put_aside()
            self.notes = (
                (
                    f"The journal of this list was damaged, and lies in {aside} now: nothing of "
                    "it is believed, and everything is sent."
                ),
            )
            found = _content(ledger)
        self._generations = found.generations
        self._job = found.jobs.get(identifier)
        self._entries: dict[tuple[Part, int], Entry] = {
            (entry.part, entry.number): entry for name, entry in found.entries if name == identifier
        }

    @property
    def place(self) -> str:
        """Where it is kept, to be shown."""
        return self._ledger.place

    @property
    def held(self) -> Callable[[], bool]:
        """What tells whether the list is still this job's alone; it raises where it is not."""
        return self._ledger.held

    @property
    def generation(self) -> int:
        """Return how often this list was changed from here, for this type of identifiers."""
        return self._generations.get(self.identifier, 0)

    def job(self) -> JobRecord | None:
        """Return the latest job for this type of identifiers; None where there was none."""
        return self._job

    def begin(self, operation: str, fingerprint: str, facts: Mapping[str, Any]) -> None:
        """Forget the latest job, raise the generation, and begin another."""
        with self._mutex:
            number = self.generation + 1
            job = JobRecord(
                operation=operation,
                title=self._title,
                fingerprint=fingerprint,
                generation=number,
                state="running",
                started=time.time(),
                ended=None,
                facts=facts,
            )
            self._ledger.write(
                Clear("batch", self.identifier),
                Put("generation", row(self.identifier, number)),
                Put("job", _job_row(self.identifier, job)),
            )
            self._entries.clear()
            self._generations[self.identifier] = number
            self._job = job

    def raise_others(self) -> None:
        """Raise the generations of all other types of identifiers: everything was taken off."""
        with self._mutex:
            raised = {
                name: number + 1
                for name, number in self._generations.items()
                if name != self.identifier
            }
            self._ledger.write(*(Put("generation", row(*pair)) for pair in raised.items()))
            self._generations |= raised

    def forget(self) -> None:
        """Forget everything: the list was made just now, and has no past."""
        with self._mutex:
            self._ledger.write(Clear("batch"), Clear("job"), Clear("generation"))
            self._entries.clear()
            self._generations.clear()
            self._job = None

    def refresh(self) -> None:
        """Read again what came of the batches: others have written it down meanwhile."""
        with self._mutex:
            found = _content(self._ledger).entries
            self._entries = {
                (entry.part, entry.number): entry
                for name, entry in found
                if name == self.identifier
            }

    @property
    def entries(self) -> list[Entry]:
        """What came of every batch of the latest job so far."""
        with self._mutex:
            return [self._entries[key] for key in sorted(self._entries)]

    def done(self, part: Part) -> dict[int, str]:
        """Return the digests of the batches that need not be sent again, by number."""
        return {
            entry.number: entry.digest
            for entry in self.entries
            if entry.part == part and entry.done
        }

    def record(self, *entries: Entry) -> None:
        """Write down what came of batches; it is on the disk when this returns."""
        with self._mutex:
            if self._closed or not entries:  # given up while this was on its way
                return
            self._ledger.write(
                *(Put("batch", row(self.identifier, *attrs.astuple(entry))) for entry in entries)
            )
            self._entries |= {(entry.part, entry.number): entry for entry in entries}

    def note(self, facts: Mapping[str, Any]) -> None:
        """Keep what else is known of the latest job: counts, never identifiers."""
        self._update(facts, ended=False)

    def end(self, facts: Mapping[str, Any]) -> None:
        """Write down that everything was done."""
        self._update(facts, ended=True)

    def _update(self, facts: Mapping[str, Any], *, ended: bool) -> None:
        with self._mutex:
            if self._closed or self._job is None:
                return
            job = attrs.evolve(
                self._job,
                facts={**self._job.facts, **facts},
                state="done" if ended else self._job.state,
                ended=time.time() if ended else self._job.ended,
            )
            self._ledger.write(Put("job", _job_row(self.identifier, job)))
            self._job = job

    def close(self) -> None:
        """Give up the lock; closing twice is harmless."""
        with self._mutex:
            self._closed = True
            self._ledger.close()


def _job_row(identifier: str, job: JobRecord) -> tuple[Any, ...]:
    return row(
        identifier,
        job.operation,
        job.title,
        job.fingerprint,
        job.generation,
        job.state,
        job.started,
        job.ended,
        json.dumps(dict(job.facts)),
    )


@attrs.frozen
class _Content:
    """What a journal holds."""

    generations: dict[str, int]
    jobs: dict[str, JobRecord]
    entries: list[tuple[str, Entry]]


def _content(ledger: Ledger) -> _Content:
    """Read every row: a ledger that is not ours, or of another time, is damaged."""
    try:
        jobs = {
            found[0]: JobRecord(
                operation=found[1],
                title=found[2],
                fingerprint=found[3],
                generation=found[4],
                state=found[5],
                started=found[6],
                ended=found[7],
                facts=json.loads(found[8]),
            )
            for found in ledger.rows("job")
        }
        entries = [
            (found[0], Entry(found[1], found[2], found[3], bool(found[4]), *found[5:]))
            for found in ledger.rows("batch")
        ]
        return _Content(dict(ledger.rows("generation")), jobs, entries)
    except (ValueError, TypeError, IndexError):
        raise DamagedLedgerError from None
