"""Snapshots in the database that machines share: kept in pieces, fetched where needed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

import attrs

from adlists.lists.sending.shared_ledger import SharedLedger
from adlists.lists.sending.snapshots import Difference, SnapshotError, SnapshotStore

_PIECE: Final = 1 << 20  # bytes of a file in one row


@attrs.frozen
class SharedFiles:
    """The files of one list, in pieces."""

    ledger: SharedLedger

    def names(self, prefix: str) -> list[str]:
        """Return the names of the files that begin so."""
        query = "SELECT DISTINCT name FROM adlists_file WHERE list = %s AND starts_with(name, %s)"
        found = self._ask(query, prefix)
        return sorted(name for (name,) in found)

    def get(self, name: str, path: Path) -> None:
        """Write a file where it is needed, private."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("wb") as out:
            path.chmod(0o600)
            piece = 0
            query = "SELECT content FROM adlists_file WHERE list = %s AND name = %s AND piece = %s"
            while found := self._ask(query, name, piece):
                out.write(found[0][0])
                piece += 1

    def put(self, name: str, path: Path) -> None:
        """Keep a file, in the place of a former one."""
        connection, key = self.ledger.connection, self.ledger.key

        def keep() -> None:
            with connection.transaction(), path.open("rb") as file:
                connection.execute(
                    "DELETE FROM adlists_file WHERE list = %s AND name = %s", (key, name)
                )
                for number, piece in enumerate(iter(lambda: file.read(_PIECE), b"")):
                    connection.execute(
                        "INSERT INTO adlists_file VALUES (%s, %s, %s, %s)",
                        (key, name, number, piece),
                    )

        self.ledger.ask(keep)

    def remove(self, prefix: str, *, beside: str | None = None) -> None:
        """Remove the files that begin so, but one."""
        connection, key = self.ledger.connection, self.ledger.key
        query = (
            "DELETE FROM adlists_file WHERE list = %s AND starts_with(name, %s)"
            " AND name IS DISTINCT FROM %s"
        )
        self.ledger.ask(lambda: connection.execute(query, (key, prefix, beside)))

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        connection, key = self.ledger.connection, self.ledger.key
        found: list[tuple[Any, ...]] = self.ledger.ask(
            lambda: connection.execute(query, (key, *values)).fetchall()
        )
        return found


@attrs.frozen
class SharedSnapshots(SnapshotStore):
    """Snapshots that every machine sees: what is made in the folder is kept in the database."""

    files: SharedFiles

    def has(self, generation: int | None) -> bool:
        """Tell whether there is a snapshot of that generation; it is fetched."""
        if generation is None:
            return False
        path = self.path(generation)
        if not path.exists() and f"snapshots/{path.name}" in self.files.names("snapshots/"):
            self.files.get(f"snapshots/{path.name}", path)
        return path.exists()

    def keep(self, generation: int, new: Path) -> None:
        """Let a file be the snapshot of a generation, for everybody; all others are void."""
        self.files.put(f"snapshots/{self.path(generation).name}", new)
        super().keep(generation, new)

    def forget(self, *, beside: int | None = None) -> None:
        """Remove all snapshots but that of one generation."""
        kept = None if beside is None else f"snapshots/{self.path(beside).name}"
        self.files.remove(f"snapshots/{self.name}.", beside=kept)
        super().forget(beside=beside)

    def resumed(self, facts: Any) -> Difference:
        """Return the difference that an unfinished replacement began with, fetched."""
        self._fetch()
        return super().resumed(facts)

    def compare(
        self, source: Any, base: int | None, *, doubted: bool = False, dry: bool = False
    ) -> Difference:
        """Compare as it is done in a folder; what comes of it is kept before it is acted upon."""
        self.has(base)
        self._fetch()
        found = super().compare(source, base, doubted=doubted, dry=dry)
        if not dry:
            self._keep_pending()
        return found

    def settle(self) -> None:
        """Remove what was kept for the case that a replacement breaks off."""
        self.files.remove(f"pending/{self.name}")
        super().settle()

    def update(self, source: Any, base: int | None, generation: int, operation: Any) -> int:
        """Make the snapshot of a generation out of a former one, fetched, and a source."""
        self.has(base)
        return super().update(source, base, generation, operation)

    def _fetch(self) -> None:
        for name in self.files.names(f"pending/{self.name}"):
            if not (self.state / name).exists():
                self.files.get(name, self.state / name)

    def _keep_pending(self) -> None:
        self.files.remove(f"pending/{self.name}")
        try:
            for folder in (self.pending, self.pending.with_suffix(".former")):
                for path in folder.glob("*.parquet"):
                    self.files.put(f"pending/{folder.name}/{path.name}", path)
        except OSError as error:
            shutil.rmtree(self.pending, ignore_errors=True)
            msg = f"A difference cannot be kept: {error.strerror}."
            raise SnapshotError(msg) from None
