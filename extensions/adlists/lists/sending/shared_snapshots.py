"""Snapshots that every machine sees: kept where machines share files, fetched where needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from adlists.lists.sending.shared_files import SharedFiles
from adlists.lists.sending.snapshots import Difference, SnapshotError, SnapshotStore


@attrs.frozen
class SharedSnapshots(SnapshotStore):
    """The snapshots of one list: what is made in the folder is kept before it is acted upon."""

    files: SharedFiles = attrs.field(kw_only=True)

    def has(self, generation: int | None) -> bool:
        """Tell whether there is a snapshot of that generation; it is fetched."""
        if generation is None:
            return False
        path = self.path(generation)
        name = f"snapshots/{path.name}"
        if not path.exists() and name in self.files.names("snapshots/"):
            self._get(name, path)
        return path.exists()

    def keep(self, generation: int, new: Path) -> None:
        """Let a file be the snapshot of a generation, for everybody; all others are void."""
        name = f"snapshots/{self.path(generation).name}"
        self.files.swap(f"snapshots/{self.name}.", {name: new})
        super().keep(generation, new)

    def begin(self, generation: int) -> None:
        """Let nothing be the snapshot of a generation that only begins."""
        name = f"snapshots/{self.path(generation).name}"
        if self.files.names(name):
            self.files.swap(name, {})
        super().begin(generation)

    def forget(self) -> None:
        """Remove all snapshots."""
        self.files.swap(f"snapshots/{self.name}.", {})
        super().forget()

    def resumed(self, facts: Mapping[str, Any]) -> Difference | None:
        """Return the difference that an unfinished replacement began with, fetched."""
        for name in self.files.names(f"pending/{self.name}"):
            if not (self.state / name).exists():
                self._get(name, self.state / name)
        return super().resumed(facts)

    def compare(
        self, source: Any, base: int | None, *, doubted: bool = False, dry: bool = False
    ) -> Difference:
        """Compare as it is done in a folder; what comes of it is kept before it is acted upon."""
        self.has(base)
        found = super().compare(source, base, doubted=doubted, dry=dry)
        if not dry:
            try:
                files = [
                    path
                    for folder in (self.pending, self._former)
                    for path in folder.glob("*.parquet")
                ]
            except OSError as error:
                msg = f"A difference cannot be kept: {error.strerror}."
                raise SnapshotError(msg) from None
            named = {f"pending/{path.parent.name}/{path.name}": path for path in files}
            self.files.swap(f"pending/{self.name}", named)
        return found

    def settle(self) -> None:
        """Remove what was kept for the case that a replacement breaks off."""
        self.files.swap(f"pending/{self.name}", {})
        super().settle()

    def update(self, source: Any, base: int | None, generation: int, operation: Any) -> int:
        """Make the snapshot of a generation out of a former one, fetched, and a source."""
        self.has(base)
        return super().update(source, base, generation, operation)

    def _get(self, name: str, path: Path) -> None:
        lost = self.files.get(name, path)
        if lost is not None and lost not in self.amiss:
            self.amiss.append(lost)
