"""One list's journal on several machines: one leads the job, each of the others does a piece.

    who leads holds the lock of the list alone until the job has begun, then shares it
    who does a piece shares it, too, and holds the piece's own lock: its lease
    the batches of a piece have numbers of their own, so that all are rows of one journal

So no other job can begin on the list while anybody is at work on it, and of a worker that died
both locks are given up.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

from adlists.errors import ConfigurationError
from adlists.lists.sending.ledger import JournalError, LedgerTable, ListInUseError
from adlists.lists.sending.shared_ledger import SharedLedger
from adlists.lists.sending.shared_rate import lock_number
from adlists.lists.sending.shared_state import SharedState

#: So many batches a piece may have; piece 3 begins with batch 3,000,000.
PIECE: Final = 1_000_000

_GOING: Final = 20.0  # seconds for the workers of a run that has ended to stop
_AGAIN: Final = 0.5  # seconds until a lock is asked for again


class LeadingState(SharedState):
    """The state as who leads a job sees it."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._led: SharedLedger | None = None

    def ledger(self, key: str) -> SharedLedger:
        """Open and lock the journal of a list, once those who worked for an earlier run stopped.

        Raises:
            ConfigurationError: another job is at work on it.
        """
        until = time.monotonic() + _GOING
        while True:
            try:
                self._led = super().ledger(key)
            except ListInUseError:
                if time.monotonic() > until:
                    raise
                time.sleep(_AGAIN)
            else:
                return self._led

    @property
    def led(self) -> SharedLedger:
        """The journal that was opened."""
        assert self._led is not None  # noqa: S101 - opened before a job begins
        return self._led

    def share(self) -> None:
        """Let others work on pieces of the job that has begun."""
        ledger = self.led
        lock = (_list_lock(ledger.key),)
        ledger.ask(lambda: ledger.connection.execute("SELECT pg_advisory_lock_shared(%s)", lock))
        ledger.ask(lambda: ledger.connection.execute("SELECT pg_advisory_unlock(%s)", lock))


class PieceState(SharedState):
    """The state as who does one piece sees it: the journal of *list* has its batches alone."""

    def __init__(self, address: str, list: str, piece: int) -> None:
        super().__init__(address)
        self._list = list
        self._piece = piece

    def ledger(self, key: str) -> SharedLedger:
        """Open the journal of the list, and lock the piece.

        Raises:
            ListInUseError: Another machine does this piece, or another job is at work.
            ConfigurationError: It would be another list than that of whoever leads.
        """
        if key != self._list:
            msg = (
                "This worker's credentials, or its address of the service, are not those of the "
                "run, so that it would work on another account's list. Set them in its "
                "environment or profile."
            )
            raise ConfigurationError(msg)
        connection = self.connect()
        place = f"{self.place}, {key}"
        asked = (
            ("SELECT pg_try_advisory_lock_shared(%s)", _list_lock(key)),
            ("SELECT pg_try_advisory_lock(%s)", lock_number(f"list {key} piece {self._piece}")),
        )
        for query, lock in asked:
            self.lock(connection, query, lock, place)
        return _PieceLedger(connection, key, place, self.driver.Error, self._piece)


class _PieceLedger(SharedLedger):
    """The rows of one list's journal, of batches those of a piece."""

    def __init__(
        self, connection: Any, key: str, place: str, error: type[Exception], piece: int
    ) -> None:
        super().__init__(connection, key, place, error)
        self._numbers = range(piece * PIECE, (piece + 1) * PIECE)

    def rows(self, table: LedgerTable) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table, without their checksums. Raises `DamagedLedgerError`."""
        return (
            found for found in super().rows(table) if table != "batch" or found[2] in self._numbers
        )

    def put_aside(self) -> str:
        """Refuse: it is for who leads to decide. Raises `JournalError`."""
        msg = f"The journal {self.place} was damaged meanwhile. Run the same job again."
        raise JournalError(msg)


def _list_lock(key: str) -> int:
    return lock_number(f"list {key}")
