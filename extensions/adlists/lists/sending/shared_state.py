"""What is known of lists, in a PostgreSQL that several machines share.

    a job holds the advisory lock of its list, in a connection of its own: who dies gives it up,
    for the server asks a silent connection every few seconds whether somebody is there
    rows are those of a file's journal, each under the key of its list, with its checksum
    snapshots are kept in pieces, and fetched into a private folder for whoever compares
    a request counts against its account from the moment it leaves until a period after its end

The database needs nothing but the right to make tables; they are made when first needed, and
their version is written down.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import attrs

from adlists.errors import AdlistsError, ConfigurationError
from adlists.lists.sending.ledger import (
    Clear,
    Ledger,
    LedgerTable,
    Put,
    checked,
    in_use,
    unwritable,
)
from adlists.lists.sending.rate import Limiter, Rate
from adlists.lists.sending.snapshots import CompareOptions, Difference, SnapshotError, SnapshotStore

R = TypeVar("R")

_VERSION: Final = 1
_PIECE: Final = 1 << 20  # bytes of a file in one row
_LOST: Final = 300.0  # seconds after which a request whose end nobody told counts as ended
_KEYS: Final[Mapping[LedgerTable, str]] = {
    "generation": "list, identifier",
    "job": "list, identifier",
    "batch": "list, identifier, part, number",
}
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS adlists_version (number integer NOT NULL);
CREATE TABLE IF NOT EXISTS adlists_generation (
    list text NOT NULL, identifier text NOT NULL, number bigint NOT NULL, "check" text NOT NULL,
    PRIMARY KEY (list, identifier)
);
CREATE TABLE IF NOT EXISTS adlists_job (
    list text NOT NULL, identifier text NOT NULL, operation text NOT NULL, title text NOT NULL,
    fingerprint text NOT NULL, generation bigint NOT NULL, state text NOT NULL,
    started double precision NOT NULL, ended double precision, facts text NOT NULL,
    "check" text NOT NULL, PRIMARY KEY (list, identifier)
);
CREATE TABLE IF NOT EXISTS adlists_batch (
    list text NOT NULL, identifier text NOT NULL, part text NOT NULL, number bigint NOT NULL,
    digest text NOT NULL, done integer NOT NULL, count bigint NOT NULL, valid bigint,
    invalid bigint, attempts bigint NOT NULL, reason text, key text, state text,
    "check" text NOT NULL, PRIMARY KEY (list, identifier, part, number)
);
CREATE TABLE IF NOT EXISTS adlists_file (
    list text NOT NULL, name text NOT NULL, piece integer NOT NULL, content bytea NOT NULL,
    PRIMARY KEY (list, name, piece)
);
CREATE TABLE IF NOT EXISTS adlists_request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account text NOT NULL,
    opened timestamptz NOT NULL DEFAULT clock_timestamp(), ended timestamptz
);
CREATE INDEX IF NOT EXISTS adlists_request_account ON adlists_request (account, opened);
"""


class SharedState:
    """A database, by its address. Each journal that is open has a connection of its own."""

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError:
            msg = "A shared state needs psycopg. Run: pip install 'adlists[postgresql]'"
            raise ConfigurationError(msg) from None
        self.driver: Final = psycopg
        self.address: Final = address
        parts = urlsplit(address)
        self.place: Final = f"postgresql://{parts.hostname or 'local'}{parts.path}"
        self.notes: tuple[str, ...] = ()

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
            )
            for setting, seconds in (("idle", 10), ("interval", 5), ("count", 3)):
                connection.execute(f"SET tcp_keepalives_{setting} = {seconds}")
            self._migrate(connection)
        except self.driver.Error as error:  # its message may quote the address
            if connection is not None:
                connection.close()
            msg = (
                f"The state in {self.place} cannot be used ({type(error).__name__}). Is the "
                "server there, and may this user make tables?"
            )
            raise ConfigurationError(msg) from None
        return connection

    def _migrate(self, connection: Any) -> None:
        found = connection.execute("SELECT to_regclass('adlists_version')").fetchone()[0]
        if found is None or not connection.execute("SELECT 1 FROM adlists_version").fetchone():
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (_number("schema"),))
                connection.execute(_SCHEMA)
                if not connection.execute("SELECT 1 FROM adlists_version").fetchone():
                    connection.execute("INSERT INTO adlists_version VALUES (%s)", (_VERSION,))
        version = connection.execute("SELECT number FROM adlists_version").fetchone()[0]
        if version > _VERSION:
            connection.close()
            msg = f"The state in {self.place} is of a later version; use that program."
            raise ConfigurationError(msg)

    def ledger(self, key: str) -> SharedLedger:
        """Open and lock the journal of a list. Raises `ConfigurationError`."""
        connection = self.connect()
        place = f"{self.place}, {key}"
        lock = (_number(f"list {key}"),)
        if not connection.execute("SELECT pg_try_advisory_lock(%s)", lock).fetchone()[0]:
            connection.close()
            raise in_use(place)
        return SharedLedger(connection, key, place, self.driver.Error)

    def snapshots(self, ledger: Ledger, name: str, options: CompareOptions) -> SnapshotStore:
        """Return the snapshots of a list whose journal is open, in a private folder."""
        assert isinstance(ledger, SharedLedger)  # noqa: S101 - whoever has this state
        return SharedSnapshots(ledger.folder, name, options, SharedFiles(ledger))

    def limiter(self, account: str, rates: tuple[Rate, ...]) -> Limiter:
        """Return what keeps an account to its rates, whoever spends."""
        return SharedLimiter(self, account, rates) if rates else Limiter()

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
        """Remove the journal of a list; False where it is in use."""
        try:
            ledger = self.ledger(key)
        except ConfigurationError:
            return False
        ledger.write(Clear("batch"), Clear("job"), Clear("generation"))
        ledger.close()
        return True

    @contextmanager
    def _connected(self) -> Generator[Any]:
        connection = self.connect()
        try:
            yield connection
        finally:
            connection.close()


