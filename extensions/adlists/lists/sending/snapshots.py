"""What a list holds, as far as it was filled from here, and how it differs from a source.

Where a service lists no identifiers, the difference is taken against a snapshot: one Parquet
file for each list and type of identifiers, of the identifiers as they were sent (hashed ones;
plain addresses are never kept), in a folder that only its owner may enter. A snapshot is of one
generation of the list (`journal`): whatever else is sent to the list makes it void.

    begin      the snapshot and the source → what to add, what to remove, the next snapshot
    midway     those three lie in a folder of their own, so that the job can be taken up
    at the end the next snapshot takes the place of the former
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal, Self

import attrs
import duckdb

from adlists.contract.list_steps import IdentifierType
from adlists.errors import AdlistsError
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.extract import Extract
from adlists.lists.reading.opening import extract
from adlists.lists.service.protocol import Part

_PIECE: Final = 50_000


class SnapshotError(AdlistsError):
    """A snapshot cannot be written or read; what was sent before is in the journal."""


@attrs.frozen
class CompareOptions:
    """How to compare: what the identifiers are, and how much the comparison may take."""

    identifier: IdentifierType
    hashed: bool
    memory: str = "300MB"
    threads: int | None = None


@attrs.frozen
class Difference:
    """What a replacement has to do; its files lie in `folder` until it is done.

    `mark` tells them from those of another difference that took their place.
    """

    folder: Path
    options: CompareOptions
    to_add: int
    to_remove: int
    count: int
    mark: str

    def path(self, name: Part | Literal["new"]) -> Path:
        """Return where the identifiers of one part lie, or all that the list holds at the end."""
        return self.folder / f"{name}.{self.mark}.parquet"

    def open(self, part: Part) -> Extract:
        """Return the identifiers of one part, in the order in which they were written."""
        return extract(
            self.path(part),
            identifier=self.options.identifier,
            hash=None if self.options.hashed else "none",
            prehashed=self.options.hashed,
            column="identifier",
            format="parquet",
            deduplicate=False,
            memory=self.options.memory,
            threads=self.options.threads,
        )

    def remove(self) -> None:
        """Remove the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


