"""An empty database that one job leaves and the next takes over: to open one takes 15 ms.

With it goes the thread that works in it, whose memory is warm.

It is kept only where it is as it was: it holds next to no memory, nothing was spilled, and no
query failed in it or was interrupted. What a job makes in it is temporary, and goes with its
connection.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeAlias

import duckdb

DatabaseSettings: TypeAlias = tuple[tuple[str, Any], ...]
Standby: TypeAlias = tuple[duckdb.DuckDBPyConnection, ThreadPoolExecutor]

_HELD: Final = "SELECT sum(memory_usage_bytes), sum(temporary_storage_bytes) FROM duckdb_memory()"
_LITTLE: Final = 1 << 16  # bytes that an empty database may hold

_mutex = threading.Lock()
_idle: dict[DatabaseSettings, Standby] = {}  # one at most


def take(settings: DatabaseSettings, folder: Path, *, anew: bool = False) -> Standby:
    """Return an empty database that spills into *folder*, and a thread. Raises `duckdb.Error`."""
    with _mutex:
        found = None if anew else _idle.pop(settings, None)
    if found is not None:
        try:
            found[0].execute("SET temp_directory = $folder", {"folder": str(folder)})
        except duckdb.Error:  # it has spilled into the former one
            _close(found)
        else:
            return found
    config = {**dict(settings), "temp_directory": str(folder)}
    return duckdb.connect(":memory:", config=config), _thread()


def _thread() -> ThreadPoolExecutor:
    """Start a thread to work in.

    Whoever is interrupted while a pool starts its thread leaves one that Python waits for at
    its end, and that nobody ends: it is told to end here.
    """
    thread = ThreadPoolExecutor(1, "adlists-duckdb")
    try:
        thread.submit(int).result()
    except BaseException:
        thread.shutdown(wait=False)
        raise
    return thread


def give(
    settings: DatabaseSettings,
    database: duckdb.DuckDBPyConnection,
    thread: ThreadPoolExecutor,
    *,
    unused: bool = False,
) -> None:
    """Keep a database that nobody uses and its thread for the next job, or close them.

    *unused* says that next to nothing was read with it, so that it is as empty as it was.
    """
    try:
        memory, spilled = (0, 0) if unused else database.execute(_HELD).fetchall()[0]
    except duckdb.Error:
        _close((database, thread))
        return
    with _mutex:
        if not spilled and memory <= _LITTLE and not _idle:
            _idle[settings] = database, thread
            return
    _close((database, thread))


def clear() -> None:
    """Close what is kept: its threads would be missing in a forked process."""
    with _mutex:
        kept = list(_idle.values())
        _idle.clear()
    for item in kept:
        _close(item)


def _close(item: Standby) -> None:
    database, thread = item
    thread.shutdown(cancel_futures=True)
    database.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=clear)
