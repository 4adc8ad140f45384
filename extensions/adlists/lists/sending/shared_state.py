"""What is known of lists, in a PostgreSQL that several machines share.

    a job holds the advisory lock of its list, in a connection of its own, as a lease (`lease`):
    who dies gives it up, and so does who is silent
    rows are those of a file's journal, each under the key of its list, with its checksum
    snapshots are kept in pieces, or as objects in a folder that machines share, and fetched
    into a private folder for whoever compares
    a request counts against its account from the moment it leaves until a period after its end

    what a reply says of an account's limits, and what came of a manifest's jobs, is everybody's

The database needs nothing but the right to make tables (`shared_schema`).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from adlists.errors import ConfigurationError
from adlists.lists.sending.lease import bounded, locked
from adlists.lists.sending.ledger import (
    Clear,
    Ledger,
    ListInUseError,
    in_use,
)
from adlists.lists.sending.object_folder import ObjectFolder
from adlists.lists.sending.rate import Limiter, Rate
from adlists.lists.sending.run_record import RunRecord
from adlists.lists.sending.shared_files import SharedFiles
from adlists.lists.sending.shared_ledger import SharedLedger
from adlists.lists.sending.shared_rate import BudgetLine, SharedLimiter, lock_number
from adlists.lists.sending.shared_record import SharedRecord
from adlists.lists.sending.shared_schema import VERSION, migrate
from adlists.lists.sending.shared_snapshots import SharedSnapshots
from adlists.lists.sending.snapshots import CompareOptions, SnapshotStore

# How soon the server gives up a connection of which it hears nothing: in seconds, and in
# milliseconds for what was sent and never confirmed. Nor does it wait for a transaction longer.
_NOTICING: Final = """
SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
SET tcp_user_timeout = 25000; SET idle_in_transaction_session_timeout = 25000
"""


class SharedState:
    """A database, by its address. Each journal that is open has a connection of its own."""

    def __init__(self, address: str, snapshots: str | None = None) -> None:
        """Name a database, and a folder of objects for snapshots; else they lie in there, too."""
        try:
            import psycopg
        except ImportError:
            msg = "A shared state needs psycopg. Run: pip install 'adlists[postgresql]'"
            raise ConfigurationError(msg) from None
        self.driver: Final = psycopg
        self.address: Final = address
        parts = urlsplit(address)
        self.place: Final = f"postgresql://{parts.hostname or 'local'}{parts.path}"
        self.objects: Final = None if snapshots is None else ObjectFolder(snapshots)
        self.budgets: Final = BudgetLine(self.connect)

    @property
    def notes(self) -> tuple[str, ...]:
        """Say where others may enter the folder of snapshots."""
        return () if self.objects is None else self.objects.notes

    def connect(self) -> Any:
        """Open a connection, whose tables are there. Raises `ConfigurationError`."""
        connection: Any = None
        try:
            connection = self.driver.connect(
                self.address,
                autocommit=True,
                connect_timeout=10,
                application_name="adlists",
                keepalives=1,
                keepalives_idle=10,
                keepalives_interval=5,
                keepalives_count=3,
                tcp_user_timeout=25_000,
            )
            with bounded(connection):
                connection.execute(_NOTICING)
                self._migrate(connection)
        except self.driver.Error as error:  # its message may quote the address
            if connection is not None:
                connection.close()
            raise self._unusable(error) from None
        return connection

    def lock(self, connection: Any, query: str, number: int, place: str) -> None:
        """Ask for a lock at once; close the connection where that is not to be had.

        Raises:
            ListInUseError: Somebody else holds it.
            ConfigurationError: The server cannot be asked.
        """
        try:
            with bounded(connection):
                if locked(connection, query, number):
                    return
        except self.driver.Error as error:
            connection.close()
            raise self._unusable(error) from None
        connection.close()
        raise in_use(place)

    def _unusable(self, error: Exception) -> ConfigurationError:
        return ConfigurationError(
            f"The state in {self.place} cannot be used ({type(error).__name__}). Is the server "
            "there, and may this user make tables?"
        )

    def _migrate(self, connection: Any) -> None:
        if migrate(connection, lock_number("schema")) > VERSION:
            connection.close()
            msg = f"The state in {self.place} is of a later version; use that program."
            raise ConfigurationError(msg)

    def ledger(self, key: str) -> SharedLedger:
        """Open and lock the journal of a list. Raises `ConfigurationError`."""
        connection = self.connect()
        place = f"{self.place}, {key}"
        number = lock_number(f"list {key}")
        self.lock(connection, "SELECT pg_try_advisory_lock(%s)", number, place)
        return SharedLedger(connection, key, place, self.driver.Error)

    def snapshots(self, ledger: Ledger, name: str, options: CompareOptions) -> SnapshotStore:
        """Return the snapshots of a list whose journal is open, in a private folder."""
        assert isinstance(ledger, SharedLedger)  # noqa: S101 - whoever has this state
        files = SharedFiles(ledger, self.objects)
        return SharedSnapshots(ledger.folder, name, options, files=files)

    def limiter(self, account: str, rates: tuple[Rate, ...]) -> Limiter:
        """Return what keeps an account to its rates, whoever spends."""
        return SharedLimiter(self, account, rates)

    def record(self, manifest: str) -> RunRecord:
        """Return what came of the jobs of a manifest, whoever ran them."""
        return SharedRecord(self, manifest)

    def latest(self) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        """Yield the key of each journal and its jobs' rows."""
        query = (
            "SELECT list, identifier, operation, state, started, ended, facts, (SELECT"
            " sum(count)::bigint FROM adlists_batch b WHERE b.list = j.list"
            " AND b.identifier = j.identifier AND b.done = 1) FROM adlists_job j"
        )
        with self._connected() as connection:
            for key, *values in connection.execute(query).fetchall():
                yield key, [tuple(values)]

    def batches(self, key: str, identifier: str) -> list[tuple[Any, ...]]:
        """Return the rows of a journal's batches, without their checksums."""
        query = (
            "SELECT * FROM adlists_batch WHERE list = %s AND identifier = %s ORDER BY part, number"
        )
        with self._connected() as connection:
            rows = connection.execute(query, (key, identifier)).fetchall()
        return [found[2:-1] for found in rows]

    def forget(self, key: str) -> bool:
        """Remove the journal and the snapshots of a list; False where it is in use."""
        try:
            ledger = self.ledger(key)
        except ListInUseError:
            return False
        try:
            ledger.write(Clear("batch"), Clear("job"), Clear("generation"))
            SharedFiles(ledger, self.objects).swap("", {})
        finally:
            ledger.close()
        return True

    @contextmanager
    def _connected(self) -> Generator[Any]:
        connection = self.connect()
        try:
            yield connection
        except self.driver.Error as error:
            raise self._unusable(error) from None
        finally:
            connection.close()