@attrs.frozen
class SnapshotStore:
    """The snapshots of one list and type of identifiers; `name` tells them from others.

    `amiss` gathers what was found to be lost or damaged, to be said.
    """

    state: Path
    name: str
    options: CompareOptions
    amiss: list[str] = attrs.field(factory=list[str], init=False, eq=False)

    def path(self, generation: int) -> Path:
        """Return where the snapshot of a generation lies."""
        return self.state / "snapshots" / f"{self.name}.{generation}.parquet"

    @property
    def pending(self) -> Path:
        """Return where the files of an unfinished replacement lie."""
        return self.state / "pending" / self.name

    def has(self, generation: int | None) -> bool:
        """Tell whether there is a snapshot of that generation."""
        return generation is not None and self.path(generation).exists()

    def keep(self, generation: int, new: Path) -> None:
        """Let a file be the snapshot of a generation; all others are void."""
        self._folder("snapshots")
        new.replace(self.path(generation))
        self._remove_others(self.path(generation))

    def forget(self) -> None:
        """Remove all snapshots."""
        self._remove_others(None)

    def begin(self, generation: int) -> None:
        """Let nothing be the snapshot of a generation that only begins.

        There may be one where the journal was lost, so that generations count from 1 again.
        """
        self.path(generation).unlink(missing_ok=True)

    def _remove_others(self, kept: Path | None) -> None:
        for path in (self.state / "snapshots").glob(f"{self.name}.*.parquet"):
            if path != kept:
                path.unlink(missing_ok=True)

    def update(
        self,
        source: Extract,
        base: int | None,
        generation: int,
        operation: Literal["add", "remove"],
    ) -> int:
        """Make the snapshot of a generation out of a former one and a source; return its size.

        One that is there already is left: a kill came between it and the journal's end.
        """
        joined = {
            "add": "FROM file UNION FROM held",
            "remove": "FROM held ANTI JOIN file USING (identifier)",
        }
        self._folder("pending")
        folder = self.state / "pending" / f"{self.name}.next"
        with _Comparison(folder, self.options) as comparison:
            if self.has(generation):
                return comparison.count(self.path(generation))
            comparison.collect(source)
            comparison.view("held", [] if base is None else [self.path(base)])
            count = comparison.write(joined[operation], "new")
        self.keep(generation, folder / "new.parquet")
        shutil.rmtree(folder, ignore_errors=True)
        return count

    def holds_pending(self, facts: Mapping[str, Any]) -> bool:
        """Tell whether it is known what an unfinished replacement was about to change."""
        return self.resumed(facts) is not None

    def resumed(self, facts: Mapping[str, Any]) -> Difference | None:
        """Return the difference that an unfinished replacement began with, if it is there."""
        for folder in (self.pending, self._former):
            found = Difference(
                folder,
                self.options,
                facts["to_add"],
                facts["to_remove"],
                facts["count"],
                facts.get("mark", ""),
            )
            if found.path("add").exists() and found.path("remove").exists():
                return found
        return None

    @property
    def _former(self) -> Path:
        return self.pending.with_suffix(".former")

    def compare(
        self, source: Extract, base: int | None, *, doubted: bool = False, dry: bool = False
    ) -> Difference:
        """Compare a source with the snapshot of a generation; None for an empty list.

        *doubted* says that a replacement was broken off: of what it was about to change nobody
        knows whether it is there, so that it is added again where the source has it, and
        removed where it has not.
        """
        self._folder("pending")
        folder = self.pending.with_suffix(f".{os.getpid()}") if dry else self.pending
        former, mark = self._former, secrets.token_hex(8)
        doubt = [
            path
            for at in (self.pending, former)
            for part in ("add", "remove")
            for path in at.glob(f"{part}.*.parquet")
            if doubted
        ]
        with _Comparison(folder.with_suffix(".next"), self.options) as comparison:
            comparison.collect(source)
            count = comparison.write("SELECT identifier FROM file", f"new.{mark}")
            comparison.view("held", [] if base is None else [self.path(base)])
            comparison.view("doubted", doubt)
            to_add = comparison.write(
                "SELECT identifier FROM file ANTI JOIN"
                " (FROM held ANTI JOIN doubted USING (identifier)) USING (identifier)",
                f"add.{mark}",
            )
            to_remove = comparison.write(
                "SELECT identifier FROM (FROM held UNION FROM doubted)"
                " ANTI JOIN file USING (identifier)",
                f"remove.{mark}",
            )
        if folder.exists():
            shutil.rmtree(former, ignore_errors=True)
            if doubted:
                folder.rename(former)
            else:
                shutil.rmtree(folder)
        comparison.folder.rename(folder)
        return Difference(folder, self.options, to_add, to_remove, count, mark)

    def settle(self) -> None:
        """Remove what was kept for the case that a replacement breaks off."""
        for at in (self.pending, self._former):
            shutil.rmtree(at, ignore_errors=True)

    def _folder(self, name: str) -> None:
        try:
            (self.state / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            msg = f"The folder {self.state / name} cannot be made: {error.strerror}."
            raise SnapshotError(msg) from None


def remove_snapshots(state: Path, name: str) -> None:
    """Remove the snapshots of one list and type of identifiers, of whatever generation."""
    for path in (state / "snapshots").glob(f"{name}.*.parquet"):
        path.unlink(missing_ok=True)
    for folder in (state / "pending").glob(f"{name}*"):
        shutil.rmtree(folder, ignore_errors=True)


class _Comparison:
    """A DuckDB database in bounded memory, and a private folder for what it writes."""

    def __init__(self, folder: Path, options: CompareOptions) -> None:
        self.folder: Final = folder
        self._options = options

    def __enter__(self) -> Self:
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            self.folder.mkdir(mode=0o700)
        except OSError as error:
            msg = f"The folder {self.folder} cannot be made: {error.strerror}."
            raise SnapshotError(msg) from None
        self._engine = Engine(self._options.memory, self._options.threads, self.folder)
        self._run("SET preserve_insertion_order = false")
        self._run("CREATE TABLE file (identifier VARCHAR)")
        return self

    def __exit__(self, *raised: object) -> None:
        self._engine.close()
        if raised[0] is not None:
            with suppress(OSError):
                shutil.rmtree(self.folder)

    def collect(self, source: Extract) -> None:
        """Take in every identifier of a source."""
        for batch in source.batches(_PIECE):
            self._run(
                "INSERT INTO file SELECT unnest(from_json(?::JSON, '[\"VARCHAR\"]'))",
                [f"[{batch.rows.decode()}]"],
            )
        source.check()

    def view(self, name: str, files: list[Path]) -> None:
        """Name what lies in some Parquet files."""
        parts = [f"SELECT identifier FROM {_at(path)}" for path in files]
        nothing = "SELECT NULL::VARCHAR AS identifier LIMIT 0"
        self._run(f"CREATE VIEW {name} AS {' UNION '.join(parts) or nothing}")

    def write(self, query: str, name: str) -> int:
        """Write the rows of a query into a file of the folder; return how many."""
        path = self.folder / f"{name}.parquet"
        self._run(f"COPY ({query}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)")
        path.chmod(0o600)
        return self.count(path)

    def count(self, path: Path) -> int:
        """Return how many identifiers a file holds."""
        count: int = self._run(f"SELECT count(*) FROM {_at(path)}")[0][0]
        return count

    def _run(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._engine.rows(query, values)
        except duckdb.Error as error:
            # Its message may quote a value.
            msg = (
                f"The snapshot cannot be worked out ({type(error).__name__}); is the disk of "
                f"{self.folder} full, or a file of it damaged?"
            )
            raise SnapshotError(msg) from None


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _at(path: Path) -> str:
    return f"read_parquet('{_quoted(path)}')"
