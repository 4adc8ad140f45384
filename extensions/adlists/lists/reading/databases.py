"""A query on a database: DuckDB and SQLite files, and whatever SQLAlchemy has a driver for.

    people.duckdb   people.sqlite   postgresql://user@host/db   mysql+pymysql://…

A database is opened to be read only where it can be told so, and gives its rows piece by piece:
by a cursor of the server's where there is one. The query is part of a source's identity and is
shown nowhere, for it may name people; of an address neither its password nor its options are.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import duckdb

from adlists.lists.reading.engine import quiet
from adlists.lists.reading.engine_errors import SourceError
from adlists.lists.reading.paths import path_of, shown
from adlists.lists.reading.remote import safe, scheme_of

_SQLITE: Final = b"SQLite format 3\x00"
_DUCKDB: Final = b"DUCK"
_PIECE: Final = 10_000
_DRIVERS: Final = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


@contextmanager
def rows_of(source: Any, query: str, memory: str) -> Generator[tuple[str, Any]]:
    """Open a database and run the query; give its name, and what yields its rows.

    Raises:
        SourceError: it is no database, cannot be opened, or refuses the query.
    """
    scheme = scheme_of(source)
    if scheme is None or scheme in {"duckdb", "sqlite"}:
        path = path_of(source) if scheme is None else _path_in(str(source))
        with _file(path, query, memory) as found:
            yield shown(path), found
        return
    with _server(str(source), query) as found:
        yield safe(str(source)), found


def _path_in(url: str) -> Path:
    """Return the path of `sqlite:///relative.db` or `sqlite:////absolute.db`."""
    return Path(unquote(urlsplit(url).path).removeprefix("/"))


@contextmanager
def _file(path: Path, query: str, memory: str) -> Generator[Any]:
    name = shown(path)
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        msg = f"cannot be read: {error.strerror}."
        raise SourceError(msg, file=name) from None
    if start == _SQLITE:
        import sqlite3

        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            yield _run(lambda: db.execute(query), name)
        finally:
            db.close()
        return
    if start[8:12] != _DUCKDB:
        msg = "is neither a DuckDB file nor one of SQLite, so that it can be asked nothing."
        raise SourceError(msg, file=name)
    try:
        base = duckdb.connect(str(path), read_only=True, config={"memory_limit": memory})
    except duckdb.Error as error:
        msg = f"cannot be opened ({type(error).__name__}): another process may be writing to it."
        raise SourceError(msg, file=name) from None
    try:
        quiet(base)
        yield _run(lambda: base.sql(query), name)
    finally:
        base.close()


@contextmanager
def _server(url: str, query: str) -> Generator[Any]:
    name = safe(url)
    try:
        sql: Any = import_module("sqlalchemy")
        scheme, _, rest = url.partition("://")
        engine: Any = sql.create_engine(f"{_DRIVERS.get(scheme.lower(), scheme)}://{rest}")
    except ImportError as error:
        extra = "postgresql" if scheme_of(url) in _DRIVERS else "sql"
        what = "SQLAlchemy" if "sqlalchemy" in str(error) else "a driver"
        msg = f"asking it needs {what}. Run: pip install 'adlists[{extra}]'"
        raise SourceError(msg, file=name) from None
    except Exception as error:  # noqa: BLE001 - its text quotes the address
        msg = f"is no address of a database ({type(error).__name__}): dialect://user@host/name."
        raise SourceError(msg, file=name) from None
    try:
        connection = _run(engine.connect, name, "cannot be reached or refuses the login")
        with connection:
            options = {"stream_results": True, "yield_per": _PIECE}
            streaming: Any = connection.execution_options(**options)
            found = _run(lambda: streaming.execute(sql.text(_literal(query))), name)
            try:
                yield found
            finally:
                found.close()
    finally:
        engine.dispose()


def _literal(query: str) -> str:
    """Return the query with its colons as they are: it takes no parameters."""
    return query.replace(":", r"\:")


def _run(function: Any, name: str, what: str = "refuses the query") -> Any:
    try:
        found = function()
    except Exception as error:  # noqa: BLE001 - a driver may raise anything, quoting the query
        cause = getattr(error, "orig", None) or error
        msg = f"{what} ({type(cause).__name__}{_where(cause)}). Try it in the database's own shell."
        raise SourceError(msg, file=name) from None
    if found is None:
        msg = "has no rows to give: write a query that selects."
        raise SourceError(msg, file=name)
    return found


def _where(error: object) -> str:
    """Return what an error says beside its class where that quotes no row: an SQLSTATE."""
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return f", SQLSTATE {state}" if isinstance(state, str) and state.isalnum() else ""
