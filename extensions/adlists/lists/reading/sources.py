"""What identifiers are read from, each as a query of one column `raw`, rows in their order.

Files are read where they lie, after one look at the whole of each (`content`). What can be read
only once (standard input, iterables, frames and relations, which belong to somebody else) is
first written to a private temporary file; so is what the engine would not read right: UTF-16,
mixed line ends, compression that it does not know.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, cast
from urllib.parse import unquote, urlsplit

import attrs

from adlists.lists.reading import cursors, databases, remote
from adlists.lists.reading.columns import ReadOptions
from adlists.lists.reading.content import look
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.engine_errors import SourceError
from adlists.lists.reading.formats import says_format
from adlists.lists.reading.layouts import HEADER_RULES
from adlists.lists.reading.paths import are_paths, expand, path_of, shown
from adlists.lists.reading.readings import Reading
from adlists.lists.reading.remote import Fetched
from adlists.lists.reading.scans import Opener, Scan, lines_of, scan_of
from adlists.lists.reading.spool import blocks, json_lines, keep
from adlists.lists.reading.tables import Table

_SMALL: Final = 1 << 16  # bytes
_FEW: Final = 5_000  # rows, which are all held at once


@attrs.frozen
class Source:
    """A source ready to be read: `name` says what was asked for, `state` what is there now."""

    scans: tuple[Scan, ...]
    name: str
    state: str
    fetched: tuple[Fetched, ...] = ()

    @property
    def query(self) -> str:
        """All rows of all files, in their order."""
        return " UNION ALL ".join(f"({scan.query})" for scan in self.scans)

    @property
    def small(self) -> bool:
        """Tell whether reading it takes next to nothing: few bytes, and few rows in them.

        Packed, or in columns, a file of few bytes may hold millions.
        """
        sizes = [scan.content.size for scan in self.scans if scan.content is not None]
        rows = [scan.rows for scan in self.scans if scan.rows is not None]
        if len(sizes) < len(self.scans) or len(rows) < len(self.scans):
            return False
        return sum(sizes) <= _SMALL and sum(rows) <= _FEW

    def lacks(self, mark: bytes) -> bool:
        """Tell whether no row contains *mark* (ASCII, lower case), upper case included."""
        return all(scan.content is not None and scan.content.lacks(mark) for scan in self.scans)


def open_source(source: object, options: ReadOptions, engine: Engine, folder: Path) -> Source:
    """Find out what a source is and how to read it; `folder` is for temporary files.

    Raises:
        SourceError: it is not there, cannot be read, or no column is certain.
    """
    numbers = itertools.count()
    opener = Opener(options, engine, folder, lambda: folder / f"copy-{next(numbers)}")
    if options.query is not None:
        with databases.rows_of(source, options.query, options.memory) as (name, rows):
            return _rows(rows, name, options, engine, folder, any_order=True)
    urls = _urls(source)
    if urls:
        return _remote(urls, opener, numbers)
    if cursors.is_cursor(source):
        name = f"the {type(source).__name__}"
        return _rows(source, name, options, engine, folder, any_order=True)
    if isinstance(source, str) and source == "-":
        path = keep(blocks(sys.stdin.buffer), folder, "standard input")
        scan = scan_of(path, opener, name="standard input", kept=True)
        return _source((scan,), "-")
    if isinstance(source, str) and remote.scheme_of(source) == "file":
        source = Path(unquote(urlsplit(source).path))
    if isinstance(source, (str, os.PathLike)):
        path = path_of(cast("str | os.PathLike[str]", source))
        if path.exists() and not (path.is_file() or path.is_dir()):
            with path.open("rb") as file:
                if not (path.is_fifo() or path.is_socket() or file.isatty()):
                    msg = "is a device, which may have no end. Name a file, or a pipe."
                    raise SourceError(msg, file=shown(path))
                kept = keep(blocks(file), folder, shown(path))
            return _source((scan_of(kept, opener, name=shown(path), kept=True),), shown(path))
        return _open_files(expand(path), opener)
    if are_paths(source):
        return _open_files([path for given in source for path in expand(path_of(given))], opener)
    return _rows(source, f"the {type(source).__name__}", options, engine, folder)


def _urls(source: object) -> list[str]:
    """Return the URLs of a source; none where it is something else."""
    if isinstance(source, str) and remote.scheme_of(source) not in {None, "file"}:
        return [source]
    if isinstance(source, remote.RemoteFile):
        return [source.url]
    items = cast("list[object]", source) if type(source) in {list, tuple} else []
    if items and any(isinstance(item, remote.RemoteFile) for item in items):
        if all(isinstance(item, remote.RemoteFile) for item in items):
            return [item.url for item in items if isinstance(item, remote.RemoteFile)]
        msg = "mixes files of this machine and of others. Name one kind at a time."
        raise SourceError(msg, file="the source")
    return []


def _remote(urls: Sequence[str], opener: Opener, numbers: Iterator[int]) -> Source:
    """Fetch files by their URLs, and read them as any."""
    fetched = [found for url in urls for found in remote.fetch(url, opener.folder, numbers)]
    several = len(fetched) > 1
    scans = tuple(
        scan_of(
            found.path,
            opener,
            name=found.name,
            kept=opener.options.format is None and not says_format(found.path),
            several=several,
        )
        for found in fetched
    )
    names = [found.name for found in fetched]
    return attrs.evolve(_source(scans, repr(names)), fetched=tuple(fetched))


def _rows(
    source: object,
    name: str,
    options: ReadOptions,
    engine: Engine,
    folder: Path,
    *,
    any_order: bool = False,
) -> Source:
    """Keep what a value of Python's gives; *any_order* where a database may order it anew."""
    table = Table(None, None)
    found = cursors.lines if cursors.is_cursor(source) else None
    pieces = (
        json_lines(source, options, engine, name, table)
        if found is None
        else found(source, options, name, table)
    )
    kept = keep(pieces, folder, name)
    content = look(kept, name)
    query = f"SELECT json_extract_string(raw, '$') AS raw FROM ({lines_of(kept, content)})"
    position = None if table.index is None else table.index + 1
    reading = Reading(
        name=name,
        format="values",
        column=table.column,
        position=position,
        header_rule=HEADER_RULES["schema"],
        bytes=content.size,
        notes=table.notes,
    )
    scan = Scan(name, query, reading, content.bare, read_from=kept, content=content)
    opened = _source((scan,), name)
    if not any_order:
        return opened
    # The same rows are the same source, in whichever order a database gives them.
    sums = engine.rows(
        "SELECT count(*), bit_xor(md5_number(coalesce(raw, ''))), sum(hash(raw)::HUGEINT)"
        f" FROM ({query})"
    )
    return attrs.evolve(opened, state=repr(sums[0]))


def _source(scans: tuple[Scan, ...], name: str) -> Source:
    digests = [scan.content.digest for scan in scans if scan.content is not None]
    return Source(scans, name, repr(digests))


def _open_files(paths: Sequence[Path], opener: Opener) -> Source:
    several = len(paths) > 1
    scans = tuple(scan_of(path, opener, name=shown(path), several=several) for path in paths)
    names = [shown(path.resolve()) for path in paths]
    return _source(scans, repr(names))
