"""Rows of a database, as any driver gives them: a DB-API cursor, or a result of SQLAlchemy.

Which column holds identifiers is told by its name and by the values of the first rows: text,
UUIDs, and whole numbers where an identifier can be one. Anything else in that column is refused
with its type, and the row's number; nothing else of a row is ever kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeGuard
from uuid import UUID

import orjson

from adlists.lists.reading.columns import ReadOptions, UnclearError, choose
from adlists.lists.reading.engine_errors import EmptySourceError, SourceError
from adlists.lists.reading.tables import Table

_PIECE: Final = 10_000  # rows at once


def is_cursor(source: object) -> TypeGuard[Any]:
    """Tell a DB-API cursor or a result: asking its class runs no code of it."""
    kind = type(source)
    return hasattr(kind, "fetchmany") and (hasattr(source, "description") or hasattr(kind, "keys"))


def lines(cursor: Any, options: ReadOptions, name: str, table: Table) -> Iterator[bytes]:
    """Yield every identifier as a JSON string on a line of its own; *table* is told the column.

    Raises:
        SourceError: no column is certain, or a value is no identifier by its type.
    """
    names = _names(cursor, name)
    done = 0
    while rows := _foreign(lambda: cursor.fetchmany(_PIECE), name, done):
        if table.index is None:
            table.index = _column(names, rows, options, name)
            table.column = names[table.index]
        at = table.index
        values = [row[at] for row in rows]
        texts = [
            value if type(value) is str else _text(value, done + n, name, names[at], options)
            for n, value in enumerate(values, 1)
        ]
        try:
            yield b"\n".join(map(orjson.dumps, texts)) + b"\n"
        except orjson.JSONEncodeError:
            msg = f"among rows {done + 1} to {done + len(rows)} is text that is no valid Unicode."
            raise SourceError(msg, file=name, column=names[at]) from None
        done += len(rows)
    if not done:
        msg = "gave no rows; expected identifiers."
        raise EmptySourceError(msg, file=name)


def _names(cursor: Any, name: str) -> list[str]:
    described: Any = getattr(cursor, "description", None)
    if described is None and hasattr(cursor, "keys"):
        return [str(key) for key in cursor.keys()]  # noqa: SIM118 - of a result, which is no dict
    if not described:
        msg = "has no rows to give: run a query that selects."
        raise SourceError(msg, file=name)
    return [str(column[0]) for column in described]


def _column(
    names: Sequence[str], rows: Sequence[Sequence[Any]], options: ReadOptions, name: str
) -> int:
    fit = [
        at
        for at in range(len(names))
        if all(row[at] is None or _is_fit(row[at], options) for row in rows)
        and any(row[at] is not None for row in rows)
    ]
    try:
        return choose(names, options, fit or None)
    except UnclearError as error:
        raise SourceError(
            str(error), file=name, column=options.column, candidates=error.candidates
        ) from None


def _is_fit(value: object, options: ReadOptions) -> bool:
    if isinstance(value, str | UUID):
        return True
    whole = options.kind.shape != "email" and not options.prehashed
    return whole and isinstance(value, int) and not isinstance(value, bool)


def _text(value: object, number: int, name: str, column: str, options: ReadOptions) -> str | None:
    if value is None:
        return None
    if _is_fit(value, options):
        return str.__str__(value) if isinstance(value, str) else str(value)
    msg = f"row {number} has {type(value).__name__}; expected text. Cast it in the query."
    raise SourceError(msg, file=name, column=column)


def _foreign(function: Callable[[], Any], name: str, done: int) -> Any:
    try:
        return function()
    except Exception as error:  # noqa: BLE001 - a driver may raise anything, quoting rows
        msg = f"the database failed after row {done} ({type(error).__name__})."
        raise SourceError(msg, file=name) from None
