"""An empty database that one job leaves and the next takes over: to open one takes 15 ms.

It is kept only where it is as it was: it holds next to no memory, nothing was spilled, and no
query failed in it or was interrupted. What a job makes in it is temporary, and goes with its
connection.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any, Final, TypeAlias

import duckdb

DatabaseSettings: TypeAlias = tuple[tuple[str, Any], ...]

_HELD: Final = "SELECT sum(memory_usage_bytes), sum(temporary_storage_bytes) FROM duckdb_memory()"
_LITTLE: Final = 1 << 16  # bytes that an empty database may hold

_mutex = threading.Lock()
_idle: dict[DatabaseSettings, duckdb.DuckDBPyConnection] = {}  # one at most


def take(
    settings: DatabaseSettings, folder: Path, *, anew: bool = False
) -> duckdb.DuckDBPyConnection:
    """Return an empty database that spills into *folder*. Raises `duckdb.Error`."""
    with _mutex:
        found = None if anew else _idle.pop(settings, None)
    if found is not None:
        try:
            found.execute("SET temp_directory = $folder", {"folder": str(folder)})
        except duckdb.Error:  # it has spilled into the former one
            found.close()
        else:
            return found
    return duckdb.connect(":memory:", config={**dict(settings), "temp_directory": str(folder)})


def give(settings: DatabaseSettings, database: duckdb.DuckDBPyConnection) -> None:
    """Keep a database that nobody uses for the next job, or close it."""
    try:
        memory, spilled = database.execute(_HELD).fetchall()[0]
    except duckdb.Error:
        database.close()
        return
    with _mutex:
        if not spilled and memory <= _LITTLE and not _idle:
            _idle[settings] = database
            return
    database.close()


def clear() -> None:
    """Close what is kept: its threads would be missing in a forked process."""
    with _mutex:
        kept = list(_idle.values())
        _idle.clear()
    for database in kept:
        database.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=clear)
