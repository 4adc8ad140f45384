"""Where lists are kept: SQLite, in memory or in a file.

A list belongs to a realm (one kind of list of one service) and to an owner in it, and has
a name of its own there. Its identifiers lie in buckets, one for each kind.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import attrs
import orjson

from adlists.errors import ConfigurationError

_VERSION: Final = 1
# Large pages: fifty thousand identifiers among a million in about half the time.
_SETUP: Final = """
PRAGMA page_size = 16384;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -131072;
PRAGMA foreign_keys = ON;
"""
_TABLES: Final = f"""
CREATE TABLE list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    realm TEXT NOT NULL,
    owner INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    UNIQUE (realm, key),
    UNIQUE (realm, owner, name)
);
CREATE TABLE bucket (
    id INTEGER PRIMARY KEY,
    list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    UNIQUE (list, kind)
);
CREATE TABLE member (
    bucket INTEGER NOT NULL REFERENCES bucket ON DELETE CASCADE,
    value TEXT NOT NULL,
    PRIMARY KEY (bucket, value)
) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""


_SELECT: Final = """
SELECT id, key, owner, name, description, created, updated,
    (SELECT json_group_object(kind, size) FROM bucket WHERE bucket.list = list.id)
FROM list
"""


class NameTakenError(Exception):
    """The owner has a list of this name already."""


@attrs.frozen
class Stored:
    """A list as it is kept. Times are unix seconds; `sizes` counts identifiers by kind."""

    id: int
    key: str
    owner: int
    name: str
    description: str | None
    created: int
    updated: int
    sizes: Mapping[str, int] = attrs.field(kw_only=True)


class Store:
    """The lists of one sandbox. Every use lies in a `transaction`."""

    def __init__(self, path: Path | None = None) -> None:
        self._guard = threading.Lock()
        try:
            self._db: Final = sqlite3.connect(
                ":memory:" if path is None else path, isolation_level=None, check_same_thread=False
            )
            # Python 3.13 warns of a connection that nobody closed; a store in memory needs no care.
            weakref.finalize(self, self._db.close)
            self._db.executescript(_SETUP)
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                self._db.executescript(f"BEGIN; {_TABLES} COMMIT;")
        except sqlite3.Error as error:
            msg = (
                f"The store {path} cannot be used ({error}). Name another file, or remove this one."
            )
            raise ConfigurationError(msg) from error
        if version not in {0, _VERSION}:
            msg = f"The store {path} is of version {version}; this program reads {_VERSION}."
            raise ConfigurationError(msg)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Do all of what follows, or nothing of it; one thread at a time."""
        with self._guard:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        with self._guard:
            self._db.close()

    def create(
        self,
        realm: str,
        owner: int,
        name: str,
        description: str | None,
        now: int,
        key: str | None = None,
    ) -> str:
        """Make a list and return its key: the one given, or its number as text."""
        try:
            made = self._db.execute(
                "INSERT INTO list (realm, owner, key, name, description, created, updated)"
                " VALUES (?, ?, coalesce(?, ''), ?, ?, ?, ?)",
                (realm, owner, key, name, description, now, now),
            )
        except sqlite3.IntegrityError:
            raise NameTakenError from None
        if key is None:
            key = str(made.lastrowid)
            self._db.execute("UPDATE list SET key = ? WHERE id = ?", (key, made.lastrowid))
        return key

    def find(self, realm: str, key: str) -> Stored | None:
        """Return the list of that key."""
        row = self._db.execute(f"{_SELECT} WHERE realm = ? AND key = ?", (realm, key)).fetchone()
        return None if row is None else _stored(row)

    def owned(self, realm: str, owner: int) -> list[Stored]:
        """Return the lists of an owner, the oldest first."""
        condition = "WHERE realm = ? AND owner = ? ORDER BY id"
        return [_stored(row) for row in self._db.execute(f"{_SELECT} {condition}", (realm, owner))]

    def change(self, one: Stored, name: str, description: str | None, now: int) -> None:
        """Give a list another name and description."""
        try:
            self._db.execute(
                "UPDATE list SET name = ?, description = ?, updated = ? WHERE id = ?",
                (name, description, now, one.id),
            )
        except sqlite3.IntegrityError:
            raise NameTakenError from None

    def delete(self, one: Stored) -> None:
        """Delete a list with all that is on it."""
        self._db.execute("DELETE FROM list WHERE id = ?", (one.id,))

    def add(self, one: Stored, kind: str, values: Sequence[str], now: int) -> int:
        """Put identifiers on a list; return how many were not on it before.

        No identifier may hold U+0000, which SQLite takes for the end of a text.
        """
        bucket = self._bucket(one, kind)
        # All at once and in order: five times as fast as row by row.
        changed = self._db.execute(
            "INSERT OR IGNORE INTO member SELECT ?, value FROM json_each(?)",
            (bucket, _json(values)),
        ).rowcount
        self._resize(one, bucket, changed, now)
        return changed

    def remove(self, one: Stored, kind: str, values: Sequence[str], now: int) -> int:
        """Take identifiers off a list; return how many were on it."""
        bucket = self._bucket(one, kind)
        changed = self._db.execute(
            "DELETE FROM member WHERE bucket = ? AND value IN (SELECT value FROM json_each(?))",
            (bucket, _json(values)),
        ).rowcount
        self._resize(one, bucket, -changed, now)
        return changed

    def clear(self, one: Stored, now: int) -> None:
        """Take everything off a list."""
        self._db.execute("DELETE FROM bucket WHERE list = ?", (one.id,))
        self._db.execute("UPDATE list SET updated = ? WHERE id = ?", (now, one.id))

    def members(self, one: Stored, kind: str) -> list[str]:
        """Return the identifiers of one kind, sorted."""
        rows = self._db.execute(
            "SELECT value FROM member WHERE bucket ="
            " (SELECT id FROM bucket WHERE list = ? AND kind = ?) ORDER BY value",
            (one.id, kind),
        )
        return [value for (value,) in rows]

    def _bucket(self, one: Stored, kind: str) -> int:
        self._db.execute("INSERT OR IGNORE INTO bucket (list, kind) VALUES (?, ?)", (one.id, kind))
        found: int = self._db.execute(
            "SELECT id FROM bucket WHERE list = ? AND kind = ?", (one.id, kind)
        ).fetchone()[0]
        return found

    def _resize(self, one: Stored, bucket: int, by: int, now: int) -> None:
        self._db.execute("UPDATE bucket SET size = size + ? WHERE id = ?", (by, bucket))
        self._db.execute("UPDATE list SET updated = ? WHERE id = ?", (now, one.id))


def _json(values: Sequence[str]) -> str:
    return orjson.dumps(sorted(set(values))).decode()


def _stored(row: tuple[Any, ...]) -> Stored:
    return Stored(*row[:7], sizes=orjson.loads(row[7]))