class SharedLedger:
    """The journal of one list in the database, locked as long as the connection is there."""

    def __init__(self, connection: Any, key: str, place: str, error: type[Exception]) -> None:
        self.connection: Final = connection
        self.key: Final = key
        self.place: Final = place
        self.error: Final = error
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def folder(self) -> Path:
        """A private folder for the files of this job; it goes when the journal is closed."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="adlists-")
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
            with self.connection.transaction():
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
            return question()
        except self.error as error:
            raise unwritable(self.place, type(error).__name__) from None

    def close(self) -> None:
        """Close the connection, which gives up the lock, and remove the folder."""
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


@attrs.frozen
class SharedFiles:
    """The files of one list, in pieces."""

    ledger: SharedLedger

    def names(self, prefix: str) -> list[str]:
        """Return the names of the files that begin so."""
        query = "SELECT DISTINCT name FROM adlists_file WHERE list = %s AND starts_with(name, %s)"
        found = self._ask(query, prefix)
        return sorted(name for (name,) in found)

    def get(self, name: str, path: Path) -> None:
        """Write a file where it is needed, private."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("wb") as out:
            path.chmod(0o600)
            piece = 0
            query = "SELECT content FROM adlists_file WHERE list = %s AND name = %s AND piece = %s"
            while found := self._ask(query, name, piece):
                out.write(found[0][0])
                piece += 1

    def put(self, name: str, path: Path) -> None:
        """Keep a file, in the place of a former one."""
        connection, key = self.ledger.connection, self.ledger.key

        def keep() -> None:
            with connection.transaction(), path.open("rb") as file:
                connection.execute(
                    "DELETE FROM adlists_file WHERE list = %s AND name = %s", (key, name)
                )
                for number, piece in enumerate(iter(lambda: file.read(_PIECE), b"")):
                    connection.execute(
                        "INSERT INTO adlists_file VALUES (%s, %s, %s, %s)",
                        (key, name, number, piece),
                    )

        self.ledger.ask(keep)

    def remove(self, prefix: str, *, beside: str | None = None) -> None:
        """Remove the files that begin so, but one."""
        connection, key = self.ledger.connection, self.ledger.key
        query = (
            "DELETE FROM adlists_file WHERE list = %s AND starts_with(name, %s)"
            " AND name IS DISTINCT FROM %s"
        )
        self.ledger.ask(lambda: connection.execute(query, (key, prefix, beside)))

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        connection, key = self.ledger.connection, self.ledger.key
        found: list[tuple[Any, ...]] = self.ledger.ask(
            lambda: connection.execute(query, (key, *values)).fetchall()
        )
        return found


