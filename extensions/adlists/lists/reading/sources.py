"""What identifiers are read from, each as a query of one column `raw`, rows in their order.

Files are read where they lie. What can be read only once (standard input, iterables, frames and
relations, which belong to somebody else) is first written to a private temporary file.
"""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeGuard, cast

import attrs
import duckdb

from adlists.lists.reading.archives import Compression, compression_of, is_whole_zstd
from adlists.lists.reading.columns import (
    FORMATS,
    Format,
    Layout,
    UnclearError,
    Wish,
    layout_of_csv,
    layout_of_json,
)
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.faults import SourceError, explain
from adlists.lists.reading.spool import blocks, json_lines, keep, literal, named, quoted

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
# Small buffers keep many threads inside a small memory, and are not given back when they are
# smaller than this; lines of 200 kB are no list of anything.
_BUFFERS: Final = "buffer_size=2000000"
_NEVER: Final = "\x1f\x1e\x1f\x1e"  # a delimiter that no line holds: a line is one column


@attrs.frozen
class Scan:
    """One file's rows. `query` gives the column `raw`; `first` is the line of the first row.

    `lines` gives the lines themselves as `raw`, where the file is one of JSON lines.
    """

    name: str
    query: str
    first: int = 1
    column: str | None = None
    lines: str | None = None


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


def open_source(source: object, wish: Wish, engine: Engine, folder: Path) -> Opened:
    """Find out what a source is and how to read it; `folder` is for temporary files.

    Raises:
        SourceError: it is not there, cannot be read, or no column is certain.
    """
    if isinstance(source, str) and source == "-":
        path, digest = keep(blocks(sys.stdin.buffer), folder, "standard input")
        scan = _scan(path, wish, engine, name="standard input", named_so=False)
        return Opened((scan,), "-", digest)
    if isinstance(source, (str, os.PathLike)):
        path = Path(cast("str | os.PathLike[str]", source))
        if path.exists() and not (path.is_file() or path.is_dir()):
            return _open_pipe(path, wish, engine, folder)
        return _open_files(_expand(str(path)), wish, engine)
    if _are_paths(source):
        return _open_files([path for one in source for path in _expand(str(one))], wish, engine)
    name = f"the {type(source).__name__}"
    path, digest = keep(json_lines(source, wish, engine, name), folder, name)
    query = f"SELECT json_extract_string(raw, '$') AS raw FROM ({_lines(path, 'none')})"
    return Opened((Scan(name, query, column=wish.column),), name, digest)


def _are_paths(source: object) -> TypeGuard[Sequence[os.PathLike[str]]]:
    """Tell a list of paths; a list of strings is one of identifiers."""
    if not isinstance(source, (list, tuple)) or not source:
        return False
    return all(map(_is_path, source))  # pyright: ignore[reportUnknownArgumentType] - any list


def _is_path(one: object) -> bool:
    return isinstance(one, os.PathLike)


def _open_pipe(path: Path, wish: Wish, engine: Engine, folder: Path) -> Opened:
    name = str(path)
    with path.open("rb") as file:
        kept, digest = keep(blocks(file), folder, name)
    scan = _scan(kept, wish, engine, name=name, named_so=False)
    return Opened((scan,), name, digest)


def _expand(pattern: str) -> list[Path]:
    path = Path(pattern)
    if path.exists() or not glob.has_magic(pattern):
        return [path]
    # Not Path.glob, which knows no pattern that begins with a slash.
    found = sorted(Path(one) for one in glob.glob(pattern, recursive=True))  # noqa: PTH207 - see above
    found = [one for one in found if not one.is_dir()]
    if not found:
        msg = "no file matches this pattern. Check the folder and quote the pattern for the shell."
        raise SourceError(msg, file=pattern)
    return found


def _open_files(paths: Sequence[Path], wish: Wish, engine: Engine) -> Opened:
    scans = tuple(_scan(path, wish, engine, name=str(path)) for path in paths)
    states = [(one.stat().st_size, one.stat().st_mtime_ns) for one in paths]
    names = [str(one.resolve()) for one in paths]
    return Opened(scans, repr(names), repr(states))


