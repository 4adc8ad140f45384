"""What an audience holds, as far as it was uploaded from here, and how it differs from a file.

Criteo lists no identifiers, so that the difference is taken against a snapshot: one Parquet
file for each audience, of the identifiers as they were sent (hashed ones; plain addresses
are never kept), in a folder that only its owner may enter.

    begin      the snapshot and the file → what to add, what to remove, the next snapshot
    midway     those three lie in a folder of their own, so that the job can be taken up
    at the end the next snapshot takes the place of the former

Other uploads to an audience that has a snapshot put it aside while they run: one that breaks
off midway leaves none that would be wrong.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal, Self

import attrs
import duckdb

from adlists.errors import AdlistsError, ArgumentError
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.extract import Extract, extract
from adlists.lists.reading.identifiers import Kind
from adlists.lists.sending.journal import Journal, Part

_PIECE: Final = 50_000


class SnapshotError(AdlistsError):
    """A snapshot cannot be written or read; what was sent before is in the journal."""


@attrs.frozen
class Manner:
    """How to compare: what the identifiers are, and how much the comparison may take."""

    kind: Kind
    memory: str = "300MB"
    threads: int | None = None
    replace_all: bool = False


@attrs.frozen
class Difference:
    """What a replacement has to do. Its files lie in `folder` until it is done."""

    folder: Path
    snapshot: Path
    manner: Manner
    to_add: int
    to_remove: int
    empties: bool
    emptied: bool = False

    def says(self, audience: str) -> tuple[str, ...]:
        """Tell in words what will be done."""
        if self.empties:
            note = (
                f"Audience {audience} is emptied first, for nobody knows what is on it; then "
                f"{self.to_add:,} identifiers are added. Until then it is not complete."
            )
        else:
            note = (
                f"{self.to_add:,} identifiers are added to audience {audience}, then "
                f"{self.to_remove:,} removed; at no time is it empty."
            )
        return (note,)

    def open(self, part: Part) -> Extract:
        """Return the identifiers of one part, in the order in which they were written."""
        return extract(
            str(self.folder / f"{part}.parquet"),
            kind=self.manner.kind,
            prehashed=self.manner.kind == "email",
            column="identifier",
            format="parquet",
            deduplicate=False,
            memory=self.manner.memory,
            threads=self.manner.threads,
        )

    def note(self, journal: Journal, *, emptied: bool) -> None:
        """Write into the journal that the files are complete, and how far the job is."""
        facts = {"to_add": self.to_add, "to_remove": self.to_remove, "empties": self.empties}
        journal.note({**facts, "emptied": emptied})

    def keep(self) -> None:
        """Let the next snapshot take the place of the former."""
        new = self.folder / "new.parquet"
        if new.exists():  # a kill may have come between this and the journal's end
            self.snapshot.parent.mkdir(mode=0o700, exist_ok=True)
            new.replace(self.snapshot)
        self.remove()

    def remove(self) -> None:
        """Remove the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


