"""Where what is known of lists lies: in a folder, or in a database that several machines share.

ledger       the journal of one list, locked for whoever works on it
snapshots    what a list holds, where the service does not tell
limiter      what an account may still spend, where several spend it
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from adlists.errors import ConfigurationError
from adlists.lists.sending import folders
from adlists.lists.sending.ledger import SUFFIX, FileLedger, Ledger
from adlists.lists.sending.rate import Limiter, Rate
from adlists.lists.sending.run_record import FileRecord, RunRecord
from adlists.lists.sending.snapshots import CompareOptions, SnapshotStore, remove_snapshots

_SHARED: Final = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)


class StateStore(Protocol):
    """What keeps journals, snapshots and budgets."""

    @property
    def place(self) -> str:
        """Where that is, to be shown."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a report should say of it."""
        ...

    def ledger(self, key: str) -> Ledger:
        """Open and lock the journal of a list. Raises `ConfigurationError`."""
        ...

    def snapshots(self, ledger: Ledger, name: str, options: CompareOptions) -> SnapshotStore:
        """Return the snapshots of a list whose journal is open."""
        ...

    def limiter(self, account: str, rates: tuple[Rate, ...]) -> Limiter:
        """Return what keeps an account to its rates."""
        ...

    def record(self, manifest: str) -> RunRecord:
        """Return what came of the jobs of a manifest, by the name of its file."""
        ...

    def latest(self) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        """Yield the key of each journal and its jobs' rows: the columns below, in order."""
        ...

    def batches(self, key: str, identifier: str) -> list[tuple[Any, ...]]:
        """Return the rows of the batches of a journal, without their checksums."""
        ...

    def forget(self, key: str) -> bool:
        """Remove the journal and the snapshots of a list; False where it is in use."""
        ...


#: What `latest` tells of a job; `sent` is what its batches that are done hold.
JOB_COLUMNS: Final = ("identifier", "operation", "state", "started", "ended", "facts", "sent")


def state_of(chosen: Path | str | None = None) -> StateStore:
    """Return what *chosen* names, or ADLISTS_STATE: a database by its address, or a folder.

    ADLISTS_SNAPSHOTS may name another place for the snapshots of a database.
    """
    named = str(chosen) if chosen is not None else os.environ.get("ADLISTS_STATE", "")
    snapshots = os.environ.get("ADLISTS_SNAPSHOTS") or None
    if _SHARED.match(named):
        from adlists.lists.sending.shared_state import SharedState

        return SharedState(named, snapshots)
    if snapshots is not None:
        msg = (
            "ADLISTS_SNAPSHOTS goes with a state that machines share, which ADLISTS_STATE names "
            "by a postgresql:// address; with a folder, snapshots lie in that."
        )
        raise ConfigurationError(msg)
    return FolderState(folders.folder(None if chosen is None else Path(chosen)))


class FolderState:
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder

    @property
    def place(self) -> str:
        """Where the folder is."""
        return str(self.folder)

    @property
    def notes(self) -> tuple[str, ...]:
        """Say where others may enter it."""
        return folders.too_open(self.folder)

    def ledger(self, key: str) -> FileLedger:
        """Open and lock the journal of a list. Raises `ConfigurationError`."""
        return FileLedger(self.folder / f"{key}{SUFFIX}")

    def snapshots(self, ledger: Ledger, name: str, options: CompareOptions) -> SnapshotStore:
        """Return the snapshots of a list."""
        del ledger  # its lock is enough
        return SnapshotStore(self.folder, name, options)

    def limiter(self, account: str, rates: tuple[Rate, ...]) -> Limiter:
        """Return a limiter of its own: nobody else is known to spend."""
        del account
        return Limiter(*rates)

    def record(self, manifest: str) -> RunRecord:
        """Return what came of the jobs of a manifest, in a file beside the journals."""
        name = sha256(manifest.encode()).hexdigest()[:32]
        return FileRecord(self.folder / f"{name}.run")

    def latest(self) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        """Yield what the journals hold; one that is in use or damaged is passed over."""
        query = (
            "SELECT identifier, operation, state, started, ended, facts, (SELECT sum(count)"
            " FROM batch WHERE batch.identifier = job.identifier AND done) FROM job"
        )
        for path in self.folder.glob(f"*{SUFFIX}"):
            with suppress(sqlite3.Error):
                yield path.stem, self._read(path, query)

    def batches(self, key: str, identifier: str) -> list[tuple[Any, ...]]:
        """Return the rows of a journal's batches; none where it is in use."""
        query = "SELECT * FROM batch WHERE identifier = ? ORDER BY part, number"
        try:
            rows = self._read(self.folder / f"{key}{SUFFIX}", query, identifier)
        except sqlite3.Error:
            return []
        return [found[1:-1] for found in rows]

    def forget(self, key: str) -> bool:
        """Remove the journal and the snapshots of a list; False where it is in use."""
        path = self.folder / f"{key}{SUFFIX}"
        try:
            with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as db:
                db.execute("BEGIN EXCLUSIVE")  # nobody is at work on it
                for (identifier,) in db.execute("SELECT identifier FROM generation").fetchall():
                    remove_snapshots(self.folder, folders.key(key, identifier))
                path.unlink()
        except (sqlite3.Error, OSError):
            return False
        return True

    @staticmethod
    def _read(path: Path, query: str, *values: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0)) as db:
            return db.execute(query, values).fetchall()
