"""What a file is written in: by its name, and by its first lines where that says nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from adlists.lists.reading.cells import DELIMITERS
from adlists.lists.reading.columns import FORMATS, Format, ReadOptions
from adlists.lists.reading.engine_errors import SourceError
from adlists.lists.reading.kinds import ANY_COLUMN, folded

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
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
_COMPRESSED: Final = frozenset({".gz", ".gzip", ".zst", ".zstd", ".bz2", ".xz"})


def says_format(path: Path) -> bool:
    """Tell whether a file's name says what it is written in."""
    kept = [suffix.lower() for suffix in path.suffixes if suffix.lower() not in _COMPRESSED]
    return bool(kept) and kept[-1] in _BY_SUFFIX


def format_of(path: Path, name: str) -> Format:
    """Return what a file's name says it is. Raises SourceError where it says nothing."""
    kept = [suffix.lower() for suffix in path.suffixes if suffix.lower() not in _COMPRESSED]
    suffix = kept[-1] if kept else ""
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    msg = f"its name does not say what it is written in. Say format, one of {', '.join(FORMATS)}."
    raise SourceError(msg, file=name, argument="format")


def guess(text: str, options: ReadOptions, by_name: Format | None) -> Format:
    """Tell from its first lines what a file is whose name says nothing, or only `.txt`."""
    lines = [line.lstrip("\ufeff") for line in text.split("\n", 200)[:200] if line.strip()]
    first = lines[0] if lines else ""
    if by_name is None and first.lstrip().startswith(("{", '"')):
        if first.rstrip().endswith(("}", '"')) and first.lstrip().startswith("{"):
            return "jsonl"
        return "csv"
    if options.column is not None:
        return "tsv" if "\t" in first else "csv"
    if by_name is None:
        if "\t" in first:
            return "tsv"
        return "csv" if any(mark in first for mark in DELIMITERS) else "lines"
    known = options.kind.columns | ANY_COLUMN
    for mark in DELIMITERS:
        cells = first.split(mark)
        if len(cells) > 1 and any(folded(cell) in known for cell in cells):
            return "tsv" if mark == "\t" else "csv"
    return "lines"
