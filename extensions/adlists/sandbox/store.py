"""The lists of a sandbox, as rows of its database.

A list belongs to a realm, which is a service, and to an owner in it, and has a name of its own
there. Its identifiers lie in buckets, one for each kind. Beside the lists stand the jobs that a
service works through later, of which the youngest are kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
import orjson

from adlists.sandbox.database import Database

_JOBS: Final = 10_000
_TABLES: Final = """
CREATE TABLE list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    realm TEXT NOT NULL,
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    facts TEXT NOT NULL DEFAULT '{}',
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
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    realm TEXT NOT NULL,
    key TEXT NOT NULL,
    made REAL NOT NULL,
    asks INTEGER NOT NULL DEFAULT 0,
    facts TEXT NOT NULL,
    UNIQUE (realm, key)
);
"""
_SELECT: Final = """
SELECT id, key, owner, name, description, created, updated, facts,
    (SELECT json_group_object(kind, size) FROM bucket WHERE bucket.list = list.id)
FROM list
"""


class ListExistsError(Exception):
    """The owner has a list of this name already."""


@attrs.frozen
class Stored:
    """A list as it is kept. Times are unix seconds; `sizes` counts identifiers by kind.

    `facts` is what was said when the list was made, in the form that a listing tells.
    """

    id: int
    key: str
    owner: str
    name: str
    description: str | None
    created: int
    updated: int
    facts: Mapping[str, Any] = attrs.field(kw_only=True)
    sizes: Mapping[str, int] = attrs.field(kw_only=True)


@attrs.frozen
class StoredJob:
    """A job as it is kept: since when, how often it was asked for, and what becomes of it."""

    id: int
    made: float
    asks: int
    facts: Mapping[str, Any]


class Store(Database):
    """The lists of one sandbox. Every use lies in a `transaction`.

    A file is made readable for its owner alone. Raises `ConfigurationError` for a file that
    cannot be used, or that is not a store of this program: that one is left as it is.
    """

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(path, _TABLES)

    def create(
        self,
        realm: str,
        owner: str,
        name: str,
        description: str | None,
        now: int,
        key: str | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> str:
        """Make a list and return its key: the one given, or its number as text."""
        try:
            made = self._db.execute(
                "INSERT INTO list (realm, owner, key, name, description, created, updated, facts)"
                " VALUES (?, ?, coalesce(?, ''), ?, ?, ?, ?, ?)",
                (
                    realm,
                    owner,
                    key,
                    name,
                    description,
                    now,
                    now,
                    orjson.dumps(facts or {}).decode(),
                ),
            )
        except sqlite3.IntegrityError:
            raise ListExistsError from None
        if key is None:
            key = str(made.lastrowid)
            self._db.execute("UPDATE list SET key = ? WHERE id = ?", (key, made.lastrowid))
        return key

    def find(self, realm: str, key: str) -> Stored | None:
        """Return the list of that key."""
        row = self._db.execute(f"{_SELECT} WHERE realm = ? AND key = ?", (realm, key)).fetchone()
        return None if row is None else _stored(row)

    def owned(self, realm: str, owner: str) -> list[Stored]:
        """Return the lists of an owner, the oldest first."""
        return self.page(realm, owners=[owner])

    def page(
        self,
        realm: str,
        *,
        owners: Sequence[str] | None = None,
        names: Sequence[str] | None = None,
        keys: Sequence[str] | None = None,
        after: int = 0,
        skip: int = 0,
        limit: int = -1,
    ) -> list[Stored]:
        """Return the lists that pass all filters, the oldest first; None lets everything pass.

        *after* is the `id` of the last list that was seen, *skip* how many to leave out then.
        """
        condition, values = _filtered(realm, owners, names, keys)
        rows = self._db.execute(
            f"{_SELECT} WHERE {condition} AND id > ? ORDER BY id LIMIT ? OFFSET ?",
            (*values, after, limit, skip),
        )
        return [_stored(row) for row in rows]

    def count(
        self,
        realm: str,
        *,
        owners: Sequence[str] | None = None,
        names: Sequence[str] | None = None,
        keys: Sequence[str] | None = None,
    ) -> int:
        """Return how many lists pass all filters."""
        condition, values = _filtered(realm, owners, names, keys)
        found: int = self._db.execute(
            f"SELECT count(*) FROM list WHERE {condition}",  # noqa: S608 - of our own words
            values,
        ).fetchone()[0]
        return found

    def change(self, stored: Stored, name: str, description: str | None, now: int) -> None:
        """Give a list another name and description."""
        try:
            self._db.execute(
                "UPDATE list SET name = ?, description = ?, updated = ? WHERE id = ?",
                (name, description, now, stored.id),
            )
        except sqlite3.IntegrityError:
            raise ListExistsError from None

    def delete(self, stored: Stored) -> None:
        """Delete a list with all that is on it."""
        self._db.execute("DELETE FROM list WHERE id = ?", (stored.id,))

    def add(self, stored: Stored, kind: str, values: Sequence[str], now: int) -> int:
        """Put identifiers on a list; return how many were not on it before.

        No identifier may hold U+0000, which SQLite takes for the end of a text.
        """
        bucket = self._bucket(stored, kind)
        # All at once and in order: five times as fast as row by row.
        changed = self._db.execute(
            "INSERT OR IGNORE INTO member SELECT ?, value FROM json_each(?)",
            (bucket, _json(values)),
        ).rowcount
        self._resize(stored, bucket, changed, now)
        return changed

    def remove(self, stored: Stored, kind: str, values: Sequence[str], now: int) -> int:
        """Take identifiers off a list; return how many were on it."""
        bucket = self._bucket(stored, kind)
        changed = self._db.execute(
            "DELETE FROM member WHERE bucket = ? AND value IN (SELECT value FROM json_each(?))",
            (bucket, _json(values)),
        ).rowcount
        self._resize(stored, bucket, -changed, now)
        return changed

    def clear(self, stored: Stored, now: int) -> None:
        """Take everything off a list."""
        self._db.execute("DELETE FROM bucket WHERE list = ?", (stored.id,))
        self._db.execute("UPDATE list SET updated = ? WHERE id = ?", (now, stored.id))

    def exchange(self, stored: Stored, other: Stored, now: int) -> None:
        """Let a list hold what another one holds, which is deleted."""
        self.clear(stored, now)
        self._db.execute("UPDATE bucket SET list = ? WHERE list = ?", (stored.id, other.id))
        self.delete(other)

    def members(
        self, stored: Stored, kind: str | None = None, *, skip: int = 0, limit: int = -1
    ) -> list[str]:
        """Return the identifiers of one kind, or of all, sorted."""
        condition = "" if kind is None else " AND kind = ?"
        rows = self._db.execute(
            "SELECT value FROM member WHERE bucket IN"  # noqa: S608 - of our own words
            f" (SELECT id FROM bucket WHERE list = ?{condition}) ORDER BY value LIMIT ? OFFSET ?",
            (stored.id, *([] if kind is None else [kind]), limit, skip),
        )
        return [value for (value,) in rows]

    def put_job(self, realm: str, key: str, now: float, facts: Mapping[str, Any]) -> None:
        """Keep a job, and forget those that are too old to be asked for."""
        made = self._db.execute(
            "INSERT INTO job (realm, key, made, facts) VALUES (?, ?, ?, ?)",
            (realm, key, now, orjson.dumps(facts).decode()),
        )
        self._db.execute("DELETE FROM job WHERE id <= ?", ((made.lastrowid or 0) - _JOBS,))

    def ask_job(self, realm: str, key: str) -> StoredJob | None:
        """Return a job as it was before this time that somebody asks for it."""
        row = self._db.execute(
            "SELECT id, made, asks, facts FROM job WHERE realm = ? AND key = ?", (realm, key)
        ).fetchone()
        if row is None:
            return None
        self._db.execute("UPDATE job SET asks = asks + 1 WHERE id = ?", (row[0],))
        number, made, asks, facts = row
        return StoredJob(number, made, asks, orjson.loads(facts))

    def _bucket(self, stored: Stored, kind: str) -> int:
        self._db.execute(
            "INSERT OR IGNORE INTO bucket (list, kind) VALUES (?, ?)", (stored.id, kind)
        )
        found: int = self._db.execute(
            "SELECT id FROM bucket WHERE list = ? AND kind = ?", (stored.id, kind)
        ).fetchone()[0]
        return found

    def _resize(self, stored: Stored, bucket: int, by: int, now: int) -> None:
        self._db.execute("UPDATE bucket SET size = size + ? WHERE id = ?", (by, bucket))
        self._db.execute("UPDATE list SET updated = ? WHERE id = ?", (now, stored.id))


def _filtered(
    realm: str,
    owners: Sequence[str] | None,
    names: Sequence[str] | None,
    keys: Sequence[str] | None,
) -> tuple[str, list[str]]:
    parts, values = ["realm = ?"], [realm]
    for column, wanted in (("owner", owners), ("name", names), ("key", keys)):
        if wanted is not None:
            parts.append(f"{column} IN (SELECT value FROM json_each(?))")  # noqa: S608 - as above
            values.append(orjson.dumps(list(wanted)).decode())
    return " AND ".join(parts), values


def _json(values: Sequence[str]) -> str:
    return orjson.dumps(sorted(set(values))).decode()


def _stored(row: tuple[Any, ...]) -> Stored:
    facts, sizes = orjson.loads(row[7]), orjson.loads(row[8])
    return Stored(*row[:7], facts=facts, sizes=sizes)
