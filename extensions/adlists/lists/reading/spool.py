"""What can be read only once, kept in a private temporary file.

Standard input and pipes are kept as they are. Strings, tables, frames and relations are kept as
JSON strings, one in a line, so that any text survives. Nothing of pandas, polars or Arrow is
imported: DuckDB reads what streams itself, or is a frame.

All of it is somebody else's code, which may raise anything, and quote a row in doing so. What
it raises becomes an error of ours that names its type alone; the original stays in `__context__`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar, cast

import duckdb
import orjson

from adlists.lists.reading.columns import ReadOptions
from adlists.lists.reading.consent import unheeded
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.engine_errors import EmptySourceError, ExtractError, SourceError, explain
from adlists.lists.reading.scratch import open_new, put
from adlists.lists.reading.tables import Table, column_of, names_of

R = TypeVar("R")

_READ: Final = 1 << 20
_PIECE: Final = 10_000  # items at once
_NAMES: Final = 1000  # strings that are looked up as names of files


class _Stream:
    """A relation of another connection, of which DuckDB then sees only what it streams."""

    def __init__(self, relation: Any) -> None:
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)


def keep(pieces: Iterable[bytes], folder: Path, name: str) -> Path:
    """Write the pieces into a file of the folder, and return its path (see `open_new`).

    Raises:
        ExtractError: there is no room for it.
        SourceError: there was nothing.
    """
    file, path = open_new(folder, "source")
    with file:
        for piece in pieces:
            put(file, piece, name)
    if not path.stat().st_size:
        msg = "is empty; expected identifiers."
        raise EmptySourceError(msg, file=name)
    return path


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield what is in a file, piece by piece."""
    while block := file.read(_READ):
        yield block


def json_lines(
    source: object, options: ReadOptions, engine: Engine, name: str, table: Table
) -> Iterator[bytes]:
    """Yield every identifier as a JSON string on a line of its own; *table* is told the column.

    Raises:
        SourceError: it is no source, or an item is no text.
    """
    kind = type(source)  # asking a lazy frame itself for its columns computes them
    if hasattr(kind, "__arrow_c_stream__") or hasattr(kind, "columns"):
        yield from _table_lines(source, options, engine, name, table)
        return
    if isinstance(source, (bytes, bytearray)) or not hasattr(kind, "__iter__"):
        msg = "cannot be read; expected a path, strings, a table, a frame or a relation."
        raise SourceError(msg, file=name)
    if options.column is not None:
        msg = "strings have no columns. Leave the column out, or pass a table."
        raise SourceError(msg, file=name, column=options.column)
    values = _foreign(lambda: iter(cast("Iterable[object]", source)), name, 0)
    done = 0
    while items := _foreign(lambda: list(islice(values, _PIECE)), name, done):
        texts = [
            item if type(item) is str else _text(item, done + n, name)
            for n, item in enumerate(items)
        ]
        if not done:
            _refuse_file_names(texts, name)
        try:
            yield b"\n".join(map(orjson.dumps, texts)) + b"\n"
        except orjson.JSONEncodeError:
            msg = f"among items {done} to {done + len(items) - 1} is one that is no valid Unicode."
            raise SourceError(msg, file=name) from None
        done += len(items)


def _foreign(function: Callable[[], R], name: str, done: int) -> R:
    """Run code that is not ours; what it raises becomes an error of ours without its text."""
    try:
        return function()
    except Exception as error:  # noqa: BLE001 - it may be anything
        kind = type(error).__name__
        msg = f"could not be read to its end: it raised {kind} after item {done} or later."
        raise SourceError(msg, file=name) from None


def _text(item: object, number: int, name: str) -> str:
    """Return a text as plain `str`, whatever class of its own it has."""
    if isinstance(item, str):
        return str.__str__(item)
    msg = f"item {number} is {type(item).__name__}; expected str."
    raise SourceError(msg, file=name)


def _refuse_file_names(texts: list[str], name: str) -> None:
    """Refuse strings that name files: somebody meant what is in them."""
    for number, text in enumerate(texts[:_NAMES]):
        try:
            found = len(text) < 4096 and Path(text).is_file()
        except (OSError, ValueError):
            continue
        if found:
            msg = (
                f"item {number} names a file. To read files, pass paths (pathlib.Path) or a"
                " pattern; if it is an identifier nevertheless, write them into a file first."
            )
            raise SourceError(msg, file=name)


def _table_lines(
    source: object, options: ReadOptions, engine: Engine, name: str, table: Table
) -> Iterator[bytes]:
    given = _Stream(source) if isinstance(source, duckdb.DuckDBPyRelation) else source
    try:
        with engine.lent("given", given):
            schema = engine.rows("DESCRIBE SELECT * FROM given")
            types = [str(row[1]) for row in schema]
            names = names_of(source, len(types)) or [str(row[0]) for row in schema]
            table.index = column_of(names, types, options, name)
            table.column = names[table.index]
            table.notes = unheeded(names, table.index)
            listed = ", ".join(f"c{n}" for n in range(len(types)))
            query = (
                f"SELECT coalesce(to_json(c{table.index}::VARCHAR)::VARCHAR, 'null') || chr(10)"
                f" FROM given AS given({listed})"
            )
            for chunk in engine.chunks(query):
                yield chunk.text
    except (SourceError, ExtractError):
        raise
    except Exception as error:  # noqa: BLE001 - foreign code may raise anything, quoting rows
        said = _said(error)
        if "Query interrupted" in said:  # what DuckDB makes of Ctrl-C
            raise KeyboardInterrupt from None
        known = explain(said, [])
        if isinstance(known, ExtractError):
            raise known from None
        msg = f"could not be read as a table ({type(error).__name__})."
        raise SourceError(msg, file=name) from None


def _said(error: Exception) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - even this is foreign
        return ""
