"""What a job has done, kept so that the same command goes on where it was.

One SQLite file for each job, in a folder that only its owner may enter. It holds counts
and digests, and no identifier. A batch is written down, to the disk, before it counts as
done: after a kill the batches that were on their way are sent again, and no others.

The file stays locked while the job runs, so that a second one on it is refused.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, cast

import attrs

from adlists.errors import AdlistsError, ConfigurationError

Part = Literal["add", "remove"]
State = Literal["running", "done"]

_VERSION: Final = 1
_TABLES: Final = f"""
BEGIN;
CREATE TABLE job (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    title TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL,
    started REAL NOT NULL,
    ended REAL,
    facts TEXT NOT NULL
);
CREATE TABLE batch (
    part TEXT NOT NULL,
    number INTEGER NOT NULL,
    digest TEXT NOT NULL,
    done INTEGER NOT NULL,
    count INTEGER NOT NULL,
    valid INTEGER,
    invalid INTEGER,
    attempts INTEGER NOT NULL,
    reason TEXT,
    PRIMARY KEY (part, number)
);
PRAGMA user_version = {_VERSION};
COMMIT;
"""


class JournalError(AdlistsError):
    """The journal cannot be written any more; what was done before is in it."""


@attrs.frozen
class Entry:
    """What came of one batch. `valid` and `invalid` are the service's counts, if it gave any.

    `reason` says why a batch was not done, without a value of it.
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


@attrs.frozen
class Job:
    """What a journal says of its job: on which state of the source, how far, and when."""

    fingerprint: str
    state: State
    started: float
    ended: float | None
    facts: Mapping[str, Any]


def folder(chosen: Path | None = None) -> Path:
    """Return where journals and snapshots lie, made private to its owner if need be.

    That is *chosen*, or ADLISTS_STATE, or the platform's place for a program's state.
    """
    place = chosen
    if place is None and (named := os.environ.get("ADLISTS_STATE")):
        place = Path(named).expanduser()
    if place is None:
        from platformdirs import user_state_path

        place = user_state_path("adlists", appauthor=False)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and place.stat().st_mode & 0o077:
            place.chmod(0o700)
    except OSError as error:
        msg = (
            f"The folder {place} for journals cannot be used: {error.strerror}. "
            "Name another by ADLISTS_STATE."
        )
        raise ConfigurationError(msg) from None
    return place


def key(*parts: object) -> str:
    """Return a short name for a job or a snapshot, from whatever tells it from others."""
    return sha256(json.dumps(parts, default=str).encode()).hexdigest()[:32]


class Journal:
    """The journal of one job, open and locked. Threads may share it."""

    def __init__(self, path: Path, title: str) -> None:
        """Open the file, or make it. `ConfigurationError` where that cannot be, or it is in use."""
        self.path: Final = path
        self._title = title
        self._guard = threading.Lock()
        self._closed = False
        try:
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._db: Final = sqlite3.connect(
                path, timeout=0, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            _refuse(path, error)
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA synchronous = EXTRA")
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute("COMMIT")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                self._db.executescript(_TABLES)
        except sqlite3.Error as error:
            self._db.close()
            _refuse(path, error)
        if version not in {0, _VERSION}:
            self._db.close()
            msg = f"The journal {path} is of version {version}; remove it to begin anew."
            raise ConfigurationError(msg)

    def job(self) -> Job | None:
        """Return what the journal says of the job; None where it has not begun."""
        row = self._db.execute(
            "SELECT fingerprint, state, started, ended, facts FROM job"
        ).fetchone()
        return None if row is None else Job(row[0], row[1], row[2], row[3], json.loads(row[4]))

    def begin(self, fingerprint: str) -> None:
        """Forget what was there, and begin a job."""
        with self._guard:
            self._write(
                ("DELETE FROM batch", ()),
                ("DELETE FROM job", ()),
                (
                    "INSERT INTO job VALUES (1, ?, ?, 'running', ?, NULL, '{}')",
                    (self._title, fingerprint, time.time()),
                ),
            )

    def done(self, part: Part) -> set[int]:
        """Return the numbers of the batches that need not be sent again."""
        rows = self._db.execute("SELECT number FROM batch WHERE part = ? AND done", (part,))
        return {number for (number,) in rows}

    def entries(self) -> list[Entry]:
        """Return what came of every batch so far."""
        rows = self._db.execute("SELECT * FROM batch ORDER BY part, number").fetchall()
        return [Entry(row[0], row[1], row[2], bool(row[3]), *row[4:]) for row in rows]

    def record(self, entry: Entry) -> None:
        """Write down what came of a batch; it is on the disk when this returns."""
        with self._guard:
            if self._closed:  # the job was given up while this batch was on its way
                return
            self._write(
                ("INSERT OR REPLACE INTO batch VALUES (?,?,?,?,?,?,?,?,?)", attrs.astuple(entry))
            )

    def note(self, facts: Mapping[str, Any]) -> None:
        """Keep what else is known of the job: counts, never identifiers."""
        with self._guard:
            self._write(("UPDATE job SET facts = ?", (json.dumps(facts),)))

    def end(self, facts: Mapping[str, Any]) -> None:
        """Write down that everything was done."""
        with self._guard:
            self._write(
                (
                    "UPDATE job SET state = 'done', ended = ?, facts = ?",
                    (time.time(), json.dumps(facts)),
                ),
            )

    def close(self) -> None:
        """Close the file and give up its lock; closing twice is harmless."""
        with self._guard:
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
                f"The journal {self.path} cannot be written any more ({_said(error)}). What was "
                "done before is in it: make room, and run the same command again."
            )
            raise JournalError(msg) from None


def _refuse(path: Path, error: OSError | sqlite3.Error) -> NoReturn:
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        msg = (
            f"Another job is at work on the same list with the same source (journal {path}). "
            "Wait until it ends, or end it."
        )
        raise ConfigurationError(msg) from None
    msg = (
        f"The journal {path} cannot be used ({_said(error)}). Mend or remove it, or name another "
        "folder by ADLISTS_STATE."
    )
    raise ConfigurationError(msg) from None


def _said(error: OSError | sqlite3.Error) -> str:
    if isinstance(error, OSError):
        return cast("str", error.strerror)
    return str(error)
