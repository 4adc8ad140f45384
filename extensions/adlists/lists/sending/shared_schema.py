"""The tables of a shared state, by version: each step leads from one version to the next."""

from __future__ import annotations

from typing import Any, Final

_FIRST: Final = """
CREATE TABLE adlists_generation (
    list text NOT NULL, identifier text NOT NULL, number bigint NOT NULL, "check" text NOT NULL,
    PRIMARY KEY (list, identifier)
);
CREATE TABLE adlists_job (
    list text NOT NULL, identifier text NOT NULL, operation text NOT NULL, title text NOT NULL,
    fingerprint text NOT NULL, generation bigint NOT NULL, state text NOT NULL,
    started double precision NOT NULL, ended double precision, facts text NOT NULL,
    "check" text NOT NULL, PRIMARY KEY (list, identifier)
);
CREATE TABLE adlists_batch (
    list text NOT NULL, identifier text NOT NULL, part text NOT NULL, number bigint NOT NULL,
    digest text NOT NULL, done integer NOT NULL, count bigint NOT NULL, valid bigint,
    invalid bigint, attempts bigint NOT NULL, reason text, key text, state text,
    "check" text NOT NULL, PRIMARY KEY (list, identifier, part, number)
);
CREATE TABLE adlists_file (
    list text NOT NULL, name text NOT NULL, piece integer NOT NULL, content bytea NOT NULL,
    PRIMARY KEY (list, name, piece)
);
CREATE TABLE adlists_request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account text NOT NULL,
    opened timestamptz NOT NULL DEFAULT clock_timestamp(), ended timestamptz
);
CREATE INDEX adlists_request_account ON adlists_request (account, opened);
"""
# What replies have said of an account's limits; what came of the jobs of a manifest.
_SECOND: Final = """
CREATE TABLE adlists_account (
    account text PRIMARY KEY, until timestamptz NOT NULL, pause double precision NOT NULL,
    next timestamptz NOT NULL, remaining bigint, reset timestamptz NOT NULL
);
CREATE TABLE adlists_run (
    manifest text NOT NULL, name text NOT NULL, digest text NOT NULL, outcome text NOT NULL,
    ok boolean NOT NULL, PRIMARY KEY (manifest, name)
);
"""
# Files that lie in a folder of objects: the name of each there, its bytes and their digest.
_THIRD: Final = """
CREATE TABLE adlists_object (
    list text NOT NULL, name text NOT NULL, place text NOT NULL, object text NOT NULL,
    size bigint NOT NULL, digest text NOT NULL, "check" text NOT NULL, PRIMARY KEY (list, name)
);
"""
_STEPS: Final = (_FIRST, _SECOND, _THIRD)

#: The version that this program reads and writes.
VERSION: Final = len(_STEPS)


def migrate(connection: Any, lock: int) -> int:
    """Bring the tables to this version, unless they are of a later one; return which they are.

    One program does it, under a lock, and all of it or nothing.
    """
    there = connection.execute("SELECT to_regclass('adlists_version')").fetchone()[0]
    found = 0 if there is None else _version(connection)
    if found >= VERSION:
        return found
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (lock,))
        # This looks anew, which `to_regclass` need not: another may have made it meanwhile.
        connection.execute("CREATE TABLE IF NOT EXISTS adlists_version (number integer NOT NULL)")
        found = _version(connection)
        for step in _STEPS[found:]:
            connection.execute(step)
        if found < VERSION:
            connection.execute("DELETE FROM adlists_version")
            connection.execute("INSERT INTO adlists_version VALUES (%s)", (VERSION,))
    return max(found, VERSION)


def _version(connection: Any) -> int:
    return int(connection.execute("SELECT max(number) FROM adlists_version").fetchone()[0] or 0)
