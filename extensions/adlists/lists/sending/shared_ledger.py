"""The journal of one list in the database that machines share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from adlists.lists.reading.scratch import Scratch
from adlists.lists.sending.lease import Lease
from adlists.lists.sending.ledger import (
    Clear,
    LedgerTable,
    Put,
    checked,
    unwritable,
)

R = TypeVar("R")

_MEND: Final = "look after the database and the way to it"
_KEYS: Final[Mapping[LedgerTable, str]] = {
    "generation": "list, identifier",
    "job": "list, identifier",
    "batch": "list, identifier, part, number",
}


class SharedLedger:
    """The journal of one list in the database, locked as long as the connection is there."""

    def __init__(self, connection: Any, key: str, place: str, error: type[Exception]) -> None:
        self.connection: Final = connection
        self.key: Final = key
        self.place: Final = place
        self.error: Final = error
        self.lease: Final = Lease(connection)
        self._folder: Scratch | None = None

    @property
    def folder(self) -> Path:
        """A private folder for the files of this job; it goes when the journal is closed.

        What a killed job leaves behind, the next job on the machine removes.
        """
        if self._folder is None:
            self._folder = Scratch()
        return Path(self._folder.name)

    def rows(self, table: LedgerTable) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table, without their checksums. Raises `DamagedLedgerError`."""
        query = f"SELECT * FROM adlists_{table} WHERE list = %s"
        for found in self.ask(lambda: self.connection.execute(query, (self.key,)).fetchall()):
            yield checked(found[1:])

    def put_aside(self) -> str:
        """Let the rows be those of another key, where nobody looks for them."""
        aside = f"{self.key}.damaged-{time.time_ns()}"

        def rename() -> None:
            with self.connection.transaction():
                for table in _KEYS:
                    update = f"UPDATE adlists_{table} SET list = %s WHERE list = %s"
                    self.connection.execute(update, (aside, self.key))

        self.ask(rename)
        return f"the rows of {aside}"

    def write(self, *changes: Put | Clear) -> None:
        """Make some changes, or none of them. Raises `JournalError`."""

        def make() -> None:
            if len(changes) == 1:  # all or nothing as it is
                self._make(changes[0])
                return
            with self.connection.pipeline(), self.connection.transaction():  # in one round trip
                for change in changes:
                    self._make(change)

        self.ask(make)

    def _make(self, change: Put | Clear) -> None:
        table = f"adlists_{change.table}"
        if isinstance(change, Put):
            marks = ", ".join(["%s"] * (len(change.row) + 1))
            known = _KEYS[change.table]
            columns = ", ".join(f'"{name}"' for name in _COLUMNS[change.table])
            excluded = ", ".join(f'excluded."{name}"' for name in _COLUMNS[change.table])
            self.connection.execute(
                f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT ({known})"
                f" DO UPDATE SET ({columns}) = ROW({excluded})",
                (self.key, *change.row),
            )
        elif change.identifier is None:
            self.connection.execute(f"DELETE FROM {table} WHERE list = %s", (self.key,))
        else:
            self.connection.execute(
                f"DELETE FROM {table} WHERE list = %s AND identifier = %s",
                (self.key, change.identifier),
            )

    def ask(self, question: Callable[[], R]) -> R:
        """Ask the server something; its own errors may quote values, so none is shown."""
        try:
            return self.lease.ask(question)
        except self.error as error:
            raise unwritable(self.place, type(error).__name__, _MEND) from None

    def held(self) -> bool:
        """Tell whether the lock is surely held now. Raises `JournalError` where it is lost."""
        if self.lease.lost:
            raise unwritable(self.place, "the connection is lost", _MEND)
        return self.lease.fresh

    def close(self) -> None:
        """Close the connection, which gives up the lock, and remove the folder."""
        self.lease.close()
        self.connection.close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


_COLUMNS: Final[Mapping[LedgerTable, tuple[str, ...]]] = {
    "generation": ("number", "check"),
    "job": (
        *("operation", "title", "fingerprint", "generation", "state", "started", "ended"),
        *("facts", "check"),
    ),
    "batch": (
        *("digest", "done", "count", "valid", "invalid", "attempts", "reason", "key", "state"),
        "check",
    ),
}
