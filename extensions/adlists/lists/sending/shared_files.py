"""The files of one list that machines share: in the database in pieces, or in a folder of objects.

What a file is called stands in the database either way, so that what belongs together is there
all at once or not at all: objects are put first, then named in one transaction, and those that
nobody names any more are removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from adlists.lists.sending.lease import bounded
from adlists.lists.sending.ledger import DamagedLedgerError, checked, row
from adlists.lists.sending.object_folder import LostObjectError, ObjectFolder, StoredObject
from adlists.lists.sending.shared_ledger import SharedLedger
from adlists.lists.sending.snapshots import SnapshotError

_PIECE: Final = 1 << 20  # bytes of a file in one row


class SharedFiles:
    """The files of one list, whose ledger is open; new ones go into *objects*, where that is."""

    def __init__(self, ledger: SharedLedger, objects: ObjectFolder | None) -> None:
        self.ledger: Final = ledger
        self.objects: Final = objects

    def names(self, prefix: str) -> list[str]:
        """Return the names of the files that begin so."""
        query = (
            "SELECT name FROM adlists_file WHERE list = %(list)s AND starts_with(name, %(of)s)"
            " UNION SELECT name FROM adlists_object WHERE list = %(list)s"
            " AND starts_with(name, %(of)s)"
        )
        return sorted(name for (name,) in self._ask(query, of=prefix))

    def get(self, name: str, path: Path) -> str | None:
        """Write a file where it is needed, private; return why it is lost, or None.

        Raises:
            SnapshotError: It cannot be asked for now.
        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        query = "SELECT * FROM adlists_object WHERE list = %(list)s AND name = %(name)s"
        for found in self._ask(query, name=name):
            return self._fetch(found, path)
        part = path.with_name(f"{path.name}.part")
        with part.open("wb") as out:
            part.chmod(0o600)
            piece = 0
            query = (
                "SELECT content FROM adlists_file WHERE list = %(list)s AND name = %(name)s"
                " AND piece = %(piece)s"
            )
            while content := self._ask(query, name=name, piece=piece):
                out.write(content[0][0])
                piece += 1
        part.replace(path)
        return None

    def _fetch(self, found: tuple[Any, ...], path: Path) -> str | None:
        place = found[2]
        try:
            _, _, place, name, size, digest = checked(found)
        except DamagedLedgerError:
            return f"A snapshot's row in {self.ledger.place} is damaged, so it is not believed."
        if self.objects is None or self.objects.place != place:
            told = "nothing" if self.objects is None else self.objects.place
            msg = (
                f"The snapshot of this list lies in {place}, and this machine was told of {told}. "
                "Set ADLISTS_SNAPSHOTS to the same address on all of them."
            )
            raise SnapshotError(msg)
        try:
            self.objects.get(StoredObject(name, size, digest), path)
        except LostObjectError:
            return (
                f"An object of this list's snapshots is missing or damaged ({place}/{name}), so "
                "it is not believed."
            )
        return None

    def swap(self, prefix: str, files: Mapping[str, Path]) -> None:
        """Let these be the files that begin so, all of them at once, and no others.

        Raises:
            SnapshotError: They cannot be kept; what was there is as it was.
            JournalError: The database takes no more; the same.
        """
        key, objects = self.ledger.key, self.objects
        rows: list[tuple[Any, ...]] = []
        if objects is not None:
            for name, path in files.items():
                stored = objects.put(key, path)
                rows.append(row(key, name, objects.place, stored.name, stored.size, stored.digest))

        def exchange() -> None:
            connection = self.ledger.connection
            with connection.transaction():
                for table in ("file", "object"):
                    connection.execute(
                        f"DELETE FROM adlists_{table} WHERE list = %s AND starts_with(name, %s)",
                        (key, prefix),
                    )
                if objects is None:
                    for name, path in files.items():
                        self._insert(name, path)
                for values in rows:
                    insert = "INSERT INTO adlists_object VALUES (%s, %s, %s, %s, %s, %s, %s)"
                    connection.execute(insert, values)

        self.ledger.ask(exchange)
        if objects is not None:
            query = "SELECT object FROM adlists_object WHERE list = %(list)s"
            objects.remove_others(key, {name for (name,) in self._ask(query)})

    def _insert(self, name: str, path: Path) -> None:
        connection = self.ledger.connection
        with path.open("rb") as file:
            for number, piece in enumerate(iter(lambda: file.read(_PIECE), b"")):
                connection.execute(
                    "INSERT INTO adlists_file VALUES (%s, %s, %s, %s)",
                    (self.ledger.key, name, number, piece),
                )
                bounded.renew(connection)  # however long all of them take

    def _ask(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        connection, values = self.ledger.connection, {"list": self.ledger.key, **values}
        found: list[tuple[Any, ...]] = self.ledger.ask(
            lambda: connection.execute(query, values).fetchall()
        )
        return found
