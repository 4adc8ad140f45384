"""A budget in PostgreSQL, which `limits` has no storage for: a row for each request that left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from typing import Any, Final, TypeVar

from adlists.errors import ConfigurationError

R = TypeVar("R")

_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS adlists_budget (key text NOT NULL, at timestamptz NOT NULL)",
    "CREATE INDEX IF NOT EXISTS adlists_budget_key_at ON adlists_budget (key, at)",
)
_COUNT: Final = (
    "SELECT count(*), extract(epoch FROM clock_timestamp() - min(at))::float8"
    " FROM adlists_budget WHERE key = %s AND at > clock_timestamp() - make_interval(secs => %s)"
)
_FORGET: Final = (
    "DELETE FROM adlists_budget"
    " WHERE key = %s AND at <= clock_timestamp() - make_interval(secs => %s)"
)
_TAKE: Final = "INSERT INTO adlists_budget SELECT %s, clock_timestamp() FROM generate_series(1, %s)"


class PostgresWindow:
    """The moving windows of `limits`, in one table; the server's clock counts.

    One connection, opened when it is needed and after it was lost; threads take turns.
    """

    def __init__(self, address: str) -> None:
        try:
            self._driver: Any = import_module("psycopg")
        except ImportError:
            msg = "A budget in PostgreSQL needs psycopg. Run: pip install 'adlists[postgresql]'"
            raise ConfigurationError(msg) from None
        self._address = address
        self._connection: Any = None
        self._turn = threading.Lock()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Take so many out of a window, or nothing and return False."""

        def take(db: Any) -> bool:
            with db.transaction():  # one at a time for each key, whichever machine
                db.execute("SELECT pg_advisory_xact_lock(%s)", (_number(key),))
                count, _ = db.execute(_COUNT, (key, expiry)).fetchone()
                if count + amount > limit:
                    return False
                db.execute(_FORGET, (key, expiry))
                db.execute(_TAKE, (key, amount))
                return True

        return self._with_connection(take)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002 - as limits calls it
        """Return when a window began, by the clock of this machine, and what was taken since."""
        count, age = self._with_connection(lambda db: db.execute(_COUNT, (key, expiry)).fetchone())
        return time.time() - (age or 0.0), count

    def close(self) -> None:
        """Close the connection; who needs it opens it again."""
        with self._turn:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _with_connection(self, work: Callable[[Any], R]) -> R:
        with self._turn:
            known = self._connection is not None
            try:
                return work(self._opened())
            except self._driver.OperationalError:
                if not known:  # it was not there a moment ago either
                    raise
                self._connection.close()
                self._connection = None
                return work(self._opened())

    def _opened(self) -> Any:
        if self._connection is None:
            connection = self._driver.connect(self._address, autocommit=True, connect_timeout=10)
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (_number("the table"),))
                for statement in _TABLE:
                    connection.execute(statement)
            self._connection = connection
        return self._connection


def _number(text: str) -> int:
    """Return the number of an advisory lock."""
    return int.from_bytes(sha256(f"adlists budget {text}".encode()).digest()[:8], signed=True)
