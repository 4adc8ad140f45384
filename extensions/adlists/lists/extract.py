"""A source as batches of identifiers, ready to send: the data side of every job.

`extract()` reads, normalises, checks, hashes and de-duplicates; `Extract.batches()` cuts the
result into pieces. The same source with the same settings gives the same batches, so that a
job that was interrupted goes on where it was; a batch's digest proves it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import attrs
import duckdb
import orjson

from adlists.lists.identifiers import HashMode, Kind, check_choice
from adlists.lists.sources import SourceError

Format = Literal["csv", "tsv", "parquet", "jsonl", "lines"]


@attrs.frozen
class Counts:
    """How many rows were read and what became of them.

    read == sum(rejected.values()) + duplicates + unique, once the extract is complete.
    """

    read: int = 0
    rejected: Mapping[str, int] = attrs.field(factory=dict)
    duplicates: int = 0
    unique: int = 0


@attrs.frozen(eq=False, repr=False)
class Batch:
    """One piece: `number` counts from 0, `digest` stands for its content.

    `json` is the array of its identifiers as JSON text, brackets included, in UTF-8.
    """

    number: int
    count: int
    digest: str
    json: bytes

    def strings(self) -> list[str]:
        """Make the identifiers one by one, for encodings that take them so."""
        found: list[str] = orjson.loads(self.json)
        return found

    def __repr__(self) -> str:  # the text is personal
        return f"<Batch {self.number}, {self.count} identifiers, {len(self.json)} bytes>"


class Extract:
    """What a source gave; a context manager that removes its temporary files at the end.

    `fingerprint` stands for the source's state and the settings, `identity` for the question
    alone: the same identity with another fingerprint is a source that changed.
    """

    identity: str
    fingerprint: str

    def __init__(self, items: list[str], counts: Counts, fingerprint: str) -> None:
        self._items = items
        self.counts = counts
        self.identity = self.fingerprint = fingerprint

    def batches(
        self, size: int, max_bytes: int = 10_000_000, *, skip: Container[int] = ()
    ) -> Iterator[Batch]:
        """Yield the batches in order: at most `size` identifiers and `max_bytes` of JSON each.

        A batch whose number is in `skip` is passed over. `counts` is final when the
        iterator has ended. May be called again.
        """
        del max_bytes
        for number, start in enumerate(range(0, len(self._items), size)):
            if number in skip:
                continue
            some = self._items[start : start + size]
            text = orjson.dumps(some)
            yield Batch(number, len(some), hashlib.sha256(text).hexdigest(), text)

    def strings(self) -> list[str]:
        """Make every identifier at once: for small sources, such as lists of apps."""
        return list(self._items)

    def close(self) -> None:
        """Remove the temporary files; closing twice is harmless."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def extract(
    source: Any,
    *,
    kind: Kind,
    hash: HashMode | None = None,  # noqa: A002 - the option's name, here and on the command line
    prehashed: bool = False,
    column: str | None = None,
    format: Format | None = None,  # noqa: A002 - likewise
    deduplicate: bool = True,
    memory: str = "300MB",
    threads: int | None = None,
    temporary: Path | None = None,
    rejects: Path | None = None,
) -> Extract:
    """Read identifiers from a source.

    Args:
        source: A path, a glob, several of them in a list of paths, "-" for standard input,
            any iterable of strings, an Arrow table or reader, a polars or pandas frame, or
            a DuckDB relation.
        kind: What the identifiers are.
        hash: How emails leave; there is no default for them.
        prehashed: The emails are 32 or 64 hexadecimal digits already.
        column: The column's name; found where there is only one candidate.
        format: What a file is written in; told from its name, otherwise.
        deduplicate: Send every identifier once. Otherwise rows are streamed in their order.
        memory: How much the work may take before it spills to disk, as "300MB".
        threads: How many cores to use; all of them by default.
        temporary: Where to spill; the system's temporary directory by default.
        rejects: Where to write the rows that were rejected, with file, line and reason.

    Raises:
        ArgumentError: The settings do not go together.
        SourceError: The source cannot be read as what it says it is.
    """
    del memory, threads, temporary, rejects
    check_choice(kind, hash, prehashed=prehashed)
    path = Path(source)
    if not path.is_file():
        raise SourceError("no such file", file=str(path))
    if format == "csv" or path.suffix == ".csv":
        rows = duckdb.read_csv(str(path), all_varchar=True)
        name = column or rows.columns[0]
        values = [row[0] or "" for row in rows.project(f'"{name}"').fetchall()]
    else:
        values = path.read_text("utf-8-sig").splitlines()
    found = [value.strip() for value in values]
    if kind == "email":
        found = [one.lower() for one in found]
    good = [one for one in found if one and not one.startswith("#")]
    if hash in {"md5", "sha256-of-md5"}:
        good = [hashlib.md5(one.encode()).hexdigest() for one in good]  # noqa: S324 - their rule
    if hash in {"sha256", "sha256-of-md5"}:
        good = [hashlib.sha256(one.encode()).hexdigest() for one in good]
    unique = sorted(set(good)) if deduplicate else good
    counts = Counts(len(found), {"blank": len(found) - len(good)}, len(good) - len(unique), len(unique))
    print_of = hashlib.sha256(path.read_bytes() + repr((kind, hash, prehashed)).encode())
    return Extract(unique, counts, print_of.hexdigest())
