"""How many rows a source has, nearly and at no cost: for the time left, and nothing else."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import Any, Final

import duckdb

from adlists.contract import is_list

_SAMPLE: Final = 1 << 18
_COMPRESSED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # gzip, zstd


def rows(source: Any) -> int | None:
    """Return how many rows the files have, by their size; None where that cannot be told."""
    try:
        counted = [_of_file(path) for path in _paths(source)]
    except (OSError, duckdb.Error, ValueError):
        return None  # the job itself will say what is wrong
    known = [item for item in counted if item is not None]
    return sum(known) if known and len(known) == len(counted) else None


def _paths(source: Any) -> list[Path]:
    if isinstance(source, Path):
        return [source]
    if isinstance(source, str):
        if Path(source).is_file():
            return [Path(source)]
        return [Path(item) for item in glob.glob(source, recursive=True)]  # noqa: PTH207 - absolute patterns too
    return [item for item in source if isinstance(item, Path)] if is_list(source) else []


def _of_file(path: Path) -> int | None:
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if sample.startswith(_COMPRESSED):
        return None
    if sample.startswith(b"PAR1"):
        with duckdb.connect() as db:
            quoted = str(path).replace("'", "''")
            found = db.execute(f"SELECT num_rows FROM parquet_file_metadata('{quoted}')").fetchone()
        return None if found is None else int(found[0])
    lines = sample.count(b"\n")
    return round(path.stat().st_size * lines / len(sample)) if lines else None
