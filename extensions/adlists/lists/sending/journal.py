"""What was done to a list from here, kept so that an unfinished job goes on where it was.

One SQLite file for each list (service, address, account, id), in a folder that only its owner
may enter. It holds counts and digests, and no identifier. The file stays locked while a job
runs, so that a second job on the same list is refused.

    generation   a number for each type of identifiers, raised by every run that sends something
    job          the latest job for each type: what it is, and how far; its generation
    batch        what came of each of that job's batches

An unfinished job is taken up only while the list's generation is still its own: otherwise
something else has changed the list since. A finished job stands for nothing but its report. A
batch is written down, to the disk, before it counts as done: after a kill the batches that were
on their way are sent again, and no others.

Every row carries a checksum. A file that is damaged is put aside, and said; never believed.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

import attrs

from adlists.errors import AdlistsError, ConfigurationError
from adlists.lists.service.protocol import Part

State = Literal["running", "done"]

SUFFIX: Final = ".journal"
_VERSION: Final = 2
_TABLES: Final = f"""
BEGIN;
CREATE TABLE list (title TEXT NOT NULL, facts TEXT NOT NULL, "check" TEXT NOT NULL);
CREATE TABLE generation (identifier TEXT PRIMARY KEY, number INTEGER NOT NULL,
    "check" TEXT NOT NULL);
