"""Opens a database for what calls did, and closes it with the session."""

import sqlite3
from pathlib import Path

import attrs

import adlists
from adlists.flow import Flow, block


@attrs.define(eq=False)
class Journal:
    name = "journal"
    file: Path
    database: sqlite3.Connection | None = None

    @adlists.hookimpl
    def adlists_event(self, event: adlists.Event) -> None:
        if isinstance(event, adlists.CallFinished):
            if self.database is None:
                self.database = sqlite3.connect(self.file, check_same_thread=False)
                self.database.execute("CREATE TABLE IF NOT EXISTS done (operation, error)")
            self.database.execute("INSERT INTO done VALUES (?, ?)", (event.operation, event.error))

    @adlists.hookimpl
    def adlists_close(self) -> Flow[None]:
        if self.database is not None:
            yield from block(self.database.commit)
            self.database.close()
            self.database = None
