"""What identifiers are read from, each as a query of one column `raw`, rows in their order.

Files are read where they lie. What can be read only once (standard input, iterables, frames and
relations, which belong to somebody else) is first written to a private temporary file.
"""

from __future__ import annotations

import glob
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, get_args

import attrs
import duckdb
import orjson

from adlists.lists.archives import Compression, compression_of, is_whole_zstd
from adlists.lists.columns import Layout, choose, layout_of_csv, layout_of_json
from adlists.lists.faults import SourceError, explain
from adlists.lists.identifiers import Kind
from adlists.lists.streams import chunks

Format = Literal["csv", "tsv", "parquet", "jsonl", "lines"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
_BY_SUFFIX: Final[dict[str, Format]] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".txt": "lines",
    ".lst": "lines",
    "": "lines",
}
_COMPRESSED: Final = frozenset({".gz", ".gzip", ".zst", ".zstd"})
_SAMPLE: Final = 200  # rows that are looked at to find the column
_READ: Final = 1 << 20
# Small buffers keep many threads inside a small memory; lines of 200 kB are no list of anything.
_BUFFERS: Final = "buffer_size=1000000"
_NEVER: Final = "\x1f\x1e\x1f\x1e"  # a delimiter that no line holds: a line is one column


@attrs.frozen
class Scan:
    """One file's rows. `query` gives the column `raw`; `first` is the line of the first row."""

    name: str
    path: Path
    format: Format
    query: str
    first: int = 1
    column: str | None = None


@attrs.frozen
class Opened:
    """A source ready to be read: `name` says what was asked for, `state` what is there now."""

    scans: tuple[Scan, ...]
    name: str
    state: str

    @property
    def query(self) -> str:
        """All rows of all files, in their order."""
        return " UNION ALL ".join(f"({scan.query})" for scan in self.scans)


@attrs.frozen
class Wish:
    """What the caller said about a source."""

    kind: Kind
    prehashed: bool = False
    column: str | None = None
    format: Format | None = None


def open_source(
    source: Any, wish: Wish, connection: duckdb.DuckDBPyConnection, folder: Path
) -> Opened:
    """Find out what a source is and how to read it; `folder` is for temporary files.

    Raises:
        SourceError: it is not there, cannot be read, or no column is certain.
    """
    if isinstance(source, str) and source == "-":
        path, digest = _spool(_blocks(sys.stdin.buffer), folder, "standard input")
        scan = _scan(path, wish, connection, name="standard input", guess=True)
        return Opened((scan,), "-", digest)
    if isinstance(source, (str, os.PathLike)):
        return _open_files(_expand(os.fspath(source)), wish, connection)
    if (
        isinstance(source, (list, tuple))
        and source
        and all(isinstance(one, os.PathLike) for one in source)
    ):
        several = [path for one in source for path in _expand(os.fspath(one))]
        return _open_files(several, wish, connection)
    name = f"the {type(source).__name__}"
    path, digest = _spool(_json_lines(source, wish, connection, name), folder, name)
    query = f"SELECT json_extract_string(raw, '$') AS raw FROM ({_lines(path, 'none')})"
    return Opened((Scan(name, path, "lines", query, column=wish.column),), name, digest)


def _expand(pattern: str) -> list[Path]:
    path = Path(pattern)
    if path.exists() or not glob.has_magic(pattern):
        return [path]
    found = sorted(Path(one) for one in glob.glob(pattern, recursive=True))
    found = [one for one in found if not one.is_dir()]
    if not found:
        msg = "no file matches this pattern. Check the folder and quote the pattern for the shell."
        raise SourceError(msg, file=pattern)
    return found


def _open_files(paths: Sequence[Path], wish: Wish, connection: Any) -> Opened:
    scans = tuple(_scan(path, wish, connection, name=str(path)) for path in paths)
    states = [(one.stat().st_size, one.stat().st_mtime_ns) for one in paths]
    names = [str(one.resolve()) for one in paths]
    return Opened(scans, repr(names), repr(states))


def _scan(path: Path, wish: Wish, connection: Any, *, name: str, guess: bool = False) -> Scan:
    start = _start(path, name)
    compression = compression_of(start)
    if compression == "zstd" and not is_whole_zstd(path):
        msg = "the zstd file is cut off or damaged. Fetch it again."
        raise SourceError(msg, file=name)
    lines = _lines(path, compression)
    form = wish.format or _format_of(path, start, name, None if guess else path.suffixes)
    if form is None:
        form = _guess(_sample(connection, lines, path, name), wish)
    if form == "parquet":
        return _scan_parquet(path, wish, connection, name)
    if form == "lines":
        return Scan(name, path, form, lines)
    sample = _sample(connection, lines, path, name)
    if form == "jsonl":
        try:
            layout = layout_of_json(sample, wish.kind, wish.column, prehashed=wish.prehashed)
        except ValueError as error:
            raise SourceError(str(error), file=name, column=wish.column) from None
        query = f"SELECT json_extract_string(raw, {_text(layout.path)}) AS raw FROM ({lines})"
        return Scan(name, path, form, query, column=layout.column)
    try:
        layout = layout_of_csv(
            sample, wish.kind, wish.column, prehashed=wish.prehashed, tabs=form == "tsv"
        )
    except ValueError as error:
        raise SourceError(str(error), file=name, column=wish.column) from None
    return Scan(
        name, path, form, _csv(path, compression, layout), 2 if layout.header else 1, layout.column
    )