CREATE TABLE job (
    identifier TEXT PRIMARY KEY,
    operation TEXT NOT NULL,
    title TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    generation INTEGER NOT NULL,
    state TEXT NOT NULL,
    started REAL NOT NULL,
    ended REAL,
    facts TEXT NOT NULL,
    "check" TEXT NOT NULL
);
CREATE TABLE batch (
    identifier TEXT NOT NULL,
    part TEXT NOT NULL,
    number INTEGER NOT NULL,
    digest TEXT NOT NULL,
    done INTEGER NOT NULL,
    count INTEGER NOT NULL,
    valid INTEGER,
    invalid INTEGER,
    attempts INTEGER NOT NULL,
    reason TEXT,
    key TEXT,
    state TEXT,
    "check" TEXT NOT NULL,
    PRIMARY KEY (identifier, part, number)
);
PRAGMA user_version = {_VERSION};
COMMIT;
"""


_GENERATION: Final = "INSERT OR REPLACE INTO generation VALUES (?, ?, ?)"
_JOB: Final = "INSERT OR REPLACE INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class JournalError(AdlistsError):
    """The journal cannot be written any more; what was done before is in it."""


class _DamagedError(Exception):
    """A row does not fit its checksum, or the file is no database."""


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

    def __init__(self, path: Path, title: str, identifier: str) -> None:
        """Open the file, or make it. `ConfigurationError` where that cannot be, or it is in use."""
        self.path: Final = path
        self.identifier: Final = identifier
        self.notes: tuple[str, ...] = ()
        self._title = title
        self._mutex = threading.Lock()
        self._closed = False
        try:
            self._db, found = self._opened()
        except _DamagedError:
            aside = path.with_suffix(f".damaged-{time.time_ns()}")
            path.replace(aside)
            self.notes = (
                (
                    f"The journal of this list was damaged, and lies in {aside} now: nothing of "
                    "it is believed, and everything is sent."
                ),
            )
            self._db, found = self._opened()
        # Read once, and each row by its checksum; from here on the file is only written.
        self._generations = found.generations
        self._job = found.jobs.get(identifier)
        self._entries: dict[tuple[Part, int], Entry] = {
            (entry.part, entry.number): entry for name, entry in found.entries if name == identifier
        }

    def _opened(self) -> tuple[sqlite3.Connection, _Content]:
        path = self.path
        try:
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            _abort(path, error)
        try:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA synchronous = EXTRA")
            db.execute("BEGIN EXCLUSIVE")
            db.execute("COMMIT")
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0 and not db.execute("SELECT 1 FROM sqlite_schema").fetchone():
                db.executescript(_TABLES)
                version = _VERSION
            if version > _VERSION:
                db.close()
                msg = f"The journal {path} is of a later version; use that program, or remove it."
                raise ConfigurationError(msg)
            found = _content(db, version)
        except _DamagedError:
            db.close()
            raise
        except (sqlite3.Error, UnicodeError) as error:
            db.close()
            if isinstance(error, sqlite3.OperationalError) and "decode" not in str(error):
                _abort(path, error)
            raise _DamagedError from None
        return db, found

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
            self._write(
                ("DELETE FROM batch WHERE identifier = ?", (self.identifier,)),
                (_GENERATION, _row(self.identifier, number)),
                (_JOB, _job_row(self.identifier, job)),
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
            self._write(*((_GENERATION, _row(*pair)) for pair in raised.items()))
            self._generations |= raised

    def forget(self) -> None:
        """Forget everything: the list was made just now, and has no past."""
        with self._mutex:
            self._write(
                *((f"DELETE FROM {table}", ()) for table in ("batch", "job", "generation", "list"))
            )
            self._entries.clear()
            self._generations.clear()
            self._job = None

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

    def record(self, entry: Entry) -> None:
        """Write down what came of a batch; it is on the disk when this returns."""
        with self._mutex:
            if self._closed:  # the job was given up while this batch was on its way
                return
            self._write(
                (
                    "INSERT OR REPLACE INTO batch VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    _row(self.identifier, *attrs.astuple(entry)),
                )
            )
            self._entries[entry.part, entry.number] = entry

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
            self._write((_JOB, _job_row(self.identifier, job)))
            self._job = job

    def close(self) -> None:
        """Close the file and give up its lock; closing twice is harmless."""
        with self._mutex:
            self._closed = True
            self._db.close()

    def _write(self, *statements: tuple[str, tuple[Any, ...]]) -> None:
        try:
            self._db.execute("BEGIN")
            for statement, values in statements:
                self._db.execute(statement, values)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            msg = (
                f"The journal {self.path} cannot be written any more ({error}). What was "
                "done before is in it: make room, and run the same command again."
            )
            raise JournalError(msg) from None


def _row(*values: Any) -> tuple[Any, ...]:
    """Return the values of a row with their checksum behind them."""
    return (*values, _checksum(values))


def _checksum(values: tuple[Any, ...]) -> str:
    plain = [int(value) if isinstance(value, bool) else value for value in values]
    return blake2b(repr(plain).encode(), digest_size=8).hexdigest()


def _job_row(identifier: str, job: JobRecord) -> tuple[Any, ...]:
    return _row(
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


def _content(db: sqlite3.Connection, version: int) -> _Content:
    """Read every row by its checksum: a file that is not ours, or of another time, is damaged."""
    if version != _VERSION or db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise _DamagedError
    try:
        jobs = {
            row[0]: JobRecord(
                operation=row[1],
                title=row[2],
                fingerprint=row[3],
                generation=row[4],
                state=row[5],
                started=row[6],
                ended=row[7],
                facts=json.loads(row[8]),
            )
            for row in _rows(db, "job")
        }
        entries = [
            (row[0], Entry(row[1], row[2], row[3], bool(row[4]), *row[5:]))
            for row in _rows(db, "batch")
        ]
        return _Content(dict(_rows(db, "generation")), jobs, entries)
    except (ValueError, TypeError):
        raise _DamagedError from None


def _rows(db: sqlite3.Connection, table: str) -> Iterator[Any]:
    """Yield the rows of a table, by the table itself and not by an index of it."""
    for row in db.execute(f"SELECT * FROM {table} NOT INDEXED"):
        if row[-1] != _checksum(row[:-1]):
            raise _DamagedError
        yield row[:-1]


def _abort(path: Path, error: OSError | sqlite3.Error) -> NoReturn:
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        msg = (
            f"Another job is at work on the same list (journal {path}). "
            "Wait until it ends, or end it."
        )
        raise ConfigurationError(msg) from None
    said = error.strerror if isinstance(error, OSError) else str(error)
    msg = (
        f"The journal {path} cannot be used ({said}). Mend or remove it, or name another "
        "folder by ADLISTS_STATE."
    )
    raise ConfigurationError(msg) from None
