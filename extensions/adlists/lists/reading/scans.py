"""One file as a query: in which format it is written, how it is read, how many rows it has."""

from __future__ import annotations

import glob
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import attrs
import duckdb

from adlists.lists.reading.archives import unpacked
from adlists.lists.reading.columns import FORMATS, ReadOptions, UnclearError
from adlists.lists.reading.consent import unheeded
from adlists.lists.reading.content import (
    LONGEST_LINE,
    FileContent,
    blocks_of,
    cleared,
    glance,
    look,
)
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.engine_errors import EmptySourceError, SourceError, explain
from adlists.lists.reading.formats import format_of, guess
from adlists.lists.reading.layouts import HEADER_RULES, Layout, layout_of_csv, layout_of_json
from adlists.lists.reading.readings import Reading
from adlists.lists.reading.spreadsheets import SUFFIXES, convert
from adlists.lists.reading.sql import literal
from adlists.lists.reading.tables import column_of

# Small buffers keep many threads inside a small memory, and are not given back when they are
# smaller than this.
_BUFFERS: Final = "buffer_size=2000000"
_NEVER: Final = "\x1f\x1e\x1f\x1e"  # a delimiter that no line holds: a line is one column
_BLANK_LINES: Final = re.compile(rb"\n{2,}")
_NOTHING: Final = "SELECT NULL::VARCHAR AS raw LIMIT 0"
_OPEN_END: Final = (
    "its last line has no line end: where the file was cut off there, something is missing"
)


@attrs.frozen
class Scan:
    """One file's rows. `query` gives the column `raw`; `first` is the line of the first row.

    `rows` is how many rows it must give, as far as blank lines are rows. `path` is the file
    itself, None for what was kept in a temporary one; `read_from` is what the query reads.
    `lines` gives the lines themselves as `raw`, where the file is one of JSON lines.
    """

    name: str
    query: str
    reading: Reading
    rows: int | None = None
    first: int = 1
    path: Path | None = None
    read_from: Path | None = None
    content: FileContent | None = None
    lines: str | None = None

    def blank_lines(self) -> int:
        """Return how many lines of the file are blank: of a table they are no rows."""
        if self.read_from is None or self.content is None:
            return 0
        blank, last = 0, b"\n"
        with self.read_from.open("rb", buffering=0) as file:
            for block in unpacked(blocks_of(file), self.content.compression):
                text = (last + block).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
                blank += sum(len(run) - 1 for run in _BLANK_LINES.findall(text))
                last = b"\n" if block.endswith((b"\n", b"\r")) else b""
        return blank


@attrs.frozen
class Opener:
    """What every file is opened with; `copies` names temporary files."""

    options: ReadOptions
    engine: Engine
    folder: Path
    copies: Callable[[], Path]


def scan_of(
    path: Path, opener: Opener, *, name: str, kept: bool = False, several: bool = False
) -> Scan:
    """Find out how to read a file; of one that was kept, the name does not say what it is.

    Raises:
        SourceError: it cannot be read, or no column is certain.
    """
    if path.is_dir():
        msg = "is a folder. Name a file, or a pattern such as 'folder/*.csv'."
        raise SourceError(msg, file=name)
    content = look(path, name) if opener.options.rows is None else glance(path, name)
    own = None if kept else path
    if not content.head:
        return _empty(name, content, own, several=several)
    form = opener.options.format
    if content.head.startswith(b"PK\x03\x04"):
        if form == "xlsx" or (form is None and (kept or path.suffix.lower() in SUFFIXES)):
            return _workbook(path, content, opener, name, own)
        msg = f"is a zip archive or a spreadsheet; expected one of {', '.join(FORMATS)}."
        raise SourceError(msg, file=name)
    if form is None and content.head.startswith(b"PAR1"):
        form = "parquet"
    told = form is not None
    if form is None and not kept:
        form = format_of(path, name)
    read_from = _readable(path, opener)
    if form == "parquet" or opener.options.rows is not None:
        return _scan_parquet(read_from, content, opener, name, own)
    scan = _text_scan(name, read_from, content, opener, own)
    text = _text(scan.content or content, name)
    if form is None or (form == "lines" and not told):
        form = guess(text, opener.options, form)
    scan = attrs.evolve(scan, reading=attrs.evolve(scan.reading, format=form))
    try:
        return _laid_out(scan, text, opener.options)
    except UnclearError as error:
        raise _unclear(error, name, opener.options) from None


def _workbook(
    path: Path, content: FileContent, opener: Opener, name: str, own: Path | None
) -> Scan:
    """Return the scan of one sheet of a workbook, which is written as CSV first."""
    copy = opener.copies()
    title = convert(path, copy, opener.options.sheet, name)
    inner = look(copy, name)
    if not inner.head:
        msg = f"its sheet {title!r:.60} is empty; expected identifiers."
        raise SourceError(msg, file=name)
    mixed = attrs.evolve(inner, size=content.size, digest=content.digest, stamp=content.stamp)
    scan = _text_scan(name, copy, mixed, opener, own)
    reading = attrs.evolve(scan.reading, format="csv")
    try:
        laid = _laid_out(attrs.evolve(scan, reading=reading), _text(inner, name), opener.options)
    except UnclearError as error:
        raise _unclear(error, name, opener.options) from None
    told = attrs.evolve(laid.reading, format=f"sheet {title!r:.60} of a workbook")
    return attrs.evolve(laid, reading=told)


