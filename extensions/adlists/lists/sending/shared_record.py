"""What came of a manifest's jobs, for every machine that shares the state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, TypeVar

from adlists.errors import AdlistsError
from adlists.lists.sending.lease import bounded
from adlists.lists.sending.run_record import RunLine

if TYPE_CHECKING:
    from adlists.lists.sending.shared_state import SharedState

R = TypeVar("R")


class SharedRecord:
    """The rows of one manifest; the connection is opened for the first of them."""

    def __init__(self, state: SharedState, manifest: str) -> None:
        self._state: Final = state
        self._manifest: Final = manifest
        self._connection: Any = None

    def lines(self) -> Iterator[RunLine]:
        """Yield the rows."""
        query = "SELECT name, digest, outcome, ok FROM adlists_run WHERE manifest = %s"
        for found in self._ask(lambda db: db.execute(query, (self._manifest,)).fetchall()):
            yield RunLine(*found)

    def clear(self) -> None:
        """Remove the rows."""
        query = "DELETE FROM adlists_run WHERE manifest = %s"
        self._ask(lambda db: db.execute(query, (self._manifest,)))

    def add(self, line: RunLine) -> None:
        """Write a row, in the place of a former one of the same job."""
        query = (
            "INSERT INTO adlists_run VALUES (%s, %s, %s, %s, %s) ON CONFLICT (manifest, name)"
            " DO UPDATE SET (digest, outcome, ok) = ROW(excluded.digest, excluded.outcome,"
            " excluded.ok)"
        )
        row = (self._manifest, line.name, line.digest, line.outcome, line.ok)
        self._ask(lambda db: db.execute(query, row))

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def _ask(self, question: Callable[[Any], R]) -> R:
        """Ask the server; once again, by another connection, where the first is gone."""
        for last in (False, True):
            if self._connection is None or self._connection.closed:
                self._connection = self._state.connect()
            try:
                with bounded(self._connection):
                    return question(self._connection)
            except self._state.driver.Error as error:
                self._connection.close()
                if last:
                    msg = (
                        f"What came of the jobs cannot be kept in {self._state.place} "
                        f"({type(error).__name__}). What is done is done: go on later."
                    )
                    raise AdlistsError(msg) from None
        raise AssertionError