@attrs.frozen
class Place:
    """Where the snapshot of one audience lies. `name` tells audiences and kinds apart.

    `job` is the job at hand, whose snapshots put aside are its own: it alone may finish.
    """

    state: Path
    name: str
    job: str = ""

    @property
    def snapshot(self) -> Path:
        """Return the snapshot's path."""
        return self.state / "snapshots" / f"{self.name}.parquet"

    @property
    def stamp(self) -> str:
        """Return what tells this snapshot from a later one; empty where there is none."""
        try:
            found = self.snapshot.stat()
        except OSError:
            return ""
        return f"{found.st_mtime_ns} {found.st_size}"

    @property
    def aside(self) -> list[Path]:
        """Return where the snapshot lies while this job changes the audience."""
        return sorted(self.snapshot.parent.glob(f"{self.name}.{self.job}.*.aside"))

    @property
    def kept(self) -> bool:
        """Tell whether there is a snapshot, or one that this job has put aside."""
        return self.snapshot.exists() or bool(self.aside)

    def withdraw(self) -> None:
        """Put the snapshot aside: what is on the audience changes from here on.

        One that another job has put aside is given up: it would lack what this job does.
        """
        mine = self.aside
        for one in self.snapshot.parent.glob(f"{self.name}.*.aside"):
            if one not in mine:
                one.unlink(missing_ok=True)
        if self.snapshot.exists():
            name = f"{self.name}.{self.job}.{len(self.aside)}.aside"
            self.snapshot.replace(self.snapshot.with_name(name))

    def update(self, source: Extract, manner: Manner, operation: Literal["add", "remove"]) -> None:
        """Bring the snapshot up to what the audience holds now, and put it back."""
        aside = self.aside
        with _Desk(self.state / "pending" / f"{self.name}.{self.job}", manner) as desk:
            desk.collect(source)
            desk.view("held", aside)
            joined = {
                "add": "FROM file UNION FROM held",
                "remove": "FROM held ANTI JOIN file USING (identifier)",
            }
            desk.write(joined[operation], "new")
            self.snapshot.parent.mkdir(mode=0o700, exist_ok=True)
            (desk.folder / "new.parquet").replace(self.snapshot)
        shutil.rmtree(desk.folder, ignore_errors=True)
        for one in aside:
            one.unlink(missing_ok=True)

    def difference(
        self, source: Extract, manner: Manner, journal: Journal, *, fresh: bool
    ) -> Difference:
        """Return the difference: the one that a job to be taken up began with, or a new one.

        *fresh* says that the audience was made just now, and holds nothing.
        """
        folder = self.state / "pending" / journal.path.stem
        job = journal.job()
        facts: dict[str, Any] = {} if job is None else dict(job.facts)
        if "emptied" in facts:
            return Difference(folder, self.snapshot, manner, **facts)
        found = self.compare(source, manner, folder, fresh=fresh)
        found.note(journal, emptied=False)
        return found

    def compare(
        self, source: Extract, manner: Manner, folder: Path | None = None, *, fresh: bool = False
    ) -> Difference:
        """Compare a source with the snapshot; `ArgumentError` where there is none."""
        known = self.snapshot.exists()
        if not (known or fresh or manner.replace_all):
            msg = (
                "There is no snapshot of what this audience holds, so nobody can tell what to "
                "remove. --replace-all empties it and adds everything; or upload with --snapshot "
                "first, where the file holds all that is on it."
            )
            if list(self.snapshot.parent.glob(f"{self.name}.*.aside")):
                msg = (
                    "An upload to this audience was broken off, so nobody knows what is on it. "
                    "Finish it first by its own command, or use --replace-all."
                )
            raise ArgumentError(msg)
        folder = folder or self.state / "pending" / f"{self.name}.{os.getpid()}"
        former = folder.with_suffix(".former")
        with _Desk(folder.with_suffix(".next"), manner) as desk:
            desk.collect(source)
            desk.write("SELECT identifier FROM file", "new")
            # Of what a broken-off replacement was about to change, nobody knows whether it is
            # there: it is added again where the file has it, and removed where it has not.
            doubt = [
                path
                for one in (folder, former)
                for path in (one / "add.parquet", one / "remove.parquet")
                if path.exists()
            ]
            empties = manner.replace_all or not (known or fresh)
            known = known and not empties
            desk.view("held", [self.snapshot] if known else [])
            desk.view("doubted", [] if empties else doubt)
            to_add = desk.write(
                "SELECT identifier FROM file ANTI JOIN"
                " (FROM held ANTI JOIN doubted USING (identifier)) USING (identifier)",
                "add",
            )
            to_remove = desk.write(
                "SELECT identifier FROM (FROM held UNION FROM doubted)"
                " ANTI JOIN file USING (identifier)",
                "remove",
            )
        if folder.exists():
            shutil.rmtree(former, ignore_errors=True)
            folder.rename(former)
        desk.folder.rename(folder)
        shutil.rmtree(former, ignore_errors=True)
        return Difference(folder, self.snapshot, manner, to_add, to_remove, empties=empties)


class _Desk:
    """A DuckDB database in bounded memory, and a private folder for what it writes."""

    def __init__(self, folder: Path, manner: Manner) -> None:
        self.folder: Final = folder
        self._manner = manner

    def __enter__(self) -> Self:
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            self.folder.parent.mkdir(mode=0o700, exist_ok=True)
            self.folder.mkdir(mode=0o700)
        except OSError as error:
            msg = f"The folder {self.folder} cannot be made: {error.strerror}."
            raise SnapshotError(msg) from None
        self._engine = Engine(self._manner.memory, self._manner.threads, self.folder)
        self._run("SET preserve_insertion_order = false")
        self._run("CREATE TABLE file (identifier VARCHAR)")
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def collect(self, source: Extract) -> None:
        """Take in every identifier of a source."""
        for batch in source.batches(_PIECE):
            self._run(
                "INSERT INTO file SELECT unnest(from_json(?::JSON, '[\"VARCHAR\"]'))",
                [batch.json.decode()],
            )
        source.check()

    def view(self, name: str, files: list[Path]) -> None:
        """Name what lies in some Parquet files."""
        parts = [f"SELECT identifier FROM {_at(one)}" for one in files]
        nothing = "SELECT NULL::VARCHAR AS identifier LIMIT 0"
        self._run(f"CREATE VIEW {name} AS {' UNION '.join(parts) or nothing}")

    def write(self, query: str, name: str) -> int:
        """Write the rows of a query into a file of the folder; return how many."""
        path = self.folder / f"{name}.parquet"
        self._run(f"COPY ({query}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)")
        path.chmod(0o600)
        count: int = self._run(f"SELECT count(*) FROM {_at(path)}")[0][0]
        return count

    def _run(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._engine.rows(query, values)
        except duckdb.Error as error:
            # Its message may quote a value.
            msg = (
                f"The snapshot cannot be worked out ({type(error).__name__}); is the disk of "
                f"{self.folder} full?"
            )
            raise SnapshotError(msg) from None


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _at(path: Path) -> str:
    return f"read_parquet('{_quoted(path)}')"