def _scan(path: Path, wish: Wish, engine: Engine, *, name: str, named_so: bool = True) -> Scan:
    """Find out how to read a file; `named_so` tells whether its name says what it is."""
    start = _start(path, name)
    compression = compression_of(start)
    if compression == "zstd" and not is_whole_zstd(path):
        msg = "the zstd file is cut off or damaged. Fetch it again."
        raise SourceError(msg, file=name)
    lines = _lines(path, compression)
    form = wish.format
    if form is None and start.startswith(b"PAR1"):
        form = "parquet"
    if form is None:
        form = _format_of(path, name) if named_so else None
    if form == "parquet":
        return _scan_parquet(path, wish, engine, name)
    if form == "lines":
        return Scan(name, lines)
    sample = _sample(engine, lines, path, name)
    form = form or _guess(sample, wish)
    try:
        if form == "lines":
            return Scan(name, lines)
        if form == "jsonl":
            layout = layout_of_json(sample, wish)
            query = f"SELECT json_extract_string(raw, {literal(layout.path)}) AS raw FROM ({lines})"
            return Scan(name, query, column=layout.column, lines=lines)
        layout = layout_of_csv(sample, wish, tabs=form == "tsv")
    except UnclearError as error:
        raise SourceError(str(error), file=name, line=error.line, column=wish.column) from None
    first = layout.blank + (2 if layout.header else 1)
    return Scan(name, _csv(path, compression, layout), first, layout.column)


def _start(path: Path, name: str) -> bytes:
    msg = ""
    try:
        if path.is_dir():
            msg = "is a folder. Name a file, or a pattern such as 'folder/*.csv'."
            raise SourceError(msg, file=name)
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        msg = f"cannot be read: {error.strerror}."
        raise SourceError(msg, file=name) from None
    if not start:
        msg = "is empty; expected identifiers, one in a row."
    elif start.startswith((b"\xff\xfe", b"\xfe\xff")):
        msg = "is UTF-16; expected UTF-8. Convert it first."
    elif start.startswith(b"PK\x03\x04"):
        msg = f"is a zip archive or a spreadsheet; expected one of {', '.join(FORMATS)}."
    if msg:
        raise SourceError(msg, file=name)
    return start


def _format_of(path: Path, name: str) -> Format:
    kept = [one.lower() for one in path.suffixes if one.lower() not in _COMPRESSED]
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


def _scan_parquet(path: Path, wish: Wish, engine: Engine, name: str) -> Scan:
    table = f"read_parquet({_file(path)})"
    try:
        schema = engine.rows(f"DESCRIBE SELECT * FROM {table}")
    except duckdb.Error:
        msg = "is not a Parquet file that can be read; it may be cut off."
        raise SourceError(msg, file=name) from None
    column = named(schema, wish, name)
    query = f"SELECT {quoted(column)}::VARCHAR AS raw FROM {table}"
    return Scan(name, query, column=column)


def _lines(path: Path, compression: Compression) -> str:
    # Not strict, which would refuse lines that end now with CR LF, now with LF. One column
    # cannot be torn anyway.
    return (
        f"SELECT raw FROM read_csv({_file(path)}, auto_detect=false, header=false,"
        f" delim='{_NEVER}', quote='', escape='', columns={{'raw': 'VARCHAR'}},"
        f" strict_mode=false, compression='{compression}', {_BUFFERS})"
    )


def _csv(path: Path, compression: Compression, layout: Layout) -> str:
    names = [f"c{n}" for n in range(layout.width)]
    columns = ", ".join(f"'{one}': 'VARCHAR'" for one in names)
    return (
        f"SELECT {names[layout.index]} AS raw FROM read_csv({_file(path)}, auto_detect=false,"
        f" skip={layout.blank}, header={str(layout.header).lower()}, delim={literal(layout.delimiter)}, quote='\"',"  # noqa: E501
        f" escape='\"', columns={{{columns}}}, strict_mode=true, compression='{compression}',"
        f" {_BUFFERS})"
    )


def _sample(engine: Engine, lines: str, path: Path, name: str) -> list[str]:
    try:
        rows = engine.rows(f"{lines} LIMIT {_SAMPLE}")
    except duckdb.Error as error:
        raise explain(str(error), [name, str(path)]) from None
    return [row[0] or "" for row in rows]


def _file(path: Path) -> str:
    return literal(glob.escape(str(path)))  # DuckDB would take a bracket for a pattern