def _unclear(error: UnclearError, name: str, options: ReadOptions) -> SourceError:
    return SourceError(
        str(error),
        file=name,
        line=error.line,
        column=options.column,
        candidates=error.candidates,
        argument=error.argument,
    )


def _text_scan(
    name: str, read_from: Path, content: FileContent, opener: Opener, own: Path | None
) -> Scan:
    """Return a file of text as the engine can read it, written anew where it could not."""
    notes: list[str] = []
    encoding = content.encoding
    if not content.is_clear:
        if len(content.ends) > 1 and encoding == "utf-8":
            notes.append("its lines end in several ways, all of which were read as line ends")
        copy = opener.copies()
        content = cleared(read_from, content, copy, name)
        read_from = copy
    number, length = content.longest
    if length > LONGEST_LINE:
        msg = f"is longer than {LONGEST_LINE:,} bytes; expected a row of a table."
        raise SourceError(msg, file=name, line=number)
    if not content.ended:
        notes.append(_OPEN_END)
    reading = Reading(
        name=name,
        format="lines",
        compression=content.packed,
        encoding=encoding,
        bytes=content.size,
        notes=tuple(notes),
    )
    return Scan(name, "", reading, content.bare, path=own, read_from=read_from, content=content)


def _laid_out(scan: Scan, text: str, options: ReadOptions) -> Scan:
    """Add the query. Raises UnclearError."""
    form, whole = scan.reading.format, scan.content is None or scan.content.whole
    if form == "lines":
        return _scan_lines(scan, options, text)
    if form == "jsonl":
        return _scan_json(scan, layout_of_json(text, options, whole=whole))
    return _scan_csv(scan, layout_of_csv(text, options, tabs=form == "tsv", whole=whole))


def _empty(name: str, content: FileContent, path: Path | None, *, several: bool) -> Scan:
    if not several:
        msg = "is empty; expected identifiers, one in a row."
        raise EmptySourceError(msg, file=name)
    reading = Reading(
        name=name, format="lines", compression=content.compression, notes=("is empty",)
    )
    return Scan(name, _NOTHING, reading, 0, path=path, content=content)


