"""What can be read only once, kept in a private temporary file, and its digest.

Standard input and pipes are kept as they are. Strings, tables, frames and relations are kept as
JSON strings, one in a line, so that any text survives. Nothing of pandas, polars or Arrow is
imported: DuckDB reads what streams itself, or is a frame.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import duckdb
import orjson

from adlists.lists.reading.columns import UnclearError, Wish, choose
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.faults import ExtractError, SourceError

_READ: Final = 1 << 20


class _Stream:
    """A relation of another connection, of which DuckDB then sees only what it streams."""

    def __init__(self, relation: Any) -> None:
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)


def keep(pieces: Iterable[bytes], folder: Path, name: str) -> tuple[Path, str]:
    """Write the pieces into a file of the folder; return it and the digest of its content.

    Raises:
        ExtractError: there is no room for it.
        SourceError: there was nothing.
    """
    path = folder / "source"
    digest = hashlib.blake2b(digest_size=16)
    with path.open("wb", buffering=0) as file:
        for piece in pieces:
            digest.update(piece)
            try:
                file.write(piece)
            except OSError as error:
                msg = f"{name} cannot be kept in the temporary folder: {error.strerror}."
                raise ExtractError(msg) from None
    if not path.stat().st_size:
        msg = "is empty; expected identifiers."
        raise SourceError(msg, file=name)
    return path, digest.hexdigest()


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield what is in a file, piece by piece."""
    while block := file.read(_READ):
        yield block


def json_lines(source: object, wish: Wish, engine: Engine, name: str) -> Iterator[bytes]:
    """Yield every identifier as a JSON string on a line of its own.

    Raises:
        SourceError: it is no source, or an item is no text.
    """
    kind = type(source)  # asking a lazy frame itself for its columns computes them
    if hasattr(kind, "__arrow_c_stream__") or hasattr(kind, "columns"):
        yield from _table_lines(source, wish, engine, name)
        return
    if isinstance(source, (bytes, bytearray)) or not isinstance(source, Iterable):
        msg = "cannot be read; expected a path, strings, a table, a frame or a relation."
        raise SourceError(msg, file=name)
    values = iter(cast("Iterable[object]", source))
    done = 0
    while some := list(islice(values, 10_000)):
        if set(map(type, some)) != {str}:
            at = next(n for n, one in enumerate(some) if not isinstance(one, str))
            msg = f"item {done + at} is {type(some[at]).__name__}; expected str."
            raise SourceError(msg, file=name)
        try:
            yield b"\n".join(map(orjson.dumps, some)) + b"\n"
        except orjson.JSONEncodeError:
            msg = f"among items {done} to {done + len(some) - 1} is one that is no valid Unicode."
            raise SourceError(msg, file=name) from None
        done += len(some)


def _table_lines(source: object, wish: Wish, engine: Engine, name: str) -> Iterator[bytes]:
    given = _Stream(source) if isinstance(source, duckdb.DuckDBPyRelation) else source
    try:
        with engine.lent("given", given):
            schema = engine.rows("DESCRIBE SELECT * FROM given")
            column = named(schema, wish, name)
            query = (
                f"SELECT coalesce(to_json({quoted(column)}::VARCHAR)::VARCHAR, 'null') || chr(10)"
                " FROM given"
            )
            for chunk in engine.chunks(query):
                yield chunk.text
    except SourceError:
        raise
    except Exception as error:  # noqa: BLE001 - foreign code may raise anything, quoting rows
        if "Query interrupted" in str(error):  # what DuckDB makes of Ctrl-C
            raise KeyboardInterrupt from None
        msg = f"could not be read as a table ({type(error).__name__})."
        raise SourceError(msg, file=name) from None


def named(schema: Iterable[Sequence[Any]], wish: Wish, name: str) -> str:
    """Choose among columns of types: text, UUIDs and, but for emails, whole numbers can be meant.

    Raises:
        SourceError: no column is certain.
    """
    types = {str(one[0]): str(one[1]) for one in schema}
    fit = [
        one
        for one in types
        if types[one].startswith(("VARCHAR", "UUID", "ENUM"))
        or (wish.kind != "email" and "INT" in types[one])
    ]
    if wish.column in types and wish.column not in fit:
        msg = f"is of type {types[wish.column]}; expected text."
        raise SourceError(msg, file=name, column=wish.column)
    try:
        return choose(fit, wish)
    except UnclearError as error:
        raise SourceError(str(error), file=name, column=wish.column) from None


def literal(value: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Return a column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
