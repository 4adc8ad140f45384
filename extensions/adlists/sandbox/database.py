"""The file of a sandbox's store: whose it is, and who writes to it when.

SQLite, in memory or in a file that its owner alone can read.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from adlists.errors import ConfigurationError

_VERSION: Final = 2
#: Says in the file's header whose it is ("adls").
_APPLICATION: Final = 0x61646C73
#: How many seconds a store that another program has locked is waited for.
_PATIENCE: Final = 5.0
# Large pages: fifty thousand identifiers among a million in about half the time.
_SETUP: Final = """
PRAGMA page_size = 16384;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -131072;
PRAGMA foreign_keys = ON;
PRAGMA busy_timeout = 0;
"""
_MARKS: Final = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
"""


class BusyError(Exception):
    """Somebody else has the store right now."""


class UnwritableError(ConfigurationError):
    """The store cannot be read or written any more, such as on a full disk."""


class Database:
    """A connection that threads share, and its tables. Every use lies in a `transaction`.

    *tables* are the statements that make them, in a file that has none yet. Raises
    `ConfigurationError` for a file that cannot be used, or that is not a store of this program:
    that one is left as it is.
    """

    def __init__(self, path: Path | None, tables: str) -> None:
        self._mutex = threading.Lock()
        if path is not None:
            _claim(path)
        try:
            self._db: Final = sqlite3.connect(
                ":memory:" if path is None else path, isolation_level=None, check_same_thread=False
            )
            # Python 3.13 warns of a connection that nobody closed; a store in memory needs no care.
            weakref.finalize(self, self._db.close)
            self._db.executescript(_SETUP)
            if self._db.execute("PRAGMA user_version").fetchone()[0] == 0:
                self._db.executescript(f"BEGIN IMMEDIATE; {tables}{_MARKS} COMMIT;")
        except sqlite3.Error as error:
            msg = (
                f"The store {path} cannot be used ({error}). Name another file, or remove this one."
            )
            raise ConfigurationError(msg) from error

    @contextmanager
    def transaction(self, *, wait: bool = True) -> Generator[None]:
        """Do all of what follows, or nothing of it; one thread at a time.

        Raises `BusyError` where somebody else has the store: another thread, and *wait* is
        false; another program, for longer than five seconds. Raises `UnwritableError` where
        the disk is full or broken; then nothing was done, and the next transaction may go well.
        """
        if not self._mutex.acquire(blocking=wait):
            raise BusyError
        try:
            self._begin(wait=wait)
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # SQLite has ended it itself where a disk is full
                    self._db.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            msg = f"The store cannot be used ({error}). Make room where it lies."
            raise UnwritableError(msg) from error
        finally:
            self._mutex.release()

    def _begin(self, *, wait: bool) -> None:
        ends = time.monotonic() + _PATIENCE
        while True:
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in {
                    sqlite3.SQLITE_BUSY,
                    sqlite3.SQLITE_LOCKED,
                }:
                    raise
                if not wait or time.monotonic() > ends:
                    raise BusyError from None
                time.sleep(0.005)
            else:
                return

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        with self._mutex:
            self._db.close()


def _claim(path: Path) -> None:
    """Make sure that a file is a store, or make it: nobody else may read what is on lists."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        if path.stat().st_size:
            # Opened to read only: a database of somebody else's is not touched.
            address = f"file:{quote(str(path.absolute()))}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as db:
                owner = db.execute("PRAGMA application_id").fetchone()[0]
                version = db.execute("PRAGMA user_version").fetchone()[0]
            _check(path, owner, version)
        path.chmod(0o600)
    except (OSError, sqlite3.Error) as error:
        said = error.strerror if isinstance(error, OSError) else error
        msg = f"The store {path} cannot be used ({said}). Name another file."
        raise ConfigurationError(msg) from error


def _check(path: Path, owner: int, version: int) -> None:
    if owner != _APPLICATION:
        msg = f"{path} is a database of another program, and is left as it is. Name another file."
        raise ConfigurationError(msg)
    if version != _VERSION:
        msg = f"The store {path} is of version {version}; this program reads {_VERSION}."
        raise ConfigurationError(msg)