def _readable(path: Path, opener: Opener) -> Path:
    """Return a path that the engine can be told: its name must be UTF-8."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        link = opener.copies()
        link.symlink_to(path.absolute())
        return link
    return path


def _text(content: FileContent, name: str) -> str:
    """Return the beginning of the text, cut off between two characters."""
    head = content.head
    try:
        text = head.decode("utf-8") if content.whole else _whole_letters(head)
    except UnicodeDecodeError as error:
        line = head[: error.start].count(b"\n") + 1
        msg = "is not UTF-8. Convert the file first."
        raise SourceError(msg, file=name, line=line) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _whole_letters(head: bytes) -> str:
    for torn in range(4):
        try:
            return head[: len(head) - torn].decode("utf-8")
        except UnicodeDecodeError as error:
            if torn == 3 or error.start < len(head) - 4:
                raise
    raise AssertionError


def _scan_lines(scan: Scan, options: ReadOptions, text: str) -> Scan:
    if options.column is not None:
        msg = "plain lines have no columns. Leave the column out, or say another format."
        raise UnclearError(msg)
    assert scan.read_from is not None  # noqa: S101 - a file
    assert scan.content is not None  # noqa: S101 - a file
    query = lines_of(scan.read_from, scan.content)
    if not options.header:
        return attrs.evolve(scan, query=query)
    blank = next((n for n, line in enumerate(text.split("\n")) if line.strip("\ufeff \t")), 0)
    reading = attrs.evolve(scan.reading, header=True, header_rule=HEADER_RULES["said"], eaten=1)
    query = lines_of(scan.read_from, scan.content, skip=blank + 1)
    rows = scan.content.bare - blank - 1
    return attrs.evolve(scan, query=query, reading=reading, rows=rows, first=blank + 2)


def _scan_json(scan: Scan, layout: Layout) -> Scan:
    assert scan.read_from is not None  # noqa: S101 - a file
    assert scan.content is not None  # noqa: S101 - a file
    lines = lines_of(scan.read_from, scan.content)
    query = f"SELECT json_extract_string(raw, {literal(layout.path)}) AS raw FROM ({lines})"
    position = layout.index + 1 if layout.column is not None else None
    reading = attrs.evolve(
        scan.reading,
        column=layout.column,
        position=position,
        header_rule=HEADER_RULES["schema"],
        notes=(*scan.reading.notes, *layout.notes),
    )
    return attrs.evolve(scan, query=query, reading=reading, lines=lines)


def _scan_csv(scan: Scan, layout: Layout) -> Scan:
    assert scan.read_from is not None  # noqa: S101 - a file
    assert scan.content is not None  # noqa: S101 - a file
    names = [f"c{n}" for n in range(layout.width)]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    query = (
        f"SELECT {names[layout.index]} AS raw FROM read_csv({_file(scan.read_from)},"
        f" auto_detect=false, skip={layout.skipped}, header={str(layout.header).lower()},"
        f" delim={literal(layout.delimiter)}, quote='\"', escape='\"', columns={{{columns}}},"
        f" strict_mode=true, compression='{scan.content.compression}', {_BUFFERS})"
    )
    before = layout.skipped + layout.header
    reading = attrs.evolve(
        scan.reading,
        column=layout.column,
        position=layout.index + 1,
        header=layout.header,
        header_rule=HEADER_RULES[layout.rule],
        eaten=layout.eaten,
        notes=(*scan.reading.notes, *layout.notes),
    )
    rows = scan.content.lines - before
    return attrs.evolve(scan, query=query, reading=reading, rows=rows, first=before + 1)


def _scan_parquet(
    path: Path, content: FileContent, opener: Opener, name: str, own: Path | None
) -> Scan:
    table = f"read_parquet({_file(path)})"
    engine = opener.engine
    try:
        types = [row[1] for row in engine.rows(f"DESCRIBE SELECT * FROM {table}")]
        tree = engine.rows(f"SELECT name, num_children FROM parquet_schema({_file(path)})")
        counted = engine.rows(f"SELECT num_rows FROM parquet_file_metadata({_file(path)})")
    except duckdb.Error:
        msg = "is not a Parquet file that can be read; it may be cut off."
        raise SourceError(msg, file=name) from None
    # The engine renames what differs in case alone, so that names are taken from the file.
    names = _top_names(tree)
    if len(names) != len(types):
        names = [f"column {n + 1}" for n in range(len(types))]
    found = column_of(names, types, opener.options, name)
    listed = ", ".join(f"c{n}" for n in range(len(types)))
    query = f"SELECT c{found}::VARCHAR AS raw FROM {table} AS given({listed})"
    rows: int = counted[0][0]
    if opener.options.rows is not None:
        start, stop = opener.options.rows
        table = f"read_parquet({_file(path)}, file_row_number=true)"
        query = (
            f"SELECT c{found}::VARCHAR AS raw FROM {table} AS given({listed}, number)"
            f" WHERE number >= {start} AND number < {stop}"
        )
        rows = max(0, min(stop, rows) - start)
    reading = Reading(
        name=name,
        format="parquet",
        column=names[found],
        position=found + 1,
        header_rule=HEADER_RULES["schema"],
        bytes=content.size,
        notes=unheeded(names, found),
    )
    return Scan(name, query, reading, rows, path=own, read_from=path, content=content)


def _top_names(tree: Iterable[tuple[str, int | None]]) -> list[str]:
    """Return the names right below the root of a schema that is told depth first."""
    names: list[str] = []
    left: list[int] = []  # children still to come, on the way down
    for name, children in tree:
        while left and not left[-1]:
            left.pop()
        if left:
            if len(left) == 1:
                names.append(name)
            left[-1] -= 1
        if children or not left:
            left.append(children or 0)
    return names


def lines_of(path: Path, content: FileContent, skip: int = 0) -> str:
    """Return the query of a file's lines, each in one piece as `raw`."""
    return (
        f"SELECT raw FROM read_csv({_file(path)}, auto_detect=false, header=false, skip={skip},"
        f" delim='{_NEVER}', quote='', escape='', columns={{'raw': 'VARCHAR'}},"
        f" strict_mode=false, compression='{content.compression}', {_BUFFERS})"
    )


def _file(path: Path) -> str:
    return literal(glob.escape(str(path)))  # the engine would take a bracket for a pattern


def rows_read(engine: Engine, scan: Scan) -> int:
    """Return how many rows a file gives."""
    try:
        found: int = engine.rows(f"SELECT count(*) FROM ({scan.query})", aside=True)[0][0]
    except duckdb.Error as error:
        raise explain(str(error), [scan.name]) from None
    return found


def account_for(scan: Scan, engine: Engine) -> None:
    """Refuse a file of which more was lost than blank lines.

    Raises:
        SourceError: rows were lost.
    """
    read = rows_read(engine, scan)
    if scan.rows is None or read == scan.rows:
        return
    blank = scan.blank_lines()
    if read + blank != scan.rows and not (read < scan.rows <= read + blank):
        msg = (
            f"{read:,} rows were read where its lines make {scan.rows - blank:,}: it was changed"
            " meanwhile, or a quote inside of a cell is not doubled. Write it anew."
        )
        raise SourceError(msg, file=scan.name)
