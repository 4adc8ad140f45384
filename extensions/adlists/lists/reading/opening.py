"""`extract()`: a source opened, or refused with what to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from glob import has_magic
from pathlib import Path
from typing import Any, Final, cast

import attrs

from adlists.contract.list_steps import IdentifierType
from adlists.errors import AdlistsError, ArgumentError
from adlists.lists.reading.columns import FORMATS, Format, ReadOptions
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.engine_errors import NO_MEMORY, ExtractError, SourceError
from adlists.lists.reading.exclusion import Exclusion, exclusion_of
from adlists.lists.reading.extract import Extract
from adlists.lists.reading.identifiers import rule
from adlists.lists.reading.paths import would_match
from adlists.lists.reading.rejects import Rejects
from adlists.lists.reading.scratch import Scratch
from adlists.lists.reading.sources import open_source

_EXPECTED: Final = {
    "prehashed": ((bool,), "True or False"),
    "column": ((str, int, type(None)), "a column's name, or its number from 1"),
    "header": ((bool, type(None)), "True, False or None"),
    "format": ((str, type(None)), f"one of {', '.join(FORMATS)}"),
    "sheet": ((str, int, type(None)), "a sheet's name, or its number from 1"),
    "query": ((str, type(None)), "a select"),
    "accept_urls": ((bool,), "True or False"),
    "deduplicate": ((bool,), "True or False"),
    "memory": ((str,), "a size such as '300MB'"),
    "threads": ((int, type(None)), "a number of threads"),
    "temporary": ((str, os.PathLike, type(None)), "a folder"),
    "rejects": ((str, os.PathLike, type(None)), "a file"),
    "rows": ((tuple, type(None)), "two numbers of rows"),
    "sort": ((bool,), "True or False"),
    "hash": ((str, type(None)), "a hash mode"),
}


def extract(
    source: Any,
    *,
    identifier: IdentifierType | str,
    hash: str | None = None,
    prehashed: bool = False,
    column: str | int | None = None,
    header: bool | None = None,
    format: Format | None = None,
    sheet: str | int | None = None,
    query: str | None = None,
    accept_urls: bool = True,
    deduplicate: bool = True,
    memory: str = "300MB",
    threads: int | None = None,
    temporary: Path | None = None,
    rejects: Path | None = None,
    rows: tuple[int, int] | None = None,
    sort: bool = False,
    exclude: Any = None,
) -> Extract:
    """Open a source of identifiers.

    Args:
        source: A path, a glob, a list of paths, a URL (`s3://…`, `https://…`), "-" for standard
            input, any iterable of strings, an Arrow table or reader, a polars or pandas frame, a
            DuckDB relation, a DB-API cursor or a result of SQLAlchemy; with *query* a database: a
            file of DuckDB or SQLite, or an address that SQLAlchemy takes.
        identifier: What the identifiers are: a type of a document, or the name of a usual one.
        hash: How they leave; there is no default where the type offers several ways.
        prehashed: They are digests already, of a length that the type's modes have.
        column: The column's name, or its number from 1; found where there is one candidate.
        header: Whether the first row is a header; told by rules otherwise, see `readings`.
        format: What a file is written in; told from its name, otherwise.
        sheet: Which sheet of a workbook, by name or number; the only one that is not empty.
        query: A select, asked of the database that *source* names.
        accept_urls: Take an app's id out of a store's address and of `id123`.
        deduplicate: Give every identifier once. Otherwise rows are streamed in their order.
        memory: How much the work may take before it spills to disk, as "300MB".
        threads: How many cores to use; all of them by default.
        temporary: Where to spill; the system's temporary directory by default.
        rejects: Where to write the rows that were rejected, with file, line and reason; the
            file is private to the user, and holds what they hold.

        rows: Of one Parquet file, the rows from a number on, from 0, and before another.
        sort: Give the identifiers sorted by what leaves, of which alone something is spilled.
        exclude: A second source, of the same type and hashed as the first is: whoever stands in
            it is left out, and counted as rejected for that.

    Raises:
        ArgumentError: The settings do not go together.
        SourceError: The source cannot be read as what it says it is.
        ExtractError: The temporary folder cannot be used.
    """
    given: dict[str, Any] = {name: value for name, value in locals().items() if name in _EXPECTED}
    _check(given)
    how = rule(identifier, hash, prehashed=prehashed, accept_urls=accept_urls)
    options = ReadOptions(how.kind, prehashed, column, header, format, sheet, query, memory, rows)
    try:
        folder = Scratch(None if temporary is None else Path(temporary))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        msg = f"no temporary folder can be made: {reason}. Name another one."
        raise ExtractError(msg) from None
    engine: Engine | None = None
    try:
        engine = Engine(memory, threads, Path(folder.name) / "spill", temporary=True)
        opened = open_source(source, options, engine, Path(folder.name))
        left_out: Exclusion | None = None
        if exclude is not None:
            inner = Path(folder.name) / "excluded"
            left_out = exclusion_of(exclude, options, how, engine, inner)
            how = attrs.evolve(how, left_out=left_out.condition)
        how = how.sparing(opened.lacks)
        for statement in how.setup:
            engine.rows(statement)
        written = None if rejects is None else Rejects(Path(rejects))
        if written is not None:
            written.check(opened, _patterns(source))
            if left_out is not None:
                written.check(left_out.source, _patterns(exclude))
            written.write(opened, how, engine)
        settings = (
            how.identifier, how.mode, prehashed, column, header, format, accept_urls, deduplicate,
            sheet, query, rows, sort,
        )  # fmt: skip
        return Extract(
            opened,
            how,
            settings,
            engine,
            folder,
            deduplicate=deduplicate,
            rejects=written,
            sort=sort,
            excluded=None if left_out is None else left_out.source,
        )
    except BaseException as error:
        if engine is not None:
            engine.close()
        folder.cleanup()
        if isinstance(error, AdlistsError) or not isinstance(error, Exception):
            raise
        # Foreign code, or a value nobody thought of: its text may quote a row.
        kind = type(error).__name__
        failed = (
            ExtractError(NO_MEMORY)
            if isinstance(error, MemoryError) or "OutOfMemory" in kind
            else SourceError(f"could not be read ({kind}).", file=f"the {type(source).__name__}")
        )
        raise failed from None


def _check(given: dict[str, object]) -> None:
    """Refuse what is of the wrong type, before anything is done with it."""
    for name, value in given.items():
        types, expected = _EXPECTED[name]
        kind = type(value).__name__
        wrong = not isinstance(value, types) or (isinstance(value, bool) and bool not in types)
        if not wrong and name == "format":
            wrong = value is not None and value not in FORMATS
        if not wrong and name in {"column", "sheet", "threads"} and isinstance(value, int):
            wrong = value < 1
        if not wrong and name in {"column", "sheet", "query"} and isinstance(value, str):
            wrong = not value.strip()
        if wrong:
            msg = f"{name} cannot be of type {kind} with this value; say {expected}."
            raise ArgumentError(msg)


def _patterns(source: object) -> Iterator[Callable[[Path], bool]]:
    """Yield the patterns of a source, as tests of a path."""
    items = cast("list[object]", source) if type(source) in {list, tuple} else [source]
    for item in items:
        if isinstance(item, (str, os.PathLike)):
            text = os.fsdecode(cast("os.PathLike[str]", item))
            if has_magic(text) and not Path(text).exists():
                yield partial(would_match, text)