@attrs.frozen
class SharedSnapshots(SnapshotStore):
    """Snapshots that every machine sees: what is made in the folder is kept in the database."""

    files: SharedFiles

    def has(self, generation: int | None) -> bool:
        """Tell whether there is a snapshot of that generation; it is fetched."""
        if generation is None:
            return False
        path = self.path(generation)
        if not path.exists() and f"snapshots/{path.name}" in self.files.names("snapshots/"):
            self.files.get(f"snapshots/{path.name}", path)
        return path.exists()

    def keep(self, generation: int, new: Path) -> None:
        """Let a file be the snapshot of a generation, for everybody; all others are void."""
        self.files.put(f"snapshots/{self.path(generation).name}", new)
        super().keep(generation, new)

    def forget(self, *, beside: int | None = None) -> None:
        """Remove all snapshots but that of one generation."""
        kept = None if beside is None else f"snapshots/{self.path(beside).name}"
        self.files.remove(f"snapshots/{self.name}.", beside=kept)
        super().forget(beside=beside)

    def resumed(self, facts: Any) -> Difference:
        """Return the difference that an unfinished replacement began with, fetched."""
        self._fetch()
        return super().resumed(facts)

    def compare(
        self, source: Any, base: int | None, *, doubted: bool = False, dry: bool = False
    ) -> Difference:
        """Compare as it is done in a folder; what comes of it is kept before it is acted upon."""
        self.has(base)
        self._fetch()
        found = super().compare(source, base, doubted=doubted, dry=dry)
        if not dry:
            self._keep_pending()
        return found

    def settle(self) -> None:
        """Remove what was kept for the case that a replacement breaks off."""
        self.files.remove(f"pending/{self.name}")
        super().settle()

    def update(self, source: Any, base: int | None, generation: int, operation: Any) -> int:
        """Make the snapshot of a generation out of a former one, fetched, and a source."""
        self.has(base)
        return super().update(source, base, generation, operation)

    def _fetch(self) -> None:
        for name in self.files.names(f"pending/{self.name}"):
            if not (self.state / name).exists():
                self.files.get(name, self.state / name)

    def _keep_pending(self) -> None:
        self.files.remove(f"pending/{self.name}")
        try:
            for folder in (self.pending, self.pending.with_suffix(".former")):
                for path in folder.glob("*.parquet"):
                    self.files.put(f"pending/{folder.name}/{path.name}", path)
        except OSError as error:
            shutil.rmtree(self.pending, ignore_errors=True)
            msg = f"A difference cannot be kept: {error.strerror}."
            raise SnapshotError(msg) from None


class SharedLimiter(Limiter):
    """Keeps an account to its rates, whichever machine spends.

    What a reply says (a 429, what is left) is heard by its own job alone.
    """

    def __init__(self, state: SharedState, account: str, rates: tuple[Rate, ...]) -> None:
        super().__init__(*rates)
        self._state = state
        self._account = account
        self._connection: Any = None
        self._ids: deque[int] = deque()

    def acquire(self) -> float:
        """Return 0 and count a request as open, or the seconds after which to ask again."""
        wait = super().acquire()
        if wait > 0:
            return wait
        try:
            wait = self._take()
        except self._state.driver.Error as error:
            self._give_back()
            msg = f"The budget in {self._state.place} cannot be asked ({type(error).__name__})."
            raise AdlistsError(msg) from None
        if wait > 0:
            self._give_back()
        return wait

    def observe(self, status: int | None, headers: Mapping[str, str]) -> None:
        """Learn from a reply, and let the request count from now on for its period."""
        try:
            if self._ids:
                self._connection.execute(
                    "UPDATE adlists_request SET ended = clock_timestamp() WHERE id = %s",
                    (self._ids.popleft(),),
                )
        except self._state.driver.Error:  # it counts as lost, later
            pass
        super().observe(status, headers)

    def close(self) -> None:
        """Close the connection; closing twice is harmless."""
        if self._connection is not None:
            self._connection.close()

    def _take(self) -> float:
        if self._connection is None:
            self._connection = self._state.connect()
        db = self._connection
        with db.transaction():
            db.execute("SELECT pg_advisory_xact_lock(%s)", (_number(f"account {self._account}"),))
            for rate in self.rates:
                count, first = db.execute(
                    "SELECT count(*), extract(epoch FROM min(until) - clock_timestamp())::float8"
                    " FROM (SELECT coalesce(ended, opened + make_interval(secs => %s))"
                    " + make_interval(secs => %s) AS until FROM adlists_request"
                    " WHERE account = %s) AS found WHERE until > clock_timestamp()",
                    (_LOST, rate.period, self._account),
                ).fetchone()
                if count >= rate.limit:
                    return max(0.01, min(float(first), rate.period))
            longest = max(rate.period for rate in self.rates)
            db.execute(
                "DELETE FROM adlists_request WHERE account = %s AND coalesce(ended, opened"
                " + make_interval(secs => %s)) < clock_timestamp() - make_interval(secs => %s)",
                (self._account, _LOST, longest),
            )
            found = db.execute(
                "INSERT INTO adlists_request (account) VALUES (%s) RETURNING id", (self._account,)
            ).fetchone()
        self._ids.append(found[0])
        return 0.0

    def _give_back(self) -> None:
        with self._mutex:
            self._open -= 1
            if self._left is not None:
                self._left += 1


def _number(text: str) -> int:
    """Return the number of an advisory lock."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)