def _start(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            msg = "is a folder. Name a file, or a pattern such as 'folder/*.csv'."
            raise SourceError(msg, file=name)
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}.", file=name) from None
    if not start:
        raise SourceError("is empty; expected identifiers, one in a row.", file=name)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError("is UTF-16; expected UTF-8. Convert it first.", file=name)
    if start.startswith(b"PK\x03\x04"):
        msg = "is a zip archive or a spreadsheet; expected CSV, TSV, Parquet, JSON lines or lines."
        raise SourceError(msg, file=name)
    return start


def _format_of(path: Path, start: bytes, name: str, suffixes: list[str] | None) -> Format | None:
    if start.startswith(b"PAR1"):
        return "parquet"
    if suffixes is None:
        return None
    kept = [one.lower() for one in suffixes if one.lower() not in _COMPRESSED]
    suffix = kept[-1] if kept else ""
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    msg = f"its name does not say what it is written in. Say format, one of {', '.join(FORMATS)}."
    raise SourceError(msg, file=name)


def _guess(sample: list[str], wish: Wish) -> Format:
    first = next((one for one in sample if one.strip()), "")
    if first.lstrip().startswith(("{", '"')) and first.rstrip().endswith(("}", '"')):
        return "jsonl" if first.lstrip().startswith("{") else "csv"
    if "\t" in first:
        return "tsv"
    return "csv" if wish.column or any(mark in first for mark in ",;|") else "lines"


def _scan_parquet(path: Path, wish: Wish, connection: Any, name: str) -> Scan:
    table = f"read_parquet({_text(str(path))})"
    try:
        schema = connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()
    except duckdb.Error:
        msg = "is not a Parquet file that can be read; it may be cut off."
        raise SourceError(msg, file=name) from None
    column = _named(schema, wish, name)
    query = f"SELECT {_quoted(column)}::VARCHAR AS raw FROM {table}"
    return Scan(name, path, "parquet", query, column=column)


def _named(schema: Iterable[Sequence[Any]], wish: Wish, name: str) -> str:
    """Choose among columns that have types: text, whole numbers and UUIDs can be identifiers."""
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
        return choose(fit, wish.kind, wish.column, prehashed=wish.prehashed)
    except ValueError as error:
        raise SourceError(str(error), file=name, column=wish.column) from None


def _lines(path: Path, compression: Compression) -> str:
    # Not strict: DuckDB calls it invalid when lines end now so, now so. One column cannot be torn.
    return (
        f"SELECT raw FROM read_csv({_text(str(path))}, auto_detect=false, header=false,"
        f" delim='{_NEVER}', quote='', escape='', columns={{'raw': 'VARCHAR'}},"
        f" strict_mode=false, compression='{compression}', {_BUFFERS})"
    )


def _csv(path: Path, compression: Compression, layout: Layout) -> str:
    names = [f"c{n}" for n in range(layout.width)]
    columns = ", ".join(f"'{one}': 'VARCHAR'" for one in names)
    return (
        f"SELECT {names[layout.index]} AS raw FROM read_csv({_text(str(path))}, auto_detect=false,"
        f" header={str(layout.header).lower()}, delim={_text(layout.delimiter)}, quote='\"',"
        f" escape='\"', columns={{{columns}}}, strict_mode=true, compression='{compression}',"
        f" {_BUFFERS})"
    )


def _sample(connection: Any, lines: str, path: Path, name: str) -> list[str]:
    try:
        rows = connection.execute(f"{lines} LIMIT {_SAMPLE}").fetchall()
    except duckdb.Error as error:
        raise explain(str(error), [name, str(path)]) from None
    return [row[0] or "" for row in rows]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# What can be read only once.


def _spool(pieces: Iterable[bytes], folder: Path, name: str) -> tuple[Path, str]:
    path = folder / "source"
    digest = hashlib.blake2b(digest_size=16)
    try:
        with path.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
    except OSError as error:
        msg = f"could not be kept in the temporary folder: {error.strerror}."
        raise SourceError(msg, file=name) from None
    if not path.stat().st_size:
        raise SourceError("is empty; expected identifiers.", file=name)
    return path, digest.hexdigest()


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_READ):
        yield block


def _json_lines(source: Any, wish: Wish, connection: Any, name: str) -> Iterator[bytes]:
    """Every identifier as a JSON string on a line of its own: any text survives that."""
    if isinstance(source, (bytes, bytearray)):
        raise SourceError("is bytes; expected a path or strings. Decode it first.")
    kind = type(source)  # asking a lazy frame itself for its columns would compute them
    if hasattr(kind, "__arrow_c_stream__") or hasattr(kind, "columns"):
        yield from _table_lines(source, wish, connection, name)
        return
    if not isinstance(source, Iterable):
        msg = f"{name} cannot be read; expected a path, strings, a table, a frame or a relation."
        raise SourceError(msg)
    values: Iterator[Any] = iter(source)
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


@attrs.frozen
class _Stream:
    """A relation of another connection, of which DuckDB then sees only what it streams."""

    relation: Any

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.relation.__arrow_c_stream__(requested_schema)


def _table_lines(source: Any, wish: Wish, connection: Any, name: str) -> Iterator[bytes]:
    register: Callable[[str, Any], Any] = connection.register
    try:
        register(
            "given", _Stream(source) if isinstance(source, duckdb.DuckDBPyRelation) else source
        )
        schema = connection.execute("DESCRIBE SELECT * FROM given").fetchall()
        column = _named(schema, wish, name)
        query = (
            f"SELECT coalesce(to_json({_quoted(column)}::VARCHAR)::VARCHAR, 'null') || chr(10)"
            " FROM given"
        )
        for chunk in chunks(connection.sql(query)):
            yield chunk.text
        connection.unregister("given")
    except SourceError:
        raise
    except Exception as error:  # noqa: BLE001 - foreign code may raise anything, quoting rows
        msg = f"could not be read as a table ({type(error).__name__})."
        raise SourceError(msg, file=name) from None
