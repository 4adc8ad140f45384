"""A source in parts that can be read apart: files, row groups of Parquet, ranges of a query.

Whoever asks looks at names, at the footers of Parquet files and at the ends of a range; the rows
are read where the parts are.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, cast

import attrs
import duckdb

from adlists.errors import ArgumentError
from adlists.lists.options import JobOptions
from adlists.lists.reading import databases, remote
from adlists.lists.reading.engine import quiet
from adlists.lists.reading.engine_errors import SourceError
from adlists.lists.reading.paths import are_paths, expand, path_of, shown
from adlists.lists.reading.sql import literal

_ROWS: Final = 2_000_000  # of a Parquet file make a part, in whole row groups
_RANGES: Final = 16
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@attrs.frozen(kw_only=True, repr=False)
class Partition:
    """One part: what `extract()` reads, and what it is called in a report."""

    name: str
    source: str | Path | remote.RemoteFile
    query: str | None = None
    rows: tuple[int, int] | None = None


def partitions_of(source: object, options: JobOptions) -> list[Partition]:
    """Return the parts of a source, in an order that is always the same.

    Raises:
        ArgumentError: It lies on this machine alone, or nothing says how to part it.
        SourceError: It is not there.
    """
    if options.query is not None:
        return list(_ranges(source, options.query, options))
    if options.partition_by is not None or options.partitions is not None:
        msg = "partition_by and partitions are for a query: files are parted as they lie."
        raise ArgumentError(msg)
    found: list[Partition] = []
    for item in _items(source):
        scheme = remote.scheme_of(item)
        if scheme is not None and scheme != "file":
            found += _remote(item)
        else:
            for path in expand(path_of(item)):
                found += _of_file(path.absolute())
    return found


def _items(source: object) -> list[str | os.PathLike[str]]:
    if isinstance(source, str) and source != "-":
        return [source]
    if isinstance(source, os.PathLike):
        return [cast("os.PathLike[str]", source)]
    if are_paths(source):
        return list(source)
    msg = (
        "An engine reads files, addresses and queries where they are; this source is in this "
        "process alone. Write it to files that every worker sees, or leave the engine out."
    )
    raise ArgumentError(msg)


def _remote(item: str | os.PathLike[str]) -> Iterator[Partition]:
    for url in remote.matching(os.fspath(item)):
        yield Partition(name=remote.safe(url), source=remote.RemoteFile(url))


def _of_file(path: Path) -> Iterable[Partition]:
    try:
        with path.open("rb") as file:
            parquet = file.read(4) == b"PAR1"
    except OSError:  # who reads it says what is wrong
        parquet = False
    name = shown(path)
    ranges = list(_row_ranges(path)) if parquet else []
    if len(ranges) < 2:
        return [Partition(name=name, source=path)]
    return [
        Partition(name=f"{name}, rows {start:,} to {stop - 1:,}", source=path, rows=(start, stop))
        for start, stop in ranges
    ]


def _row_ranges(path: Path) -> Iterator[tuple[int, int]]:
    """Yield ranges of whole row groups."""
    query = (
        "SELECT any_value(row_group_num_rows) FROM"
        f" parquet_metadata({literal(glob.escape(str(path)))}) GROUP BY row_group_id"
        " ORDER BY row_group_id"
    )
    try:
        with duckdb.connect(":memory:") as db:
            quiet(db)
            groups = [row[0] for row in db.execute(query).fetchall()]
    except duckdb.Error:  # who reads it says what is wrong
        return
    start = stop = 0
    for rows in groups:
        stop += rows
        if stop - start >= _ROWS:
            yield start, stop
            start = stop
    if stop > start:
        yield start, stop


def _ranges(source: object, query: str, options: JobOptions) -> Iterator[Partition]:
    """Yield ranges of a query by whole numbers; together they give every row, nulls too."""
    column = options.partition_by
    if column is None or not _WORD.fullmatch(column):
        msg = (
            "An engine asks a query in parts: say by partition_by which of its columns holds "
            "whole numbers, such as the primary key, and give that column in the query."
        )
        raise ArgumentError(msg, argument="partition_by")
    if not isinstance(source, str | os.PathLike):
        msg = "A query is asked of a database: name its file or its address."
        raise ArgumentError(msg)
    place = os.fspath(cast("str | os.PathLike[str]", source))
    if remote.scheme_of(place) is None:
        place = str(Path(place).absolute())
    whole = f"({query.strip().rstrip(';')}) AS adlists_part"
    low, high = _ends(place, f"SELECT min({column}), max({column}) FROM {whole}", options)
    parts = options.partitions or _RANGES
    step = max(1, -(-(high - low + 1) // parts))
    starts = range(low, high + 1, step)
    for number, start in enumerate(starts):
        conditions = [
            *([f"{column} >= {start}"] if number else []),
            *([f"{column} < {start + step}"] if number < len(starts) - 1 else []),
        ]
        where = " AND ".join(conditions) or "1 = 1"
        if not number and conditions:
            where = f"({where} OR {column} IS NULL)"
        yield Partition(
            name=f"{remote.safe(place) if '://' in place else place}, range {number + 1}",
            source=place,
            query=f"SELECT * FROM {whole} WHERE {where}",
        )


def _ends(place: str, query: str, options: JobOptions) -> tuple[int, int]:
    with databases.rows_of(place, query, options.memory) as (name, found):
        rows: list[tuple[Any, Any]] = found.fetchall()
    low, high = rows[0]
    if low is None:
        msg = "gave no rows; expected identifiers."
        raise SourceError(msg, file=name)
    if not isinstance(low, int) or not isinstance(high, int):
        msg = f"{options.partition_by} holds {type(low).__name__}, and ranges are of whole numbers."
        raise SourceError(msg, file=name, argument="partition_by")
    return low, high
