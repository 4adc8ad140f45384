"""Where a journal is kept: one SQLite file for each list, locked while a job runs.

Rows go in and come out as plain values, each with its checksum behind it; what they mean is the
journal's own. Machines that share their state have another ledger (`shared_ledger`).
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, Protocol, TypeAlias

import attrs

from adlists.errors import AdlistsError, ConfigurationError

LedgerTable: TypeAlias = Literal["generation", "job", "batch"]

SUFFIX: Final = ".journal"
VERSION: Final = 2
_TABLES: Final = f"""
BEGIN;
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
PRAGMA user_version = {VERSION};
COMMIT;
"""


class JournalError(AdlistsError):
    """The journal cannot be written any more; what was done before is in it."""


class ListInUseError(ConfigurationError):
    """Another job is at work on the same list."""


class DamagedLedgerError(Exception):
    """A row does not fit its checksum, or what should hold rows holds none."""


@attrs.frozen
class Put:
    """A row of a table, with its checksum, in the place of a former one of the same key."""

    table: LedgerTable
    row: tuple[Any, ...]


@attrs.frozen
class Clear:
    """The rows of a table that are of one type of identifiers; all of them, where None is."""

    table: LedgerTable
    identifier: str | None = None


class Ledger(Protocol):
    """What keeps the rows of one list's journal, open and locked."""

    @property
    def place(self) -> str:
        """Where that is, to be shown."""
        ...

    def rows(self, table: LedgerTable) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table, without their checksums. Raises `DamagedLedgerError`."""
        ...

    def put_aside(self) -> str:
        """Let damaged rows be no part of this any more; return where they are now."""
        ...

    def write(self, *changes: Put | Clear) -> None:
        """Make some changes, or none of them; they outlive a kill. Raises `JournalError`."""
        ...

    def held(self) -> bool:
        """Tell whether the lock is surely held now. Raises `JournalError` where it is lost."""
        ...

    def close(self) -> None:
        """Give up the lock."""
        ...


def row(*values: Any) -> tuple[Any, ...]:
    """Return the values of a row with their checksum behind them."""
    plain = tuple(int(value) if isinstance(value, bool) else value for value in values)
    return (*plain, _checksum(plain))


def checked(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row without its checksum. Raises `DamagedLedgerError` where it does not fit."""
    if values[-1] != _checksum(values[:-1]):
        raise DamagedLedgerError
    return values[:-1]


def _checksum(values: tuple[Any, ...]) -> str:
    return blake2b(repr(list(values)).encode(), digest_size=8).hexdigest()


def unwritable(place: str, why: object, mend: str = "make room") -> JournalError:
    """Return the error of a journal that takes no more."""
    return JournalError(
        f"The journal {place} cannot be written any more ({why}). What was done before is in it: "
        f"{mend}, and run the same command again."
    )


def in_use(place: str) -> ListInUseError:
    """Return the error of a journal that another job holds."""
    return ListInUseError(
        f"Another job is at work on the same list (journal {place}). Wait until it ends, or end it."
    )


class FileLedger:
    """One SQLite file. It stays locked until it is closed."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. `ConfigurationError` where that cannot be, or it is in use."""
        self.path: Final = path
        self._db = self._opened()

    @property
    def place(self) -> str:
        """Where the file is."""
        return str(self.path)

    def _opened(self) -> sqlite3.Connection | None:
        """Return a connection; None for a file that is no database of ours."""
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
                version = VERSION
            sound = version != VERSION or db.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        except (sqlite3.Error, UnicodeError) as error:
            db.close()
            if isinstance(error, sqlite3.OperationalError) and "decode" not in str(error):
                _abort(path, error)
            return None
        if version > VERSION:
            db.close()
            msg = f"The journal {path} is of a later version; use that program, or remove it."
            raise ConfigurationError(msg)
        if version != VERSION or not sound:
            db.close()
            return None
        return db

    def rows(self, table: LedgerTable) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table, by the table itself and not by an index of it."""
        if self._db is None:
            raise DamagedLedgerError
        try:
            for found in self._db.execute(f"SELECT * FROM {table} NOT INDEXED"):
                yield checked(found)
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                self.close()
                _abort(self.path, error)
            raise DamagedLedgerError from None
        except (sqlite3.Error, UnicodeError):
            raise DamagedLedgerError from None

    def put_aside(self) -> str:
        """Rename the file, and begin another."""
        self.close()
        aside = self.path.with_suffix(f".damaged-{time.time_ns()}")
        self.path.replace(aside)
        self._db = self._opened()
        return str(aside)

    def write(self, *changes: Put | Clear) -> None:
        """Make some changes; they are on the disk when this returns."""
        assert self._db is not None  # noqa: S101 - whose rows were read, or which is new
        try:
            self._db.execute("BEGIN")
            for change in changes:
                if isinstance(change, Put):
                    marks = ", ".join("?" * len(change.row))
                    insert = f"INSERT OR REPLACE INTO {change.table} VALUES ({marks})"
                    self._db.execute(insert, change.row)
                elif change.identifier is None:
                    self._db.execute(f"DELETE FROM {change.table}")
                else:
                    delete = f"DELETE FROM {change.table} WHERE identifier = ?"
                    self._db.execute(delete, (change.identifier,))
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise unwritable(self.place, error) from None

    def held(self) -> bool:
        """Say that it is: a file stays locked while it is open."""
        return True

    def close(self) -> None:
        """Close the file, which gives up its lock; closing twice is harmless."""
        if self._db is not None:
            self._db.close()


def _abort(path: Path, error: OSError | sqlite3.Error) -> NoReturn:
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        raise in_use(str(path)) from None
    said = error.strerror if isinstance(error, OSError) else str(error)
    msg = (
        f"The journal {path} cannot be used ({said}). Mend or remove it, or name another "
        "folder by ADLISTS_STATE."
    )
    raise ConfigurationError(msg) from None
